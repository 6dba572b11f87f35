"""What must hold of a profile's folder: between two runs, whatever was killed, and at the end.

Every check answers faults in words; none looks into a database itself, only into a copy, so that the next run meets
what the killed one left.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from briefgen.delivery import LedgerEntry, Shelved
from briefgen.fetch.schema import NAME as FETCH_STATE
from briefgen.model import Brief, Model
from briefgen.profile import Profile
from briefgen.render.letter import slug_of
from briefgen.running.heartbeat import Heartbeat
from briefgen.running.lock import holder
from briefgen.store import Deliveries, History
from briefgen.store.health import health

_SIDE_FILES = ("", "-wal", "-journal")  # what SQLite recovers from; its -shm is made anew
_KEPT = (FETCH_STATE,)  # the hidden file that a folder of articles always has


class Whole:
    """Looks whether each file that stands under its final name is whole; one that has not changed is not read again."""

    def __init__(self) -> None:
        self._known: dict[Path, tuple[int, int]] = {}

    def faults(self, folder: Path) -> Iterator[str]:
        """Those of the files below *folder* that cannot be read as what their names say."""
        for path in sorted(folder.rglob("*")):
            if not path.is_file() or is_temporary(path) or path.suffix not in _READERS:
                continue
            status = path.stat()
            mark = (status.st_mtime_ns, status.st_ino)
            if self._known.get(path) != mark:
                self._known[path] = mark
                if fault := _fault(path):
                    yield f"{path.relative_to(folder)}: {fault}"


def is_temporary(path: Path) -> bool:
    """Whether *path* is a file or folder that only a write in progress has, or the log of a database that is open."""
    hidden = path.name.startswith(".") and not path.name.startswith(_KEPT)
    return hidden or path.name.endswith(("-wal", "-shm", "-journal"))


def stray(folder: Path) -> list[str]:
    """What is left of writes that did not end, anywhere below *folder*, logs of databases included."""
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if is_temporary(path))


def databases(profile: Profile) -> tuple[list[str], list[LedgerEntry], int]:
    """Faults of the history and of the state of the articles, the ledger, the number of briefs; from copies."""
    faults, numbers = [], list[int]()
    with TemporaryDirectory() as place:
        store = _copy(profile.store, Path(place))
        ledger: list[LedgerEntry] = []
        if store.is_file() and store.stat().st_size:
            faults += [f"{profile.store.name}: {fault}" for fault in health(store).faults]
            ledger = Deliveries(store).all()
            numbers = [entry.number for entry in History(store, profile=profile.name).entries()]
            if numbers != list(range(1, len(numbers) + 1)):
                faults.append(f"{profile.store.name}: the briefs have the numbers {numbers}")
        state = _copy(profile.plan.articles / FETCH_STATE, Path(place))
        if state.is_file():
            with closing(sqlite3.connect(state)) as connection:
                found = [str(row[0]) for row in connection.execute("PRAGMA integrity_check")]
            faults += [f"{FETCH_STATE}: {fault}" for fault in found if fault != "ok"]
    return faults, ledger, len(numbers)


def newest(profile: Profile, *, as_of: datetime) -> list[str]:
    """Whether the newest brief is that *as_of*."""
    found = [entry.as_of for entry in History(profile.store, profile=profile.name).entries()][-1:]
    return [] if found == [as_of] else [f"the newest brief is as of {found}, not {as_of}"]


def briefs(profile: Profile, *, formats: dict[int, tuple[str, ...]]) -> list[str]:
    """Whether each number of *formats* has its brief, its files and its place in the archive, and nothing else has."""
    entries = History(profile.store, profile=profile.name).entries()
    faults = []
    if [entry.number for entry in entries] != sorted(formats):
        faults.append(f"briefs {[entry.number for entry in entries]} are kept, {sorted(formats)} were due")
    for entry in entries:
        place = profile.settings.output / slug_of(entry.as_of)
        lacking = [name for name in formats.get(entry.number, ()) if not (place / f"brief.{name}").is_file()]
        faults += [f"brief {entry.number}: no {place.name}/brief.{name}" for name in lacking]
    return faults


def archive(folder: Path, *, profile: Profile) -> list[str]:
    """Whether the archive in *folder* shows every brief of *profile*, each on a page that is there."""
    faults = []
    years = "".join(path.read_text(encoding="utf-8") for path in (folder / "years").glob("*.html"))
    for entry in History(profile.store, profile=profile.name).entries():
        slug = f"{profile.name}-{slug_of(entry.as_of)}"
        if not (folder / "briefs" / slug / "shelf.json").is_file():
            faults.append(f"brief {entry.number}: not in the archive ({slug})")
        elif f"briefs/{slug}/" not in years:
            faults.append(f"brief {entry.number}: not on the pages of the archive ({slug})")
    return faults


def locks(profile: Profile) -> list[str]:
    """Who still holds a lock; an owner's name that a run left also counts."""
    faults = [f"{profile.lock_file.name} is held by {owner}"] if (owner := holder(profile.lock_file)) else []
    if profile.lock_file.read_bytes():
        faults.append(f"{profile.lock_file.name} still names an owner")
    with Deliveries(profile.store).alone():
        pass
    return faults


def _copy(path: Path, place: Path) -> Path:
    for suffix in _SIDE_FILES:
        source = path.with_name(path.name + suffix)
        if source.is_file():
            shutil.copyfile(source, place / source.name)
    return place / path.name


def _fault(path: Path) -> str:
    """Why *path* is not whole, "" where it is."""
    try:
        _READERS[path.suffix](path, path.read_bytes())
    except (ValueError, AssertionError, OSError) as error:
        return f"{type(error).__name__}: {' '.join(str(error).split())[:120]}"
    return ""


def _json(path: Path, content: bytes) -> None:
    kinds: dict[str, type[Model]] = {"brief.json": Brief, "shelf.json": Shelved, "heartbeat.json": Heartbeat}
    if kind := kinds.get(path.name):
        kind.model_validate_json(content)
    else:
        json.loads(content)


def _page(path: Path, content: bytes) -> None:
    """A page of ours ends as a page; a page that was fetched has the hash that its metadata names."""
    meta = path.with_suffix(".meta.json")
    if meta.is_file():
        wanted = json.loads(meta.read_bytes())["sha256"]
        assert hashlib.sha256(content).hexdigest() == wanted, "other bytes than its metadata says"
    else:
        assert content.rstrip().endswith(b"</html>"), "the page has no end"


def _text(path: Path, content: bytes) -> None:
    assert content.endswith(b"\n"), "the text has no end"
    content.decode()


def _pdf(path: Path, content: bytes) -> None:
    assert content.startswith(b"%PDF"), "no PDF"
    assert b"%%EOF" in content[-32:], "the PDF has no end"


_READERS = {".json": _json, ".html": _page, ".md": _text, ".pdf": _pdf}
