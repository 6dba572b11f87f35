"""The rows of a table in CSV: their cells as text, lists, numbers and dates, each fault with its file and line."""

from __future__ import annotations

import calendar
import csv
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from importlib.resources.abc import Traversable

from briefgen.errors import KnowledgeError

_PARTIAL_DATE = re.compile(r"\d{4}(-\d\d){0,2}")


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a CSV table: its cells by column (surplus ones under ""), and the file and line it stands on."""

    cells: Mapping[str, str]
    file: str
    line: int

    def text(self, column: str) -> str:
        """The cell, trimmed; "" where the column is empty or absent."""
        return (self.cells.get(column) or "").strip()

    def list(self, column: str) -> tuple[str, ...]:
        """The values of a cell separated by "|"."""
        cell = self.text(column)
        return tuple(part for part in map(str.strip, cell.split("|")) if part) if cell else ()

    def year(self, column: str) -> int | None:
        """A year, or None where the cell is empty. Raises `KnowledgeError` for anything else."""
        cell = self.text(column)
        try:
            return int(cell) if cell else None
        except ValueError as error:
            raise KnowledgeError(f"{self.file}:{self.line}: {column} {cell!r} is not a year") from error

    def number(self, column: str) -> float:
        """A number; 0 where the cell is empty. Raises `KnowledgeError` for anything else."""
        cell = self.text(column)
        try:
            return float(cell) if cell else 0.0
        except ValueError as error:
            raise KnowledgeError(f"{self.file}:{self.line}: {column} {cell!r} is not a number") from error

    def day(self, column: str) -> date | None:
        """A day "1992-05-15", or None where the cell is empty. Raises `KnowledgeError` for anything else."""
        cell = self.text(column)
        try:
            return date.fromisoformat(cell) if cell else None
        except ValueError as error:
            raise KnowledgeError(f"{self.file}:{self.line}: {column} {cell!r} is not a day YYYY-MM-DD") from error

    def days(self, column: str) -> tuple[date, date] | None:
        """The first and the last day of a year "1990", a month "1990-08" or a day "1990-08-02"; None where it is empty.

        Raises `KnowledgeError` for anything else.
        """
        cell = self.text(column)
        if not cell:
            return None
        try:
            year, month, day = [*map(int, cell.split("-")), 0, 0][:3] if _PARTIAL_DATE.fullmatch(cell) else (0, 0, 0)
            first = date(year, month or 1, day or 1)
            return first, first if day else date(year, month or 12, calendar.monthrange(year, month or 12)[1])
        except ValueError as error:
            message = f"{column} {cell!r} is not a date YYYY, YYYY-MM or YYYY-MM-DD"
            raise KnowledgeError(f"{self.file}:{self.line}: {message}") from error


def read_rows(path: Traversable) -> Iterator[Row]:
    """The rows of a CSV table with their line numbers; none when there is no such file."""
    if not path.is_file():
        return
    with path.open("r", encoding="utf-8-sig") as stream:
        reader = csv.reader(stream)
        header = next(reader, [])
        for cells in reader:
            if cells:
                named = dict(zip(header, cells, strict=False))
                beyond = cells[len(header) :]
                yield Row(cells=named | {"": "|".join(beyond)}, file=str(path), line=reader.line_num)


def forms(row: Row, column: str) -> Iterator[tuple[str, bool]]:
    """The surface forms of a cell, each with whether it is marked "?" as often something else."""
    for text in row.list(column):
        yield text.rstrip("? "), text.endswith("?")
