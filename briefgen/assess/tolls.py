"""Which tolls a reader must know first: those of the events covered, the dead before others."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from briefgen.knowledge import Knowledge
from briefgen.knowledge.victims import ATTACKERS, victim_classes
from briefgen.model import EFFECTS, Param, Situation, Toll

_WHOLE_WAR = 2000
_LONG = timedelta(days=62)  # as in fuse: a longer stretch is a campaign's, not an event's


def size(toll: Toll) -> int:
    """One number that stands for a toll, for ranking."""
    return next((n for n in (toll.best, toll.high, toll.low) if n is not None), 0)


def current(tolls: Sequence[Toll]) -> list[Toll]:
    """The tolls of the events covered that state a number, without one side's words on its enemy's losses."""
    found = [t for t in tolls if not t.background and not t.disputed and not (t.best is None and t.high is None)]
    return sorted(found, key=lambda t: (EFFECTS.index(t.effect), -size(t), t.affiliation or "", t.id))


def of_sides(situation: Situation) -> tuple[Toll, Toll] | None:
    """The dead of the two sides of a clash, where both are told; in the order of the title."""
    a, b = situation.title.params.get("a"), situation.title.params.get("b")
    dead = [t for t in current(situation.tolls) if t.effect == "killed" and size(t) > 0]
    mine = next((t for t in dead if t.affiliation == a and a is not None), None)
    theirs = next((t for t in dead if t.affiliation == b and b is not None), None)
    return (mine, theirs) if mine and theirs else None


def main_dead(situation: Situation, *, knowledge: Knowledge) -> Toll | None:
    """The toll of the dead that stands for the whole event: of no side, no part, the greatest; stated before vague.

    Those who attacked are not the dead of an attack, and stand for a fight only where no others are told.
    """
    dead = [t for t in current(situation.tolls) if t.effect == "killed" and t.part_of is None and size(t) > 0]
    dead = [t for t in dead if not is_campaign(t, situation)]
    others = [t for t in dead if not are_attackers(t, situation, knowledge=knowledge)]
    dead = others if situation.title.message == "title.attack" else others or dead
    whole = [t for t in dead if t.affiliation is None] or dead
    return min(whole, key=lambda t: (is_elsewhere(t, situation), t.vague, -size(t), t.id), default=None)


def are_attackers(toll: Toll, situation: Situation, *, knowledge: Knowledge) -> bool:
    """Whether a toll counts those who attacked: "two gunmen", "the bomber"; in the story of an attack, where it names
    no other side, "six militants" too, and those of the attacker.
    """
    sort = victim_classes(knowledge).of(toll.victims)
    if sort == ATTACKERS or situation.title.message != "title.attack":
        return sort == ATTACKERS
    attacker = situation.title.params.get("attacker")
    theirs = toll.affiliation is not None and toll.affiliation == attacker
    return theirs or (toll.affiliation is None and victim_classes(knowledge).is_hostile(toll.victims))


def is_campaign(toll: Toll, situation: Situation) -> bool:
    """Whether a toll is so great that it is of a whole war, unless it is told of days within the situation's period.

    One that is told of a stretch of more than two months is a sum too, whatever its size.

    UCDP counts very few single events above two thousand dead; a report of that size is nearly always a sum of years.
    """
    if toll.when and toll.when.start and toll.when.end and toll.when.end - toll.when.start > _LONG:
        return True
    if size(toll) < _WHOLE_WAR or toll.effect not in ("killed", "injured"):
        return False
    when, period = toll.when, situation.period
    told = when is not None and when.start is not None and when.precision in ("time", "day", "week")
    return not (told and period and period.start and when and when.start and when.start >= period.start)


def is_elsewhere(toll: Toll, situation: Situation) -> bool:
    """Whether the toll names another place than the situation's, neither lying in the other by name."""
    if not toll.place or not situation.place:
        return False
    town, _, state = situation.place.casefold().partition(", ")
    told = toll.place.casefold()
    return town not in told and told not in town and told != state


def is_abroad(toll: Toll, situation: Situation, *, knowledge: Knowledge) -> bool:
    """Whether the toll is told of a land that is neither the situation's nor of its sides: the news of something else.

    A name that several lands have counts as the one at hand.
    """
    home = {situation.title.params.get(key) for key in ("a", "b", "target")}
    home |= _states(situation.place, knowledge)
    there = _states(toll.place, knowledge)
    return bool(there) and bool(home - {None}) and not there & home


def _states(place: str | None, knowledge: Knowledge) -> set[Param]:
    """The states in which *place* may lie, or which it is; none where the tables do not know it."""
    name = (place or "").split(", ")[-1]
    row = knowledge.named(name) if name else None
    if row and row.kind == "state":
        return {row.name}
    rows = [knowledge.actor(one.state) for one in knowledge.places.get(name.casefold(), ())]
    return {row.name for row in rows if row}
