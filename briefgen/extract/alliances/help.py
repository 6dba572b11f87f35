"""Rules on help granted and promised: each takes a token and yields what it says of a tie."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from spacy.tokens import Token

from briefgen.extract.alliances import focus
from briefgen.extract.alliances.bonds import whole_of
from briefgen.extract.alliances.clauses import BEFORE, called, doer, is_promised, is_real, pairs, undergoers
from briefgen.extract.alliances.goods import are_troops, is_civil, is_material, nominals, takers_of
from briefgen.extract.alliances.partings import is_ceasing
from briefgen.extract.alliances.scene import Found, Scene
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
_BODIES = frozenset({"group", "militia", "movement", "faction", "organisation", "organization", "party"})
_BANDS = frozenset({"forces", "fighters", "rebels", "militias", "insurgents", "troops", "coalition", "alliance"})
_BODIES_OF = frozenset({"groups", "factions", "movements", "group", "militia", "movement", "guerrillas"})
_DEFINITE = frozenset({"the", "this", "that"})
_TOGETHER = frozenset({"together", "side", "shoulder", "jointly", "hand"})
_ACCUSING = frozenset({"accuse", "suspect", "charge", "blame", "condemn", "criticise", "criticize", "stop"})
_FIGHTS = frozenset({"fight", "struggle", "war", "campaign", "effort", "offensive", "cause", "advance", "rebellion"})
_HANDING = frozenset({"furnish", "lend", "loan", "give", "provide", "supply", "hand", "second"})
_CARRIED = 2  # sentences back to the one that is helped
_ARMING = frozenset({"arm", "rearm", "equip"})
_HELP = frozenset({"help", "aid", "assistance"})
_PROOFS = frozenset({"evidence", "proof", "sign", "signs", "indication", "indications", "truth", "question"})
_DENIED = frozenset({"deny", "denial", "refute", "disprove", "reject", "dismiss", "disavow", "repudiate"})


def helped(scene: Scene, token: Token) -> Iterator[Found]:
    """ "Iran backs the Houthis", "the rebels, backed by Rwanda", "Rwanda-backed rebels"."""
    row = scene.words.row(token, "help")
    with_goods = scene.words.has(token, "give") and bool(obliques(token, "with"))  # "supplied with wheat": see `given`
    if row is None or with_goods or is_doubtful(token):
        return
    givers, takers = _participle_sides(scene, token) or _verb_sides(scene, token)
    if row.attrs.get("armed"):
        forced = _is_force(scene, token) or _are_men(scene, doer(token))
        takers = [taker for taker in takers if scene.is_fighter(taker) or forced]
    aspect = _aspect(scene, token)
    if aspect:
        yield from granted(scene, token, givers, takers, aspect, rule="help")


def given(scene: Scene, token: Token) -> Iterator[Found]:
    """ "supplied Syria with tanks", "sent arms to the Séléka", "gave the army air support"."""
    goods, aspect = _goods(scene, token), _aspect(scene, token)
    if not goods or aspect is None:
        return
    givers = scene.sides(doer(token))
    pacts = [giver for giver in givers if scene.pact_of(giver)]
    inner = [c for c in children(token, "advcl", "xcomp", "acl") if scene.words.has(c, "save")]
    helped_ones = [a for c in inner for t in _served(c) for a in scene.sides(t, places=True)]
    takers = _takers(scene, token, goods, givers) or helped_ones  # "sent advisers to support the MPLA"
    if are_troops(scene, goods):
        if not pacts:
            yield from _lent(scene, token, givers, aspect)
        handed = token.lemma_ in _HANDING or bool(children(token, "iobj"))  # "furnished the Austrians 40,000 men"
        takers = helped_ones or (takers if inner or handed else [])  # "sent soldiers to fight for"; not an invasion
        if pacts and aspect == "help_granted" and not helped_ones:
            aspect, takers = "deployment", pacts  # "the CSTO sent peacekeepers to Kazakhstan"
    if aspect == "commitment" and not takers:
        takers = pacts
    yield from granted(scene, token, givers, takers, aspect, rule="give")


def continued(scene: Scene, token: Token) -> Iterator[Found]:
    """ "Egypt has trained Somali commandos. It also delivered ten guns": to the one helped in a sentence before."""
    goods, aspect = _goods(scene, token), _aspect(scene, token)
    givers = scene.sides(doer(token))
    if not goods or aspect is None or _takers(scene, token, goods, givers):
        return
    for giver in givers if whole_of(scene, token) is None else ():
        told = [tie for tie in scene.ties_of(giver) if tie.by == giver and tie.aspect in ("help_granted", "commitment")]
        near = [tie for tie in told if 0 <= scene.sentences_between(tie.start, token.i) <= _CARRIED]
        own = near[-1].sides if len({tie.alliance for tie in near}) == 1 else ()
        sides = own or (() if near or _sent_off(token) else focus.recipient(scene, token.i, giver=giver))
        if sides and not (are_troops(scene, goods) and len(sides) > 1):
            placed: Aspect = "deployment" if len(sides) == 1 and aspect == "help_granted" else aspect
            yield Found(sides, placed, giver, *clause_span(token), "give.on")


def _sent_off(token: Token) -> bool:
    """Whether a destination is said, that is nobody known: "sent tanks to the border"."""
    return bool(obliques(token, "to", "into", "toward", "towards", "against", "across"))


def _goods(scene: Scene, token: Token) -> list[Token]:
    """What is handed over at *token*: arms, men, military aid; nothing where the verb is another or denied."""
    if not scene.words.has(token, "give") or is_doubtful(token):
        return []
    things = [*undergoers(token), *(item for t in obliques(token, "with") for item in conjuncts(t))]
    goods = [thing for thing in things if is_material(scene, thing) or scene.words.has(thing, "ground")]
    lent = [t for t in obliques(token, "at") if t.lower_ == "disposal"]
    goods = goods or (things if lent else [])  # "placed the Azores at Britain's disposal"
    if not goods and any(thing.pos_ == "SYM" for thing in things):  # "gives Egypt $1.3bn a year in military aid"
        goods = [thing for thing in obliques(token, "in") if is_material(scene, thing)]
    if not goods and whole_of(scene, token) is not None:  # "has sent 296 as part of the mission"
        goods = [thing for thing in things if thing.pos_ == "NUM"]
    return [] if any(is_none(thing) for thing in goods) else goods


def _takers(scene: Scene, token: Token, goods: Sequence[Token], givers: Sequence[Actor]) -> list[Actor]:
    """Who gets it; the one other side named before where only "it", "them" or the giver's own country is said."""
    ends = takers_of(token, goods)
    takers = [a for t in ends for a in scene.sides(t, places=True)]
    saved = [t for t in ends if scene.words.has(t, "aid")]  # "sent warplanes to the aid of the government"
    takers = takers or [a for t in saved for a in (*scene.owners(t), *scene.among(t, "of"))]
    takers = takers or [a for t in goods for c in children(t, "compound") for a in scene.sides(c, loose=True)]
    things = undergoers(token)
    itself = takers and set(takers) <= set(givers) and bool(things) and bool(scene.parsed.mentions_at(things[0]))
    if itself or (not takers and any(t.lower_ in ("it", "them") for t in ends)):
        return focus.side_before(scene, token, but=givers)  # "provides the country with arms": not itself
    return takers


def _lent(scene: Scene, token: Token, givers: Sequence[Actor], aspect: Aspect) -> Iterator[Found]:
    """ "Kenya will send more troops to the mission of the African Union": a member's troops for a pact's mission."""
    ends = [t for t in obliques(token, "to", "for") if scene.words.has(t, "force") or scene.pacts(t)]
    parts = [t for end in ends for t in (end, *children(end, "compound", "amod", "nmod:poss"), *nominals(end, "of"))]
    pact = next((p for t in parts for p in scene.pacts(t)), None) or whole_of(scene, token)
    placed: Aspect = "deployment" if aspect == "help_granted" else aspect
    if pact is None:
        return
    for giver in givers:
        yield Found((pact,), placed, giver, *clause_span(token), "lend")


def supported(scene: Scene, token: Token) -> Iterator[Found]:
    """ "Iran's support for the Houthis", "with the backing of Egypt", "air strikes in support of the army"."""
    if not scene.words.has(token, "support") and not _is_military_help(scene, token):
        return
    modifiers = children(token, "amod", "compound")
    unsure = is_none(token) or _is_asked(scene, token) or is_doubtful(token.head)
    if unsure or is_ceasing(scene, token) or scene.words.any(modifiers, "former"):
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


def alongside(scene: Scene, token: Token) -> Iterator[Found]:
    """ "Cuban troops fought alongside the Angolan army"."""
    if not scene.words.has(token, "beside") or not is_real(token):
        return
    joined = {c.lower_ for c in children(token, "advmod", "obl", "obl:unmarked")} & _TOGETHER
    cases = ("alongside", "beside", *(("with",) if joined else ()))  # "fought together with", "side by side with"
    beside = [a for t in obliques(token, *cases) for a in scene.sides(t)]
    fighters = subject(token)
    if fighters is not None and scene.words.has(fighters, "force"):  # "Chadian soldiers are fighting for Libya"
        beside += [a for t in obliques(token, "for") for a in scene.sides(t)]
    who = scene.sides(fighters)
    if not who and token.dep_ == "acl":  # "the AFRC, one of the factions that fight beside the army"
        who = next((found for t in _above(token.head) if (found := scene.sides(t))), [])
    if not who and token.dep_ == "acl" and token.head.dep_ == "obj":  # "has 3,000 soldiers fighting beside the rebels"
        who = scene.sides(doer(token.head.head))
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
        return "commitment" if token.lemma_ == "offer" else "help_granted"
    above = token.head if token.dep_ == "xcomp" else token  # "agreed to sell it tanks"
    agreed = above != token and scene.words.has(above, "agree") and is_real(above)
    return "commitment" if agreed or is_promised(token) else None


def is_doubtful(token: Token) -> bool:
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
    done_to = undergoers(token) or children(token, "iobj")  # "advise the army": read as the one who is told
    relative = next((t for t in patients(token) if t.lower_ in ("which", "who") and t.i == token.i - 1), None)
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
    if not takers:  # "UNITA was the force which South Africa had supplied"
        takers = [a for t in done_to for other in called(t) for a in scene.sides(other)]
    if not takers:  # "These groups are backed by Turkey"
        bodies = [t for t in done_to if t.lower_ in _BANDS | _BODIES_OF and children(t, "det")]
        takers = [a for t in bodies for a in focus.fighter_before(scene, t.i, but=givers)]
    if not takers:  # "supported the rebels' fight against the junta"
        takers = [a for t in done_to if t.lower_ in _FIGHTS for a in scene.owners(t)]
    if not takers and token.dep_ == "acl":  # "a deal with the Chadian government, backed by Paris"
        takers = _named_before(scene, token)
    if not takers and token.lemma_ in _ARMING:
        folk = [m for t in done_to for m in scene.parsed.mentions_at(t) if m.form == "demonym" and m.head == "people"]
        takers = [a for m in folk for a in m.actors if scene.is_side(a)]
        if any(t.lower_ in ("it", "them") and not scene.parsed.mentions_at(t) for t in done_to):
            takers = focus.side_before(scene, token, but=givers)
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
    before = [c for c in token.children if c.i < token.i and c.dep_.split(":")[0] in BEFORE]
    givers = [a for c in before for a in scene.sides(c, places=True, loose=True)]
    if scene.named(noun) and all(map(scene.is_fighter, scene.named(noun))):
        givers = givers or [a for c in before for a in scene.spelled(c)]
    if not givers:
        return None
    within = [m for m in scene.parsed.mentions if token.i < m.start and m.end <= noun.i + 1]
    takers = scene.named(noun)
    if not takers and noun.lower_ in _BODIES and any(c.lower_ in _DEFINITE for c in children(noun, "det")):
        takers = focus.fighter_before(scene, token.left_edge.i, but=givers)  # "the Iran-backed terror group"
    if not takers and noun.lower_ in _BANDS:  # "US-backed fighters"
        takers = focus.fighter_of(scene, givers[0])
    listed = [a for t in obliques(noun, "including", "such as", "like", "notably") for a in scene.sides(t)]
    if not takers and noun.dep_ in ("appos", "ROOT", "xcomp"):  # "the SLM, the Chad-backed umbrella group"
        same = noun.head if noun.dep_ == "appos" else subject(noun)
        takers = scene.sides(same) if same is not None and same != noun else []
    return givers, listed or takers or [a for m in within for a in m.actors if scene.is_side(a)]


def _is_force(scene: Scene, token: Token) -> bool:
    things = patients(token) or children(token, "iobj")
    found = [m for t in things for m in scene.parsed.mentions_at(t)]
    return any(m.head == "forces" for m in found)


def _are_men(scene: Scene, token: Token | None) -> bool:
    """Whether it is soldiers or means of war that help: "Soviet advisers helped the Ethiopians"."""
    return token is not None and any(scene.words.has(token, cls) for cls in ("force", "means"))


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
