"""Which loss holds which: a class within the people, a side within both, a figure for both sides within its own sum.

A part is told in the same article as its whole ("49 dead, eleven of them police"), or it is a side's count where the
whole counts both ("some hundred soldiers of the two armies", by then about fifty of each). Where the sides have since
counted more than such a sum, the sum of their counts is the better figure for both.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from briefgen.fuse.figures import Figures, order
from briefgen.fuse.losses import Loss
from briefgen.knowledge.victims import ATTACKERS

_CLASSES = frozenset({"people", "civilians"})  # classes that can hold others
_NEVER_CIVILIANS = frozenset({"people", "civilians", "soldiers", "fighters", "police"})
_HOSTILE = frozenset({ATTACKERS, "enemies"})
_MOST = 50  # wholes asked, the greatest
_ROUNDED = 0.15  # a round figure for both sides may differ by so much from the sum of their own


@dataclass(frozen=True, slots=True)
class Counted:
    """A loss with what its reports come to."""

    loss: Loss
    figures: Figures

    @property
    def size(self) -> int:
        return next((n for n in (self.figures.best, self.figures.high, self.figures.low) if n is not None), 0)

    @property
    def articles(self) -> frozenset[str]:
        return frozenset(p.report.said.evidence[0].article for p in self.loss.placed)

    @property
    def latest(self) -> datetime:
        """When it was last told."""
        return max(p.report.instant for p in self.loss.placed)

    def size_at(self, instant: datetime) -> int:
        """The greatest figure told until *instant*; 0 before the first."""
        return max((p.report.size or 0 for p in self.loss.placed if p.report.instant <= instant), default=0)


def holders(counted: Sequence[Counted]) -> dict[int, int]:
    """The index of each loss that is a part, with that of the loss that holds it; greater losses go first."""
    found: dict[int, int] = {}
    for whole, parts in _sums(counted):
        for part in parts:
            found.setdefault(part, whole)
    wholes: list[int] = []
    for n, one in enumerate(counted):
        holder = next((w for w in wholes if _holds(counted[w], one)), None)
        if holder is not None:
            found.setdefault(n, holder)
        if one.loss.group.victims in _CLASSES and not one.loss.group.hostile and len(wholes) < _MOST:
            wholes.append(n)
    return found


def with_sums(counted: Sequence[Counted], held: Mapping[int, int]) -> list[Counted]:
    """*counted*, each figure for both sides that they have since outgrown replaced by the sum of their counts."""
    parts: dict[int, list[Counted]] = {}
    for part, whole in held.items():
        parts.setdefault(whole, []).append(counted[part])
    return [_summed(one, parts[n]) if n in parts else one for n, one in enumerate(counted)]


def _summed(whole: Counted, parts: Sequence[Counted]) -> Counted:
    total = sum(part.size for part in parts)
    if whole.loss.group.side is not None or total <= whole.size or not _sides(parts) or not _alike(whole, parts):
        return whole
    newest = max(parts, key=lambda part: part.latest)
    open_above = any(part.figures.open_above for part in parts)
    told = replace(
        newest.figures, low=total, best=total, high=total, open_above=open_above, rule="figures.sum_of_sides"
    )
    counts = [p for part in parts for p in part.loss.placed if p.report is part.figures.chosen]
    placed = [*whole.loss.placed, *counts]
    return Counted(Loss(whole.loss.group, sorted(placed, key=lambda p: order(p.report))), told)


def _sums(counted: Sequence[Counted]) -> Iterator[tuple[int, list[int]]]:
    """Each loss of no side that is the sum of what the sides had counted when it was told, with those."""
    for n, one in enumerate(counted):
        group = one.loss.group
        if group.side is not None or group.hostile or one.figures.chosen.said.vague or one.size == 0:
            continue
        parts = [m for m, part in enumerate(counted) if m != n and _is_side_of(one, part)]
        then = [counted[m].size_at(one.latest) for m in parts]
        near = abs(sum(then) - one.size) <= _ROUNDED * one.size
        if near and all(then) and _sides([counted[m] for m in parts]):
            yield n, parts


def _is_side_of(whole: Counted, part: Counted) -> bool:
    a, b = whole.loss.group, part.loss.group
    same = (a.effect, a.background, a.victims) == (b.effect, b.background, b.victims)
    return same and b.side is not None and not b.hostile and _meet(whole.loss, part.loss)


def _sides(parts: Sequence[Counted]) -> bool:
    """Whether they are the losses of two sides or more, one of each."""
    sides = [part.loss.group.side for part in parts]
    return len(set(sides)) == len(sides) >= 2


def _alike(whole: Counted, parts: Sequence[Counted]) -> bool:
    return all(part.loss.group.victims == whole.loss.group.victims for part in parts)


def _holds(whole: Counted, part: Counted) -> bool:
    a, b = whole.loss.group, part.loss.group
    if (a.effect, a.background) != (b.effect, b.background) or b.hostile or b.victims in _HOSTILE:
        return False
    if a.side is not None and a.side != b.side:
        return False
    finer = (a.victims == "people" and b.victims != "people") or (a.side is None and b.side is not None)
    finer = finer or (a.victims == "civilians" and b.victims not in _NEVER_CIVILIANS)
    big_enough = whole.size >= part.size or whole.figures.chosen.said.vague
    told = bool(whole.articles & part.articles) and _meet(whole.loss, part.loss)
    return finer and big_enough and part.size > 0 and told


def _meet(a: Loss, b: Loss) -> bool:
    one, other = a.spots, b.spots
    return not one or not other or any(x.meets(y) for x in one for y in other)
