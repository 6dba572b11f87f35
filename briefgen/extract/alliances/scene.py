"""What the alliance rules share: who stands at a token, which actors are pacts, who is allied with whom on the day.

A *side* is a state, an armed group, a government or party, or a pact; persons act for the side that they speak for.
A bilateral tie is named "A–B" with an en dash, the names in sorted order.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache

from spacy.tokens import Token

from briefgen.extract.alliances.clauses import possessor_before
from briefgen.extract.alliances.foes import Foes, are_foes, fellows, find_foes, states_of_town
from briefgen.extract.alliances.words import AllianceWords, alliance_words
from briefgen.extract.syntax import (
    children,
    conjuncts,
    first_conjunct,
    nominal_head,
    obliques,
    own_subject,
    predicates,
)
from briefgen.knowledge import Knowledge
from briefgen.knowledge.wars import recent_foes
from briefgen.model import Aspect, day_of
from briefgen.parsed import ACTING, Actor, Mention, ParsedArticle

_PACT_SORTS = frozenset({"alliance", "coalition"})
_SIDE_SORTS = frozenset({"government", "party", *_PACT_SORTS})
_LISTING = frozenset({",", "–", "-", ":", "(", "and", "the", "known", "as", "called", "including", "namely", "both"})
_OPENERS = frozenset({",", "–", "-", ":", "("})
_LONGEST_NAME = 5  # words; a longer "name" of a group without one is a misread sentence
_COURTS = frozenset(
    {"cabinet", "cabinets", "court", "courts", "government", "governments", "ministry", "republic", "crown"}
)
LATEST = date(9999, 1, 1)  # an undated article: the members of pacts that are still in force


@dataclass(frozen=True, slots=True)
class Found:
    """A fact before it is written: the two sides of a tie, or one pact; the aspect; who acts; tokens [start, end)."""

    sides: tuple[Actor, ...]
    aspect: Aspect
    by: Actor | None
    start: int
    end: int
    rule: str

    @property
    def alliance(self) -> str:
        """The pact's name, or both sides joined by an en dash in sorted order."""
        return "–".join(sorted(side.name for side in self.sides))


@dataclass(slots=True)
class Scene:
    """An article with the words and registers that the rules need, and the ties found so far."""

    parsed: ParsedArticle
    knowledge: Knowledge
    words: AllianceWords
    foes: Foes
    ties: list[Found] = field(default_factory=list)

    @property
    def day(self) -> date:
        """The article's day; a day after all known pacts where it has none."""
        return day_of(self.parsed.article.source.published) or LATEST

    @property
    def war_day(self) -> date:
        """The article's day for the register of wars; a day before them all where it has none: of no war."""
        return day_of(self.parsed.article.source.published) or date.min

    def sides(self, token: Token | None, *, places: bool = False, loose: bool = False) -> list[Actor]:
        """The sides that act at *token* and its conjuncts; *places*: as places too; *loose*: as modifiers too."""
        if token is None:
            return []
        items = conjuncts(token)
        found: list[Actor] = []
        for item in items:
            found += self._at(item, places=places, loose=loose) or self._of_kin(item) or self._of_men(item)
        return list(dict.fromkeys(found))

    def _of_kin(self, token: Token) -> list[Actor]:
        """Who is called so at *token*: "its old ally Uganda", "the member states Chad and Niger"."""
        if not (self.words.has(token, "tie") or self.words.has(token, "member")):
            return []
        if own := [a for m in self.parsed.mentions_at(token) if m.form == "demonym" for a in m.actors]:
            return own if token.tag_ == "NN" else []  # "its Soviet ally"
        beside = children(token, "appos", "flat", "nmod:desc")
        beside += [c for c in children(token.head, token.dep_) if c.i == token.i + 1]  # "its ally Russia had …"
        return [actor for c in beside for item in conjuncts(c) for actor in self._at(item, places=False, loose=False)]

    def _of_men(self, token: Token) -> list[Actor]:
        """Whose men or means of war act at *token*: "Soviet crews", "NATO air strikes", "Chinese volunteers"."""
        acts = first_conjunct(token).dep_ in ("nsubj", "nsubj:pass", "obl:agent")
        return self.owners(token) if acts and any(self.words.has(token, cls) for cls in ("force", "means")) else []

    def sides_of(self, token: Token) -> list[Actor]:
        """The sides at *token* itself, places too, without its conjuncts."""
        return self._at(token, places=True, loose=False)

    def _at(self, token: Token, *, places: bool, loose: bool) -> list[Actor]:
        mentions = self.parsed.mentions_at(token) or self.parsed.mentions_at(nominal_head(token))
        places = places or first_conjunct(token).dep_ in (
            "nsubj",
            "nsubj:pass",
            "obl:agent",
        )  # a city is its government
        return [actor for m in mentions if self._fits(m, places, loose) for actor in m.actors if self.is_side(actor)]

    def _fits(self, mention: Mention, places: bool, loose: bool) -> bool:
        if mention.place and not places:
            return False
        folk = mention.head == "people" and mention.form == "demonym" and mention.root == mention.start + 1
        if folk and self.parsed.doc[mention.start].lower_ == "the" and mention.actors[0].kind == "state":
            return self.parsed.doc[mention.root].text[:1].isupper()  # "the French", "the Austrians"
        group = mention.form == "demonym" and mention.root > mention.start and not loose  # "the Turkish group"
        return mention.head in ACTING or (mention.head == "other" and (loose or (places and not group)))

    def is_side(self, actor: Actor) -> bool:
        """Whether an actor can stand in a tie: a state, an armed group, a government, a party or a pact."""
        return actor.kind in ("state", "armed_group") or self._sort(actor) in _SIDE_SORTS or self.is_pact(actor)

    def is_pact(self, actor: Actor) -> bool:
        """Whether an actor is itself an alliance or a coalition."""
        return self._sort(actor) in _PACT_SORTS

    def is_common(self, actor: Actor) -> bool:
        """Whether an actor is a coalition, to which states lend men without being its members by treaty."""
        return self._sort(actor) == "coalition"

    def is_fighter(self, actor: Actor) -> bool:
        """Whether an actor is an armed group."""
        return actor.kind == "armed_group"

    def _sort(self, actor: Actor) -> str:
        row = self.knowledge.actor(actor.id) if actor.id else None
        return row.sort if row else ""

    def as_tie(self, fact: Found) -> Found | None:
        """The fact with its unnamed group called by what it is ("Rwandan-backed Tutsi militias": "Tutsi militias").

        None where it is no tie of two sides, or where the group is one that the text has named as the ally of the same.
        """
        if len(fact.sides) != 2:
            return fact
        one, other = fact.sides
        for group, ally in ((one, other), (other, one)):
            if self._bears(group, ally):
                named = [t for t in self.ties if ally in t.sides and all(s.id for s in t.sides if s != ally)]
                told = any(self.is_fighter(s) for t in named for s in t.sides)
                plain = self._unprefixed(group, ally)
                kin = "'" in plain.name or "’" in plain.name  # "Iran's proxies" name nobody
                return None if told or kin else replace(fact, sides=(ally, plain))
        return fact if self._is_tie(fact) else None

    def _unprefixed(self, group: Actor, ally: Actor) -> Actor:
        """ "Rwandan-backed Tutsi militias" without the ally's name; whole where only a common noun would be left."""
        own = {form.lower() for form in self.forms(ally)} | {"the"}
        words = group.name.split()
        while len(words) > 1 and (words[0].lower() in own or words[0].lower().partition("-")[0] in own):
            words = words[1:]
        return replace(group, name=" ".join(words)) if len(words) > 1 else group

    def _is_tie(self, fact: Found) -> bool:
        """Whether both sides are somebody, and not one and the same."""
        one, other = fact.sides
        if one.name == other.name:
            return False
        return not any(side.id is None and len(side.name.split()) > _LONGEST_NAME for side in fact.sides)

    def _bears(self, group: Actor, other: Actor) -> bool:
        """ "US-backed fighters", "Turkish death squads": called after *other*, as no named group is."""
        if group.id is not None:
            return False
        words = set(re.split(r"[\s-]+", group.name))
        return any(form in words for form in self.forms(other))

    def spelled(self, token: Token) -> list[Actor]:
        """The state whose name or adjective *token* spells, inside a longer name: "Russian-backed separatists"."""
        found = _spelling(self.knowledge).get(token.text)
        return [found] if found is not None else []

    def forms(self, actor: Actor) -> frozenset[str]:
        """Every one-word form of an actor: "US", "American", "Turkish"."""
        return _forms(self.knowledge).get(actor.id or "", frozenset({actor.name}))

    def pact_of(self, actor: Actor) -> Actor | None:
        """The pact itself, or the pact that a mission such as KFOR belongs to; None for anything else."""
        if self.is_pact(actor):
            return actor
        row = self.knowledge.actor(actor.id) if actor.id else None
        if row is not None and row.sort == "mission" and not row.parent:  # of no pact: a body of its own
            return actor
        above = self.knowledge.actor(row.parent) if row and row.sort == "mission" and row.parent else None
        if above is None or above.sort not in _PACT_SORTS:
            return None
        return Actor(name=above.name, kind=above.kind, id=above.id)

    def actor_of(self, id: str) -> Actor | None:
        """The actor of this id of the knowledge base."""
        row = self.knowledge.actor(id)
        return Actor(name=row.name, kind=row.kind, id=row.id) if row is not None else None

    def pacts(self, token: Token | None, *, officers: bool = False) -> list[Actor]:
        """The pacts named at *token*; with *officers* also those whose people or forces are."""
        if token is None:
            return []
        named = ("actor", "other", "institution")
        mentions = [m for m in self.parsed.mentions_at(token) if officers or m.head in named]
        return [pact for m in mentions for actor in m.actors if (pact := self.pact_of(actor))]

    def named_pacts(self) -> list[Actor]:
        """The pacts that the article names, in order of first mention."""
        found = (pact for m in self.parsed.mentions for actor in m.actors if (pact := self.pact_of(actor)))
        return list(dict.fromkeys(found))

    def members(self, pact: Actor) -> frozenset[str]:
        """The ids of the states that belong to a pact on the article's day, as far as the register knows."""
        known = (row for row in self.knowledge.pacts.values() if row.actor and row.actor == pact.id)
        return frozenset[str]().union(*(row.members_at(self.day) for row in known))

    def owners(self, noun: Token) -> list[Actor]:
        """Whose a noun is: "Iran's backing", "US support", "Iranian backing"; a possessor goes before an adjective."""
        if pair := self._hyphened(noun):
            return pair
        owned = children(noun, "nmod:poss")
        parts = owned or children(noun, "compound", "amod", "obl:unmarked", "nmod:unmarked", "nmod:desc")
        parts += [c for part in parts for c in children(part, "compound", "obl:unmarked")]  # "a US-Turkish deal"
        found = [actor for part in parts for actor in self.sides(part, places=True, loose=True)]
        if owned and owned[0].lower_ == "whose":
            clause = next((p for p in predicates(noun) if p.dep_ == "acl:relcl"), None)
            found = self.sides(clause.head, places=True) if clause is not None else []
        if not found and owned and owned[0].lower_ in ("its", "their", "his", "her"):
            found = self._antecedent(owned[0])
        speech = self.parsed.speech_over(noun) if owned and owned[0].lower_ == "our" and not found else None
        if speech is not None and speech.speaker is not None:
            found = [*speech.speaker.actors]
        if not found and (before := possessor_before(noun)) is not None:
            found = self.sides(before, places=True, loose=True)
        if not found and not (owned and owned[0].pos_ == "PRON"):
            heads = ("forces", "other", "institution") if owned else ("forces", "other")
            whose = [m for m in self.parsed.mentions_at(noun) if m.root > m.start and m.head in heads]
            found = [a for m in whose if m.form == "demonym" or owned for a in m.actors]
        return [actor for actor in dict.fromkeys(found) if self.is_side(actor)]

    def _hyphened(self, noun: Token) -> list[Actor]:
        """The two of "a US-Turkish deal", "the South Korea-US alliance", read off the text: parsers take them apart."""
        before = {m.end: m for m in self.parsed.mentions if m.end <= noun.i and noun.i - m.end < 6 and m.actor}
        at = noun.i
        while at > noun.sent.start and at not in before and noun.doc[at - 1].pos_ in ("ADJ", "NOUN"):
            at -= 1
        last = before.get(at)
        first = before.get(last.start - 1) if last and noun.doc[last.start - 1].lower_ in ("-", "–", "/") else None
        found = [m.actor for m in (first, last) if m is not None and m.actor is not None]
        return found if len(found) == 2 and all(map(self.is_side, found)) else []

    def _antecedent(self, pronoun: Token) -> list[Actor]:
        """Whom "its" stands for where parsing left it open: the first of its coordination, else a subject above it."""
        first = first_conjunct(pronoun.head)
        found = self._at(first, places=True, loose=False) if first != pronoun.head else []
        for predicate in [] if found else predicates(pronoun):
            above = own_subject(predicate)
            if above is not None and above.i < pronoun.i and (found := self.named(above)):
                break
        return found

    def named(self, token: Token) -> list[Actor]:
        """The sides at *token* itself, without its conjuncts, places and modifiers."""
        mentions = [m for m in self.parsed.mentions_at(token) if m.head in ACTING]
        return [actor for m in mentions for actor in m.actors if self.is_side(actor)]

    def among(self, token: Token, *cases: str) -> list[Actor]:
        """The sides after one of the prepositions *cases* under *token*, places and modifiers too."""
        found: list[Actor] = []
        for t in obliques(token, *cases):
            courts = obliques(t, "of") if t.lemma_.lower() in _COURTS and not self.parsed.mentions_at(t) else []
            found += [a for o in (courts or [t]) for a in self.sides(o, places=True, loose=True)]
        return found

    def shared_pacts(self, one: Actor, other: Actor) -> list[Actor | None]:
        """The close pacts of which both are members on the article's day; None stands for one without organisation."""
        found: list[Actor | None] = []
        for pact in self.knowledge.pacts.values():
            members = pact.members_at(self.day) if pact.close else frozenset[str]()
            if one.id in members and other.id in members:
                row = self.knowledge.actor(pact.actor) if pact.actor else None
                found.append(Actor(name=row.name, kind=row.kind, id=row.id) if row else None)
        return found

    def allied(self, one: Actor, other: Actor) -> bool:
        """Whether two sides are allies, by the registers of pacts and wars on the article's day or by what it says."""
        if one == other:
            return False
        said = any({one, other} <= set(tie.sides) for tie in self.ties)
        return said or bool(self.shared_pacts(one, other)) or fellows(self.knowledge, one, other, when=self.war_day)

    def are_foes(self, one: Actor, other: Actor) -> bool:
        """Whether two fight each other, by what the article says or by the register of wars."""
        return are_foes(self.foes, one, other)

    def is_guest(self, sender: Actor, host: Actor) -> bool:
        """Whether forces of *sender* in the land of *host* are there for it: states that were not at war of late."""
        states = sender.kind == host.kind == "state" and sender != host
        late = frozenset((sender.id, host.id)) in recent_foes(self.knowledge, self.war_day)
        return states and not late and not are_foes(self.foes, sender, host)

    def states_of_town(self, token: Token) -> list[Actor]:
        """The state that a town without a mention of its own lies in, where no other of the name comes near."""
        return states_of_town(self.parsed, token, knowledge=self.knowledge)

    def sentences_between(self, first: int, second: int) -> int:
        """How many sentences token *second* stands after token *first*."""
        return self.parsed.sentence_index(second) - self.parsed.sentence_index(first)

    def ties_of(self, actor: Actor) -> list[Found]:
        """The bilateral ties of an actor found so far, those first in which it is the acting side."""
        own = [tie for tie in self.ties if actor in tie.sides and len(tie.sides) == 2]
        return sorted(own, key=lambda tie: tie.by != actor)


@lru_cache(maxsize=4)
def _forms(knowledge: Knowledge) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for name in knowledge.names:
        found.setdefault(name.actor, set()).add(name.text)
    return {actor: frozenset(texts) for actor, texts in found.items()}


@lru_cache(maxsize=4)
def _spelling(knowledge: Knowledge) -> dict[str, Actor]:
    """The state that each one-word name or adjective spells, the first of the table for each."""
    found: dict[str, Actor] = {}
    for name in knowledge.names:
        row = knowledge.actor(name.actor) if name.form in ("name", "adjective") else None
        if row is not None and row.kind == "state":
            found.setdefault(name.text, Actor(name=row.name, kind=row.kind, id=row.id))
    return found


def make_scene(parsed: ParsedArticle, knowledge: Knowledge) -> Scene:
    """The scene of an article."""
    return Scene(
        parsed=parsed,
        knowledge=knowledge,
        words=alliance_words(knowledge),
        foes=find_foes(parsed, knowledge),
    )


def listed_after(scene: Scene, noun: Token) -> list[Actor]:
    """The names right after a noun, whatever the parser made of them: "its allies, South Korea and Japan"."""
    doc, found, at = noun.doc, list[Actor](), noun.i + 1
    stop = noun.sent.end  # "the main ally | China urged": a sentence cut in two before the name
    if at == stop and at < len(doc) and doc[at].pos_ == "PROPN":
        stop = doc[at].sent.end
    article = (
        at < stop and doc[at].lower_ == "the" and at + 1 < stop and doc[at + 1].pos_ == "PROPN" and noun.tag_ == "NN"
    )
    if at < stop and not article and doc[at].lower_ not in _OPENERS and doc[at].pos_ != "PROPN":
        return []
    while at < stop:
        mention = next((m for m in scene.parsed.mentions if m.start == at and m.head == "actor"), None)
        if mention is not None:
            found += [a for a in mention.actors if scene.is_side(a)]
            at = mention.end
            if noun.tag_ == "NN":
                break
        elif doc[at].lower_ in _LISTING or (doc[at].pos_ in ("ADJ", "DET") and at - noun.i < 5):
            at += 1
        else:
            break
    return list(dict.fromkeys(found))
