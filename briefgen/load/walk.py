"""Which files of a folder are articles, in an order that depends on their names alone.

Left out by design: README.*, manifest.json, briefgen.toml, review.toml, `X.meta.json` (metadata), hidden files and
folders, the output folder, and the parts of a saved web page (`X_files/` beside `X.html`). Links to folders are
followed once; a link back to a folder that is read already is reported.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath

from briefgen.model import Skipped

_NEVER = frozenset({"manifest.json", "briefgen.toml", "review.toml"})
_TELL = {
    ".doc": "an old Word file: save it as .docx, .pdf or .txt",
    ".rtf": "rich text is not read: save it as .docx, .pdf or .txt",
    ".odt": "OpenDocument is not read: save it as .docx, .pdf or .txt",
    ".pages": "Pages files are not read: export it as .docx or .pdf",
    ".mht": "web archives are not read: save the page as .html",
    ".mhtml": "web archives are not read: save the page as .html",
    ".msg": "Outlook messages are not read: save the message as .eml",
    ".epub": "e-books are not read: save the article as .html or .txt",
    ".zip": "an archive: unpack it into the folder",
    ".tar": "an archive: unpack it into the folder",
    ".tgz": "an archive: unpack it into the folder",
}


@dataclass(frozen=True, slots=True)
class Found:
    """A file to read: where it is, and its path as shown, relative to the folder given, with forward slashes."""

    path: Path
    shown: str


def find(root: Path, *, suffixes: Collection[str], exclude: Sequence[Path] = ()) -> tuple[list[Found], list[Skipped]]:
    """The articles under *root* (a folder, or a file, which is taken whatever its name), and what was left out.

    *suffixes* are those of the readers; ".gz" may follow any of them. *exclude* are files or folders never entered.
    """
    if not root.is_dir():
        return [Found(root, shown_path(root.name))], []
    out = {_real(path) for path in exclude}
    found: list[Found] = []
    skipped: list[Skipped] = []
    for relative, path in _files(root, out, skipped):
        name = path.name.lower()
        if _never(name):
            continue
        suffix = suffix_of(name)
        if suffix in suffixes:
            found.append(Found(path, relative))
        elif suffix in _TELL:
            skipped.append(Skipped(path=relative, reason=_TELL[suffix]))
    return sorted(found, key=lambda item: item.shown.split("/")), sorted(skipped, key=lambda item: item.path)


def suffix_of(name: str) -> str:
    """The suffix that decides the format, in lower case, ".gz" looked through.

    >>> suffix_of("a.b.HTML.gz"), suffix_of("notes"), suffix_of("x.gz")
    ('.html', '', '.gz')
    """
    lower = name.lower()
    inner = lower.removesuffix(".gz")
    return PurePath(inner).suffix or PurePath(lower).suffix


def stem_of(shown: str) -> str:
    """A shown path without its suffix (and ".gz").

    >>> stem_of("2022/a.b.html.gz"), stem_of("plain")
    ('2022/a.b', 'plain')
    """
    inner = shown[:-3] if shown.lower().endswith(".gz") and len(shown) > 3 else shown
    return inner.removesuffix(PurePath(inner).suffix)


def shown_path(path: str) -> str:
    """A path as text that can be printed: bytes that are not UTF-8 and control characters become U+FFFD."""
    text = os.fsencode(path).decode("utf-8", errors="replace")
    return "".join(char if char.isprintable() or char == " " else "\ufffd" for char in text)


def _never(name: str) -> bool:
    return name in _NEVER or name.startswith(("readme.", ".")) or name == "readme" or name.endswith(".meta.json")


def _files(root: Path, out: Collection[str], skipped: list[Skipped]) -> Iterator[tuple[str, Path]]:
    """Every file under *root* with its shown path: real folders first, then linked ones that add something."""
    seen: set[str] = set()
    pending: list[tuple[Path, str]] = [(root, "")]
    linked: list[tuple[Path, str]] = []
    while pending or linked:
        folder, shown = pending.pop() if pending else linked.pop(0)
        real = _real(folder)
        if real in seen or (shown and _holds(real, root)):
            skipped.append(Skipped(path=shown, reason="a link to a folder that is read already: not followed"))
        if real in seen or real in out or (shown and _holds(real, root)):
            continue
        seen.add(real)
        try:
            entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
        except OSError as error:
            skipped.append(Skipped(path=shown or ".", reason=f"folder cannot be read: {error.strerror or error}"))
            continue
        names = frozenset(entry.name.lower() for entry in entries)
        for entry in entries:
            if entry.name.startswith(".") or _page_parts(entry.name, names):
                continue
            path, below = folder / entry.name, f"{shown}/{shown_path(entry.name)}".lstrip("/")
            if _is_folder(entry):
                (linked if entry.is_symlink() else pending).append((path, below))
            elif not out or _real(path) not in out:
                yield below, path


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:  # a link to itself: opening it will say so
        return False


def _holds(real: str, root: Path) -> bool:
    """Whether folder *real* is *root* or lies above it: following such a link would read the whole disk."""
    return Path(_real(root)).is_relative_to(real)


def _page_parts(name: str, names: frozenset[str]) -> bool:
    """Whether *name* is the folder in which a browser keeps the parts of a saved page."""
    page = name.lower().removesuffix("_files")
    return page != name.lower() and not names.isdisjoint((f"{page}.html", f"{page}.htm"))


def _real(path: Path) -> str:
    return os.path.realpath(path)
