"""Signs of a role in a clause: who acts, who suffers it, and how real the text says that it is."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from briefgen.extract import syntax
from briefgen.extract.parties.aid import aid_signs, gives_help
from briefgen.extract.parties.losses import loss_signs
from briefgen.extract.parties.mediation import mediation_signs
from briefgen.extract.parties.moves import move_signs, own_forces
from briefgen.extract.parties.scope import (
    AGAINST,
    ALLIED,
    DISPLACED,
    UNREAL,
    Scope,
    Sign,
    Words,
    acting,
    mentions_of,
    object_in,
    scene,
    sign_of,
    violence,
)
from briefgen.extract.parties.tension import supply_signs
from briefgen.model import Role
from briefgen.parsed import ACTING, Mention, ParsedArticle

_YIELDS = ("surrendered", "surrender", "surrendering", "surrenders", "fell", "lost")
_TROOPS = frozenset(
    (
        "troops",
        "soldiers",
        "forces",
        "personnel",
        "base",
        "marines",
        "peacekeepers",
        "force",
        "jets",
        "contingent",
        "members",
        "policemen",
        "battalion",
        "brigade",
        "advisers",
        "instructors",
        "warships",
        "men",
    )
)
_DEAD = frozenset(("dead", "wounded", "injured", "maimed", "homeless"))
_ACCUSING = frozenset(
    ("accused", "accuses", "accusing", "accuse", "suspected", "suspects", "blamed", "blames", "charged")
)
_ASSAILS = frozenset(
    (
        "killed",
        "killing",
        "shot",
        "stabbed",
        "plowed",
        "ploughed",
        "rammed",
        "bombed",
        "beheaded",
        "murdered",
        "massacred",
        "attacked",
        "ambushed",
        "gunned",
        "mowed",
        "detonated",
        "knifed",
        "assassinated",
        "slaughtered",
        "executed",
        "hacked",
    )
)
_WORDS_OR_HELP = frozenset(
    (
        "support",
        "recognition",
        "ambassador",
        "proposal",
        "offer",
        "statement",
        "remark",
        "demand",
        "candidacy",
        "funding",
    )
)
_ANSWERS = frozenset(("hit", "strike", "fire", "shoot"))  # "hit back at claims"
_SPOKEN = frozenset(
    ("claims", "criticism", "criticisms", "critics", "accusations", "allegations", "suggestions", "reports", "charges")
)
_REFUGE = frozenset(("refuge", "shelter", "asylum", "sanctuary"))


def verb_signs(scope: Scope, verb: Token, classes: frozenset[str]) -> Iterator[Sign]:
    parsed, words = scope.parsed, scope.words
    certainty = UNREAL[syntax.modality(verb)]
    doers = [m for m in mentions_of(parsed, _doers(verb)) if acting(parsed, m)]
    hits = bool(syntax.objects(verb) or syntax.obliques(verb, *AGAINST))
    suffering = list(mentions_of(parsed, _suffering(verb)))
    if "fight" in classes and _intercepts(verb, words):
        for doer in doers:
            yield from sign_of(doer, "affected", 0.8, "intercepts")
    elif "fight" in classes and _takes_away(verb):
        pass
    elif "fight" in classes and _takes_home(verb):
        for doer in doers:
            yield from sign_of(doer, "backer", 1.0 * certainty, "abroad")
    elif ("fight" in classes and verb.dep_ != "amod" and not _is_figure(verb, words)) or (
        "harm" in classes and _harms(verb, words)
    ):
        yield from violence(scope, [m for m in doers if m.actors], suffering, certainty)
        if hits and certainty == 1 and _assails(verb):
            for doer in doers:
                if not doer.actors:
                    yield from sign_of(doer, "belligerent", 3.0, "assails", others=suffering)
        if "rout" in classes:
            for victim in suffering:
                if victim.head == "people" and acting(parsed, victim):
                    yield from sign_of(victim, "belligerent", 2.0 * certainty, "fought", others=doers)
        yield from scene(scope, verb, certainty)
        yield from _garrison(scope, verb, suffering, certainty)
    yield from aid_signs(scope, verb, classes, doers)
    yield from loss_signs(scope, verb, classes)
    yield from supply_signs(scope, verb, classes, doers)
    yield from move_signs(scope, verb, doers)
    if "fight" in classes and certainty == 1 and not doers:
        yield from own_forces(scope, verb)
    helping = gives_help(scope, verb, classes)
    if "launch" in classes and not helping and object_in(verb, words, "operation", direct=True):
        for doer in doers:
            yield from sign_of(doer, "belligerent", 3 * certainty, "launch", others=suffering)
        yield from violence(scope, [], suffering, 0.8 * certainty)
        yield from scene(scope, verb, certainty)
    if "launch" in classes and object_in(verb, words, "show", direct=True):
        for doer in doers:
            yield from sign_of(doer, "belligerent", (1.7 if len(doers) == 1 else 0.8) * certainty, "show")
    if "threat" in classes:
        for doer in doers:
            yield from sign_of(doer, "belligerent", 1.0 * min(certainty + 0.4, 1), "threat", others=suffering)
    if "back" in classes:
        yield from backing(parsed, verb, doers, suffering, certainty)
    yield from mediation_signs(scope, verb, classes, doers)
    if "station" in classes:
        yield from _stationed(parsed, verb)
    yield from _sheltering(parsed, verb, classes, doers)
    if "hold" in classes:
        for mention in suffering:
            if mention.person is not None and not mention.actors:
                yield from sign_of(mention, "affected", 1.5, "hold")
    if "accuse" in classes:
        for mention in suffering:
            if mention.acts:
                weight = 1.5 if mention.head == "forces" else 0.8
                yield from sign_of(mention, "belligerent", weight, "accused", others=doers)
    yield from _words(doers, classes)


def _intercepts(verb: Token, words: Words) -> bool:
    """ "shot down a missile", "intercepted the drones": whoever does so is under fire."""
    if verb.lemma_ not in ("shoot", "intercept", "down", "repel", "destroy", "strike", "jam"):
        return False
    things = [*syntax.objects(verb), *syntax.patients(verb)]
    return any("flying" in words.nouns.get(t.lower_, ()) for t in things)


def _takes_away(verb: Token) -> bool:
    """ "withdrew its support": no retreat."""
    things = [*syntax.objects(verb), *syntax.patients(verb)]
    return verb.lemma_ == "withdraw" and any(t.lower_ in _WORDS_OR_HELP for t in things)


def _takes_home(verb: Token) -> bool:
    """ "withdrew its battalion", "withdraws from Syria": what one takes away was there to help."""
    things = [*syntax.objects(verb), *syntax.patients(verb), *syntax.obliques(verb, "from")]
    return verb.lemma_ == "withdraw" and bool(things)


def _garrison(scope: Scope, verb: Token, suffering: list[Mention], certainty: float) -> Iterator[Sign]:
    """ "overran a military base in Djibo": the base is that of the state in which the town lies."""
    if suffering:
        return
    for thing in _suffering(verb):
        if "military" not in scope.words.nouns.get(thing.lower_, ()):
            continue
        for place in [*syntax.obliques(thing, "in", "near", "at"), *syntax.obliques(verb, "in", "near", "at")]:
            state = scope.state_of(place)
            if state is not None:
                yield Sign(state, None, "belligerent", 1.7 * certainty, "fought", place.i, place.i + 1)
                return


def _words(doers: list[Mention], classes: frozenset[str]) -> Iterator[Sign]:
    weight = 1.5 if "react" in classes else 1.0 if "speak" in classes else 0.0
    for doer in doers if weight else ():
        yield from sign_of(doer, "commentator", weight, "react" if "react" in classes else "speak")


def _assails(verb: Token) -> bool:
    """Violence of one person: "plowed a truck into crowds", "opened fire on", "shot dead"."""
    if verb.lower_ in ("drove", "opened"):
        return any(t.lower_ in ("fire", "truck", "lorry", "car", "van", "vehicle") for t in syntax.objects(verb))
    return verb.lower_ in _ASSAILS


def _is_figure(verb: Token, words: Words) -> bool:
    """ "struck a deal", "seized the moment", "fights corruption", "hit back at claims": no violence."""
    things = [*syntax.objects(verb), *syntax.patients(verb)]
    spoken = syntax.obliques(verb, "at", "over", "against") if verb.lemma_ in _ANSWERS else []
    figures = any("figure" in words.nouns.get(t.lower_, ()) for t in things)
    return figures or any(t.lower_ in _SPOKEN or "utterance" in words.nouns.get(t.lower_, ()) for t in spoken)


def _harms(verb: Token, words: Words) -> bool:
    """ "left nine soldiers dead", "caused civilian casualties"."""
    if verb.lower_ in ("left", "leaving", "leaves", "leave"):
        return any(t.lower_ in _DEAD for t in verb.subtree if t.i - verb.i < 12)
    return object_in(verb, words, "harmed") or verb.lower_.startswith("kill")


def _sheltering(parsed: ParsedArticle, verb: Token, classes: frozenset[str], doers: list[Mention]) -> Iterator[Sign]:
    """ "Jordan houses refugees", "Uganda wants the refugees to go", "Chad, where many have sought refuge"."""
    objects = [*syntax.objects(verb), *syntax.obliques(verb)]
    sheltered = verb.lemma_ == "shelter" and bool(syntax.objects(verb))
    if sheltered or any(t.lower_ in DISPLACED for t in objects):
        for doer in doers:
            if any(actor.kind == "state" for actor in doer.actors):
                yield from sign_of(doer, "affected", 2.0 if "shelter" in classes else 1.0, "shelter")
    if any(t.lower_ in _REFUGE for t in objects):
        lands = [*syntax.conjuncts(verb.head)] if verb.dep_ == "acl:relcl" else []
        lands += [c for o in syntax.obliques(verb, "in", "into") for c in syntax.conjuncts(o)]
        lands += [c for land in list(lands) for o in syntax.obliques(land, "like") for c in syntax.conjuncts(o)]
        for mention in mentions_of(parsed, lands):
            yield from sign_of(mention, "affected", 1.5, "refuge")


def backing(
    parsed: ParsedArticle, verb: Token, doers: list[Mention], suffering: list[Mention], certainty: float
) -> Iterator[Sign]:
    """ "Libya armed the rebels"; "the militia is allied with Tehran": Libya and Iran back."""
    if verb.lower_ in ALLIED:
        patrons = mentions_of(parsed, (c for o in syntax.obliques(verb, "with", "to") for c in syntax.conjuncts(o)))
        subject = syntax.subject(verb)
        helped = list(mentions_of(parsed, [subject] if subject is not None else []))
        for patron in patrons:
            if not patron.place and helped and patron.actors != helped[0].actors:
                role: Role = "belligerent" if patron.head == "forces" else "backer"
                yield from sign_of(patron, role, 2.0, "allied", others=helped)
        return
    helped = [m for m in suffering if m.acts]
    armed = [*syntax.objects(verb), *(o for c in verb.children if c.dep_ == "conj" for o in syntax.objects(c))]
    if verb.lemma_ == "arm" and not helped and any(t.i > verb.i for t in armed):
        for doer in doers:  # "arm some of them": whoever they are
            yield from sign_of(doer, "backer", 2.0 * max(certainty, 0.5), "backs")
    for doer in doers:
        if helped and not set(doer.actors) & {actor for m in helped for actor in m.actors}:
            yield from sign_of(doer, "backer", 2.5 * max(certainty, 0.5), "backs", others=helped)


def _stationed(parsed: ParsedArticle, verb: Token) -> Iterator[Sign]:
    """ "4,000 French troops are stationed in Mali": the troops' owner backs, the land's owner is affected."""
    troops = [*syntax.patients(verb), *([s] if (s := syntax.subject(verb)) is not None else [])]
    owners = [m for t in troops for m in parsed.mentions_at(t) if m.head == "forces"]
    placed = verb.lemma_ != "have" or any(c.dep_ == "obl" or c.dep_ == "nmod" for t in _held(verb) for c in t.children)
    if not owners and placed and any(t.lower_ in _TROOPS for t in syntax.objects(verb)):
        owners = [m for m in mentions_of(parsed, _doers(verb)) if m.head in ACTING]
    owners = [m for m in dict.fromkeys(owners) if not any(a.kind == "armed_group" for a in m.actors)]
    for owner in owners:
        yield from sign_of(owner, "backer", 2.0, "stationed")
    if owners:
        for place in mentions_of(parsed, syntax.obliques(verb, "in", "at")):
            if place.place and not set(place.actors) & {a for o in owners for a in o.actors}:
                yield from sign_of(place, "affected", 1.0, "hosts")


def _held(verb: Token) -> list[Token]:
    return [verb, *syntax.objects(verb)]


def _doers(verb: Token) -> list[Token]:
    doer = _accused(verb) or syntax.agent(verb)
    if doer is None:
        return _relative(verb)
    doers = [doer, *(c for c in verb.children if c.dep_ == "nsubj" and c is not doer and doer.dep_ == "nsubj")]
    named = [conjunct for found in doers for conjunct in syntax.conjuncts(found)]
    named += [c for found in named for c in found.children if c.dep_ == "appos" and c.pos_ == "PROPN"]  # lists misread
    return [inner for token in named for inner in dict.fromkeys((token, syntax.nominal_head(token)))]


def _relative(verb: Token) -> list[Token]:
    """ "Libya, which arms the rebels": the noun before, where "which" was read as the object."""
    before = verb.nbor(-1) if verb.i else verb
    relative = verb.dep_ == "acl:relcl" and before.lower_ in ("which", "who") and before.dep_ == "obj"
    return [verb.head] if relative and verb.tag_ in ("VBZ", "VBD", "VBP") else []


def _accused(verb: Token) -> Token | None:
    """Who is said to do it: "accused Libya of arming them"."""
    if verb.head.lower_ not in _ACCUSING or not any(c.lower_ in ("of", "for") for c in verb.lefts):
        return None
    return next((o for o in syntax.patients(verb.head) if o.i < verb.i), None)


def _suffering(verb: Token) -> list[Token]:
    found = list(syntax.patients(verb))
    for oblique in syntax.obliques(verb, *AGAINST, *(("to",) if verb.lower_ in _YIELDS else ())):
        found += syntax.conjuncts(oblique)
    return [inner for token in found for inner in dict.fromkeys((token, syntax.nominal_head(token)))]
