"""Signs of a role in a noun: "Turkey's assault", "fighting between A and B", "an ally of C", "help from D"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from spacy.tokens import Token

from briefgen.extract import syntax
from briefgen.extract.parties.aid import is_military
from briefgen.extract.parties.mediation import for_peace, strivers
from briefgen.extract.parties.quarrels import paired
from briefgen.extract.parties.scope import (
    AGAINST,
    DISPLACED,
    UNREAL,
    Scope,
    Sign,
    mentions_of,
    scene,
    sign_of,
    violence,
)
from briefgen.extract.parties.tension import menace_signs
from briefgen.parsed import Mention, ParsedArticle

_ASKING = frozenset(
    ("asked", "asks", "asking", "ask", "sought", "seeks", "seek", "requested", "requests", "request", "appealed")
)
_TRUCES = frozenset(("truce", "ceasefire", "cease-fire", "armistice", "truces", "ceasefires"))
_CIVIL = frozenset(("consular", "humanitarian", "medical", "moral", "verbal", "legal", "public", "popular"))
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
        "manoeuvre",
        "manoeuvres",
        "maneuver",
        "maneuvers",
    )
)
_LOST = frozenset(("losses", "casualties"))  # "Russian losses", "casualties of the Allies"
_SUPPLY = frozenset(("flow", "shipment", "supply", "delivery", "consignment", "cargo", "transfer", "airlift"))
_INTO = ("in", "into", "to", "across", "from")


def noun_signs(scope: Scope, noun: Token, classes: frozenset[str]) -> Iterator[Sign]:
    parsed, words = scope.parsed, scope.words
    certainty = _noun_certainty(noun)
    owners = list(_owners(parsed, noun))
    against = list(mentions_of(parsed, (c for o in syntax.obliques(noun, *AGAINST) for c in syntax.conjuncts(o))))
    between = list(mentions_of(parsed, (c for o in _between(noun) for c in syntax.conjuncts(o))))
    pair = paired(scope, noun) if classes & {"operation", "war"} else []
    if classes & {"operation", "war"}:
        between = between or pair
        for mention in between if not _world_war(noun) else ():
            yield from sign_of(mention, "belligerent", 2.5 * certainty, "war", others=between)
        yield from scene(scope, noun, certainty, weight=0.4 if "war" in classes else 0.7)
    for mention in between if noun.lower_ in _TRUCES else ():
        yield from sign_of(mention, "belligerent", 2.0, "war", others=between)
    if "operation" in classes and not pair:
        held = 0.4 if "arms" in classes else 0.8  # whose rocket it is says less than whose raid
        yield from violence(scope, [m for m in owners if not m.place], [], held * certainty)
        yield from violence(scope, [], against, 0.8 * certainty)
    if "war" in classes and not pair and not _world_war(noun):
        yield from _at_war(parsed, noun, [*owners, *against], certainty)
    yield from menace_signs(scope, noun, classes)
    if "ally" in classes:
        yield from _allies(parsed, noun, owners)
    if "help" in classes and is_military(noun):
        for mention in owners:
            if not mention.place and not _of_side(mention):
                yield from sign_of(mention, "backer", 2.0 * max(certainty, 0.5), "support")
    if "help" in classes:
        for mention in mentions_of(parsed, (c for o in _asked_of(noun) for c in syntax.conjuncts(o))):
            weight = 1.8 if mention.acts else 0.0
            yield from sign_of(mention, "backer", weight, "asked") if weight else ()
    if "mediation" in classes or ("plan" in classes and for_peace(scope, noun)):
        lent_by = mentions_of(parsed, (c for o in syntax.obliques(noun, "of") for c in syntax.conjuncts(o)))
        for mention in dict.fromkeys([*owners, *lent_by, *strivers(scope, noun)]):
            if mention.acts and not _of_side(mention):
                yield from sign_of(mention, "mediator", 2.0 * max(certainty, 0.8), "offers")
    if "utterance" in classes:
        uttered = mentions_of(
            parsed, (c for o in syntax.obliques(noun, "of", "by", "from") for c in syntax.conjuncts(o))
        )
        for mention in dict.fromkeys([*owners, *uttered]):
            if not mention.place and mention.head != "people" and not _of_side(mention):
                yield from sign_of(mention, "commentator", 1.0, "utters")
    if "arms" in classes and noun.head.lemma_ in _SUPPLY:
        for mention in mentions_of(parsed, (c for t in _supplied(noun) for c in syntax.conjuncts(t))):
            if not _of_side(mention):
                yield from sign_of(_acting(mention), "backer", 2.0 * max(certainty, 0.5), "supply")
    if "venue" in classes and any("talks" in words.nouns.get(t.lower_, ()) for t in noun.subtree):
        subject = noun.head if noun.dep_ == "appos" else syntax.own_subject(noun)
        for mention in mentions_of(parsed, [subject] if subject is not None else []):
            yield from sign_of(mention, "mediator", 2.5, "venue")
    if "toll" in classes:
        subject = syntax.own_subject(noun)
        for mention in mentions_of(parsed, [subject] if subject is not None else []):
            if mention.head == "forces":
                yield from sign_of(mention, "belligerent", 2.0, "fought")
    if noun.lower_ in _LOST:
        for mention in owners:
            if not mention.place:
                yield from sign_of(mention, "belligerent", 1.6 * certainty, "fought")
    if noun.lower_ in DISPLACED:
        for mention in mentions_of(parsed, (c for o in syntax.obliques(noun, *_INTO) for c in syntax.conjuncts(o))):
            yield from sign_of(mention, "affected", 1.0, "refuge")


def _world_war(noun: Token) -> bool:
    """ "since the first world war", "the cold war": the name of a time."""
    return any(c.lower_ in ("world", "cold", "great") for c in noun.children if c.i == noun.i - 1)


def _of_side(mention: Mention) -> bool:
    return any(actor.kind == "armed_group" for actor in mention.actors)


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
            return UNREAL[syntax.modality(node)]
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


def _supplied(noun: Token) -> list[Token]:
    """ "the flow of weapons from X", "shipments of rifles from X": the preposition may hang on either noun."""
    return [*syntax.obliques(noun, "from"), *syntax.obliques(noun.head, "from")]


def _at_war(parsed: ParsedArticle, noun: Token, named: list[Mention], certainty: float) -> Iterator[Sign]:
    """ "its war against X", "X and Y are at war"; "the Syrian war" only locates."""
    aside = noun.doc[max(0, noun.i - 3) : noun.i]
    if any(
        t.lower_ in ("itself", "themselves") for t in aside
    ):  # "Ukraine, itself at war with Russia, called for": another war
        return
    subject = syntax.own_subject(noun)
    if subject is not None:
        named = [*named, *mentions_of(parsed, syntax.conjuncts(subject))]
    sides = [m for m in named if not m.place and m.root != noun.i]
    for mention in sides:
        if mention.head != "people":
            yield from sign_of(mention, "belligerent", 2.0 * certainty, "war", others=sides)


def _owners(parsed: ParsedArticle, noun: Token) -> Iterator[Mention]:
    """Whose it is: "Turkey's assault", "the Turkish assault" (a mention of the noun itself), "airstrikes by Turkey"."""
    for mention in parsed.mentions_at(noun):
        if mention.head == "other" and mention.form in ("demonym", "name", "acronym") and not mention.place:
            yield _acting(mention)
    tokens = [c for c in noun.children if c.dep_ in ("nmod:poss", "compound", "amod", "nmod:desc")]
    tokens += [c for o in syntax.obliques(noun, "by", "from") for c in syntax.conjuncts(o)]
    for mention in mentions_of(parsed, tokens):
        wages = noun.lower_ == "war" and mention.form == "metonym" and parsed.doc[mention.root].dep_ == "nmod:poss"
        yield _acting(mention) if wages or (mention.head == "other" and not mention.place) else mention


def _acting(mention: Mention) -> Mention:
    """The owner of an act acts, though the phrase itself is a thing of its own."""
    return replace(mention, head="actor", place=False)


def _allies(parsed: ParsedArticle, noun: Token, owners: list[Mention]) -> Iterator[Sign]:
    """ "Turkey, an ally of Azerbaijan": Turkey backs; "US support for the Kurds": the US; "its allies": it."""
    helped = list(
        mentions_of(parsed, (c for o in syntax.obliques(noun, "of", "for", "to") for c in syntax.conjuncts(o)))
    )
    if noun.lower_ in ("backing", "support", "assistance") or noun.tag_ == "NNS":
        for owner in owners:
            sure = noun.tag_ != "NNS" and not any(c.lower_ in _CIVIL for c in noun.children)
            yield from sign_of(owner, "backer", 2.0 if sure else 1.0, "support", others=helped)
        return
    named = [noun.head] if noun.dep_ in ("appos", "nmod:desc", "conj") else []
    named += [c for c in noun.children if c.dep_ == "appos"]
    subject = syntax.own_subject(noun)
    if subject is not None:
        named.append(subject)
    of = helped or owners
    for mention in mentions_of(parsed, named):
        if mention.acts and of and mention.actors != of[0].actors:
            yield from sign_of(mention, "backer", 2.0, "ally", others=of)
