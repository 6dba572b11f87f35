"""With whom a side deals in a clause: by syntax first, then by who is spoken of before, then by the register of wars.

One frame for promises, refusals and requests: whatever the verb, the partner stands as its object, after a preposition,
as the owner of what is defended or joined, or in the clause or sentence before; never is it an enemy.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from spacy.tokens import Token

from briefgen.extract.alliances.clauses import doer
from briefgen.extract.alliances.focus import backed_by, recipient_before
from briefgen.extract.alliances.goods import describing, is_civil, is_material, nominals
from briefgen.extract.alliances.scene import Found, Scene
from briefgen.extract.syntax import children, conjuncts, objects, subject
from briefgen.model import Aspect
from briefgen.parsed import Actor

_TOWARD = ("to", "for", "upon", "toward", "towards", "with", "behind", "beside", "alongside", "on")
_WHERE = ("in", "into", "at", "across", "near")
_CLAUSES = frozenset({"advcl", "acl:relcl", "advcl:relcl", "parataxis", "ccomp", "appos"})
_ABOVE = frozenset({"xcomp", "ccomp", "acl", "advcl"})
_BODY = "intergovernmental"
_ERRANDS = frozenset({"mission", "delegation"})  # of envoys, where it is not said to be a military one
_GIVES = frozenset({"promise", "offer", "give", "lend", "sell", "send", "grant", "deny", "refuse", "supply", "pledge"})


def within(token: Token) -> Iterator[Token]:
    """What hangs under *token* in its own clause, in no side clause and no other verb joined to it; without itself."""
    for c in token.children:
        apart = c.dep_ in _CLAUSES or (c.dep_ == "conj" and c.pos_ in ("VERB", "AUX"))
        if not apart:
            yield c
            yield from within(c)


def goods_in(scene: Scene, token: Token) -> list[Token]:
    """Arms, men and military help named after a verb in its clause, wherever a parser hangs them."""
    found = [t for t in within(token) if t.i > token.i or token.dep_ == "acl:relcl"]
    arms = [t for t in found if (is_material(scene, t) or scene.words.has(t, "force")) and not is_civil(t)]
    arms = [t for t in arms if not any(m.head == "actor" for m in scene.parsed.mentions_at(t))]  # an army by name
    return [t for t in arms if t.lemma_ not in _ERRANDS or any(scene.words.has(d, "military") for d in describing(t))]


def above(token: Token) -> list[Token]:
    """The verbs, nouns and adjectives that *token* completes: "promised" and "offer" over "to send"; at most three."""
    found: list[Token] = []
    while token.dep_ in _ABOVE and token.head != token and len(found) < 3:
        token = token.head
        found.append(token)
    return found


def actors_of(scene: Scene, token: Token) -> list[Actor]:
    """Who does it: the sides at the doer, whose men or means it is, or who spoke before of unnamed men of its own."""
    who = doer(token)
    if who is None:
        return []
    found = scene.sides(who)
    arms = [t for t in conjuncts(who) if scene.words.has(t, "force") or is_material(scene, t)]
    found = found or [a for t in arms for a in (*scene.owners(t), *_from(scene, t))]
    speaking = token.head if token.dep_ == "conj" and arms and not found else None
    return found or (scene.sides(doer(speaking)) if speaking is not None else [])


def partners(scene: Scene, token: Token, *, by: Actor, goods: Sequence[Token]) -> list[Actor]:
    """The sides that the clause of *token* or the one above names as the partner of *by*; empty where none is."""
    tops = [token, *(t for t in above(token) if t.pos_ in ("VERB", "NOUN", "ADJ"))]
    ends = [t for top in tops for t in nominals(top, *_TOWARD)]
    places = [t for top in (token, *goods) for t in nominals(top, *_WHERE)]
    inner = [t for top in tops for t in (*_told(top, goods), *nominals(top))]
    steps = (
        [a for top in tops for t in _told(top, goods) for a in scene.sides(t, places=True)],
        [a for t in goods for a in swallowed(scene, t, token)],
        [a for t in (*ends, *(o for g in goods for o in nominals(g, "to", "for"))) for a in _at(scene, t)],
        [a for t in inner if t not in goods for a in (*scene.owners(t), *_of(scene, t))],
        [a for t in places for a in (*scene.sides(t, places=True), *_of(scene, t))],
    )
    for found in steps:
        if fit := [a for a in dict.fromkeys(found) if is_partner(scene, by, a)]:
            return fit
    return []


def partner_before(scene: Scene, token: Token, *, by: Actor) -> list[Actor]:
    """Whom the clauses before leave as the partner: who asked or is helped, an ally just named, a side backed."""
    sides = recipient_before(scene, token.i, giver=by) or _named_ally(scene, token, by) or backed_by(scene, by)
    return [a for a in sides if a != by and is_partner(scene, by, a)]


def is_partner(scene: Scene, one: Actor, other: Actor) -> bool:
    """Whether *other* is somebody else with whom *one* is not at war; a common body too."""
    some = scene.is_side(other) or other.kind == _BODY
    return one.name != other.name and some and not scene.are_foes(one, other)


def tie(scene: Scene, by: Actor, other: Actor, aspect: Aspect) -> tuple[tuple[Actor, ...], Aspect, Actor]:
    """The sides of a fact between two: the pact alone where one of them is a pact or its mission."""
    pact = scene.pact_of(other) or scene.pact_of(by) or (other if other.kind == _BODY else None)
    return ((pact,) if pact else (by, other)), aspect, scene.pact_of(by) or by


def between(
    scene: Scene, by: Actor, others: Sequence[Actor], *, aspect: Aspect, span: tuple[int, int], rule: str
) -> Iterator[Found]:
    """A fact of *by* with each of *others*; none where an earlier rule has read the same aspect in the clause."""
    known = any(tie.aspect == aspect and tie.start < span[1] and span[0] < tie.end for tie in scene.ties)
    for other in () if known else others:
        sides, told, actor = tie(scene, by, other, aspect)
        yield Found(sides, told, actor, *span, rule)


def _at(scene: Scene, token: Token) -> list[Actor]:
    """The sides at *token*; the body whose force or mission it is: "the U.N. operation", "the OAU's force"."""
    if found := scene.sides(token, places=True):
        return found
    parts = [token, *children(token, "compound", "amod", "nmod:poss"), *nominals(token, "of")]
    bodies = [a for t in parts for m in scene.parsed.mentions_at(t) for a in m.actors if a.kind == _BODY]
    return bodies if scene.words.has(token, "force") or scene.words.has(token, "intervene") else []


def _told(top: Token, goods: Sequence[Token]) -> list[Token]:
    own = subject(top)
    found = [t for o in (*children(top, "iobj"), *objects(top)) for t in conjuncts(o)]
    return [t for t in found if t not in goods and t != own]


def swallowed(scene: Scene, noun: Token, verb: Token) -> list[Actor]:
    """ "promised Chad two hundred soldiers": the one who gets it, read as a part of the noun."""
    if verb.lemma_ not in _GIVES:
        return []
    mentions = [m for m in scene.parsed.mentions_at(noun) if verb.i < m.start < m.root]
    return [a for m in mentions if m.form != "demonym" for a in m.actors]


def _from(scene: Scene, noun: Token) -> list[Actor]:
    return [a for t in nominals(noun, "from", "of") for a in scene.sides(t, places=True)]


def _of(scene: Scene, noun: Token) -> list[Actor]:
    return [a for t in nominals(noun, "of") for a in scene.sides(t, places=True)]


def _named_ally(scene: Scene, token: Token, by: Actor) -> tuple[Actor, ...]:
    """The one ally of *by* named in the sentence, else in the one before; nothing where two are."""
    here = scene.parsed.sentence_index(token)
    for back in (0, 1):
        near = [m for m in scene.parsed.mentions if scene.parsed.sentence_index(m.start) == here - back]
        found = dict.fromkeys(a for m in near for a in m.actors if a != by and scene.is_side(a))
        allies = [a for a in found if scene.allied(by, a) and not scene.are_foes(by, a)]
        if found:
            return (by, allies[0]) if len(allies) == 1 else ()
    return ()
