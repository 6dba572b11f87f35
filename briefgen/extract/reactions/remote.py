"""Powers from afar: states that take part in a fight between others far from their own land.

Such a power threatens, sanctions and withdraws as outsiders do, and its words are read as reactions.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from briefgen.knowledge import Knowledge
from briefgen.knowledge.distances import centres, kilometres
from briefgen.model import Party

_FAR = 3_000.0  # kilometres
_OTHERS = 2  # sides that have a fight of their own


def remote(parties: Iterable[Party], knowledge: Knowledge) -> frozenset[str]:
    """The names of the belligerent states of *parties* that lie far from every other belligerent, where two others
    fight each other or it fights groups alone.

    The United States in a war of Syria and its rebels, France among jihadists in Mali; neither Argentina nor the United
    Kingdom in a war of the two.
    """
    sides = [party for party in parties if party.role == "belligerent"]
    homes = {party.name: _homes(party, knowledge) for party in sides}
    states = frozenset(party.name for party in sides if party.kind == "state")
    return frozenset(n for n in states if homes[n] and _is_remote(n, homes, states=states, knowledge=knowledge))


def _is_remote(name: str, homes: Mapping[str, Sequence[str]], *, states: frozenset[str], knowledge: Knowledge) -> bool:
    others = {other: lands for other, lands in homes.items() if other != name and lands}
    between_others = len(others) >= _OTHERS or (bool(others) and not states.intersection(others))
    way = kilometres(knowledge, homes[name][0], [land for lands in others.values() for land in lands])
    return between_others and way is not None and way > _FAR


def _homes(party: Party, knowledge: Knowledge) -> Sequence[str]:
    """The ids of the states whose land is the party's, its own first; only those that the table of places knows."""
    row = knowledge.named(party.name)
    if row is None:
        return []
    states = (row.id, *row.countries) if row.kind == "state" else row.countries
    return [state for state in states if state in centres(knowledge)]
