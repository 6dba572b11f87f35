"""Who stands against whom and who beside whom in the wars of a day, by `conflicts.csv`.

Two who fight on opposite sides are foes. Friends are a fighting state and whoever fights on its side, and a backer and
whom it backs; two groups of one side, or two backers of one, may well be rivals, so the table says nothing of them.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache

from briefgen.knowledge.loader import Knowledge
from briefgen.knowledge.types import Conflict

_RECENT = timedelta(days=366)

Pairs = frozenset[frozenset[str]]  # each pair of actor ids


@lru_cache(maxsize=512)
def foes(knowledge: Knowledge, when: date) -> Pairs:
    """The pairs of ids that fight each other in a war told of *when*."""
    wars = (war for war in knowledge.conflicts if war.told_in(when))
    return frozenset(frozenset((a, b)) for war in wars for a in war.sides[0] for b in war.sides[1])


@lru_cache(maxsize=512)
def recent_foes(knowledge: Knowledge, when: date) -> Pairs:
    """The pairs of ids that fight each other *when*, or did within the year before."""
    first = when - _RECENT if when > date.min + _RECENT else when
    wars = (war for war in knowledge.conflicts if war.since <= when and (not war.until or war.until >= first))
    return foes(knowledge, when) | {frozenset((a, b)) for war in wars for a in war.sides[0] for b in war.sides[1]}


@lru_cache(maxsize=512)
def friends(knowledge: Knowledge, when: date) -> Pairs:
    """The pairs of ids of which one is a state that fights beside the other, or backs it; no foes of that time."""
    wars = (war for war in knowledge.conflicts if war.told_in(when))
    found = {frozenset((a, b)) for war in wars for a, b in _beside(war, knowledge)}
    return frozenset(found) - foes(knowledge, when)


@lru_cache(maxsize=4096)
def fought_in(knowledge: Knowledge, pair: frozenset[str], *, when: date) -> frozenset[str]:
    """The ids of the lands of the wars told of *when* in which the two of *pair* are on opposite sides."""
    wars = (war for war in knowledge.conflicts if war.told_in(when))
    return frozenset(land for war in wars if all(pair & side for side in war.sides) for land in war.theatre)


def _beside(war: Conflict, knowledge: Knowledge) -> list[tuple[str, str]]:
    pairs = []
    for side, backers in zip(war.sides, war.backers, strict=True):
        states = [id for id in side if (row := knowledge.actor(id)) is not None and row.kind == "state"]
        pairs += [(one, other) for one in (*states, *backers) for other in side if other != one]
    return pairs
