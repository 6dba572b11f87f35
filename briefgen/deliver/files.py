"""Documents as files, each written whole or not at all; and what a write that was killed leaves, swept by a later one.

A file is made beside its place, under a hidden name that carries the machine and the process which writes it, and moved
there. A sweep removes what a process left that is no more, and nothing else.
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

from briefgen.errors import BriefgenError
from briefgen.model import Document, Receipt

_BEGAN = time.time() - 1.0  # when this process began, about; file systems round
_LONGEST = 200  # bytes of a name within that of its part; file systems take 255
_END = ".part"
_PART = re.compile(r"\..+\.(?P<machine>[0-9a-f]{6})-(?P<process>[0-9]{1,10})-[a-z0-9_]{8}\.part")


def deliver(document: Document, *, folder: Path, stem: str = "brief") -> Receipt:
    """Write *document* to FOLDER/STEM.FORMAT; the folder is made when it is not there.

    Raises `BriefgenError` when it cannot be written; an older file of that name then stays as it was.
    """
    path = folder / f"{stem}.{document.format}"
    sweep((folder,))
    write_file(path, document.content)
    return Receipt(channel="files", target=str(path), detail=f"{len(document.content)} bytes")


def write_file(path: Path, content: bytes) -> None:
    """Write *content* to *path* at once: a reader meets the old file or the new one, never a part."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=part_prefix(path.name), suffix=_END)
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(content)
            Path(name).chmod(0o666 & ~_umask())
            Path(name).replace(path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
    except OSError as error:
        place = "choose another place (-o, or the folder of a channel)"
        raise BriefgenError(f"{path}: cannot be written: {error.strerror or error}; {place}") from error


def part_prefix(name: str) -> str:
    """How the name of a file or folder begins that this process makes for *name*; `sweep` knows it by that."""
    short = os.fsencode(name)[:_LONGEST].decode("utf-8", "ignore")
    return f".{short}.{_machine()}-{os.getpid()}-"


def make_folder(place: Path, name: str) -> Path:
    """A new hidden folder in *place*, to be moved or removed by this process; `sweep` takes it if that is killed."""
    return Path(tempfile.mkdtemp(dir=place, prefix=part_prefix(name), suffix=_END))


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


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


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
