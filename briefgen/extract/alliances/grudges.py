"""Rules on ill will among allies that is told by how one of them feels or speaks of the other, or drifts from it."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from briefgen.extract.alliances.clauses import is_real, reached, subjects
from briefgen.extract.alliances.scene import Found, Scene
from briefgen.extract.syntax import children, clause_span, objects, obliques, patients, predicate_of, subtree_span
from briefgen.parsed import Actor

_TOWARD = ("with", "at", "by", "of", "to", "toward", "towards", "against", "over", "about", "from", "away from", "on")
_MEETINGS = frozenset({"talk", "negotiation", "summit", "meeting", "conference", "session"})
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
    clause = predicate_of(token)
    whose = [*scene.owners(token), *scene.among(token, "of", "in", "between")]
    whom = scene.among(token, "at", "with", "toward", "towards", "against", "over")
    whom = whom or [a for t in subjects(clause) for a in (scene.sides(t) or scene.owners(t))]
    span = subtree_span(token)
    for fact in _strain(scene, token, whose, whom, []):
        yield Found(fact.sides, "strain", fact.by, *span, fact.rule)


def _strain(scene: Scene, token: Token, who: list[Actor], whom: list[Actor], inside: list[Actor]) -> Iterator[Found]:
    """A strain of the first with the second where they are allied, or of a member with its pact."""
    sides = list(dict.fromkeys([*who[:2], *whom[:2]]))
    pact = next((p for s in (*sides, *inside) if (p := scene.pact_of(s))), None)
    states = [s for s in sides if scene.pact_of(s) is None]
    by = who[0] if whom and who else None
    if pact is not None and (inside or len(states) == 1):
        yield Found((pact,), "strain", by if by and by.kind == "state" else None, *clause_span(token), "grudge.pact")
    elif len(states) == 2 and scene.allied(states[0], states[1]):
        yield Found((states[0], states[1]), "strain", by, *clause_span(token), "grudge")


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
