"""Where sentences begin: the model's score, weighed by what stands at the place.

The model reads words without their spacing, so it does not see which way a straight quote faces, and it is shy after a
full stop inside a paragraph. The bars below were set on the development parts of EWT and GUM, as raw text.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest
from typing import Final

import numpy as np
from numpy.typing import NDArray

AFTER_STOP: Final = -4.0
"""Bar for the model's logit after a full stop, question or exclamation mark with a capital or an opening mark behind
it."""

ELSEWHERE: Final = 0.5
"""Bar after any other mark, and after a stop without a capital behind it."""

AFTER_WORD: Final = 3.0
"""Bar after a plain word in a paragraph that ends with a stop: who closes one sentence with a stop closes all."""

_STOPS: Final = frozenset({".", "!", "?", "…", "...", "....", "?!", "!!", "!!!", "??", "!?"})
_CLOSING: Final = frozenset({'"', "'", "''", "”", "’", "»", ")", "]"})
_OPENING: Final = frozenset({'"', "'", "``", "“", "‘", "«", "(", "["})
_DASHES: Final = frozenset({"--", "—", "–", "-", "*", "•"})
_NUMBERED: Final = frozenset({"No", "Nos", "no", "Art", "Sec", "Fig", "Ch"})


def sentence_starts(
    words: Sequence[str], gaps: Sequence[bool], scores: NDArray[np.float32], *, opens: Sequence[bool] = ()
) -> list[bool]:
    """Whether each word of a window opens a sentence; the first one does, and those that open a paragraph.

    `gaps` tells whether space stands before each word, `scores` are the model's logits.

    >>> words, logits = 'He left . " Why ? " she asked .'.split(), [9, -9, -9, -1, 2, -9, -9, -9, -9, -9]
    >>> gaps = [True] * 4 + [False] * 3 + [True] * 2 + [False]
    >>> sentence_starts(words, gaps, np.array(logits, dtype=np.float32))
    [True, False, False, True, False, False, False, False, False, False]
    """
    scores = scores.copy()
    for place in range(1, len(words)):
        if _faces_right(words, gaps, place - 1) and place > 1:
            scores[place - 1] = max(scores[place - 1], scores[place])
            scores[place] = -np.inf
    for place in range(len(words) - 1, 0, -1):
        if _faces_left(words, gaps, place) and place + 1 < len(words):
            scores[place + 1] = max(scores[place + 1], scores[place])
            scores[place] = -np.inf
    prose = _closed(words, opens)
    starts = [bool(scores[place] > _bar(words, gaps, place, prose=prose[place])) for place in range(len(words))]
    starts[0] = True
    return [start or opened for start, opened in zip_longest(starts, opens, fillvalue=False)]


def _closed(words: Sequence[str], opens: Sequence[bool]) -> list[bool]:
    """Whether each word stands in a paragraph whose last mark in the window is a stop."""
    closed = [False] * len(words)
    end = False
    for place in range(len(words) - 1, -1, -1):
        if place + 1 == len(words) or (place + 1 < len(opens) and opens[place + 1]):
            last = place
            while last > 0 and words[last] in _CLOSING:
                last -= 1
            end = words[last] in _STOPS
        closed[place] = end
    return closed


def _bar(words: Sequence[str], gaps: Sequence[bool], place: int, *, prose: bool) -> float:
    before = place - 1
    while before > 0 and words[before] in _CLOSING and not gaps[before]:
        before -= 1
    if words[before] not in _STOPS:
        plain = words[place - 1][-1:].isalnum() or words[place - 1] == ","
        return AFTER_WORD if prose and plain else ELSEWHERE
    if words[place][0].isdigit() and before and words[before - 1] in _NUMBERED:
        return float("inf")
    opens = words[place][0].isupper() or words[place][0].isdigit() or words[place] in _OPENING | _DASHES
    return AFTER_STOP if gaps[place] and opens else ELSEWHERE


def _faces_right(words: Sequence[str], gaps: Sequence[bool], place: int) -> bool:
    """An opening quote or bracket: space before, none behind."""
    return words[place] in _OPENING and gaps[place] and place + 1 < len(words) and not gaps[place + 1]


def _faces_left(words: Sequence[str], gaps: Sequence[bool], place: int) -> bool:
    """A closing quote or bracket: none before, space behind."""
    return words[place] in _CLOSING and not gaps[place] and (place + 1 == len(words) or gaps[place + 1])
