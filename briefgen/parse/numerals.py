"""Reads one number that begins at a token: digits with separators and scale words, or number words (text2num)."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from spacy.tokens import Doc

SCALES = {
    "dozen": 12, "score": 20, "hundred": 100, "thousand": 1000, "lakh": 100_000, "million": 1_000_000,
    "crore": 10_000_000, "billion": 1_000_000_000, "k": 1000, "m": 1_000_000, "mn": 1_000_000, "bn": 1_000_000_000,
}  # fmt: skip
_SMALL = (
    "two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen"
    " nineteen twenty thirty forty fifty sixty seventy eighty ninety"
)
WORDS = frozenset(_SMALL.split()) | {"one"}
UNITS = {word: n for n, word in enumerate(("one", *_SMALL.split()[:8]), start=1)}
TENS = {word: 10 * n for n, word in enumerate(_SMALL.split()[-8:], start=2)}
MARKS = "+>~≈≥"
"""Signs that a table writes right before a number: the number, or more, or about as many."""
_MOST_TOKENS = 12
_PLAIN = re.compile(r"(?P<whole>\d{1,3}(?:[,  ]\d{3})+|\d{1,12})(?P<part>\.\d{1,3})?(?P<scale>[km]|mn|bn)?\+?", re.I)
_DOTTED = re.compile(r"\d{1,3}(?:\.\d{3}){2,}")


class Number(NamedTuple):
    """Bounds of a number and the token after it; *scale* is its last scale word ("two thousand": 1000)."""

    low: int | None
    high: int | None
    end: int
    vague: bool = False
    scale: int = 1


def scale_of(word: str) -> int | None:
    """The value of a scale word in the singular ("dozen" 12, "hundred" 100), None for other words."""
    return SCALES[word] if len(word) > 2 and word in SCALES else None


def digits(doc: Doc, i: int) -> Number | None:
    """ "1,200", "3.5 million", "1.1m", "20 dozen"; None for a decimal without a scale, which counts nothing."""
    text = doc[i].text.lstrip(MARKS)
    if not text[:1].isdigit() or len(text) > 20:
        return None
    if _DOTTED.fullmatch(text):
        value = int(text.replace(".", ""))
        return Number(value, value, i + 1)
    match = _PLAIN.fullmatch(text)
    if match is None:
        return None
    value_of = float(re.sub(r"[^\d]", "", match["whole"]) + (match["part"] or ""))
    end, scale = i + 1, SCALES[match["scale"].lower()] if match["scale"] else 1
    following = scale_of(doc[end].lower_) if scale == 1 and end < len(doc) else None
    if following:
        end, scale = end + 1, following
        if scale_of(doc[end].lower_ if end < len(doc) else ""):
            return None
    elif scale == 1 and end < len(doc) and doc[end].lower_ in ("m", "mn", "bn", "k") and not doc[i].whitespace_:
        end, scale = end + 1, SCALES[doc[end].lower_]
    if scale == 1 and match["part"]:
        return None
    value = round(value_of * scale)
    return Number(value, value, end, scale=scale)


def spelled(doc: Doc, i: int) -> Number | None:
    """ "twenty-five", "one hundred and twenty", "two dozen"; None when no number begins."""
    end, words = i, list[str]()
    while end < len(doc) and end - i < _MOST_TOKENS:
        word = doc[end].lower_
        number_next = end + 1 < len(doc) and (doc[end + 1].lower_ in WORDS or scale_of(doc[end + 1].lower_) is not None)
        if word in WORDS or (words and scale_of(word)) or (not words and word in ("a", "an") and number_next):
            words.append("one" if word in ("a", "an") else word)
        elif _is_compound(word):
            words.extend(word.split("-"))
        elif not (words and number_next and _joins(word, words)):
            break
        end += 1
    return _evaluated(words, end)


def _joins(word: str, words: list[str]) -> bool:
    """ "and" after a hundred or thousand, a hyphen inside "twenty-five" in tokens of its own."""
    return word == "-" or (word == "and" and words[-1] in ("hundred", "thousand", "million"))


def _is_compound(word: str) -> bool:
    parts = word.split("-")
    return len(parts) == 2 and all(part in WORDS for part in parts)


def _evaluated(words: list[str], end: int) -> Number | None:
    if not words:
        return None
    dozens = 1
    if words[-1] in ("dozen", "score", "lakh", "crore"):
        dozens = SCALES[words.pop()]
    value = _text2num(" ".join(words)) if words else None
    if value is None:
        return None
    scale = dozens if dozens > 1 else next((SCALES[w] for w in reversed(words) if w in SCALES), 1)
    return Number(value * dozens, value * dozens, end, scale=scale)


@lru_cache(maxsize=2048)
def _text2num(text: str) -> int | None:
    from text_to_num import text2num

    try:
        value = text2num(text, "en")
    except ValueError:
        return None
    return int(value)
