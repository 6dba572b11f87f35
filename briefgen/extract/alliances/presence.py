"""Rules on men, ships, aircraft and bases of one side in the land or at the side of another, whatever verb tells it.

"Pakistan has 5,000 soldiers in the kingdom", "Italian F-35s based at Amari went up", "Djibouti gives house room to
French garrisons", "Oman, with Iranian brigades": the owner, and the ground or the host.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from spacy.tokens import Token

from briefgen.extract.alliances.clauses import doer, is_promised, is_real
from briefgen.extract.alliances.forces import force_in
from briefgen.extract.alliances.roles import at_war, phrase, ruler, sources
from briefgen.extract.alliances.scene import Found, Scene
from briefgen.extract.syntax import (
    case_of,
    children,
    clause_span,
    conjuncts,
    is_none,
    is_passive,
    objects,
    obliques,
    subject,
    subtree_span,
)
from briefgen.parsed import Actor

_AT = (
    "in",
    "at",
    "on",
    "off",
    "near",
    "around",
    "inside",
    "outside",
    "across",
    "throughout",
    "over",
    "along",
    "within",
)
_BESIDE = ("beside", "alongside", "with")
_DEEP = 3  # "at a base in the north of Mali"
_STRUCK = ("strike", "clash", "fire", "menace", "expel", "ask", "ruin", "defy")


def present(scene: Scene, token: Token) -> Iterator[Found]:
    """Men or bases of one side that are on the ground of another, or beside its men."""
    if not _are_men(scene, token):
        return
    nouns = phrase(token)
    if scene.words.any(nouns, "departure"):
        return
    verb = ruler(nouns[-1])
    if verb is not None and not _is_peaceful(scene, verb):
        return
    owners = _owners(scene, nouns, verb)
    hosts = [*_hosts(scene, nouns, verb), *_landlords(scene, nouns, verb)]
    span = clause_span(verb) if verb is not None else subtree_span(nouns[-1])
    advisers = scene.words.has(token, "tutor")  # in place they are help too
    for owner in [a for a in owners if a.kind == "state"]:
        for host in _welcoming(scene, owner, dict.fromkeys(hosts)):
            pact = scene.pact_of(host)
            sides = (pact,) if pact is not None else (owner, host)
            yield Found(sides, "deployment", owner, *span, "present")
            if advisers and pact is None:
                yield Found(sides, "help_granted", owner, *span, "present.tutor")


def _welcoming(scene: Scene, owner: Actor, hosts: Iterable[Actor]) -> list[Actor]:
    """The friends among *hosts*; none where one is a land in which a coalition fights ("in Syria and Afghanistan")."""
    lands = [a for a in hosts if a != owner]
    common = [a for a in lands if not scene.allied(owner, a) and force_in(scene, [a], owner) is not None]
    return [] if common else [a for a in lands if scene.pact_of(a) is not None or is_friend(scene, owner, a)]


def is_friend(scene: Scene, owner: Actor, host: Actor) -> bool:
    """Whether men of *owner* are with *host* as its friends, on their own: not as a coalition that fights there."""
    if host == owner or at_war(scene, owner, host) or (host.kind == "state" and not scene.is_guest(owner, host)):
        return False
    return scene.allied(owner, host) or force_in(scene, [host], owner) is None


def _are_men(scene: Scene, token: Token) -> bool:
    """Whether a noun is men, ships, aircraft or a base, not what is fired: "troops", "frigate", "airfields"."""
    row = scene.words.row(token, "unit")
    return row is not None and not is_none(token)


def _is_peaceful(scene: Scene, verb: Token) -> bool:
    if any(scene.words.has(verb, cls) for cls in _STRUCK) or scene.words.has(verb, "withdraw"):
        return False
    return is_real(verb) and not is_promised(verb)


def _owners(scene: Scene, nouns: Sequence[Token], verb: Token | None) -> list[Actor]:
    """Whose men they are: their adjective or possessor, else who has, keeps, sends or lands them."""
    own = sources(scene, nouns)
    if own or verb is None or nouns[-1].dep_.split(":")[0] not in ("obj", "nsubj"):
        return own
    holds = any(scene.words.has(verb, cls) for cls in ("deploy", "station"))
    if not holds or (nouns[-1].dep_ == "nsubj" and not is_passive(verb)):
        return []
    who = doer(verb)
    return scene.sides(who) if who is not None and who not in nouns else []


def _hosts(scene: Scene, nouns: Sequence[Token], verb: Token | None) -> list[Actor]:
    """The lands that they stand in, the sides that they are posted beside."""
    posts = [c for noun in nouns for c in children(noun, "acl", "acl:relcl", "amod") if scene.words.has(c, "station")]
    ends = [t for top in (*nouns, *posts) for t in obliques(top, *_AT, *_BESIDE)]
    ends = [t for t in ends if case_of(t) != "with" or scene.words.has(t, "force")]
    if verb is not None and _stands(scene, verb):
        ends += [t for t in obliques(verb, *_AT, "beside", "alongside") if t not in nouns]
        ends += [verb] if children(verb, "cop") and case_of(verb) in _AT else []
    found: list[Actor] = []
    for _ in range(_DEEP):
        items = [item for t in ends for item in conjuncts(t)]
        found += [a for t in items for a in _ground(scene, t)]
        ends = [t for item in items for t in obliques(item, *_AT, "of")]
    return found


def _stands(scene: Scene, verb: Token) -> bool:
    """Whether a verb tells where men are, not what they do or where they go."""
    if scene.words.has(verb, "stand") and any(not scene.words.has(t, "line") for t in objects(verb)):
        return scene.words.has(verb, "deploy")
    return bool(children(verb, "cop")) or any(scene.words.has(verb, cls) for cls in ("deploy", "stand", "station"))


def _ground(scene: Scene, token: Token) -> list[Actor]:
    """The state of a place, the side whose men or soil a token speaks of."""
    named = [a for a in scene.sides(token, places=True) if a.kind in ("state", "armed_group") or scene.pact_of(a)]
    if named:
        return named
    if case_of(token) in _BESIDE or scene.words.has(token, "line") or scene.words.has(token, "ground"):
        return [a for a in scene.owners(token) if a.kind == "state"]
    owned = [a for t in children(token, "nmod:poss") for a in scene.sides(t, places=True, loose=True)]
    return owned or scene.states_of_town(token)


def _landlords(scene: Scene, nouns: Sequence[Token], verb: Token | None) -> list[Actor]:
    """Who has foreign men or bases: "Bhutan has Indian instructors", "Oman, with Iranian brigades"."""
    top = nouns[-1]
    if not sources(scene, nouns):
        return []
    if verb is None:
        held = top.dep_ == "nmod" and case_of(top) == "with"
        return [a for a in scene.sides(top.head, places=True) if a.kind == "state"] if held else []
    weapons = scene.words.has(nouns[0], "means") and not scene.words.has(nouns[0], "tutor")
    if weapons or not scene.words.has(verb, "house") or top.dep_ != "obj" or is_passive(verb):
        return []
    who = subject(verb)
    return [a for a in scene.sides(who) if a.kind == "state"] if who is not None else []
