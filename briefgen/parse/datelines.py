"""The days of datelines: in "BUCHAREST, Sept. 3. The army took the town yesterday" the day before is 2 September.

Letters and wires reach the paper days after they were written: what they call today is the day of their dateline, not
that of the page. A dateline stands at the beginning of a line or paragraph: a town in capitals, at times its country,
then a day of the month or of the week. Source: the usage of agencies (AP Stylebook, "datelines").
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from datetime import date, timedelta
from functools import lru_cache

from briefgen.parse.intervals import DAY, MONTH, PART, WEEKDAY, resolve

LATEST = timedelta(days=40)
"""A dateline older than this against the article's day is another year's, or no dateline."""

Dateline = tuple[int, date]


def datelines(text: str, *, day: date | None) -> list[Dateline]:
    """Where each dateline of *text* begins (character offset) and its day; none where the article has no day.

    >>> datelines("BUCHAREST, Sept. 3. The town fell yesterday.", day=date(1916, 9, 5))
    [(0, datetime.date(1916, 9, 3))]
    """
    if day is None:
        return []
    found: list[Dateline] = []
    for match in _pattern().finditer(text):
        written = resolve(" ".join(match["day"].split()).rstrip(".,"), day=day).start
        if written is not None and day - LATEST <= written <= day:
            found.append((match.start(), written))
    return found


def day_at(offset: int, *, lines: Sequence[Dateline], day: date | None) -> date | None:
    """The day that what is said at *offset* counts from: that of the dateline above it, else the article's."""
    at = bisect_right([start for start, _ in lines], offset) - 1
    return lines[at][1] if at >= 0 else day


@lru_cache(maxsize=1)
def _pattern() -> re.Pattern[str]:
    town = r"[A-Z][A-Z.'’\-]{1,30}(?: [A-Z][A-Z.'’\-]{1,20}){0,4}"
    country = r"(?:, [A-Z][A-Za-z.'’\-]{1,25}(?: [A-Z][A-Za-z.'’\-]{1,25})?){0,2}"
    days = rf"{MONTH} {DAY}|{DAY} {MONTH}|{WEEKDAY}(?: {PART.replace('(?:', '(?i:')})?"
    return re.compile(rf"(?:(?<=\n)|\A)[ \t]*{town}{country},? (?P<day>{days})(?![\w])")
