"""Tolls: the word list proves itself row by row, and the properties that no single case shows."""

from __future__ import annotations

from datetime import date

import pytest

from briefgen.extract.casualties.words import frame_of
from briefgen.knowledge import load_knowledge
from briefgen.knowledge.types import Word
from briefgen.terms import EFFECTS
from tests.conftest import Read

ROWS = [word for word in load_knowledge().words("casualties") if word.cls in EFFECTS]


def tolls(read: Read, text: str, *, day: date | None = None) -> list[tuple[str, int | None, int | None]]:
    return [(item.effect, item.low, item.high) for item in read(text, day=day)[1].casualties]


def by_name(word: Word) -> str:
    return f"{word.words[0]}-{word.cls}-{frame_of(word)}"


@pytest.mark.parametrize("word", ROWS, ids=by_name)
def test_casualties_row_reads_its_examples(word: Word, read: Read) -> None:
    for example in word.examples:
        found = tolls(read, example)
        nobody = frame_of(word) == "unhurt"
        assert any(effect == word.cls and (high == 0) == nobody for effect, _, high in found), example


@pytest.mark.parametrize("word", ROWS, ids=by_name)
def test_casualties_row_leaves_its_counter_examples(word: Word, read: Read) -> None:
    for example in word.not_examples:
        assert not any(effect == word.cls for effect, *_ in tolls(read, example)), example


def test_casualties_every_row_has_examples_and_a_source() -> None:
    words = load_knowledge().words("casualties")
    assert [word.words[0] for word in words if not (word.examples and word.not_examples and word.source)] == []


def test_casualties_quote_is_the_text(read: Read) -> None:
    text = "Shelling killed 23 people in Omdurman and wounded 41."
    parsed, findings = read(text)
    for item in findings.casualties:
        for evidence in item.evidence:
            assert parsed.article.text[evidence.start : evidence.end] == evidence.quote
    assert [item.evidence[0].quote for item in findings.casualties] == ["killed 23 people", "wounded 41"]


def test_casualties_repeated_figure_is_one_report_with_two_stretches(read: Read) -> None:
    _, findings = read("A bomb in Lahore killed 25 people. The bomb that killed 25 people was hidden in a cart.")
    assert [len(item.evidence) for item in findings.casualties] == [2]


def test_casualties_unlike_victims_of_one_number_stay_apart(read: Read) -> None:
    found = tolls(read, "Two soldiers were killed in the north. Two nurses were killed in the south.")
    assert found == [("killed", 2, 2), ("killed", 2, 2)]


def test_casualties_dates_of_other_years_are_background(read: Read) -> None:
    text = "Gunmen killed three people on Monday. A truck bomb killed 587 people there in 2017."
    _, findings = read(text, day=date(2022, 5, 10))
    assert [item.background for item in findings.casualties] == [False, True]


@pytest.mark.parametrize(
    "text",
    [
        "killed " * 3_000,
        "12 killed, " * 1_500,
        "dead " * 3_000,
        "who was killed " * 1_000,
        "no " * 3_000 + "casualties",
    ],
)
def test_casualties_come_to_an_end_on_hostile_text(text: str, read: Read) -> None:
    assert isinstance(read(text)[1].casualties, tuple)
