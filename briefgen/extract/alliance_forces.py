"""Rules on forces abroad: deployed, stationed, withdrawn.

They run after the rules on ties, whose findings say who is allied with whom.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from spacy.tokens import Token

from briefgen.extract.alliance_bonds import whole_of
from briefgen.extract.alliance_clauses import doer, is_promised, is_real, pairs, subjects
from briefgen.extract.alliance_scene import Found, Scene
from briefgen.extract.syntax import case_of, children, clause_span, is_none, objects, obliques, patients, subtree_span
from briefgen.model import Aspect
from briefgen.parsed import Actor

_AREAS = frozenset(
    {"area", "region", "town", "city", "country", "province", "bank", "enclave", "there", "border", "north"}
)
_DECISIONS = frozenset({"decision", "order", "announcement", "move", "plan", "plans", "pledge", "vow"})
_TROOPS = frozenset({"troops", "soldiers", "marines", "servicemen", "personnel"})
_INSIDE = ("in", "at", "across", "inside", "near", "throughout", "on", "around", "along", "within", "alongside")


def deployed(scene: Scene, token: Token) -> Iterator[Found]:
    """ "The United States keeps troops in Japan", "Russian soldiers are based in Armenia"."""
    aspect: Aspect = "deployment" if is_real(token) else "commitment"
    if not scene.words.has(token, "deploy") or (aspect == "commitment" and not is_promised(token)):
        return
    forces = [t for t in (*patients(token), *subjects(token)) if scene.words.has(t, "force")]
    if not forces:
        return
    senders = [a for t in forces for a in _holders_of_force(scene, t)] or scene.sides(doer(token))
    where = [t for t in (*obliques(token, *_INSIDE), *_inner(forces)) if case_of(t) in _INSIDE]
    joint = whole_of(scene, token)
    if joint is not None:  # "has troops in Mali as part of the mission of the African Union"
        states = [a for a in dict.fromkeys(senders) if a.kind == "state"]
        yield from (Found((joint,), aspect, state, *clause_span(token), "deploy.part") for state in states)
        return
    yield from _placed(scene, token, senders, where, aspect, rule="deploy")


def posted(scene: Scene, token: Token) -> Iterator[Found]:
    """ "its base in Djibouti", "troops stationed alongside Kurdish allies": a force noun with its place."""
    troops = token.lower_ in _TROOPS
    if not (scene.words.has(token, "post") or troops):
        return
    where = [t for t in _inner([token]) if case_of(t) in _INSIDE]
    where = where or [t for t in obliques(token.head, *_INSIDE) if 0 < t.i - token.i <= 4]
    where += [t for w in where for t in obliques(w, "in", "near", "outside")]  # "at an air base in Japan"
    owners = scene.owners(token)
    if owners and where and token.dep_ not in ("nsubj", "nsubj:pass"):
        placed = _placed(scene, token, owners, where, "deployment", rule="post", nominal=True)
        yield from (fact for fact in placed if not troops or not fact.rule.endswith(".group"))


def withdrawn(scene: Scene, token: Token) -> Iterator[Found]:
    """ "NATO pulled its soldiers out of Afghanistan", "Niger withdrew from ECOWAS", "the NATO mission ended"."""
    leaves, ends = scene.words.has(token, "withdraw"), scene.words.has(token, "end")
    decided = token.dep_ == "acl" and token.head.lower_ in _DECISIONS
    if not (leaves or ends) or not (is_real(token) or is_promised(token) or decided):
        return
    start, end = clause_span(token)
    from_what = [
        t for o in (*obliques(token, "from", "of"), *objects(token)) for t in (o, *children(o, "appos", "flat"))
    ]
    left = [p for t in from_what for p in scene.pacts(t)][:1] if leaves else []
    leavers = scene.sides(doer(token))
    for pact in left:
        for state in [a for a in leavers if a.kind == "state"]:
            yield Found((pact,), "withdrawal", state, start, end, "leave")
    forces = [t for t in (*patients(token), *subjects(token)) if scene.words.has(t, "force")]
    if not forces or left or not (is_real(token) or decided):
        return
    senders = [a for t in forces for a in _holders_of_force(scene, t)] or leavers
    where = [
        *obliques(token, "from", "of", "in", "out", "out of"),
        *_inner(forces),
        *(t for f in forces for t in obliques(f, "from")),
    ]
    yield from _placed(scene, token, senders, where, "withdrawal", rule="withdraw")


def departed(scene: Scene, token: Token) -> Iterator[Found]:
    """ "NATO's withdrawal from Afghanistan", "the end of the NATO combat mission"."""
    row = scene.words.row(token, "departure")
    if row is None or is_none(token):
        return
    whose = [t for t in obliques(token, "of") if scene.words.has(t, "force")]
    if row.attrs.get("of_force") and not whose:
        return
    owners = [a for t in (token, *whose) for a in (*scene.owners(t), *scene.among(t, "of"))]
    forces = [c for c in children(token, "compound") if scene.words.has(c, "force")]
    if not owners and forces and token.dep_ == "obj":  # "announced a troop withdrawal from Mali"
        owners = scene.sides(doer(token.head))
    where = [t for w in (token, *whose) for t in obliques(w, "from", "in", "out of")]
    yield from _placed(scene, token, owners, where, "withdrawal", rule="depart", nominal=True)


def _placed(
    scene: Scene,
    token: Token,
    senders: Sequence[Actor],
    where: Sequence[Token],
    aspect: Aspect,
    *,
    rule: str,
    nominal: bool = False,
) -> Iterator[Found]:
    """Forces of *senders* at a place: a pact's own, an ally's in a pact's base, or an ally's in the other's country."""
    start, end = subtree_span(token) if nominal else clause_span(token)
    near = [p for t in where for c in (t, *children(t, "compound", "amod", "nmod:desc")) for p in scene.pacts(c)]
    hosts = [a for t in where for a in scene.sides(t, places=True)]
    for sender in dict.fromkeys(senders):
        pact = scene.pact_of(sender)
        if pact is not None or near:
            told = pact or near[0]
            yield Found((told,), aspect, pact or sender, start, end, rule)
            continue
        towns = [a for t in where for a in scene.states_of_town(t)]  # "keeps a base at Gyumri"
        allies = [other for _, other in pairs([sender], [*hosts, *towns]) if scene.allied(sender, other)]
        for other in dict.fromkeys(allies):
            yield Found((sender, other), aspect, sender, start, end, rule)
        foreign = [host for host in hosts if host.name != sender.name]
        located = bool(foreign) or any(t.lower_ in _AREAS or t.pos_ == "PROPN" for t in where)
        located = located or any(scene.words.has(t, "tie") for t in where)
        tie = scene.fighter_tie(sender, foreign, token.i) if aspect != "commitment" and not allies and located else None
        if tie is not None:
            yield Found(tie.sides, aspect, sender, start, end, f"{rule}.group")
        elif aspect == "withdrawal" and not allies and (coalition := scene.coalition_of(sender, foreign)):
            yield Found((coalition,), aspect, sender, start, end, f"{rule}.coalition")


def _holders_of_force(scene: Scene, token: Token) -> list[Actor]:
    """Whose soldiers: "Russian soldiers", "NATO's mission", "peacekeepers of the African Union"."""
    own = [a for m in scene.parsed.mentions_at(token) if m.form in ("demonym", "name", "acronym") for a in m.actors]
    found = [*own, *scene.owners(token), *scene.among(token, "of", "from")]
    return [a for a in dict.fromkeys(found) if a.kind == "state" or scene.pact_of(a)]


def _inner(forces: Sequence[Token]) -> list[Token]:
    return [t for force in forces for t in obliques(force, *_INSIDE)]
