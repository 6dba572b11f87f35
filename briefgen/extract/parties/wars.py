"""Roles by what is known of a war: who is at war, and who backs a side, in the conflicts that an article is about.

An article of May 1982 need not say that Britain fights in the South Atlantic, nor a bulletin of 1916 that Rumania does.
Where the text names both sides of a conflict of `knowledge/conflicts.csv` that lasts in the article's year, and its
theatre holds a fair share of the states that it names, those of whom the text itself tells only that they speak or
suffer, or tells nothing, have the part that the table gives them. What the text says of their doings goes before.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from briefgen.extract.parties.topic import is_brief, is_warlike
from briefgen.knowledge import Knowledge
from briefgen.knowledge.types import Conflict
from briefgen.model import Role, day_of
from briefgen.parsed import ParsedArticle, ParsedKey

_OPEN: Mapping[Role, frozenset[Role | None]] = {  # the roles of the text that leave each known part open
    "belligerent": frozenset(("commentator", "affected", None)),
    "backer": frozenset(("commentator", None)),
    "affected": frozenset(("commentator", "backer", None)),
}
_SHARE = 0.06  # of the mentions of states, those of the theatre
_TENSION = 0.25  # the same, where nobody fights
_BESIDE = 0.3  # of the weight of the chief conflict, that of another beside it
_A_FIGHT = 2  # those who fight in another matter, from which on the article is about that


@dataclass(frozen=True)
class _Naming:
    """How often an article names each actor of the knowledge base, by id: at all, and otherwise than as a place."""

    at_all: Mapping[str, int]
    acting: Mapping[str, int]
    names: Mapping[str, str]


def _naming(parsed: ParsedArticle) -> _Naming:
    at_all: Counter[str] = Counter()
    acting: Counter[str] = Counter()
    names = {}
    for mention in parsed.mentions:
        for actor in mention.actors:
            if actor.id is not None:
                names[actor.id] = actor.name
                at_all[actor.id] += 1
                acting[actor.id] += not mention.place
    return _Naming(at_all, acting, names)


def known_roles(roles: Mapping[str, Role], *, parsed: ParsedArticle, knowledge: Knowledge) -> dict[str, Role]:
    """The roles that the conflicts of the article's year give to names whose own the text leaves open.

    A conflict is in play where the text sees one of its sides fight, or no two others.
    """
    found: dict[str, Role] = {}
    if not is_warlike(parsed, knowledge):
        return found
    named, conflicts = _conflicts_of(ParsedKey(parsed), knowledge)
    fighting = {id for id, name in named.names.items() if roles.get(name) == "belligerent"}
    for conflict in conflicts:
        told = bool(fighting & conflict.fighting) or len(fighting) < _A_FIGHT
        for id, part in _parts(conflict).items() if told else ():
            name = named.names.get(id)
            if name is None or not named.acting.get(id) or (name not in roles and _is_disputed(id, knowledge)):
                continue
            if found.get(name) != "belligerent" and _is_open(name, part, roles=roles, conflict=conflict):
                found[name] = part
    return found


def at_home(parsed: ParsedArticle, knowledge: Knowledge) -> frozenset[str]:
    """The names of those who fight in their own land in the conflict that the article is about."""
    named, conflicts = _conflicts_of(ParsedKey(parsed), knowledge)
    return frozenset(named.names[id] for war in conflicts[:1] for id in war.fighting & war.theatre & named.names.keys())


def _is_disputed(id: str, knowledge: Knowledge) -> bool:
    """A state that is first of all the ground fought over: "in Nagorno-Karabakh"."""
    row = knowledge.actor(id)
    return row is not None and row.sort in ("de_facto_state", "autonomous_region")


def _is_open(name: str, part: Role, *, roles: Mapping[str, Role], conflict: Conflict) -> bool:
    """Whether the text leaves *part* open; who backs where nobody fights is no side, whatever it threatens."""
    role = roles.get(name)
    deters = part == "backer" and role == "belligerent" and bool(conflict.threatened)
    return role in _OPEN[part] or deters


@lru_cache(maxsize=2)
def _conflicts_of(key: ParsedKey, knowledge: Knowledge) -> tuple[_Naming, tuple[Conflict, ...]]:
    """Whom an article names, and the conflicts that it may be about, the chief first."""
    named = _naming(key.parsed)
    return named, tuple(_may_be_about(key.parsed, named, knowledge=knowledge))


def _may_be_about(parsed: ParsedArticle, named: _Naming, *, knowledge: Knowledge) -> list[Conflict]:
    """The conflicts of the article's day of which both sides and the theatre are named, the chief first.

    Of an article that bears no year, the one conflict of which the greatest part of the sides is named, one of them
    the actor that it names most; none of an item too brief to tell.
    """
    day = day_of(parsed.article.source.published)
    found = [conflict for conflict in knowledge.conflicts if _in_play(conflict, named)]
    if day is not None:
        found = [conflict for conflict in found if conflict.told_in(day)]
        found.sort(key=lambda conflict: (-_weight(conflict, named), conflict.id))
        return [conflict for conflict in found if _weight(conflict, named) >= _BESIDE * _weight(found[0], named)]
    if is_brief(parsed):
        return []
    chief = max(named.acting.values(), default=0)
    found = [c for c in found if any(named.acting.get(id) == chief for id in c.fighting)]
    return [max(found, key=lambda conflict: (_named_part(conflict, named), conflict.id))] if found else []


def _weight(conflict: Conflict, named: _Naming) -> int:
    """How often the article names the side that it names less, or those menaced."""
    others = conflict.sides[1] or conflict.threatened or conflict.backers[1]
    return min(sum(named.acting.get(id, 0) for id in side) for side in (conflict.sides[0], others))


def _named_part(conflict: Conflict, named: _Naming) -> float:
    """How much the article speaks of the sides, and of how many of them."""
    seen = sum(bool(named.acting.get(id)) for id in conflict.fighting)
    return sum(named.acting.get(id, 0) for id in conflict.fighting) * seen / len(conflict.fighting)


def _parts(conflict: Conflict) -> dict[str, Role]:
    """The part of each actor in the conflict, by id."""
    parts: dict[str, Role] = dict.fromkeys(conflict.threatened, "affected")
    parts |= dict.fromkeys((id for side in conflict.backers for id in side), "backer")
    return parts | dict.fromkeys(conflict.fighting, "belligerent")


def _in_play(conflict: Conflict, named: _Naming) -> bool:
    """Both sides, or the menacing and the menaced, are named; and the theatre often enough."""
    there = sum(named.at_all.get(id, 0) for id in conflict.theatre)
    least = _TENSION if conflict.threatened else _SHARE
    others = conflict.sides[1] or conflict.threatened or conflict.backers[1]
    both = all(any(named.acting.get(id) for id in side) for side in (conflict.sides[0], others))
    return both and there >= least * sum(named.at_all.values())
