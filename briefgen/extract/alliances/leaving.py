"""A rule on men who leave a friend, by whatever verb: "crossed out of Cambodia", "flew home from Iraq"."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from briefgen.extract.alliances.clauses import is_promised, is_real, reached
from briefgen.extract.alliances.forces import force_in
from briefgen.extract.alliances.partner import between
from briefgen.extract.alliances.presence import is_friend
from briefgen.extract.alliances.roles import doers, land_of, phrase, ruler, sources
from briefgen.extract.alliances.scene import Found, Scene
from briefgen.extract.syntax import (
    children,
    clause_span,
    conjuncts,
    is_none,
    objects,
    obliques,
)
from briefgen.parsed import Actor

_OUT = ("from", "out of", "out", "of", "off")
_AT = ("in", "at", "near", "around", "off", "across")
_HOME = frozenset({"home", "out", "away", "off", "back"})
_LEAVING = frozenset({"leave", "quit", "depart", "evacuate", "vacate", "withdraw"})
_ARRIVING = frozenset({"send", "come"})  # "send its bombers from Manila"
_BIDDING = ("decide", "bid", "agree", "pledge")


def gone(scene: Scene, token: Token) -> Iterator[Found]:
    """Men of one side that leave the land or the force of another."""
    weapons = scene.words.has(token, "means") and not scene.words.has(token, "tutor")
    if not scene.words.has(token, "unit") or is_none(token) or weapons:
        return
    nouns = phrase(token)
    verb = ruler(nouns[-1])
    if verb is None or not _is_leaving(scene, verb, nouns[-1]):
        return
    named = [t for t in objects(verb) if t not in nouns and nouns[-1].dep_ == "nsubj"]
    ends = [*reached(verb, *_OUT), *named, *(t for noun in nouns for t in obliques(noun, *_AT))]
    places = [item for t in ends for item in conjuncts(t)]
    hosts = [a for t in places for a in (scene.pacts(t, officers=True) or _host(scene, t))]
    own = sources(scene, nouns) or (doers(scene, verb) if nouns[-1].dep_ != "nsubj" else [])
    for owner in [a for a in dict.fromkeys(own) if a.kind in ("state", "armed_group")]:
        left = [
            a for a in hosts if scene.pact_of(a) or (is_friend(scene, owner, a) and not force_in(scene, [a], owner))
        ]
        yield from between(scene, owner, left[:1], aspect="withdrawal", span=clause_span(verb), rule="gone")


def _is_leaving(scene: Scene, verb: Token, top: Token) -> bool:
    """Whether the verb takes men away, done, promised or ordered: "pulled out of", "flew home", "took ship"."""
    if top.dep_.split(":")[0] not in ("nsubj", "obj"):
        return False
    above = verb.head if verb.dep_ in ("xcomp", "ccomp", "acl", "advcl") else verb
    told = is_real(verb) or is_promised(verb) or any(scene.words.has(above, cls) for cls in _BIDDING)
    marks = {c.lower_ for c in children(verb, "advmod", "compound:prt", "obl:unmarked")}
    away = bool(marks & _HOME) or bool(reached(verb, "from", "out of", "out"))
    goes = scene.words.has(verb, "recall") and away and verb.lemma_ not in _ARRIVING
    plain = verb.lemma_ in _LEAVING and top.dep_ == "nsubj"
    return told and (plain or goes)


def _host(scene: Scene, token: Token) -> list[Actor]:
    found = [a for a in scene.sides(token, places=True) if a.kind in ("state", "armed_group")]
    return found or land_of(scene, token) or [a for a in scene.owners(token) if a.kind == "state"]
