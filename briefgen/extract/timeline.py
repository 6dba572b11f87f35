"""The timeline: clauses that tell of something done or planned, with the time that the text gives for it.

A clause is taken where a date or a stretch of time hangs on its predicate and an actor has a part in it. The time of
the mere saying ("said on Tuesday") dates the words, not the event, and is left out.
"""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from briefgen.extract import syntax
from briefgen.knowledge import Knowledge
from briefgen.model import DatedEvent
from briefgen.parsed import DateMention, ParsedArticle

_TOLD = frozenset({"real", "future"})
_SHORTEST = 4  # tokens: a clause shorter than that says nothing to a reader of a timeline


def timeline(parsed: ParsedArticle, knowledge: Knowledge) -> Iterator[DatedEvent]:
    """The dated events of an article, one a predicate, in order of the text; times may be unresolved."""
    cues = {speech.cue for speech in parsed.speeches}
    seen: set[int] = set()
    for date in parsed.dates:
        predicate = syntax.predicate_of(_head(parsed, date))
        if predicate.i in seen or predicate.i in cues or syntax.modality(predicate) not in _TOLD:
            continue
        seen.add(predicate.i)
        event = _event(parsed, predicate, date)
        if event is not None:
            yield event


def _event(parsed: ParsedArticle, predicate: Token, date: DateMention) -> DatedEvent | None:
    start, end = syntax.clause_span(predicate)
    start, end = min(start, date.start), max(end, date.end)
    inside = [mention for mention in parsed.mentions if start <= mention.start and mention.end <= end]
    parties = tuple(dict.fromkeys(actor.name for m in inside if not m.place for actor in m.actors))
    if not parties or end - start < _SHORTEST:
        return None
    evidence = parsed.evidence(start, end, rule="timeline.dated_clause")
    place = next((parsed.doc[m.start : m.end].text for m in inside if m.place), None)
    what = " ".join(evidence.quote.split())
    return DatedEvent(when=date.interval, what=what, parties=parties, place=place, evidence=(evidence,))


def _head(parsed: ParsedArticle, date: DateMention) -> Token:
    """The token of a date that ties it to its clause: the one whose head stands outside the date."""
    span = parsed.doc[date.start : date.end]
    return next((token for token in span if not date.start <= token.head.i < date.end), span[0])
