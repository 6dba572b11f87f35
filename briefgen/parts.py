"""Parts: hidden files and folders that a process makes on the way, and the sweep of what a killed one left.

The name of a part carries the machine and the process that made it. A sweep removes what a process left that is no
more, and nothing else, so that any folder may be swept at any time.
"""

from __future__ import annotations

import os
import re
import shutil
import socket
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from hashlib import sha256
from pathlib import Path

_BEGAN = time.time() - 1.0  # when this process began, about; file systems round
_LONGEST = 200  # bytes of a name within that of its part; file systems take 255
END = ".part"
_PART = re.compile(r"\..+\.(?P<machine>[0-9a-f]{6})-(?P<process>[0-9]{1,10})-[a-z0-9_]{8}\.part")


def part_prefix(name: str) -> str:
    """How the name of a file or folder begins that this process makes for *name*; `sweep` knows it by that."""
    short = os.fsencode(name)[:_LONGEST].decode("utf-8", "ignore")
    return f".{short}.{_machine()}-{os.getpid()}-"


def make_folder(place: Path, name: str) -> Path:
    """A new hidden folder in *place*, to be moved or removed by this process; `sweep` takes it if that is killed."""
    return Path(tempfile.mkdtemp(dir=place, prefix=part_prefix(name), suffix=END))


@contextmanager
def scratch_folder(place: Path) -> Iterator[Path]:
    """An empty hidden folder in *place*, gone at the end."""
    folder = make_folder(place, "briefgen")
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def sweep(folders: Iterable[Path]) -> None:
    """Remove from *folders* (not from below them) what writes of this machine left whose process is no more."""
    for folder in folders:
        with suppress(OSError):  # no such folder, or none that may be read
            for path in folder.iterdir():
                if _is_left(path):
                    _remove(path)


def _is_left(path: Path) -> bool:
    """Whether *path* is a part whose writer has died.

    A process in a container may get the number of the one before: what is older than this process is not its own.

    >>> _is_left(Path(".htaccess")), _is_left(Path(f"{part_prefix('brief.json')}k2j3h4g5.part"))
    (False, False)
    """
    match = _PART.fullmatch(path.name)
    if not match or match["machine"] != _machine():
        return False
    process = int(match["process"])
    if process == os.getpid():
        return path.exists() and path.stat().st_mtime < _BEGAN
    return not _is_alive(process)


def _remove(path: Path) -> None:
    with suppress(OSError):  # another sweep was quicker
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink()


def _machine() -> str:
    """A few letters that stand for this machine; a folder may be shared by several."""
    return sha256(socket.gethostname().encode("utf-8", "replace")).hexdigest()[:6]


if sys.platform == "win32":
    import ctypes

    _QUERY, _STILL_ACTIVE = 0x1000, 259  # PROCESS_QUERY_LIMITED_INFORMATION; the exit code of one that has none yet

    def _is_alive(process: int) -> bool:
        """Whether a process of that number runs; where that cannot be told, it does."""
        kernel = ctypes.windll.kernel32
        handle = kernel.OpenProcess(_QUERY, False, process)
        if not handle:
            return bool(kernel.GetLastError() != 87)  # ERROR_INVALID_PARAMETER: no such process
        code = ctypes.c_ulong()
        told = kernel.GetExitCodeProcess(handle, ctypes.byref(code))
        kernel.CloseHandle(handle)
        return not told or code.value == _STILL_ACTIVE

else:

    def _is_alive(process: int) -> bool:
        """Whether a process of that number runs; where that cannot be told, it does."""
        try:
            os.kill(process, 0)
        except ProcessLookupError:
            return False
        except (OSError, OverflowError):  # another user's
            return True
        return True
