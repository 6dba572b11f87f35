"""What a reader takes and gives: a `RawFile` goes in, `Record`s and `Fault`s come out.

A reader is a frozen `Reader` (name, version, suffixes, function), so that a new format is one file and one line in the
tuple of `briefgen.load`, and a plug-in offers the same object through the entry-point group `briefgen.readers`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from briefgen.settings import LoadSettings


@dataclass(frozen=True, slots=True)
class RawFile:
    """A file's bytes, unpacked when it was gzipped.

    `path` is what the user is shown (relative to the folder given, "-" for standard input), `sha256` the hash of the
    file as it lies on disk (packed), `meta` the content of `X.meta.json` beside it.
    """

    path: str
    data: bytes
    sha256: str = ""
    settings: LoadSettings = field(default_factory=LoadSettings)
    meta: Mapping[str, Any] = field(default_factory=dict)


@dataclass(slots=True)
class Record:
    """One article as a reader found it; None where the format does not say.

    `verbatim` says that *text* is the file's own text and must not be changed, not even to put the title before it.
    `fallback_outlet` is a sender, used where nothing better names an outlet. `notes` tell the user what was odd but
    could be read.
    """

    text: str
    title: str | None = None
    outlet: str | None = None
    url: str | None = None
    published: datetime | date | None = None
    language: str | None = None
    id: str | None = None
    verbatim: bool = False
    fallback_outlet: str | None = None
    notes: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Fault:
    """A part of a file that cannot be read, where it stands ("line 3"), and the reason in words for the user."""

    where: str
    reason: str


Read = Callable[[RawFile], Iterable[Record | Fault]]


@dataclass(frozen=True, slots=True)
class Reader:
    """One format: *suffixes* with their dot in lower case; *read* raises `LoadError` where nothing can be read."""

    name: str
    version: str
    suffixes: tuple[str, ...]
    read: Read
