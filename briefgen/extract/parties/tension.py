"""Signs of a tension without fighting: arms programmes, tests and sanctions.

The guidelines set the roles: the state that threatens is the belligerent; who imposes measures on it comments; who
sells to it what is banned backs it.
"""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from briefgen.extract import syntax
from briefgen.extract.parties.scope import Scope, Sign, mentions_of, sign_of
from briefgen.parsed import ACTING, Mention

_OWNED = ("of", "by", "from")
_MENACES = 1.2  # twice is enough for a side
_TARGETED = 1.2
_IMPOSES = 1.0
_SUPPLIES = 1.6
_CARRIERS = ("rocket", "test", "launch")  # whose load a word beside them names
_ON = ("on", "against", "upon", "targeting", "for", "toward", "towards")
_TO = ("to", "into", "for")


def menace_signs(scope: Scope, noun: Token, classes: frozenset[str]) -> Iterator[Sign]:
    """Whose arms, tests and threats a noun tells of ("Iran's nuclear programme", "missile tests by the North"); whom
    sanctions are laid on, and who lays them."""
    if "menace" in classes and (_is_arms(scope, noun) or "threats" in classes):
        for mention in _owners(scope, noun):
            if not mention.place:
                yield from sign_of(mention, "belligerent", _MENACES, "menace")
    if "sanction" in classes:
        yield from _sanctions(scope, noun)


def supply_signs(scope: Scope, verb: Token, classes: frozenset[str], doers: list[Mention]) -> Iterator[Sign]:
    """Who acquires arms of mass destruction, and who sells a state under sanctions its fuel."""
    things = syntax.objects(verb) or syntax.patients(verb)
    if "acquire" in classes and any(_is_arms(scope, t) for t in things):
        for doer in doers:
            yield from sign_of(doer, "belligerent", _MENACES, "menace")
    if not ({"give", "trade"} & classes) or not any("goods" in scope.words.nouns.get(t.lower_, ()) for t in things):
        return
    takers = [*syntax.obliques(verb, *_TO), *(o for t in things for o in syntax.obliques(t, *_TO))]
    own = {actor for doer in doers for actor in doer.actors}
    for taker in mentions_of(scope.parsed, (c for t in takers for c in syntax.conjuncts(t))):
        if own & set(taker.actors) or not _is_banned(scope):
            continue
        yield from sign_of(taker, "belligerent", _TARGETED, "targeted", others=doers)
        for doer in doers:
            yield from sign_of(doer, "backer", _SUPPLIES, "supplies", others=[taker])


def _is_arms(scope: Scope, noun: Token) -> bool:
    """ "nuclear programme", "ballistic missile tests", "a uranium enrichment plant"."""
    tokens = [
        *([] if noun.lemma_ in _CARRIERS else [noun]),
        *(c for c in noun.children if c.dep_ in ("amod", "compound", "nmod:desc", "nmod:unmarked")),
    ]
    tokens += syntax.obliques(noun, "of")
    tokens += [c for t in tokens if t != noun for c in t.children if c.dep_ in ("conj", "amod", "compound")]
    return any("mass" in scope.words.nouns.get(t.lower_, ()) for t in tokens)


def _owners(scope: Scope, noun: Token) -> list[Mention]:
    named = [m for m in scope.parsed.mentions_at(noun) if m.head == "other"]
    tokens = [c for c in noun.children if c.dep_ in ("nmod:poss", "compound", "amod")]
    tokens += [c for o in syntax.obliques(noun, *_OWNED) for c in syntax.conjuncts(o)]
    return [*named, *mentions_of(scope.parsed, tokens)]


def _sanctions(scope: Scope, noun: Token) -> Iterator[Sign]:
    parsed = scope.parsed
    targets = [c for o in syntax.obliques(noun, *_ON) for c in syntax.conjuncts(o)]
    verb = noun.head if noun.dep_ in ("obj", "nsubj", "nsubj:pass") else None
    if verb is not None and verb.pos_ == "VERB":
        targets += [c for o in syntax.obliques(verb, "on", "against", "upon") for c in syntax.conjuncts(o)]
    for clause in (c for c in noun.children if c.dep_ in ("acl", "acl:relcl")):
        targets += syntax.objects(clause)
    hit = [m for m in mentions_of(parsed, targets) if m.head in ACTING or m.place]
    for mention in _owners(scope, noun):
        named = mention.form == "name" and any(actor.kind == "state" for actor in mention.actors)
        if named and mention.end <= noun.i and not hit and _compounded(scope, mention, noun):
            hit.append(mention)  # "Iran sanctions"
        elif mention not in hit:
            yield from sign_of(mention, "commentator", _IMPOSES, "imposes")
    for mention in hit:
        for actor in mention.actors:
            if actor.kind in ("state", "armed_group"):
                yield Sign(actor, mention.person, "belligerent", _TARGETED, "targeted", mention.start, mention.end)


def _compounded(scope: Scope, mention: Mention, noun: Token) -> bool:
    root = scope.parsed.doc[mention.root]
    return root.dep_ == "compound" and root.head == noun


def _is_banned(scope: Scope) -> bool:
    """Whether the text speaks of sanctions at all."""
    return any("sanction" in scope.words.nouns.get(token.lower_, ()) for token in scope.parsed.doc)
