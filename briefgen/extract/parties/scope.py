"""What signs of a role are made of: the sign, the word list by form, mentions of tokens, violence and its scene."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache

from spacy.tokens import Token

from briefgen.extract import syntax
from briefgen.knowledge import Knowledge
from briefgen.knowledge.inflection import forms
from briefgen.model import Role
from briefgen.parsed import ACTING, Actor, Mention, ParsedArticle, Person

_POLICE = frozenset(("police", "policeman", "policemen", "officer", "officers"))
_HELD = frozenset(
    ("positions", "posts", "bases", "base", "camps", "camp", "checkpoints", "checkpoint", "trenches", "strongholds")
)
_CRAFT = frozenset(("ship", "ships", "vessel", "vessels", "boat", "boats", "trawlers", "cutters", "cutter", "planes"))
_KEEPERS = frozenset(("peacekeeper", "peace-keeper", "observer", "monitor"))
_WATERS = frozenset(("gulf", "sea", "strait", "straits", "bay"))  # "the Gulf of Aden" lies in no state
_SETTLEMENTS = frozenset(("town", "city", "village", "port", "district", "province", "region", "suburb", "hamlet"))
_WHERE = ("in", "over", "near", "across", "into", "at")
AGAINST = ("against", "on", "at", "with", "into", "upon")
DISPLACED = frozenset(("refugee", "refugees", "displaced", "returnees", "evacuees"))
ALLIED = frozenset(("allied", "aligned", "loyal"))
UNREAL = {"real": 1.0, "future": 0.6, "hypothetical": 0.35, "denied": 0.2}


@dataclass(frozen=True, slots=True)
class Sign:
    """A piece of evidence: whose, for which role, how much, by which rule, over tokens [start, end), against whom."""

    actor: Actor | None
    person: Person | None
    role: Role
    weight: float
    rule: str
    start: int
    end: int
    others: tuple[Actor, ...] = ()


@dataclass(frozen=True)
class Words:
    """The word list by part of speech and form: which classes a form belongs to."""

    verbs: Mapping[str, frozenset[str]]
    nouns: Mapping[str, frozenset[str]]
    phrasal: Mapping[str, tuple[tuple[str, str], ...]]  # the form of a verb: its particles, each with its class

    def classes(self, token: Token) -> frozenset[str]:
        """The classes of *token*; of "beat off", "take over" those of the verb with its particle too."""
        table = self.verbs if token.pos_ in ("VERB", "AUX") else self.nouns if token.pos_ in ("NOUN", "PROPN") else {}
        found = table.get(token.lower_, frozenset())
        pairs = self.phrasal.get(token.lower_, ()) if token.pos_ == "VERB" else ()
        if pairs:
            beside = {c.lower_ for c in token.children if c.dep_ in ("compound:prt", "advmod", "obj", "case", "obl")}
            beside |= {token.nbor(1).lower_} if token.i + 1 < len(token.doc) else set()
            found |= {cls for particle, cls in pairs if particle in beside}
        return found

    def either(self, token: Token) -> frozenset[str]:
        """The classes of the form of *token* as a noun and as a verb, whichever it was read as."""
        return self.nouns.get(token.lower_, frozenset()) | self.verbs.get(token.lower_, frozenset())


@lru_cache(maxsize=4)
def party_words(knowledge: Knowledge) -> Words:
    """The word list of *knowledge*, every form of every word."""
    tables: dict[str, dict[str, set[str]]] = {"VERB": {}, "NOUN": {}}
    phrasal: dict[str, set[tuple[str, str]]] = {}
    for row in knowledge.words("parties"):
        for word in row.words:
            first, _, particle = word.partition(" ")
            if particle and row.pos == "VERB":
                for form in forms(first, "VERB"):
                    phrasal.setdefault(form, set()).add((particle, row.cls))
                continue
            for form in forms(word, row.pos):
                tables[row.pos].setdefault(form, set()).add(row.cls)
    verbs, nouns = ({form: frozenset(found) for form, found in tables[pos].items()} for pos in ("VERB", "NOUN"))
    return Words(verbs, nouns, {form: tuple(sorted(pairs)) for form, pairs in phrasal.items()})


@dataclass(frozen=True)
class Scope:
    """The article read, the words looked for, and the states that its place names may lie in."""

    parsed: ParsedArticle
    words: Words
    knowledge: Knowledge

    @cached_property
    def entities(self) -> dict[int, str]:
        """The text of the entity that covers a token."""
        return {i: span.text for span in self.parsed.doc.ents for i in range(span.start, span.end)}

    def state_of(self, token: Token) -> Actor | None:
        """The state in which the town or region at *token* lies, where the name leaves no doubt."""
        if token.pos_ != "PROPN":
            return None
        name = self.entities.get(token.i, token.text)
        if any(t.lower_ in _WATERS for t in token.doc[max(0, token.i - 2) : token.i]):
            return None
        rows = self.knowledge.places.get(name.casefold(), ())
        others = [row for row in rows if row.state != rows[0].state]
        if not rows or (others and others[0].population * 5 > rows[0].population):
            return None
        row = self.knowledge.actors.get(rows[0].state)
        return Actor(row.name, row.kind, row.id) if row else None


def object_in(verb: Token, words: Words, cls: str, *, direct: bool = False) -> bool:
    """Whether an object of *verb* (or, unless *direct*, a prepositional one) is a noun of class *cls*."""
    things = [*syntax.objects(verb), *syntax.patients(verb)]
    things = [t for t in things if not any(c.lower_ == "no" for c in t.children)]
    named = [*things, *([] if direct else syntax.obliques(verb))]
    named += [c for t in named for c in t.children if c.dep_ in ("compound", "nmod", "conj")]
    named += [c for c in verb.children if c.dep_ == "xcomp"]
    return any(cls in words.nouns.get(token.lower_, ()) for token in named)


def sign_of(
    mention: Mention, role: Role, weight: float, rule: str, *, others: Iterable[Mention] = ()
) -> Iterator[Sign]:
    against = tuple(dict.fromkeys(actor for other in others for actor in other.actors))
    if not mention.actors and mention.person is not None:
        yield Sign(None, mention.person, role, weight, rule, mention.start, mention.end, against)
    for actor in mention.actors:
        yield Sign(actor, mention.person, role, weight, rule, mention.start, mention.end, against)


def acting(parsed: ParsedArticle, mention: Mention) -> bool:
    """What can act for a side: its name, forces, organs, persons, and "the Bulgarians" as a whole."""
    nation = mention.head == "people" and parsed.doc[mention.start].lower_ == "the" and mention.form == "demonym"
    nation = nation and parsed.doc[mention.root].text[:1].isupper()
    craft = mention.head == "other" and parsed.doc[mention.root].lower_ in _CRAFT
    return (mention.head in ACTING or nation or craft) and not mention.place


def mentions_of(parsed: ParsedArticle, tokens: Iterable[Token]) -> Iterator[Mention]:
    """The mentions headed by *tokens* or by the noun that each is about; a possessor where the noun is none itself."""
    seen = set()
    for token in tokens:
        found = parsed.mentions_at(token) or [
            m for c in token.children if _owns(c, token) for m in parsed.mentions_at(c)
        ]
        for mention in found:
            if mention not in seen:
                seen.add(mention)
                yield mention


def _owns(child: Token, noun: Token) -> bool:
    """ "Chad's camp", "the positions of the army", "a coast guard ship"."""
    craft = noun.lower_ in _CRAFT and child.dep_ == "compound"
    return craft or child.dep_ == "nmod:poss" or _of(child, noun)


def _of(child: Token, noun: Token) -> bool:
    """ "the positions of the army", "the bases of the militia"."""
    return noun.lower_ in _HELD and child.dep_ == "nmod" and child.i > noun.i and syntax.case_of(child) == "of"


def violence(scope: Scope, doers: list[Mention], suffering: list[Mention], certainty: float) -> Iterator[Sign]:
    """Who does violence fights; forces and groups that suffer it fight too; people and things are affected."""
    for doer in doers:
        chief = doer.head in ("actor", "forces", "other") or not doer.actors  # "Chinese ships" are other than forces
        weight = 3.0 if chief and not doer.place else 1.5
        against_group = any(actor.kind == "armed_group" for m in suffering for actor in m.actors)
        weight = 0.8 if scope.parsed.doc[doer.root].lower_ in _POLICE and not against_group else weight
        yield from sign_of(doer, "belligerent", weight * certainty, "violence", others=suffering)
    for victim in suffering:
        if victim in doers:
            continue
        root = scope.parsed.doc[victim.root]
        owned = root.head if root.dep_ == "nmod:poss" else root
        if _keeps_peace(root):
            yield from sign_of(victim, "affected", 2.0 * certainty, "fallen")
            continue
        military = victim.head == "forces" or "military" in scope.words.nouns.get(owned.lower_, ())
        if military or any(actor.kind == "armed_group" for actor in victim.actors):
            yield from sign_of(victim, "belligerent", 2.0 * certainty, "fought", others=doers)
        elif victim.head in ("people", "other") or victim.place or "civilian" in scope.words.nouns.get(root.lower_, ()):
            yield from sign_of(victim, "affected", 1.5 * certainty, "suffers")
        elif victim.head == "actor":
            yield from sign_of(victim, "affected", 1.0 * certainty, "attacked")
            yield from sign_of(victim, "belligerent", 1.0 * certainty, "attacked", others=doers)


def _keeps_peace(root: Token) -> bool:
    """ "Belgian peacekeepers", "blue helmets from Uruguay", "truce monitors": they fight nobody."""
    blue = root.lower_ in ("helmets", "helmet", "berets", "beret") and any(c.lower_ == "blue" for c in root.children)
    return blue or root.lemma_.lower() in _KEEPERS


def scene(scope: Scope, token: Token, certainty: float, *, weight: float = 0.7) -> Iterator[Sign]:
    """The state in whose land it happens is affected, a little: "in Mali", "over Japan", "the Oslo attack"."""
    weight *= 1.0 if certainty == 1 else 0.3
    places = [c for o in syntax.obliques(token, *_WHERE) for c in syntax.conjuncts(o)]
    places += [o for t in places if t.lower_ in _SETTLEMENTS for o in syntax.obliques(t, "of")]
    for place in [*places, *(c for c in token.children if c.dep_ == "compound")]:
        mentions = [m for m in mentions_of(scope.parsed, [place]) if m.place or (m.head == "other" and place in places)]
        for mention in mentions:
            over = 2.0 if syntax.case_of(place) == "over" else 1.0
            yield from sign_of(mention, "affected", weight * over, "scene")
        state = None if mentions else scope.state_of(place)
        if state is not None:
            yield Sign(state, None, "affected", weight, "scene", place.i, place.i + 1)
