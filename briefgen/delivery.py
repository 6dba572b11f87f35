"""The types that cross from rendering to delivering: what is sent, in what words, and what the ledger remembers of it.

`Ledger` is what `deliver` asks of the store; `LetterWriter` and `Site` are what it asks of rendering, so that no stage
imports another.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal, Protocol

from briefgen.model import Brief, Model

State = Literal["pending", "delivered", "failed", "superseded"]


class Document(Model):
    """A rendered brief: format name ("md", "html", "pdf", "json", "docx"), media type, and the bytes."""

    format: str
    media_type: str
    content: bytes


class Receipt(Model):
    """What became of one delivery: done, done before, held back, put off, failed for good, or only shown."""

    channel: str
    target: str
    state: Literal["delivered", "before", "held", "later", "failed", "shown"] = "delivered"
    detail: str = ""


class Card(Model):
    """A brief in a few words, as a list, a feed or a message shows it; every text is cleaned and of one line.

    `slug` is its name in links and files ("2022-09-14", or "horn-2022-09-14" for the profile "horn"); `when` and
    `since` are worded, `instant` sorts; a search finds it also by `lines`, sentences from within, and `words`, names.
    """

    slug: str
    profile: str = ""
    number: int | None = None
    title: str
    when: str
    instant: datetime
    since: str = ""
    language: str = "en"
    handling: str = ""
    bottom_line: str = ""
    points: tuple[str, ...] = ()
    lines: tuple[str, ...] = ()
    words: tuple[str, ...] = ()


class Shelved(Model):
    """A brief as it stands in a web archive: its card, a hash of what it says, its files (bytes by format)."""

    card: Card
    content: str
    updated: datetime
    files: dict[str, int]


@dataclass(frozen=True, slots=True)
class Letter:
    """The body of a mail: the same words as HTML, and as plain text in the manner of Markdown."""

    html: str
    text: str


class LetterWriter(Protocol):
    """Writes the body of a mail about the brief."""

    def __call__(self, *, attached: Sequence[str], url: str | None, unsubscribe: str | None) -> Letter:
        """Name the files *attached* and the page *url* as where to read on, and *unsubscribe* as how to end it."""
        ...


class Site(Protocol):
    """Makes the pages of a web archive."""

    def pages(self, shelf: Sequence[Shelved], *, title: str, base_url: str | None) -> Iterator[tuple[str, bytes]]:
        """(path, content) of all that is not of one brief, in the order to be written; no feed without *base_url*.

        The pages of a brief are expected at `briefs/SLUG/index.html`, its files at `briefs/SLUG/brief.FORMAT`.
        """
        ...

    def frame(self, page: bytes) -> bytes:
        """The HTML of a brief with a way back to the archive."""
        ...


@dataclass(frozen=True, slots=True)
class Delivery:
    """What is to be delivered: a brief with its documents, its card, and how it is put for a mail and an archive.

    `now` is the time of sending (aware); it dates mails and feeds. `lacking` says why the PDF could not be made.
    """

    brief: Brief
    card: Card
    documents: tuple[Document, ...]
    letter: LetterWriter
    site: Site
    now: datetime
    profile: str = ""
    lacking: str = ""

    def document(self, format: str) -> Document | None:
        """The document of *format*, None where it was not made."""
        return next((document for document in self.documents if document.format == format), None)


@dataclass(frozen=True, slots=True)
class Parcel:
    """One thing to be delivered once: the content of a brief, through a channel, to a target."""

    profile: str
    as_of: str
    content: str
    channel: str
    target: str

    @property
    def token(self) -> str:
        """A name that is the same whenever this content goes to this target; the left side of a Message-ID."""
        text = json.dumps([self.profile, self.as_of, self.content, self.target], ensure_ascii=False)
        return hashlib.sha256(text.encode()).hexdigest()[:32]


@dataclass(frozen=True, slots=True)
class LedgerEntry:
    """What is known of a parcel. `attempts` counts those begun; times are aware."""

    parcel: Parcel
    message_id: str
    state: State = "pending"
    attempts: int = 0
    next_attempt: datetime | None = None
    error: str = ""
    delivered_at: datetime | None = None

    def begun(self) -> LedgerEntry:
        """With one more attempt, outcome open."""
        return replace(self, state="pending", attempts=self.attempts + 1, next_attempt=None, error="")


class Ledger(Protocol):
    """Remembers parcels durably: what `write` has returned from survives a kill."""

    def entries(self, *, profile: str, as_of: str, channel: str, target: str) -> list[LedgerEntry]:
        """All entries of one as-of for a target, whatever their content."""
        ...

    def write(self, entry: LedgerEntry) -> None:
        """Keep *entry* in place of an older one of its parcel."""
        ...

    def alone(self) -> AbstractContextManager[None]:
        """While held, no other process delivers from this ledger; a process that dies lets go."""
        ...


def content_of(brief: Brief) -> str:
    """A hash of what a brief says: the same whichever version of briefgen wrote it down.

    >>> from datetime import date
    >>> one = Brief(title="Border", as_of=date(2022, 9, 14), generator="briefgen 1")
    >>> content_of(one) == content_of(one.model_copy(update={"generator": "briefgen 2"}))
    True
    """
    said: Mapping[str, object] = brief.model_dump(mode="json", exclude={"generator", "schema_version", "relations"})
    return hashlib.sha256(json.dumps(said, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
