"""Rules on frictions among allies: a strain, a clash, an act against a fellow member.

They run after the rules on ties, whose findings say who is allied with whom.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations

from spacy.tokens import Token

from briefgen.extract.alliances.clauses import doer, is_real, subjects
from briefgen.extract.alliances.scene import Found, Scene
from briefgen.extract.syntax import (
    children,
    clause_span,
    negated,
    objects,
    obliques,
    predicate_of,
    subject,
    subtree_span,
)
from briefgen.parsed import Actor

_PATIENCE = frozenset({"patience", "trust", "faith", "confidence"})
_AVERTED = frozenset({"avert", "avoid", "prevent", "risk", "threaten", "fear", "prospect", "possibility", "threat"})
_RELATIONS = frozenset({"relation", "relations", "ties", "tie", "relationship", "relationships", "links"})


def strained(scene: Scene, token: Token) -> Iterator[Found]:
    """ "a row between Washington and Ankara", "at odds", "relations soured", "losing patience with its ally"."""
    start, end = clause_span(token)
    if scene.words.has(token, "strain"):
        yield from _rift(scene, token)
    elif scene.words.has(token, "odds"):
        whose = subject(token.head) if token.dep_ == "obl" else subject(token)
        if token.lower_ == "terms" and not _are_bad(token):
            return
        who = [*scene.sides(whose), *scene.among(token, "with"), *scene.among(token.head, "with")]
        yield from _friction(scene, who, start, end, rule="odds")
    elif scene.words.has(token, "sour"):
        things = [t for t in (*subjects(token), *objects(token)) if t.lower_ in _RELATIONS]
        who = [a for t in things for a in (*scene.owners(t), *scene.among(t, "between", "with"))]
        yield from _friction(scene, who, start, end, rule="sour")
    elif scene.words.has(token, "lose") and any(t.lower_ in _PATIENCE for t in objects(token)):
        who = [*scene.sides(doer(token)), *scene.among(token, "with", "in")]
        who += [a for t in objects(token) for a in scene.among(t, "with", "in")]
        yield from _friction(scene, who, start, end, rule="patience", by=who[:1])


def clashed(scene: Scene, token: Token) -> Iterator[Found]:
    """ "Greek and Turkish ships collided" between members of one pact; "pit NATO allies against each other"."""
    start, end = clause_span(token)
    if scene.words.has(token, "pit"):
        sides = [t for t in (*objects(token), *subjects(token)) if scene.words.has(t, "tie")]
        pacts = [p for t in sides for c in children(t, "compound", "nmod:poss", "amod") for p in scene.pacts(c)]
        if pacts and any(t.lower_ == "against" for t in token.subtree):
            yield Found((pacts[0],), "clash_between_allies", None, start, end, "pit")
    elif scene.words.has(token, "clash") and is_real(token):
        who = [*scene.sides(doer(token), loose=True), *scene.among(token, "with", "against")]
        yield from _brawl(scene, who, start, end)
    elif scene.words.has(token, "fire") and is_real(token):
        places = [t for t in token.subtree if t.lower_ in ("border", "frontier", "boundary")]
        yield from _brawl(scene, [a for t in (*places, token) for a in _two(scene, t)] if places else [], start, end)
    elif scene.words.has(token, "brawl") and is_real(predicate_of(token)) and token.head.lemma_ not in _AVERTED:
        yield from _brawl(scene, _two(scene, token), *subtree_span(token))


def hostile(scene: Scene, token: Token) -> Iterator[Found]:
    """ "threatened to confront its NATO ally", "accused a fellow NATO member": a pact's member against another."""
    if not scene.words.has(token, "defy"):
        return
    kin = [t for t in objects(token) if scene.words.has(t, "tie") or scene.words.has(t, "member")]
    pacts = [p for t in kin for c in children(t, "compound", "amod", "nmod:poss") for p in scene.pacts(c)]
    actors = [a for a in scene.sides(doer(token)) if a.kind == "state"]
    named = [p for t in objects(token) for p in scene.pacts(t)] if is_real(token) else []
    pacts += [p for p in named if any(a.id in scene.members(p) for a in actors)]  # a member against its own pact
    if pacts:
        start, end = clause_span(token)
        yield Found((pacts[0],), "strain", actors[0] if actors else None, start, end, "defy")


def _brawl(scene: Scene, who: Sequence[Actor], start: int, end: int) -> Iterator[Found]:
    for one, other in combinations(dict.fromkeys(who), 2):
        for pact in scene.shared_pacts(one, other):
            if pact is not None and _is_named(scene, pact):
                yield Found((pact,), "clash_between_allies", None, start, end, "clash")


def _two(scene: Scene, token: Token) -> list[Actor]:
    """The two sides of "the border between Tajikistan and Kyrgyzstan", "between the republics of A and B"."""
    between = obliques(token, "between")
    inner = [a for t in between for a in scene.among(t, "of")]
    return inner if len(inner) == 2 else scene.among(token, "between")


def _rift(scene: Scene, token: Token) -> Iterator[Found]:
    start, end = subtree_span(token)
    inside = [p for t in obliques(token, "within", "inside", "in") for p in scene.pacts(t)]
    if inside:
        yield Found((inside[0],), "strain", None, start, end, "strain.pact")
        return
    who = [*scene.owners(token), *scene.among(token, "between", "with")]
    who += [
        a
        for t in obliques(token, "in")
        if t.lower_ in _RELATIONS
        for a in (*scene.owners(t), *scene.among(t, "between", "with"))
    ]
    yield from _friction(scene, who, start, end, rule="strain")


def _friction(
    scene: Scene, who: Sequence[Actor], start: int, end: int, *, rule: str, by: Sequence[Actor] = ()
) -> Iterator[Found]:
    """A strain between two allies, or between a pact and one of its members; none among others."""
    sides = list(dict.fromkeys(who))
    pact = next((p for s in sides if (p := scene.pact_of(s))), None)
    if pact is not None and len(sides) == 2:
        yield Found((pact,), "strain", by[0] if by else None, start, end, rule)
    elif len(sides) == 2 and scene.allied(sides[0], sides[1]):
        yield Found((sides[0], sides[1]), "strain", by[0] if by else None, start, end, rule)


def _is_named(scene: Scene, pact: Actor) -> bool:
    """Whether the article names the pact: a clash of two states is told as one of allies only then."""
    return any(actor.id == pact.id for m in scene.parsed.mentions for actor in m.actors)


def _are_bad(token: Token) -> bool:
    """ "not on the best of terms", "on bad terms"."""
    top = token.head if token.dep_ in ("obl", "nmod") else token
    bad = any(c.lower_ in ("bad", "ill", "poor", "evil", "icy", "worst") for c in token.children)
    return bad or negated(top) or negated(token)
