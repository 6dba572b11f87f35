"""Reading mail folders, never writing to them: the messages of a maildir or an mbox, as bytes.

Python's `mailbox` opens an mbox for writing and holds a table of all of it; here the file is read once, message by
message. A message is known by its Message-ID, else by its content.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email.errors import MessageError
from email.parser import BytesHeaderParser
from email.utils import parseaddr, parsedate_to_datetime
from fnmatch import fnmatchcase
from pathlib import Path

from briefgen.errors import FetchError

_ESCAPED = re.compile(rb"^>(>*From )", re.MULTILINE)
_MAILDIR = ("new", "cur")
_MOST_HEADER_BYTES = 256 * 1024


@dataclass(frozen=True, slots=True)
class Mail:
    """A message: its bytes, what it is known by, its subject, the sender's address, and when it was sent (UTC)."""

    data: bytes
    key: str
    subject: str | None
    sender: str
    moment: datetime | None


@dataclass(frozen=True, slots=True)
class TooLarge:
    """A message beyond the limit, and where it stands."""

    where: str


def read_mail(path: Path, *, max_bytes: int) -> Iterator[Mail | TooLarge]:
    """Every message of the maildir or mbox at *path*, in the order of names or of the file.

    Raises `FetchError` where there is neither, or it cannot be read.
    """
    try:
        if path.is_dir():
            yield from _maildir(path, max_bytes=max_bytes)
        elif path.is_file():
            yield from _mbox(path, max_bytes=max_bytes)
        else:
            raise FetchError(f"{path}: no such maildir or mbox", lasting=True)
    except OSError as error:
        raise FetchError(f"{path}: cannot be read: {error.strerror or error}") from None


def is_from(sender: str, patterns: Sequence[str]) -> bool:
    """Whether one of *patterns* names the sender; no pattern names everybody.

    >>> is_from("Alerts@Post.example", ["*@post.example"]), is_from("a@b.example", ["*@post.example"]), is_from("x", [])
    (True, False, True)
    """
    return not patterns or any(fnmatchcase(sender.lower(), pattern.lower()) for pattern in patterns)


def _maildir(path: Path, *, max_bytes: int) -> Iterator[Mail | TooLarge]:
    boxes = [path / name for name in _MAILDIR if (path / name).is_dir()]
    if not boxes:
        raise FetchError(f"{path}: no maildir: it has neither new/ nor cur/", lasting=True)
    for box in boxes:
        for entry in sorted(os.scandir(box), key=lambda entry: entry.name):
            if entry.name.startswith(".") or not entry.is_file():
                continue
            with Path(entry.path).open("rb") as file:
                data = file.read(max_bytes + 1)
            yield TooLarge(entry.path) if len(data) > max_bytes else _mail(data)


def _mbox(path: Path, *, max_bytes: int) -> Iterator[Mail | TooLarge]:
    """The messages between lines that begin with "From " after a blank line (or at the start); ">From " is "From "."""
    with path.open("rb") as file:
        lines: list[bytes] = []
        size, number, blank = 0, 0, True
        while line := file.readline(max_bytes + 1):
            if blank and line.startswith(b"From "):
                if number:
                    yield _boxed(lines, size=size, max_bytes=max_bytes, where=f"{path}, message {number}")
                lines, size, number = [], 0, number + 1
            elif not number and line.strip():
                raise FetchError(f"{path}: no mbox: it does not begin with a line 'From '", lasting=True)
            else:
                size += len(line)
                if size <= max_bytes:
                    lines.append(line)
            blank = not line.strip()
        if number:
            yield _boxed(lines, size=size, max_bytes=max_bytes, where=f"{path}, message {number}")


def _boxed(lines: list[bytes], *, size: int, max_bytes: int, where: str) -> Mail | TooLarge:
    return TooLarge(where) if size > max_bytes else _mail(_ESCAPED.sub(rb"\1", b"".join(lines)))


def _mail(data: bytes) -> Mail:
    try:
        headers = BytesHeaderParser().parsebytes(data[:_MOST_HEADER_BYTES])
        named = {name: str(headers.get(name) or "") for name in ("message-id", "subject", "from", "date")}
    except (MessageError, ValueError, LookupError):
        named = dict.fromkeys(("message-id", "subject", "from", "date"), "")
    own = "".join(named["message-id"].split())[:500]
    return Mail(
        data=data,
        key=f"mid:{own}" if own else f"mail:{hashlib.sha256(data).hexdigest()}",
        subject=" ".join(named["subject"].split())[:300] or None,
        sender=parseaddr(named["from"])[1],
        moment=_moment(named["date"]),
    )


def _moment(text: str) -> datetime | None:
    try:
        moment = parsedate_to_datetime(text)
        return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
