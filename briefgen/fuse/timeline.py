"""The timeline of one story: dated events in order, each once; those whose time stays unresolved stand last."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from briefgen.fuse.merging import all_evidence, grouped, place_in_text
from briefgen.fuse.names import Names, likeness, words_of
from briefgen.model import DatedEvent

_ALIKE = 0.6  # shared words of two sentences on one day by which they tell of one event
_MOST_COMPARED = 40


def merged_events(events: Sequence[DatedEvent], *, names: Names) -> tuple[DatedEvent, ...]:
    """*events* by first day, then by last, article and place in the text; the undated after all."""
    by_days = grouped(sorted(events, key=place_in_text), lambda e: (e.when.start, e.when.end))
    made = [_event(group, names) for same_days in by_days.values() for group in _alike(same_days)]
    return tuple(sorted(made, key=_order))


def _alike(events: Sequence[DatedEvent]) -> list[list[DatedEvent]]:
    found: list[tuple[frozenset[str], list[DatedEvent]]] = []
    for event in events:
        words = words_of(event.what)
        same = next((kept for known, kept in found[-_MOST_COMPARED:] if likeness(words, known) >= _ALIKE), None)
        if same is None:
            found.append((words, [event]))
        else:
            same.append(event)
    return [kept for _, kept in found]


def _event(group: Sequence[DatedEvent], names: Names) -> DatedEvent:
    first = group[0]
    return DatedEvent(
        when=first.when,
        what=first.what,
        parties=tuple(dict.fromkeys(names.actor(party) for event in group for party in event.parties)),
        place=next((event.place for event in group if event.place), None),
        evidence=all_evidence(group),
    )


def _order(event: DatedEvent) -> tuple[bool, date, date, tuple[str, int, int]]:
    start, end = event.when.start, event.when.end
    return (start is None, start or date.min, end or date.max, place_in_text(event))
