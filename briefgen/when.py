"""Moments as people say them ("2022-09-14", "2 days", "Monday"), always against the as-of of a brief, never the clock.

What can be read in two ways is refused: 03/04/2022 is March or April, "5" is anything.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta
from typing import Annotated, Any

from pydantic import BeforeValidator

from briefgen.terms import Moment, day_of, parse_moment

FORMS = '2022-09-14, 2022-09-14T06:00Z, "2 days", "36 hours", "yesterday", "last Monday" or "14 September 2022"'
_UNITS = {"minute": 1 / 1440, "hour": 1 / 24, "day": 1.0, "week": 7.0, "month": 30.0}  # in days
_AGO = re.compile(rf"(\d{{1,4}}) *({'|'.join(_UNITS)})s?( ago)?", re.IGNORECASE)
_DAYS = {"today": 0, "yesterday": 1}
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_CLOCK = re.compile(r"\d:\d")
_ANY_BASE = datetime(2100, 1, 1, 12, tzinfo=UTC)  # to try words on, when the as-of is not known yet


def read_when(said: Moment | str, *, base: Moment) -> Moment:
    """The moment that *said* means for a brief as of *base*; a day stays a day. Raises `ValueError` if there is none.

    >>> read_when("2 days", base=date(2022, 9, 14)), read_when("yesterday", base=date(2022, 9, 14))
    (datetime.date(2022, 9, 12), datetime.date(2022, 9, 13))
    >>> read_when("6 hours", base=datetime(2022, 9, 14, 6, tzinfo=UTC)).isoformat()
    '2022-09-14T00:00:00+00:00'
    """
    if not isinstance(said, str):
        return said
    text = " ".join(said.split())
    moment = _iso(text)
    if moment is None and (match := _AGO.fullmatch(text)):
        return _ago(int(match[1]) * _UNITS[match[2].lower()], base=base)
    if moment is None and text.lower() in _DAYS:
        return day_of(base) - timedelta(days=_DAYS[text.lower()])
    moment = moment or _weekday(text.lower(), base=base) or _worded(text, base=base)
    if moment is None:
        raise ValueError(f"no moment can be read in it; write it as {FORMS}")
    return moment


def checked_when(value: Any) -> Any:
    """*value* where it is a moment or words that mean one; words stay words until the as-of is known."""
    if not isinstance(value, str):
        return value
    read_when(value, base=_ANY_BASE)
    return _iso(" ".join(value.split())) or value


When = Annotated[datetime | date | str, BeforeValidator(checked_when)]


def _iso(text: str) -> Moment | None:
    try:
        moment: Moment = parse_moment(text)
    except ValueError:
        return None
    return moment


def _ago(days: float, *, base: Moment) -> Moment:
    """*days* before *base*: whole days before a day are a day, a part of one counts from the day's end."""
    if isinstance(base, datetime) or days.is_integer():
        return base - timedelta(days=days)
    return datetime.combine(base, time.max, tzinfo=UTC) - timedelta(days=days)


def _weekday(text: str, *, base: Moment) -> date | None:
    """The last such day before that of *base* ("Monday", "last Monday")."""
    name = text.removeprefix("last ")
    if name not in _WEEKDAYS:
        return None
    day = day_of(base)
    return day - timedelta(days=(day.weekday() - _WEEKDAYS.index(name) - 1) % 7 + 1)


def _worded(text: str, *, base: Moment) -> Moment | None:
    """Words that name a day in full, without a year the last such moment up to *base*; what lies after is none."""
    if not re.search(r"[A-Za-z]{3}", text) or not re.search(r"\d|days?\b|week\b|month\b", text, re.IGNORECASE):
        return None
    from dateparser import parse

    start = base if isinstance(base, datetime) else datetime.combine(base, time(12), tzinfo=UTC)
    found = parse(
        text,
        languages=["en"],
        settings={
            "RELATIVE_BASE": start.astimezone(UTC).replace(tzinfo=None) if start.tzinfo else start,
            "PREFER_DATES_FROM": "past",
            "PARSERS": ["relative-time", "absolute-time"],
            "REQUIRE_PARTS": ["day"],
            "TIMEZONE": "UTC",
        },
    )
    if found is None or (found.date() > day_of(base) and str(found.year) not in text):
        return None
    if not _CLOCK.search(text):
        return found.date()
    return found if found.tzinfo else found.replace(tzinfo=UTC)
