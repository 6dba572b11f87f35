"""Machines for the tests: none runs a scheduler of the real one, all files lie in a folder of the test."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from briefgen.profile import Timing
from briefgen.schedule.backend import Answer, Job, Machine

NASTY = "a b/50%h \"q\" $HOME 'ünï' & <x>"  # what a folder may be called


def job(folder: Path, *, at: str = "06:00", weekdays: bool = False, tz: str | None = None, profile: str = "m") -> Job:
    return Job(profile, Timing(at=at, weekdays=weekdays, tz=tz), folder / "bin" / "python", folder / "briefgen.toml")


@dataclass
class Fake:
    """A scheduler's commands: keeps a crontab and tasks as the real ones do, and what it was asked."""

    platform: str
    commands: tuple[str, ...]
    crontab: str | None = None
    cron_version: str = ""
    tasks: dict[str, str] = field(default_factory=dict)
    asked: list[list[str]] = field(default_factory=list)
    fails: tuple[str, ...] = ()

    def machine(self, home: Path) -> Machine:
        return Machine(
            home=home, platform=self.platform, environ={"USER": "nobody-here"}, which=self.which, call=self.call
        )

    def which(self, command: str) -> str | None:
        return f"/usr/bin/{command}" if command in self.commands else None

    def call(self, command: Sequence[str], given: str | None) -> Answer:
        self.asked.append(list(command))
        if any(word in command for word in self.fails):
            return Answer(1, err="Access denied.\n")
        match list(command):
            case ["crontab", "-l"]:
                return Answer(1, err="no crontab for me\n") if self.crontab is None else Answer(0, self.crontab)
            case ["crontab", "-V"]:
                return Answer(0, self.cron_version)
            case ["crontab", "-"]:
                self.crontab = given
            case ["crontab", "-r"]:
                self.crontab = None
            case ["id", "-u"]:
                return Answer(0, "501\n")
            case ["schtasks", "/create", "/tn", name, "/xml", path, "/f"]:
                self.tasks[name] = Path(path).read_text(encoding="utf-16")
            case ["schtasks", "/delete", "/tn", name, "/f"]:
                del self.tasks[name]
            case ["schtasks", "/query", "/fo", "csv", "/nh"]:
                other = '"\\Microsoft\\Windows\\Tidy","N/A","Ready"\n'
                return Answer(0, other + "".join(f'"{name}","1/1/2027 6:00:00 AM","Ready"\n' for name in self.tasks))
            case ["schtasks", "/query", "/tn", name, "/xml"]:
                return Answer(0, self.tasks[name])
        return Answer(0)


def linux() -> Fake:
    return Fake("linux", ("systemctl", "loginctl"))


def mac() -> Fake:
    return Fake("darwin", ("launchctl", "crontab"))


def windows() -> Fake:
    return Fake("win32", ("schtasks",))


def old_unix(crontab: str | None = None, cron_version: str = "") -> Fake:
    return Fake("linux", ("crontab",), crontab=crontab, cron_version=cron_version)
