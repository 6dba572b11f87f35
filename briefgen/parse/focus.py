"""Which state a passage is about: the one in whose capital a clause is set, the one that the text speaks of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefgen.parse.memory import Memory, is_subject
from briefgen.parse.scene import Scene
from briefgen.parsed import Actor

if TYPE_CHECKING:
    from spacy.tokens import Token


def at_seat(scene: Scene, token: Token) -> Actor | None:
    """ "In Rome the Defence Minister told …", "a diplomat in Santiago": of the state in whose capital, or in which, the
    clause is set."""
    before = [c for c in token.head.lefts if c.i < token.i and is_subject(token)]
    for place in [*(c for c in token.rights if c.dep_ == "nmod"), *before]:
        link = scene.link_at.get(place.i)
        located = any(c.dep_ == "case" and c.lower_ in ("in", "at", "from") for c in place.lefts)
        if link is not None and located and link.actor.kind == "state":
            return link.actor
    return None


def focus(scene: Scene, token: Token, memory: Memory) -> Actor | None:
    """The one state of this and the sentence before, or the one that the text speaks of far more than of others."""
    here = scene.sentence_of[token.i]
    near = {
        actor
        for entry in memory.since(here - 1)
        for actor in entry.mention.actors
        if actor.kind == "state" and entry.mention.head != "other"
    }
    if len(near) == 1:
        return next(iter(near))
    states = sorted(((n, a.name, a) for a, n in memory.counts.items() if a.kind == "state"), reverse=True)
    clear = states and states[0][0] >= 3 and (len(states) == 1 or states[0][0] >= 2 * states[1][0])
    return states[0][2] if clear else None
