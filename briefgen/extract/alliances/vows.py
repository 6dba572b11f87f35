"""Rules on standing by an ally: who will not abandon it, under whose protection it is, what a treaty makes a duty."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from briefgen.extract.alliances.clauses import doer, is_promised, is_real, subjects
from briefgen.extract.alliances.goods import nominals, whose
from briefgen.extract.alliances.help import granted
from briefgen.extract.alliances.scene import Found, Scene
from briefgen.extract.syntax import (
    case_of,
    children,
    conjuncts,
    is_passive,
    modality,
    negated,
    objects,
    obliques,
    predicate_of,
)

_BESIDE = ("by", "with", "behind", "beside", "alongside")
_WILL = frozenset({"will", "would", "shall", "wo", "never", "'ll", "'d", "should"})
_MUST = frozenset({"must", "shall", "would", "should", "will"})
_IF = frozenset({"if", "when", "should", "in"})
_TREATIES = ("under", "by")


def stood_by(scene: Scene, token: Token) -> Iterator[Found]:
    """ "The United States stands by Poland", "would go to war for Norway"."""
    if not scene.words.has(token, "steadfast") or not (is_real(token) or is_promised(token)) or is_passive(token):
        return
    row = scene.words.row(token, "steadfast")
    past_with = token.tag_ in ("VBD", "VBN") and bool(obliques(token, "with"))  # mere words of sympathy
    if past_with:
        return
    if row is not None and row.attrs.get("for") and not is_promised(token):
        return
    cases = ("for",) if row is not None and row.attrs.get("for") else _BESIDE
    takers = [a for t in obliques(token, *cases) for a in scene.sides(t)]
    takers += [a for t in obliques(token, "to") for o in nominals(t, "for") for a in scene.sides(o)]  # "to war for"
    yield from granted(scene, token, scene.sides(doer(token)), takers, "commitment", rule="stand.by")


def kept_faith(scene: Scene, token: Token) -> Iterator[Found]:
    """ "Russia will not abandon Serbia", "would never leave her small kinsmen alone"."""
    if not scene.words.has(token, "abandon") or not negated(token) or is_passive(token):
        return
    row = scene.words.row(token, "abandon")
    crushed = [
        c for c in children(token, "xcomp", "ccomp") if scene.words.has(c, "menace") or scene.words.has(c, "ruin")
    ]
    if row is not None and row.attrs.get("needs_ruin") and not crushed:  # "will not allow Serbia to be crushed"
        return
    if any(c.lower_ in _WILL for c in children(token, "aux", "advmod")):
        wards = [
            *objects(token),
            *children(token, "iobj"),
            *(t for c in crushed for t in children(c, "nsubj", "nsubj:pass")),
        ]
        takers = [a for t in wards for a in scene.sides(t, places=True)]
        yield from granted(scene, token, scene.sides(doer(token)), takers, "commitment", rule="faith")


def sheltered(scene: Scene, token: Token) -> Iterator[Found]:
    """ "Kuwait is under British protection", "under the wing of Moscow": the one above is its protector."""
    if not scene.words.has(token, "shield") or case_of(token) not in ("under", "beneath"):
        return
    protectors = scene.owners(token)
    for t in [*nominals(token, "of"), *obliques(token, "of")]:
        named = [o for part in (t, *children(t, "appos")) for o in conjuncts(part)]
        protectors += [a for o in (*named, *nominals(t, "including", "such as")) for a in scene.sides(o, places=True)]
    top = token if children(token, "cop") else predicate_of(token.head)
    wards = [a for t in subjects(top) for a in scene.sides(t, places=True)]
    wards = wards or [a for a in scene.sides(token.head, places=True) if token.dep_ == "nmod"]
    vague = any(t.lower_ in ("both", "all") for t in subjects(top))
    if modality(top) != "hypothetical" and not vague:
        yield from granted(scene, token, list(dict.fromkeys(protectors)), wards, "commitment", rule="shelter")


def dutiful(scene: Scene, token: Token) -> Iterator[Found]:
    """ "Under the treaty Russia must come to North Korea's aid if it is attacked": what a pact makes a duty."""
    comes = token.lemma_ in ("come", "go", "rush") and any(scene.words.has(t, "aid") for t in obliques(token, "to"))
    if not (comes or scene.words.has(token, "guard") or scene.words.has(token, "rescue")):
        return
    must = any(c.lower_ in _MUST for c in children(token, "aux"))
    clauses = [
        c for c in children(token, "advcl") if any(m.lower_ in _IF for m in children(c, "mark", "advmod", "aux"))
    ]
    attacked = any(scene.words.has(t, "menace") for c in clauses for t in c.subtree)
    bound = any(scene.words.has(t, "pact") for t in obliques(token, *_TREATIES))
    if not must or not (attacked or bound):
        return
    takers = [a for t in objects(token) for a in scene.sides(t, places=True)]
    ends = [t for t in obliques(token, "to") if scene.words.has(t, "aid")]
    takers += [a for t in ends for a in (*scene.owners(t), *whose(scene, t))]
    yield from granted(scene, token, scene.sides(doer(token)), takers, "commitment", rule="duty")
