"""`briefgen run`, `profiles` and `doctor`, and the page that teaches them, word for word."""

from __future__ import annotations

import json
import os
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from briefgen.cli import run
from briefgen.running.lock import Owner, alone
from briefgen.schedule import Machine
from tests.schedule.machines import linux

PAGE = Path(__file__).resolve().parent.parent.parent / "docs" / "every-morning.md"
TOML = """
formats = ["json"]
[channel.note]
kind = "folder"
folder = "notes"
formats = ["md"]
[profile.morning]
notify_on_failure = "note"
[profile.broken]
sources = ["none.toml"]
channels = ["nobody"]
template = "no-such-template"
articles = "out/broken/articles"
"""
STORY = "---\ndate: 2026-11-26\n---\n"
STORY += "At least 12 soldiers were killed when rebels attacked a post near Bria, the army said.\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in [name for name in os.environ if name.startswith("BRIEFGEN_")]:
        monkeypatch.delenv(name)
    monkeypatch.setattr(Machine, "this", classmethod(lambda cls: linux().machine(tmp_path / "home")))
    work = tmp_path / "work"
    (work / "articles").mkdir(parents=True)
    monkeypatch.chdir(work)
    (work / "briefgen.toml").write_text(TOML, encoding="utf-8")
    (work / "articles" / "a.md").write_text(STORY, encoding="utf-8")
    return work


def test_run_tells_what_was_made(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["run", "morning"]) == 0
    out, err = capsys.readouterr()
    assert "1 article read" in out
    assert out.splitlines()[-1] == "morning: brief no. 1, as of 2026-11-26, 1 of 1 articles new"
    assert err == ""
    assert run(["run", "morning", "--quiet"]) == 0
    assert capsys.readouterr() == ("", "")


def test_run_logs_json_without_a_word_of_an_article(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["run", "morning", "--log-format", "json"]) == 0
    err = capsys.readouterr().err
    events = [json.loads(line) for line in err.splitlines()]
    assert [(one["event"], one.get("stage")) for one in events] == [
        ("begun", "build"),
        ("done", "build"),
        ("begun", "write"),
        ("done", "write"),
        ("ended", None),
    ]
    assert {one["profile"] for one in events} == {"morning"}
    assert (events[1]["articles"], events[1]["new"], events[-1]["exit"]) == (1, 1, 0)
    assert "soldiers" not in err


def test_run_with_skips_is_three_and_names_them(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "articles" / "empty.txt").write_bytes(b"")
    assert run(["run", "morning", "--log-format", "text"]) == 3
    err = capsys.readouterr().err
    assert "briefgen: empty.txt: " in err
    assert " ended profile=morning exit=3 brief=1" in err


def test_run_does_not_let_a_title_steer_the_terminal(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    import briefgen.fetch
    from briefgen.fetch.report import Report, Stored

    (folder / "sources.toml").write_text('[[feed]]\nurl = "https://post.example/feed"\n', encoding="utf-8")
    (folder / "briefgen.toml").write_text('[profile.morning]\nsources = ["sources.toml"]\n', encoding="utf-8")
    stored = (Stored(source="Post", url="https://post.example/a", title="A\x1b[31m title"),)
    report = Report(folder=folder, dry_run=True, stored=stored)
    monkeypatch.setattr(briefgen.fetch, "fetch", lambda *arguments, **options: report)
    assert run(["run", "morning", "--dry-run"]) == 0
    err = capsys.readouterr().err
    assert "would fetch: A\ufffd[31m title" in err
    assert "\x1b" not in err


def test_history_and_deliveries_of_a_profile(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "briefgen.toml").write_text(TOML.replace("[profile.morning]", '[profile.morning]\nchannels = ["note"]'))
    assert run(["run", "morning"]) == 0
    capsys.readouterr()
    assert run(["history", "--profile", "morning"]) == 0
    assert "2026-11-26" in capsys.readouterr().out
    assert run(["deliveries", "--profile", "morning"]) == 0
    assert "note: " in capsys.readouterr().out
    assert run(["changes", "1", "1", "--profile", "morning"]) == 0
    assert "nothing changed" in capsys.readouterr().out
    assert run(["deliver", "--last", "--profile", "morning", "--log-format", "json"]) == 0
    events = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    assert [one["event"] for one in events] == ["begun", "receipt", "done"]
    assert (events[-1]["profile"], events[-1]["delivered"]) == ("morning", 1)


def test_run_of_a_locked_profile_is_six_and_names_the_owner(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    started = datetime.now(UTC)
    with alone(folder / "out/morning/run.lock", owner=Owner("morning", 4711, "desk", started.isoformat())):
        assert run(["run", "morning"]) == 6
    assert "process 4711 on desk" in capsys.readouterr().err
    assert not (folder / "notes").exists()
    hung = (started - timedelta(hours=7)).isoformat()
    with alone(folder / "out/morning/run.lock", owner=Owner("morning", 4711, "desk", hung)):
        assert run(["run", "morning"]) == 6
    assert "process 4711" in next((folder / "notes").rglob("*.md")).read_text()


def test_run_that_fails_tells_by_the_channel_for_failures(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "out" / "morning").mkdir(parents=True)
    (folder / "out" / "morning" / "briefgen.db").write_text("this is no database, but a page of text" * 50)
    assert run(["run", "morning"]) == 1
    assert "briefgen.db" in capsys.readouterr().err
    (note,) = (folder / "notes").rglob("*.md")
    assert "the run of morning failed" in note.read_text()
    assert "briefgen.db" in note.read_text()
    assert json.loads((folder / "out/morning/heartbeat.json").read_text())["exit"] == 1


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["run", "nope"], "no profile 'nope'; there is: morning, broken"),
        (["run", "morning", "--as-of", "soon"], "--as-of: 'soon' is no moment"),
        (["run", "morning", "--config", "none.toml"], "no profile 'morning'"),
    ],
)
def test_run_used_wrongly_is_two(
    arguments: list[str], told: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(arguments) == 2
    assert told in capsys.readouterr().err


def test_profiles_names_every_fault(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["profiles"]) == 1
    out = capsys.readouterr().out
    assert out.startswith("morning: articles since 2 days in articles, not delivered; no schedule\nbroken: ")
    for fault in ("none.toml: no such file", "no channel named nobody", "no-such-template", "never read"):
        assert f"  wrong: {fault}" in out or fault in out
    assert out.count("  wrong: ") == 4


def test_profiles_of_a_folder_without_any_says_what_to_do(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "briefgen.toml").write_text("", encoding="utf-8")
    assert run(["profiles"]) == 0
    assert "[profile.morning]" in capsys.readouterr().err


def blocks(page: str) -> dict[str, str]:
    """The files that the page shows, by the name in their first line."""
    shown = re.findall(r"^    # (\S+\.toml)\n((?:    .*\n|\n(?=    ))*)", page, re.MULTILINE)
    return {name: "\n".join(line.removeprefix("    ") for line in text.splitlines()) for name, text in shown}


def test_page_every_morning_can_be_followed(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page = PAGE.read_text(encoding="utf-8")
    files = blocks(page)
    assert set(files) == {"sources.toml", "briefgen.toml"}
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    assert run(["profiles"]) == 0, capsys.readouterr().out
    assert "morning: articles since 2 days in articles, fetched from sources.toml, to desk; 06:00 Europe/Vienna on" in (
        capsys.readouterr().out
    )
    for arguments in (
        ["install", "morning", "--print"],
        ["install", "morning"],
        ["next"],
        ["list"],
        ["remove", "morning"],
    ):
        assert f"briefgen schedule {' '.join(arguments)}" in page
        assert run(["schedule", *arguments]) == 0


def test_page_every_morning_shows_only_commands_that_exist() -> None:
    from briefgen.cli import cli

    page = PAGE.read_text(encoding="utf-8")
    shown = set(re.findall(r"^    briefgen ([a-z]+)|`briefgen ([a-z]+)", page, re.MULTILINE))
    words = {word for pair in shown for word in pair if word}
    assert {"run", "profiles", "doctor", "schedule"} <= words
    assert words - set(cli.commands) == set()
