"""Places as fusion compares them: a town lies in its state, and a report from the state may be one from the town."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from briefgen.knowledge import Knowledge
from briefgen.model import Article

_OPENING = 900
_AFTER = re.compile(
    r"\b(?:in|at|near|of|from|outside|around|to)\s+"
    r"((?:[A-ZÀ-Þ][\w'’-]+)(?:[ -](?:[A-ZÀ-Þ][\w'’-]+|al|el|es|de|i)){0,3})"
)


@dataclass(frozen=True, slots=True)
class Spot:
    """A place: its plain name, the state it lies in (canonical), whether it is a whole state, and as it was told."""

    name: str
    state: str | None = None
    wide: bool = False
    shown: str = field(default="", compare=False)

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
    _known: dict[str, Spot | None] = field(default_factory=dict)

    def spot(self, text: str | None) -> Spot | None:
        """The place that *text* names ("Nice", "Mazar-i-Sharif, Afghanistan"); None where it names none."""
        if text is None:
            return None
        if text not in self._known:
            self._known[text] = self._spot(text)
        return self._known[text]

    def opening(self, article: Article) -> Spot | None:
        """The town or region of the tables that the title or the opening names after a preposition.

        Of several the one that the article names most often, a name in the title counting as five.
        """
        title, text = article.title or "", article.text
        found = [match[1] for part in (title, text[:_OPENING]) for match in _AFTER.finditer(part)]
        known = {name: spot for name in dict.fromkeys(found) if (spot := self._listed(name)) is not None}
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

    def _listed(self, name: str) -> Spot | None:
        if self._state(name):
            return None
        places = self.knowledge.places.get(name.casefold()) or self.knowledge.places.get(_plain(name))
        if not places:
            return None
        if places[0].sort == "area":  # lies in several states: no state can be told from it
            return Spot(places[0].name.casefold(), None, wide=True, shown=name)
        row = self.knowledge.actor(places[0].state)
        return Spot(places[0].name.casefold(), row.name if row else None, shown=name)

    def _state(self, name: str) -> str | None:
        return self.states.get(_plain(name))


def gazetteer(knowledge: Knowledge) -> Gazetteer:
    """A `Gazetteer` that tells states by their names (not by their capitals) from the places in them."""
    states = {}
    for name in knowledge.names:
        row = knowledge.actor(name.actor)
        if row and row.kind == "state" and name.form in ("name", "acronym"):
            states[_plain(name.text)] = row.name
    return Gazetteer(knowledge=knowledge, states=states)


def _plain(name: str) -> str:
    return re.sub(r"\s+", " ", name.casefold()).strip(" .").removeprefix("the ")
