"""A folder with a profile in it, articles, and a clock that the test sets."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from briefgen.profile import Profile, read_profile
from briefgen.running.heartbeat import Heartbeat, read_heartbeat
from briefgen.running.run import Order, Outcome, Runner

TOML = """
formats = ["json"]

[channel.desk]
kind = "folder"
folder = "desk"
formats = ["json"]

[profile.morning]
channels = ["desk"]
schedule = { at = "06:00", tz = "Europe/Vienna" }
"""
STORY = (
    "At least {count} soldiers were killed when rebels attacked an army post near Bria on Wednesday, the army said.\n"
)


class Desk:
    """The folder of a profile, and its clock."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.now = datetime(2026, 11, 27, 5, 0, 5, tzinfo=UTC)
        self.file = folder / "briefgen.toml"
        self.file.write_text(TOML, encoding="utf-8")
        (folder / "articles").mkdir()

    def article(self, name: str, when: str, *, count: int = 12) -> Path:
        """An article published at *when*."""
        path = self.folder / "articles" / f"{name}.md"
        path.write_text(f"---\ndate: {when}\n---\n{STORY.format(count=count)}", encoding="utf-8")
        return path

    def profile(self, **plan: object) -> Profile:
        return read_profile("morning", file=self.file, environ={}).planned(**plan)

    def run(self, *, profile: Profile | None = None, **order: object) -> Outcome:
        return self.runner(profile=profile, **order).run()

    def runner(self, *, profile: Profile | None = None, **order: object) -> Runner:
        told = Order(**order)  # type: ignore[arg-type]
        return Runner(profile or self.profile(), order=told, clock=lambda: self.now, sleep=self.sleep)

    def sleep(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)

    def later(self, **delta: float) -> None:
        self.now += timedelta(**delta)


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """A desk without settings from outside."""
    for name in [name for name in os.environ if name.startswith("BRIEFGEN_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    (tmp_path / "work").mkdir()
    return Desk(tmp_path / "work")


def heartbeat(desk: Desk) -> Heartbeat:
    """What the last run of the desk's profile left of itself."""
    found = read_heartbeat(desk.profile().heartbeat_file)
    assert found is not None
    return found
