"""Reading articles: a folder, files or standard input become `Article`s; what cannot be read becomes `Skipped`.

One reader a format stands in `READERS`; other packages add theirs through the entry-point group `briefgen.readers`
(each a `briefgen.load.record.Reader`), and theirs win for a suffix that they name. No file can end a build: whatever a
reader raises becomes a reason.
"""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

from briefgen import plugins
from briefgen.errors import LoadError
from briefgen.load import docx, html, mail, markdown, pdf, plain, records
from briefgen.load.complete import complete, distinct
from briefgen.load.decoding import decode
from briefgen.load.opening import read_file, read_stream
from briefgen.load.record import Fault, RawFile, Reader, Record
from briefgen.load.sniff import magic, sniff
from briefgen.load.walk import Found, find, shown_path, stem_of, suffix_of
from briefgen.model import Article, Skipped
from briefgen.settings import LoadSettings

READERS: tuple[Reader, ...] = (
    plain.READER,
    markdown.READER,
    html.READER,
    mail.READER,
    records.READER,
    records.LINES_READER,
    pdf.READER,
    docx.READER,
)
_STDIN = "-"


@dataclass(frozen=True, slots=True)
class Note:
    """Something that a user should know about a file that was read all the same."""

    path: str
    text: str


@dataclass(slots=True)
class Loaded:
    """What was read, what was not and why, and what was read but odd; each in the order of the paths."""

    articles: list[Article] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)


def load(
    paths: Sequence[str | Path],
    *,
    settings: LoadSettings,
    stdin: BinaryIO | bytes | None = None,
    exclude: Sequence[Path] = (),
) -> Loaded:
    """Read every article under *paths* (folders, files, "-" for standard input).

    *stdin* stands in for the process's own standard input. *exclude* names files and folders never read (the output
    folder). Raises nothing for what it meets in the files; a path that does not exist is a `Skipped` too.
    """
    loaded = Loaded()
    readers = _readers(loaded)
    for path in paths:
        if str(path) == _STDIN:
            _load_stdin(stdin, readers, settings, loaded)
            continue
        found, skipped = find(Path(path), suffixes={*readers, ".gz"}, exclude=exclude)
        loaded.skipped += skipped
        for item in found:
            _load_file(item, readers, settings, loaded)
    loaded.articles = distinct(loaded.articles)
    return loaded


def _readers(loaded: Loaded) -> dict[str, Reader]:
    """Readers by suffix; a plug-in that fails to import is noted by name and does no harm."""
    extra, faults = plugins.load_all("briefgen.readers")
    loaded.notes += [Note("", fault) for fault in faults]
    for name, found in sorted(extra.items()):
        if not isinstance(found, Reader):
            loaded.notes.append(Note("", f"briefgen.readers: plug-in {name!r} is no briefgen.load.record.Reader"))
    ours = [*READERS, *(reader for _, reader in sorted(extra.items()) if isinstance(reader, Reader))]
    return {suffix: reader for reader in ours for suffix in reader.suffixes}


def _load_stdin(
    stdin: BinaryIO | bytes | None, readers: Mapping[str, Reader], settings: LoadSettings, loaded: Loaded
) -> None:
    try:
        source = sys.stdin.buffer if stdin is None else stdin
        stream = io.BytesIO(source) if isinstance(source, bytes) else source
        opened = read_stream(stream, settings=settings)
    except (LoadError, OSError) as error:
        loaded.skipped.append(Skipped(path=_STDIN, reason=str(error)))
        return
    file = RawFile(path=_STDIN, data=opened.data, sha256=opened.sha256, settings=settings)
    _read(file, readers[sniff(opened.data)], stem="stdin", loaded=loaded)


def _load_file(found: Found, readers: Mapping[str, Reader], settings: LoadSettings, loaded: Loaded) -> None:
    try:
        opened = read_file(found.path, settings=settings)
    except LoadError as error:
        loaded.skipped.append(Skipped(path=found.shown, reason=str(error)))
        return
    suffix = suffix_of(found.path.name)
    if suffix not in readers:
        suffix = sniff(opened.data)
    elif (real := magic(opened.data)) and real != suffix and suffix in {s for r in READERS for s in r.suffixes}:
        loaded.notes.append(Note(found.shown, f"its name says {suffix}, its content {real}: read as {real}"))
        suffix = real
    meta = _meta(found, loaded)
    file = RawFile(path=found.shown, data=opened.data, sha256=opened.sha256, settings=settings, meta=meta)
    _read(file, readers[suffix], stem=stem_of(found.shown), loaded=loaded)


def _meta(found: Found, loaded: Loaded) -> Mapping[str, Any]:
    """The content of `X.meta.json` beside `X.txt`, empty where there is none or it is broken (then noted)."""
    path = found.path.with_name(stem_of(found.path.name) + ".meta.json")
    try:
        data = path.read_bytes() if path.is_file() else b""
        value = json.loads(decode(data).text) if data else {}
    except (OSError, ValueError, RecursionError, LoadError) as error:
        loaded.notes.append(Note(found.shown, f"{shown_path(path.name)} cannot be read and was left out: {error}"))
        return {}
    return value if isinstance(value, dict) else {}


def _read(file: RawFile, reader: Reader, *, stem: str, loaded: Loaded) -> None:
    """Run one reader over one file, and turn whatever goes wrong into a reason."""
    results = list(_guarded(reader.read, file))
    records = sum(isinstance(result, Record) for result in results)
    for number, result in enumerate(results, 1):
        if isinstance(result, Fault):
            where = f"{file.path}, {result.where}" if result.where else file.path
            loaded.skipped.append(Skipped(path=where, reason=result.reason))
            continue
        own = f"{stem}-{number}" if records > 1 else stem
        try:
            article = complete(result, file, stem=own, reader=f"{reader.name} {reader.version}")
        except Exception as error:
            where = f"{file.path}, {number}" if records > 1 else file.path
            loaded.skipped.append(Skipped(path=where, reason=_reason(error)))
            continue
        loaded.articles.append(article)
        loaded.notes += [Note(file.path, note) for note in result.notes]


def _guarded(read: Any, file: RawFile) -> Iterator[Record | Fault]:
    try:
        results: Iterable[Record | Fault] = read(file)
        yield from results
    except Exception as error:  # an untrusted file in the hands of many libraries: none may end the build
        yield Fault("", _reason(error))


def _reason(error: Exception) -> str:
    if isinstance(error, LoadError):
        return str(error)
    if isinstance(error, RecursionError):
        return "nested too deep to be read"
    return f"cannot be read ({type(error).__name__}: {str(error)[:200]}); please report this file"
