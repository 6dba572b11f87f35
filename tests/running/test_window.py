"""How far back a run reads: its own window, stretched over failures and absences, never over a fixed day."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from briefgen.running.heartbeat import Heartbeat
from briefgen.running.window import told, window
from briefgen.settings import SelectSettings

NOW = datetime(2026, 11, 30, 5, tzinfo=UTC)


def last(days: float) -> Heartbeat:
    at = NOW - timedelta(days=days)
    return Heartbeat(profile="a", started=at).finished(at, code=0, message="")


@pytest.mark.parametrize(
    ("since", "days", "until_back"),
    [
        ("2 days", 1, "2 days"),  # each morning
        ("2 days", 0.1, "2 days"),  # by hand, soon after
        ("2 days", 3, "4 days"),  # over a weekend
        ("2 days", 300, "14 days"),  # at most
        ("1 week", 3, "1 week"),  # wide enough
        ("12 hours", 1, "2 days"),
        ("yesterday", 3, "4 days"),
        ("2 days", -1, "2 days"),  # the clock was put back
    ],
)
def test_window_reaches_back_to_a_day_before_the_last_good_run(since: str, days: float, until_back: str) -> None:
    found, stretched = window(SelectSettings(since=since), now=NOW, last=last(days))
    assert found.since == until_back
    assert bool(stretched) is (until_back != since)


def test_window_that_begins_on_a_day_stays() -> None:
    assert window(SelectSettings(since=date(2026, 11, 29)), now=NOW, last=last(9))[0].since == date(2026, 11, 29)


def test_window_of_the_first_run_is_the_profiles() -> None:
    found, stretched = window(SelectSettings(since="2 days"), now=NOW, last=None)
    assert (found.since, found.until, stretched) == ("2 days", NOW, 0)
    assert window(SelectSettings(until="2026-11-01"), now=NOW, last=None)[0].until == date(2026, 11, 1)


def test_window_does_not_count_a_run_that_failed() -> None:
    failed = last(5).begun(NOW - timedelta(days=1), next_due=None).finished(NOW, code=1, message="")
    assert window(SelectSettings(since="2 days"), now=NOW, last=failed)[1] == 6


def test_told_names_a_run_that_did_not_end() -> None:
    killed = last(2).begun(NOW - timedelta(days=1), next_due=None)
    assert told(3, [], last=killed) == (
        "the run of 2026-11-29 05:00 UTC did not end; the last good run ended 2026-11-28 05:00 UTC: 3 days are read"
    )
    assert told(0, [], last=last(1)) == ""
    assert told(0, [NOW], last=last(2)) == "1 run was missed (2026-11-30 05:00)"
