"""Rules on what binds allies without the usual words: bases hosted, clauses quoted, duties, shots at each other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from spacy.tokens import Token

from briefgen.extract.alliances.clauses import doer, is_real, pairs
from briefgen.extract.alliances.goods import nominals
from briefgen.extract.alliances.scene import Found, Scene
from briefgen.extract.syntax import (
    case_of,
    children,
    clause_span,
    conjuncts,
    objects,
    obliques,
    patients,
    subject,
    subtree_span,
)
from briefgen.parsed import Actor

_ONE = frozenset({"one", "any", "single", "either"})
_ALL = frozenset({"all", "both", "every", "them", "others", "each", "whole"})
_REACH = 16  # tokens between the two attacks of "an attack on one … an attack on all"
_DUTIES = frozenset({"come", "defend", "assist", "help", "aid", "protect", "intervene", "support", "treat", "fight"})


def hosted(scene: Scene, token: Token) -> Iterator[Found]:
    """ "Djibouti hosts a French base", "both host Russian bases"."""
    if not scene.words.has(token, "host") or not is_real(token):
        return
    bases = [t for t in patients(token) if scene.words.has(t, "force")]
    hosts = [a for a in scene.sides(doer(token)) if not scene.is_pact(a)]
    senders = [a for t in bases for a in scene.owners(t)]
    for host, sender in pairs(hosts, list(dict.fromkeys(senders))):
        pact = scene.pact_of(sender)
        sides = (pact,) if pact else (host, sender)
        yield Found(sides, "deployment", sender, *clause_span(token), "host")


def lent(scene: Scene, token: Token) -> Iterator[Found]:
    """ "Irish troops of the United Nations force", "a Kenyan battalion of AMISOM": a state's men in a common force."""
    if not scene.words.has(token, "force"):
        return
    common = [t for t in obliques(token, "of", "in", "with") if scene.words.has(t, "force") or scene.pacts(t)]
    bodies = [m.actor for t in common for m in scene.parsed.mentions_at(t) if m.actor and not m.place]
    bodies += [m.actor for t in common for c in children(t, "compound") for m in scene.parsed.mentions_at(c) if m.actor]
    joint = next((a for a in bodies if a.kind == "intergovernmental"), None)
    own = [a for m in scene.parsed.mentions_at(token) if m.form == "demonym" for a in m.actors]
    if joint is not None:
        body = scene.pact_of(joint) or joint
        states = [a for a in (own or scene.owners(token)) if a.kind == "state"]
        if states:
            by = states[0] if len(states) == 1 else None
            yield Found((body,), "deployment", by, *subtree_span(token), "lent")


def landed(scene: Scene, token: Token) -> Iterator[Found]:
    """ "An advance party of the CSTO landed in Almaty": a pact's own people come to a place."""
    if not scene.words.has(token, "land") or not is_real(token):
        return
    top = subject(token)
    for noun in [t for t in (conjuncts(top) if top is not None else ()) if scene.words.any([t], "force")]:
        parts = [*children(noun, "compound", "amod", "nmod:poss"), *nominals(noun, "of", "from")]
        pacts = [*scene.pacts(noun, officers=True), *(p for t in parts for p in scene.pacts(t))]
        yield from (Found((p,), "deployment", p, *clause_span(token), "land") for p in dict.fromkeys(pacts))


def united(scene: Scene, token: Token) -> Iterator[Found]:
    """ "an attack on one member is an attack on all": the clause of a pact, in its usual words."""
    if not scene.words.has(token, "attack") or not _reaches(token, _ONE):
        return
    after = token.doc[token.i + 1 : min(token.sent.end, token.i + _REACH)]
    second = next((t for t in after if scene.words.has(t, "attack") and _reaches(t, _ALL)), None)
    pact = pact_before(scene, token.i) if second is not None else None
    if second is not None and pact is not None:
        yield Found((pact,), "commitment", pact, token.left_edge.i, second.right_edge.i + 1, "clause")


def bound(scene: Scene, token: Token) -> Iterator[Found]:
    """ "the pact, which binds Russia, Belarus and Kazakhstan to come to the aid of a member"."""
    if not scene.words.has(token, "bind") or not is_real(token):
        return
    duties = [c for c in children(token, "xcomp", "advcl", "ccomp") if c.lemma_ in _DUTIES]
    states = [a for t in objects(token) for a in scene.sides(t, places=True) if a.kind == "state"]
    members = [t for t in objects(token) if scene.words.has(t, "member")]
    if not duties or not (states or members):
        return
    pacts = [p for t in _subjects(token) for p in scene.pacts(t)]
    ids = {a.id for a in states}
    pacts = pacts or [p for p in scene.named_pacts() if len(states) >= 2 and ids <= scene.members(p)]
    if not pacts and (members or any(scene.words.has(t, "pact") for t in _subjects(token))):
        pacts = [p for p in [pact_before(scene, token.i)] if p is not None and ids <= scene.members(p)]
    if pacts:
        yield Found((pacts[0],), "commitment", pacts[0], *clause_span(token), "bind")


def duelled(scene: Scene, token: Token) -> Iterator[Found]:
    """ "Two more members, Kyrgyzstan and Tajikistan, shot at each other"."""
    words = [t.lower_ for t in token.doc[token.i + 1 : token.i + 4]]
    if not scene.words.has(token, "duel") or words not in (["at", "each", "other"], ["at", "one", "another"]):
        return
    tops = _subjects(token)
    who = [a for t in tops for item in (t, *children(t, "appos")) for a in scene.sides(item, loose=True)]
    found = list(dict.fromkeys(who))
    if len(found) == 2:
        named = {a.id for a in scene.named_pacts()}
        for pact in scene.shared_pacts(found[0], found[1]):
            if pact is not None and pact.id in named:
                yield Found((pact,), "clash_between_allies", None, *clause_span(token), "duel")


def whole_of(scene: Scene, token: Token) -> Actor | None:
    """The pact that forces are sent for: "as part of the mission of the African Union"."""
    parts = [t for t in token.subtree if t.lower_ == "part" and case_of(t) == "as"]
    whole = [t for part in parts for t in obliques(part, "of")]
    whole += [o for t in obliques(token, "under", "within") for o in (t, *nominals(t, "of"))]
    return next(
        (p for t in whole for c in (t, *children(t, "compound", "amod", "nmod:poss")) for p in scene.pacts(c)), None
    )


def pact_before(scene: Scene, at: int) -> Actor | None:
    """The pact named last before token *at*, at most three sentences back."""
    here = scene.parsed.sentence_index(at)
    found: Actor | None = None
    for mention in scene.parsed.mentions:
        if mention.start >= at:
            break
        if here - scene.parsed.sentence_index(mention.start) <= 3:
            found = next((p for a in mention.actors if (p := scene.pact_of(a))), found)
    return found


def antecedents(token: Token) -> Sequence[Token]:
    """What the "which" of a relative clause stands for: its noun, and what that noun is an apposition of."""
    if token.dep_ != "acl:relcl":
        return ()
    return [token.head, token.head.head] if token.head.dep_ == "appos" else [token.head]


def _reaches(token: Token, words: frozenset[str]) -> bool:
    after = [t.lower_ for t in token.doc[token.i + 1 : token.i + 4]]
    return after[:1] in (["on"], ["against"]) and bool(words & set(after[1:]))


def _subjects(token: Token) -> list[Token]:
    top = subject(token)
    found = [] if top is None else conjuncts(top)
    pronouns = [t for t in found if t.lower_ in ("which", "that", "who")]
    return [*antecedents(token)] if pronouns else found + [t for t in obliques(token) if t.dep_ == "obl:agent"]
