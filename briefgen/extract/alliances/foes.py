"""Who fights whom in an article, as far as the alliance rules must know: troops in an enemy's land are no ally's."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from itertools import product

from spacy.tokens import Token

from briefgen.extract.alliances.clauses import undergoers
from briefgen.extract.parties.scope import Words, party_words
from briefgen.extract.syntax import agent, case_of, children, conjuncts, obliques, patients
from briefgen.knowledge import Knowledge
from briefgen.knowledge.wars import friends
from briefgen.model import day_of
from briefgen.parsed import Actor, Mention, ParsedArticle

_AGAINST = ("against", "on", "with", "at", "into")
_TAKEN = frozenset(
    {"invasion", "occupation", "annexation", "conquest", "incursion", "aggression", "invaders", "occupiers"}
)
_TAKING = frozenset({"invade", "occupy", "annex", "overrun", "conquer", "seize", "capture", "loot", "sack"})
_DOMINANT = 5  # times as many people as the next town of the same name
_ANYBODY = "*"

Foes = frozenset[tuple[str, str]]


def find_foes(parsed: ParsedArticle, knowledge: Knowledge) -> Foes:
    """Pairs of names, in both orders: "Iraqi troops invaded Kuwait" gives ("Iraq", "Kuwait") and ("Kuwait", "Iraq").

    Of an invasion whose doer is not said, anybody's troops may be: ("*", "Kuwait").
    """
    words = party_words(knowledge)
    told = (pair for token in parsed.doc for pair in _pairs(parsed, token, words, knowledge))
    found = _known(parsed, knowledge) | set(told)
    return frozenset(found | {(other, one) for one, other in found if one != _ANYBODY})


def _known(parsed: ParsedArticle, knowledge: Knowledge) -> set[tuple[str, str]]:
    """Who stands on two sides of the conflicts of the article's day (of any, where it has no date), by the register.

    A state that fights in the land of one that is not on its side is its foe too: Israel in Lebanon.
    """
    day = day_of(parsed.article.source.published)
    ids: set[tuple[str, str]] = set()
    for war in knowledge.conflicts:
        if day is None or war.told_in(day):
            hosts = war.theatre - war.camps[0] - war.camps[1] - war.threatened
            for own, against in ((0, 1), (1, 0)):  # those who only back two sides do not fight each other
                ids |= {(one, other) for one in war.sides[own] for other in war.camps[against] | hosts}
    kin = friends(knowledge, day) if day is not None else frozenset()
    ids = {pair for pair in ids if frozenset(pair) not in kin}
    names = [(knowledge.actor(one), knowledge.actor(other)) for one, other in ids]
    return {(one.name, other.name) for one, other in names if one is not None and other is not None and one != other}


def fellows(knowledge: Knowledge, one: Actor, other: Actor, *, when: date) -> bool:
    """Whether, by the register, two fight side by side in a war told of *when*, one a state, or one backs the other."""
    return frozenset((one.id or "", other.id or "")) in friends(knowledge, when)


@lru_cache(maxsize=1 << 12)
def is_backed(knowledge: Knowledge, backer: Actor, other: Actor, *, when: date) -> bool:
    """Whether *backer* backs *other* in a conflict told of *when* without fighting in it, by the register."""
    wars = (war for war in knowledge.conflicts if war.told_in(when))
    told = (pair for war in wars for pair in zip(war.sides, war.backers, strict=True))
    return any(backer.id in backers and other.id in side for side, backers in told)


def are_foes(foes: Foes, one: Actor, other: Actor) -> bool:
    """Whether two fight each other, or the land of the *other* was taken by somebody unsaid."""
    return (one.name, other.name) in foes or (_ANYBODY, other.name) in foes


def states_of_town(parsed: ParsedArticle, token: Token, *, knowledge: Knowledge) -> list[Actor]:
    """The state of a town that is no mention itself; none where another town of the name is not far smaller."""
    if token.pos_ != "PROPN" or parsed.mentions_at(token):
        return []
    name = " ".join(t.text for t in (*children(token, "compound", "amod"), token) if t.pos_ == "PROPN")
    rows = knowledge.places.get(name.casefold(), ())
    others = [row for row in rows if row.state != rows[0].state]
    sure = bool(rows) and all(row.population * _DOMINANT < rows[0].population for row in others)
    row = knowledge.actor(rows[0].state) if sure else None
    return [Actor(name=row.name, kind=row.kind, id=row.id)] if row is not None else []


def _pairs(parsed: ParsedArticle, token: Token, words: Words, knowledge: Knowledge) -> Iterator[tuple[str, str]]:
    lemma = token.lemma_.lower()
    if lemma in _TAKING and token.pos_ in ("VERB", "ADJ"):
        lands = [*undergoers(token), *([token.head] if token.dep_ == "amod" else [])]
        taken = [a.name for t in lands for a in states_of_town(parsed, t, knowledge=knowledge)]
        yield from _crossed(_named(parsed, [agent(token)]) or [_ANYBODY], taken + _named(parsed, lands, places=True))
    elif token.lower_ in _TAKEN:
        owners = [*children(token, "nmod:poss", "compound", "amod"), *obliques(token, "by"), token]
        yield from _crossed(_named(parsed, owners) or [_ANYBODY], _named(parsed, obliques(token, "of"), places=True))
    elif token.pos_ == "VERB" and "fight" in words.classes(token):
        doer = agent(token)
        hit = [*patients(token), *(t for t in obliques(token, *_AGAINST) if case_of(t) != "with" or lemma != "fire")]
        yield from _crossed(_named(parsed, conjuncts(doer) if doer is not None else []), _named(parsed, hit))
    elif token.pos_ == "NOUN" and words.classes(token) & {"operation", "war"}:
        waging = _named(parsed, [*children(token, "nmod:poss", "compound", "amod"), *obliques(token, "by")])
        yield from _crossed(waging, _named(parsed, obliques(token, *_AGAINST)))
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
