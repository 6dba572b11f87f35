"""Rules on duties that states take on toward each other: "an attack on either is an attack on both"."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise, permutations

from spacy.tokens import Token

from briefgen.extract.alliances.goods import nominals, whose
from briefgen.extract.alliances.scene import Found, Scene
from briefgen.extract.syntax import clause_span, conjuncts, predicate_of
from briefgen.parsed import Actor

_EITHER = frozenset({"either", "one", "any", "each"})
_BOTH = frozenset({"both", "all", "other", "others", "another"})
_ON = ("on", "upon", "against", "at")
_RETURNED = frozenset({("each", "other"), ("one", "another"), ("the", "other"), ("the", "others")})
_MOST = 3  # states in one treaty that are told by name


def mutual(scene: Scene, token: Token) -> Iterator[Found]:
    """ "signed an agreement that aggression against either is aggression against both", "to aid one another"."""
    blow = scene.words.has(token, "attack") and _hits(token, _EITHER) and _answered(scene, token)
    if not (blow or _is_returned(scene, token)) or not _is_sworn(scene, token):
        return
    states = _sworn(scene, token)
    ids = {a.id for a in states}
    if any(ids <= scene.members(pact) for pact in scene.named_pacts()):  # what a pact binds to is its own commitment
        return
    for one, other in permutations(states, 2) if 2 <= len(states) <= _MOST else ():
        if not scene.are_foes(one, other):
            yield Found((one, other), "commitment", one, *clause_span(predicate_of(token)), "mutual")


def equated(scene: Scene, token: Token) -> Iterator[Found]:
    """ "an attack on the kingdom will be considered an attack on Pakistan": Pakistan is bound to the kingdom."""
    if not scene.words.has(token, "attack"):
        return
    struck = _states_hit(scene, token)
    later = [t for t in token.sent if t.i > token.i and scene.words.has(t, "attack")]
    bound = [a for t in later[:1] for a in _states_hit(scene, t)]
    for one in struck:
        for other in [a for a in bound if a != one and not scene.are_foes(a, one)]:
            yield Found((one, other), "commitment", other, token.left_edge.i, later[0].right_edge.i + 1, "equate")


def _states_hit(scene: Scene, token: Token) -> list[Actor]:
    ends = nominals(token, *_ON)
    found = [a for t in ends for a in (*scene.sides(t, places=True), *whose(scene, t))]
    return [a for a in found if a.kind == "state"]


def _hits(token: Token, words: frozenset[str]) -> bool:
    """ "an attack on one", "aggression against both": read off the text, for parsers hang it anywhere."""
    after = [t.lower_ for t in token.doc[token.i + 1 : token.i + 4]]
    return after[:1] != [] and after[0] in _ON and bool(words & set(after[1:]))


def _answered(scene: Scene, token: Token) -> bool:
    """Whether the same words come back: "an attack on all"."""
    later = [t for t in token.sent if t.i > token.i and (t.lemma_ == token.lemma_ or scene.words.has(t, "attack"))]
    return any(_hits(t, _BOTH) for t in later)


def _is_returned(scene: Scene, token: Token) -> bool:
    """ "to aid one another", "to come to the other's defence", "to lend the other every military help"."""
    if not any(scene.words.has(token, cls) for cls in ("save", "guard", "secure", "help", "rescue", "give")):
        return False
    after = [t.lower_ for t in token.doc[token.i + 1 : token.i + 5]]
    return any(pair in _RETURNED for pair in pairwise(after))


def _is_sworn(scene: Scene, token: Token) -> bool:
    """Whether the sentence is about a treaty or an oath."""
    return any(scene.words.has(t, "pact") or scene.words.has(t, "sign") or t.lemma_ in _SWEARING for t in token.sent)


def _sworn(scene: Scene, token: Token) -> list[Actor]:
    """The states that bind themselves: those joined in the sentence, or the two of the sentence before."""
    for t in token.sent:
        if t.dep_ == "conj" or t.i > token.i:
            continue
        sides = [a for item in conjuncts(t) for a in scene.sides_of(item)]
        sides += [a for o in nominals(t.head, "with") for a in scene.sides_of(o)] if t.dep_ == "nsubj" and sides else []
        states = list(dict.fromkeys(a for a in sides if a.kind == "state"))
        if len(states) > 1:
            return states
    here = scene.parsed.sentence_index(token)
    near = [m for m in scene.parsed.mentions if scene.parsed.sentence_index(m.start) == here - 1]
    before = list(dict.fromkeys(a for m in near for a in m.actors if a.kind == "state"))
    two = any(t.lower_ in ("two", "both") for t in token.sent)
    return before if two and len(before) == 2 else []


_SWEARING = frozenset({"swear", "bind", "pledge", "undertake", "vow", "oblige", "promise", "agree"})
