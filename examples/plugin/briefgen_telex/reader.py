"""Telex files: a line "ZCZC SENDER YYYY-MM-DD", a headline, the text, and a line "NNNN" at the end."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from briefgen.errors import LoadError
from briefgen.load.record import RawFile, Reader, Record

START = re.compile(r"ZCZC (?P<sender>[^\n]+) (?P<day>\d{4}-\d\d-\d\d)\n")


def read(file: RawFile) -> Iterator[Record]:
    """The one article of a telex file. Raises `LoadError` where the first line is not that of a telex."""
    text = file.data.decode("ascii", errors="replace").replace("\r\n", "\n")
    start = START.match(text)
    if start is None:
        raise LoadError('no telex: the first line should be "ZCZC SENDER YYYY-MM-DD"')
    body = text[start.end() :].partition("\nNNNN")[0].strip()
    headline = body.partition("\n")[0].strip()
    yield Record(text=body, title=headline, outlet=start["sender"], published=date.fromisoformat(start["day"]))


READER = Reader(name="telex", version="1", suffixes=(".telex",), read=read)
