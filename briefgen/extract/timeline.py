"""Dated events: clauses that report an event of the conflict, each with its time as said and as resolved.

A clause is an event when its verb or noun tells of fighting, loss, talks, movement of forces or a decision (the words
of words/events.toml) and is told as fact; its time is the one said in its own clause. What somebody merely said on
a day is an event only where the saying is itself an act of the conflict (a truce announced, a war declared).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache

from spacy.tokens import Token

from briefgen.extract import syntax
from briefgen.knowledge import Knowledge
from briefgen.knowledge.inflection import forms
from briefgen.model import DatedEvent
from briefgen.parsed import DateMention, ParsedArticle

_LONGEST = 60
_POS = {"PROPN": "NOUN", "AUX": "VERB"}
_WHERE = ("in", "at", "near", "outside", "around", "across", "inside")


def timeline(parsed: ParsedArticle, knowledge: Knowledge) -> Iterator[DatedEvent]:
    """Every dated event of *parsed*, in order of the text; a clause gives one event, under its nearest time."""
    words = _events(knowledge)
    taken: set[tuple[int, int]] = set()
    for dated in parsed.dates:
        predicate = _event_of(dated, parsed, words)
        if predicate is None:
            continue
        start, end = _clause(predicate, dated)
        if (start, end) in taken:
            continue
        taken.add((start, end))
        yield DatedEvent(
            evidence=(parsed.evidence(start, end, rule=f"timeline.{predicate.pos_.lower()}"),),
            when=dated.interval,
            what=" ".join(parsed.doc[start:end].text.split()),
            parties=_parties(parsed, start, end),
            place=_place(parsed, start, end),
        )


@lru_cache(maxsize=4)
def _events(knowledge: Knowledge) -> Mapping[tuple[str, str], str]:
    """The class of each event word by form and part of speech."""
    found: dict[tuple[str, str], str] = {}
    for word in knowledge.words("events"):
        for lemma in word.words:
            for form in sorted(forms(lemma, word.pos)):
                found.setdefault((form, word.pos), word.cls)
    return found


def _event_of(dated: DateMention, parsed: ParsedArticle, words: Mapping[tuple[str, str], str]) -> Token | None:
    """The head of the clause that the time belongs to, when that clause tells of an event as fact."""
    doc = parsed.doc
    root = doc[dated.start : dated.end].root
    attack = _dated_noun(root, words)
    predicate = syntax.predicate_of(root.head if root.head != root else root)
    if predicate.pos_ not in ("VERB", "AUX", "NOUN", "ADJ", "PROPN"):
        return None
    for candidate in _candidates(predicate, attack, words):
        if syntax.modality(candidate) == "real":
            return candidate
    return None


def _dated_noun(root: Token, words: Mapping[tuple[str, str], str]) -> Token | None:
    """ "Tuesday's attack", "the 2014 war", "the truce of 9 May": the noun that the time hangs on."""
    head = root.head
    if root.dep_.startswith(("nmod", "compound")) and (head.lower_, _POS.get(head.pos_, head.pos_)) in words:
        return head
    return None


def _candidates(predicate: Token, noun: Token | None, words: Mapping[tuple[str, str], str]) -> Iterator[Token]:
    """The clause itself when its verb is an event word; one whose subject or object is ("the truce took effect", "a
    truce that began at noon").
    """
    if (predicate.lower_, _POS.get(predicate.pos_, predicate.pos_)) in words:
        yield predicate
        return
    nouns = [*syntax.children(predicate, "nsubj", "nsubj:pass", "obj")]
    if predicate.dep_ == "acl:relcl" and any(t.lower_ in ("that", "which") for t in nouns):
        nouns.append(predicate.head)
    if any((t.lower_, _POS.get(t.pos_, t.pos_)) in words for t in nouns) and noun is None:
        yield predicate


def _clause(predicate: Token, dated: DateMention) -> tuple[int, int]:
    """The clause with its time; the bare clause where that would be too long."""
    start, end = syntax.clause_span(predicate)
    if predicate.dep_ == "acl:relcl":
        start = min(start, syntax.noun_phrase(predicate.head)[0])
    wide = min(start, dated.start), max(end, dated.end)
    return wide if wide[1] - wide[0] <= _LONGEST else (start, min(end, start + _LONGEST))


def _parties(parsed: ParsedArticle, start: int, end: int) -> tuple[str, ...]:
    """Actors of the clause in order of the text; places are none."""
    names = (
        actor.name
        for mention in parsed.mentions
        if start <= mention.start < end and not mention.place and mention.head not in ("people", "other")
        for actor in mention.actors
    )
    return tuple(dict.fromkeys(names))


def _place(parsed: ParsedArticle, start: int, end: int) -> str | None:
    for entity in parsed.doc[start:end].ents:
        if entity.label_ in ("GPE", "LOC", "FAC") and syntax.case_of(entity.root) in _WHERE:
            return " ".join(entity.text.split())
    return None
