"""Signs of backing in kind and by reliance: arms sold or given, support for an operation, help asked of an ally."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from briefgen.extract import syntax
from briefgen.extract.parties.scope import UNREAL, Scope, Sign, mentions_of, sign_of
from briefgen.parsed import ACTING, Mention

_TO = ("to", "for")
_BANS = frozenset(("ban", "zone", "embargo", "blockade"))  # "enforcing a ban on flights"
_LEAST = 0.7  # a pledge of arms makes a backer too


def aid_signs(scope: Scope, verb: Token, classes: frozenset[str], doers: list[Mention]) -> Iterator[Sign]:
    """The signs that *verb* gives of its doers, or of those leaned on or asked, backing a side."""
    if "give" in classes:
        yield from _given(scope, verb, doers)
    if "rely" in classes:
        yield from _relied_on(scope, verb, doers)
    if "ask" in classes:
        yield from _asked(scope, verb)
    if "enforce" in classes and any(t.lemma_ in _BANS for t in syntax.objects(verb)):
        for doer in doers:
            yield from sign_of(doer, "backer", 2.0, "enforces")


def gives_help(scope: Scope, verb: Token, classes: frozenset[str]) -> bool:
    """ "gave support for the operation": what is given is help, no operation of one's own."""
    return "give" in classes and any("help" in scope.words.nouns.get(t.lower_, ()) for t in syntax.objects(verb))


def _given(scope: Scope, verb: Token, doers: list[Mention]) -> Iterator[Sign]:
    """ "sells the generals their aircraft", "pledged 14 tanks for Ukraine", "gave support for the operation"."""
    shares = [c for c in verb.children if c.dep_ == "obl:unmarked" and syntax.obliques(c, "of")]  # "most of their jets"
    things = [t for t in [*syntax.objects(verb), *shares] if not _none_of(t)]
    arms = [t for t in things if _of_war(scope, t)]
    helps = [t for t in things if "help" in scope.words.nouns.get(t.lower_, ())]
    takers = [*(c for c in verb.children if c.dep_ == "iobj"), *syntax.obliques(verb, *_TO)]
    takers += [o for thing in [*arms, *helps] for o in syntax.obliques(thing, *_TO)]
    helped = list(mentions_of(scope.parsed, (c for t in takers for c in syntax.conjuncts(t))))
    own = {actor for m in doers for actor in m.actors}
    sides = [m for m in helped if _takes_sides(m) and not own & set(m.actors)]
    warlike = any("operation" in scope.words.nouns.get(t.lower_, ()) for t in takers)
    military = bool(arms) and bool(sides or _taker(scope, verb, arms))
    if not (military or (helps and (warlike or any(is_military(t) for t in helps)))):
        return
    weight = 2.5 * max(UNREAL[syntax.modality(verb)], _LEAST)
    for doer in doers:
        yield from sign_of(doer, "backer", weight, "aid", others=sides)


def _takes_sides(mention: Mention) -> bool:
    """A side, or a people under arms ("weapons for the Kurds")."""
    return not mention.place and (mention.head in ACTING or any(a.kind == "armed_group" for a in mention.actors))


def _taker(scope: Scope, verb: Token, arms: list[Token]) -> bool:
    """Whether someone unnamed is given them: "sells the generals most of their aircraft"."""
    misread = any("arms" not in scope.words.nouns.get(t.lower_, ()) and syntax.nominal_head(t) == t for t in arms)
    return misread or any(c.dep_ in ("iobj", "obl:unmarked") for c in verb.children)


def _of_war(scope: Scope, thing: Token) -> bool:
    """A noun of arms, itself or what most of it is ("most of their aircraft")."""
    inner = [thing, *syntax.obliques(thing, "of"), *(c for c in thing.children if c.dep_ == "compound")]
    return any("arms" in scope.words.nouns.get(t.lower_, ()) for t in inner)


def is_military(thing: Token) -> bool:
    """ "military aid", "air support", "logistical support"."""
    return any(
        t.lower_ in ("military", "air", "logistical", "logistic", "intelligence", "naval", "lethal", "artillery")
        for t in thing.children
        if t.dep_ in ("amod", "compound")
    )


def _none_of(thing: Token) -> bool:
    return any(c.lower_ == "no" for c in thing.children)


def _relied_on(scope: Scope, verb: Token, doers: list[Mention]) -> Iterator[Sign]:
    """ "the junta has relied on fighters of the Wagner group", "it relies on Turkey"."""
    leaned = syntax.obliques(verb, "on", "upon")
    leaned = [c for o in leaned for c in syntax.conjuncts(o)]
    leaned += [o for t in leaned for o in syntax.obliques(t, "of", "from")]
    own = {actor for m in doers for actor in m.actors}
    for mention in mentions_of(scope.parsed, leaned):
        if mention.acts and not own & set(mention.actors):
            yield from sign_of(mention, "backer", 2.0, "relied", others=doers)


def _asked(scope: Scope, verb: Token) -> Iterator[Sign]:
    """ "asked the alliance for help": whom one asks backs."""
    wanted = [*syntax.obliques(verb, "for"), *(o for t in syntax.objects(verb) for o in syntax.obliques(t, "for"))]
    if not any("help" in scope.words.nouns.get(t.lower_, ()) for t in wanted):
        return
    asked = [*syntax.patients(verb), *(c for c in verb.children if c.dep_ == "iobj")]
    asked = [t for t in asked if "ally" not in scope.words.nouns.get(t.lower_, ())]  # "its allies" are not the asker
    for mention in mentions_of(scope.parsed, asked):
        if mention.acts:
            yield from sign_of(mention, "backer", 1.8, "asked")
