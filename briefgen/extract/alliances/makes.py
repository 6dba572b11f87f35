"""Rules on help that shows in what a side has in hand: arms named after their maker, and an ally's bases and skies."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from briefgen.extract.alliances.clauses import doer, is_real
from briefgen.extract.alliances.focus import backed_by
from briefgen.extract.alliances.goods import is_material
from briefgen.extract.alliances.help import granted
from briefgen.extract.alliances.scene import Found, Scene
from briefgen.extract.syntax import case_of, children, conjuncts, objects, obliques, patients, subtree_span
from briefgen.model import Aspect
from briefgen.parsed import Actor

_TAKEN = frozenset({"captured", "seized", "looted", "stolen", "old", "ageing", "aging", "downed", "unexploded"})
_BESIDE = ("amod", "compound", "obl", "obl:unmarked", "advmod")  # "Turkish-made", "US-supplied", "made in China"


def made(scene: Scene, token: Token) -> Iterator[Found]:
    """ "The Malian army used Turkish-made drones", "fired Iranian missiles at the port": their maker helps.

    Not where the goods were taken from their owner, or are used against their maker.
    """
    if not scene.words.has(token, "use") or not is_real(token):
        return
    users = [user for user in scene.sides(doer(token)) if not scene.is_pact(user)]
    goods = [item for thing in (*patients(token), *obliques(token, "with")) for item in conjuncts(thing)]
    against = [a for t in obliques(token, "against", "at", "on", "into") for a in scene.sides(t, places=True)]
    for thing in goods if users else []:
        makers = [maker for maker in _makers(scene, thing) if maker not in (*users, *against)]
        yield from granted(scene, token, makers, users, "help_granted", rule="made")


def let(scene: Scene, token: Token) -> Iterator[Found]:
    """ "Belarus let Russia use its territory", "Spain refused the United States the use of its bases"."""
    allows, refuses = scene.words.has(token, "allow"), scene.words.has(token, "refuse")
    if not (allows or refuses) or not is_real(token):
        return
    inner = next((c for c in children(token, "xcomp") if scene.words.has(c, "allow")), token)
    deeper = children(inner, "xcomp", "ccomp")
    things = [*(t for c in (inner, *deeper) for t in objects(c)), *(c for c in deeper if c.pos_ == "NOUN")]
    things += [t for c in children(inner, "advcl") for t in objects(c)]  # "barred the planes from crossing its land"
    used = [thing for t in things for thing in _used(t)]
    takers = [a for t in _allowed(inner) for a in (scene.sides(t, places=True) or scene.owners(t))]
    if any(_is_ground(scene, thing) for thing in used):
        aspect: Aspect = "help_granted" if inner is token and allows else "help_refused"
        yield from granted(scene, token, scene.sides(doer(token)), takers, aspect, rule="let")


def in_play(scene: Scene, token: Token) -> Iterator[Found]:
    """ "Israeli-made munitions": arms named after their maker, where it is known to back a side of the war told of."""
    if not is_material(scene, token) or (scene.words.has(token, "force") and not scene.words.has(token, "means")):
        return
    named = [
        a for c in _marks(scene, token) for t in (*children(c, *_BESIDE), *obliques(c, "in")) for a in _named(scene, t)
    ]
    for maker in [a for a in dict.fromkeys(named) if a.kind == "state"]:
        yield from _to_the_backed(scene, token, maker)


def _marks(scene: Scene, token: Token) -> list[Token]:
    """The words "-made", "-built", "-supplied" at a thing."""
    return [c for c in children(token, "amod", "acl") if scene.words.has(c, "make")]


def built(scene: Scene, token: Token) -> Iterator[Found]:
    """ "Moscow, which makes the rockets": where the maker is known to back a side of the war told of."""
    if not scene.words.has(token, "build") or not is_real(token):
        return
    goods = [t for t in objects(token) if is_material(scene, t)]
    for maker in scene.sides(doer(token)) if goods else ():
        yield from _to_the_backed(scene, token, maker)


def _to_the_backed(scene: Scene, token: Token, maker: Actor) -> Iterator[Found]:
    sides = backed_by(scene, maker)
    if sides:
        yield Found(sides, "help_granted", maker, *subtree_span(token), "made.known")


def _makers(scene: Scene, thing: Token) -> list[Actor]:
    """Whose make a thing of war is: "Turkish drones", "Turkish-made drones", "drones made in Turkey"."""
    row = scene.words.row(thing, "material")
    hard = is_material(scene, thing) and (row is None or not row.attrs.get("soft"))
    kinds = {t.lower_ for t in children(thing, "amod", "compound")}
    if not hard or kinds & _TAKEN or children(thing, "nmod:poss"):
        return []
    found = [a for m in scene.parsed.mentions_at(thing) if m.form == "demonym" for a in m.actors]
    makes = [c for c in children(thing, "amod", "acl", "acl:relcl") if scene.words.has(c, "make")]
    found += [
        a
        for c in makes
        for t in children(c, "amod", "compound", "obl", "obl:unmarked", "advmod")
        for a in _named(scene, t)
    ]
    return [a for a in dict.fromkeys(found) if a.kind == "state"]


def _named(scene: Scene, token: Token) -> list[Actor]:
    """The states at a word before "-made" or after "made in"."""
    if token.i > token.head.i and case_of(token) not in ("in", "by"):
        return []
    return scene.sides(token, places=True, loose=True)


def _allowed(token: Token) -> list[Token]:
    """Whom something is allowed or refused: an object that is no ground itself, the subject of its infinitive."""
    found = [*children(token, "obj", "iobj", "nsubj"), *obliques(token, "to")]
    found += [s for c in children(token, "xcomp", "ccomp") for s in children(c, "nsubj")]
    return [t for t in found if t.i > token.i]


def _used(token: Token) -> list[Token]:
    """A thing, and what "the use of" is of."""
    return [token, *obliques(token, "of")] if token.lower_ in ("use", "access") else [token]


def _is_ground(scene: Scene, token: Token) -> bool:
    """The own bases, skies or land of the one who allows: "its bases", "its air space"."""
    whose = children(token, "nmod:poss")
    own = not whose or any(c.lower_ in ("its", "their", "his", "her") for c in whose)
    return own and not obliques(token, "of") and scene.words.has(token, "ground")
