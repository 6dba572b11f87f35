"""Which events tell that a truce was made: by words only, so the bar is high and the sentence is always cited."""

from __future__ import annotations

import re
from collections.abc import Sequence

from briefgen.knowledge import Knowledge
from briefgen.model import DatedEvent

_RECENT_DAYS = 7


def truces(events: Sequence[DatedEvent], *, knowledge: Knowledge) -> list[DatedEvent]:
    """The events of the last week of the timeline that tell of a truce made, the latest first; none undated.

    Of two times in one sentence ("a truce that began on Monday was holding on Tuesday") the earlier is the truce's.
    """
    dated = [event for event in events if event.when.start is not None]
    if not dated:
        return []
    patterns = truce_patterns(knowledge)
    last = max(event.when.start for event in dated if event.when.start)
    recent = [e for e in dated if e.when.start and (last - e.when.start).days <= _RECENT_DAYS]
    told = [e for e in recent if tells_of_truce(e.what, patterns=patterns)]
    return [e for n, e in reversed(list(enumerate(told))) if not any(_overlap(e, other) for other in told[:n])]


def _overlap(a: DatedEvent, b: DatedEvent) -> bool:
    one, other = a.evidence[0], b.evidence[0]
    return one.article == other.article and one.start < other.end and other.start < one.end


def tells_of_truce(sentence: str, *, patterns: tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]) -> bool:
    """Whether *sentence* holds a word for a truce and one for making it, and none that takes it back."""
    truce, made, against = patterns
    return bool(truce.search(sentence) and made.search(sentence) and not against.search(sentence))


def truce_patterns(knowledge: Knowledge) -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """What tells of a truce, of making one, and what takes it back, from words/truces.toml."""
    by_class: dict[str, list[str]] = {"truce": [], "made": [], "not": []}
    for row in knowledge.words("truces"):
        by_class[row.cls].extend(row.words)
    truce, made, against = (_pattern(by_class[cls]) for cls in ("truce", "made", "not"))
    return truce, made, against


def _pattern(words: Sequence[str]) -> re.Pattern[str]:
    return re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, sorted(words))) + r")(?!\w)", re.IGNORECASE)
