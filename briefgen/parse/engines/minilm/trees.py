"""Arc scores to dependency trees with one root each."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Scores = NDArray[np.float32]
_OUT_OF_REACH = -1e9


def best_tree(scores: Scores) -> list[int]:
    """Heads of `n` words from their scores, shape (n, n + 1): column 0 is the root, column `k` word `k` (1-based).

    Each word's best head is taken where that makes a tree with one root; else Chu-Liu-Edmonds finds the best such tree.

    >>> best_tree(np.array([[5, 0, 1], [1, 4, 0]], dtype=np.float32))
    [0, 1]
    >>> best_tree(np.array([[5, 0, 1], [4.5, 4, 0]], dtype=np.float32))
    [0, 1]
    """
    count = scores.shape[0]
    scores = scores.copy()
    scores[np.arange(count), np.arange(1, count + 1)] = _OUT_OF_REACH
    heads = [int(head) for head in scores.argmax(axis=1)]
    if heads.count(0) == 1 and is_tree(heads):
        return heads
    return _one_root(scores)


def is_tree(heads: list[int]) -> bool:
    """Whether every word (1-based heads, 0 the root) reaches the root.

    >>> is_tree([0, 1]), is_tree([2, 1])
    (True, False)
    """
    reaches = [True] + [False] * len(heads)
    for start in range(1, len(heads) + 1):
        path, word = [], start
        while not reaches[word]:
            if word in path:
                return False
            path.append(word)
            word = heads[word - 1]
        for word in path:
            reaches[word] = True
    return True


def _one_root(scores: Scores) -> list[int]:
    """The best tree with one root: a root arc costs so much that a second one never pays."""
    square = np.full((scores.shape[1], scores.shape[1]), _OUT_OF_REACH, dtype=np.float64)
    square[1:] = np.maximum(scores, _OUT_OF_REACH)
    spread = float(np.ptp(scores[scores > _OUT_OF_REACH / 2])) if scores.shape[0] > 1 else 0.0
    square[1:, 0] -= (spread + 1) * scores.shape[0]
    return [int(head) for head in _chu_liu_edmonds(square)[1:]]


def _chu_liu_edmonds(scores: NDArray[np.float64]) -> NDArray[np.int64]:
    """Best heads of all nodes; `scores[dependent, head]`, node 0 the root, whose own head is 0."""
    heads: NDArray[np.int64] = scores.argmax(axis=1)
    heads[0] = 0
    cycle = _find_cycle(heads)
    if not cycle:
        return heads
    rest = [node for node in range(len(heads)) if node not in cycle]
    inside = sorted(cycle)
    cycle_scores = scores[inside, heads[inside]]
    small = np.full((len(rest) + 1, len(rest) + 1), _OUT_OF_REACH)
    small[:-1, :-1] = scores[np.ix_(rest, rest)]
    leaving = scores[np.ix_(rest, inside)]
    entering = scores[np.ix_(inside, rest)] - cycle_scores[:, None]
    small[:-1, -1] = leaving.max(axis=1)
    small[-1, :-1] = entering.max(axis=0) + cycle_scores.sum()
    small[-1, -1] = small[0, -1] = _OUT_OF_REACH
    solved = _chu_liu_edmonds(small)
    for place, node in enumerate(rest):
        if node:
            head = int(solved[place])
            heads[node] = inside[int(leaving[place].argmax())] if head == len(rest) else rest[head]
    entry = int(solved[-1])
    broken = inside[int(entering[:, entry].argmax())]
    heads[broken] = rest[entry]
    return heads


def _find_cycle(heads: NDArray[np.int64]) -> set[int]:
    settled = {0}
    for start in range(1, len(heads)):
        path: list[int] = []
        node = start
        while node not in settled:
            if node in path:
                return set(path[path.index(node) :])
            path.append(node)
            node = int(heads[node])
        settled.update(path)
    return set()
