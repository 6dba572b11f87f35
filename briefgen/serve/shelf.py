"""The briefs of an output folder, and the web archives beside them, as far as they may be shown: nothing outside.

A brief is named by its folder below the output folder ("2022-09-14", "morning/2022-09-14"), the one in the folder
itself by "-". A link that leads out of the folder is as good as not there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from werkzeug.security import safe_join

from briefgen.errors import BriefgenError
from briefgen.model import Brief, moment_key
from briefgen.render.text import clean
from briefgen.serve.facts import words

BRIEF = "brief.json"
FORMATS = ("html", "pdf", "md", "docx", "json")
HERE = "-"  # the name of the brief that lies in the folder itself
_PLACES = (BRIEF, f"*/{BRIEF}", f"*/*/{BRIEF}")
_ENTRIES = "briefs/[!.]*/shelf.json"  # by these an archive is known
MOST_BYTES = 128 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Listed:
    """A brief as the list shows it, or why it cannot be read."""

    name: str
    title: str = ""
    as_of: str = ""
    when: str = ""
    number: int | None = None
    formats: tuple[str, ...] = ()
    fault: str = ""


@dataclass(frozen=True)
class Shelf:
    """The briefs below *root*, read by *read*; *archives* are folders of web archives by name."""

    root: Path
    read: Callable[[str], Brief]
    archives: Mapping[str, Path] = field(default_factory=dict)
    _listed: dict[tuple[str, int, int], Listed] = field(default_factory=dict)

    def briefs(self) -> list[Listed]:
        """All briefs, the newest as-of first; those that cannot be read come last."""
        found = [self._entry(name) for name in self._names()]
        return sorted(found, key=lambda one: (bool(one.as_of), one.as_of, one.name), reverse=True)

    def folder(self, name: str) -> Path | None:
        """The folder of the brief called *name*, None where there is none."""
        path = self._below(self.root, "" if name == HERE else name)
        return path if path is not None and self._below(path, BRIEF, root=self.root) else None

    def brief(self, name: str) -> Brief | None:
        """The brief called *name*, None where there is none. Raises `BriefgenError` where it cannot be read."""
        folder = self.folder(name)
        return self._read(folder / BRIEF) if folder else None

    def document(self, name: str, format: str) -> Path | None:
        """The file of a brief in *format*, None where there is none."""
        folder = self.folder(name)
        path = self._below(folder, f"brief.{format}", root=self.root) if folder and format in FORMATS else None
        return path if path is not None and path.is_file() else None

    def all_archives(self) -> dict[str, Path]:
        """The archives that were named, and those that lie in the output folder, by name."""
        inside = {
            path.parent.parent.parent.name: path.parent.parent.parent
            for path in sorted([*self.root.glob(_ENTRIES), *self.root.glob(f"[!.]*/{_ENTRIES}")])
            if self._below(self.root, str(path.relative_to(self.root)))
        }
        return {name: folder for name, folder in {**inside, **self.archives}.items() if _is_archive(folder)}

    def archived(self, archive: str, place: str) -> Path | None:
        """The file at *place* of an archive, its index.html where *place* is a folder; None where there is none."""
        folder = self.all_archives().get(archive)
        path = self._below(folder, place) if folder else None
        if path is not None and path.is_dir() and folder:
            path = self._below(folder, f"{place.rstrip('/')}/index.html".lstrip("/"))
        return path if path is not None and path.is_file() else None

    def _names(self) -> Iterator[str]:
        for pattern in _PLACES:
            for path in sorted(self.root.glob(pattern)):
                name = path.parent.relative_to(self.root).as_posix()
                name = HERE if name == "." else name
                if name.isprintable() and self.folder(name) == path.parent:  # bytes that are no text have no address
                    yield name

    def _entry(self, name: str) -> Listed:
        """What the list says of a brief; read again only when its file has changed."""
        folder = self.root if name == HERE else self.root / name
        try:
            state = (folder / BRIEF).stat()
            key = (name, state.st_mtime_ns, state.st_size)
            if key not in self._listed:
                brief = self._read(folder / BRIEF)
                self._listed[key] = _listed(name, brief)
            kept = self._listed[key]
        except (BriefgenError, OSError) as error:
            return Listed(name, fault=str(error))
        formats = tuple(format for format in FORMATS if self.document(name, format))
        return replace(kept, formats=formats)

    def _read(self, path: Path) -> Brief:
        if path.stat().st_size > MOST_BYTES:
            raise BriefgenError(f"{path}: larger than {MOST_BYTES // 1024 // 1024} MB; no brief is")
        return self.read(str(path))

    def _below(self, folder: Path, place: str, *, root: Path | None = None) -> Path | None:
        """*place* in *folder* where it is there and, links followed, lies in *root* (else *folder*); none hidden."""
        if any(part.startswith(".") or "\\" in part for part in place.split("/")):
            return None
        joined = safe_join(str(folder), place) if place else str(folder)
        if joined is None:
            return None
        try:
            real = Path(joined).resolve(strict=True)
            return Path(joined) if real.is_relative_to((root or folder).resolve()) else None
        except (OSError, ValueError, RuntimeError):
            return None


def _listed(name: str, brief: Brief) -> Listed:
    when = words().catalogue.moment(brief.as_of)
    return Listed(name, clean(brief.title), moment_key(brief.as_of), when, brief.number)


def _is_archive(folder: Path) -> bool:
    return (folder / "index.html").is_file() and any(folder.glob(_ENTRIES))
