"""Words around a number that open or blur its bounds: "at least", "up to", "nearly", "or more"."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from briefgen.parse.numerals import Number

if TYPE_CHECKING:
    from spacy.tokens import Doc


class Hedge(NamedTuple):
    """What words around a number make of it: "low" opens the top, "high" opens the bottom, "approx" marks it."""

    words: tuple[str, ...]
    effect: str


def _hedges(effect: str, *phrases: str) -> tuple[Hedge, ...]:
    return tuple(Hedge(tuple(phrase.split()), effect) for phrase in phrases)


_BEFORE = (
    *_hedges(
        "low", "at least", "at the very least", "no fewer than", "no less than", "not less than", "not fewer than",
        "more than", "greater than", "higher than", "over", "well over", "just over", "upwards of", "upward of",
        "in excess of", "a minimum of", "minimum of", "above", "not under", "exceeding", "exceeded", "exceeds",
        "exceed", "surpassed", "surpasses", "surpassing", "topped", "tops", "topping", "passed", "passes", "past",
        "beyond", "as few as", "north of", "rather more than", "something over", "well above", "far more than",
        "considerably more than", "many more than", ">", "≥",
    ),
    *_hedges(
        "high", "up to", "upto", "as many as", "as much as", "as high as", "at most", "no more than", "not more than",
        "a maximum of", "maximum of", "fewer than", "less than", "under", "below", "at the most", "possibly as many as",
        "at the outside", "not above", "<", "≤",
    ),
    *_hedges(
        "approx", "about", "around", "some", "nearly", "almost", "roughly", "approximately", "approx.", "circa", "c.",
        "an estimated", "estimated", "estimates of", "close to", "just under", "in the region of", "near", "perhaps",
        "nearing", "approaching", "somewhere around", "something like", "just about", "reportedly about",
        "getting on for", "close on", "close upon", "hard on", "hard upon", "nigh on", "nigh upon", "well nigh",
        "not far short of", "not far off", "little short of", "just short of", "a little under", "a little over",
        "slightly over", "slightly under", "the better part of", "in the neighbourhood of", "in the neighborhood of",
        "on the order of", "of the order of", "in the vicinity of", "~", "≈",
    ),
)  # fmt: skip
_AFTER = (
    *_hedges("low", "or more", "and more", "or above", "and counting", "plus", "+", "at least", "at the very least"),
    *_hedges(
        "approx", "or so", "- odd", "-odd", "odd", "approximately", "or thereabouts", "give or take", "more or less"
    ),
    *_hedges("high", "at most", "or fewer", "or less", "at the most"),
)
_VERBAL = frozenset({"past", "passed", "passes", "topped", "tops", "near", "nearing", "beyond", "above"})
BETWEEN = frozenset(
    [
        "another",
        "further",
        "additional",
        "other",
        "the",
        "its",
        "their",
        "his",
        "her",
        "our",
        "all",
        "those",
        "these",
        "extra",
    ]
)


def hedged_before(doc: Doc, i: int, floor: int) -> tuple[int, set[str]]:
    """Walk left over hedges ("at least some", "more than an estimated"); start of the whole and the effects met."""
    start, effects = i, set[str]()
    for _ in range(3):
        at = start
        while at > floor and doc[at - 1].lower_ in BETWEEN and at > i - 3:
            at -= 1
        hedge = (
            next((h for h in _by_last(doc[at - 1].lower_) if _matches(doc, at, h, floor)), None) if at > floor else None
        )
        if hedge is None or (hedge.words[0] in _VERBAL and not _is_verbal(doc, at - 1, i)):
            break
        start = at - len(hedge.words)
        effects.add(hedge.effect)
    if start > floor and doc[start - 1].lower_ in ("between", "from") and doc[i:start].text == "" and not effects:
        joined = doc[start - 1].lower_ == "between"
        return (start - 1 if joined else start), effects
    return start, effects


@lru_cache(maxsize=256)
def _by_last(word: str) -> tuple[Hedge, ...]:
    return tuple(sorted((h for h in _BEFORE if h.words[-1] == word), key=lambda h: -len(h.words)))


def _matches(doc: Doc, at: int, hedge: Hedge, floor: int) -> bool:
    start = at - len(hedge.words)
    return start >= floor and all(doc[start + k].lower_ == word for k, word in enumerate(hedge.words))


def _is_verbal(doc: Doc, at: int, number: int) -> bool:
    """ "climbed past forty", "topped 40": a verb's crossing of a mark, not a place or a comparison on its own."""
    token = doc[at]
    if token.lower_ in ("past", "above", "beyond"):
        return at > 0 and doc[at - 1].pos_ in ("VERB", "ADV", "AUX")
    return token.pos_ in ("VERB", "AUX", "ADP", "SCONJ", "ADV", "ADJ") and number - at <= 2


def hedged_after(doc: Doc, number: Number) -> tuple[int, set[str]]:
    for hedge in _AFTER:
        size = len(hedge.words)
        if all(number.end + k < len(doc) and doc[number.end + k].lower_ == w for k, w in enumerate(hedge.words)):
            if hedge.words == ("plus",) and doc[number.end].pos_ in ("CCONJ", "ADP"):
                continue
            return number.end + size, {hedge.effect}
    tail = doc[number.end - 1].text
    return number.end, {"low"} if tail.endswith("+") else set()
