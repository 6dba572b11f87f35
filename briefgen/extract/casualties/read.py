"""Tolls that the relation model reads where no rule does, and those that it takes to be history.

It doubts none of the rules': what they read is right more often than its doubt (`training/held_out`).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import groupby
from typing import Final

from spacy.tokens import Span, Token

from briefgen.extract import syntax
from briefgen.extract.casualties.counts import Toll
from briefgen.extract.casualties.reading import Loss, Reading, as_state
from briefgen.extract.casualties.words import attr
from briefgen.model import Effect
from briefgen.parsed import Quantity, Sign

PAST: Final = 0.8
"""From here on a toll is of another event than the article's."""
ADDED: Final[frozenset[Effect]] = frozenset({"killed", "injured"})
"""Effects in which it is believed alone: refugees and captives are often a number that is no toll."""
PART: Final = 0.5
"""From here on a number is a breakdown of another toll."""

_Whole = tuple[Effect, int, int | None]  # a toll told before: its effect, where its number stands, how many


def read(reading: Reading, found: Collection[Toll]) -> Iterator[Loss]:
    """Numbers and single victims that the model is sure of, besides the tolls *found*, where that is told as fact.

    That nobody was hurt is no toll of its own.
    """
    numbers = {toll.key for toll in found}
    wholes = [(toll.effect, toll.key, _size(toll)) for toll in found]
    for quantity in reading.parsed.quantities:
        places = range(quantity.start, quantity.end)
        known = quantity.low == quantity.high == 0 or not numbers.isdisjoint(places)
        effect = None if known else _effect(reading, places)
        if effect is not None and not _is_detail(quantity, effect, wholes, reading):
            span = reading.parsed.doc[quantity.start : quantity.end]
            unit = None if quantity.unit is None else reading.parsed.doc[quantity.unit]
            trigger = _trigger(span, effect, reading)
            if _is_told(trigger, effect, reading):
                wholes.append((effect, quantity.start, _size(quantity)))
                yield Loss(effect, trigger, unit, f"casualties.read.{effect}", quantity)
    told = {place for toll in found for place in (toll.key, *(victim.i for victim in toll.victims))}
    for phrase in _phrases(reading):
        effect = _effect(reading, range(phrase.start, phrase.end))
        known = any(token.i in reading.by_token or token.i in told for token in phrase)
        if effect is None or known or syntax.is_none(phrase.root):
            continue
        trigger = _trigger(phrase, effect, reading)
        if _is_told(trigger, effect, reading):
            yield Loss(effect, trigger, phrase.root, f"casualties.read.{effect}")


def is_past(toll: Toll, reading: Reading) -> bool:
    """Whether the model takes a toll to be history."""
    return any(sign.past >= PAST for sign in _signs(reading, _places(toll, reading)))


def _places(toll: Toll, reading: Reading) -> set[int]:
    """The tokens of its number and the heads of its victims."""
    number = reading.by_token.get(toll.key)
    counted = set() if number is None else {*range(number.start, number.end)}
    return counted | {toll.key, *(victim.i for victim in toll.victims)}


def _signs(reading: Reading, places: Iterable[int]) -> list[Sign]:
    return [sign for place in places if (sign := reading.parsed.signs.get(place)) is not None]


def _effect(reading: Reading, places: Iterable[int]) -> Effect | None:
    """The surest effect of the words, where they are no breakdown."""
    sure = [(sign.effects[sign.sure], sign) for sign in _signs(reading, places) if sign.sure in ADDED]
    best = max(sure, key=lambda pair: pair[0], default=None)
    return best[1].sure if best is not None and max(sign.part for _, sign in sure) < PART else None


def _is_detail(number: Quantity, effect: Effect, wholes: Sequence[_Whole], reading: Reading) -> bool:
    """ "59 dead: thirty men, twenty women and nine children": behind a colon, or in brackets, a toll is told in
    detail."""
    doc = reading.parsed.doc
    return any(
        other == effect
        and place < number.start
        and (size or 0) >= (_size(number) or 0)
        and doc[place].sent == doc[number.start].sent
        and _is_aside(doc[place : number.start])
        for other, place, size in wholes
    )


def _size(number: Quantity | Toll) -> int | None:
    return number.high if number.low is None else number.low


def _is_aside(before: Span) -> bool:
    """Whether what stands behind these words is behind a colon or in a bracket that is open still."""
    words = [token.text for token in before]
    return ":" in words or words.count("(") > words.count(")")


def _phrases(reading: Reading) -> Iterator[Span]:
    """Runs of words in one sentence of which the same effect is sure."""
    doc = reading.parsed.doc
    sure = [(place, sign.sure) for place, sign in sorted(reading.parsed.signs.items()) if sign.sure is not None]
    for _, run in groupby(enumerate(sure), key=lambda pair: (pair[1][0] - pair[0], pair[1][1])):
        places = [place for _, (place, _) in run]
        for _, inside in groupby(places, key=lambda place: doc[place].sent.start):
            own = list(inside)
            yield doc[own[0] : own[-1] + 1]


def _trigger(phrase: Span, effect: Effect, reading: Reading) -> Token:
    """The word of its sentence nearest to *phrase* that tells of the effect, or the phrase's own head."""
    telling = [token for token in phrase.sent if _tells(token, effect, reading)]
    return min(telling, key=lambda token: abs(token.i - phrase.root.i), default=phrase.root)


def _tells(token: Token, effect: Effect, reading: Reading) -> bool:
    """Whether a word tells of the effect by itself: not "did", which takes "to death" to do so."""
    rows = reading.lexicon.at(token) or as_state(token, reading.lexicon)
    return any(row.cls == effect and not attr(row, "needs") for row in rows)


def _is_told(trigger: Token, effect: Effect, reading: Reading) -> bool:
    """Whether it is told as fact: "never came home" denies no death, only a word for the effect is denied."""
    either = not _tells(trigger, effect, reading)
    return syntax.modality(syntax.predicate_of(trigger), negated_or_not=either) == "real"
