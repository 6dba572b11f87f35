"""Which stretches of a text are times, and which only look like them."""

from __future__ import annotations

from datetime import date

import pytest
import spacy
from spacy.tokens import Doc

from briefgen.parse import dates

DAY = date(2022, 9, 14)


def found(text: str) -> list[str]:
    doc = spacy.blank("en")(text)
    return [doc[mention.start : mention.end].text for mention in dates.find(doc, day=DAY)]


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        ("Fighting began on Wednesday and ended late on Sept. 13.", ["Wednesday", "Sept. 13"]),
        ("They met on Nov 3-5 and again in the fall of 2020.", ["Nov 3-5", "the fall of 2020"]),
        ("Since 2014 the village has been empty.", ["Since 2014"]),
        ("In May 2017 a bomb went off; in May it was quiet.", ["May 2017", "May"]),
        ("The 1991-94 war and the wars of the 1990s", ["1991-94", "the 1990s"]),
        (
            "Earlier this month, two weeks ago, last year's truce",
            ["Earlier this month", "two weeks ago", "last year's"],
        ),
        ("He left over the weekend, on Friday night.", ["the weekend", "Friday night"]),
        ("The toll of the past 24 hours", ["the past 24 hours"]),
    ],
)
def test_find_cuts_out_times(text: str, spans: list[str]) -> None:
    assert found(text) == spans


@pytest.mark.parametrize(
    "text",
    [
        "It may rain and they march on.",
        "More than 2000 people fled and 2000 soldiers stayed.",
        "They won 5 of 7 games, 6.3 on average.",
        "The Sunday Times wrote of Bloody Sunday.",
        "It cost $2014 and 1,990 dinars.",
        "The road is 10 km long.",
        "August leaders and June Miller met.",
    ],
)
def test_find_leaves_alone_what_is_no_time(text: str) -> None:
    assert found(text) == []


def test_find_marks_relative_times_unresolved_without_a_day() -> None:
    doc = spacy.blank("en")("It began on Wednesday. It began on 9 May 2017.")
    first, second = dates.find(doc, day=None)
    assert first.interval.precision == "unresolved"
    assert second.interval.start == date(2017, 5, 9)


def test_find_looks_ahead_under_will() -> None:
    words = ["They", "will", "meet", "on", "Monday"]
    doc = Doc(
        spacy.blank("en").vocab,
        words=words,
        heads=[2, 2, 2, 4, 2],
        deps=["nsubj", "aux", "ROOT", "case", "obl"],
        pos=["PRON", "AUX", "VERB", "ADP", "PROPN"],
    )
    (mention,) = dates.find(doc, day=DAY)
    assert mention.interval.start == date(2022, 9, 19)


@pytest.mark.parametrize("piece", ["1", "May ", "Sept. 1-", "since ", "early ", " ", "the past ", "2014-"])
def test_find_is_linear_on_hostile_text(piece: str) -> None:
    text = piece * (40_000 // len(piece))
    assert isinstance(dates.spans(spacy.blank("en").tokenizer(text)), list)
