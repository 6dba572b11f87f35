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
from briefgen.parsed import Actor, Mention, ParsedArticle, Person

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
    """The tallies by name, media left out; a known armed group that is merely named has an empty one."""
    found: dict[str, Tally] = {}
    for sign in signs:
        entry = _entry(found, sign.actor, sign.person, knowledge)
        if entry is not None:
            entry.weights[sign.role] += sign.weight
            entry.signs.append(sign)
    for mention in parsed.mentions:
        for actor in mention.actors or (None,):
            group = actor is not None and actor.kind == "armed_group" and actor.id is not None
            group = group and not _is_tie(parsed, mention)
            name = actor.name if actor else mention.person.name if mention.person else ""
            entry = _entry(found, actor, mention.person, knowledge) if group else found.get(name)
            if entry is not None and not mention.place:
                entry.mentions += 1
                if not entry.signs and group:
                    entry.signs.append(Sign(actor, None, "belligerent", 0.0, "named", mention.start, mention.end))
    for entry in found.values():
        entry.signs.sort(key=lambda sign: (sign.start, sign.end))
    return {name: entry for name, entry in found.items() if entry.signs}


def _is_tie(parsed: ParsedArticle, mention: Mention) -> bool:
    """ "al-Qaida-inspired groups" do not make al-Qaida a party."""
    return mention.head == "other" and mention.end < len(parsed.doc) and parsed.doc[mention.end].text == "-"


def _entry(found: dict[str, Tally], actor: Actor | None, person: Person | None, knowledge: Knowledge) -> Tally | None:
    row = knowledge.actors.get(actor.id or "") if actor else None
    sort = row.sort if row else ""
    name = actor.name if actor else person.name if person else ""
    if not name or sort in _MEDIA:
        return None
    return found.setdefault(name, Tally(name, actor, sort))


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
    """An armed group fights; one that has no name of its own must be seen to."""
    weights = found.weights
    fights = weights["belligerent"]
    if weights["backer"] > 2 * fights and weights["backer"] >= 4:
        return "backer"
    known = found.actor is not None and found.actor.id is not None
    return "belligerent" if fights > 0 or known else None


def _state(found: Tally) -> Role | None:
    weights = found.weights
    fights, backs = weights["belligerent"], weights["backer"]
    if fights >= 2.8 and fights >= 0.8 * backs:
        return "belligerent"
    if backs >= 1.5:
        return "backer"
    if weights["mediator"] >= 2:
        return "mediator"
    suffers = weights["affected"]
    if fights >= 1.9 and fights >= suffers:
        return "belligerent"
    if suffers >= 1.4 and suffers >= 0.4 * weights["commentator"]:
        return "affected"
    return "commentator" if weights["commentator"] >= 1 else None


def _body(found: Tally) -> Role | None:
    """Intergovernmental bodies and organisations."""
    weights = found.weights
    if found.sort in _SPEAKS_ONLY:
        return "commentator" if sum(weights.values()) >= 1 else None
    if weights["belligerent"] >= 1.9:
        return "belligerent"
    if weights["mediator"] >= 2:
        return "mediator"
    if weights["backer"] >= 1.5:
        return "backer"
    return "commentator" if sum(weights.values()) >= 1 else None
