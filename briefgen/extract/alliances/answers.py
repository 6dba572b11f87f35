"""Rules on what a side will or will not do for a partner: one frame for promises and refusals.

A deed is handing over arms or men, or saving, defending and joining somebody. What is said of it makes the aspect:
"will send", "is to sell", "has promised", "stands ready to" are commitment; "will not send", "declined to", "ruled
out", "sends none", "no longer sells" are help_refused. The partner: see `partner`.
"""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from briefgen.extract.alliances.clauses import WILL, doer, is_promised, is_real
from briefgen.extract.alliances.goods import are_troops, is_civil, is_material, nominals
from briefgen.extract.alliances.partner import above, actors_of, between, goods_in, partner_before, partners
from briefgen.extract.alliances.scene import Found, Scene
from briefgen.extract.syntax import (
    children,
    clause_span,
    is_none,
    is_passive,
    modality,
    negated,
    objects,
    obliques,
    subject,
)
from briefgen.model import Aspect

DEEDS = ("give", "save", "secure", "guard", "deploy", "side", "deed", "spare", "help", "beside", "stand")
_SAVING = ("save", "secure", "guard", "rescue", "side")
_HANDING = ("give", "deploy", "deed", "spare", "save", "secure")
_WORDS_ONLY = frozenset({"support", "back", "join", "bind", "come", "go", "stand", "fight", "give", "provide"})
_BINDING = frozenset({"bind", "oblige", "commit", "require", "obligate"})
_GUESSING = frozenset(
    {"threaten", "hope", "expect", "warn", "fear", "believe", "think", "suggest", "speculate", "suspect", "doubt"}
    | {
        "deny",
        "predict",
        "ask",
        "urge",
        "want",
        "demand",
        "call",
        "wonder",
        "study",
        "consider",
        "weigh",
        "debate",
        "mull",
    }
)


def answered(scene: Scene, token: Token) -> Iterator[Found]:
    """ "Italy is to provide 1,000 men for the mission in Chad", "Poland will not send jets to Ukraine"."""
    goods = goods_in(scene, token)
    if is_passive(token) or is_civil(token) or not _is_deed(scene, token, goods=bool(goods)):
        return
    aspect = outcome(scene, token)
    if aspect is None or (aspect == "commitment" and any(is_none(t) for t in goods)):
        return
    sources = [
        a for o in (token, *goods) for t in nominals(o, "from") for a in scene.sides(t, places=True)
    ]  # "to lease two bases from Morocco"
    together = actors_of(scene, token) if not sources else []
    for by in together:
        others = partners(scene, token, by=by, goods=goods)
        if aspect == "help_refused" and goods and are_troops(scene, goods):  # to one's own: no mere abstention
            others = [a for a in others if scene.allied(by, a) or scene.is_pact(a) or scene.is_fighter(a)]
        if not others and (goods or aspect == "help_refused"):
            others = partner_before(scene, token, by=by)
        others = [a for a in others if a not in together]  # "Spain and Greece refused": not each other
        yield from between(scene, by, others, aspect=aspect, span=clause_span(token), rule="answer")


def outcome(scene: Scene, token: Token) -> Aspect | None:
    """What is said of a deed: that it will be done, that it will not, or nothing that counts."""
    over = above(token)
    if any(t.lemma_.lower() in _GUESSING for t in over) or _is_binding(over):
        return None
    for t in over[:1]:
        firm = is_real(t) and not is_none(t)
        if t.pos_ == "VERB" and scene.words.has(t, "refuse") and is_real(t):
            return "help_refused"
        if scene.words.has(t, "ready") and modality(t) in ("real", "denied"):
            return "help_refused" if negated(t) else "commitment"
        ahead = token.tag_ == "VBG" or any(c.lower_ == "to" for c in children(token, "mark", "aux"))
        if firm and ahead and any(scene.words.has(t, cls) for cls in ("pledge", "agree", "promise")):
            return "commitment"
    if modality(token) == "denied" or _is_over(token):
        return "help_refused" if _is_unwilling(token) else None
    ahead = token.tag_ != "VBD"
    return "commitment" if ahead and is_promised(token) else None


def _is_binding(over: list[Token]) -> bool:
    """ "the treaty binds A and B to come to the aid of a member": what a pact binds its members to is the pact's."""
    return bool(over) and over[0].lemma_.lower() in _BINDING and not is_passive(over[0]) and bool(objects(over[0]))


def _is_deed(scene: Scene, token: Token, *, goods: bool) -> bool:
    """Whether a verb is help in arms: arms or men handed over or set afoot, somebody defended or saved."""
    if not any(scene.words.has(token, cls) for cls in DEEDS):
        return False
    if token.lemma_ == "have":
        return False
    if goods and token.lemma_ not in ("come", "go", "stand"):
        return any(scene.words.has(token, cls) for cls in _HANDING)
    if any(is_none(t) and scene.words.has(token, cls) for t in objects(token) for cls in ("give", "spare")):
        return True  # "is sending none"
    if any(scene.words.has(token, cls) for cls in ("beside", "stand")) and _are_men(scene, token):
        return bool(obliques(token, "for", "alongside", "beside"))
    if scene.words.has(token, "side") or token.lemma_ in ("come", "go"):
        ends = [*obliques(token, "to", "on", "at", "in")]
        return any(scene.words.has(t, "aid") or t.lower_ in ("side", "war", "defence", "defense") for t in ends)
    things = [t for t in objects(token) if scene.sides(t, places=True)]
    if scene.words.has(token, "help") and children(token, "xcomp", "ccomp"):  # "help them settle their differences"
        return False
    return bool(things) and token.lemma_ not in _WORDS_ONLY and any(scene.words.has(token, cls) for cls in _SAVING)


def _are_men(scene: Scene, token: Token) -> bool:
    """Whether men or arms are what does it: "Belgium's F-16s will fly for Kyiv"."""
    who = doer(token)
    return who is not None and (scene.words.has(who, "force") or is_material(scene, who))


def _is_unwilling(token: Token) -> bool:
    """ "will not send", "can spare none", "no longer sells", "is sending none", "declined to send"."""
    will = any(c.lower_ in WILL for c in children(token, "aux"))
    now = token.tag_ in ("VBZ", "VBP") or (
        token.tag_ == "VBG" and any(c.tag_ in ("VBZ", "VBP") for c in children(token, "aux"))
    )
    held = any(t.pos_ == "VERB" for t in above(token)[:1]) and token.dep_ == "xcomp"
    unplanned = token.dep_ == "acl" and is_none(token.head)  # "has no plans to send"
    return will or _is_over(token) or held or unplanned or (now and any(is_none(t) for t in objects(token)))


def _is_over(token: Token) -> bool:
    """ "no longer sells arms"."""
    adverbs = [c for c in children(token, "advmod") if c.lower_ in ("longer", "more")]
    return any(token.doc[c.i - 1].lower_ == "no" for c in adverbs if c.i)


def _is_of_way(scene: Scene, token: Token) -> bool:
    """ "passage", "the road", "the use of its field": leave to cross or to land."""
    return token.lower_ in _WAYS or any(scene.words.has(t, "ground") for t in token.subtree if t != token)


def pledged_goods(scene: Scene, token: Token) -> Iterator[Found]:
    """ "has promised Chad 200 soldiers", "offered 30,000 horsemen to Warsaw", "committed troops to the OAU's force"."""
    if not any(scene.words.has(token, cls) for cls in ("pledge", "commit")) or not (
        is_real(token) or is_promised(token)
    ):
        return
    things = [*objects(token), *children(token, "iobj")]
    parts = {t for o in things for t in (o, *nominals(o, "of"))}
    goods = [t for t in goods_in(scene, token) if not is_none(t) and t in parts]
    if token.tag_ == "VBG":  # "was offering training": at work already
        goods = [t for t in goods if scene.words.has(t, "force")]
    if not goods or is_civil(token) or is_passive(token):
        return
    for by in [a for a in actors_of(scene, token) if not scene.pact_of(a)]:
        others = partners(scene, token, by=by, goods=goods) or partner_before(scene, token, by=by)
        yield from between(scene, by, others, aspect="commitment", span=clause_span(token), rule="answer.pledge")


def spared_none(scene: Scene, token: Token) -> Iterator[Found]:
    """ "was told by London that none could be spared", "the regrets of Delhi that no plane can be sent to Aden"."""
    top = subject(token)
    if not any(scene.words.has(token, cls) for cls in ("give", "spare")) or not is_passive(token) or top is None:
        return
    arms = is_material(scene, top) or scene.words.has(top, "force") or top.lower_ == "none"
    able = any(c.lower_ in WILL for c in children(token, "aux"))
    if not (arms and able and negated(token)) or is_civil(top):
        return
    for over in above(token)[:1]:
        for by in actors_of(scene, over):
            others = partners(scene, token, by=by, goods=[top]) or partner_before(scene, token, by=by)
            yield from between(scene, by, others, aspect="help_refused", span=clause_span(token), rule="answer.none")


def stopped(scene: Scene, token: Token) -> Iterator[Found]:
    """ "stopped refuelling Saudi bombers", "has suspended 30 permits for arms exports to Israel"."""
    if not scene.words.has(token, "withhold") or not is_real(token) or is_passive(token):
        return
    deeds = [c for c in (*children(token, "xcomp", "ccomp"), *objects(token)) if c.tag_ == "VBG"]
    deeds = [d for d in deeds if any(scene.words.has(d, cls) for cls in ("give", "deed", "service", "help"))]
    things = [t for o in objects(token) for t in (o, *nominals(o, "of", "on", "for"))]
    goods = [t for t in things if _is_trade(scene, t)]
    inner = [t for d in deeds for t in goods_in(scene, d)]
    for by in actors_of(scene, token) if goods or inner else ():
        tops = [*deeds, token]
        named = [a for d in tops for a in partners(scene, d, by=by, goods=[*goods, *inner])]
        owned = [a for t in inner for a in scene.owners(t) if a != by]
        others = list(dict.fromkeys(named or owned))
        yield from between(scene, by, others, aspect="help_refused", span=clause_span(token), rule="answer.stop")


def _is_trade(scene: Scene, token: Token) -> bool:
    """ "arms exports", "licences for weapons", "the shipment of shells": arms on their way."""
    marks = children(token, "compound", "amod")
    inner = [t for t in nominals(token, "of", "for") if is_material(scene, t)]
    named = token.lemma_.lower() in _TRADE and (inner or any(scene.words.has(t, "military") for t in marks))
    return bool(named) and not is_civil(token)


def denied_goods(scene: Scene, token: Token) -> Iterator[Found]:
    """ "refused the American bombers passage", "denied Kyiv the missiles": things said no to, without a deed."""
    if not scene.words.has(token, "refuse") or not is_real(token) or is_passive(token) or token.lemma_ not in _DENYING:
        return
    goods = goods_in(scene, token)
    rights = [t for t in objects(token) if t.lower_ in _LEAVE and (goods or _is_of_way(scene, t))]
    together = actors_of(scene, token) if goods or rights else []
    for by in together:
        owned = [a for t in goods for a in scene.owners(t)] if rights else []
        others = [a for a in owned or partners(scene, token, by=by, goods=goods) if a not in together]
        yield from between(scene, by, others, aspect="help_refused", span=clause_span(token), rule="answer.deny")


_DENYING = frozenset({"refuse", "deny", "forbid"})
_TRADE = frozenset(
    {"sale", "delivery", "shipment", "export", "licence", "license", "permit", "transfer", "supply", "contract"}
)
_WAYS = frozenset({"road", "passage", "transit", "overflight", "landing"})
_LEAVE = frozenset(
    {"right", "road", "passage", "leave", "permission", "access", "use", "transit", "overflight", "landing"}
)
