"""Curfews as dated events: a verb of imposing or lifting, and "curfew" as its object or subject."""

from __future__ import annotations

from collections.abc import Iterator

from briefgen.knowledge import Knowledge
from briefgen.model import DatedEvent, Interval
from briefgen.parsed import ParsedArticle

VERBS = frozenset({"impose", "declare", "lift", "extend", "announce"})


def extract(parsed: ParsedArticle, knowledge: Knowledge) -> Iterator[DatedEvent]:
    """An event for each sentence in which a curfew is imposed or lifted, with the sentence's own date if it has one."""
    for token in parsed.doc:
        if token.lemma_.lower() != "curfew" or token.head.lemma_.lower() not in VERBS:
            continue
        dates = [found for found in parsed.dates if token.sent.start <= found.start < token.sent.end]
        when = dates[0].interval if dates else Interval(text="")
        evidence = parsed.evidence(token.sent.start, token.sent.end, rule="plugin.curfews")
        yield DatedEvent(when=when, what=f"curfew: {token.head.lemma_.lower()}", evidence=(evidence,))
