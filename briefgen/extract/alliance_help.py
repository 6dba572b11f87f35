"""Rules on help: granted, asked for, refused, promised; each takes a token and yields what it says of a tie."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from spacy.tokens import Token

from briefgen.extract.alliance_scene import Found, Scene, doer, is_promised, is_real, pairs
from briefgen.extract.syntax import (
    case_of,
    child,
    children,
    clause_span,
    conjuncts,
    is_none,
    is_passive,
    negated,
    objects,
    obliques,
    own_subject,
    patients,
    predicate_of,
    subject,
    subtree_span,
)
from briefgen.model import Aspect
from briefgen.parsed import Actor

_HOSTILE = frozenset({"accuse", "deny", "suspect", "allege", "blame", "charge"})
_CIVIL = frozenset(
    {"humanitarian", "medical", "food", "relief", "financial", "economic", "legal", "technical", "development", "flood"}
    | {
        "victim",
        "victims",
        "refugee",
        "refugees",
        "survivors",
        "earthquake",
        "clearing",
        "rubble",
        "consular",
        "police",
    }
    | {"diplomatic"}
)


def helped(scene: Scene, token: Token) -> Iterator[Found]:
    """ "Iran backs the Houthis", "the rebels, backed by Rwanda", "Rwanda-backed rebels"."""
    row = scene.words.row(token, "help")
    if row is None or _is_doubtful(token):
        return
    givers, takers = _participle_sides(scene, token) or _verb_sides(scene, token)
    if row.attrs.get("armed"):
        takers = [taker for taker in takers if scene.is_fighter(taker) or _is_force(scene, token)]
    aspect = _aspect(token)
    if aspect:
        yield from _granted(scene, token, givers, takers, aspect, rule="help")


def given(scene: Scene, token: Token) -> Iterator[Found]:
    """ "supplied Syria with tanks", "sent arms to the Séléka", "gave the army air support"."""
    if not scene.words.has(token, "give") or _is_doubtful(token):
        return
    things = [*patients(token), *obliques(token, "with")]
    goods = [thing for thing in things if is_material(scene, thing)]
    if not goods or any(is_none(thing) for thing in goods):
        return
    takers = [a for t in _takers(token, goods) for a in scene.sides(t, places=True)]
    takers = takers or [a for t in goods for c in children(t, "compound") for a in scene.sides(c, loose=True)]
    aspect = _aspect(token)
    givers = scene.sides(doer(token))
    if not takers and _are_troops(scene, goods):  # "sent soldiers to fight for Russia"
        inner = [c for c in children(token, "advcl", "xcomp", "acl") if scene.words.has(c, "save")]
        ends = [t for c in inner for t in (*objects(c), *obliques(c, "for"))]
        takers = [a for t in ends for a in scene.sides(t, places=True)]
    if aspect == "commitment" and not takers and any(scene.pact_of(giver) for giver in givers):
        takers = givers
    if not aspect or (_are_troops(scene, goods) and aspect == "help_granted" and not _is_to_help(token, scene)):
        return
    yield from _granted(scene, token, givers, takers, aspect, rule="give")


def supported(scene: Scene, token: Token) -> Iterator[Found]:
    """ "Iran's support for the Houthis", "with the backing of Egypt", "air strikes in support of the army"."""
    if not scene.words.has(token, "support") and not _is_military_help(scene, token):
        return
    modifiers = children(token, "amod", "compound")
    if is_none(token) or _is_asked(scene, token) or _is_doubtful(token.head) or scene.words.any(modifiers, "former"):
        return
    givers = [*scene.owners(token), *(a for t in _nominals(token, "from", "by") for a in scene.sides(t, places=True))]
    takers = [a for t in _nominals(token, "for", "to") for a in scene.sides(t, places=True)]
    of = [a for t in _nominals(token, "of") for a in scene.sides(t, places=True)]
    outer = predicate_of(token.head) if token.dep_.startswith(("obl", "nmod")) else None
    if case_of(token) in ("with", "under", "through") and outer is not None:
        givers, takers = givers or of, takers or scene.sides(subject(outer))
    elif case_of(token) == "in" and outer is not None:
        takers, givers = takers or of, givers or scene.sides(subject(outer))
    elif givers:
        takers = takers or of
    elif token.dep_ == "obj" and scene.words.has(token.head, "give") is False:
        takers, givers = (scene.sides(subject(token.head)), of) if not takers else (takers, givers)
    if outer is None or is_real(outer):
        yield from _granted(scene, token, givers, takers, "help_granted", rule="support", nominal=True)


def received(scene: Scene, token: Token) -> Iterator[Found]:
    """ "receives weapons from Iran", "won Washington's support", "gets backing from Rwanda"."""
    if not scene.words.has(token, "receive") or not is_real(token) or is_passive(token):
        return
    goods = [t for t in objects(token) if is_material(scene, t) or scene.words.has(t, "support")]
    goods = [t for t in goods if not is_none(t) and not _nominals(t, "for")]
    sources = [*obliques(token, "from"), *(s for t in goods for s in _nominals(t, "from", "of"))] if goods else []
    givers = [a for t in sources for a in scene.sides(t, places=True)] or [a for t in goods for a in scene.owners(t)]
    yield from _granted(scene, token, givers, scene.sides(subject(token)), "help_granted", rule="receive")


def guarding(scene: Scene, token: Token) -> Iterator[Found]:
    """ "NATO would defend every inch of its territory", "will defend Taiwan": a promise without a word for it."""
    if not scene.words.has(token, "guard") or not is_promised(token) or is_passive(token):
        return
    givers = scene.sides(doer(token))
    takers = [a for t in objects(token) for a in scene.sides(t, places=True)]
    if any(scene.pact_of(giver) for giver in givers):
        takers = takers or givers
    yield from _granted(scene, token, givers, takers, "commitment", rule="guard")


def alongside(scene: Scene, token: Token) -> Iterator[Found]:
    """ "Cuban troops fought alongside the Angolan army"."""
    if not scene.words.has(token, "beside") or not is_real(token):
        return
    beside = [a for t in obliques(token, "alongside", "beside") for a in scene.sides(t)]
    fighters = subject(token)
    who = scene.sides(fighters)
    if fighters is not None and not who and scene.words.has(fighters, "force"):
        who = [a for t in _nominals(fighters, "from") for a in scene.sides(t, places=True)]
    yield from _granted(scene, token, who, beside, "help_granted", rule="alongside")


def asked(scene: Scene, token: Token) -> Iterator[Found]:
    """ "Mali asked Algeria for troops", "called on Algeria to send arms", "requested drones from Turkey"."""
    if not scene.words.has(token, "ask") or negated(token) or modality_blocks(token):
        return
    askers = [a for a in scene.sides(doer(token)) if not scene.is_pact(a)]
    if token.lemma_.lower() == "invoke":
        yield from _invoked(scene, token, askers)
        return
    wishes = _wishes(scene, token)
    if wishes:
        targets = [a for t in _asked_ones(token, wishes) for a in scene.sides(t, places=True)]
        yield from _requests(scene, token, askers, targets)


def request(scene: Scene, token: Token) -> Iterator[Found]:
    """ "Mali's appeal to Algeria for troops", "turned down a request from Georgia for missiles"."""
    if not scene.words.has(token, "request"):
        return
    wishes = [t for t in _nominals(token, "for") if is_wish(scene, t)]
    wishes += [t for t in children(token, "acl") if _is_rescue(scene, t)]
    if not wishes:
        return
    askers = scene.owners(token) or [
        a for t in _nominals(token, "from", "by", "of") for a in scene.sides(t, places=True)
    ]
    targets = [a for t in _nominals(token, "to") for a in scene.sides(t, places=True)]
    verb = token.head
    refused = token.dep_ in ("obj", "nsubj:pass") and scene.words.has(verb, "refuse") and is_real(verb)
    targets = targets or (scene.sides(doer(verb)) if refused else [])
    yield from _requests(scene, token, askers, targets)
    if refused:
        yield from _granted(scene, verb, targets, askers, "help_refused", rule="refuse.request")


def refused(scene: Scene, token: Token) -> Iterator[Found]:
    """ "refused to arm Ukraine", "suspended arms deliveries to Turkey", a bare "Paris refused" after a request."""
    refuses, withholds = scene.words.has(token, "refuse"), scene.words.has(token, "withhold")
    if not (refuses or withholds) or not is_real(token):
        return
    deniers = scene.sides(doer(token))
    if withholds:
        yield from _withheld(scene, token, deniers)
        return
    inner = next((c for c in children(token, "xcomp") if scene.words.has(c, "save")), None)
    if inner is not None:
        takers = [a for t in (*objects(inner), *_takers(inner, objects(inner))) for a in scene.sides(t, places=True)]
        yield from _refusals(scene, token, deniers, takers)
    elif not objects(token) and child(token, "xcomp", "ccomp") is None and token.lemma_ in ("refuse", "decline"):
        yield from _refusals(scene, token, deniers, [])


def unwilling(scene: Scene, token: Token) -> Iterator[Found]:
    """ "is not interested in getting involved", "was unwilling to intervene": no to one that it is tied to."""
    row = scene.words.row(token, "unwilling")
    if row is None or bool(row.attrs.get("negated")) != negated(token):
        return
    below = [c for c in token.subtree if c is not token and c.i > token.i]
    if not any(scene.words.has(c, "save") or c.lemma_ in ("involve", "involved") for c in below):
        return
    deniers = scene.sides(subject(token))
    takers = [a for c in below for a in scene.sides(c, places=True) if c.dep_ in ("obj", "obl", "iobj")]
    near = [a for a in takers if any(scene.allied(a, denier) for denier in deniers)]
    yield from _refusals(scene, token, deniers, near)


def pledged(scene: Scene, token: Token) -> Iterator[Found]:
    """ "pledged to defend the Philippines", "vowed support for Kyiv", "guaranteed the security of Qatar"."""
    row = scene.words.row(token, "pledge")
    if row is None or negated(token) or modality_blocks(token):
        return
    strict = bool(row.attrs.get("strict"))  # "announced a package of military aid": arms only, and no mere words
    givers = scene.sides(doer(token)) or [a for t in objects(token) for a in scene.sides(t)]  # "obliges Rome to …"
    takers: list[Actor] = []
    serious = False
    for inner in children(token, "xcomp", "ccomp"):
        if not strict and scene.words.has(inner, "secure"):
            goods = objects(inner)
            takers += [a for t in (*goods, *_takers(inner, goods)) for a in scene.sides(t, places=True, loose=True)]
            serious = serious or bool(takers) or scene.words.any(goods, "material") or _guards(inner)
    for thing in (*objects(token), *obliques(token, "to")):
        if is_material(scene, thing) if strict else is_wish(scene, thing) or scene.words.has(thing, "secure"):
            inner = [t for o in _nominals(thing, "of") for t in _nominals(o, "for", "to", "of")]
            ends = (
                *_nominals(thing, "for", "to", "of"),
                *inner,
                *obliques(token, "to", "for"),
                *children(token, "iobj"),
            )
            takers += [*scene.owners(thing), *(a for t in ends for a in scene.sides(t, places=True))]
    if any(scene.is_pact(giver) for giver in givers) and serious and not takers:
        yield from _granted(scene, token, givers, givers, "commitment", rule="pledge")
    yield from _granted(scene, token, givers, takers, "commitment", rule="pledge")


def promised(scene: Scene, token: Token) -> Iterator[Found]:
    """ "Britain's commitment to the defence of Kuwait", "security guarantees for Ukraine"."""
    if not scene.words.has(token, "promise") or is_none(token):
        return
    givers = scene.owners(token)
    ends = _nominals(token, "to", "for")
    safe = [t for t in ends if scene.words.has(t, "secure")]
    takers = [a for t in safe for a in (*scene.owners(t), *_of(scene, t))]
    marks = children(token, "compound", "amod")
    if not safe and (scene.words.any(marks, "military") or scene.words.any(marks, "firm")):
        takers = [a for t in ends for a in scene.sides(t, places=True)]
    yield from _granted(scene, token, givers, takers, "commitment", rule="promise", nominal=True)


def is_material(scene: Scene, token: Token) -> bool:
    """Whether a noun is arms, men or military aid: "tanks", "military assistance", "a shipment of rifles"."""
    row = scene.words.row(token, "material")
    if row is not None and row.attrs.get("soft") and not _is_civil(token):
        inside = any(is_material(scene, t) for t in _nominals(token, "of"))
        return inside or scene.words.any(_describing(token), "military")
    if row is not None or scene.words.has(token, "support"):
        return not _is_civil(token)
    described = children(token, "compound", "nmod:desc")
    hard = [c for c in described if (found := scene.words.row(c, "material")) and not found.attrs.get("soft")]
    inner = [t for t in _nominals(token, "of") if is_material(scene, t)]
    return bool(hard or inner) and not _is_civil(token)


def is_wish(scene: Scene, token: Token) -> bool:
    """Whether what is asked for is help in arms: as `is_material`, and plain "help", "assistance", "protection"."""
    if scene.words.has(token, "material") or scene.words.has(token, "support"):
        return not _is_civil(token)
    return is_material(scene, token)


def modality_blocks(token: Token) -> bool:
    """Whether a request or promise is only thought of ("could ask"); one that is quoted or past is real."""
    return not is_real(token) and not is_promised(token)


def _granted(
    scene: Scene,
    token: Token,
    givers: Sequence[Actor],
    takers: Sequence[Actor],
    aspect: Aspect,
    *,
    rule: str,
    nominal: bool = False,
) -> Iterator[Found]:
    start, end = subtree_span(token) if nominal else _span(token)
    for giver in givers:
        pact = scene.pact_of(giver)
        if pact is not None:
            if takers:
                yield Found((pact,), aspect, pact, start, end, rule)
            continue
        for one, other in pairs([giver], takers):
            aided = scene.pact_of(other)
            yield Found((aided,) if aided else (one, other), aspect, one, start, end, rule)


def _span(token: Token) -> tuple[int, int]:
    """The clause of a verb; of a participle before its noun ("Rwanda-backed rebels") that phrase alone."""
    if token.dep_ != "amod":
        return clause_span(token)
    return min([token.i, *(c.left_edge.i for c in token.children if c.i < token.i)]), token.head.i + 1


def _aspect(token: Token) -> Aspect | None:
    if is_real(token):
        return "help_granted"
    return "commitment" if is_promised(token) else None


def _is_doubtful(token: Token) -> bool:
    """Whether the help is only alleged or denied: "denies backing", "accused Iran of arming"."""
    for _ in range(4):
        if negated(token) or token.lemma_ in _HOSTILE or token.lower_ in ("evidence", "allegations", "claims"):
            return True
        if token.dep_ not in ("xcomp", "ccomp", "advcl", "acl", "obl", "conj", "nmod", "obj"):
            return False
        token = token.head
    return False


def _verb_sides(scene: Scene, token: Token) -> tuple[list[Actor], list[Actor]]:
    return scene.sides(doer(token)), [a for t in patients(token) for a in scene.sides(t, places=True)]


def _participle_sides(scene: Scene, token: Token) -> tuple[list[Actor], list[Actor]] | None:
    """The sides of "Rwanda-backed rebels": who stands before the participle, and whom it describes."""
    if token.dep_ not in ("amod", "acl") or token.tag_ not in ("VBN", "VBD", "JJ"):
        return None
    before = [c for c in token.children if c.i < token.i and c.dep_.split(":")[0] in ("obl", "compound", "nsubj")]
    givers = [a for c in before for a in scene.sides(c, places=True, loose=True)]
    if not givers:
        return None
    within = [m for m in scene.parsed.mentions if token.i < m.start and m.end <= token.head.i + 1]
    takers = scene.named(token.head) or [a for m in within for a in m.actors if scene.is_side(a)]
    return givers, takers


def _is_force(scene: Scene, token: Token) -> bool:
    found = [m for t in patients(token) for m in scene.parsed.mentions_at(t)]
    return any(m.head == "forces" for m in found)


def _takers(token: Token, goods: Sequence[Token]) -> list[Token]:
    """Who gets it: the indirect object, "to" and "for" phrases, the object of "supply … with"."""
    found = [*children(token, "iobj"), *obliques(token, "to", "for")]
    found += [t for thing in goods for t in _nominals(thing, "to", "for")]
    found += [t for t in objects(token) if t not in goods]
    return found


def _are_troops(scene: Scene, goods: Sequence[Token]) -> bool:
    return all(scene.words.has(thing, "force") and not _is_gear(thing) for thing in goods)


def _is_gear(token: Token) -> bool:
    return token.lemma_.lower() in ("adviser", "advisor", "instructor", "trainer", "jet", "missile", "submarine")


def _is_to_help(token: Token, scene: Scene) -> bool:
    return any(scene.words.has(c, "save") for c in children(token, "advcl", "xcomp", "acl"))


def _is_military_help(scene: Scene, token: Token) -> bool:
    row = scene.words.row(token, "material")
    return row is not None and bool(row.attrs.get("soft")) and is_material(scene, token) and token.dep_ != "obj"


def _is_asked(scene: Scene, token: Token) -> bool:
    """Whether support is only wished for: "asked for support", "a request for backing"."""
    above = token.head
    return any(scene.words.has(above, cls) for cls in ("ask", "request", "pledge", "withhold", "refuse"))


def _is_civil(token: Token) -> bool:
    return any(t.lower_ in _CIVIL for t in token.subtree)


def _describing(token: Token) -> list[Token]:
    return [t for c in children(token, "amod", "compound", "nmod:desc") for t in (c, *children(c, "conj", "compound"))]


def _nominals(token: Token, *cases: str) -> list[Token]:
    return [item for t in obliques(token, *cases) for item in conjuncts(t)]


def _of(scene: Scene, token: Token) -> list[Actor]:
    return [a for t in _nominals(token, "of") for a in scene.sides(t, places=True)]


def _guards(token: Token) -> bool:
    return token.lemma_ in ("defend", "protect")


def _wishes(scene: Scene, token: Token) -> list[Token]:
    """What is asked for: nouns of help and arms, or the verbs of what the one asked shall do."""
    nouns = [t for t in (*objects(token), *obliques(token, "for", "to")) if is_wish(scene, t)]
    verbs = [c for c in children(token, "xcomp", "ccomp", "advcl", "acl") if scene.words.has(c, "save")]
    verbs = [c for c in verbs if any(m.lower_ == "to" for m in children(c, "mark")) and _is_rescue(scene, c)]
    return [*nouns, *verbs]


def _is_rescue(scene: Scene, token: Token) -> bool:
    """Whether a verb of what is wanted is help in arms: "intervene", "send troops", "come to its aid", "help us"."""
    row = scene.words.row(token, "save")
    needs = row.attrs.get("object") if row else None
    things = objects(token)
    if needs == "material":
        return any(is_material(scene, t) or scene.words.has(t, "force") for t in things)
    if needs == "side":
        own = [t for t in things if t.pos_ == "PRON" or scene.words.has(t, "own")]
        return not things or bool(own) or any(scene.sides(t, places=True) for t in things)
    if needs == "aid":
        return any(scene.words.has(t, "secure") or is_wish(scene, t) for t in obliques(token, "to"))
    return row is not None


def _asked_ones(token: Token, wishes: Sequence[Token]) -> list[Token]:
    """Who is asked: the object, "on/to/from" phrases, the one whose help it is ("help from NATO", "NATO's help")."""
    found = [t for t in children(token, "obj", "iobj", "nsubj") if t not in wishes and t.i > token.i]
    found += obliques(token, "on", "upon", "to", "from", "of", "with")
    found += [s for w in wishes if w.pos_ == "VERB" and (s := own_subject(w)) is not None and s.i > token.i]
    for wish in wishes:
        found += [*_nominals(wish, "from", "of"), *children(wish, "nmod:poss")] if wish.pos_ == "NOUN" else []
    return [t for t in found if t not in wishes]


def _requests(scene: Scene, token: Token, askers: Sequence[Actor], targets: Sequence[Actor]) -> Iterator[Found]:
    start, end = clause_span(token)
    for asker, target in pairs(askers, targets):
        pact = scene.pact_of(target)
        sides = (pact,) if pact else (asker, target)
        if not scene.is_pact(asker):
            yield Found(sides, "help_requested", asker, start, end, "ask")


def _invoked(scene: Scene, token: Token, askers: Sequence[Actor]) -> Iterator[Found]:
    """ "invoked Article 4 of the NATO treaty", "invoked NATO's Article 5"."""
    things = [t for t in objects(token) if t.lower_ in ("article", "articles", "clause", "treaty", "pact")]
    pacts = [p for thing in things for t in thing.subtree for p in scene.pacts(t)]
    yield from _requests(scene, token, askers, pacts)


def _refusals(scene: Scene, token: Token, deniers: Sequence[Actor], takers: Sequence[Actor]) -> Iterator[Found]:
    """Refusals to those named, else to the last one who asked the denier in the sentences before."""
    if takers:
        yield from _granted(scene, token, deniers, takers, "help_refused", rule="refuse")
        return
    here = scene.parsed.sentence_index(token)
    for tie in reversed(scene.ties):
        near = 0 <= here - scene.parsed.sentence_index(tie.start) <= 3
        for denier in deniers:
            other = scene.pact_of(denier) or denier
            if tie.aspect == "help_requested" and near and other in tie.sides and tie.by != denier:
                start, end = clause_span(token)
                yield Found(tie.sides, "help_refused", other, start, end, "refuse.answer")
                return
    owed = [t for denier in deniers for t in scene.ties_of(denier) if t.by == denier and t.aspect == "commitment"]
    if owed:
        start, end = clause_span(token)
        yield Found(owed[-1].sides, "help_refused", owed[-1].by, start, end, "refuse.owed")
    elif any(scene.is_pact(denier) for denier in deniers) and child(token, "xcomp") is not None:
        yield from _granted(scene, token, deniers, deniers, "help_refused", rule="refuse")


def _withheld(scene: Scene, token: Token, deniers: Sequence[Actor]) -> Iterator[Found]:
    goods = [t for t in patients(token) if is_material(scene, t) or scene.words.has(t, "support")]
    takers = [a for thing in goods for t in _nominals(thing, "to", "for") for a in scene.sides(t, places=True)]
    takers += [a for t in obliques(token, "to", "for") for a in scene.sides(t, places=True)] if goods else []
    deniers = deniers or [a for thing in goods for a in scene.owners(thing)]
    if not is_passive(token) or deniers:
        yield from _granted(scene, token, deniers, takers, "help_refused", rule="withhold")
