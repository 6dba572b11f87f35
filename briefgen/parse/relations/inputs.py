"""Sentences with the actors marked in them, as the numbers that the relation model takes.

Training and program share this module: what the model saw is what it sees. A window is a run of whole sentences, read
at once and asked about one by one. Every word piece says in which sentence it stands, and in which actor's phrase by
the number of a slot; slots are interchangeable, training deals them out anew each time.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from briefgen.model import EFFECTS
from briefgen.parse.engines.minilm.pieces import CLS, SEP, SPECIAL_CASE, WordPieces, case_class

SLOTS: Final = 24
"""Actors of a window that the model can tell apart; a further one shares a slot."""

ACTS: Final = (
    "condemns", "calls_for_ceasefire", "calls_for_restraint", "calls_for_action", "supports", "accuses", "denies",
    "warns", "mediates", "offers_aid", "sends_forces", "withdraws_forces", "sanctions", "expresses_concern",
    "statement",
)  # fmt: skip
TIES: Final = (
    "membership", "help_requested", "help_granted", "help_refused", "commitment", "deployment", "withdrawal", "strain",
    "decision", "capacity",
)  # fmt: skip
LABELS: Final = (*ACTS, *TIES)
"""What one actor does (acts: types of reactions, `accuses` for claims too) and how two are tied (aspects)."""

ROLES: Final = ("belligerent", "backer", "mediator", "affected", "commentator", "none")
"""The part of an actor in the whole; none: it is no party."""

TOLLS: Final = (*EFFECTS, "part", "past")
"""What a word tells of: a toll by its effect; a breakdown of another one, a toll of another event."""

NEAR: Final = 2
"""An actor may act in a sentence that follows, by at most so many, the one it is mentioned in."""

Question = tuple[int, int, int]
"""A sentence, an actor, and the partner toward whom it may act plus one (0: nobody)."""

Ints = NDArray[np.int64]
Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Span:
    """A phrase of the actor of number *actor*: words [start, end) of the window.

    In training some are not *marked*: the words are read without being told whose they are, and what the actor does
    there is asked all the same, as of words that are found to stand for it.
    """

    actor: int
    start: int
    end: int
    marked: bool = True


@dataclass(frozen=True, slots=True)
class Window:
    """P words, the S words that open its sentences (the first is 0), and the phrases of E actors in it."""

    words: Sequence[str]
    opens: Sequence[int]
    spans: Sequence[Span]
    actors: int


@dataclass(frozen=True, slots=True)
class Numbers:
    """A window of P pieces and E actors: piece ids, case classes, sentences (-1: none), slots (0: no actor), shares,
    and the first piece of each of its W words.

    A row of `pool` (E, P) is 1 over the number of its pieces at each piece of each of the actor's phrases: every phrase
    weighs alike, and so do its pieces. `marked` is so of the marked phrases alone.
    """

    pieces: Ints
    cases: Ints
    sentences: Ints
    slots: Ints
    pool: Floats
    marked: Floats
    firsts: Ints

    def pooled(self, spans: Sequence[Span], *, actors: int) -> Floats:
        """The rows of `pool` for other phrases of the same words."""
        return _pooled(spans, np.array([*self.firsts, len(self.pieces) - 1]), actors=actors)


class Encoder:
    """Windows to numbers by the vocabulary of word pieces."""

    def __init__(self, vocabulary: Mapping[str, int]) -> None:
        """Take the ids of all pieces."""
        self._pieces = WordPieces(vocabulary)
        self._frame = vocabulary[CLS], vocabulary[SEP]

    def size(self, words: Sequence[str]) -> int:
        """The number of pieces of *words*."""
        return sum(len(self._pieces(word)) for word in words)

    def __call__(self, window: Window, *, slots: Sequence[int] = range(1, SLOTS + 1)) -> Numbers:
        """The numbers of *window*; *slots* are the slot numbers that its actors get in turn."""
        rows = [self._pieces(word) for word in window.words]
        places = np.cumsum([1, *map(len, rows)])
        owner = [0] * len(rows)
        marked = [span for span in window.spans if span.marked]
        for span in sorted(marked, key=lambda span: span.start - span.end):  # the innermost phrase counts
            owner[span.start : span.end] = [slots[span.actor % SLOTS]] * (span.end - span.start)
        opens = set(window.opens[1:])
        sentences = np.cumsum([int(place in opens) for place in range(len(rows))])

        def framed(values: Sequence[int], edge: int) -> Ints:
            repeated = [value for value, row in zip(values, rows, strict=True) for _ in row]
            return np.array([edge, *repeated, edge], dtype=np.int64)

        pieces = [piece for row in rows for piece in row]
        return Numbers(
            pieces=np.array([self._frame[0], *pieces, self._frame[1]], dtype=np.int64),
            cases=framed([case_class(word) for word in window.words], SPECIAL_CASE),
            sentences=framed(sentences.tolist(), -1),
            slots=framed(owner, 0),
            pool=_pooled(window.spans, places, actors=window.actors),
            marked=_pooled(marked, places, actors=window.actors),
            firsts=places[:-1].astype(np.int64),
        )


def pairs_near(near: Mapping[int, Collection[int]]) -> list[Question]:
    """What is asked of sentences, by the actors that may act in each: each actor alone, and toward each other."""
    return [
        (sentence, one, partner)
        for sentence, who in near.items()
        for one in who
        for partner in (0, *(other + 1 for other in who if other != one))
    ]


def _pooled(spans: Sequence[Span], places: Ints, *, actors: int) -> Floats:
    pool = np.zeros((actors, int(places[-1]) + 1), dtype=np.float32)
    for span in spans:
        first, last = places[span.start], places[span.end]
        pool[span.actor, first:last] += 1 / (last - first)
    return pool
