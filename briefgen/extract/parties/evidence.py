"""Signs of a role: each clause or noun that sets an actor to fighting, backing, mediating, suffering or speaking.

A sign has a weight; who does a thing weighs more than to whom it is done, and what is only threatened or denied less
than what happened. Word lists: words/parties.toml.
"""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from briefgen.extract import syntax
from briefgen.extract.parties.clauses import backing, verb_signs
from briefgen.extract.parties.nationals import national_signs
from briefgen.extract.parties.nouns import noun_signs
from briefgen.extract.parties.presence import presence_signs
from briefgen.extract.parties.quarrels import paired, quarrel_signs
from briefgen.extract.parties.scope import ALLIED, DISPLACED, Scope, Sign, mentions_of, party_words, sign_of
from briefgen.extract.parties.ties import tie_signs
from briefgen.knowledge import Knowledge
from briefgen.parsed import Actor, ParsedArticle

_BACKED = frozenset(
    ("backed", "supported", "armed", "trained", "sponsored", "funded", "allied", "financed", "equipped", "supplied")
)

_BETWEEN = frozenset(
    (
        "envoy",
        "mediator",
        "mediators",
        "peacekeepers",
        "peacekeeper",
        "mediation",
        "observer",
        "observers",
        "commission",
    )
)
_TALKS = frozenset(("talks", "peace", "negotiations", "process", "mediation", "truce", "ceasefire", "conference"))


def signs(parsed: ParsedArticle, knowledge: Knowledge) -> Iterator[Sign]:
    """Every sign in the article, in the order of the words that give them."""
    scope = Scope(parsed, party_words(knowledge), knowledge)
    for token in parsed.doc:
        nominal = _is_noun(parsed, token) or bool(paired(scope, token))
        classes = scope.words.nouns.get(token.lower_, frozenset()) if nominal else scope.words.classes(token)
        if classes and not nominal and token.pos_ in ("VERB", "AUX"):
            yield from verb_signs(scope, token, classes)
        elif token.pos_ == "ADJ" and token.lower_ in ALLIED:
            yield from backing(parsed, token, [], [], 1.0)
        elif classes or token.lower_ in DISPLACED:
            yield from noun_signs(scope, token, classes)
    yield from quarrel_signs(scope)
    yield from presence_signs(scope)
    yield from national_signs(scope)
    yield from _ties(parsed, knowledge)
    yield from tie_signs(parsed, knowledge)
    yield from _speakers(parsed)
    yield from _envoys(parsed)
    yield from _beside(parsed, knowledge)


def _is_noun(parsed: ParsedArticle, token: Token) -> bool:
    """A noun read as a verb: "called the shelling an atrocity", "takes Caucasus fighting to the council"."""
    if token.tag_ != "VBG" or token.pos_ != "VERB":
        return False
    if any(c.dep_ == "det" and c.i == token.i - 1 for c in token.children):
        return True
    before = parsed.doc[token.i - 1] if token.i else token
    bare = before.pos_ == "PROPN" and parsed.mention_over(before) is None and before.head.i != token.i
    return bare and not syntax.objects(token) and not syntax.obliques(token, "against", "with", "alongside")


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
            talks = {t.lower_ for t in doc[i + 2 : i + 5]} & _TALKS  # "the UN-sponsored peace talks"
            yield Sign(row, None, "mediator" if talks else "backer", 2.0, "tie", i - 1, i + 2)


def _speakers(parsed: ParsedArticle) -> Iterator[Sign]:
    for speech in parsed.speeches:
        if speech.speaker is not None and not speech.carried:
            yield from sign_of(speech.speaker, "commentator", 0.5, "speech")


def _beside(parsed: ParsedArticle, knowledge: Knowledge) -> Iterator[Sign]:
    """A party named in one breath with an armed group shares its fight: "the PYD and the YPG"."""
    for mention in parsed.mentions:
        actor = mention.actor
        row = knowledge.actors.get(actor.id or "") if actor else None
        if row is None or row.sort != "party" or mention.head != "actor":
            continue
        token = parsed.doc[mention.root]
        joined = [*syntax.conjuncts(syntax.first_conjunct(token))]
        groups = [m for m in mentions_of(parsed, joined) if any(a.kind == "armed_group" for a in m.actors)]
        if groups:
            yield from sign_of(mention, "belligerent", 2.0, "beside")


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
        root = parsed.doc[mention.root]
        words = {t.lower_ for t in parsed.doc[mention.start : mention.end]} | {root.lower_, root.head.lower_}
        if words & _BETWEEN and "european" not in words:  # "the European Commission" is no mediator by its name
            yield from sign_of(mention, "mediator", 2.0, "envoy")
