"""`briefgen schedule`: install, list, next, remove, --print, on machines of the test."""

from __future__ import annotations

from pathlib import Path

import pytest

from briefgen.cli import run
from briefgen.schedule import Machine
from tests.schedule.machines import Fake, linux, old_unix

TOML = """
[profile.morning]
schedule = { at = "06:00", weekdays = true, tz = "Europe/Vienna" }
[profile.bare]
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    work = tmp_path / "my briefs"
    work.mkdir()
    (work / "briefgen.toml").write_text(TOML, encoding="utf-8")
    monkeypatch.chdir(work)
    return work


def on(fake: Fake, home: Path, monkeypatch: pytest.MonkeyPatch) -> Fake:
    monkeypatch.setattr(Machine, "this", classmethod(lambda cls: fake.machine(home)))
    return fake


def test_install_list_next_and_remove(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    fake = on(old_unix(), folder, monkeypatch)
    assert run(["schedule", "install", "morning"]) == 0
    out, err = capsys.readouterr()
    assert out.startswith("morning is installed in cron; next run: ")
    assert "06:00 Europe/Vienna (in " in out
    assert "does not make up for" in err
    assert run(["schedule", "install", "morning", "--at", "7:15", "--tz", "UTC"]) == 0
    assert (fake.crontab or "").count("briefgen morning begin") == 1
    capsys.readouterr()
    assert run(["schedule", "list"]) == 0
    out = capsys.readouterr().out
    assert str(folder / "briefgen.toml") in out
    assert "next run: " in out
    assert run(["schedule", "next", "morning"]) == 0
    assert "07:15 UTC" in capsys.readouterr().out  # as installed, not as the table says
    assert run(["schedule", "remove", "morning"]) == 0
    assert fake.crontab is None
    assert run(["schedule", "remove", "morning"]) == 1
    capsys.readouterr()
    assert run(["schedule", "next"]) == 0
    told = capsys.readouterr().out.splitlines()
    assert "06:00 Europe/Vienna" in told[0]
    assert told[1] == "bare: no schedule"


def test_print_installs_nothing(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    fake = on(linux(), folder, monkeypatch)
    assert run(["schedule", "install", "morning", "--print"]) == 0
    out = capsys.readouterr().out
    assert "OnCalendar=Mon..Fri *-*-* 06:00:00 Europe/Vienna" in out
    assert str(folder / "briefgen.toml") in out
    assert sorted(path.name for path in folder.rglob("*")) == ["briefgen.toml"]
    assert not any("enable" in asked for asked in fake.asked)


@pytest.mark.parametrize(
    ("platform", "sign"), [("linux", "OnCalendar="), ("darwin", "<plist"), ("win32", "<Task version")]
)
def test_print_needs_no_scheduler(
    platform: str, sign: str, folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    on(Fake(platform, ()), folder, monkeypatch)
    assert run(["schedule", "install", "morning", "--print"]) == 0
    assert sign in capsys.readouterr().out
    assert run(["schedule", "install", "morning"]) == 1
    assert "offers none of" in capsys.readouterr().err


def test_print_with_another_scheduler(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["schedule", "install", "morning", "--print", "--with", "launchd"]) == 0
    assert "<plist" in capsys.readouterr().out


def test_install_tells_what_is_wrong_in_the_profile(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    on(linux(), folder, monkeypatch)
    (folder / "briefgen.toml").write_text('[profile.a]\nchannels = ["x"]\narticles = "."\n', encoding="utf-8")
    assert run(["schedule", "install", "a", "--at", "06:00"]) == 0
    assert "wrong in the profile: no channel" in capsys.readouterr().err


def test_install_tells_of_a_time_that_the_clocks_skip(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    on(linux(), folder, monkeypatch)
    assert run(["schedule", "install", "bare", "--at", "02:30", "--tz", "Europe/Vienna"]) == 0
    err = capsys.readouterr().err
    assert "does not exist on" in err
    assert "comes twice on" in err


def test_install_of_another_files_profile_of_that_name_is_refused(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    on(linux(), folder, monkeypatch)
    assert run(["schedule", "install", "morning"]) == 0
    (folder / "other.toml").write_text(TOML, encoding="utf-8")
    assert run(["schedule", "install", "morning", "--config", "other.toml"]) == 1
    assert f"installed here for {folder / 'briefgen.toml'}" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["install", "nope", "--at", "6:00"], "no profile 'nope'; there is: morning, bare"),
        (["install", "bare"], "Give --at 06:00"),
        (["install", "bare", "--at", "6"], "--at: '6' cannot be used"),
        (["install", "bare", "--at", "6:00", "--tz", "Wien"], "--tz: 'Wien' cannot be used: no such time zone"),
        (["next", "bare"], "has no schedule"),
    ],
)
def test_wrong_use_says_what_to_do(
    arguments: list[str], told: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["schedule", *arguments]) == 2
    assert told in capsys.readouterr().err


def test_list_of_nothing_says_so(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    on(linux(), folder, monkeypatch)
    assert run(["schedule", "list"]) == 0
    assert "nothing is installed" in capsys.readouterr().err
