"""One run a profile: a file that the system locks, with the name of its owner in it for whoever comes second.

The system frees the lock of a process that dies, so that no lock is ever stale; an owner's name that is still there
then tells of a run that was killed.
"""

from __future__ import annotations

import json
import os
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO

from briefgen.errors import BriefgenError, RunLocked

_LOCKED_BYTE = 1 << 30  # on Windows a locked byte cannot be read: one far behind the name


@dataclass(frozen=True, slots=True)
class Owner:
    """Who runs a profile, where, and since when (ISO 8601)."""

    profile: str
    pid: int
    host: str
    started: str

    @classmethod
    def me(cls, profile: str, *, started: str) -> Owner:
        """This process."""
        return cls(profile=profile, pid=os.getpid(), host=socket.gethostname(), started=started)

    def __str__(self) -> str:
        return f"process {self.pid} on {self.host}, since {self.started}"


@contextmanager
def alone(path: Path, *, owner: Owner) -> Iterator[Owner | None]:
    """Hold the lock at *path* for *owner*; gives the owner of a run that died in it before, else None.

    Raises `RunLocked` naming who holds it.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        file = path.open("a+b")
    except OSError as error:
        raise BriefgenError(f"{path}: the lock of the run cannot be made: {error.strerror or error}") from None
    with file:
        if not _take(file):
            who = _read(file) or "a process that has not written its name yet"
            raise RunLocked(
                f"the profile {owner.profile} is being run by {who} ({path}); wait until it has ended, or end it"
            )
        before = _read(file)
        _write(file, json.dumps(asdict(owner)))
        try:
            yield before
        finally:
            _write(file, "")
            _free(file)


def holder(path: Path) -> Owner | None:
    """Who runs by the lock at *path* just now, None where nobody does."""
    if not path.is_file():
        return None
    with path.open("r+b") as file:
        if not _take(file):
            return _read(file)
        _free(file)
    return None


def _read(file: IO[bytes]) -> Owner | None:
    file.seek(0)
    try:
        values = json.loads(file.read(4096))
        return Owner(str(values["profile"]), int(values["pid"]), str(values["host"]), str(values["started"]))
    except (ValueError, KeyError, TypeError):
        return None


def _write(file: IO[bytes], text: str) -> None:
    file.seek(0)
    file.truncate()
    file.write(text.encode())
    file.flush()


if sys.platform == "win32":
    import msvcrt

    def _take(file: IO[bytes]) -> bool:
        file.seek(_LOCKED_BYTE)
        try:
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

    def _free(file: IO[bytes]) -> None:
        file.seek(_LOCKED_BYTE)
        msvcrt.locking(file.fileno(), msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    def _take(file: IO[bytes]) -> bool:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        return True

    def _free(file: IO[bytes]) -> None:
        fcntl.flock(file, fcntl.LOCK_UN)
