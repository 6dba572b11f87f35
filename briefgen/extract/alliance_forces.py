"""Rules on forces and frictions among allies: deployed, withdrawn, at drills, at odds, in a clash, tied down; and on
what a pact itself decides. They run after the rules on ties, whose findings say who is allied with whom."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations

from spacy.tokens import Token

from briefgen.extract.alliance_bonds import whole_of
from briefgen.extract.alliance_goods import is_material
from briefgen.extract.alliance_scene import Found, Scene, doer, is_promised, is_real, pairs
from briefgen.extract.syntax import (
    case_of,
    children,
    clause_span,
    conjuncts,
    is_none,
    is_passive,
    objects,
    obliques,
    patients,
    predicate_of,
    subject,
    subtree_span,
)
from briefgen.model import Aspect
from briefgen.parsed import Actor

_PATIENCE = frozenset({"patience", "trust", "faith", "confidence"})
_AVERTED = frozenset({"avert", "avoid", "prevent", "risk", "threaten", "fear", "prospect", "possibility", "threat"})
_AREAS = frozenset(
    {"area", "region", "town", "city", "country", "province", "bank", "enclave", "there", "border", "north"}
)
_RELATIONS = frozenset({"relation", "relations", "ties", "tie", "relationship", "relationships", "links"})
_DECISIONS = frozenset({"decision", "order", "announcement", "move", "plan", "plans", "pledge", "vow"})
_TROOPS = frozenset({"troops", "soldiers", "marines", "servicemen", "personnel"})
_INSIDE = ("in", "at", "across", "inside", "near", "throughout", "on", "around", "along", "within", "alongside")


def deployed(scene: Scene, token: Token) -> Iterator[Found]:
    """ "The United States keeps troops in Japan", "Russian soldiers are based in Armenia"."""
    aspect: Aspect = "deployment" if is_real(token) else "commitment"
    if not scene.words.has(token, "deploy") or (aspect == "commitment" and not is_promised(token)):
        return
    forces = [t for t in (*patients(token), *_subjects(token)) if scene.words.has(t, "force")]
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
    forces = [t for t in (*patients(token), *_subjects(token)) if scene.words.has(t, "force")]
    if not forces or left or not (is_real(token) or decided):
        return
    senders = [a for t in forces for a in _holders_of_force(scene, t)] or leavers
    where = [
        *obliques(token, "from", "of", "in", "out", "out of"),
        *_inner(forces),
        *(t for f in forces for t in obliques(f, "from")),
    ]
    yield from _placed(scene, token, senders, where, "withdrawal", rule="withdraw")


def frozen(scene: Scene, token: Token) -> Iterator[Found]:
    """ "Armenia froze its participation in the CSTO", "suspended its membership of the pact"."""
    verb = token.head
    ends = any(scene.words.has(verb, cls) for cls in ("withhold", "end", "withdraw"))
    pacts = [p for t in obliques(token, "in", "of") for p in scene.pacts(t)]
    pacts += [p for c in children(token, "compound", "nmod:poss") for p in scene.pacts(c)]
    if scene.words.has(token, "share") and ends and is_real(verb) and pacts:
        start, end = clause_span(verb)
        for state in [a for a in scene.sides(doer(verb)) if a.kind == "state"]:
            yield Found((pacts[0],), "withdrawal", state, start, end, "freeze")


def broken(scene: Scene, token: Token) -> Iterator[Found]:
    """ "Chad ended its defence pact with France": a tie that one side gives up."""
    verb = token.head
    if not (scene.words.has(token, "pact") or scene.words.has(token, "league")) or token.dep_ != "obj":
        return
    ends = any(scene.words.has(verb, cls) for cls in ("withhold", "end", "withdraw", "break")) and is_real(verb)
    military = scene.words.has(token, "league") or scene.words.any(children(token, "amod", "compound"), "military")
    others = [*_with(scene, token, "with", "between"), *_with(scene, verb, "with")] if ends and military else []
    for one, other in pairs(scene.sides(doer(verb)), others):
        yield Found((one, other), "withdrawal", one, *clause_span(verb), "break")


def drilled(scene: Scene, token: Token) -> Iterator[Found]:
    """ "India and Japan held joint naval drills", "drills with South Korea"."""
    marks = [t for c in children(token, "amod", "compound") for t in (c, *children(c, "conj", "compound"))]
    row = scene.words.row(token, "drill")
    if row is None:
        return
    plain = row.attrs.get("plain") or scene.words.any(marks, "military")
    if row.attrs.get("joint") and not any(t.lower_ == "joint" for t in marks):
        return
    above = token.head if token.dep_ in ("obj", "obl", "nsubj", "nsubj:pass") else token
    if above != token and not is_real(above):
        return
    own = scene.owners(token)
    hosts = scene.sides(doer(above)) if token.dep_ in ("obj", "obl") and above.pos_ == "VERB" else []
    relative = [s for c in children(token, "acl:relcl") if is_real(c) and (s := subject(c)) is not None]
    began = [a for t in relative if t != token for a in scene.sides(t)]  # "drills that the two began"
    hosts = began or hosts
    guests = [a for t in (*obliques(token, "with"), *obliques(above, "with")) for a in scene.sides(t, places=True)]
    guests += [a for t in obliques(token, "between", "of", "by") for a in scene.sides(t, places=True)]
    sides = list(dict.fromkeys(own if len(own) > 1 else [*hosts, *own, *guests]))
    partners = pairs(sides[:1], sides[1:]) if len(sides) == 2 or (len(hosts) == 1 and guests and not own) else []
    if len(sides) > 2 and not partners:  # "the three are holding drills": those that are allies
        partners = [(one, other) for one, other in combinations(sides, 2) if scene.shared_pacts(one, other)]
    start, end = clause_span(above) if above.pos_ == "VERB" else subtree_span(token)
    for one, other in partners:
        if not (plain or scene.allied(one, other)):
            continue
        pact = scene.pact_of(one) or scene.pact_of(other)
        by = one if guests and not own else None
        yield Found((pact,) if pact else (one, other), "deployment", by, start, end, "drill")


def strained(scene: Scene, token: Token) -> Iterator[Found]:
    """ "a row between Washington and Ankara", "at odds", "relations soured", "losing patience with its ally"."""
    start, end = clause_span(token)
    if scene.words.has(token, "strain"):
        yield from _rift(scene, token)
    elif scene.words.has(token, "odds"):
        whose = subject(token.head) if token.dep_ == "obl" else subject(token)
        who = [*scene.sides(whose), *_with(scene, token, "with"), *_with(scene, token.head, "with")]
        yield from _friction(scene, who, start, end, rule="odds")
    elif scene.words.has(token, "sour"):
        things = [t for t in (*_subjects(token), *objects(token)) if t.lower_ in _RELATIONS]
        who = [a for t in things for a in (*scene.owners(t), *_with(scene, t, "between", "with"))]
        yield from _friction(scene, who, start, end, rule="sour")
    elif scene.words.has(token, "lose") and any(t.lower_ in _PATIENCE for t in objects(token)):
        who = [*scene.sides(doer(token)), *_with(scene, token, "with", "in")]
        who += [a for t in objects(token) for a in _with(scene, t, "with", "in")]
        yield from _friction(scene, who, start, end, rule="patience", by=who[:1])


def clashed(scene: Scene, token: Token) -> Iterator[Found]:
    """ "Greek and Turkish ships collided" between members of one pact; "pit NATO allies against each other"."""
    start, end = clause_span(token)
    if scene.words.has(token, "pit"):
        sides = [t for t in (*objects(token), *_subjects(token)) if scene.words.has(t, "tie")]
        pacts = [p for t in sides for c in children(t, "compound", "nmod:poss", "amod") for p in scene.pacts(c)]
        if pacts and any(t.lower_ == "against" for t in token.subtree):
            yield Found((pacts[0],), "clash_between_allies", None, start, end, "pit")
    elif scene.words.has(token, "clash") and is_real(token):
        who = [*scene.sides(doer(token), loose=True), *_with(scene, token, "with", "against")]
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


def dealt(scene: Scene, token: Token) -> Iterator[Found]:
    """ "as agreed in a US-Turkish deal": a deal of two allies, of arms or of no other named kind."""
    if not scene.words.has(token, "pact") or is_none(token):
        return
    if scene.words.has(token, "league"):
        return
    marks = [c for c in children(token, "amod", "compound") if not scene.parsed.mentions_at(c)]
    sides = list(dict.fromkeys([*scene.owners(token), *_with(scene, token, "between")]))
    if len(sides) == 2 and (not marks or scene.words.any(marks, "military")) and scene.allied(sides[0], sides[1]):
        yield Found((sides[0], sides[1]), "decision", None, *subtree_span(token), "deal")


def departed(scene: Scene, token: Token) -> Iterator[Found]:
    """ "NATO's withdrawal from Afghanistan", "the end of the NATO combat mission"."""
    row = scene.words.row(token, "departure")
    if row is None or is_none(token):
        return
    whose = [t for t in obliques(token, "of") if scene.words.has(t, "force")]
    if row.attrs.get("of_force") and not whose:
        return
    owners = [a for t in (token, *whose) for a in (*scene.owners(t), *_with(scene, t, "of"))]
    forces = [c for c in children(token, "compound") if scene.words.has(c, "force")]
    if not owners and forces and token.dep_ == "obj":  # "announced a troop withdrawal from Mali"
        owners = scene.sides(doer(token.head))
    where = [t for w in (token, *whose) for t in obliques(w, "from", "in", "out of")]
    yield from _placed(scene, token, owners, where, "withdrawal", rule="depart", nominal=True)


def _brawl(scene: Scene, who: Sequence[Actor], start: int, end: int) -> Iterator[Found]:
    for one, other in combinations(dict.fromkeys(who), 2):
        for pact in scene.shared_pacts(one, other):
            if pact is not None and _is_named(scene, pact):
                yield Found((pact,), "clash_between_allies", None, start, end, "clash")


def _two(scene: Scene, token: Token) -> list[Actor]:
    """The two sides of "the border between Tajikistan and Kyrgyzstan", "between the republics of A and B"."""
    between = obliques(token, "between")
    inner = [a for t in between for a in _with(scene, t, "of")]
    return inner if len(inner) == 2 else _with(scene, token, "between")


def strapped(scene: Scene, token: Token) -> Iterator[Found]:
    """ "Russia's forces are tied up by the war": an ally that cannot help."""
    if not scene.words.has(token, "strap") or not is_real(token) or not is_passive(token):
        return
    start, end = clause_span(token)
    for noun in [t for t in patients(token) if scene.words.has(t, "member")]:
        whose = [p for c in children(noun, "nmod:poss", "compound", "amod") for p in scene.pacts(c)]
        yield from (Found((p,), "capacity", None, start, end, "strap.member") for p in [*whose, *_of_pact(scene, noun)])
    for actor in [a for t in patients(token) for a in scene.sides(t)]:
        for tie in scene.ties_of(actor)[:1] or _own_ally(scene, token, actor):
            yield Found(tie.sides, "capacity", actor, start, end, "strap")


def _of_pact(scene: Scene, token: Token) -> list[Actor]:
    return [p for t in obliques(token, "of", "in") for p in scene.pacts(t)]


def _own_ally(scene: Scene, token: Token, actor: Actor) -> list[Found]:
    """The ally that "its ally" of the same sentence stands for: the last one named before, by the register."""
    ally = next((t for t in token.sent if t.tag_ == "NN" and scene.words.has(t, "tie")), None)
    if ally is None or actor not in [a for c in children(ally, "nmod:poss") for a in scene.sides(c, loose=True)]:
        return []
    for mention in reversed([m for m in scene.parsed.mentions if m.start < token.sent.start and m.head == "actor"]):
        if mention.actor is not None and mention.actor.kind == "state" and scene.allied(actor, mention.actor):
            return [Found((actor, mention.actor), "capacity", actor, token.i, token.i + 1, "strap")]
    return []


def decided(scene: Scene, token: Token) -> Iterator[Found]:
    """What a pact decides: "NATO agreed to send ships", "it was decided to send the secretary-general of ECOWAS"."""
    if not scene.words.has(token, "decide") or not (is_real(token) or is_promised(token)):
        return
    content = children(token, "xcomp", "ccomp", "advcl", "csubj", "csubj:pass")
    plans = (t for t in objects(token) if scene.words.has(t, "force") or scene.words.has(t, "drill"))
    things = [*plans, *(t for t in objects(token) if is_material(scene, t))]
    if not content and not things:
        return
    start, end = clause_span(token)
    deciders = scene.sides(doer(token))
    pacts = [p for a in deciders if (p := scene.pact_of(a))]
    kin = [t for t in _subjects(token) if scene.words.has(t, "tie") or scene.words.has(t, "member")]
    pacts += [p for t in kin for c in children(t, "compound", "amod", "nmod:poss") for p in scene.pacts(c)]
    if is_passive(token) and any(t.lower_ == "it" for t in token.children):
        pacts = [p for c in content for t in c.subtree for p in scene.pacts(t, officers=True)][:1]
    for pact in pacts:
        yield Found((pact,), "decision", pact, start, end, "decide")


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
    found = [*own, *scene.owners(token), *_with(scene, token, "of", "from")]
    return [a for a in dict.fromkeys(found) if a.kind == "state" or scene.pact_of(a)]


def _inner(forces: Sequence[Token]) -> list[Token]:
    return [t for force in forces for t in obliques(force, *_INSIDE)]


def _subjects(token: Token) -> list[Token]:
    found = subject(token)
    return [] if found is None else conjuncts(found)


def _with(scene: Scene, token: Token, *cases: str) -> list[Actor]:
    return [a for t in obliques(token, *cases) for a in scene.sides(t, places=True, loose=True)]


def _rift(scene: Scene, token: Token) -> Iterator[Found]:
    start, end = subtree_span(token)
    inside = [p for t in obliques(token, "within", "inside", "in") for p in scene.pacts(t)]
    if inside:
        yield Found((inside[0],), "strain", None, start, end, "strain.pact")
        return
    who = [*scene.owners(token), *_with(scene, token, "between", "with")]
    who += [a for t in obliques(token, "in") if t.lower_ in _RELATIONS for a in (*scene.owners(t), *_ties(scene, t))]
    yield from _friction(scene, who, start, end, rule="strain")


def _ties(scene: Scene, token: Token) -> list[Actor]:
    return _with(scene, token, "between", "with")


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
