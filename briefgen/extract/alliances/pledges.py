"""Rules on promises among allies: to defend, to send, to stand by; guarantees and standing commitments."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from spacy.tokens import Token

from briefgen.extract.alliances.clauses import doer, is_promised, is_real
from briefgen.extract.alliances.focus import recipient, recipient_before
from briefgen.extract.alliances.goods import is_material, is_wish, nominals, takers_of, whose
from briefgen.extract.alliances.help import granted
from briefgen.extract.alliances.scene import Found, Scene
from briefgen.extract.syntax import children, clause_span, is_none, is_passive, negated, objects, obliques, patients
from briefgen.parsed import Actor


def guarding(scene: Scene, token: Token) -> Iterator[Found]:
    """ "NATO would defend every inch of its territory", "will defend Taiwan": a promise without a word for it."""
    if not scene.words.has(token, "guard") or not is_promised(token) or is_passive(token):
        return
    givers = scene.sides(doer(token))
    takers = [a for t in objects(token) for a in scene.sides(t, places=True)]
    if any(scene.pact_of(giver) for giver in givers):
        takers = takers or givers
    yield from granted(scene, token, givers, takers, "commitment", rule="guard")


def pledged(scene: Scene, token: Token) -> Iterator[Found]:
    """ "pledged to defend the Philippines", "vowed support for Kyiv", "guaranteed the security of Qatar"."""
    row = scene.words.row(token, "pledge")
    if row is None or negated(token) or is_only_thought(token):
        return
    if is_passive(token) and any(scene.words.has(t, "pact") for t in obliques(token, "by", "under", "through")):
        bound = [a for t in patients(token) for a in scene.sides(t)]  # "is pledged by treaty to Prussia"
        to_whom = [a for t in obliques(token, "to") for a in scene.sides(t, places=True)]
        if not any(map(scene.is_pact, to_whom)):
            yield from granted(scene, token, bound, to_whom, "commitment", rule="pledge.bound")
        return
    strict = bool(row.attrs.get("strict"))  # "announced a package of military aid": arms only, and no mere words
    done_to = patients(token) if is_passive(token) else objects(token)  # "is pledged to defend", "obliges Rome to …"
    givers = scene.sides(doer(token)) or [a for t in done_to for a in scene.sides(t)]
    givers = [giver for giver in givers if not (strict and scene.is_pact(giver))]  # what a pact approves is a decision
    takers: list[Actor] = []
    serious = False
    for league in [t for t in objects(token) if scene.words.has(t, "league") or scene.words.has(t, "firm")]:
        takers += scene.among(league, "with")  # "reaffirmed its ironclad alliance with Seoul"
    for inner in children(token, "xcomp", "ccomp"):
        if not strict and scene.words.has(inner, "secure"):
            goods = [t for o in objects(inner) for t in (o, *children(o, "appos"))]
            takers += [a for t in goods if scene.words.has(t, "secure") for a in (*scene.owners(t), *whose(scene, t))]
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


def pledged_on(scene: Scene, token: Token) -> Iterator[Found]:
    """ "Mali asked for guns. China has promised rifles": promised to the one in need told of before."""
    if not scene.words.has(token, "pledge") or negated(token) or is_only_thought(token) or token.lemma_ == "announce":
        return
    goods = [t for t in objects(token) if is_material(scene, t) or t.pos_ == "SYM"]
    ends = [*obliques(token, "to", "for"), *children(token, "iobj")]
    ends += [o for t in goods for o in nominals(t, "to", "for")]
    told = any(tie.aspect == "commitment" and tie.start <= token.i < tie.end for tie in scene.ties)
    for giver in scene.sides(doer(token)) if goods and not ends and not told else ():
        money = all(t.pos_ == "SYM" for t in goods)
        sides = (recipient_before if money else recipient)(scene, token.i, giver=giver)
        if sides:
            yield Found(sides, "commitment", giver, *clause_span(token), "pledge.on")


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
    ends += [*obliques(token.head, "to"), *children(token.head, "iobj")] if token.dep_ == "obj" else []
    givers = givers or (scene.sides(doer(token.head)) if token.dep_ == "obj" and is_real(token.head) else [])
    safe = [t for t in ends if scene.words.has(t, "secure")]
    takers = [a for t in safe for a in (*scene.owners(t), *whose(scene, t))]
    marks = children(token, "compound", "amod")
    given = token.dep_ == "obj" and scene.words.has(token.head, "give")
    if not safe and (given or scene.words.any(marks, "military") or scene.words.any(marks, "firm")):
        takers = [a for t in ends for a in scene.sides(t, places=True)]
    yield from granted(scene, token, givers, takers, "commitment", rule="promise", nominal=True)


def is_only_thought(token: Token) -> bool:
    """Whether a request or promise is only thought of ("could ask"); one that is quoted or past is real."""
    return not is_real(token) and not is_promised(token)


def _guards(token: Token) -> bool:
    return token.lemma_ in ("defend", "protect")
