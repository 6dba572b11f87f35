"""Plain text: the file's own characters, line ends kept, so that an offset in the article points into the file."""

from __future__ import annotations

from collections.abc import Iterator

from briefgen.errors import LoadError
from briefgen.load.dateline import header_fields
from briefgen.load.decoding import decode
from briefgen.load.fields import as_text
from briefgen.load.moments import read_moment
from briefgen.load.record import RawFile, Reader, Record

_BYTES_PER_CHAR = 4


def read(file: RawFile) -> Iterator[Record]:
    """One article a file, with what labelled lines at its top ("Date: 14 September 2022") say."""
    refuse_huge(file)
    decoded = decode(file.data, declared=as_text(file.meta.get("charset")))
    fields = header_fields(decoded.text)
    yield Record(
        text=decoded.text,
        title=fields.get("title"),
        outlet=fields.get("outlet"),
        url=fields.get("url"),
        published=read_moment(fields.get("published")),
        language=fields.get("language"),
        verbatim=True,
        notes=[decoded.note] if decoded.note else [],
    )


def refuse_huge(file: RawFile) -> None:
    """Refuse what must hold more than `max_text_chars`, before any work is spent on it.

    Raises `LoadError` saying so: half of such a file would be read as if it were all, so none is.
    """
    limit = file.settings.max_text_chars
    if len(file.data) > limit * _BYTES_PER_CHAR:
        raise LoadError(too_long(f"{len(file.data):,} bytes", limit))


def too_long(size: str, limit: int) -> str:
    """The reason given for a text that is no single article."""
    return (
        f"{size} of text, more than the {limit:,} characters an article may have: split it into one file an article "
        "(or one JSON line each), or raise load.max_text_chars"
    )


READER = Reader(name="text", version="1", suffixes=(".txt", ".text"), read=read)
