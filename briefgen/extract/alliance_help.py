"""Rules on help granted and promised: each takes a token and yields what it says of a tie."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from spacy.tokens import Token

from briefgen.extract.alliance_clauses import doer, is_promised, is_real, pairs
from briefgen.extract.alliance_goods import are_troops, is_civil, is_material, is_wish, nominals, takers_of
from briefgen.extract.alliance_scene import Found, Scene
from briefgen.extract.syntax import (
    case_of,
    children,
    clause_span,
    conjuncts,
    is_none,
    is_passive,
    negated,
    objects,
    obliques,
    patients,
    predicate_of,
    subject,
    subtree_span,
)
from briefgen.model import Aspect
from briefgen.parsed import Actor

_ARMIES = frozenset({"army", "military", "navy", "troops", "rebels", "militia"})
_BEFORE = frozenset({"obl", "compound", "nsubj", "amod", "nmod"})  # "Rwanda-backed", "Rwandan-backed"
_ACCUSING = frozenset({"accuse", "suspect", "charge", "blame", "condemn", "criticise", "criticize", "stop"})
_FIGHTS = frozenset({"fight", "struggle", "war", "campaign", "effort", "offensive", "cause", "advance", "rebellion"})
_ARMING = frozenset({"arm", "rearm", "equip"})
_HELP = frozenset({"help", "aid", "assistance"})
_PROOFS = frozenset({"evidence", "proof", "sign", "signs", "indication", "indications", "truth", "question"})
_DENIED = frozenset({"deny", "denial", "refute", "disprove", "reject", "dismiss", "disavow", "repudiate"})


def helped(scene: Scene, token: Token) -> Iterator[Found]:
    """ "Iran backs the Houthis", "the rebels, backed by Rwanda", "Rwanda-backed rebels"."""
    row = scene.words.row(token, "help")
    if row is None or _is_doubtful(token):
        return
    givers, takers = _participle_sides(scene, token) or _verb_sides(scene, token)
    if row.attrs.get("armed"):
        takers = [taker for taker in takers if scene.is_fighter(taker) or _is_force(scene, token)]
    aspect = _aspect(scene, token)
    if aspect:
        yield from granted(scene, token, givers, takers, aspect, rule="help")


def given(scene: Scene, token: Token) -> Iterator[Found]:
    """ "supplied Syria with tanks", "sent arms to the Séléka", "gave the army air support"."""
    if not scene.words.has(token, "give") or _is_doubtful(token):
        return
    things = [*patients(token), *obliques(token, "with")]
    goods = [thing for thing in things if is_material(scene, thing)]
    if not goods and any(thing.pos_ == "SYM" for thing in things):  # "gives Egypt $1.3bn a year in military aid"
        goods = [thing for thing in obliques(token, "in") if is_material(scene, thing)]
    if not goods or any(is_none(thing) for thing in goods):
        return
    takers = [a for t in takers_of(token, goods) for a in scene.sides(t, places=True)]
    takers = takers or [a for t in goods for c in children(t, "compound") for a in scene.sides(c, loose=True)]
    aspect = _aspect(scene, token)
    givers = scene.sides(doer(token))
    pacts = [giver for giver in givers if scene.pact_of(giver)]
    if takers and set(takers) <= set(givers) and scene.parsed.mentions_at(patients(token)[0]):
        takers = scene.side_before(token, but=givers)  # "provides the country with arms": not itself
    inner = [c for c in children(token, "advcl", "xcomp", "acl") if scene.words.has(c, "save")]
    helped_ones = [a for c in inner for t in _served(c) for a in scene.sides(t, places=True)]
    takers = takers or helped_ones  # "sent advisers to support the MPLA"
    if are_troops(scene, goods):
        if aspect and not pacts:
            yield from _lent(scene, token, givers, aspect)
        takers = helped_ones or (takers if inner else [])  # "sent soldiers to fight for Russia"; not an invasion
        if pacts and aspect == "help_granted" and not helped_ones:
            aspect, takers = "deployment", pacts  # "the CSTO sent peacekeepers to Kazakhstan"
    if aspect == "commitment" and not takers:
        takers = pacts
    if aspect:
        yield from granted(scene, token, givers, takers, aspect, rule="give")


def _lent(scene: Scene, token: Token, givers: Sequence[Actor], aspect: Aspect) -> Iterator[Found]:
    """ "Kenya will send more troops to the mission of the African Union": a member's troops for a pact's mission."""
    ends = [t for t in obliques(token, "to", "for") if scene.words.has(t, "force") or scene.pacts(t)]
    parts = [t for end in ends for t in (end, *children(end, "compound", "amod", "nmod:poss"), *nominals(end, "of"))]
    pact = next((p for t in parts for p in scene.pacts(t)), None)
    if pact is None:
        return
    placed: Aspect = "deployment" if aspect == "help_granted" else aspect
    for giver in givers:
        yield Found((pact,), placed, giver, *clause_span(token), "lend")


def supported(scene: Scene, token: Token) -> Iterator[Found]:
    """ "Iran's support for the Houthis", "with the backing of Egypt", "air strikes in support of the army"."""
    if not scene.words.has(token, "support") and not _is_military_help(scene, token):
        return
    modifiers = children(token, "amod", "compound")
    if is_none(token) or _is_asked(scene, token) or _is_doubtful(token.head) or scene.words.any(modifiers, "former"):
        return
    givers = [*scene.owners(token), *(a for t in nominals(token, "from", "by") for a in scene.sides(t, places=True))]
    takers = [a for t in nominals(token, "for", "to") for a in scene.sides(t, places=True)]
    of = [a for t in nominals(token, "of") for a in scene.sides(t, places=True)]
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
        yield from granted(scene, token, givers, takers, "help_granted", rule="support", nominal=True)


def received(scene: Scene, token: Token) -> Iterator[Found]:
    """ "receives weapons from Iran", "won Washington's support", "gets backing from Rwanda"."""
    if not scene.words.has(token, "receive") or not is_real(token) or is_passive(token):
        return
    things = [*objects(token), *obliques(token, "on", "upon")]
    goods = [t for t in things if is_material(scene, t) or scene.words.has(t, "support")]
    goods = [t for t in goods if not is_none(t) and not nominals(t, "for")]
    sources = [*obliques(token, "from"), *(s for t in things for s in nominals(t, "from"))] if goods else []
    sources += [s for t in goods for s in nominals(t, "of")]
    givers = [a for t in sources for a in scene.sides(t, places=True)] or [a for t in goods for a in scene.owners(t)]
    givers = givers or [a for t in goods for a in scene.named(t)]  # "relies on fighters of the Wagner group"
    if not givers and not goods and any(is_material(scene, t) for t in obliques(token, "for")):
        givers = [
            a for t in obliques(token, "on", "upon") for a in scene.sides(t, places=True)
        ]  # "leans on Rome for arms"
    yield from granted(scene, token, givers, scene.sides(subject(token)), "help_granted", rule="receive")


def guarding(scene: Scene, token: Token) -> Iterator[Found]:
    """ "NATO would defend every inch of its territory", "will defend Taiwan": a promise without a word for it."""
    if not scene.words.has(token, "guard") or not is_promised(token) or is_passive(token):
        return
    givers = scene.sides(doer(token))
    takers = [a for t in objects(token) for a in scene.sides(t, places=True)]
    if any(scene.pact_of(giver) for giver in givers):
        takers = takers or givers
    yield from granted(scene, token, givers, takers, "commitment", rule="guard")


def alongside(scene: Scene, token: Token) -> Iterator[Found]:
    """ "Cuban troops fought alongside the Angolan army"."""
    if not scene.words.has(token, "beside") or not is_real(token):
        return
    beside = [a for t in obliques(token, "alongside", "beside") for a in scene.sides(t)]
    fighters = subject(token)
    if fighters is not None and scene.words.has(fighters, "force"):  # "Chadian soldiers are fighting for Libya"
        beside += [a for t in obliques(token, "for") for a in scene.sides(t)]
    who = scene.sides(fighters)
    if not who and token.dep_ == "acl":  # "the AFRC, one of the factions that fight beside the army"
        who = next((found for t in _above(token.head) if (found := scene.sides(t))), [])
    if fighters is not None and not who and scene.words.has(fighters, "force"):
        who = [a for t in nominals(fighters, "from") for a in scene.sides(t, places=True)]
    yield from granted(scene, token, who, beside, "help_granted", rule="alongside")


def _above(token: Token) -> Iterator[Token]:
    """What a noun is an apposition or a part of, up to three steps."""
    for _ in range(3):
        if token.dep_ not in ("appos", "nmod", "conj"):
            return
        token = token.head
        yield token


def pledged(scene: Scene, token: Token) -> Iterator[Found]:
    """ "pledged to defend the Philippines", "vowed support for Kyiv", "guaranteed the security of Qatar"."""
    row = scene.words.row(token, "pledge")
    if row is None or negated(token) or is_only_thought(token):
        return
    strict = bool(row.attrs.get("strict"))  # "announced a package of military aid": arms only, and no mere words
    givers = scene.sides(doer(token)) or [a for t in objects(token) for a in scene.sides(t)]  # "obliges Rome to …"
    takers: list[Actor] = []
    serious = False
    for inner in children(token, "xcomp", "ccomp"):
        if not strict and scene.words.has(inner, "secure"):
            goods = [t for o in objects(inner) for t in (o, *children(o, "appos"))]
            takers += [a for t in (*goods, *takers_of(inner, goods)) for a in scene.sides(t, places=True, loose=True)]
            serious = serious or bool(takers) or scene.words.any(goods, "material") or _guards(inner)
    told = [
        *obliques(token, "of"),
        *(o for t in (*objects(token), *children(token, "iobj")) for o in nominals(t, "of")),
    ]
    assured = [t for t in told if scene.words.has(t, "support")] if token.lemma_ == "assure" else []
    for thing in (*objects(token), *obliques(token, "to"), *assured):
        if is_material(scene, thing) if strict else is_wish(scene, thing) or scene.words.has(thing, "secure"):
            deeper = [t for o in nominals(thing, "of") for t in nominals(o, "for", "to", "of")]
            ends = (
                *nominals(thing, "for", "to", "of"),
                *deeper,
                *obliques(token, "to", "for"),
                *children(token, "iobj"),
            )
            takers += [*scene.owners(thing), *(a for t in ends for a in scene.sides(t, places=True))]
            if thing in assured:  # "assured his Kenyan counterpart of Rome's support"
                takers += [a for t in objects(token) for a in scene.sides(t)]
            elif not takers and len(givers) > 1:
                yield from _shared(scene, token, givers)
    if any(scene.is_pact(giver) for giver in givers) and serious and not takers:
        yield from granted(scene, token, givers, givers, "commitment", rule="pledge")
    yield from granted(scene, token, givers, takers, "commitment", rule="pledge")


def _shared(scene: Scene, token: Token, givers: Sequence[Actor]) -> Iterator[Found]:
    """ "Niger and Chad, members of the pact, promised air support": to a fellow member of the pact just named."""
    near = [m for m in scene.parsed.mentions if token.sent.start <= m.start < token.i]
    pacts = [p for m in near for a in m.actors if (p := scene.pact_of(a))]
    ids = {giver.id for giver in givers}
    for pact in [p for p in dict.fromkeys(pacts) if ids <= scene.members(p)][:1]:
        yield Found((pact,), "commitment", pact, *clause_span(token), "pledge.pact")


def promised(scene: Scene, token: Token) -> Iterator[Found]:
    """ "Britain's commitment to the defence of Kuwait", "security guarantees for Ukraine"."""
    if not scene.words.has(token, "promise") or is_none(token):
        return
    givers = scene.owners(token)
    ends = nominals(token, "to", "for")
    safe = [t for t in ends if scene.words.has(t, "secure")]
    takers = [a for t in safe for a in (*scene.owners(t), *_of(scene, t))]
    marks = children(token, "compound", "amod")
    if not safe and (scene.words.any(marks, "military") or scene.words.any(marks, "firm")):
        takers = [a for t in ends for a in scene.sides(t, places=True)]
    yield from granted(scene, token, givers, takers, "commitment", rule="promise", nominal=True)


def is_only_thought(token: Token) -> bool:
    """Whether a request or promise is only thought of ("could ask"); one that is quoted or past is real."""
    return not is_real(token) and not is_promised(token)


def granted(
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


def _aspect(scene: Scene, token: Token) -> Aspect | None:
    if is_real(token):
        return "help_granted"
    above = token.head if token.dep_ == "xcomp" else token  # "agreed to sell it tanks"
    agreed = above != token and scene.words.has(above, "agree") and is_real(above)
    return "commitment" if agreed or is_promised(token) else None


def _is_doubtful(token: Token) -> bool:
    """Whether the help is denied: "denies backing"; who is accused of it is told of as its giver."""
    for _ in range(4):
        unproved = token.lower_ in _PROOFS and is_none(token)  # "no evidence that Iran armed the rebels"
        if negated(token) or unproved or token.lemma_.lower() in _DENIED:
            return True
        if token.dep_ not in ("xcomp", "ccomp", "advcl", "acl", "obl", "conj", "nmod", "obj"):
            return False
        token = token.head
    return False


def _verb_sides(scene: Scene, token: Token) -> tuple[list[Actor], list[Actor]]:
    done_to = patients(token) or children(token, "iobj")  # "advise the army": read as the one who is told
    relative = next((t for t in done_to if t.lower_ in ("which", "who") and t.i == token.i - 1), None)
    if relative is not None and token.dep_ == "acl:relcl":  # "Serbia, which arms and pays …" with its subject mistaken
        done_to = [o for t in conjuncts(token) for o in objects(t) if o.i > token.i]
        givers = scene.sides(token.head, places=True)
    else:
        accuser = token.head if token.dep_ in ("advcl", "xcomp", "acl") and token.tag_ == "VBG" else None
        accused = objects(accuser) if accuser is not None and accuser.lemma_ in _ACCUSING else []
        blamed = [a for t in accused for a in scene.sides(t, places=True)]
        own = scene.sides(subject(accuser)) if accuser is not None and accused else []
        givers = [a for a in blamed if a not in own] if accused else scene.sides(doer(token))
        if not givers and token.dep_ in ("acl", "acl:relcl"):  # "Chad, one of the states that arm …"
            givers = next((found for t in _above(token.head) if (found := scene.sides(t))), [])
    takers = [a for t in done_to for a in scene.sides(t, places=True)]
    if not takers:  # "supported the rebels' fight against the junta"
        takers = [a for t in done_to if t.lower_ in _FIGHTS for a in scene.owners(t)]
    if not takers and token.dep_ == "acl":  # "a deal with the Chadian government, backed by Paris"
        takers = _named_before(scene, token)
    if not takers and token.lemma_ in _ARMING:
        folk = [m for t in done_to for m in scene.parsed.mentions_at(t) if m.form == "demonym" and m.head == "people"]
        takers = [a for m in folk for a in m.actors if scene.is_side(a)]
        if any(t.lower_ in ("it", "them") and not scene.parsed.mentions_at(t) for t in done_to):
            takers = scene.side_before(token, but=givers)
    return givers, takers


def _named_before(scene: Scene, token: Token) -> list[Actor]:
    """The side right before a participle and its comma, which a parser hung on a noun further up."""
    at = token.i - 1
    while at > token.sent.start and token.doc[at].text in (",", "–", "("):
        at -= 1
    found = [m for m in scene.parsed.mentions_at(token.doc[at]) if not m.place] if at < token.i - 1 else []
    return [a for m in found for a in m.actors if scene.is_side(a)]


def _participle_sides(scene: Scene, token: Token) -> tuple[list[Actor], list[Actor]] | None:
    """The sides of "Rwanda-backed rebels": who stands before the participle, and whom it describes."""
    before_noun = token.dep_ in ("amod", "acl") or (token.dep_ == "conj" and token.head.dep_ == "amod")
    if not before_noun or token.tag_ not in ("VBN", "VBD", "JJ"):
        return None
    noun = token.head.head if token.dep_ == "conj" else token.head
    before = [c for c in token.children if c.i < token.i and c.dep_.split(":")[0] in _BEFORE]
    givers = [a for c in before for a in scene.sides(c, places=True, loose=True)]
    if not givers:
        return None
    within = [m for m in scene.parsed.mentions if token.i < m.start and m.end <= noun.i + 1]
    takers = scene.named(noun)
    listed = [a for t in obliques(noun, "including", "such as", "like", "notably") for a in scene.sides(t)]
    if not takers and noun.dep_ in ("appos", "ROOT", "xcomp"):  # "the SLM, the Chad-backed umbrella group"
        same = noun.head if noun.dep_ == "appos" else subject(noun)
        takers = scene.sides(same) if same is not None and same != noun else []
    return givers, listed or takers or [a for m in within for a in m.actors if scene.is_side(a)]


def _is_force(scene: Scene, token: Token) -> bool:
    things = patients(token) or children(token, "iobj")
    found = [m for t in things for m in scene.parsed.mentions_at(t)]
    return any(m.head == "forces" for m in found)


def _served(token: Token) -> list[Token]:
    """Whom troops are sent for: "to support the MPLA", "to fight for Russia", "to fight alongside the army"."""
    return [*(objects(token) if token.lemma_ != "fight" else []), *obliques(token, "for", "alongside")]


def _is_military_help(scene: Scene, token: Token) -> bool:
    """ "military aid" wherever it stands, and plain "with help from Iran" where a force is the one that has it."""
    row = scene.words.row(token, "material")
    if row is None or not row.attrs.get("soft") or token.dep_ == "obj":
        return False
    army = subject(predicate_of(token.head)) if case_of(token) == "with" and token.lower_ in _HELP else None
    ends = nominals(token, "to", "for") if token.lower_ in _HELP | {"training", "funding"} else []
    if any(scene.is_fighter(a) for t in ends for a in scene.sides(t)) and not is_civil(token):
        return True  # "Ugandan assistance to the rebels"
    forced = army is not None and (scene.words.has(army, "force") or army.lower_ in _ARMIES)
    return forced or is_material(scene, token)


def _is_asked(scene: Scene, token: Token) -> bool:
    """Whether support is only wished for: "asked for support", "a request for backing"."""
    above = token.head
    return any(scene.words.has(above, cls) for cls in ("ask", "request", "pledge", "withhold", "refuse"))


def _of(scene: Scene, token: Token) -> list[Actor]:
    return [a for t in nominals(token, "of") for a in scene.sides(t, places=True)]


def _guards(token: Token) -> bool:
    return token.lemma_ in ("defend", "protect")
