"""Who says what, read with the embedded engine; nobody here is a known actor, so that no mention is needed."""

from __future__ import annotations

import pytest

from briefgen.knowledge import load_knowledge
from briefgen.parse import speeches
from briefgen.parse.engines import load_engine

# text, speaker's words, a stretch of what is said
SAID = [
    ("The governor said that the bridge was closed.", "The governor", "the bridge was closed"),
    ("Police told reporters the road was mined.", "Police", "the road was mined"),
    ("The blast killed 12 people, the mayor announced.", "the mayor", "The blast killed 12 people"),
    ("According to the mayor, two bridges fell.", "the mayor", "two bridges fell"),
    ("Forty died, according to police.", "police", "Forty died"),
    ("Officials put the toll at 40.", "Officials", "the toll at 40"),
    ("The rebels claimed to have killed 30 soldiers.", "The rebels", "to have killed 30 soldiers"),
    ("The army denied killing the priest.", "The army", "killing the priest"),
    ("The villagers accused the army of burning 12 houses.", "The villagers", "burning 12 houses"),
    ("The ministry's claim that the village was empty was false.", "ministry", "the village was empty"),
    ("In a statement, the group said it shot down a drone.", "the group", "it shot down a drone"),
    ("The army, he added, lost two tanks.", "he", "lost two tanks"),
    ("Doctors reported nine deaths.", "Doctors", "nine deaths"),
    ("The clinic confirmed the deaths of four sailors.", "The clinic", "the deaths of four sailors"),
]


def told(text: str) -> list[tuple[str | None, str, bool, bool]]:
    doc = load_engine("minilm")(text)
    found = speeches.find(doc, [], knowledge=load_knowledge())
    return [
        (
            None if s.speaker_tokens is None else doc[s.speaker_tokens[0] : s.speaker_tokens[1]].text,
            doc[s.start : s.end].text,
            s.quoted,
            s.carried,
        )
        for s in found
    ]


@pytest.mark.parametrize(("text", "speaker", "said"), SAID)
def test_find_reads_who_says_what(text: str, speaker: str, said: str) -> None:
    assert any(speaker in (who or "") and said in what for who, what, _, _ in told(text)), told(text)


@pytest.mark.parametrize(
    "text",
    [
        "The governor saw the bridge.",
        "The flood claimed a village.",
        "Officials put the flag at half mast.",
        "The agency bought stocks.",
    ],
)
def test_find_hears_nothing_where_nothing_is_said(text: str) -> None:
    assert told(text) == []


def test_find_carries_a_report_into_the_next_sentence() -> None:
    found = told("Residents said soldiers opened fire. At least five were killed.")
    assert ("Residents", "At least five were killed.", False, True) in found


def test_find_carries_nothing_over_a_contrast_or_a_paragraph() -> None:
    assert not any(carried for *_, carried in told("Residents said soldiers opened fire. But five were killed."))
    assert not any(carried for *_, carried in told("Residents said soldiers opened fire.\n\nFive were killed."))


def test_find_reads_a_quotation_of_several_sentences() -> None:
    found = told("“We saw it. We ran,” said Ana Duarte, a teacher. “They burned it all.”")
    assert any(who == "Ana Duarte" and "We saw it. We ran" in what and quoted for who, what, quoted, _ in found)
    assert any(who == "Ana Duarte" and "They burned it all" in what and quoted for who, what, quoted, _ in found)


def test_find_nests_what_one_says_that_another_said() -> None:
    found = told("The envoy said the ministry had confirmed that nine were dead.")
    assert {who for who, *_ in found} == {"The envoy", "the ministry"}


def test_find_names_nobody_for_hearsay() -> None:
    assert (None, "Ten were reportedly hurt.", False, False) in told("Ten were reportedly hurt.")
