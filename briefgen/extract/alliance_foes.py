"""Who fights whom in an article, as far as the alliance rules must know: troops in an enemy's land are no ally's."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

from spacy.tokens import Token

from briefgen.extract.party_scope import Words, party_words
from briefgen.extract.syntax import agent, case_of, children, conjuncts, obliques, patients
from briefgen.knowledge import Knowledge
from briefgen.parsed import Actor, Mention, ParsedArticle

_AGAINST = ("against", "on", "with", "at", "into")
_TAKEN = frozenset(
    {"invasion", "occupation", "annexation", "conquest", "incursion", "aggression", "invaders", "occupiers"}
)
_TAKING = frozenset({"invade", "occupy", "annex", "overrun", "conquer", "partition"})
_ANYBODY = "*"

Foes = frozenset[tuple[str, str]]


def find_foes(parsed: ParsedArticle, knowledge: Knowledge) -> Foes:
    """Pairs of names, in both orders: "Iraqi troops invaded Kuwait" gives ("Iraq", "Kuwait") and ("Kuwait", "Iraq").

    Of an invasion whose doer is not said, anybody's troops may be: ("*", "Kuwait").
    """
    words = party_words(knowledge)
    found = {pair for token in parsed.doc for pair in _pairs(parsed, token, words)}
    return frozenset(found | {(other, one) for one, other in found if one != _ANYBODY})


def are_foes(foes: Foes, one: Actor, other: Actor) -> bool:
    """Whether two fight each other, or the land of the *other* was taken by somebody unsaid."""
    return (one.name, other.name) in foes or (_ANYBODY, other.name) in foes


def _pairs(parsed: ParsedArticle, token: Token, words: Words) -> Iterator[tuple[str, str]]:
    lemma = token.lemma_.lower()
    if lemma in _TAKING and token.pos_ in ("VERB", "ADJ"):
        lands = [*patients(token), *([token.head] if token.dep_ == "amod" else [])]
        yield from _crossed(_named(parsed, [agent(token)]) or [_ANYBODY], _named(parsed, lands, places=True))
    elif token.lower_ in _TAKEN:
        owners = [*children(token, "nmod:poss", "compound", "amod"), *obliques(token, "by"), token]
        yield from _crossed(_named(parsed, owners) or [_ANYBODY], _named(parsed, obliques(token, "of"), places=True))
    elif token.pos_ == "VERB" and "fight" in words.classes(token):
        doer = agent(token)
        hit = [*patients(token), *(t for t in obliques(token, *_AGAINST) if case_of(t) != "with" or lemma != "fire")]
        yield from _crossed(_named(parsed, conjuncts(doer) if doer is not None else []), _named(parsed, hit))
    elif token.pos_ == "NOUN" and words.classes(token) & {"operation", "war"}:
        owners = _named(parsed, [*children(token, "nmod:poss", "compound", "amod"), *obliques(token, "by")])
        yield from _crossed(owners, _named(parsed, obliques(token, *_AGAINST)))
        between = _named(parsed, [t for top in obliques(token, "between") for t in conjuncts(top)])
        yield from _crossed(between, between)


def _crossed(ones: list[str], others: list[str]) -> Iterator[tuple[str, str]]:
    return ((one, other) for one, other in product(ones, others) if one != other)


def _named(parsed: ParsedArticle, tokens: list[Token] | list[Token | None], *, places: bool = False) -> list[str]:
    """The sides at *tokens*: who acts or is hit as one, not where it is; *places*: whose land it is too."""
    mentions = [m for token in tokens if token is not None for m in parsed.mentions_at(token)]
    return [actor.name for m in mentions if places or _is_side(m) for actor in m.actors]


def _is_side(mention: Mention) -> bool:
    return not mention.place and mention.head in ("actor", "forces", "institution", "person", "other")
