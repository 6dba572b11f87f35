"""What a scheduler is to briefgen: which texts it wants, and how they are installed, found again and removed."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from briefgen.errors import ScheduleError
from briefgen.profile import Timing

WAIT_SECONDS = 60  # a scheduler's own command answers at once, or hangs


@dataclass(frozen=True, slots=True)
class Job:
    """A profile to be run: its name, when, and the interpreter and the settings file by their absolute paths."""

    profile: str
    timing: Timing
    python: Path
    config: Path

    @property
    def command(self) -> tuple[str, ...]:
        """The words of the command line."""
        return (str(self.python), "-m", "briefgen", "run", self.profile, "--config", str(self.config))

    @property
    def folder(self) -> Path:
        """Where it runs: the folder of the settings file."""
        return self.config.parent


@dataclass(frozen=True, slots=True)
class Text:
    """A file (or a part of one) that a scheduler reads."""

    path: Path
    content: str
    encoding: str = "utf-8"


@dataclass(frozen=True, slots=True)
class Installed:
    """A profile that a scheduler knows: its settings file, when in the scheduler's own words, and where it says so."""

    profile: str
    backend: str
    config: str
    when: str
    where: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What a command said."""

    code: int
    out: str = ""
    err: str = ""


Call = Callable[[Sequence[str], str | None], Answer]


def call(command: Sequence[str], given: str | None = None) -> Answer:
    """Run *command* with *given* on its standard input; a command that is not there or hangs has code 127."""
    try:
        done = subprocess.run(  # noqa: S603  # the scheduler's own command, no shell, our own arguments
            command, input=given, capture_output=True, text=True, timeout=WAIT_SECONDS, check=False, errors="replace"
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        return Answer(127, err=str(error))
    return Answer(done.returncode, done.stdout, done.stderr)


@dataclass(frozen=True, slots=True)
class Machine:
    """The machine as a scheduler sees it; a test hands in its own."""

    home: Path
    platform: str = sys.platform
    environ: Mapping[str, str] = field(default_factory=dict)
    which: Callable[[str], str | None] = shutil.which
    call: Call = call

    @classmethod
    def this(cls) -> Machine:
        """This one, and its user."""
        return cls(home=Path.home(), environ=dict(os.environ))

    def told(self, command: Sequence[str], given: str | None = None) -> str:
        """What *command* writes. Raises `ScheduleError` with its own words where it fails."""
        answer = self.call(command, given)
        if answer.code:
            said = " ".join((answer.err or answer.out).split()) or f"exit code {answer.code}"
            raise ScheduleError(f"{' '.join(command[:4])}: {said}")
        return answer.out


@dataclass(frozen=True, slots=True)
class Backend:
    """One scheduler.

    `texts` is pure: what would be written, to be shown. `install` writes it and may be repeated; `remove` leaves
    nothing behind. `notes` says what the user should know of this scheduler (time zones, missed runs).
    """

    name: str
    is_here: Callable[[Machine], bool]
    texts: Callable[[Job, Machine], tuple[Text, ...]]
    install: Callable[[Job, Machine], None]
    remove: Callable[[str, Machine], None]
    installed: Callable[[Machine], list[Installed]]
    notes: Callable[[Job, Machine], list[str]]
