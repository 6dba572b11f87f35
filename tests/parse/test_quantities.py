"""Counts with their bounds, and numbers that count nobody."""

from __future__ import annotations

import pytest

from briefgen.parse import quantities
from briefgen.parse.engines import load_engine

# text, low, high, approx, vague, unit
COUNTS = [
    ("At least 10 civilians died.", 10, None, False, False, "civilians"),
    ("More than 3.5 million people fled.", 3_500_000, None, False, False, "people"),
    ("Over a hundred men died.", 100, None, False, False, "men"),
    ("No fewer than six monks died.", 6, None, False, False, "monks"),
    ("Upwards of 30 men died.", 30, None, False, False, "men"),
    ("Up to 50 men died.", None, 50, False, False, "men"),
    ("As many as 20 men died.", None, 20, False, False, "men"),
    ("Fewer than 30 men died.", None, 30, False, False, "men"),
    ("About 50 of their soldiers died.", 50, 50, True, False, "soldiers"),
    ("Some 200 people died.", 200, 200, True, False, "people"),
    ("Nearly 40 people died.", 40, 40, True, False, "people"),
    ("An estimated 1,200 people died.", 1200, 1200, True, False, "people"),
    ("Between 20 and 30 men died.", 20, 30, False, False, "men"),
    ("They killed 20 to 30 men.", 20, 30, False, False, "men"),
    ("They killed two or three men.", 2, 3, False, False, "men"),
    ("Hundreds of thousands of people fled.", 100_000, None, False, True, "people"),
    ("Tens of thousands of people fled.", 10_000, None, False, True, "people"),
    ("Several hundred men fled.", 300, None, False, True, "men"),
    ("A few dozen men fled.", 36, None, False, True, "men"),
    ("Dozens of men fled.", 12, None, False, True, "men"),
    ("Scores of men fled.", 20, None, False, True, "men"),
    ("Several men fled.", 3, None, False, True, "men"),
    ("A number of men fled.", None, None, False, True, "men"),
    ("A dozen men fled.", 12, 12, False, False, "men"),
    ("Half a dozen men fled.", 6, 6, False, False, "men"),
    ("Two dozen men fled.", 24, 24, False, False, "men"),
    ("Twenty-five men fled.", 25, 25, False, False, "men"),
    ("One hundred and twenty men fled.", 120, 120, False, False, "men"),
    ("Half-a-dozen men fled.", 6, 6, False, False, "men"),
    ("Some one hundred and eighty men fled.", 180, 180, True, False, "men"),
    ("A hundred and ten men fled.", 110, 110, False, False, "men"),
    ("Some threescore men fled.", 60, 60, True, False, "men"),
    ("Three-score and ten men fled.", 70, 70, False, False, "men"),
    ("Two and a half million people fled.", 2_500_000, 2_500_000, False, False, "people"),
    ("A quarter of a million people fled.", 250_000, 250_000, False, False, "people"),
    ("A further million people fled.", 1_000_000, 1_000_000, False, False, "people"),
    ("Forty-odd men fled.", 40, 40, True, False, "men"),
    ("Close on 300 men fled.", 300, 300, True, False, "men"),
    ("At least two and possibly four men fled.", 2, 4, False, False, "men"),
    ("No soldiers died.", 0, 0, False, False, "soldiers"),
    ("They killed 12 or more men.", 12, None, False, False, "men"),
    ("At least another 500,000 people fled.", 500_000, None, False, False, "people"),
    ("They counted 1.1m refugees.", 1_100_000, 1_100_000, False, False, "refugees"),
]
NOTHING = [
    "In 2014 the war began.",
    "It began on 9 May 2017 at 10:30.",
    "A 34-year-old man left.",
    "Amin Rahim, 56, left.",
    "The guard, aged 40, left.",
    "They paid $3 million.",
    "They paid 200 dollars.",
    "Some 20 percent left.",
    "He came third.",
    "Flight 17 was late.",
    "Resolution 2254 was read.",
    "The wall is 12 km long.",
    "It lasted three days.",
    "No. 10 was silent.",
    "They won 3-1.",
    "Two thirds of it burned.",
]


@pytest.mark.parametrize(("text", "low", "high", "approx", "vague", "unit"), COUNTS)
def test_find_reads_counts(text: str, low: int | None, high: int | None, approx: bool, vague: bool, unit: str) -> None:
    doc = load_engine("minilm")(text)
    found = quantities.find(doc)
    read = [(q.low, q.high, q.approx, q.vague, None if q.unit is None else doc[q.unit].text) for q in found]
    assert read == [(low, high, approx, vague, unit)]


@pytest.mark.parametrize("text", NOTHING)
def test_find_leaves_alone_what_counts_nobody(text: str) -> None:
    assert quantities.find(load_engine("minilm")(text)) == []


def test_find_takes_no_model_for_a_count() -> None:
    doc = load_engine("minilm")("Two Su-25 jets took off.")
    assert [q.low for q in quantities.find(doc)] == [2]


def test_find_reads_a_rise_as_two_numbers() -> None:
    doc = load_engine("minilm")("The toll rose from 20 to 30.")
    assert [(q.low, q.high) for q in quantities.find(doc)] == [(20, 20), (30, 30)]


@pytest.mark.parametrize("piece", ["1 ", "a ", "twenty-", "half ", "hundred ", "over ", "at least ", "one and ", "20-"])
def test_find_is_linear_on_hostile_text(piece: str) -> None:
    import spacy

    doc = spacy.blank("en").tokenizer(piece * (20_000 // len(piece)))
    assert len(quantities.find(doc)) <= len(doc)
