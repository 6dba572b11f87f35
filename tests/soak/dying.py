"""One run of a profile that writes down each step it takes and, told so, kills itself at one of them with SIGKILL.

Steps are what Python's audit hooks tell (files, sockets, lines to a mail server) and every statement of SQLite. The
whole process group dies, so that a helper of the run dies with it; nothing is cleaned up.
"""

from __future__ import annotations

import os
import signal
import sqlite3
import sys
import tempfile
import threading
import time
from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from types import FrameType
from typing import Any

PHASES = ("start", "fetch", "read", "render", "files", "history", "ledger", "mail", "archive", "heartbeat", "lock")
_RANK = {"fetch": 1, "read": 2, "render": 3, "files": 3, "history": 3, "ledger": 4, "mail": 4, "archive": 5}
_OF_PACKAGE = {
    **dict.fromkeys(("load", "parse", "extract", "fuse", "assess", "review", "choose", "knowledge"), "read"),
    "fetch": "fetch",
    "render": "render",
}
_OF_MODULE = {
    "store/history.py": "history",
    "store/deliveries.py": "ledger",
    "deliver/mail.py": "mail",
    "deliver/archive.py": "archive",
    "running/heartbeat.py": "heartbeat",
    "running/lock.py": "lock",
}
_connect = sqlite3.connect
_EVENTS = frozenset(
    {"open", "os.mkdir", "os.rename", "os.remove", "os.rmdir", "os.chmod", "shutil.rmtree", "tempfile.mkstemp"}
    | {"tempfile.mkdtemp", "socket.connect", "smtplib.connect", "smtplib.send", "sqlite3.connect", "subprocess.Popen"}
)


@dataclass(frozen=True, slots=True)
class Shot:
    """Where to die: *delay* seconds after the *at*-th step of *phase* (from 1).

    A run that goes on from a killed one has fewer steps; it dies at the first one of a later phase.
    """

    phase: str
    at: int
    delay: float = 0.0


@dataclass(frozen=True, slots=True)
class Errand:
    """A run: the settings file and the profile, the time, the formats; where steps go; where to die, if at all."""

    file: str
    profile: str
    now: str
    formats: tuple[str, ...]
    trace: str
    temporary: str
    shot: Shot | None = None


def run(errand: Errand) -> int:
    """Do *errand* in this process, which must be a child made for it; the exit code of the run."""
    from briefgen.profile import read_profile
    from briefgen.running.run import Runner

    os.environ["TMPDIR"] = errand.temporary
    tempfile.tempdir = None
    profile = read_profile(
        errand.profile, file=Path(errand.file), environ={}, flags={"formats": ",".join(errand.formats)}
    )
    began, clock = datetime.fromisoformat(errand.now), time.monotonic()
    steps = Steps(errand)
    sys.addaudithook(steps)
    sqlite3.connect = steps.connect  # type: ignore[assignment]  # an audit hook gets a connection too early to trace it
    runner = Runner(
        profile, clock=lambda: began + timedelta(seconds=time.monotonic() - clock), sleep=lambda seconds: None
    )
    outcome = runner.run()
    for fault in outcome.faults:
        print(fault, file=sys.stderr)
    return outcome.code


class Steps:
    """An audit hook: a line a step, "PHASE WHAT", to the trace; the shot at its step."""

    def __init__(self, errand: Errand) -> None:
        self.shot = errand.shot
        self.folder = str(Path(errand.file).parent)
        self.seen: Counter[str] = Counter()
        self.out = os.open(errand.trace, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)

    def __call__(self, event: str, values: tuple[Any, ...]) -> None:
        if event in _EVENTS and not self._is_of_python(event, values):
            self.step(f"{event} {values[-1] if event == 'smtplib.send' else values[0] if values else ''!r}")

    def connect(self, *values: Any, **options: Any) -> sqlite3.Connection:
        """In place of `sqlite3.connect`: each statement, one of several in a transaction too, is a step."""
        connection: sqlite3.Connection = _connect(*values, **options)
        connection.set_trace_callback(lambda sql: self.step(f"sql {sql}"))
        return connection

    def step(self, what: str) -> None:
        phase = phase_of(sys._getframe(1))
        self.seen[phase] += 1
        os.write(self.out, f"{phase} {' '.join(what.split())[:90]}\n".encode("utf-8", "replace"))
        if not self.shot:
            return
        if (phase, self.seen[phase]) == (self.shot.phase, self.shot.at) and self.shot.delay:
            threading.Thread(target=self._later, args=(self.shot.delay,), daemon=True).start()
        elif (phase, self.seen[phase]) == (self.shot.phase, self.shot.at) or self._is_missed(phase):
            die()

    def _later(self, delay: float) -> None:
        time.sleep(delay)
        die()

    def _is_missed(self, phase: str) -> bool:
        assert self.shot
        return _RANK.get(phase, 0) > _RANK.get(self.shot.phase, 9) and self.seen[self.shot.phase] < self.shot.at

    def _is_of_python(self, event: str, values: tuple[Any, ...]) -> bool:
        """Whether a file is opened that is none of the user's: a module, a template."""
        return event == "open" and self.folder not in str(values[0])


def die() -> None:
    """End this process and its helpers as a power cut would."""
    os.killpg(0, signal.SIGKILL)


def phase_of(frame: FrameType | None) -> str:
    """The part of a run that *frame* belongs to: that of the innermost module which tells; all under fetch is fetch."""
    found = "start"
    while frame is not None:
        name = frame.f_code.co_filename.replace("\\", "/").rpartition("/briefgen/")[2]
        phase = _OF_MODULE.get(name) or _OF_PACKAGE.get(name.partition("/")[0])
        if (name, frame.f_code.co_name) == ("running/stages.py", "write"):
            phase = "files"
        if phase == "fetch":
            return phase
        if phase and found == "start":
            found = phase
        frame = frame.f_back
    return found
