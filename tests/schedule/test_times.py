"""When a profile is due, over both changes of the clocks, and which runs were missed: by a clock that is passed in."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings, strategies as st

from briefgen.profile import Timing
from briefgen.schedule.times import doubts, last_due, left_out, missed, next_due

VIENNA = ZoneInfo("Europe/Vienna")


def timing(at: str = "06:00", *, weekdays: bool = False, tz: str = "Europe/Vienna") -> Timing:
    return Timing(at=at, weekdays=weekdays, tz=tz)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text)


@pytest.mark.parametrize(
    ("when", "after", "due"),
    [
        (timing(), "2026-11-27T04:59:59+00:00", "2026-11-27T06:00:00+01:00"),
        (timing(), "2026-11-27T05:00:00+00:00", "2026-11-28T06:00:00+01:00"),  # strictly after
        (timing(weekdays=True), "2026-11-27T05:00:00+00:00", "2026-11-30T06:00:00+01:00"),  # Friday to Monday
        (timing(), "2027-03-27T12:00:00+00:00", "2027-03-28T06:00:00+02:00"),  # summer time began that night
        (timing(), "2026-10-24T12:00:00+00:00", "2026-10-25T06:00:00+01:00"),  # and ended
        (timing("02:30"), "2027-03-27T12:00:00+00:00", "2027-03-28T03:30:00+02:00"),  # skipped by the clocks
        (timing("02:30"), "2027-03-28T01:30:00+00:00", "2027-03-29T02:30:00+02:00"),
        (timing("02:30"), "2026-10-24T12:00:00+00:00", "2026-10-25T02:30:00+02:00"),  # comes twice: the first
        (timing("02:30"), "2026-10-25T00:30:00+00:00", "2026-10-26T02:30:00+01:00"),  # and not the second
        (timing("00:00", tz="America/Havana"), "2027-03-13T12:00:00+00:00", "2027-03-14T01:00:00-04:00"),  # no midnight
        (timing("01:45", tz="Australia/Lord_Howe"), "2027-04-03T12:00:00+00:00", "2027-04-04T01:45:00+11:00"),
        (timing(tz="Pacific/Apia"), "2011-12-29T20:00:00+00:00", "2011-12-31T06:00:00+14:00"),  # a day that never was
    ],
)
def test_next_due_keeps_the_wall_clock(when: Timing, after: str, due: str) -> None:
    assert next_due(when, after=at(after)).isoformat() == due


def test_next_due_in_the_repeated_hour_is_not_confused_by_equal_wall_clocks() -> None:
    second = datetime(
        2026, 10, 25, 2, 15, tzinfo=VIENNA, fold=1
    )  # the clock shows less than 02:30, for the second time
    assert next_due(timing("02:30"), after=second).date().isoformat() == "2026-10-26"


def test_last_due_is_the_one_before_or_now() -> None:
    assert last_due(timing(), before=at("2026-11-27T05:00:00+00:00")).isoformat() == "2026-11-27T06:00:00+01:00"
    assert last_due(timing(weekdays=True), before=at("2026-11-30T04:00:00+00:00")).isoformat().startswith("2026-11-27")


@given(
    after=st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1)).map(lambda one: one.replace(tzinfo=UTC)),
    hour=st.integers(0, 23),
    minute=st.integers(0, 59),
    zone=st.sampled_from(["Europe/Vienna", "America/New_York", "Asia/Kathmandu", "Australia/Lord_Howe", "UTC"]),
    weekdays=st.booleans(),
)
@settings(max_examples=150, deadline=None)
def test_due_times_come_once_a_day_and_in_order(
    after: datetime, hour: int, minute: int, zone: str, weekdays: bool
) -> None:
    when = timing(f"{hour:02}:{minute:02}", weekdays=weekdays, tz=zone)
    first = next_due(when, after=after)
    second = next_due(when, after=first)
    assert after < first.astimezone(UTC) < second.astimezone(UTC)
    assert (second.date() - first.date()).days in ((1, 3) if weekdays else (1,))
    assert last_due(when, before=first) == first


def test_missed_runs_are_those_between_the_last_start_and_this() -> None:
    due = missed(timing(), started=at("2026-11-24T05:00:10+00:00"), now=at("2026-11-27T05:00:20+00:00"))
    assert [one.date().isoformat() for one in due] == ["2026-11-25", "2026-11-26"]


@pytest.mark.parametrize(
    ("started", "now"),
    [
        ("2026-11-26T05:00:10+00:00", "2026-11-27T05:00:10+00:00"),  # each morning
        ("2026-11-27T04:00:00+00:00", "2026-11-27T05:00:10+00:00"),  # by hand before
        ("2026-11-27T05:00:10+00:00", "2026-11-27T09:00:00+00:00"),  # and after
        ("2026-11-27T05:00:10+00:00", "2026-11-20T05:00:00+00:00"),  # the clock was put back a week
    ],
)
def test_nothing_is_missed_where_each_time_was_met(started: str, now: str) -> None:
    assert missed(timing(), started=at(started), now=at(now)) == []


def test_missed_runs_leave_out_the_weekend() -> None:
    friday, monday = at("2026-11-27T05:00:10+00:00"), at("2026-11-30T05:00:10+00:00")
    assert missed(timing(weekdays=True), started=friday, now=monday) == []
    assert len(missed(timing(), started=friday, now=monday)) == 2


def test_missed_runs_of_a_clock_far_ahead_are_bounded() -> None:
    assert len(missed(timing(), started=at("1970-01-02T00:00:00+00:00"), now=at("2026-11-30T05:00:10+00:00"))) < 1001


def test_doubts_name_the_days_on_which_the_clocks_change() -> None:
    now = at("2026-06-01T00:00:00+00:00")
    assert doubts(timing("06:00"), now=now) == []
    assert doubts(timing("02:30", tz="UTC"), now=now) == []
    assert doubts(timing("02:30"), now=now) == [
        "02:30 comes twice on 2026-10-25 in Europe/Vienna: it runs the first time",
        "02:30 does not exist on 2027-03-28 in Europe/Vienna: that day it is 03:30",
    ]
    assert doubts(timing("02:30", weekdays=True), now=now) == []  # the clocks change on Sundays


def test_left_out_gives_the_time_that_stands_in() -> None:
    found = left_out(timing("02:30"), now=at("2026-11-28T00:00:00+00:00"), years=2)
    assert [one.isoformat() for one in found] == ["2027-03-28T03:30:00+02:00", "2028-03-26T03:30:00+02:00"]
    assert left_out(timing("06:00"), now=at("2026-11-28T00:00:00+00:00"), years=2) == []


def test_zone_of_the_machine_serves_where_none_is_named() -> None:
    due = next_due(Timing(at="06:00"), after=at("2026-11-27T12:00:00+00:00"), zone=VIENNA)
    assert due - at("2026-11-27T12:00:00+00:00") == timedelta(hours=17)
