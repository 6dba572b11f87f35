"""Rules on what allies do together or undo: drills, deals, what a pact decides, a tie given up, an ally tied down.

They run after the rules on ties, whose findings say who is allied with whom.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from spacy.tokens import Token

from briefgen.extract.alliances.clauses import doer, is_promised, is_real, pairs, subjects
from briefgen.extract.alliances.goods import is_material
from briefgen.extract.alliances.scene import Found, Scene
from briefgen.extract.syntax import (
    children,
    clause_span,
    is_none,
    is_passive,
    objects,
    obliques,
    patients,
    subject,
    subtree_span,
)
from briefgen.parsed import Actor

_LITTLE = frozenset({"little", "nothing", "none"})


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
    if token.dep_ == "obj" and _is_called_off(scene, above):
        pacts = [p for c in children(token, "nmod:poss", "compound", "amod") for p in scene.pacts(c)]
        who = scene.sides(doer(above))
        yield from (Found((p,), "strain", who[0] if who else None, *clause_span(above), "drill.off") for p in pacts[:1])
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


def drained(scene: Scene, token: Token) -> Iterator[Found]:
    """ "has little to spare for Armenia", "has no more tanks to give Ukraine": an ally that can no longer help."""
    things = [*objects(token), *([token.head] if token.dep_ in ("acl", "advcl", "xcomp") else [])]
    things += objects(token.head) if token.dep_ == "advcl" else []
    short = any(t.lower_ in _LITTLE or (is_none(t) and is_material(scene, t)) for t in things)
    if not short or not (scene.words.has(token, "spare") or (scene.words.has(token, "give") and token.dep_ == "acl")):
        return
    takers = [a for t in (*obliques(token, "for", "to"), *children(token, "iobj")) for a in scene.sides(t, places=True)]
    top = token.head if token.head.pos_ == "VERB" else token.head.head
    for one, other in pairs(scene.sides(doer(top)), takers):
        yield Found((one, other), "capacity", one, *clause_span(top), "drain")


def _ally_beside(scene: Scene, token: Token, actor: Actor) -> list[Found]:
    """The ally by the register that the same sentence names: "Russia, weakened, is of little use to France"."""
    near = [m for m in scene.parsed.mentions if token.sent.start <= m.start < token.sent.end and not m.place]
    allies = [a for m in near for a in m.actors if a != actor and a.kind == "state" and scene.shared_pacts(actor, a)]
    return [Found((actor, ally), "capacity", actor, token.i, token.i + 1, "strap") for ally in allies[:1]]


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
    kin = [t for t in subjects(token) if scene.words.has(t, "tie") or scene.words.has(t, "member")]
    pacts += [p for t in kin for c in children(t, "compound", "amod", "nmod:poss") for p in scene.pacts(c)]
    if is_passive(token) and any(t.lower_ == "it" for t in token.children):
        pacts = [p for c in content for t in c.subtree for p in scene.pacts(t, officers=True)][:1]
    for pact in pacts:
        yield Found((pact,), "decision", pact, start, end, "decide")


def dealt(scene: Scene, token: Token) -> Iterator[Found]:
    """ "as agreed in a US-Turkish deal": a deal of two allies, of arms or of no other named kind."""
    if not scene.words.has(token, "pact") or is_none(token):
        return
    if scene.words.has(token, "league"):
        return
    marks = [c for c in children(token, "amod", "compound") if not scene.parsed.mentions_at(c)]
    above = scene.among(token.head, "between") if token.dep_ in ("nsubj:pass", "obj", "nsubj") else []
    sides = list(dict.fromkeys([*scene.owners(token), *(scene.among(token, "between") or above)]))
    plain = not marks or scene.words.any(marks, "military")
    if len(sides) > 2 and plain and not any(scene.are_foes(a, b) for a, b in combinations(sides, 2)):
        yield Found(tuple(sides), "decision", None, *subtree_span(token), "deal")
    if len(sides) == 2 and (not marks or scene.words.any(marks, "military")) and scene.allied(sides[0], sides[1]):
        yield Found((sides[0], sides[1]), "decision", None, *subtree_span(token), "deal")


def broken(scene: Scene, token: Token) -> Iterator[Found]:
    """ "Chad ended its defence pact with France": a tie that one side gives up."""
    verb = token.head
    if not (scene.words.has(token, "pact") or scene.words.has(token, "league")) or token.dep_ != "obj":
        return
    ends = any(scene.words.has(verb, cls) for cls in ("withhold", "end", "withdraw", "break")) and is_real(verb)
    military = scene.words.has(token, "league") or scene.words.any(children(token, "amod", "compound"), "military")
    others = [*scene.among(token, "with", "between"), *scene.among(verb, "with")] if ends and military else []
    for one, other in pairs(scene.sides(doer(verb)), others):
        yield Found((one, other), "withdrawal", one, *clause_span(verb), "break")


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


def strapped(scene: Scene, token: Token) -> Iterator[Found]:
    """ "Russia's forces are tied up by the war": an ally that cannot help."""
    if not scene.words.has(token, "strap") or not is_real(token) or not is_passive(token):
        return
    start, end = clause_span(token)
    for noun in [t for t in patients(token) if scene.words.has(t, "member")]:
        whose = [p for c in children(noun, "nmod:poss", "compound", "amod") for p in scene.pacts(c)]
        yield from (Found((p,), "capacity", None, start, end, "strap.member") for p in [*whose, *_of_pact(scene, noun)])
    for actor in [a for t in patients(token) for a in scene.sides(t)]:
        for tie in scene.ties_of(actor)[:1] or _own_ally(scene, token, actor) or _ally_beside(scene, token, actor):
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


def arranged(scene: Scene, token: Token) -> Iterator[Found]:
    """ "Malaysia agreed with Manila to run joint patrols": what states that are no pact agree to do together."""
    if not scene.words.has(token, "decide") or not is_real(token) or token.lemma_ != "agree":
        return
    deeds = [t for c in children(token, "xcomp", "advcl") for t in objects(c)] + objects(token)
    deeds += obliques(token, "on", "to")
    deeds = [t for t in deeds if scene.words.has(t, "drill") or scene.words.has(t, "force")]
    sides = list(dict.fromkeys([*scene.sides(doer(token)), *scene.among(token, "with")]))
    states = [a for a in sides if a.kind == "state"]
    if deeds and len(states) > 1 and not any(scene.are_foes(one, other) for one, other in combinations(states, 2)):
        yield Found(tuple(states), "decision", None, *clause_span(token), "arrange")


def _is_called_off(scene: Scene, verb: Token) -> bool:
    """ "called off the drills", "cancelled the exercise"."""
    off = verb.lemma_ == "call" and any(c.lower_ == "off" for c in children(verb, "compound:prt", "advmod"))
    return off or scene.words.has(verb, "withhold")
