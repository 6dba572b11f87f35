"""The questions about a tree, over trees written by hand: no language model decides these tests."""

from __future__ import annotations

import pytest
import spacy
from spacy.tokens import Doc, Token

from briefgen.extract import syntax


def tree(rows: str) -> Doc:
    """A document from lines "word tag label head", the head counted from 0; the part of speech follows from the tag."""
    parts = [line.split() for line in rows.strip().splitlines()]
    return Doc(
        spacy.blank("en").vocab,
        words=[part[0] for part in parts],
        tags=[part[1] for part in parts],
        pos=[_pos(part[1], part[2]) for part in parts],
        deps=[part[2] for part in parts],
        heads=[int(part[3]) for part in parts],
        lemmas=[part[0].lower() for part in parts],
    )


def _pos(tag: str, label: str) -> str:
    if label in ("aux", "aux:pass", "cop"):
        return "AUX"
    starts = {"VB": "VERB", "NNP": "PROPN", "NN": "NOUN", "CD": "NUM", "PRP": "PRON", "WP": "PRON", "JJ": "ADJ"}
    starts |= {"DT": "DET", "IN": "ADP", "RB": "ADV", "CC": "CCONJ", "TO": "PART", "MD": "AUX"}
    return next((pos for start, pos in starts.items() if tag.startswith(start)), "PUNCT")


KILL_AND_WOUND = tree("""
The DT det 1
army NN nsubj 2
killed VBD ROOT 2
12 CD obj 2
and CC cc 5
wounded VBD conj 2
30 CD obj 5
. . punct 2
""")
WERE_KILLED = tree("""
Eight CD nummod 1
people NNS nsubj:pass 3
were VBD aux:pass 3
killed VBN ROOT 3
by IN case 5
troops NNS obl:agent 3
and CC cc 8
30 CD nsubj:pass 8
injured VBN conj 3
""")
FIFTY_OF = tree("""
the DT det 1
deaths NNS ROOT 1
of IN case 4
about RB advmod 4
50 CD nmod 1
of IN case 7
their PRP$ nmod:poss 7
soldiers NNS nmod 4
""")
WHO_WERE = tree("""
soldiers NNS nsubj:pass 5
who WP nsubj:pass 3
were VBD aux:pass 3
captured VBN acl:relcl 0
were VBD aux:pass 5
freed VBN ROOT 5
""")


def words(tokens: list[Token]) -> list[str]:
    return [token.text for token in tokens]


def clause(*rows: str) -> Doc:
    return tree("\n".join(rows))


def test_subject_is_shared_by_conjuncts() -> None:
    assert syntax.subject(KILL_AND_WOUND[5]) is not None
    assert syntax.subject(KILL_AND_WOUND[5]).text == "army"  # type: ignore[union-attr]  # asserted above


def test_subject_of_a_gapped_clause_is_its_own() -> None:
    assert words(syntax.patients(WERE_KILLED[8])) == ["30"]


def test_subject_of_a_relative_clause_is_the_noun() -> None:
    assert words(syntax.patients(WHO_WERE[3])) == ["soldiers"]


def test_agent_is_the_subject_or_the_by_phrase() -> None:
    assert [t.text for t in (syntax.agent(KILL_AND_WOUND[2]), syntax.agent(WERE_KILLED[3])) if t] == ["army", "troops"]


def test_objects_belong_to_the_nearer_verb() -> None:
    doc = clause(
        "killing VBG ROOT 0", "six CD obj 0", "and CC cc 3", "injuring VBG conj 0", "seven CD obj 0"
    )  # the parser hung both numbers on the first verb
    assert words(syntax.objects(doc[0])) == ["six"]
    assert words(syntax.objects(doc[3])) == ["seven"]


def test_objects_are_shared_by_close_verbs() -> None:
    doc = clause("shelled VBD ROOT 0", "and CC cc 2", "burned VBD conj 0", "villages NNS obj 0")
    assert words(syntax.objects(doc[2])) == ["villages"]
    assert words(syntax.objects(doc[0])) == ["villages"]


def test_is_passive_asks_for_the_participle_not_the_label() -> None:
    active = clause("gunmen NNS nsubj:pass 1", "kidnapped VBD ROOT 1", "30 CD obj 1")
    assert not syntax.is_passive(active[1])
    assert syntax.is_passive(WERE_KILLED[3]) and syntax.is_passive(WERE_KILLED[8])


def test_nominal_head_goes_through_counts() -> None:
    assert syntax.nominal_head(FIFTY_OF[4]).text == "soldiers"
    assert syntax.nominal_head(FIFTY_OF[1]).text == "deaths"


def test_case_of_joins_fixed_parts() -> None:
    doc = clause("died VBD ROOT 0", "according VBG case 3", "to IN fixed 1", "police NNS obl 0")
    assert syntax.case_of(doc[3]) == "according to"


def test_noun_phrase_leaves_out_its_preposition_and_clause() -> None:
    assert syntax.noun_phrase(FIFTY_OF[4]) == (3, 8)
    assert syntax.noun_phrase(WHO_WERE[0]) == (0, 1)


def test_clause_span_leaves_out_coordinated_clauses() -> None:
    assert syntax.clause_span(KILL_AND_WOUND[2]) == (0, 4)


@pytest.mark.parametrize(
    ("rows", "verb", "expected"),
    [
        (("They PRP nsubj 1", "killed VBD ROOT 1", "ten CD obj 1"), 1, "real"),
        (("They PRP nsubj 2", "could MD aux 2", "kill VB ROOT 2", "ten CD obj 2"), 2, "hypothetical"),
        (("They PRP nsubj 2", "will MD aux 2", "kill VB ROOT 2", "ten CD obj 2"), 2, "future"),
        (("They PRP nsubj 3", "did VBD aux 3", "not RB advmod 3", "kill VB ROOT 3"), 3, "denied"),
        (("No DT det 1", "soldier NN nsubj:pass 3", "was VBD aux:pass 3", "killed VBN ROOT 3"), 3, "denied"),
        (("They PRP nsubj 1", "threatened VBD ROOT 1", "to TO mark 3", "kill VB xcomp 1"), 3, "future"),
        (("They PRP nsubj 1", "tried VBD ROOT 1", "to TO mark 3", "kill VB xcomp 1"), 3, "hypothetical"),
        (("They PRP nsubj 1", "failed VBD ROOT 1", "to TO mark 3", "kill VB xcomp 1"), 3, "denied"),
        (("They PRP nsubj 1", "denied VBD ROOT 1", "killing VBG xcomp 1", "ten CD obj 2"), 2, "denied"),
        (("If IN mark 2", "they PRP nsubj 2", "kill VBP ROOT 2"), 2, "hypothetical"),
        (("nearly RB advmod 1", "killing VBG ROOT 1", "him PRP obj 1"), 1, "hypothetical"),
        (("Slaughter VB ROOT 0", "him PRP obj 0"), 0, "hypothetical"),
        (("They PRP nsubj 1", "said VBD ROOT 1", "ten CD nsubj 3", "died VBD ccomp 1"), 3, "real"),
        (("It PRP nsubj 1", "went VBD ROOT 1", "on RP advmod 1", "to TO mark 4", "kill VB xcomp 1"), 4, "real"),
    ],
)
def test_modality_reads_the_clause_and_what_stands_above(rows: tuple[str, ...], verb: int, expected: str) -> None:
    assert syntax.modality(clause(*rows)[verb]) == expected


def test_walks_end_in_a_long_chain() -> None:
    rows = ["word NN ROOT 0", *(f"word NN conj {i}" for i in range(3_000))]
    doc = clause(*rows)
    assert len(syntax.conjuncts(doc[0])) == 3_001
    assert syntax.predicate_of(doc[3_000]) is not None
