"""Which state a passage is about: in whose capital it is set, whose rebels it names, which it speaks of."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from briefgen.parse.memory import SUBJECTS, Memory, is_subject
from briefgen.parse.phrases import role_of, subject_over
from briefgen.parse.scene import Scene, actor_of, lemma
from briefgen.parse.wordset import wordset
from briefgen.parsed import Actor

if TYPE_CHECKING:
    from spacy.tokens import Token

_ARMIES = wordset("army military navy force")
_OWN = wordset(
    "send sends sent deploy deploys deployed order orders ordered mobilise mobilised mobilize mobilized use uses used "
    "has have had put puts rebuilt rebuild expanded expand reform reformed"
)
_WITHOUT_ARMY = frozenset(("PSE", "VAT"))


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
    """The state whose "government" or "army" *token* is.

    The home of the armed group that it stands beside ("the government and the FARC"); else the one state of this and
    the sentence before, but not who acts on it ("Norway urged the government"); else the one that the text speaks of
    far more than of others; else the home of the one group near by.
    """
    barred = set(_barred(scene, token))
    homes = {home for group in _beside(token) for home in _homes(scene, group)} - barred
    if homes:
        return _only(homes)
    here = scene.sentence_of[token.i]
    near = _states(memory, since=here - 1)
    if near & barred:
        near = _states(memory, since=here) - barred
    if len(near) == 1:
        return _only(near)
    roots = {entry.root.i for entry in memory.since(here - 1)}
    homes = {home for root in roots for home in _homes(scene, root)} - barred
    return _most_spoken_of(memory, barred) or _only(homes & near if near else homes)


def _states(memory: Memory, *, since: int) -> set[Actor]:
    entries = [entry.mention for entry in memory.since(since) if entry.mention.head != "other"]
    return {actor for mention in entries for actor in mention.actors if actor.kind == "state"}


def _only(actors: set[Actor]) -> Actor | None:
    return next(iter(actors)) if len(actors) == 1 else None


def _most_spoken_of(memory: Memory, barred: set[Actor]) -> Actor | None:
    states = sorted(((n, a.name, a) for a, n in memory.counts.items() if a.kind == "state"), reverse=True)
    clear = states and states[0][0] >= 3 and (len(states) == 1 or states[0][0] >= 2 * states[1][0])
    return states[0][2] if clear and states[0][2] not in barred else None


def _beside(token: Token) -> Iterator[int]:
    """The heads coordinated with *token*: "FARC" of "the government and the FARC"."""
    first = role_of(token)
    yield from (t.i for t in (first, *(c for c in first.children if c.dep_ == "conj")) if t.i != token.i)


def _homes(scene: Scene, root: int) -> Iterator[Actor]:
    """The one state that a known armed group headed by token *root* rises in."""
    link = scene.link_at.get(root)
    named = [link.actor] if link is not None and link.mode == "plain" else []
    for actor in [*named, *(actor for mention in scene.headed(root) for actor in mention.actors)]:
        row = scene.knowledge.actors.get(actor.id or "")
        if row is not None and row.kind == "armed_group" and len(row.countries) == 1:
            home = scene.knowledge.actors.get(next(iter(row.countries)))
            if home is not None:
                yield actor_of(home)


def _barred(scene: Scene, token: Token) -> Iterator[Actor]:
    """Who cannot be meant: the subject that acts on *token*, and a state without an army where that is an army."""
    if lemma(token) in _ARMIES:
        yield from (actor_of(row) for row in map(scene.knowledge.actors.get, _WITHOUT_ARMY) if row is not None)
    node = role_of(token)
    subject = subject_over(token)
    if node.dep_ in SUBJECTS or subject is None or subject.i >= token.i or subject.is_ancestor(token):
        return
    aside = any(t.dep_ in ("appos", "parataxis") for t in (token, *token.ancestors) if t.i > subject.head.i)
    if aside or (node.dep_ == "obj" and node.head.lower_ in _OWN):
        return
    for mention in scene.headed(subject.i):
        yield from mention.actors
