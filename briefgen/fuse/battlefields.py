"""Where the sides of a story fight: not where one speaks or talks, nor where the soldiers are from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence, Set

from briefgen.fuse.names import Names
from briefgen.fuse.places import Spot
from briefgen.fuse.strands import Strand
from briefgen.fuse.wars import theatre
from briefgen.knowledge.distances import kilometres

_FAR = 3_000.0  # kilometres from the lands of a war, beyond which nothing of it is fought


def battlefield(group: Sequence[Strand], sides: tuple[str, ...], *, names: Names) -> Spot | None:
    """Where those of the title fight, by the articles that tell of these sides.

    A capital that the opening names is where one speaks; a town where nobody fell, and of no state of the sides, is
    where one talks. Of sides known to be at war, places in the lands of that war and places that no table knows go
    before others, and those far from it are none: a soldier "of Toledo, Ohio" did not fall there. Of a single side,
    only places of losses and events of its own, or in a land of its.
    """
    telling = [strand for strand in group if tuple(sides) in strand.pairs] or list(group)
    lands = {land for strand in telling for land in theatre(sides, day=strand.day, names=names)}
    found: Counter[Spot] = Counter()
    may_be = _may_be_field if len(sides) > 1 else _may_be_ground
    for strand in telling:
        for spot in dict.fromkeys((*_nearest_home(strand, lands, names), strand.opening)):
            if spot is not None and may_be(spot, strand, sides, names) and not _is_far(spot, lands, names):
                found[spot] += 1
    ranked = sorted(ranked_spots(found), key=lambda s: (_outside(s, lands), not names.at_home(s.state, *sides)))
    return next(iter(ranked), None)


def ranked_spots(spots: Counter[Spot]) -> list[Spot]:
    """Known towns told most often first, then unknown ones, then whole states."""
    return sorted(spots, key=lambda spot: (spot.wide, spot.state is None, -spots[spot], spot.name))


def _may_be_field(spot: Spot, strand: Strand, sides: tuple[str, ...], names: Names) -> bool:
    """Whether the sides of the title may fight at *spot*: somebody fell in its state, or it is one of theirs.

    A capital is one only where it is theirs and a loss or an event is told of it.
    """
    known = spot.state in (None, *strand.hurt) or names.at_home(spot.state, *strand.sides)
    theirs = spot.state is not None and names.at_home(spot.state, *sides)
    return known and (not spot.capital or (theirs and spot in strand.spots))


def _may_be_ground(spot: Spot, strand: Strand, sides: tuple[str, ...], names: Names) -> bool:
    """Whether one that alone is told to fight does so at *spot*: a loss or an event is told there beside its name, or
    the place lies in a land of its and is no capital where others speak.
    """
    told = any((side, spot) in strand.grounds for side in sides)
    return told or (names.at_home(spot.state, *sides) and (not spot.capital or spot in strand.spots))


def _nearest_home(strand: Strand, lands: Set[str], names: Names) -> list[Spot]:
    """The place told most often, one in *lands* and one in a state of the strand's sides before others."""

    def order(spot: Spot) -> tuple[bool, bool]:
        return (_outside(spot, lands), not names.at_home(spot.state, *strand.sides))

    return sorted(strand.spots, key=order)[:1]


def _is_far(spot: Spot, lands: Set[str], names: Names) -> bool:
    """Whether *spot* lies outside *lands* and its state far from each of them."""
    if not _outside(spot, lands):
        return False
    ids = {name: row.id for name in (*lands, spot.state or "") if (row := names.knowledge.named(name)) is not None}
    there = ids.pop(spot.state or "", "")
    way = kilometres(names.knowledge, there, sorted(ids.values()))
    return way is not None and way > _FAR


def _outside(spot: Spot, lands: Set[str]) -> bool:
    """Whether *spot* lies in none of *lands*; of none given, and where no table knows its state, it does not."""
    return bool(lands) and spot.state is not None and spot.state not in lands
