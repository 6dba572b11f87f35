"""Scores of BIO tags to names that do not overlap."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

_FORBIDDEN = -1e9


def best_tags(scores: NDArray[np.float32], tags: Sequence[str], starts: Sequence[bool]) -> list[str]:
    """The best sequence of BIO tags, (n, tags) scores, in which every `I-` follows its own kind in the same sentence.

    >>> rows = np.array([[0, 5, 0], [0, 0, 5], [9, 0, 0]], dtype=np.float32)
    >>> best_tags(rows, ["O", "B-PER", "I-PER"], [True, False, False])
    ['B-PER', 'I-PER', 'O']
    """
    best = [tags[number] for number in scores.argmax(axis=1)]
    if all(
        _may_follow(one, two) and not (opens and two[0] == "I")
        for one, two, opens in zip(["O", *best], best, starts, strict=False)
    ):
        return best
    return _viterbi(scores, tags, starts)


def spans(tags: Sequence[str]) -> list[tuple[int, int, str]]:
    """Start, end and kind of each name in a sequence of BIO tags.

    >>> spans(["B-PER", "I-PER", "O", "B-LOC"])
    [(0, 2, 'PER'), (3, 4, 'LOC')]
    """
    found: list[tuple[int, int, str]] = []
    for place, tag in enumerate(tags):
        if tag[0] == "B" or (tag[0] == "I" and not (found and found[-1][1] == place and found[-1][2] == tag[2:])):
            found.append((place, place + 1, tag[2:]))
        elif tag[0] == "I":
            found[-1] = (found[-1][0], place + 1, tag[2:])
    return found


def _viterbi(scores: NDArray[np.float32], tags: Sequence[str], starts: Sequence[bool]) -> list[str]:
    emissions = (
        scores
        - np.log(np.exp(scores - scores.max(axis=1, keepdims=True)).sum(axis=1, keepdims=True))
        - scores.max(axis=1, keepdims=True)
    )
    steps = np.array([[0.0 if _may_follow(one, two) else _FORBIDDEN for two in tags] for one in tags])
    opening = np.array([_FORBIDDEN if tag[0] == "I" else 0.0 for tag in tags])
    total = emissions[0] + opening
    back = np.zeros(scores.shape, dtype=np.int64)
    for place in range(1, len(scores)):
        reach = total[:, None] + steps
        back[place] = reach.argmax(axis=0)
        total = reach.max(axis=0) + emissions[place] + (opening if starts[place] else 0.0)
    path = [int(total.argmax())]
    for place in range(len(scores) - 1, 0, -1):
        path.append(int(back[place][path[-1]]))
    return [tags[number] for number in reversed(path)]


def _may_follow(one: str, two: str) -> bool:
    return two[0] != "I" or (one[0] != "O" and one[2:] == two[2:])
