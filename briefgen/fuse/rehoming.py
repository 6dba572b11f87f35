"""Facts that one article tells in passing of another story go home to it.

An article of one conflict may say in a sentence that two others shot at each other. Where another story of the same
articles' time is that of those two, its event, claim or alliance fact belongs there.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import TypeVar

from briefgen.fuse.names import Names
from briefgen.fuse.strands import Strand
from briefgen.model import AllianceFact, Finding, Findings

Fact = TypeVar("Fact", bound=Finding)
Pair = tuple[str, str]


@dataclass
class Homes:
    """For each pair of opponents the stories that tell of it, with their days; a fact may travel `window` far."""

    window: timedelta
    days: dict[Pair, dict[int, list[date | None]]] = field(default_factory=dict)

    def add(self, pair: Pair, number: int, day: date | None) -> None:
        """Say that story *number* tells of *pair* on *day*."""
        self.days.setdefault(pair, {}).setdefault(number, []).append(day)

    def find(self, pair: Pair, day: date | None) -> int | None:
        """The story of *pair* at the time of *day*, the nearest where there are several; None where there is none."""
        near = [(self._apart(days, day), number) for number, days in self.days.get(pair, {}).items()]
        apart, number = min(near, default=(self.window + timedelta(1), 0))
        return number if apart <= self.window else None

    @staticmethod
    def _apart(days: Sequence[date | None], day: date | None) -> timedelta:
        return min(abs(day - other) if day and other else timedelta(0) for other in days)


def rehomed(groups: Sequence[Sequence[Strand]], *, names: Names, window_days: int) -> list[list[Strand]]:
    """The stories with each fact that names both sides of another of its time, and none of its own, moved there."""
    homes = Homes(timedelta(days=window_days))
    for number, group in enumerate(groups):
        for strand in group:
            for pair in strand.pairs:
                homes.add(pair, number, strand.day)
    made: list[list[Strand]] = [[] for _ in groups]
    for number, group in enumerate(groups):
        for strand in group:
            for home, moved in _parted(strand, number, homes, names):
                made[home].append(moved)
    return made


def _parted(strand: Strand, number: int, homes: Homes, names: Names) -> list[tuple[int, Strand]]:
    """The strand with what stays, and for each other story what goes there as a strand without sides of its own."""
    own, mine = set(strand.sides), strand.findings

    def home(named: Sequence[str | None]) -> int:
        found = sorted({names.actor(name) for name in named if name})
        if own & set(found):
            return number
        pairs = [(a, b) for n, a in enumerate(found) for b in found[n + 1 :]]
        known = [other for pair in pairs if (other := homes.find(pair, strand.day)) is not None]
        return known[0] if len(known) == 1 else number

    def along(fact: AllianceFact) -> int:
        """Where the event goes that is told in the same words: "two members shot at each other" names none of them."""
        found = home((*fact.ends, fact.by))
        same = [home(event.parties) for event in mine.events if _overlap(event, fact)]
        return next((other for other in same if other != number), found) if found == number else found

    events = _split(mine.events, lambda event: home(event.parties))
    claims = _split(mine.claims, lambda claim: home((claim.claimant, claim.accused)))
    alliances = _split(mine.alliances, along)
    found = []
    for target in sorted({number, *events, *claims, *alliances}):
        whole = mine if target == number else Findings(article=mine.article)
        share = whole.model_copy(
            update={
                "events": events.get(target, ()),
                "claims": claims.get(target, ()),
                "alliances": alliances.get(target, ()),
            }
        )
        found.append((target, replace(strand if target == number else _visiting(strand), findings=share)))
    return found


def _overlap(a: Finding, b: Finding) -> bool:
    one, other = a.evidence[0], b.evidence[0]
    return one.start < other.end and other.start < one.end


def _visiting(strand: Strand) -> Strand:
    """A strand that brings facts into another story without a say in what that is about."""
    none: frozenset[tuple[str, str]] = frozenset()
    nobody: frozenset[str] = frozenset()
    return replace(
        strand,
        sides=(),
        pairs=none,
        main=none,
        sure=none,
        known=none,
        heard={},
        loose=none,
        hurt=nobody,
        losing=nobody,
        targets=nobody,
        spots=(),
        opening=None,
    )


def _split(facts: Sequence[Fact], home: Callable[[Fact], int]) -> dict[int, tuple[Fact, ...]]:
    found: dict[int, list[Fact]] = {}
    for fact in facts:
        found.setdefault(home(fact), []).append(fact)
    return {number: tuple(group) for number, group in found.items()}
