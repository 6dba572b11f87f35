"""A run and the sources that it asks: one that fails, one that is busy, none where it is told so."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

import briefgen.fetch
from briefgen.errors import FolderHeld, StoreError
from briefgen.fetch.report import Failure, Report, SourceReport
from tests.running.conftest import Desk, heartbeat


def sources(desk: Desk, monkeypatch: pytest.MonkeyPatch, answer: Any) -> Any:
    """A profile with a source, and what fetching answers instead of asking."""
    (desk.folder / "sources.toml").write_text('[[feed]]\nurl = "https://post.example/feed"\n', encoding="utf-8")
    monkeypatch.setattr(briefgen.fetch, "fetch", answer)
    return desk.profile(sources=(desk.folder / "sources.toml",))


def test_run_goes_on_without_a_source_that_fails_and_names_it(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.article("a", "2026-11-26")
    report = Report(
        folder=desk.folder / "articles",
        sources=(SourceReport(label="Post", kind="feed", failed=True),),
        failures=(Failure(source="Post", what="https://post.example/feed", reason="no answer", is_source=True),),
    )
    outcome = desk.run(profile=sources(desk, monkeypatch, lambda *args, **options: report))
    assert (outcome.code, len(outcome.written)) == (3, 1)
    assert outcome.faults == ["fetch: Post: https://post.example/feed: no answer"]
    assert heartbeat(desk).failures == 0


@pytest.mark.parametrize("error", [StoreError("another run holds the folder"), ZeroDivisionError("division by zero")])
def test_run_goes_on_when_fetching_breaks(error: Exception, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*arguments: object, **options: object) -> object:
        raise error

    desk.article("a", "2026-11-26")
    outcome = desk.run(profile=sources(desk, monkeypatch, broken))
    assert (outcome.code, len(outcome.written)) == (3, 1)
    assert str(error) in outcome.faults[0]


def test_run_waits_for_another_profile_that_fetches_into_the_folder(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    tries = []

    def held(*arguments: object, now: datetime, **options: object) -> Report:
        tries.append(now)
        if len(tries) < 4:
            raise FolderHeld("another fetch into this folder is running")
        return Report(folder=desk.folder / "articles")

    desk.article("a", "2026-11-26")
    assert desk.run(profile=sources(desk, monkeypatch, held)).code == 0
    assert (tries[-1] - tries[0]).total_seconds() == 30


def test_run_does_not_wait_for_ever(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def held(*arguments: object, **options: object) -> Report:
        raise FolderHeld("another fetch into this folder is running")

    desk.article("a", "2026-11-26")
    began = desk.now
    outcome = desk.run(profile=sources(desk, monkeypatch, held))
    assert (outcome.code, len(outcome.written)) == (3, 1)
    assert (desk.now - began).total_seconds() == 900


def test_run_goes_on_with_a_broken_sources_file(desk: Desk) -> None:
    desk.article("a", "2026-11-26")
    (desk.folder / "sources.toml").write_text("[[feed]]\nurl = 3\n", encoding="utf-8")
    outcome = desk.run(profile=desk.profile(sources=(desk.folder / "sources.toml",)))
    assert (outcome.code, len(outcome.written)) == (3, 1)
    assert "sources.toml" in outcome.faults[0]


def test_run_asks_no_source_and_no_channel_when_told_so(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def never(*arguments: object, **options: object) -> object:
        raise AssertionError

    desk.article("a", "2026-11-26")
    outcome = desk.run(profile=sources(desk, monkeypatch, never), fetch=False, deliver=False)
    assert (outcome.code, len(outcome.written), outcome.receipts) == (0, 1, [])
    assert not (desk.folder / "desk").exists()


def test_dry_run_changes_nothing(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []

    def fetch(*arguments: object, options: Any, **more: object) -> Report:
        asked.append(options.dry_run)
        return Report(folder=desk.folder / "articles", dry_run=True)

    desk.article("a", "2026-11-26")
    profile = sources(desk, monkeypatch, fetch)
    before = sorted(desk.folder.rglob("*"))
    outcome = desk.run(profile=profile, dry_run=True)
    assert asked == [True]
    assert [one.state for one in outcome.receipts] == ["shown"]
    assert sorted(desk.folder.rglob("*")) == before
