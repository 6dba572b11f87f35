"""From signs to roles: sums a party's weights over the article and settles one role by them and by the kind of actor.

Roles go in the order of the annotation guidelines: who fights is a belligerent whatever else it does; then backers,
mediators, the affected; who only speaks is a commentator.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from briefgen.extract.parties import read
from briefgen.extract.parties.groups import is_named_group
from briefgen.extract.parties.scope import Sign
from briefgen.extract.parties.ties import HELPS, TIED
from briefgen.extract.parties.topic import hardly_warlike, is_survey, is_warlike
from briefgen.extract.parties.wars import known_roles
from briefgen.knowledge import Knowledge
from briefgen.knowledge.types import MEDIA_SORTS
from briefgen.model import ROLES, Role
from briefgen.parsed import Actor, DateMention, ParsedArticle, Person

_RISING = frozenset(
    ("rebel", "separatist", "paramilitary", "communist", "guerrilla", "jihadist", "islamist", "criminal")
)
_BARELY: Mapping[bool, tuple[str, Role]] = {True: ("named", "belligerent"), False: ("aside", "commentator")}
_SEEN = 1.5  # the least fighting that makes a group without a name a side
_ONCE = 1.0  # the weight of one clause
_BETWEEN = 2.0  # the least mediation that makes a mediator
_QUOTED = 0.5  # a speech and no more
_PAST_WEIGHT = 0.4
_FIGHTING_BODIES = frozenset(("alliance", "coalition", "mission", "army", "force", "party"))
_SPEAKS_ONLY = frozenset(("ngo", "agency", "court", "think_tank"))


class Settled(NamedTuple):
    """Roles by name, and the names of those whose role is the relation model's."""

    roles: dict[str, Role]
    read: frozenset[str]


@dataclass
class Tally:
    """What speaks for an actor (or for a person who stands for nobody): weights by role, and the signs in order."""

    name: str
    actor: Actor | None
    sort: str
    weights: dict[Role, float] = field(default_factory=lambda: dict.fromkeys(ROLES, 0.0))
    rules: dict[str, float] = field(default_factory=dict)
    signs: list[Sign] = field(default_factory=list)
    mentions: int = 0

    def active(self) -> float:
        """The weight of violence done rather than of war spoken of."""
        return sum(self.rules.get(rule, 0.0) for rule in ("violence", "launch"))

    def says(self) -> float:
        """The weight of words rather than of anything done."""
        return self.weights["commentator"] - self.rules.get("does", 0.0)


def tally(signs: Iterable[Sign], *, parsed: ParsedArticle, knowledge: Knowledge) -> dict[str, Tally]:
    """The tallies by name, media left out; whoever is merely named has a sign of no weight, by which a known armed
    group is a party.

    What the sentence dates years back weighs less; of states where things happen, the chief one alone counts in full.
    """
    found: dict[str, Tally] = {}
    starts = [sentence.start for sentence in parsed.doc.sents]
    past = _past_sentences(parsed, starts)
    for sign in signs:
        entry = _entry(found, sign.actor, sign.person, knowledge)
        if entry is not None:
            weight = sign.weight * (_PAST_WEIGHT if bisect_right(starts, sign.start) in past else 1.0)
            entry.weights[sign.role] += weight
            entry.rules[sign.rule] = entry.rules.get(sign.rule, 0.0) + weight
            entry.signs.append(sign)
    _count_mentions(found, parsed, knowledge)
    _weigh_scenes(found)
    for entry in found.values():
        entry.signs.sort(key=lambda sign: (sign.start, sign.end))
    return {name: entry for name, entry in found.items() if entry.signs}


def _count_mentions(found: dict[str, Tally], parsed: ParsedArticle, knowledge: Knowledge) -> None:
    for mention in parsed.mentions:
        for actor in mention.actors or (None,):
            group = actor is not None and is_named_group(parsed, knowledge, mention, actor=actor)
            name = actor.name if actor else mention.person.name if mention.person else ""
            aside = actor is not None and actor.id is not None and not mention.place
            entry = _entry(found, actor, mention.person, knowledge) if group or aside else found.get(name)
            if entry is not None and not mention.place:
                entry.mentions += 1
                if not entry.signs and (group or aside):
                    rule, role = _BARELY[group]
                    entry.signs.append(Sign(actor, None, role, 0.0, rule, mention.start, mention.end))


def _weigh_scenes(found: dict[str, Tally]) -> None:
    """Leave the weight of scenes to the state where most happens (more where it also speaks); elsewhere a fourth."""
    scenes = {name: entry.rules.get("scene", 0.0) for name, entry in found.items()}
    most = max(scenes.values(), default=0.0)
    for name, weight in scenes.items():
        if weight and weight < most:
            found[name].weights["affected"] -= 0.75 * weight
        elif weight and found[name].says() > 0:
            found[name].weights["affected"] += 0.7


def _past_sentences(parsed: ParsedArticle, starts: list[int]) -> frozenset[int]:
    """The sentences that tell of a year before the last, by a date in them."""
    published = parsed.article.source.published
    if published is None:
        return frozenset()
    last = published.year - 1
    return frozenset(
        bisect_right(starts, mention.start)
        for mention in parsed.dates
        if mention.interval.end is not None and mention.interval.end.year < last and not _dates_a_noun(parsed, mention)
    )


def _dates_a_noun(parsed: ParsedArticle, mention: DateMention) -> bool:
    """ "guarantor of the accord of 2015", "armed it in the war of 2020": the year is the thing's."""
    first = parsed.doc[mention.start]
    return any(t.dep_ == "case" and t.lower_ == "of" for t in parsed.doc[max(0, first.i - 1) : mention.end])


def _entry(found: dict[str, Tally], actor: Actor | None, person: Person | None, knowledge: Knowledge) -> Tally | None:
    row = knowledge.actors.get(actor.id or "") if actor else None
    sort = row.sort if row else ""
    name = actor.name if actor else person.name if person else ""
    if not name or sort in MEDIA_SORTS:
        return None
    return found.setdefault(name, Tally(name, actor, sort))


def roles_of(tallies: Mapping[str, Tally], knowledge: Knowledge, *, parsed: ParsedArticle) -> Settled:
    """The role of each actor that is a party, and the names whose role the relation model gave.

    A state that speaks, suffers or has troops in a text on an armed group of its own land fights that group. What the
    text leaves open is filled from the conflicts of its year (`wars`). Troops that are merely somewhere are
    their state's help where others fight, and where nobody does they make no side of a state that rather speaks.
    """
    roles = {name: role for name, found in tallies.items() if (role := role_of(found)) is not None}
    lands = {land for name, role in roles.items() if role == "belligerent" for land in _lands(tallies[name], knowledge)}
    for name, found in tallies.items():
        at_home = found.actor is not None and found.actor.kind == "state" and found.actor.id in lands
        if at_home and roles.get(name) in ("affected", "commentator") and _defends(found):
            roles[name] = "belligerent"
    faint = {
        name for name, role in roles.items() if role in ("belligerent", "backer") and _merely_present(tallies[name])
    }
    open_roles: dict[str, Role] = {name: "commentator" if name in faint else role for name, role in roles.items()}
    known = known_roles(open_roles, parsed=parsed, knowledge=knowledge)
    fighting = {name for name, role in (roles | known).items() if role == "belligerent"} - faint
    abroad: dict[str, Role] = {name: "backer" for name in faint if fighting and not tallies[name].rules.get("scene")}
    unopposed: dict[str, Role] = {
        name: "commentator" for name in faint if not fighting and _rather_speaks(tallies[name])
    }
    roles = roles | unopposed | abroad | known
    if is_survey(parsed):
        roles = {name: role for name, role in roles.items() if role != "commentator" or not _in_passing(tallies[name])}
    if hardly_warlike(parsed, knowledge):
        kept = {name: role for name, role in roles.items() if role == "belligerent" or _fights_itself(tallies[name])}
        return Settled(kept, frozenset())
    if is_warlike(parsed, knowledge):
        helpers = {name for name, found in tallies.items() if found.rules.get(TIED, 0.0) >= HELPS}
        weighed = read.weighed(roles, parsed=parsed, names=tallies.keys(), known=known.keys(), helpers=helpers)
        return Settled(weighed, frozenset(name for name, role in weighed.items() if roles.get(name) != role))
    return Settled({name: role for name, role in roles.items() if _fights_itself(tallies[name])}, frozenset())


def _in_passing(found: Tally) -> bool:
    """A state of which one clause tells, and not that it says or does anything about the fight."""
    return sum(found.weights.values()) <= _ONCE and set(found.rules) <= {"does", "aside"}


def _fights_itself(found: Tally) -> bool:
    """What is a party even of an article on other things: an armed group, one who attacks or is tried."""
    return found.actor is None or found.actor.kind == "armed_group"


def _merely_present(found: Tally) -> bool:
    """A state of which no more is told than that its troops are there."""
    is_state = found.actor is not None and found.actor.kind == "state"
    there = found.rules.get("present", 0.0) + found.rules.get("abroad", 0.0)
    return is_state and found.weights["belligerent"] + found.weights["backer"] == there


def _rather_speaks(found: Tally) -> bool:
    """Of which more is told that it speaks than that its troops are seen ("its battalion lands on Friday")."""
    return found.weights["commentator"] > found.rules.get("present", 0.0) + found.rules.get("abroad", 0.0)


def _lands(found: Tally, knowledge: Knowledge) -> tuple[str, ...]:
    """The one state that an armed group rises in; none for groups of several lands or that only a creed names."""
    row = knowledge.actors.get(found.actor.id or "") if found.actor else None
    if found.actor is not None and row is None:
        land = _adjectives(knowledge).get(found.actor.name.split()[0])  # "Libyan rebels"
        return (land,) if land else ()
    rises = row is not None and row.kind == "armed_group" and row.sort in _RISING and len(row.countries) == 1
    return row.countries if row is not None and rises else ()


@lru_cache(maxsize=4)
def _adjectives(knowledge: Knowledge) -> Mapping[str, str]:
    """The state of each adjective that is one state's alone."""
    states = {id for id, row in knowledge.actors.items() if row.sort == "state"}
    return {name.text: name.actor for name in knowledge.names if name.form == "adjective" and name.actor in states}


def _defends(found: Tally) -> bool:
    """Whether its organs speak or its forces are seen."""
    return found.weights["commentator"] >= 1 or found.weights["belligerent"] > 0


def role_of(found: Tally) -> Role | None:
    """The role that the weights speak for, or None where they are too little for a party."""
    if found.actor is None:
        return _person(found)
    if all(sign.rule == "aside" for sign in found.signs):
        return None
    kind = found.actor.kind
    if kind == "armed_group":
        return _group(found)
    if kind == "state":
        return _state(found)
    return _body(found)


def _person(found: Tally) -> Role | None:
    """A person who stands for nobody: one who attacks, or one held or tried whom the article is about."""
    weights = found.weights
    attacks = weights["belligerent"] >= max(2.4, found.says())  # the sheriff who tells of it is no attacker
    if attacks and found.rules.get("assails", 0.0) > 0:
        return "belligerent"
    return "affected" if weights["affected"] >= 2.9 and found.mentions >= 4 else None


def _group(found: Tally) -> Role | None:
    """An armed group fights; one that has no name of its own, nor its people's, must be seen to."""
    weights = found.weights
    fights = weights["belligerent"]
    if weights["backer"] > 2 * fights and weights["backer"] >= 4:
        return "backer"
    known = found.actor is not None and (found.actor.id is not None or "named" in {s.rule for s in found.signs})
    return "belligerent" if fights >= _SEEN or known else None


def _state(found: Tally) -> Role | None:
    weights = found.weights
    present = found.rules.get("present", 0.0)
    abroad = found.rules.get("abroad", 0.0)
    tied = found.rules.get(TIED, 0.0)  # tells a backer from one who only speaks, not from one who fights
    fights, backs = weights["belligerent"] - present, weights["backer"] - abroad - tied
    active = found.active()
    if fights >= 2.8 and (fights >= 0.8 * backs or (active >= 2.8 and backs < 2.5 * active)):
        return "belligerent"
    if backs >= 1.5 or (backs + tied >= 1.5 and fights < 1.6):
        return "backer"
    if weights["mediator"] >= _BETWEEN:
        return "mediator"
    suffers = weights["affected"]
    if fights >= 1.6 and (fights >= suffers or found.rules.get("fought", 0.0) >= 1.6):
        return "belligerent"
    if suffers >= 1.4 and suffers >= 0.4 * found.says():
        return "affected"
    if abroad:
        return "belligerent" if fights >= 1 else "backer"
    if present and present + fights >= 1:
        return "belligerent"
    if weights["commentator"] >= 1:
        return "commentator"
    return _faintly(found, fights=fights)


def _faintly(found: Tally, *, fights: float) -> Role | None:
    """The role of a state of which the text says one thing only: struck at, said to threaten, quoted."""
    if found.weights["affected"] >= 1:
        return "affected"
    if fights >= 1.3:
        return "belligerent"
    return "commentator" if found.weights["commentator"] >= _QUOTED else None


def _body(found: Tally) -> Role | None:
    """Intergovernmental bodies and organisations."""
    weights = found.weights
    if found.sort in _SPEAKS_ONLY:
        if weights["mediator"] >= _BETWEEN:
            return "mediator"
        return "commentator" if sum(weights.values()) >= _QUOTED else None
    if found.sort == "mediation":
        return "mediator"
    if weights["belligerent"] >= (1.9 if found.sort in _FIGHTING_BODIES else 4.5):
        return "belligerent"
    if weights["mediator"] >= _BETWEEN:
        return "mediator"
    if weights["backer"] >= 1.5:
        return "backer"
    if found.sort == "coalition":  # it is there to fight
        return "belligerent"
    return "commentator" if sum(weights.values()) >= _QUOTED else None
