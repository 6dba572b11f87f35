"""Which alliance facts are history: told with a time, or a year in their words, well before the events covered."""

from __future__ import annotations

import re
from datetime import date, timedelta

from briefgen.model import AllianceFact, Aspect, Situation

_YEAR = re.compile(r"\b(1[89]\d\d|20\d\d)\b")
LASTING: frozenset[Aspect] = frozenset(("membership", "commitment", "help_granted"))
_LONG_AGO = timedelta(days=90)


def is_history(fact: AllianceFact, situation: Situation) -> bool:
    """Whether *fact* is of long before *situation*: it ended 90 days before, or its words name earlier years only.

    A situation without a period has no history.
    """
    start = situation.period.start if situation.period else None
    if start is None:
        return False
    if fact.when is not None and fact.when.end is not None:
        return fact.when.end < start - _LONG_AGO
    years = [int(year) for evidence in fact.evidence[:1] for year in _YEAR.findall(evidence.quote)]
    return bool(years) and max(years) < _first_year(start)


def is_past_act(fact: AllianceFact, situation: Situation) -> bool:
    """Whether *fact* is an act of long ago, told as background: it says nothing of this situation. Ties last."""
    return fact.aspect not in LASTING and is_history(fact, situation)


def _first_year(start: date) -> int:
    return (start - _LONG_AGO).year
