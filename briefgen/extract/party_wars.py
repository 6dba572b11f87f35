"""Roles by what is known of a war: who is at war, and who backs a side, in the conflicts that an article is about.

An article of May 1982 need not say that Britain fights in the South Atlantic. Where the actors that the text speaks of
stand on both sides of a conflict of `knowledge/conflicts.csv` that lasts in the article's year, its theatre is named,
and the text is of no other fight, a state of which it tells only that it speaks or suffers has the part that the table
gives it. What the text says of a party's doings always goes before.
"""

from __future__ import annotations

from collections.abc import Mapping, Set

from briefgen.knowledge import Knowledge
from briefgen.knowledge.types import Conflict
from briefgen.model import Role

_OPEN: Mapping[Role, frozenset[Role | None]] = {  # the roles of the text that leave each known part open
    "belligerent": frozenset(("commentator", "affected", None)),
    "backer": frozenset(("commentator",)),
}


_A_FIGHT = 2  # those who fight in another matter, from which on the article is about that


def known_roles(
    roles: Mapping[str, Role], *, ids: Mapping[str, str], lands: Set[str], year: int | None, knowledge: Knowledge
) -> dict[str, Role]:
    """The roles that the conflicts of *year* give to names whose own the text leaves open; none without a year.

    *ids* has the id of each actor of the knowledge base that the text names as one, *lands* those of the states that it
    names at all.
    """
    found: dict[str, Role] = {}
    named = {id: name for name, id in ids.items()}
    for conflict in knowledge.conflicts if year is not None else ():
        if year is not None and conflict.told_in(year) and _in_play(conflict, named, roles, lands=lands):
            known = {named[id]: part for id, part in _parts(conflict).items() if id in named}
            found |= {name: part for name, part in known.items() if roles.get(name) in _OPEN[part]}
    return found


def _parts(conflict: Conflict) -> dict[str, Role]:
    """The part of each actor in the conflict, by id."""
    backers: dict[str, Role] = {id: "backer" for side in conflict.backers for id in side}
    return backers | {id: "belligerent" for side in conflict.sides for id in side}


def _in_play(conflict: Conflict, named: Mapping[str, str], roles: Mapping[str, Role], *, lands: Set[str]) -> bool:
    """Whether both sides and the theatre are named, and one of the sides fights, or no two others do."""
    sides = [side & named.keys() for side in conflict.sides]
    fighting = {name for name, role in roles.items() if role == "belligerent"}
    own = {named[id] for side in sides for id in side} & fighting
    return all(sides) and bool(conflict.theatre & lands) and (bool(own) or len(fighting) < _A_FIGHT)
