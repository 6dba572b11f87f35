"""Signs of a role: each clause or noun that sets an actor to fighting, backing, mediating, suffering or speaking.

A sign has a weight; who does a thing weighs more than to whom it is done, and what is only threatened or denied less
than what happened. Word lists: words/parties.toml.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

from spacy.tokens import Token

from briefgen.extract import syntax
from briefgen.knowledge import Knowledge
from briefgen.knowledge.inflection import forms
from briefgen.model import Role
from briefgen.parsed import Actor, Mention, ParsedArticle, Person

_ACTING = frozenset(("actor", "forces", "institution", "person"))
_YIELDS = ("surrendered", "surrender", "surrendering", "surrenders", "fell", "lost")
_AGAINST = ("against", "on", "at", "with", "into", "upon")
_BACKED = frozenset(
    ("backed", "supported", "armed", "trained", "sponsored", "funded", "allied", "financed", "equipped", "supplied")
)
_DISPLACED = frozenset(("refugee", "refugees", "migrants", "displaced", "returnees", "evacuees"))
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
    )
)
_POLICE = frozenset(("police", "policeman", "policemen", "officer", "officers"))
_DEAD = frozenset(("dead", "wounded", "injured", "maimed", "homeless"))
_ASKING = frozenset(
    ("asked", "asks", "asking", "ask", "sought", "seeks", "seek", "requested", "requests", "request", "appealed")
)
_HELD = frozenset(
    ("positions", "posts", "bases", "base", "camps", "camp", "checkpoints", "checkpoint", "trenches", "strongholds")
)
_ACCUSING = frozenset(
    ("accused", "accuses", "accusing", "accuse", "suspected", "suspects", "blamed", "blames", "charged")
)
_ALLIED = frozenset(("allied", "aligned", "loyal"))
_TRUCES = frozenset(("truce", "ceasefire", "cease-fire", "armistice", "truces", "ceasefires"))
_FEARED = frozenset(
    (
        "risk",
        "risks",
        "risked",
        "risking",
        "spectre",
        "specter",
        "fear",
        "fears",
        "feared",
        "threat",
        "possibility",
        "avoid",
        "avoids",
        "avoided",
        "avoiding",
        "avert",
        "averted",
        "prevent",
        "prevented",
        "danger",
        "prospect",
        "chance",
        "deter",
        "deterrent",
        "deterrence",
        "potential",
        "possible",
        "hypothetical",
        "drill",
        "drills",
        "exercise",
        "exercises",
        "training",
    )
)
_BARGAINS = frozenset(
    (
        "deal",
        "agreement",
        "bargain",
        "accord",
        "balance",
        "tone",
        "chord",
        "rapprochement",
        "pact",
        "compromise",
        "truce",
        "note",
        "pose",
    )
)
_PERSUADED = frozenset(("persuaded", "persuades", "persuade", "convinced", "convince"))
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
_REFUGE = frozenset(("refuge", "shelter", "asylum", "sanctuary"))
_WHERE = ("in", "over", "near", "across", "into", "at")
_INTO = ("in", "into", "to", "across", "from")
_UNREAL = {"real": 1.0, "future": 0.6, "hypothetical": 0.35, "denied": 0.2}


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

    def classes(self, token: Token) -> frozenset[str]:
        """The classes of *token*."""
        table = self.verbs if token.pos_ in ("VERB", "AUX") else self.nouns if token.pos_ in ("NOUN", "PROPN") else {}
        return table.get(token.lower_, frozenset())


@lru_cache(maxsize=4)
def party_words(knowledge: Knowledge) -> Words:
    """The word list of *knowledge*, every form of every word."""
    tables: dict[str, dict[str, set[str]]] = {"VERB": {}, "NOUN": {}}
    for row in knowledge.words("parties"):
        for word in row.words:
            for form in forms(word, row.pos):
                tables[row.pos].setdefault(form, set()).add(row.cls)
    verbs, nouns = ({form: frozenset(found) for form, found in tables[pos].items()} for pos in ("VERB", "NOUN"))
    return Words(verbs, nouns)


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
        rows = self.knowledge.places.get(name.casefold(), ())
        others = [row for row in rows if row.state != rows[0].state]
        if not rows or (others and others[0].population * 5 > rows[0].population):
            return None
        row = self.knowledge.actors.get(rows[0].state)
        return Actor(row.name, row.kind, row.id) if row else None


def signs(parsed: ParsedArticle, knowledge: Knowledge) -> Iterator[Sign]:
    """Every sign in the article, in the order of the words that give them."""
    scope = Scope(parsed, party_words(knowledge), knowledge)
    for token in parsed.doc:
        classes = scope.words.classes(token)
        if classes and token.pos_ in ("VERB", "AUX"):
            yield from _verb(scope, token, classes)
        elif token.pos_ == "ADJ" and token.lower_ in _ALLIED:
            yield from _backing(parsed, token, [], [], 1.0)
        elif classes or token.lower_ in _DISPLACED:
            yield from _noun(scope, token, classes)
    yield from _ties(parsed, knowledge)
    yield from _speakers(parsed)
    yield from _envoys(parsed)
    yield from _beside(parsed, knowledge)


def _sign(mention: Mention, role: Role, weight: float, rule: str, *, others: Iterable[Mention] = ()) -> Iterator[Sign]:
    against = tuple(dict.fromkeys(actor for other in others for actor in other.actors))
    if not mention.actors and mention.person is not None:
        yield Sign(None, mention.person, role, weight, rule, mention.start, mention.end, against)
    for actor in mention.actors:
        yield Sign(actor, mention.person, role, weight, rule, mention.start, mention.end, against)


# Clauses


def _verb(scope: Scope, verb: Token, classes: frozenset[str]) -> Iterator[Sign]:
    parsed, words = scope.parsed, scope.words
    certainty = _UNREAL[syntax.modality(verb)]
    doers = [m for m in _mentions(parsed, _doers(verb)) if m.head in _ACTING and not m.place]
    hits = bool(syntax.objects(verb) or syntax.obliques(verb, *_AGAINST))
    suffering = list(_mentions(parsed, _suffering(verb)))
    if ("fight" in classes and verb.dep_ != "amod" and not _bargains(verb)) or (
        "harm" in classes and _harms(verb, words)
    ):
        yield from _violence(scope, [m for m in doers if m.actors], suffering, certainty)
        if hits and certainty == 1 and _assails(verb):
            for doer in doers:
                if not doer.actors:
                    yield from _sign(doer, "belligerent", 3.0, "assails", others=suffering)
        yield from _scene(scope, verb, certainty)
    if "launch" in classes and _object_in(verb, words, "operation", direct=True):
        for doer in doers:
            yield from _sign(doer, "belligerent", 3 * certainty, "launch", others=suffering)
        yield from _violence(scope, [], suffering, 0.8 * certainty)
        yield from _scene(scope, verb, certainty)
    if "launch" in classes and _object_in(verb, words, "show", direct=True):
        for doer in doers:
            yield from _sign(doer, "belligerent", (1.7 if len(doers) == 1 else 0.8) * certainty, "show")
    if "threat" in classes:
        for doer in doers:
            yield from _sign(doer, "belligerent", 1.0 * min(certainty + 0.4, 1), "threat", others=suffering)
    if "back" in classes:
        yield from _backing(parsed, verb, doers, suffering, certainty)
    if "mediate" in classes and (_object_in(verb, words, "talks") or verb.lower_.startswith("mediat")):
        for doer in doers or _main_subject(parsed, verb):
            yield from _sign(doer, "mediator", 3 * max(certainty, 0.7), "mediate")
    if verb.lower_ in _PERSUADED and any(a.kind == "state" for m in suffering if not m.place for a in m.actors):
        for doer in doers:
            yield from _sign(doer, "mediator", 2.0, "persuade")
    if "station" in classes:
        yield from _stationed(parsed, verb)
    yield from _sheltering(parsed, verb, classes, doers)
    if "hold" in classes:
        for mention in suffering:
            if mention.person is not None and not mention.actors:
                yield from _sign(mention, "affected", 1.5, "hold")
    if "accuse" in classes:
        for mention in suffering:
            if mention.head in _ACTING and not mention.place:
                weight = 1.5 if mention.head == "forces" else 0.8
                yield from _sign(mention, "belligerent", weight, "accused", others=doers)
    yield from _words(doers, classes)


def _main_subject(parsed: ParsedArticle, verb: Token) -> list[Mention]:
    """Who "plans to continue mediating", where the plan hangs on a noun: the subject of the main clause."""
    *_, root = syntax.predicates(verb)
    subject = syntax.subject(root)
    found = _mentions(parsed, syntax.conjuncts(subject) if subject is not None else [])
    return [m for m in found if m.head in _ACTING and not m.place and verb.lower_.startswith("mediat")]


def _words(doers: list[Mention], classes: frozenset[str]) -> Iterator[Sign]:
    weight = 1.5 if "react" in classes else 1.0 if "speak" in classes else 0.0
    for doer in doers if weight else ():
        yield from _sign(doer, "commentator", weight, "react" if "react" in classes else "speak")


def _assails(verb: Token) -> bool:
    """Violence of one person: "plowed a truck into crowds", "opened fire on", "shot dead"."""
    if verb.lower_ in ("drove", "opened"):
        return any(t.lower_ in ("fire", "truck", "lorry", "car", "van", "vehicle") for t in syntax.objects(verb))
    return verb.lower_ in _ASSAILS


def _bargains(verb: Token) -> bool:
    """ "struck a deal", "hit the right tone": no violence."""
    return any(t.lower_ in _BARGAINS for t in [*syntax.objects(verb), *syntax.patients(verb)])


def _harms(verb: Token, words: Words) -> bool:
    """ "left nine soldiers dead", "caused civilian casualties"."""
    if verb.lower_ in ("left", "leaving", "leaves", "leave"):
        return any(t.lower_ in _DEAD for t in verb.subtree if t.i - verb.i < 12)
    return _object_in(verb, words, "harmed") or verb.lower_.startswith("kill")


def _sheltering(parsed: ParsedArticle, verb: Token, classes: frozenset[str], doers: list[Mention]) -> Iterator[Sign]:
    """ "Jordan houses refugees", "Uganda wants the refugees to go", "Chad, where many have sought refuge"."""
    objects = [*syntax.objects(verb), *syntax.obliques(verb)]
    if any(t.lower_ in _DISPLACED for t in objects):
        for doer in doers:
            if any(actor.kind == "state" for actor in doer.actors):
                yield from _sign(doer, "affected", 2.0 if "shelter" in classes else 1.0, "shelter")
    if any(t.lower_ in _REFUGE for t in objects):
        lands = [*syntax.conjuncts(verb.head)] if verb.dep_ == "acl:relcl" else []
        lands += [c for o in syntax.obliques(verb, "in", "into") for c in syntax.conjuncts(o)]
        lands += [c for land in list(lands) for o in syntax.obliques(land, "like") for c in syntax.conjuncts(o)]
        for mention in _mentions(parsed, lands):
            yield from _sign(mention, "affected", 1.5, "refuge")


def _violence(scope: Scope, doers: list[Mention], suffering: list[Mention], certainty: float) -> Iterator[Sign]:
    """Who does violence fights; forces and groups that suffer it fight too; people and things are affected."""
    for doer in doers:
        weight = 3.0 if doer.head in ("actor", "forces") or not doer.actors else 1.5
        against_group = any(actor.kind == "armed_group" for m in suffering for actor in m.actors)
        weight = 0.8 if scope.parsed.doc[doer.root].lower_ in _POLICE and not against_group else weight
        yield from _sign(doer, "belligerent", weight * certainty, "violence", others=suffering)
    for victim in suffering:
        if victim in doers:
            continue
        root = scope.parsed.doc[victim.root]
        owned = root.head if root.dep_ == "nmod:poss" else root
        military = victim.head == "forces" or "military" in scope.words.nouns.get(owned.lower_, ())
        if military or any(actor.kind == "armed_group" for actor in victim.actors):
            yield from _sign(victim, "belligerent", 2.0 * certainty, "fought", others=doers)
        elif victim.head in ("people", "other") or victim.place:
            yield from _sign(victim, "affected", 1.5 * certainty, "suffers")
        elif victim.head == "actor":
            yield from _sign(victim, "affected", 1.0 * certainty, "attacked")
            yield from _sign(victim, "belligerent", 1.0 * certainty, "attacked", others=doers)


def _scene(scope: Scope, token: Token, certainty: float, *, weight: float = 0.7) -> Iterator[Sign]:
    """The state in whose land it happens is affected, a little: "in Mali", "over Japan", "the Oslo attack"."""
    weight *= 1.0 if certainty == 1 else 0.3
    places = [c for o in syntax.obliques(token, *_WHERE) for c in syntax.conjuncts(o)]
    for place in [*places, *(c for c in token.children if c.dep_ == "compound")]:
        mentions = [m for m in _mentions(scope.parsed, [place]) if m.place or (m.head == "other" and place in places)]
        for mention in mentions:
            over = 2.0 if syntax.case_of(place) == "over" else 1.0
            yield from _sign(mention, "affected", weight * over, "scene")
        state = None if mentions else scope.state_of(place)
        if state is not None:
            yield Sign(state, None, "affected", weight, "scene", place.i, place.i + 1)


def _backing(
    parsed: ParsedArticle, verb: Token, doers: list[Mention], suffering: list[Mention], certainty: float
) -> Iterator[Sign]:
    """ "Libya armed the rebels"; "the militia is allied with Tehran": Libya and Iran back."""
    if verb.lower_ in _ALLIED:
        patrons = _mentions(parsed, (c for o in syntax.obliques(verb, "with", "to") for c in syntax.conjuncts(o)))
        subject = syntax.subject(verb)
        helped = list(_mentions(parsed, [subject] if subject is not None else []))
        for patron in patrons:
            if not patron.place and helped and patron.actors != helped[0].actors:
                role: Role = "belligerent" if patron.head == "forces" else "backer"
                yield from _sign(patron, role, 2.0, "allied", others=helped)
        return
    helped = [m for m in suffering if m.head in _ACTING and not m.place]
    for doer in doers:
        if helped and not set(doer.actors) & {actor for m in helped for actor in m.actors}:
            yield from _sign(doer, "backer", 2.5 * max(certainty, 0.5), "backs", others=helped)


def _stationed(parsed: ParsedArticle, verb: Token) -> Iterator[Sign]:
    """ "28,500 U.S. troops are stationed in South Korea": the troops' owner backs, the land's owner is affected."""
    troops = [*syntax.patients(verb), *([s] if (s := syntax.subject(verb)) is not None else [])]
    owners = [m for t in troops for m in parsed.mentions_at(t) if m.head == "forces"]
    if not owners and any(t.lower_ in _TROOPS for t in syntax.objects(verb)):
        owners = [m for m in _mentions(parsed, _doers(verb)) if m.head in _ACTING]
    owners = [m for m in dict.fromkeys(owners) if not any(a.kind == "armed_group" for a in m.actors)]
    for owner in owners:
        yield from _sign(owner, "backer", 2.0, "stationed")
    if owners:
        for place in _mentions(parsed, syntax.obliques(verb, "in", "at")):
            if place.place and not set(place.actors) & {a for o in owners for a in o.actors}:
                yield from _sign(place, "affected", 1.0, "hosts")


def _doers(verb: Token) -> list[Token]:
    doer = _accused(verb) or syntax.agent(verb)
    if doer is None:
        return []
    doers = [doer, *(c for c in verb.children if c.dep_ == "nsubj" and c is not doer and doer.dep_ == "nsubj")]
    named = [conjunct for found in doers for conjunct in syntax.conjuncts(found)]
    return [inner for token in named for inner in dict.fromkeys((token, syntax.nominal_head(token)))]


def _accused(verb: Token) -> Token | None:
    """Who is said to do it: "accused Libya of arming them"."""
    if verb.head.lower_ not in _ACCUSING or not any(c.lower_ in ("of", "for") for c in verb.lefts):
        return None
    return next((o for o in syntax.patients(verb.head) if o.i < verb.i), None)


def _suffering(verb: Token) -> list[Token]:
    found = list(syntax.patients(verb))
    for oblique in syntax.obliques(verb, *_AGAINST, *(("to",) if verb.lower_ in _YIELDS else ())):
        found += syntax.conjuncts(oblique)
    return [inner for token in found for inner in dict.fromkeys((token, syntax.nominal_head(token)))]


def _object_in(verb: Token, words: Words, cls: str, *, direct: bool = False) -> bool:
    """Whether an object of *verb* (or, unless *direct*, a prepositional one) is a noun of class *cls*."""
    named = [*syntax.objects(verb), *syntax.patients(verb), *([] if direct else syntax.obliques(verb))]
    named += [c for t in named for c in t.children if c.dep_ in ("compound", "nmod", "conj")]
    named += [c for c in verb.children if c.dep_ == "xcomp"]
    return any(cls in words.nouns.get(token.lower_, ()) for token in named)


def _mentions(parsed: ParsedArticle, tokens: Iterable[Token]) -> Iterator[Mention]:
    """The mentions headed by *tokens* or by the noun that each is about; a possessor where the noun is none itself."""
    seen = set()
    for token in tokens:
        found = parsed.mentions_at(token) or [
            m for c in token.children if c.dep_ == "nmod:poss" or _of(c, token) for m in parsed.mentions_at(c)
        ]
        for mention in found:
            if mention not in seen:
                seen.add(mention)
                yield mention


def _of(child: Token, noun: Token) -> bool:
    """ "the positions of the army", "the bases of the militia"."""
    return noun.lower_ in _HELD and child.dep_ == "nmod" and child.i > noun.i and syntax.case_of(child) == "of"


# Nouns


def _noun(scope: Scope, noun: Token, classes: frozenset[str]) -> Iterator[Sign]:
    parsed, words = scope.parsed, scope.words
    certainty = _noun_certainty(noun)
    owners = list(_owners(parsed, noun))
    against = list(_mentions(parsed, (c for o in syntax.obliques(noun, *_AGAINST) for c in syntax.conjuncts(o))))
    between = list(_mentions(parsed, (c for o in _between(noun) for c in syntax.conjuncts(o))))
    if classes & {"operation", "war"}:
        for mention in between:
            yield from _sign(mention, "belligerent", 2.5 * certainty, "war", others=between)
        yield from _scene(scope, noun, certainty, weight=0.4 if "war" in classes else 0.7)
    for mention in between if noun.lower_ in _TRUCES else ():
        yield from _sign(mention, "belligerent", 2.0, "war", others=between)
    if "operation" in classes:
        yield from _violence(scope, [m for m in owners if not m.place], [], 0.8 * certainty)
        yield from _violence(scope, [], against, 0.8 * certainty)
    if "war" in classes:
        yield from _at_war(parsed, noun, [*owners, *against], certainty)
    if "ally" in classes:
        yield from _allies(parsed, noun, owners)
    if "help" in classes:
        for mention in _mentions(parsed, (c for o in _asked_of(noun) for c in syntax.conjuncts(o))):
            weight = 1.8 if mention.head in _ACTING and not mention.place else 0.0
            yield from _sign(mention, "backer", weight, "asked") if weight else ()
    if "venue" in classes and any("talks" in words.nouns.get(t.lower_, ()) for t in noun.subtree):
        subject = noun.head if noun.dep_ == "appos" else syntax.own_subject(noun)
        for mention in _mentions(parsed, [subject] if subject is not None else []):
            yield from _sign(mention, "mediator", 2.5, "venue")
    if "toll" in classes:
        subject = syntax.own_subject(noun)
        for mention in _mentions(parsed, [subject] if subject is not None else []):
            if mention.head == "forces":
                yield from _sign(mention, "belligerent", 2.0, "fought")
    if noun.lower_ in _DISPLACED:
        for mention in _mentions(parsed, (c for o in syntax.obliques(noun, *_INTO) for c in syntax.conjuncts(o))):
            yield from _sign(mention, "affected", 1.0, "refuge")


def _noun_certainty(noun: Token) -> float:
    """How real the act of a noun is: less in "risked a confrontation", "the spectre of a standoff"."""
    node = noun
    for _ in range(3):
        if any(c.lower_ in _FEARED for c in node.children if c.dep_ in ("amod", "compound")):
            return 0.3
        node = node.head
        if node.lower_ in _FEARED:
            return 0.3
        if node.pos_ in ("VERB", "AUX"):
            return _UNREAL[syntax.modality(node)]
    return 1.0


def _between(noun: Token) -> list[Token]:
    """ "fighting between A and B", "fighting broke out between A and B"."""
    found = syntax.obliques(noun, "between")
    if not found and noun.dep_ in syntax.SUBJECTS and noun.head.pos_ == "VERB":
        found = syntax.obliques(noun.head, "between")
    return found


def _asked_of(noun: Token) -> list[Token]:
    """ "asked for help from X": the preposition may hang on the noun or on the verb of asking."""
    found = syntax.obliques(noun, "from")
    verb = noun.head
    return found or (syntax.obliques(verb, "from") if verb.pos_ == "VERB" and verb.lower_ in _ASKING else [])


def _at_war(parsed: ParsedArticle, noun: Token, named: list[Mention], certainty: float) -> Iterator[Sign]:
    """ "its war against X", "X and Y are at war"; "the Syrian war" only locates."""
    subject = syntax.own_subject(noun)
    if subject is not None:
        named = [*named, *_mentions(parsed, syntax.conjuncts(subject))]
    sides = [m for m in named if not m.place and m.root != noun.i]
    for mention in sides:
        if mention.head != "people":
            yield from _sign(mention, "belligerent", 2.0 * certainty, "war", others=sides)


def _owners(parsed: ParsedArticle, noun: Token) -> Iterator[Mention]:
    """Whose it is: "Turkey's assault", "the Turkish assault" (a mention of the noun itself), "airstrikes by Turkey"."""
    for mention in parsed.mentions_at(noun):
        if mention.head == "other" and mention.form in ("demonym", "name", "acronym") and not mention.place:
            yield _acting(mention)
    tokens = [c for c in noun.children if c.dep_ in ("nmod:poss", "compound", "amod", "nmod:desc")]
    tokens += [c for o in syntax.obliques(noun, "by", "from") for c in syntax.conjuncts(o)]
    for mention in _mentions(parsed, tokens):
        yield _acting(mention) if mention.head == "other" and not mention.place else mention


def _acting(mention: Mention) -> Mention:
    """The owner of an act acts, though the phrase itself is a thing of its own."""
    return replace(mention, head="actor")


def _allies(parsed: ParsedArticle, noun: Token, owners: list[Mention]) -> Iterator[Sign]:
    """ "Turkey, an ally of Azerbaijan": Turkey backs; "US support for the Kurds": the US; "its allies": it."""
    helped = list(_mentions(parsed, (c for o in syntax.obliques(noun, "of", "for", "to") for c in syntax.conjuncts(o))))
    if noun.lower_ in ("backing", "support", "assistance") or noun.tag_ == "NNS":
        for owner in owners:
            yield from _sign(owner, "backer", 2.0 if noun.tag_ != "NNS" else 1.0, "support", others=helped)
        return
    named = [noun.head] if noun.dep_ in ("appos", "nmod:desc", "conj") else []
    named += [c for c in noun.children if c.dep_ == "appos"]
    subject = syntax.own_subject(noun)
    if subject is not None:
        named.append(subject)
    of = helped or owners
    for mention in _mentions(parsed, named):
        if mention.head in _ACTING and not mention.place and of and mention.actors != of[0].actors:
            yield from _sign(mention, "backer", 2.0, "ally", others=of)


# Ties and speech


def _ties(parsed: ParsedArticle, knowledge: Knowledge) -> Iterator[Sign]:
    """ "US-backed fighters": the United States back; inside a known name too ("the US-backed coalition")."""
    doc = parsed.doc
    ending = {mention.end: mention.actor for mention in parsed.mentions if mention.head == "other"}
    for token in doc:
        i = token.i
        if token.text != "-" or i == 0 or i + 1 >= len(doc) or doc[i + 1].lower_ not in _BACKED:
            continue
        row = ending.get(i)
        if row is None:
            known = knowledge.named(doc[i - 1].text)
            row = Actor(known.name, known.kind, known.id) if known and known.kind == "state" else None
        if row is not None:
            yield Sign(row, None, "backer", 2.0, "tie", i - 1, i + 2)


def _speakers(parsed: ParsedArticle) -> Iterator[Sign]:
    for speech in parsed.speeches:
        if speech.speaker is not None and not speech.carried:
            yield from _sign(speech.speaker, "commentator", 0.5, "speech")


def _beside(parsed: ParsedArticle, knowledge: Knowledge) -> Iterator[Sign]:
    """A party named in one breath with an armed group shares its fight: "the PYD and the YPG"."""
    for mention in parsed.mentions:
        actor = mention.actor
        row = knowledge.actors.get(actor.id or "") if actor else None
        if row is None or row.sort != "party" or mention.head != "actor":
            continue
        token = parsed.doc[mention.root]
        joined = [*syntax.conjuncts(syntax.first_conjunct(token))]
        groups = [m for m in _mentions(parsed, joined) if any(a.kind == "armed_group" for a in m.actors)]
        if groups:
            yield from _sign(mention, "belligerent", 2.0, "beside")


def _envoys(parsed: ParsedArticle) -> Iterator[Sign]:
    """A body's special envoy mediates by office."""
    for mention in parsed.mentions:
        actor = mention.actor
        if (
            actor is None
            or actor.kind != "intergovernmental"
            or mention.form not in ("person", "demonym", "acronym", "name")
        ):
            continue
        words = {t.lower_ for t in parsed.doc[mention.start : mention.end]}
        if words & {"envoy", "mediator", "peacekeepers", "peacekeeper", "mediation"}:
            yield from _sign(mention, "mediator", 2.0, "envoy")
