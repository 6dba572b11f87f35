"""The heartbeat: what it keeps from run to run, and that a broken one does no harm."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from briefgen.running.heartbeat import Heartbeat, read_heartbeat, write_heartbeat

NOW = datetime(2026, 11, 28, 6, tzinfo=UTC)
HOUR = timedelta(hours=1)


def test_heartbeat_is_read_as_it_was_written(tmp_path: Path) -> None:
    one = Heartbeat(profile="a", started=NOW).finished(NOW + HOUR, code=3, message="built")
    write_heartbeat(tmp_path / "out" / "heartbeat.json", one)
    assert read_heartbeat(tmp_path / "out" / "heartbeat.json") == one
    written = json.loads((tmp_path / "out" / "heartbeat.json").read_text())
    assert (written["exit"], written["succeeded"], written["failures"]) == (3, "2026-11-28T07:00:00Z", 0)


def test_heartbeat_counts_failures_until_a_run_goes_well() -> None:
    good = Heartbeat(profile="a", started=NOW, brief=7).finished(NOW, code=0, message="")
    once = good.begun(NOW + HOUR, next_due=None).finished(NOW + HOUR, code=1, message="no disk")
    twice = once.begun(NOW + 2 * HOUR, next_due=None).finished(NOW + 2 * HOUR, code=5, message="no mail")
    assert (once.failures, twice.failures, twice.succeeded, twice.brief) == (1, 2, NOW, 7)
    assert twice.begun(NOW, next_due=None).finished(NOW, code=4, message="").failures == 0


def test_heartbeat_of_a_killed_run_has_no_end() -> None:
    begun = Heartbeat(profile="a", started=NOW).finished(NOW, code=0, message="x").begun(NOW + HOUR, next_due=NOW)
    assert (begun.ended, begun.exit, begun.message, begun.succeeded) == (None, None, "", NOW)


@pytest.mark.parametrize("content", ["", "{", "[]", '{"profile": "a"}', '{"profile": "a", "started": "2026-11-28"}'])
def test_read_heartbeat_of_something_else_is_none(tmp_path: Path, content: str) -> None:
    (tmp_path / "heartbeat.json").write_text(content)
    assert read_heartbeat(tmp_path / "heartbeat.json") is None
    assert read_heartbeat(tmp_path / "none.json") is None
