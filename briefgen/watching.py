"""Watching a folder: tells when it has come to rest after a change, by looking at it again and again.

A file that is being written, moved or renamed keeps the folder from rest: nothing is told until size, time and number
of each file have stayed the same for a while, or a change has waited so long that it is told all the same (a file that
never stops growing must not hold up the others).
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

State = tuple[int, int, int, int]  # size, when modified and changed (ns), inode
PARTS = (".part", ".crdownload", ".download", ".tmp", ".swp", "~")  # what programs call a file they still write


@dataclass(frozen=True, slots=True)
class Watch:
    """A folder to be watched, in seconds: looked at *every*, at rest after *settle*, told anyway after *longest*.

    *exclude* are folders never looked into (the output). *clock* and *sleep* are handed in by a test.
    """

    folder: Path
    exclude: Sequence[Path] = ()
    every: float = 1.0
    settle: float = 2.0
    longest: float = 60.0
    clock: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep

    def changes(self) -> Iterator[list[str]]:
        """The files that came, went or changed since now, each time the folder has come to rest; never ends by itself.

        What changes while the caller is at work is told next. A folder that is not there yet, or for a while, is empty.
        """
        return self._since(self.look())

    def look(self) -> Mapping[str, State]:
        """Every file under the folder with its state; hidden ones and unfinished downloads apart."""
        out = {os.path.realpath(path) for path in self.exclude}
        return dict(_files(self.folder, out))

    def _since(self, told: Mapping[str, State]) -> Iterator[list[str]]:
        last = told
        changed = begun = 0.0
        while True:
            self.sleep(self.every)
            now, seen = self.clock(), self.look()
            if seen != last:
                begun = begun if last != told else now
                last, changed = seen, now
            if last != told and (now - changed >= self.settle or now - begun >= self.longest):
                yield _differences(told, last)
                told = last


def _files(folder: Path, out: set[str]) -> Iterator[tuple[str, State]]:
    """Whatever vanishes while it is looked at is not there."""
    if os.path.realpath(folder) in out:
        return
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError:
        return
    for entry in entries:
        if entry.name.startswith(".") or entry.name.lower().endswith(PARTS):
            continue
        try:
            if entry.is_dir(follow_symlinks=False):
                yield from _files(Path(entry.path), out)
                continue
            state = entry.stat()
        except OSError:
            continue
        yield entry.path, (state.st_size, state.st_mtime_ns, state.st_ctime_ns, state.st_ino)


def _differences(before: Mapping[str, State], after: Mapping[str, State]) -> list[str]:
    return sorted(path for path in {*before, *after} if before.get(path) != after.get(path))
