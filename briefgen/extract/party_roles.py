"""From signs to roles: sums a party's weights over the article and settles one role by them and by the kind of actor.

Roles go in the order of the annotation guidelines: who fights is a belligerent whatever else it does; then backers,
mediators, the affected; who only speaks is a commentator.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from briefgen.extract.party_evidence import Sign
from briefgen.knowledge import Knowledge
from briefgen.model import ROLES, Role
from briefgen.parsed import Actor, ParsedArticle

_MEDIA = frozenset(("news_agency", "broadcaster", "media", "company", "newspaper"))
_SPEAKS_ONLY = frozenset(("ngo", "agency", "court", "think_tank"))


@dataclass
class Tally:
    """What speaks for an actor (or for a person who stands for nobody): weights by role, and the signs in order."""

    name: str
    actor: Actor | None
    sort: str
    weights: dict[Role, float] = field(default_factory=lambda: dict.fromkeys(ROLES, 0.0))
    signs: list[Sign] = field(default_factory=list)
    mentions: int = 0


def tally(signs: Iterable[Sign], *, parsed: ParsedArticle, knowledge: Knowledge) -> dict[str, Tally]:
    """The tallies by name, media left out."""
    found: dict[str, Tally] = {}
    for sign in signs:
        name = sign.actor.name if sign.actor else sign.person.name if sign.person else ""
        row = knowledge.actors.get(sign.actor.id or "") if sign.actor else None
        sort = row.sort if row else ""
        if not name or sort in _MEDIA:
            continue
        entry = found.setdefault(name, Tally(name, sign.actor, sort))
        entry.weights[sign.role] += sign.weight
        entry.signs.append(sign)
    for mention in parsed.mentions:
        names = [actor.name for actor in mention.actors] or ([mention.person.name] if mention.person else [])
        for name in names:
            if name in found and not mention.place:
                found[name].mentions += 1
    for entry in found.values():
        entry.signs.sort(key=lambda sign: (sign.start, sign.end))
    return found


def role_of(found: Tally) -> Role | None:
    """The role that the weights speak for, or None where they are too little for a party."""
    if found.actor is None:
        return _person(found)
    kind = found.actor.kind
    if kind == "armed_group":
        return _group(found)
    if kind == "state":
        return _state(found)
    return _body(found)


def _person(found: Tally) -> Role | None:
    """A person who stands for nobody: one who attacks, or one held or tried whom the article is about."""
    weights = found.weights
    if weights["belligerent"] >= 2.4 and found.mentions >= 1:
        return "belligerent"
    return "affected" if weights["affected"] >= 1.5 and found.mentions >= 3 else None


def _group(found: Tally) -> Role | None:
    weights = found.weights
    fights = weights["belligerent"]
    if weights["backer"] > 2 * fights and weights["backer"] >= 4:
        return "backer"
    return "belligerent" if fights > 0 or sum(weights.values()) > 0.9 else None


def _state(found: Tally) -> Role | None:
    weights = found.weights
    fights, backs = weights["belligerent"], weights["backer"]
    if fights >= 3 and fights >= 0.8 * backs:
        return "belligerent"
    if backs >= 1.5:
        return "backer"
    if weights["mediator"] >= 2:
        return "mediator"
    if weights["affected"] >= 1.4 and weights["affected"] >= 0.5 * weights["commentator"]:
        return "affected"
    if fights >= 2:
        return "belligerent"
    return "commentator" if weights["commentator"] >= 1.5 else None


def _body(found: Tally) -> Role | None:
    """Intergovernmental bodies and organisations."""
    weights = found.weights
    if found.sort in _SPEAKS_ONLY:
        return "commentator" if sum(weights.values()) >= 1 else None
    if weights["belligerent"] >= 2.5:
        return "belligerent"
    if weights["mediator"] >= 2:
        return "mediator"
    if weights["backer"] >= 1.5:
        return "backer"
    return "commentator" if sum(weights.values()) >= 1 else None
