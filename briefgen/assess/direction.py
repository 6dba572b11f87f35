"""Which way a situation went since the brief before, by a rule that is printed in the method note.

Improved: a truce is told of that the brief before did not know. Else deteriorated: the dead of the events covered are
more than before, or by the sources a new party fights. Else unchanged. A count may rise after a fight ended, so the
truce goes first.
"""

from __future__ import annotations

from collections.abc import Iterable

from briefgen.assess.changes import earlier
from briefgen.assess.tolls import current, size
from briefgen.assess.truces import truces
from briefgen.knowledge import Knowledge
from briefgen.model import Brief, Direction, Party, Situation


def direction(situation: Situation, before: Brief, *, knowledge: Knowledge) -> Direction | None:
    """The direction of *situation*; None where the brief before did not know it."""
    old = earlier(situation, before)
    if old is None:
        return None
    told = {event.what for event in truces(old.timeline, knowledge=knowledge)}
    if any(event.what not in told for event in truces(situation.timeline, knowledge=knowledge)):
        return "improved"
    sides = [party for party in situation.parties if not party.by_register]
    if _dead(situation) > _dead(old) or _fighting(sides) - _fighting(old.parties):
        return "deteriorated"
    return "unchanged"


def _dead(situation: Situation) -> int:
    """All dead of the events covered, parts of a whole left out."""
    return sum(size(t) for t in current(situation.tolls) if t.effect == "killed" and t.part_of is None)


def _fighting(parties: Iterable[Party]) -> set[str]:
    return {p.name for p in parties if p.role == "belligerent"}
