"""Rules on ill will among allies that is told by how one of them feels or speaks of the other, or drifts from it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from spacy.tokens import Token

from briefgen.extract.alliances.clauses import is_real, reached, subjects
from briefgen.extract.alliances.scene import Found, Scene
from briefgen.extract.syntax import (
    case_of,
    children,
    clause_span,
    objects,
    obliques,
    patients,
    predicate_of,
    subtree_span,
)
from briefgen.parsed import Actor

_TOWARD = ("with", "at", "by", "of", "to", "toward", "towards", "against", "over", "about", "from", "away from", "on")
_MEETINGS = frozenset({"talk", "negotiation", "summit", "meeting", "conference", "session"})
_OVER = ("over", "despite", "amid", "to")
_WITHIN = ("within", "inside", "in", "among", "amongst")


def grudged(scene: Scene, token: Token) -> Iterator[Found]:
    """ "Moscow is frustrated with its ally Armenia", "Turkey drifts from NATO", "complains that Russia …"."""
    if not scene.words.has(token, "grudge") or not is_real(token):
        return
    who = [a for t in subjects(token) for a in (scene.sides(t) or scene.owners(t))]
    whom = [a for t in (*objects(token), *reached(token, *_TOWARD)) for a in _meant(scene, t)]
    for clause in children(token, "ccomp"):
        whom += [a for t in subjects(clause) for a in _meant(scene, t)]
    inside = [p for t in obliques(token, *_WITHIN) for p in scene.pacts(t)]
    alone = not [a for a in whom if a not in who] and not inside
    if alone and objects(token):  # "reproached it": not with each other
        return
    row = scene.words.row(token, "grudge")
    if alone and who and not scene.is_pact(who[0]) and row is not None and "particles" not in row.attrs:
        whom = (
            allies_beside(scene, token, who[0]) if len(who) == 1 else []
        )  # "American planes dropped arms to the rebels; Ankara was furious"
    yield from _strain(scene, token, who, whom, inside)


def divided(scene: Scene, token: Token) -> Iterator[Found]:
    """ "The invasion split Britain and the United States", "the vote divided NATO", "the coalition has collapsed"."""
    if not scene.words.has(token, "divide") or not is_real(token):
        return
    things = [t for t in (*patients(token), *subjects(token)) if t != token]
    pacts = [p for t in things for p in (*scene.pacts(t), *_of_bond(scene, t))]
    split = list(dict.fromkeys(a for t in patients(token) for a in scene.sides(t)))
    bonds = [t for t in things if scene.words.has(t, "trust")]
    bound = list(dict.fromkeys(a for t in bonds for a in (*scene.owners(t), *scene.among(t, "between", "with"))))
    if not pacts and len(bound) == 2:  # "the alliance between Eritrea and Sudan is crumbling"
        yield Found((bound[0], bound[1]), "strain", None, *clause_span(token), "divide.bond")
        return
    if pacts:
        yield Found((pacts[0],), "strain", None, *clause_span(token), "divide")
    elif len(split) == 2 and scene.allied(split[0], split[1]):
        yield Found((split[0], split[1]), "strain", None, *clause_span(token), "divide")


def resented(scene: Scene, token: Token) -> Iterator[Found]:
    """ "to the displeasure of London", "there is ill-feeling in Cairo toward Amman": between two that are allied."""
    if not scene.words.has(token, "resentment"):
        return
    if token.lemma_.lower() == "protest" and case_of(token) not in _OVER:
        return
    clause = predicate_of(token)
    whose = [*scene.owners(token), *scene.among(token, "of", "in", "between", "from")]
    whose += [p for t in obliques(token, "of") for c in children(t, "compound", "amod") for p in scene.pacts(c)]
    if not whose and case_of(token) in ("in", "with", "out of"):  # "recalled its envoys in fury at the deal"
        whose = [a for t in subjects(clause) for a in (scene.sides(t) or scene.owners(t))]
        for fact in _strain(scene, token, whose, whose and _beside(scene, token, clause, whose[0]), []):
            yield Found(fact.sides, "strain", fact.by, *clause_span(clause), fact.rule)
        return
    whom = scene.among(token, "at", "with", "toward", "towards", "against", "over")
    whom = whom or [a for t in subjects(clause) for a in (scene.sides(t) or scene.owners(t))]
    span = subtree_span(token)
    for fact in _strain(scene, token, whose, whom, []):
        yield Found(fact.sides, "strain", fact.by, *span, fact.rule)


def recalled(scene: Scene, token: Token) -> Iterator[Found]:
    """ "Paris recalled its ambassadors from Washington and Canberra": of allies, a strain."""
    if not scene.words.has(token, "summon_home") or not is_real(token):
        return
    envoys = [t for t in patients(token) if scene.words.has(t, "envoy")]
    whom = [a for o in (token, *envoys) for t in obliques(o, "from", "in", "to") for a in scene.sides(t, places=True)]
    who = [a for t in subjects(token) for a in scene.sides(t)] or [a for t in envoys for a in scene.owners(t)]
    for other in dict.fromkeys(whom) if envoys else ():
        yield from _strain(scene, token, who[:1], [other], [])


def allies_beside(scene: Scene, token: Token, by: Actor) -> list[Actor]:
    """The one ally of *by* that its sentence names, else none."""
    near = [m for m in scene.parsed.mentions if token.sent.start <= m.start < token.sent.end]
    found = dict.fromkeys(a for m in near for a in m.actors if a != by and a.kind == "state" and not m.place)
    allies = [a for a in found if scene.allied(by, a) and not scene.are_foes(by, a)]
    return allies if len(allies) == 1 else []


def _beside(scene: Scene, token: Token, clause: Token, by: Actor) -> list[Actor]:
    """Whom a feeling is about: after "at" or "with", what the clause does and to whom, else the one ally beside."""
    whom = scene.among(token, "at", "with", "toward", "towards", "against", "over")
    whom = whom or [a for t in (*objects(clause), *obliques(clause)) if t != token for a in _meant(scene, t)]
    return [a for a in whom if a != by] or allies_beside(scene, token, by)


def _strain(scene: Scene, token: Token, who: list[Actor], whom: list[Actor], inside: list[Actor]) -> Iterator[Found]:
    """A strain of the first with the second where they are allied, or of a member with its pact."""
    meant = list(dict.fromkeys(whom))[:3]
    for common in inside[:1]:  # "differ within NATO"
        by = who[0] if who and meant and who[0].kind == "state" else None
        yield Found((common,), "strain", by, *clause_span(token), "grudge.pact")
    couples = [(one, other) for one in who[:3] for other in meant if one != other] or combinations(who[:2], 2)
    for one, other in () if inside else couples:
        pact = scene.pact_of(one) or scene.pact_of(other)
        state = one if scene.pact_of(one) is None and one.kind == "state" and meant else None
        if pact is not None and (scene.pact_of(one) is None or scene.pact_of(other) is None):
            yield Found((pact,), "strain", state, *clause_span(token), "grudge.pact")
        elif pact is None and scene.allied(one, other):
            yield Found((one, other), "strain", one if meant else None, *clause_span(token), "grudge")


def _meant(scene: Scene, token: Token) -> list[Actor]:
    """The side at *token*, the one whose it is, or the pact whose members it names ("its NATO allies")."""
    if token.lemma_ in _MEETINGS:  # who leaves the talks of a pact may well not belong to it
        return []
    found = scene.sides(token) or scene.pacts(token)
    kin = [p for c in children(token, "compound", "amod", "nmod:poss") for p in scene.pacts(c)]
    return found or kin or scene.owners(token) or scene.among(token, "with", "to")


def _of_bond(scene: Scene, token: Token) -> list[Actor]:
    """ "trust among the NATO allies", "the unity of NATO": the pact whose bond a noun names."""
    if not scene.words.has(token, "trust"):
        return []
    inner = obliques(token, "among", "within", "between", "of", "in")
    return [p for t in inner for c in (t, *children(t, "compound", "amod")) for p in scene.pacts(c)]
