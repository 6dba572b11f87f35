"""When a profile is due: by the wall clock of its time zone, right when the clocks change.

A time that a spring change leaves out (02:30) is taken as long after midnight as on other days (03:30); one that comes
twice in autumn counts the first time. All instants are aware; the clock is the caller's. Two times of one zone compare
by their wall clocks in Python, so what is compared here is in UTC on one side.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta, tzinfo
from itertools import islice, takewhile
from zoneinfo import ZoneInfo

from briefgen.profile import Timing

AHEAD_DAYS = 400  # in which the clocks change at least once each way, where they do
MOST = 1000  # missed runs told apart


def zone_of(timing: Timing) -> tzinfo:
    """The time zone of *timing*, else that of this machine."""
    if timing.tz:
        return ZoneInfo(timing.tz)
    from tzlocal import get_localzone

    return get_localzone()


def zone_name(timing: Timing) -> str:
    """The name of that zone: "Europe/Vienna"."""
    return timing.tz or str(zone_of(timing))


def next_due(timing: Timing, *, after: datetime, zone: tzinfo | None = None) -> datetime:
    """The first time that *timing* is due strictly after *after*.

    >>> timing = Timing(at="02:30", tz="Europe/Vienna")
    >>> next_due(timing, after=datetime(2027, 3, 27, 12, tzinfo=UTC)).isoformat()
    '2027-03-28T03:30:00+02:00'
    """
    zone, after = zone or zone_of(timing), after.astimezone(UTC)
    day = after.astimezone(zone).date() - timedelta(days=1)
    return next(due for due in _from(timing, day, zone) if due > after)


def last_due(timing: Timing, *, before: datetime, zone: tzinfo | None = None) -> datetime:
    """The last time that *timing* was due at *before* or earlier."""
    zone, before = zone or zone_of(timing), before.astimezone(UTC)
    due = _from(timing, before.astimezone(zone).date() - timedelta(days=8), zone)
    return list(takewhile(lambda instant: instant <= before, due))[-1]


def missed(timing: Timing, *, started: datetime, now: datetime, zone: tzinfo | None = None) -> list[datetime]:
    """The times due since a run *started* that no run met, but for the last, which is the one that runs *now*.

    Empty where the clock was put back. A run that starts before its first time (by hand) meets nothing.
    """
    zone, started, now = zone or zone_of(timing), started.astimezone(UTC), now.astimezone(UTC)
    due = takewhile(lambda instant: instant <= now, _from(timing, started.astimezone(zone).date(), zone))
    return [instant for instant in islice(due, MOST) if instant > started][:-1]


def doubts(timing: Timing, *, now: datetime, zone: tzinfo | None = None) -> list[str]:
    """What to tell of a time that a change of the clocks leaves out or repeats within a year."""
    zone, name = zone or zone_of(timing), zone_name(timing)
    told = []
    for day in _days(timing, now.astimezone(zone).date()):
        local = datetime.combine(day, timing.at, tzinfo=zone)
        if (real := _real(local)).time() != timing.at:
            told.append(f"{timing.clock} does not exist on {day} in {name}: that day it is {real:%H:%M}")
        elif local.utcoffset() != local.replace(fold=1).utcoffset():
            told.append(f"{timing.clock} comes twice on {day} in {name}: it runs the first time")
    return told


def left_out(timing: Timing, *, now: datetime, years: int) -> list[datetime]:
    """For each day in *years* on which the clocks skip the time: when it is due instead."""
    zone = zone_of(timing)
    days = (now.astimezone(zone).date() + timedelta(days=n) for n in range(366 * years))
    due = (_real(datetime.combine(day, timing.at, tzinfo=zone)) for day in days if _is_day(timing, day))
    return [instant for instant in due if instant.time() != timing.at]


def _days(timing: Timing, first: date) -> Iterator[date]:
    days = (first + timedelta(days=n) for n in range(AHEAD_DAYS))
    return (day for day in days if _is_day(timing, day))


def _from(timing: Timing, day: date, zone: tzinfo) -> Iterator[datetime]:
    """Every due time from *day* on."""
    while True:
        if _is_day(timing, day):
            yield _real(datetime.combine(day, timing.at, tzinfo=zone))
        day += timedelta(days=1)


def _is_day(timing: Timing, day: date) -> bool:
    return not timing.weekdays or day.weekday() < 5


def _real(local: datetime) -> datetime:
    """*local* as a clock of its zone shows it: the same, but for a time that the clocks skip."""
    return local.astimezone(UTC).astimezone(local.tzinfo)
