"""One run of a profile: what it makes, what it survives, how it tells, by a clock of the test."""

from __future__ import annotations

import json
import signal
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from briefgen.errors import BriefgenError, PdfUnavailable, RenderError, RunLocked
from briefgen.model import Brief
from briefgen.profile import Timing, write_timing
from briefgen.review import FILE_NAME, decide, review_bytes
from briefgen.running.lock import Owner, alone
from briefgen.store import History
from tests.deliver.parcels import half_written
from tests.running.conftest import Desk, heartbeat


def test_run_builds_keeps_and_delivers_the_brief(desk: Desk) -> None:
    desk.article("a", "2026-11-26T20:00:00Z")
    outcome = desk.run()
    assert outcome.code == 0, outcome
    assert outcome.faults == []
    assert (desk.folder / "out" / "morning" / "2026-11-26T2000Z" / "brief.json").is_file()
    assert [one.state for one in outcome.receipts] == ["delivered"]
    assert len(list((desk.folder / "desk").rglob("*.json"))) == 1
    assert [entry.number for entry in History(desk.profile().store, profile="morning").entries()] == [1]
    beat = heartbeat(desk)
    assert (beat.exit, beat.brief, beat.failures) == (0, 1, 0)
    assert beat.as_of == datetime(2026, 11, 26, 20, tzinfo=UTC)
    assert beat.next_due == datetime(2026, 11, 28, 5, tzinfo=UTC)


def test_run_with_no_new_article_builds_nothing_and_says_so(desk: Desk) -> None:
    desk.article("a", "2026-11-26T20:00:00Z")
    desk.run()
    desk.later(days=1)
    outcome = desk.run()
    assert (outcome.code, outcome.brief, outcome.written, outcome.receipts) == (0, None, (), [])
    assert "no new article since the brief no. 1" in outcome.message
    assert heartbeat(desk).brief == 1
    again = desk.run(profile=desk.profile(when_empty="build"))
    assert len(again.written) == 1
    assert again.brief is not None
    assert again.brief.number == 1  # the same as-of


def test_run_of_an_empty_folder_says_that_nothing_is_new(desk: Desk) -> None:
    outcome = desk.run()
    assert (outcome.code, outcome.message) == (0, "no article in the window; nothing built")
    desk.article("old", "2026-11-26")
    desk.file.write_text(desk.file.read_text() + 'party = ["Iceland"]\n', encoding="utf-8")
    outcome = desk.run()
    assert outcome.message == "no article in the window (1 left out by the selection); nothing built"


def test_run_takes_up_what_was_put_off_though_nothing_is_new(desk: Desk) -> None:
    desk.article("a", "2026-11-26T20:00:00Z")
    (desk.folder / "desk").write_text("a file where the folder should be")
    assert desk.run().code == 5
    assert heartbeat(desk).failures == 1
    (desk.folder / "desk").unlink()
    outcome = desk.run()
    assert outcome.code == 0
    assert [one.state for one in outcome.receipts] == ["delivered"]
    assert heartbeat(desk).failures == 0


@pytest.mark.parametrize("at", ["prepare", "send"])
def test_run_takes_up_what_a_killed_run_kept_but_had_not_begun_to_deliver(
    at: str, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def die(*arguments: object, **options: object) -> object:
        raise KeyboardInterrupt

    desk.article("a", "2026-11-26T20:00:00Z")
    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr({"prepare": "briefgen.pipeline.prepare", "send": "briefgen.deliver.send"}[at], die)
        desk.run()
    assert [entry.number for entry in History(desk.profile().store, profile="morning").entries()] == [1]
    outcome = desk.run()
    assert "nothing built" in outcome.message
    assert [one.state for one in outcome.receipts] == ["delivered"]
    assert desk.run().receipts == []


def test_run_first_delivers_the_brief_of_a_morning_that_died(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def die(*arguments: object, **options: object) -> object:
        raise KeyboardInterrupt

    desk.article("a", "2026-11-26T20:00:00Z")
    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr("briefgen.deliver.send", die)
        desk.run()
    desk.article("b", "2026-11-27T20:00:00Z", count=15)
    desk.later(days=1)
    outcome = desk.run()
    assert [one.state for one in outcome.receipts] == ["delivered"] * 2
    assert outcome.notes[-1] == "brief no. 1, as of 2026-11-26 20:00 UTC, was still to come: 1 of 1 have it"
    assert outcome.message.endswith("1 of 2 articles new; 1 of 1 have it")
    assert len(list((desk.folder / "desk").rglob("*.json"))) == 2
    desk.article("c", "2026-11-28T20:00:00Z", count=16)
    desk.later(days=1)
    assert len(desk.run().receipts) == 1


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs a system with SIGKILL")
def test_run_sweeps_what_killed_runs_left_in_its_folder(desk: Desk) -> None:
    output = desk.profile().settings.output
    left = [half_written(output / name) for name in ("heartbeat.json", "2026-11-25T2000Z/brief.json")]
    desk.article("a", "2026-11-26T20:00:00Z")
    desk.run()
    assert not any(path.exists() for path in left)


def test_run_leaves_out_what_is_dated_in_the_future(desk: Desk) -> None:
    desk.article("a", "2026-11-26T20:00:00Z")
    desk.article("wrong", "2036-11-26T20:00:00Z", count=99)
    outcome = desk.run()
    assert outcome.brief is not None
    assert outcome.brief.as_of == datetime(2026, 11, 26, 20, tzinfo=UTC)
    assert [one.path for one in outcome.brief.skipped] == ["wrong.md"]


def test_run_reads_two_days_so_that_a_toll_of_yesterday_is_revised(desk: Desk) -> None:
    desk.article("a", "2026-11-26T04:00:00Z", count=12)
    desk.run()
    desk.later(days=1)
    desk.article("b", "2026-11-28T03:00:00Z", count=15)
    outcome = desk.run()
    assert outcome.brief is not None
    assert [source.article for source in outcome.brief.sources] == ["a", "b"]
    assert "revised_up" in {change.kind for change in outcome.brief.changes}


def test_run_says_what_was_missed_and_reads_that_far_back(desk: Desk) -> None:
    desk.article("a", "2026-11-26T20:00:00Z")
    desk.run()
    desk.article("b", "2026-11-28T08:00:00Z", count=20)
    desk.article("c", "2026-12-01T08:00:00Z", count=30)
    desk.later(days=5)
    outcome = desk.run()
    assert outcome.brief is not None
    assert [source.article for source in outcome.brief.sources] == ["a", "b", "c"]
    (note,) = outcome.notes
    assert note.startswith("4 runs were missed (…, 2026-11-29 06:00, 2026-11-30 06:00, 2026-12-01 06:00)")
    assert "6 days are read" in note


def test_run_misses_nothing_from_before_it_was_installed(desk: Desk) -> None:
    desk.article("a", "2026-11-26T20:00:00Z")
    desk.run()
    desk.later(days=5)
    write_timing(desk.profile(), Timing(at="06:00", tz="Europe/Vienna"), now=desk.now - timedelta(hours=8))
    (note,) = desk.run().notes
    assert note == "the last good run ended 2026-11-27 05:00 UTC: 6 days are read"


def test_run_does_not_read_the_days_before_its_window(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    for day in ("2026-11-01", "2026-11-24", "2026-11-26", "notes"):
        (desk.folder / "articles" / day).mkdir()
    (desk.folder / "articles" / "2026-11-01" / "empty.txt").write_bytes(b"")  # would be told as unread
    desk.article("2026-11-24/c", "2026-11-24T20:00:00Z", count=10)
    desk.article("2026-11-26/a", "2026-11-26T20:00:00Z", count=11)
    desk.article("notes/b", "2026-11-10T20:00:00Z", count=12)
    outcome = desk.run()
    assert outcome.code == 0
    assert outcome.brief is not None
    assert [source.article for source in outcome.brief.sources] == ["2026-11-24/c", "2026-11-26/a"]
    assert [one.path for one in outcome.brief.skipped] == ["notes/b.md"]
    assert desk.run(as_of=datetime(2026, 11, 2, tzinfo=UTC)).faults == [
        "2026-11-01/empty.txt: empty file: nothing to read"
    ]


def test_run_with_an_as_of_keeps_to_the_window_of_the_profile(desk: Desk) -> None:
    for count, day in enumerate(("2022-09-01", "2022-09-13", "2022-09-14"), 10):
        desk.article(day, day, count=count)
    outcome = desk.run(as_of=datetime(2022, 9, 14, 6, tzinfo=UTC))
    assert outcome.brief is not None
    assert [source.article for source in outcome.brief.sources] == ["2022-09-13", "2022-09-14"]


def test_run_is_refused_while_another_is_under_way(desk: Desk) -> None:
    desk.article("a", "2026-11-26")
    owner = Owner("morning", 4711, "desk", "2026-11-27T05:00:00+00:00")
    with alone(desk.profile().lock_file, owner=owner), pytest.raises(RunLocked, match="process 4711 on desk") as told:
        desk.run()
    assert told.value.exit_code == 6
    assert not desk.profile().heartbeat_file.exists()  # the other's word stands
    assert desk.run().code == 0


def test_run_renders_each_format_once(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    from briefgen import pipeline

    asked: list[str] = []
    whole = pipeline.render

    def counting(*arguments: Any, formats: Any, **options: Any) -> Any:
        asked.extend(formats)
        return whole(*arguments, formats=formats, **options)

    monkeypatch.setattr(pipeline, "render", counting)
    desk.article("a", "2026-11-26")
    assert [one.state for one in desk.run().receipts] == ["delivered"]
    assert asked == ["json"]


@pytest.mark.parametrize("error", [PdfUnavailable("no Pango"), RenderError("the PDF took longer than 300 seconds")])
def test_run_with_a_pdf_that_fails_keeps_the_others(
    error: RenderError, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*arguments: object, **options: object) -> bytes:
        raise error

    monkeypatch.setattr("briefgen.render.pdf.render_pdf", fail)
    desk.file.write_text(desk.file.read_text().replace('formats = ["json"]\n\n', 'formats = ["json", "pdf"]\n\n'))
    desk.article("a", "2026-11-26")
    outcome = desk.run()
    assert outcome.code == 4
    assert [Path(path).suffix for path in outcome.written] == [".json"]
    assert outcome.faults == [str(error)]


def test_failing_run_leaves_its_reason_and_the_run_after_it_counts_on(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    from briefgen import pipeline

    desk.article("a", "2026-11-26")
    whole = pipeline.build

    def full(*arguments: object, **options: object) -> object:
        raise BriefgenError("no room on the disk")

    monkeypatch.setattr(pipeline, "build", full)
    for _ in range(2):
        with pytest.raises(BriefgenError, match="no room"):
            desk.run()
    beat = heartbeat(desk)
    assert (beat.exit, beat.message, beat.failures, beat.succeeded) == (1, "no room on the disk", 2, None)
    monkeypatch.setattr(pipeline, "build", whole)
    assert desk.run().code == 0
    assert heartbeat(desk).failures == 0


def test_stopped_run_says_so(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    from briefgen import pipeline

    def stop(*arguments: object, **options: object) -> object:
        raise KeyboardInterrupt

    monkeypatch.setattr(pipeline, "build", stop)
    with pytest.raises(KeyboardInterrupt):
        desk.run()
    assert (heartbeat(desk).exit, heartbeat(desk).message) == (130, "stopped")


def test_run_under_strict_makes_no_brief_of_a_part(desk: Desk) -> None:
    desk.article("a", "2026-11-26")
    (desk.folder / "articles" / "empty.txt").write_bytes(b"")
    assert desk.run().code == 3
    strict = desk.profile()
    strict = strict.model_copy(update={"settings": strict.settings.model_copy(update={"strict": True})})
    desk.article("b", "2026-11-26")
    with pytest.raises(BriefgenError, match="strict asks for all"):
        desk.run(profile=strict)


def test_heartbeat_is_written_before_the_work_begins(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    from briefgen import pipeline

    seen: list[dict[str, Any]] = []
    whole = pipeline.collect

    def look(*arguments: Any, **options: Any) -> Any:
        seen.append(json.loads(desk.profile().heartbeat_file.read_text()))
        return whole(*arguments, **options)

    monkeypatch.setattr(pipeline, "collect", look)
    desk.article("a", "2026-11-26")
    desk.run()
    assert (seen[0]["started"], seen[0]["ended"]) == ("2026-11-27T05:00:05Z", None)


def test_run_starts_anywhere_and_finds_its_places(desk: Desk, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    monkeypatch.chdir(elsewhere)
    desk.article("a", "2026-11-26")
    assert desk.run().code == 0
    assert list(elsewhere.iterdir()) == []
    assert (desk.folder / "desk").is_dir()


def test_brief_of_a_scheduled_profile_tells_when_the_next_is_due(desk: Desk) -> None:
    desk.file.write_text(desk.file.read_text().replace('formats = ["json"]', 'formats = ["json", "md"]', 1))
    desk.article("one", "2026-11-26")
    outcome = desk.run()
    (path,) = [Path(name) for name in outcome.written if name.endswith(".md")]
    assert "Next issue 28 November 2026, 06:00" in path.read_text(encoding="utf-8")


def test_decision_of_an_editor_is_news(desk: Desk) -> None:
    desk.article("one", "2026-11-26")
    (path,) = map(Path, desk.run().written)
    assert not desk.run().written
    toll = Brief.model_validate_json(path.read_bytes()).situations[0].tolls[0].reports[0].report
    decision = decide(toll, "casualties", "correct", set={"low": 13, "high": 13})
    (path.parent / FILE_NAME).write_bytes(review_bytes([decision]))
    assert desk.run().written == (str(path),)
    assert Brief.model_validate_json(path.read_bytes()).situations[0].tolls[0].best == 13
    assert not desk.run().written
