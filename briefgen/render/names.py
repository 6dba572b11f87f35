"""What rendering takes from the knowledge base: adjectives of actors, codes of states, and where places lie."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from babel.core import get_global

from briefgen.knowledge import load_knowledge
from briefgen.knowledge.types import NameForm
from briefgen.knowledge.victims import victim_classes


@dataclass(frozen=True, slots=True)
class Spot:
    """A place on a map: its name and where it lies, in degrees; `state` is an ISO 3166-1 alpha-2 code or ""."""

    name: str
    latitude: float
    longitude: float
    state: str


@lru_cache(maxsize=1)
def adjectives() -> Mapping[str, str]:
    """The first adjective of each state, by its canonical name: "Armenia" gives "Armenian"."""
    return _first("adjective")


@lru_cache(maxsize=1)
def peoples() -> Mapping[str, str]:
    """The name of the people of each state, by the state's name: "Armenia" gives "Armenians"."""
    return _first("people")


@lru_cache(maxsize=1)
def acronyms() -> Mapping[str, str]:
    """The first acronym of organisations and groups: "Collective Security Treaty Organization" gives "CSTO"."""
    return _first("acronym", states=False)


def _first(form: NameForm, *, states: bool = True) -> dict[str, str]:
    knowledge = load_knowledge()
    found: dict[str, str] = {}
    for name in knowledge.names:
        row = knowledge.actor(name.actor)
        if row and (row.kind == "state") == states and name.form == form:
            found.setdefault(row.name, name.text)
    return found


@lru_cache(maxsize=1)
def codes() -> Mapping[str, str]:
    """ISO 3166-1 alpha-2 codes by canonical state name."""
    rows = load_knowledge().actors.values()
    return {row.name: code for row in rows if row.kind == "state" and not row.until and (code := alpha2(row.id))}


def classify(victims: str | None) -> str:
    """The class of the words for those who suffered: "soldiers", "people", "national:Tunisia"."""
    return victim_classes(load_knowledge()).of(victims)


@lru_cache(maxsize=1)
def state_names() -> Mapping[str, str]:
    """Canonical state names by ISO 3166-1 alpha-2 code."""
    return {code: name for name, code in codes().items()}


def alpha2(id: str) -> str:
    """The two-letter code of a three-letter one, by CLDR's aliases; "" where there is none.

    >>> alpha2("ARM"), alpha2("abkhazia")
    ('AM', '')
    """
    aliases: Any = get_global("territory_aliases").get(id)
    return str(aliases[0]) if aliases and len(id) == 3 else ""


def locate(places: Iterable[str], *, near: Iterable[str] = ()) -> tuple[Spot, ...]:
    """Where *places* lie, in the order given, each once; *near* names the states in which namesakes are preferred.

    A name that is also a state, and a name that the gazetteer does not hold, is left out; a namesake in no state of
    *near* is left out too when *near* is given, because a wrong dot is worse than none.
    """
    knowledge = load_knowledge()
    wanted = {row.id for name in near if (row := knowledge.named(name)) and row.kind == "state"}
    found: dict[str, Spot] = {}
    for name in (place.partition(", ")[0] for place in places):
        rows = knowledge.places.get(name.casefold(), ())
        fitting = [row for row in rows if row.state in wanted] if wanted else list(rows)
        if fitting and name not in codes():
            place = fitting[0]
            found.setdefault(place.name, Spot(name, place.latitude, place.longitude, alpha2(place.state)))
    return tuple(found.values())
