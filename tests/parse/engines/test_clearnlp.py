"""ClearNLP trees turned into Universal Dependencies, on trees written by hand."""

from __future__ import annotations

import pytest

from briefgen.parse.engines.clearnlp import Tree, to_universal
from briefgen.parse.engines.minilm.trees import is_tree

# word/UPOS/label/head by number (0 the root); below, what it should become: label/head
CASES = {
    "preposition under a verb": (
        "He/PRON/nsubj/2 lives/VERB/ROOT/0 in/ADP/prep/2 Goma/PROPN/pobj/3",
        "nsubj/2 ROOT/0 case/4 obl/2",
    ),
    "preposition under a noun": (
        "soldiers/NOUN/ROOT/0 from/ADP/prep/1 the/DET/det/4 north/NOUN/pobj/2",
        "ROOT/0 case/4 det/4 nmod/1",
    ),
    "passive with its agent": (
        "They/PRON/nsubjpass/3 were/AUX/auxpass/3 killed/VERB/ROOT/0 by/ADP/agent/3 fire/NOUN/pobj/4",
        "nsubj:pass/3 aux:pass/3 ROOT/0 case/5 obl:agent/3",
    ),
    "two prepositions": (
        "fire/NOUN/nsubj/2 came/VERB/ROOT/0 from/ADP/prep/2 behind/ADP/prep/3 the/DET/det/6 wall/NOUN/pobj/4",
        "nsubj/2 ROOT/0 case/6 case/6 det/6 obl/2",
    ),
    "according to": (
        "According/VERB/prep/5 to/ADP/prep/1 Baku/PROPN/pobj/2 they/PRON/nsubj/5 fled/VERB/ROOT/0",
        "case/3 fixed/1 obl/5 nsubj/5 ROOT/0",
    ),
    "after and a verb": (
        "They/PRON/nsubj/2 died/VERB/ROOT/0 after/ADP/prep/2 leaving/VERB/pcomp/3 town/NOUN/dobj/4",
        "nsubj/2 ROOT/0 mark/4 advcl/2 obj/4",
    ),
    "copula and noun": (
        "He/PRON/nsubj/2 is/AUX/ROOT/0 the/DET/det/4 president/NOUN/attr/2",
        "nsubj/4 cop/4 det/4 ROOT/0",
    ),
    "copula and place": (
        "He/PRON/nsubj/2 was/AUX/ROOT/0 in/ADP/prep/2 Baku/PROPN/pobj/3",
        "nsubj/4 cop/4 case/4 ROOT/0",
    ),
    "existential": (
        "There/PRON/expl/2 were/VERB/ROOT/0 two/NUM/nummod/4 deaths/NOUN/attr/2",
        "expl/2 ROOT/0 nummod/4 nsubj/2",
    ),
    "chain of conjuncts": (
        "guns/NOUN/ROOT/0 ,/PUNCT/punct/1 tanks/NOUN/conj/1 and/CCONJ/cc/3 trucks/NOUN/conj/3",
        "ROOT/0 punct/1 conj/1 cc/5 conj/1",
    ),
    "relative clause": (
        "men/NOUN/ROOT/0 who/PRON/nsubj/3 fled/VERB/relcl/1",
        "ROOT/0 nsubj/3 acl:relcl/1",
    ),
    "infinitive": (
        "vowed/VERB/ROOT/0 to/PART/aux/3 fight/VERB/xcomp/1",
        "ROOT/0 mark/3 xcomp/1",
    ),
    "weekday": (
        "said/VERB/ROOT/0 Tuesday/PROPN/npadvmod/1",
        "ROOT/0 obl:unmarked/1",
    ),
    "at least": (
        "at/ADP/advmod/2 least/ADJ/advmod/3 15/NUM/nummod/4 soldiers/NOUN/ROOT/0",
        "case/2 nmod/3 nummod/4 ROOT/0",
    ),
    "more than": (
        "more/ADJ/amod/3 than/ADP/quantmod/3 49/NUM/nummod/4 men/NOUN/ROOT/0",
        "advmod/3 fixed/1 nummod/4 ROOT/0",
    ),
    "possessive": (
        "Russia/PROPN/poss/3 's/PART/case/1 army/NOUN/ROOT/0",
        "nmod:poss/3 case/1 ROOT/0",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("before", "after"), CASES.values(), ids=CASES.keys())
def test_to_universal_turns_the_tree_over(before: str, after: str) -> None:
    tree = _tree(before)
    to_universal(tree)
    assert _written(tree) == after


def test_to_universal_makes_a_title_describe_the_name() -> None:
    tree = _tree(
        "Russian/ADJ/amod/4 President/PROPN/compound/4 Vladimir/PROPN/compound/4 Putin/PROPN/nsubj/5 left/VERB/ROOT/0"
    )
    tree.persons = [(2, 4)]
    to_universal(tree)
    assert _written(tree) == "amod/2 nmod:desc/3 nsubj/5 flat/3 ROOT/0"


@pytest.mark.parametrize("before", [before for before, _ in CASES.values()])
def test_to_universal_leaves_a_tree(before: str) -> None:
    tree = _tree(before)
    to_universal(tree)
    assert is_tree([0 if head == place else head + 1 for place, head in enumerate(tree.heads)])


def _tree(text: str) -> Tree:
    rows = [word.rsplit("/", 3) for word in text.split()]
    heads = [int(head) - 1 if head != "0" else place for place, (*_, head) in enumerate(rows)]
    lemmas = ["be" if word in {"is", "was", "were"} else word for word, *_ in rows]
    return Tree(heads, [row[2] for row in rows], [row[0] for row in rows], [row[1] for row in rows], lemmas)


def _written(tree: Tree) -> str:
    return " ".join(
        f"{label}/{0 if head == place else head + 1}"
        for place, (head, label) in enumerate(zip(tree.heads, tree.labels, strict=True))
    )
