"""Grades of sources on the Admiralty scale, as the user's table gives them: an outlet or a domain, and "B" or "B2".

The letter is the reliability of the source (A completely reliable to E unreliable, F cannot be judged), the number the
credibility of what it says (1 confirmed to 5 improbable, 6 cannot be judged); the two are judged apart (NATO AJP-2.1).
The table stands in the settings file or in a CSV with the columns source, reliability and, where wanted, credibility.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any, NamedTuple, get_args
from urllib.parse import urlsplit

from pydantic import BeforeValidator

from briefgen.errors import UsageError
from briefgen.terms import Credibility, Reliability

COLUMNS = ("source", "reliability", "credibility")

_GRADE = re.compile(rf"([{''.join(get_args(Reliability))}])\s*/?\s*([1-6]?)", re.IGNORECASE)
_LARGEST = 4 * 1024 * 1024  # bytes of a table


class Grade(NamedTuple):
    """Reliability and credibility; F6 is "cannot be judged", which is not "bad"."""

    reliability: Reliability = "F"
    credibility: Credibility = 6


def read_grade(said: Any) -> Grade:
    """The grade that *said* means; a letter alone leaves the credibility at 6. Raises `ValueError` if there is none.

    >>> read_grade("b2"), read_grade("C")
    (Grade(reliability='B', credibility=2), Grade(reliability='C', credibility=6))
    """
    if isinstance(said, Grade):
        return said
    if isinstance(said, list | tuple):  # as JSON gives back what was a pair
        said = "".join(map(str, said))
    match = _GRADE.fullmatch(said.strip()) if isinstance(said, str) else None
    if match is None:
        raise ValueError(f"{said!r} is no grade; write a letter A to F and, where wanted, a number 1 to 6, such as B2")
    return Grade(match[1].upper(), int(match[2] or 6))  # type: ignore[arg-type]  # the pattern lets no other through


def _checked_table(value: Any) -> Any:
    """A table as its grades; the name of a CSV stays one until the run reads it."""
    if not isinstance(value, Mapping):
        return value
    try:
        return {(last := str(name)): read_grade(said) for name, said in value.items()}
    except ValueError as error:
        raise ValueError(f"{last}: {error}") from None


Grades = Annotated[Path | dict[str, Grade], BeforeValidator(_checked_table)]


def table_of(given: Path | Mapping[str, Grade]) -> Mapping[str, Grade]:
    """The table that the settings give, read where it is a CSV.

    Raises `UsageError` naming the file and line of the fault.
    """
    return given if isinstance(given, Mapping) else dict(_rows(given))


def grade_of(outlet: str | None, url: str | None, *, table: Mapping[str, Grade]) -> Grade:
    """The grade of the article of *outlet* at *url*: by the outlet's name, else by its domain or a domain above it.

    >>> grade_of("The Kestrel Post", None, table={"kestrel post": Grade("B")}).reliability
    'B'
    >>> grade_of(None, "https://news.example.org/1", table={"example.org": Grade("D", 4)})
    Grade(reliability='D', credibility=4)
    """
    known = {_plain(name): grade for name, grade in table.items()}
    names = [*([_plain(outlet)] if outlet else []), *_domains(host_of(url))]
    names += _domains(_plain(outlet)) if outlet and "." in outlet else []
    return next((known[name] for name in names if name in known), Grade())


def host_of(url: str | None) -> str:
    """The host of *url* in lower case without "www."; empty where there is none, or the URL is broken.

    >>> host_of("https://www.Example.org/a"), host_of("http://[broken")
    ('example.org', '')
    """
    try:
        return (urlsplit(url or "").hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def _domains(host: str) -> Iterator[str]:
    """*host* and the domains above it, the last label left out."""
    labels = host.split(".")
    return (".".join(labels[n:]) for n in range(len(labels) - 1))


def _rows(path: Path) -> Iterator[tuple[str, Grade]]:
    try:
        if path.stat().st_size > _LARGEST:
            raise UsageError(f"{path}: is too large for a table of grades (more than {_LARGEST} bytes)")
        rows = list(csv.reader(path.read_text(encoding="utf-8-sig").splitlines()))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise UsageError(f"{path}: cannot be read as a table of grades: {error}") from None
    for line, row in enumerate(rows, 1):
        cells = [cell.strip() for cell in row]
        if not any(cells) or cells[0].startswith("#") or (line == 1 and cells[0].casefold() == COLUMNS[0]):
            continue
        try:
            yield cells[0], read_grade("".join(cells[1:3]))
        except ValueError as error:
            raise UsageError(f"{path}:{line}: {error}; the columns are {', '.join(COLUMNS)}") from None


def _plain(name: str) -> str:
    return " ".join(name.casefold().split()).removeprefix("the ").removeprefix("www.")
