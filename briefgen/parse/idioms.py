"""Numbers said otherwise than word by word: "half a dozen", "threescore and ten", "two and a half million".

Each function reads one kind at a token and gives a Number, or None where no number of its kind begins.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefgen.parse.numerals import SCALES, TENS, UNITS, WORDS, Number, scale_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spacy.tokens import Doc

    from briefgen.parsed import Quantity

STARTS = frozenset({"a", "an", "another", "half", "half-dozen", "twoscore", "threescore", "fourscore", "sixscore"})
"""First words of idioms that are no number words themselves."""
_HALVES = (("half", "a"), ("half", "-"), ("half",), ("a", "half"), ("half", "-", "a"))
_COUPLES = {"couple": 2, "pair": 2, "trio": 3}
_SCORES = {"twoscore": 40, "threescore": 60, "fourscore": 80, "sixscore": 120}
_FULL = frozenset({"further", "additional", "good", "full", "round", "whole", "cool", "clear"})
_PARTS = {("a", "quarter"): 1, ("three", "quarters"): 3}
_MULTIPLES = {
    ("twice", "as", "many"): 2, ("double", "that", "number"): 2, ("twice", "that", "number"): 2,
    ("as", "many", "more"): 1, ("as", "many", "again"): 1,
    ("three", "times", "as", "many"): 3, ("thrice", "as", "many"): 3,
    ("three", "times", "that", "number"): 3,
}  # fmt: skip
_HURT = frozenset({"wounded", "injured", "hurt", "missing", "were", "dead", "captured"})
_NEAR = 12  # tokens from a number back to the one that it is a multiple of
_LONGEST = 6  # tokens of an idiom


def idiom(doc: Doc, i: int) -> Number | None:
    """The idiom that begins at token *i*; None when none does.

    >>> # "half a dozen" -> 6, "three-score and ten" -> 70, "two and a half million" -> 2,500,000
    """
    words = [token.lower_ for token in doc[i : i + _LONGEST]]
    for read in (_half, _scores, _quarters, _with_half, _reversed, _article):
        found = read(words)
        if found is not None:
            value, size, scale = found
            return Number(value, value, i + size, scale=scale)
    return None


def multiple(doc: Doc, i: int, before: Sequence[Quantity]) -> Number | None:
    """ "(150 dead, with) twice as many (wounded)": so many times the number before it, close by in its sentence."""
    words = tuple(token.lower_ for token in doc[i : i + 4])
    size, factor = next(((len(k), n) for k, n in _MULTIPLES.items() if words[: len(k)] == k), (0, 0))
    if words[:2] == ("as", "many") and i and doc[i - 1].lower_ == "and" and doc[i + 2 : i + 3].text.lower() in _HURT:
        size, factor = 2, 1  # "twelve dead and as many wounded"
    if not size or not before or doc[i + size : i + size + 2].text.lower() == "as the":
        return None
    last = before[-1]
    if i - last.end > _NEAR or last.vague or any(t.is_sent_start for t in doc[last.start + 1 : i + 1]):
        return None
    bounds = [None if bound is None else bound * factor for bound in (last.low, last.high)]
    return Number(bounds[0], bounds[1], i + size)


def _half(words: list[str]) -> tuple[int, int, int] | None:
    """ "half a dozen", "a half-dozen", "half a million", "half-a-dozen": value, tokens, scale."""
    if "half-dozen" in words[:2] and words[0] in ("half-dozen", "a"):
        return 6, 1 + words.index("half-dozen"), 1
    for lead in _HALVES:
        size = len(lead) + (words[len(lead) : len(lead) + 1] == ["-"])
        scale = scale_of(" ".join(words[size : size + 1])) if tuple(words[: len(lead)]) == lead else None
        if scale:
            return scale // 2, size + 1, 1 if scale == SCALES["dozen"] else scale
    return None


def _scores(words: list[str]) -> tuple[int, int, int] | None:
    """ "threescore", "three score", "three-score and ten": a score is 20."""
    value, size = _SCORES.get(words[0], 0), 1
    if not value and words[0] in UNITS:
        size = 2 + (words[1:2] == ["-"])
        value = 20 * UNITS[words[0]] if words[size - 1 : size] == ["score"] else 0
    if not value:
        return None
    more = UNITS.get(words[size + 1], 10 if words[size + 1] == "ten" else 0) if len(words) > size + 1 else 0
    joined = more if words[size : size + 1] == ["and"] else 0
    return value + joined, size + (2 if joined else 0), 1


def _quarters(words: list[str]) -> tuple[int, int, int] | None:
    """ "a quarter of a million", "three quarters of a million", "three-quarters of a million"."""
    words = [word for word in words if word != "-"] if "-" in words[1:2] else words
    part, rest = _PARTS.get((words[0], "".join(words[1:2]))), words[2:5]
    scale = scale_of(rest[2]) if part and len(rest) == 3 and rest[:2] == ["of", "a"] else None
    return (scale * part // 4, 5, scale) if part and scale else None


def _with_half(words: list[str]) -> tuple[int, int, int] | None:
    """ "two and a half million", "a million and a half", "two million and a half"."""
    count = 1 if words[0] == "a" else UNITS.get(words[0], 0)
    if not count:
        return None
    if words[1:4] == ["and", "a", "half"] and (scale := scale_of(" ".join(words[4:5]))):
        return count * scale + scale // 2, 5, scale
    scale = scale_of(" ".join(words[1:2]))
    if scale and words[2:5] == ["and", "a", "half"]:
        return count * scale + scale // 2, 5, scale
    return None


def _reversed(words: list[str]) -> tuple[int, int, int] | None:
    """ "four-and-twenty", "five-and-thirty" (old English), the hyphens in tokens of their own."""
    old = [word for word in words if word != "-"]
    if words[1:2] != ["-"] or len(old) < 3 or old[1] != "and" or old[0] not in UNITS or old[2] not in TENS:
        return None
    return UNITS[old[0]] + TENS[old[2]], 5, 1


def _article(words: list[str]) -> tuple[int, int, int] | None:
    """ "a couple of", "a dozen", "a hundred thousand", "a further million", "another hundred"."""
    if words[0] not in ("a", "an", "another") or len(words) < 2:
        return None
    size = 1 + (words[0] != "another" and words[1] in _FULL)
    word, following = " ".join(words[size : size + 1]), words[size + 1 : size + 3]
    if word in _COUPLES and "of" in following:
        many = scale_of(" ".join(following[1:])) if following[:1] == ["of"] else None  # "a couple of hundred"
        return _COUPLES[word] * (many or 1), size + (3 if many else 1), many or 1
    scale = scale_of(word)
    if scale is None or (word == "score" and following[:1] != ["of"]):
        return None
    if following[:1] == ["and"] and following[1:] and following[1] in WORDS:
        return None  # "a hundred and ten" is read word by word
    inner = scale_of(" ".join(following[:1]))
    return scale * (inner or 1), size + 1 + bool(inner), scale
