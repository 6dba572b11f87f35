"""Facts that one article tells in passing of another story go home to it.

An article of one conflict may say in a sentence that two others shot at each other. Where another story of the same
articles' time is that of those two, its event, claim or alliance fact belongs there.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TypeVar

from briefgen.fuse.names import Names
from briefgen.fuse.strands import Strand
from briefgen.model import Finding, Findings

Fact = TypeVar("Fact", bound=Finding)
Homes = dict[tuple[str, str], int]


def rehomed(groups: Sequence[Sequence[Strand]], *, names: Names) -> list[list[Strand]]:
    """The stories with each fact that names both sides of another story, and none of its own, moved there."""
    homes: Homes = {}
    for number, group in enumerate(groups):
        for strand in group:
            for pair in strand.pairs:
                homes.setdefault(pair, number)
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
        pairs = [(a, b) for n, a in enumerate(found) for b in found[n + 1 :] if (a, b) in homes]
        return homes[pairs[0]] if len(pairs) == 1 else number

    events = _split(mine.events, lambda event: home(event.parties))
    claims = _split(mine.claims, lambda claim: home((claim.claimant, claim.accused)))
    alliances = _split(mine.alliances, lambda fact: home((*fact.alliance.split("–"), fact.by)))
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


def _visiting(strand: Strand) -> Strand:
    """A strand that brings facts into another story without a say in what that is about."""
    none: frozenset[tuple[str, str]] = frozenset()
    return replace(strand, sides=(), pairs=none, loose=none, targets=frozenset(), spots=(), opening=None)


def _split(facts: Sequence[Fact], home: Callable[[Fact], int]) -> dict[int, tuple[Fact, ...]]:
    found: dict[int, list[Fact]] = {}
    for fact in facts:
        found.setdefault(home(fact), []).append(fact)
    return {number: tuple(group) for number, group in found.items()}
