"""Alliance facts: every row of the word list proves itself; naming, evidence, dates of the register, hostile text."""

from __future__ import annotations

from datetime import date

import pytest

from briefgen.knowledge import load_knowledge
from briefgen.knowledge.types import Word
from briefgen.model import AllianceFact
from briefgen.terms import ASPECTS
from tests.conftest import Read

ROWS = load_knowledge().words("alliances")


def facts(read: Read, text: str, *, day: date | None = None) -> list[AllianceFact]:
    _, findings = read(text, day=day)
    return list(findings.alliances)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.cls}-{row.words[0]}")
def test_word_row_is_proved_by_its_examples(read: Read, row: Word) -> None:
    aspect = row.attrs["aspect"]
    assert aspect in ASPECTS
    assert row.examples
    assert row.not_examples
    for text in row.examples:
        assert aspect in [fact.aspect for fact in facts(read, text)], text
    for text in row.not_examples:
        assert aspect not in [fact.aspect for fact in facts(read, text)], text


def test_alliance_of_two_is_named_in_sorted_order_with_an_en_dash(read: Read) -> None:
    assert [fact.alliance for fact in facts(read, "Syria is an ally of Iran.")] == ["Iran–Syria"]
    assert [fact.alliance for fact in facts(read, "Iran is an ally of Syria.")] == ["Iran–Syria"]


def test_one_fact_bears_all_places_that_say_so(read: Read) -> None:
    text = "Iran backs the Houthis. Weeks later Iran supplied missiles to the Houthis."
    (fact,) = facts(read, text)
    assert (fact.alliance, fact.aspect, fact.by) == ("Houthis–Iran", "help_granted", "Iran")
    assert [text[e.start : e.end] for e in fact.evidence] == [e.quote for e in fact.evidence]
    assert len(fact.evidence) == 2


def test_strain_between_allies_depends_on_the_day(read: Read) -> None:
    text = "A row between Sweden and the United States broke out."
    assert facts(read, text, day=date(2015, 5, 1)) == []
    assert [fact.aspect for fact in facts(read, text, day=date(2025, 5, 1))] == ["strain"]


def test_troops_of_an_invader_are_no_deployment_with_an_ally(read: Read) -> None:
    assert facts(read, "Iraqi troops are stationed in Kuwait.", day=date(1990, 9, 1)) == []


@pytest.mark.parametrize(
    "text",
    [
        "backed by " * 2_000,
        "NATO " * 3_000,
        "Iran-backed-" * 1_500 + "rebels",
        "ally of Syria, " * 1_200 + "Iran.",
        "“" * 3_000 + "Iran backs the Houthis",
    ],
    ids=["no-sides", "one-name", "one-word", "endless-list", "quotes"],
)
def test_hostile_text_is_read_to_its_end(read: Read, text: str) -> None:
    for fact in facts(read, text):
        assert all(text[e.start : e.end] == e.quote for e in fact.evidence)
