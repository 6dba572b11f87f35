"""Time expressions to calendar intervals: pure functions on strings, cached, no article and no parser.

`resolve` takes an expression as `dates.find` cuts it out ("late on Sept. 13", "the fall of 2020", "two weeks ago"), the
day it was said (None when unknown) and whether it looks ahead, and gives first and last day, both inclusive, with the
precision of the words. Meteorological seasons of the northern hemisphere; weeks begin on Monday (ISO 8601).
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable
from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple

from briefgen.model import Precision

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            ("january", "jan"),
            ("february", "feb"),
            ("march", "mar"),
            ("april", "apr"),
            ("may",),
            ("june", "jun"),
            ("july", "jul"),
            ("august", "aug"),
            ("september", "sept", "sep"),
            ("october", "oct"),
            ("november", "nov"),
            ("december", "dec"),
        ),
        start=1,
    )
    for name in names
}
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}
NUMBER_WORDS = {
    word: value
    for value, words in enumerate(
        ("", "a an one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
    )
    for word in words.split()
}
MONTH = (
    r"(?:Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)?|Apr(?:il|\.)?|May|June?|July?|Aug(?:ust|\.)?|Sept?(?:ember|\.)?"
    r"|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?)"
)
DAY = r"(?:3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?"
YEAR = r"(?:1[89]|20)\d\d"
WEEKDAY = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
PART = r"(?:morning|afternoon|evening|night|midnight|noon|midday|dawn|dusk|lunchtime)"
COUNT = r"(?:\d{1,3}|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)"
UNIT = r"(?:day|week|fortnight|month|year|decade|centur(?:y|ie))s?"


class Resolved(NamedTuple):
    """First and last day, both inclusive, and the precision; both None when unresolved."""

    start: date | None
    end: date | None
    precision: Precision


UNRESOLVED = Resolved(None, None, "unresolved")


@lru_cache(maxsize=4096)
def resolve(text: str, *, day: date | None, future: bool = False) -> Resolved:
    """The interval of one time expression.

    >>> resolve("Sept. 13", day=date(2022, 9, 14))
    Resolved(start=datetime.date(2022, 9, 13), end=datetime.date(2022, 9, 13), precision='day')
    >>> resolve("the 1990s", day=None).precision
    'decade'
    >>> resolve("Wednesday", day=None)
    Resolved(start=None, end=None, precision='unresolved')
    """
    words = " ".join(text.lower().replace("’", "'").replace("–", "-").replace("—", "-").split())
    since = words.startswith(("since ", "ever since "))
    words = _LEAD.sub("", words).removesuffix("'s").removesuffix("'").strip()
    for pattern, rule in _rules():
        match = pattern.fullmatch(words)
        if match:
            try:
                found = rule(match, day, future)
            except (ValueError, OverflowError):
                return UNRESOLVED
            return _open_end(found, day) if since else found
    return UNRESOLVED


_LEAD = re.compile(
    r"^(?:(?:ever since|since|on|in|of|by|from|until|till|during|over|at|late on|early on|late in|the) )+"
)


def _open_end(found: Resolved, day: date | None) -> Resolved:
    """ "since 2014" runs from the first day of 2014 to the day of speaking, where that is known."""
    if found.start and day and day >= found.start:
        return found._replace(end=day)
    return found


Rule = Callable[["re.Match[str]", date | None, bool], Resolved]


@lru_cache(maxsize=1)
def _rules() -> tuple[tuple[re.Pattern[str], Rule], ...]:
    month, weekday = MONTH.lower(), WEEKDAY.lower()
    stages = "early|late|mid|middle|end|beginning|start|first half|second half"
    stage = rf"(?P<stage>(?:very )?(?:{stages})[ -])?(?:(?:of|in) )?(?:the )?"
    seasons, through = "|".join(SEASONS), " ?(?:-|to|and|through|or) ?"
    rel, hour = "last|this|next|this past|past", f",? (?:early |late )?(?:in the )?{PART}"
    units = "last|this|next|current|previous|the past|past|this past"
    prefix = rf"(?:{weekday}s?,? (?:the )?|{weekday},? )?(?:{PART} )?\(?"
    rows: tuple[tuple[str, Rule], ...] = (
        (r"(?P<y>\d{4})[-/.](?P<m>\d{1,2})[-/.](?P<d>\d{1,2})", _numeric),
        (r"(?P<d>\d{1,2})[-/.](?P<m>\d{1,2})[-/.](?P<y>\d{4})", _numeric),
        (rf"{prefix}(?P<d>{DAY})(?: of)? (?P<m>{month}),? ?(?P<y>{YEAR})?\)?", _month_day),
        (rf"{prefix}(?P<m>{month}) (?:the )?(?P<d>{DAY})(?:,? (?P<y>{YEAR}))?\)?", _month_day),
        (
            rf"{prefix}(?P<m>{month}) (?P<d>{DAY}){through}(?P<e>{DAY})(?:,? (?P<y>{YEAR}))?",
            _day_range,
        ),
        (
            rf"(?P<d>{DAY}){through}(?P<e>{DAY})(?: of)? (?P<m>{month}),?(?: (?P<y>{YEAR}))?",
            _day_range,
        ),
        (rf"{stage}(?P<m>{month})(?:,? (?:of |in )?(?P<y>{YEAR}|last year|this year))?", _month),
        (rf"(?P<rel>last|this|next|this past|the previous) (?P<m>{month})", _relative_month),
        (rf"{stage}(?P<y>{YEAR})", _year),
        (rf"(?P<y>{YEAR})(?:-| to | and | through )(?P<e>{YEAR}|\d\d)", _year_range),
        (rf"between (?P<y>{YEAR}) and (?P<e>{YEAR})", _year_range),
        (rf"{stage}(?P<y>(?:1[89]|20)\d)0'?s", _decade),
        (
            rf"(?P<rel>last |this |next )?(?P<s>{seasons})(?: (?:of )?(?P<y>\d{{4}}|last year|this year))?",
            _season,
        ),
        (rf"(?:earlier |late |early )?(?:today|tonight|this {PART})|overnight", _today),
        (rf"(?:earlier |late |early )?yesterday(?: {PART})?|last night", lambda _, d, __: _days(d, -1)),
        (rf"tomorrow(?: {PART})?", lambda _, d, __: _days(d, 1)),
        (
            rf"(?:(?P<rel>{rel}) )?(?:early |late )?(?P<w>{weekday})s?(?:{hour}| last)?",
            _weekday,
        ),
        (r"(?P<rel>last |this |next |this past |past |previous )?weekend", _weekend),
        (rf"(?P<n>{COUNT}) (?P<u>{UNIT}) (?P<dir>ago|earlier|before|later|from now)", _ago),
        (
            rf"(?:earlier |later |late |early )?(?P<rel>{units}) (?P<u>{UNIT})",
            _unit,
        ),
        (rf"(?:last|past|previous) (?P<n>{COUNT}|24|48|72) (?P<u>hour|{UNIT})s?", _last_units),
    )
    return tuple((re.compile(pattern), rule) for pattern, rule in rows)


def _numeric(match: re.Match[str], _: date | None, __: bool) -> Resolved:
    day = date(int(match["y"]), int(match["m"]), int(match["d"]))
    return Resolved(day, day, "day")


def _number(text: str) -> int:
    return int(re.sub(r"\D", "", text)) if text[0].isdigit() else NUMBER_WORDS[text]


def _month_number(text: str) -> int:
    return MONTHS[text.rstrip(".")]


def _year_of(text: str | None, day: date | None) -> int | None:
    if text is None:
        return None
    if text.isdigit():
        return int(text)
    return None if day is None else day.year - (text == "last year")


def _nearest(month: int, day_of_month: int, *, day: date, future: bool) -> date:
    """The year of a date without one: the latest that is past (a day of grace for time zones), or the next ahead."""
    for year in (day.year, day.year + 1) if future else (day.year, day.year - 1):
        last = monthrange(year, month)[1]
        found = date(year, month, min(day_of_month, last))
        if (found >= day) if future else (found <= day + timedelta(days=1)):
            return found
    return date(day.year, month, min(day_of_month, monthrange(day.year, month)[1]))


def _month_day(match: re.Match[str], day: date | None, future: bool) -> Resolved:
    month, number = _month_number(match["m"]), _number(match["d"])
    if match["y"]:
        found = date(int(match["y"]), month, number)
    elif day is None:
        return UNRESOLVED
    else:
        date(2000, month, number)  # raises ValueError for 31 April
        found = _nearest(month, number, day=day, future=future)
    return Resolved(found, found, "day")


def _day_range(match: re.Match[str], day: date | None, future: bool) -> Resolved:
    month, first, last = _month_number(match["m"]), _number(match["d"]), _number(match["e"])
    if match["y"]:
        year = int(match["y"])
    elif day is None:
        return UNRESOLVED
    else:
        year = _nearest(month, first, day=day, future=future).year
    start, end = date(year, month, first), date(year, month, last)
    return Resolved(start, end, "day") if start <= end else UNRESOLVED


def _thirds(start: date, end: date, stage: str | None, precision: Precision) -> Resolved:
    """Early, mid and late are the thirds of a month, year or decade; halves are halves."""
    if not stage:
        return Resolved(start, end, precision)
    length = (end - start).days + 1
    stage = stage.replace("very ", "").strip(" -")
    low, high = {
        "early": (0, 1 / 3), "beginning": (0, 1 / 3), "start": (0, 1 / 3), "first half": (0, 0.5),
        "mid": (1 / 3, 2 / 3), "middle": (1 / 3, 2 / 3), "second half": (0.5, 1),
    }.get(stage, (2 / 3, 1))  # fmt: skip
    return Resolved(
        start + timedelta(days=round(length * low)), start + timedelta(days=round(length * high) - 1), precision
    )


def _month_interval(year: int, month: int, stage: str | None = None) -> Resolved:
    return _thirds(date(year, month, 1), date(year, month, monthrange(year, month)[1]), stage, "month")


def _month(match: re.Match[str], day: date | None, future: bool) -> Resolved:
    month, year = _month_number(match["m"]), _year_of(match["y"], day)
    if year is None:
        if day is None:
            return UNRESOLVED
        ahead = month > day.month
        year = day.year + (future and month < day.month) - (ahead and not future)
    return _month_interval(year, month, match["stage"])


def _relative_month(match: re.Match[str], day: date | None, _: bool) -> Resolved:
    if day is None:
        return UNRESOLVED
    month, rel = _month_number(match["m"]), match["rel"]
    year = day.year
    if rel == "next":
        year += month <= day.month
    elif rel != "this":
        year -= month >= day.month
    return _month_interval(year, month)


def _year(match: re.Match[str], _: date | None, __: bool) -> Resolved:
    year = int(match["y"])
    return _thirds(date(year, 1, 1), date(year, 12, 31), match["stage"], "year")


def _year_range(match: re.Match[str], _: date | None, __: bool) -> Resolved:
    first, last = int(match["y"]), match["e"]
    end = int(last) if len(last) == 4 else first // 100 * 100 + int(last)
    return Resolved(date(first, 1, 1), date(end, 12, 31), "year") if end >= first else UNRESOLVED


def _decade(match: re.Match[str], _: date | None, __: bool) -> Resolved:
    first = int(match["y"]) * 10
    return _thirds(date(first, 1, 1), date(first + 9, 12, 31), match["stage"], "decade")


def _season(match: re.Match[str], day: date | None, future: bool) -> Resolved:
    month, year = SEASONS[match["s"]], _year_of(match["y"], day)
    if year is None:
        if day is None:
            return UNRESOLVED
        began = (day.year, day.month) >= (day.year, month)
        rel = (match["rel"] or "").strip()
        year = day.year - (not began and not (future or rel in ("this", "next")))
        if rel == "last" and began and day.month < month + 3:
            year -= 1
    end_month = month + 2 if month < 12 else 2
    end_year = year + (month == 12)
    return Resolved(date(year, month, 1), date(end_year, end_month, monthrange(end_year, end_month)[1]), "season")


def _days(day: date | None, shift: int) -> Resolved:
    if day is None:
        return UNRESOLVED
    found = day + timedelta(days=shift)
    return Resolved(found, found, "day")


def _today(_: re.Match[str], day: date | None, __: bool) -> Resolved:
    return _days(day, 0)


def _weekday(match: re.Match[str], day: date | None, future: bool) -> Resolved:
    """The latest such day, today included ("on Wednesday" said on a Wednesday is today); ahead for the future."""
    if day is None:
        return UNRESOLVED
    back = (day.weekday() - WEEKDAYS.index(match["w"])) % 7
    rel = match["rel"]
    if rel == "next" or (future and rel is None):
        return _days(day, 7 - back if back or rel == "next" else 0)
    if rel == "this" and future:
        return _days(day, (7 - back) % 7)
    return _days(day, -(back or 7) if rel == "last" else -back)


def _weekend(match: re.Match[str], day: date | None, future: bool) -> Resolved:
    if day is None:
        return UNRESOLVED
    rel = (match["rel"] or "").strip()
    back = (day.weekday() - 5) % 7
    running = day.weekday() >= 5
    if rel == "next" or (not running and (future or (rel == "this" and future))):
        saturday = day + timedelta(days=7 - back)
    else:
        saturday = day - timedelta(days=back + (7 if running and rel in ("last", "previous") else 0))
    return Resolved(saturday, saturday + timedelta(days=1), "day")


def _shift_months(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _around(day: date, unit: str) -> Resolved:
    """The week, month, year or decade that holds *day*."""
    if unit == "day":
        return Resolved(day, day, "day")
    if unit in ("week", "fortnight"):
        monday = day - timedelta(days=day.weekday())
        return Resolved(monday, monday + timedelta(days=6), "week")
    if unit == "month":
        return _month_interval(day.year, day.month)
    if unit == "year":
        return Resolved(date(day.year, 1, 1), date(day.year, 12, 31), "year")
    first = day.year // 10 * 10
    return Resolved(date(first, 1, 1), date(first + 9, 12, 31), "decade")


def _moved(day: date, unit: str, count: int) -> date:
    if unit in ("day", "week", "fortnight"):
        return day + timedelta(days=count * {"day": 1, "week": 7, "fortnight": 14}[unit])
    return _shift_months(day, count * {"month": 1, "year": 12, "decade": 120, "century": 1200}[unit])


def _singular(unit: str) -> str:
    return "century" if unit.startswith("centur") else unit.removesuffix("s")


def _ago(match: re.Match[str], day: date | None, _: bool) -> Resolved:
    if day is None or match["dir"] in ("earlier", "before", "later"):
        return UNRESOLVED  # "two days later" counts from another event
    unit, sign = _singular(match["u"]), -1 if match["dir"] == "ago" else 1
    return _around(_moved(day, unit, sign * _number(match["n"])), unit)


def _unit(match: re.Match[str], day: date | None, _: bool) -> Resolved:
    if day is None:
        return UNRESOLVED
    unit = _singular(match["u"])
    if unit == "day" or (unit in ("decade", "century") and match["rel"] != "this"):
        return UNRESOLVED
    shift = {"this": 0, "current": 0, "next": 1}.get(match["rel"], -1)
    found = _around(_moved(day, unit, shift), unit)
    if match[0].startswith("earlier") and match["rel"] == "this" and found.start is not None and found.start <= day:
        return Resolved(found.start, day, found.precision)
    if match["rel"] in ("past", "the past", "this past"):
        return Resolved(_moved(day, unit, -1), day, found.precision)
    return found


def _last_units(match: re.Match[str], day: date | None, _: bool) -> Resolved:
    if day is None:
        return UNRESOLVED
    unit, count = match["u"].removesuffix("s"), _number(match["n"])
    if unit == "hour":
        return Resolved(day - timedelta(days=max(1, count // 24)), day, "day")
    unit = _singular(match["u"])
    return Resolved(_moved(day, unit, -count), day, _around(day, unit).precision)
