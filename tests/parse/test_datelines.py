"""Datelines with a day of their own, what counts from them, and what only looks like one."""

from __future__ import annotations

from datetime import date

import pytest
import spacy

from briefgen.parse import dates
from briefgen.parse.datelines import datelines, day_at

DAY = date(1916, 9, 7)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("BUCHAREST, Sept. 3. The town fell yesterday.", date(1916, 9, 3)),
        ("SAINT-OMER, France, Sept. 4 (by wire)—A raid failed.", date(1916, 9, 4)),
        ("PETROGRAD, Tuesday. The line holds.", date(1916, 9, 5)),
        ("A headline\n\nIN THE FIELD, September 2.\n\nThe line holds.", date(1916, 9, 2)),
    ],
)
def test_datelines_reads_the_day_of_a_dateline(text: str, expected: date) -> None:
    assert [day for _, day in datelines(text, day=DAY)] == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "Bucharest fell on Sept. 3 after a siege.",
        "The garrison of KUT, Sept. 3 or not, holds.",
        "BUCHAREST, Sept. 9. A day after the paper.",
        "BUCHAREST, March 3. Half a year before the paper.",
        "BUCHAREST — The town fell yesterday.",
    ],
)
def test_datelines_leaves_what_is_none(text: str) -> None:
    assert datelines(text, day=DAY) == []


def test_datelines_without_a_day_of_the_article_are_none() -> None:
    assert datelines("BUCHAREST, Sept. 3. The town fell.", day=None) == []


def test_day_at_is_that_of_the_dateline_above() -> None:
    lines = [(10, date(1916, 9, 3)), (90, date(1916, 9, 5))]
    assert [day_at(at, lines=lines, day=DAY) for at in (0, 10, 89, 200)] == [
        DAY,
        date(1916, 9, 3),
        date(1916, 9, 3),
        date(1916, 9, 5),
    ]


def test_find_counts_yesterday_from_the_dateline() -> None:
    doc = spacy.blank("en")("BUCHAREST, Sept. 3. The town fell yesterday.\nPETROGRAD, Sept. 5. It fell yesterday.")
    assert [str(mention.interval.start) for mention in dates.find(doc, day=DAY)] == [
        "1916-09-03",
        "1916-09-02",
        "1916-09-05",
        "1916-09-04",
    ]


def test_datelines_of_a_hostile_text_come_to_an_end() -> None:
    assert datelines("A" * 200_000 + "\n" + "AB, " * 50_000, day=DAY) == []
