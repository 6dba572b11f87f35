"""How far lands lie from each other, by the inhabitants' mean position of their towns in the table of places."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from math import asin, cos, radians, sin, sqrt

from briefgen.knowledge.loader import Knowledge

Position = tuple[float, float]  # degrees of latitude and longitude
_RADIUS = 6_371.0  # of the Earth, in kilometres


def kilometres(knowledge: Knowledge, land: str, others: Iterable[str]) -> float | None:
    """From *land* to the nearest of *others* (ids of states); None where the table of places lacks them."""
    found = centres(knowledge)
    ways = [distance(found[land], found[other]) for other in others if land in found and other in found]
    return min(ways, default=None)


@lru_cache(maxsize=2)
def centres(knowledge: Knowledge) -> Mapping[str, Position]:
    """The mean latitude and longitude of each state's towns, weighed by inhabitants, by its id."""
    sums: dict[str, tuple[float, float, float]] = {}
    for place in {id(row): row for rows in knowledge.places.values() for row in rows}.values():
        people, lat, lon = sums.get(place.state, (0.0, 0.0, 0.0))
        weight = max(place.population, 1)
        sums[place.state] = (people + weight, lat + weight * place.latitude, lon + weight * place.longitude)
    return {state: (lat / people, lon / people) for state, (people, lat, lon) in sums.items()}


def distance(one: Position, other: Position) -> float:
    """The great-circle distance of two positions in degrees, in kilometres.

    >>> round(distance((48.9, 2.4), (51.5, -0.1)))
    339
    """
    (lat1, lon1), (lat2, lon2) = ((radians(a), radians(b)) for a, b in (one, other))
    half = sin((lat2 - lat1) / 2) ** 2 + cos(lat1) * cos(lat2) * sin((lon2 - lon1) / 2) ** 2
    return 2 * _RADIUS * asin(sqrt(half))
