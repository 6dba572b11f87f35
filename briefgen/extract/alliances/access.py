"""Rules on help that is no shipment: schooling another's men, letting another's men in."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from briefgen.extract.alliances.clauses import doer, is_real
from briefgen.extract.alliances.help import granted, is_doubtful
from briefgen.extract.alliances.roles import doers, friendly, side_or_owner, sources
from briefgen.extract.alliances.scene import Found, Scene
from briefgen.extract.syntax import children, is_passive, objects, obliques, subject


def taught(scene: Scene, token: Token) -> Iterator[Found]:
    """ "Turkey trains Somali commandos", "Polish divisions drilled by French officers": men of one, help of another."""
    if not scene.words.has(token, "teach") or not is_real(token) or is_doubtful(token):
        return
    teacher = doer(token)
    givers = doers(scene, token) or (side_or_owner(scene, teacher) if teacher is not None else [])
    pupils = [subject(token)] if is_passive(token) else objects(token)
    takers = [a for t in pupils if t is not None for a in side_or_owner(scene, t)]
    yield from granted(scene, token, givers, friendly(scene, givers, takers), "help_granted", rule="teach")


def let_in(scene: Scene, token: Token) -> Iterator[Found]:
    """ "Cyprus lets Russian warships refuel", "gave American jets leave to fly": to whom the men belong."""
    if not (scene.words.has(token, "allow") or scene.words.has(token, "give")) or not is_real(token):
        return
    things = [*objects(token), *children(token, "iobj", "nsubj"), *obliques(token, "to")]
    things += [t for c in children(token, "xcomp", "ccomp") for t in children(c, "nsubj")]
    things += [t for o in objects(token) for t in children(o, "compound")]  # "gave American jets leave"
    leave = any(_is_leave(scene, t) for t in objects(token))
    uses = [c for c in children(token, "xcomp", "ccomp") if scene.words.has(c, "enter") and _is_warlike(scene, c)]
    host = doer(token)
    if host is None or not (leave or (uses and scene.words.has(token, "allow"))):
        return
    men = [t for t in things if t.i > token.i and (scene.words.has(t, "unit") or scene.sides(t, places=True))]
    givers = [a for a in scene.sides(host) if a.kind == "state"]
    takers = [a for t in men for a in (sources(scene, [t]) or side_or_owner(scene, t))]
    yield from granted(scene, token, givers, friendly(scene, givers, takers), "help_granted", rule="let.in")


def _is_warlike(scene: Scene, verb: Token) -> bool:
    """Whether what is allowed is of war: done by men of war, or with arms or ground ("use the port")."""
    who = [*children(verb, "nsubj"), *(t for t in children(verb.head, "obj", "nsubj") if t.i > verb.head.i)]
    things = [t for t in objects(verb) if t not in who]
    if any(scene.words.has(t, "unit") for t in who):
        return True
    return any(scene.words.has(t, cls) for t in things for cls in ("ground", "unit", "material"))


def _is_leave(scene: Scene, thing: Token) -> bool:
    """Whether a thing given is ground, or leave to do something of war: "the use of its ports", not "of its songs"."""
    of = obliques(thing, "of", "to")
    ground = any(scene.words.has(t, cls) for t in of for cls in ("ground", "unit"))
    return scene.words.has(thing, "ground") or (scene.words.has(thing, "leave_to") and (ground or not of))
