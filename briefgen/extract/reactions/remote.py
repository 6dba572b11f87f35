"""Powers from afar: states that take part in a fight between others far from their own land.

Such a power threatens, sanctions and withdraws as outsiders do, and its words are read as reactions. How far states lie
from each other is told by the inhabitants' mean position of their towns in the table of places.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from math import asin, cos, radians, sin, sqrt

from briefgen.knowledge import Knowledge
from briefgen.model import Party

_Position = tuple[float, float]  # degrees of latitude and longitude
_FAR = 3_000.0  # kilometres
_RADIUS = 6_371.0  # of the Earth, in kilometres
_OTHERS = 2  # sides that have a fight of their own


def remote(parties: Iterable[Party], knowledge: Knowledge) -> frozenset[str]:
    """The names of the belligerent states of *parties* that lie far from every other belligerent, where two others
    fight each other or it fights groups alone.

    The United States in a war of Syria and its rebels, France among jihadists in Mali; neither Argentina nor the United
    Kingdom in a war of the two.
    """
    sides = [party for party in parties if party.role == "belligerent"]
    homes = {party.name: tuple(_homes(party, knowledge)) for party in sides}
    states = frozenset(party.name for party in sides if party.kind == "state")
    return frozenset(name for name in states if homes[name] and _is_remote(name, homes, states=states))


def _is_remote(name: str, homes: Mapping[str, tuple[_Position, ...]], *, states: frozenset[str]) -> bool:
    own = homes[name][0]
    others = {other: places for other, places in homes.items() if other != name and places}
    between_others = len(others) >= _OTHERS or (bool(others) and not states.intersection(others))
    return between_others and min(_distance(own, place) for places in others.values() for place in places) > _FAR


def _homes(party: Party, knowledge: Knowledge) -> Iterator[_Position]:
    row = knowledge.named(party.name)
    if row is None:
        return
    found = _centres(knowledge)
    for state in (row.id, *row.countries) if row.kind == "state" else row.countries:
        if state in found:
            yield found[state]


@lru_cache(maxsize=2)
def _centres(knowledge: Knowledge) -> Mapping[str, _Position]:
    """The mean latitude and longitude of each state's towns, weighed by inhabitants."""
    sums: dict[str, tuple[float, float, float]] = {}
    for place in {id(row): row for rows in knowledge.places.values() for row in rows}.values():
        people, lat, lon = sums.get(place.state, (0.0, 0.0, 0.0))
        weight = max(place.population, 1)
        sums[place.state] = (people + weight, lat + weight * place.latitude, lon + weight * place.longitude)
    return {state: (lat / people, lon / people) for state, (people, lat, lon) in sums.items()}


def _distance(one: _Position, other: _Position) -> float:
    """The great-circle distance of two positions in degrees, in kilometres."""
    (lat1, lon1), (lat2, lon2) = ((radians(a), radians(b)) for a, b in (one, other))
    half = sin((lat2 - lat1) / 2) ** 2 + cos(lat1) * cos(lat2) * sin((lon2 - lon1) / 2) ** 2
    return 2 * _RADIUS * asin(sqrt(half))
