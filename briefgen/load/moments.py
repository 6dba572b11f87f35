"""Reading a publication time from metadata, a file name, a URL or a line: what is unclear stays None.

A time of day without a zone says less than it seems (which midnight?), so it is cut to its date; a zone that is given
is kept. Days before 1700, after 2100 and those from which machines count (`_EPOCHS`) are no publication times but empty
fields; in file names and addresses, where any digits may stand, an older year than 1900 wants its separators.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime
from functools import lru_cache
from typing import Any

Moment = datetime | date

MONTH = (
    r"(?:Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)?|Apr(?:il|\.)?|May|June?\.?|July?\.?|Aug(?:ust|\.)?"
    r"|Sept?(?:ember|\.)?|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?)"
)
DAY = r"(?:0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?"
YEAR = r"(?:1[7-9]|20)\d\d"
_RECENT = r"(?:19|20)\d\d"
# The two written forms, day first or month first, the year left open for datelines.
_NO_HOUR = (
    r"(?! ?(?:hours|hrs|GMT|UTC|Z|local)\b)"  # "Nov. 11 1830 GMT" tells an hour; an older year wants its comma there
)
_AFTER_MONTH = rf"(?:,? {YEAR}{_NO_HOUR})?"
_AFTER_DAY = rf"(?:,? {_RECENT}{_NO_HOUR}|, {YEAR}{_NO_HOUR})?"
WRITTEN = rf"(?:{DAY} (?:of )?{MONTH}{_AFTER_MONTH}|{MONTH} {DAY}{_AFTER_DAY})"
_WRITTEN = re.compile(rf"\b{WRITTEN}(?![\w-])", re.IGNORECASE)
_ISO = re.compile(
    rf"(?P<y>{YEAR})-?(?P<m>0[1-9]|1[0-2])-?(?P<d>0[1-9]|[12]\d|3[01])(?:$|[T _](?P<rest>\d\d.{{0,30}})|(?=\D))"
)
_CLOCK = re.compile(r"(\d\d):?(\d\d)(?::?(\d\d)(?:[.,]\d+)?)? ?(Z|UTC|GMT|[+-]\d\d:?\d\d|[+-]\d\d)?")
_IN_NAME = re.compile(rf"(?<!\d)({_RECENT}|{YEAR}(?=[-_.]))([-_.]?)(0[1-9]|1[0-2])\2(0[1-9]|[12]\d|3[01])(?!\d)")
_IN_URL = re.compile(
    rf"[/-]({_RECENT})[/-](0?[1-9]|1[0-2]|[a-z]{{3}})[/-](0?[1-9]|[12]\d|3[01])(?=[/?-]|$)", re.IGNORECASE
)
_EPOCHS = frozenset(  # days from which machines count: SQL Server, OpenVMS, spreadsheets, NTP, classic Mac, Unix
    map(
        date.fromisoformat,
        ("1753-01-01", "1858-11-17", "1899-12-30", "1899-12-31", "1900-01-01", "1904-01-01", "1970-01-01"),
    )
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def read_moment(value: Any) -> Moment | None:
    """A metadata value (string, date, datetime, epoch seconds) as an aware datetime or a date.

    >>> read_moment("2022-09-14T06:12:00+02:00").isoformat()
    '2022-09-14T06:12:00+02:00'
    >>> read_moment("2016-07-15 19:11:52"), read_moment("11th November 2016, 1:11 am"), read_moment(" ")
    (datetime.date(2016, 7, 15), datetime.date(2016, 11, 11), None)
    >>> read_moment("Wed, 30 Aug 2017 09:39:58 +0000").isoformat()
    '2017-08-30T09:39:58+00:00'
    """
    match value:
        case datetime():
            moment: Moment | None = value if value.tzinfo else value.date()
        case date():
            moment = value
        case bool():
            moment = None
        case int() | float():
            moment = _epoch(float(value))
        case str():
            moment = _read_text(value.strip()[:80])
        case _:
            moment = None
    return moment if moment is not None and _sensible(moment) else None


def in_name(name: str) -> date | None:
    """The date in a file name ("2022-09-14-foo.txt", "foo_20220914.html").

    >>> in_name("2022-09-14-foo"), in_name("foo_20220914"), in_name("unit-61398")
    (datetime.date(2022, 9, 14), datetime.date(2022, 9, 14), None)
    """
    match = _IN_NAME.search(name[:300])
    return _day(int(match[1]), int(match[3]), int(match[4])) if match else None


def in_url(url: str | None) -> date | None:
    """The date in a URL's path.

    >>> in_url("https://a.example/2017/aug/28/missile"), in_url("https://a.example/world/2162467/x")
    (datetime.date(2017, 8, 28), None)
    """
    match = _IN_URL.search((url or "")[:2000])
    if not match:
        return in_name((url or "")[:300])
    month = match[2].lower()
    number = int(month) if month.isdigit() else _MONTHS.index(month) + 1 if month in _MONTHS else 0
    return _day(int(match[1]), number, int(match[3]))


def in_words(text: str, *, year: int | None = None) -> date | None:
    """The first date written out in *text* ("Nov. 11", "14 September 2022"); without a year it takes *year*.

    >>> in_words("KABUL, Nov. 11", year=2016), in_words("KABUL, Nov. 11")
    (datetime.date(2016, 11, 11), None)
    """
    match = _WRITTEN.search(text[:400])
    if not match:
        return None
    words = match[0].lower().replace(",", " ").replace(".", " ").split()
    numbers = [int(digits[0]) for word in words if (digits := re.match(r"\d+", word))]
    month = next(i for i, name in enumerate(_MONTHS, 1) if any(word.startswith(name) for word in words))
    found = next((number for number in numbers if number > 31), year)
    return _day(found, month, next(number for number in numbers if number <= 31)) if found else None


def _read_text(text: str) -> Moment | None:
    if not text:
        return None
    if re.fullmatch(r"\d{10}|\d{13}", text):
        return _epoch(float(text))
    if match := _ISO.match(text):
        return _iso(match)
    if re.match(r"[A-Za-z]{3,9},? +\d{1,2} |\d{1,2} [A-Za-z]{3} \d{4} \d\d:", text) and ":" in text:
        try:
            mailed = parsedate_to_datetime(text)
        except (ValueError, TypeError, IndexError, OverflowError):
            mailed = None
        if mailed is not None:
            return mailed if mailed.tzinfo else mailed.date()
    return in_words(text) or _by_dateparser(text)


def _iso(match: re.Match[str]) -> Moment | None:
    day = _day(int(match["y"]), int(match["m"]), int(match["d"]))
    clock = _CLOCK.match(match["rest"] or "")
    if day is None or clock is None or clock[4] is None:
        return day
    zone = "+00:00" if clock[4] in ("Z", "UTC", "GMT") else clock[4]
    try:
        return datetime.fromisoformat(f"{day}T{clock[1]}:{clock[2]}:{clock[3] or '00'}{zone}")
    except ValueError:
        return day


@lru_cache(maxsize=1024)
def _by_dateparser(text: str) -> date | None:
    """Other languages and orders, asked for day, month and year in full: "14. September 2022", "14.09.2022 06:12"."""
    if not re.search(YEAR, text):
        return None
    from dateparser import parse

    found = parse(text, settings={"STRICT_PARSING": True, "RETURN_AS_TIMEZONE_AWARE": False, "DATE_ORDER": "DMY"})
    return found.date() if found else None


def _epoch(seconds: float) -> datetime | None:
    """Seconds or milliseconds since 1970; smaller numbers (a year, a count) are no moments."""
    if not 1e8 < abs(seconds) < 1e14:
        return None
    try:
        return datetime.fromtimestamp(seconds / 1000 if seconds > 1e11 else seconds, tz=UTC)
    except (ValueError, OverflowError, OSError):
        return None


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _sensible(moment: Moment) -> bool:
    if isinstance(moment, datetime) and moment.timestamp() == 0:
        return False
    day = moment.date() if isinstance(moment, datetime) else moment
    return 1700 <= day.year <= 2100 and (day not in _EPOCHS or (isinstance(moment, datetime) and day.year == 1970))
