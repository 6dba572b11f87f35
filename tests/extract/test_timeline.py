"""Dated events: what is one, what is none, and when."""

from __future__ import annotations

from datetime import date

import pytest

from briefgen.knowledge import load_knowledge
from briefgen.knowledge.types import Word
from tests.conftest import Read

DAY = date(2022, 9, 14)
ROWS = list(load_knowledge().words("events"))


def events(read: Read, text: str, day: date | None = DAY) -> list[tuple[str, date | None]]:
    return [(event.what, event.when.start) for event in read(text, day=day)[1].events]


@pytest.mark.parametrize("word", ROWS, ids=lambda word: f"{word.cls}-{word.words[0]}")
def test_timeline_row_reads_its_examples(word: Word, read: Read) -> None:
    assert all(events(read, example) for example in word.examples)
    assert not any(events(read, example) for example in word.not_examples)


def test_timeline_resolves_the_day_and_keeps_the_clause(read: Read) -> None:
    ((what, start),) = events(read, "Rebels shelled the port on Tuesday, and the mayor smiled.")
    assert "Rebels shelled the port on Tuesday" in what and "smiled" not in what
    assert start == date(2022, 9, 13)


def test_timeline_keeps_an_unresolved_time_without_a_day(read: Read) -> None:
    ((_, start),) = events(read, "Rebels shelled the port on Tuesday.", day=None)
    assert start is None


@pytest.mark.parametrize(
    "text",
    [
        "Rebels could shell the port on Tuesday.",
        "Rebels did not shell the port on Tuesday.",
        "The mayor said on Tuesday that the sea was calm.",
        "The harvest of 2014 was poor.",
    ],
)
def test_timeline_leaves_out_what_did_not_happen(text: str, read: Read) -> None:
    assert events(read, text) == []


def test_timeline_names_the_parties_of_the_clause(read: Read) -> None:
    _, findings = read("Armenia and Azerbaijan signed a truce on 14 September 2022.", day=DAY)
    assert findings.events[0].parties == ("Armenia", "Azerbaijan")
