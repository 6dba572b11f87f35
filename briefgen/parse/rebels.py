"""Rebels of no name ("the rebels", "anti-government groups"): who rises in the land that the text is about."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

from briefgen.parse.phrases import phrase_start
from briefgen.parse.scene import Scene, actor_of, lemma
from briefgen.parse.wordset import wordset
from briefgen.parsed import Actor, Mention

if TYPE_CHECKING:
    from spacy.tokens import Token

    from briefgen.knowledge.types import Conflict

_RISING = wordset("rebel insurgent guerrilla guerilla")
_OPPOSING = wordset("opposition rebel insurgent anti-government antigovernment")
_BODIES = wordset("group fighter force faction militia army commander brigade troop unit movement alliance militant")
_ARMED = wordset("rebel rebels insurgents insurgency guerrillas rebellion uprising battlefield militias fighters siege")
_RISEN = frozenset(("rebel", "separatist", "islamist", "communist", "guerrilla"))  # sorts of groups
_LEAST = 3  # times that the text must place itself in a land
_LEAD = 1.5  # and by how much more than in any other


def rising_rebels(scene: Scene) -> None:
    """Add a mention for each phrase of rebels without a name or an antecedent, where the text plays in one land.

    "The rebels" of an article on Homs and Aleppo are the Syrian opposition; of one on Misrata, "Libyan rebels".
    """
    heads = [token for token in scene.doc if token.i not in scene.taken and _is_rising(scene, token)]
    actor = _risen(scene) if heads else None
    for token in heads if actor is not None else ():
        start = phrase_start(token)
        if actor is not None and scene.free(token.i, token.i + 1):
            scene.add(Mention(start, token.i + 1, token.i, "description", "forces", (actor,)))


def _is_rising(scene: Scene, token: Token) -> bool:
    if token.pos_ not in ("NOUN", "PROPN") or _in_compound(token) or _of_a_group(scene, token):
        return False
    word = lemma(token)
    before = scene.doc[token.i - 1] if token.i else token
    if word in _BODIES:
        return before.lower_ in _OPPOSING and before.i < token.i
    if word == "opposition":
        return before.lower_ in ("the", "an", "armed", "syrian") and _armed(scene) and token.dep_ != "compound"
    return word in _RISING and token.dep_ != "compound" and token.tag_ in ("NNS", "NNPS")


def _of_a_group(scene: Scene, token: Token) -> bool:
    """ "guerrillas of the FARC": they have a name."""
    return any(c.i in scene.link_at for c in token.subtree if c.i > token.i and c.i - token.i < 8)


def _in_compound(token: Token) -> bool:
    """ "rebel-held", "opposition-controlled"."""
    after = token.doc[token.i + 1].text if token.i + 1 < len(token.doc) else ""
    return after == "-"


def _armed(scene: Scene) -> bool:
    return sum(token.lower_ in _ARMED for token in scene.doc) > 1


def _risen(scene: Scene) -> Actor | None:
    """The group that the text itself names so, or the rebels of the land that it plays in."""
    state = _land(scene)
    if state is None:
        return None
    named = {
        mention.actors[0]
        for mention in scene.mentions
        if mention.head == "forces" and mention.actors and _rebels_of(scene, mention, state)
    }
    if named:
        return min(named, key=lambda actor: (len(actor.name), actor.name))
    year = scene.day.year if scene.day else None
    for word in ("opposition", "rebels"):
        known = scene.knowledge.named(f"{_adjective(scene, state)} {word}")
        if known is not None and (year is None or (known.since or 0) <= year <= (known.until or 9999)):
            return actor_of(known)
    risen = Counter(link.actor for link in scene.links if _rises_in(scene, link.actor, state))
    if risen:
        return max(risen, key=lambda actor: (risen[actor], actor.name))
    return Actor(f"{_adjective(scene, state)} rebels", "armed_group")


def _rises_in(scene: Scene, actor: Actor, state: str) -> bool:
    """Whether *actor* is a known group that rises against *state*."""
    row = scene.knowledge.actors.get(actor.id or "")
    return row is not None and row.sort in _RISEN and state in row.countries


def _rebels_of(scene: Scene, mention: Mention, state: str) -> bool:
    """ "Libyan rebels", "the Syrian opposition" of *state*."""
    actor = mention.actors[0]
    adjective = _adjective(scene, state)
    word = lemma(scene.doc[mention.root])
    called = actor.id is None or actor.name.split()[-1].lower() in ("opposition", "rebels", "insurgents")
    rises = actor.kind == "armed_group" and actor.name.startswith(adjective) and word in _RISING | {"opposition"}
    return rises and called


def _adjective(scene: Scene, state: str) -> str:
    forms = (name.text for name in scene.knowledge.names if name.actor == state and name.form == "adjective")
    return next(forms, scene.knowledge.actors[state].name)


def _land(scene: Scene) -> str | None:
    """The id of the state that rebels rise in: of those known to fight them at that time the one that places most.

    Else the state that places most of what the text tells, by its own name or by towns and regions.
    """
    counts = Counter(_places(scene))
    named = {link.actor.id for link in scene.links if link.actor.id is not None}
    torn = {id: counts[id] for id in named if _is_torn(scene, id)}
    if any(torn.values()) or len(torn) == 1:
        return max(torn, key=lambda id: (torn[id], id))
    ranked = counts.most_common(2)
    if not ranked or ranked[0][1] < _LEAST:
        return None
    return ranked[0][0] if len(ranked) == 1 or ranked[0][1] >= _LEAD * ranked[1][1] else None


def _is_torn(scene: Scene, state: str) -> bool:
    """Whether the state fights an armed group on its own ground on the article's day (`knowledge/conflicts.csv`)."""
    day = scene.day
    return day is not None and any(
        conflict.told_in(day)
        and state in conflict.theatre
        and any(state in side and _rise(scene, other) for side, other in _facing(conflict))
        for conflict in scene.knowledge.conflicts
    )


def _facing(conflict: Conflict) -> tuple[tuple[frozenset[str], frozenset[str]], ...]:
    one, other = conflict.sides
    return (one, other), (other, one)


def _rise(scene: Scene, side: frozenset[str]) -> bool:
    """Whether a group among *side* rises against a state rather than preys on it."""
    rows = [scene.knowledge.actors[id] for id in side]
    return any(row.kind == "armed_group" and row.sort not in ("criminal", "militia") for row in rows)


def _places(scene: Scene) -> Iterator[str]:
    """The state of each town or region where the text names it, in its most populous reading, and each that locates."""
    for mention in scene.mentions:
        located = mention.place or (mention.head == "other" and mention.form == "demonym")
        yield from (a.id for a in mention.actors if located and a.kind == "state" and a.id is not None)
    for token in scene.doc:
        rows = scene.knowledge.places.get(token.lower_, ()) if token.pos_ == "PROPN" else ()
        if rows and token.text[:1].isupper():
            yield rows[0].state
