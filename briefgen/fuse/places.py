"""Places as fusion compares them: a town lies in its state, and a report from the state may be one from the town."""

from __future__ import annotations

import re
from collections.abc import Mapping, Set
from dataclasses import dataclass, field

from briefgen.knowledge import Knowledge
from briefgen.knowledge.types import Place
from briefgen.model import Article, CasualtyReport

_OPENING = 900
_WELL_KNOWN = 1_000_000
_AFTER = re.compile(
    r"\b(?:in|at|near|of|from|outside|around|to)\s+"
    r"((?:[A-ZÀ-Þ][\w'’-]+)(?:[ -](?:[A-ZÀ-Þ][\w'’-]+|al|el|es|de|i)){0,3})"
)


@dataclass(frozen=True, slots=True)
class Spot:
    """A place: its plain name, the state it lies in (canonical), whether it is a whole state or a capital, as told."""

    name: str
    state: str | None = None
    wide: bool = False
    shown: str = field(default="", compare=False)
    capital: bool = field(default=False, compare=False)

    def meets(self, other: Spot) -> bool:
        """Whether one may lie in the other: the same name, or a state and a place not known to lie elsewhere."""
        if self.name == other.name:
            return True
        if self.wide or other.wide:
            return self.state is None or other.state is None or self.state == other.state
        return False


@dataclass(frozen=True)
class Gazetteer:
    """Finds places in the knowledge base and remembers the answers for one run."""

    knowledge: Knowledge
    states: Mapping[str, str]
    capitals: Set[str]
    _known: dict[str, Spot | None] = field(default_factory=dict)

    def spot(self, text: str | None, *, states: Set[str] = frozenset()) -> Spot | None:
        """The place that *text* names ("Nice", "Mazar-i-Sharif, Afghanistan"); None where it names none.

        Of places of one name that in one of *states* (those that the article names) goes first, then the most populous.
        """
        if text is None:
            return None
        if text not in self._known:
            self._known[text] = self._spot(text)
        known = self._known[text]
        if known is None or known.wide or not states or known.state in states:
            return known
        return self._listed(text.split(",")[0].strip(), states) or known

    def opening(self, article: Article, *, states: Set[str] = frozenset()) -> Spot | None:
        """The town or region of the tables that the title or the opening names after a preposition.

        Of several the one that the article names most often, a name in the title counting as five. Only places in one
        of *states* (those that the article names), or known by a million: small towns share their names with much else.
        """
        title, text = article.title or "", article.text
        found = [match[1] for part in (title, text[:_OPENING]) for match in _AFTER.finditer(part)]
        known = {name: spot for name in dict.fromkeys(found) if (spot := self._sure(name, states)) is not None}
        if not known:
            return None
        return known[max(known, key=lambda name: text.count(name) + 5 * title.count(name))]

    def _spot(self, text: str) -> Spot | None:
        parts = [part.strip() for part in text.split(",") if part.strip()]
        if not parts:
            return None
        state = next((name for part in reversed(parts) if (name := self._state(part))), None)
        if state and len(parts) == 1:
            return Spot(_plain(state), state, wide=True, shown=state)
        listed = self._listed(parts[0])
        return listed or Spot(_plain(parts[0]), state, shown=parts[0])

    def _sure(self, name: str, states: Set[str]) -> Spot | None:
        places = self.knowledge.places.get(_plain(name), ())
        if any(self._name(place) in states for place in places) or (places and places[0].population >= _WELL_KNOWN):
            return self._listed(name, states)
        return None

    def _listed(self, name: str, states: Set[str] = frozenset()) -> Spot | None:
        places = self.knowledge.places.get(_plain(name), ())
        if not places or self._state(name):
            return None
        place = next((place for place in places if self._name(place) in states), places[0])
        if place.of_several:
            return Spot(place.name.casefold(), None, wide=True, shown=name)
        capital = _plain(name) in self.capitals or _plain(place.name) in self.capitals
        return Spot(place.name.casefold(), self._name(place), shown=name, capital=capital)

    def _name(self, place: Place) -> str | None:
        row = self.knowledge.actor(place.state)
        return row.name if row else None

    def _state(self, name: str) -> str | None:
        return self.states.get(_plain(name))


def gazetteer(knowledge: Knowledge) -> Gazetteer:
    """A `Gazetteer` that tells states by their names (not by their capitals) from the places in them."""
    states = {}
    for name in knowledge.names:
        row = knowledge.actor(name.actor)
        if row and row.kind == "state" and name.form in ("name", "acronym"):
            states[_plain(name.text)] = row.name
    capitals = {_plain(name.text) for name in knowledge.names if name.form == "capital"}
    return Gazetteer(knowledge=knowledge, states=states, capitals=capitals)


def place_told(said: CasualtyReport) -> str | None:
    """The place of a report; a dateline in capitals ("VIENNA") says where the reporter was, not the dead."""
    return None if said.place is None or (said.place.isupper() and len(said.place) > 3) else said.place


def _plain(name: str) -> str:
    return re.sub(r"\s+", " ", name.casefold()).strip(" .").removeprefix("the ")
