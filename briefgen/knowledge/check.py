"""Finds every fault of the knowledge tables: duplicates, unknown ids, ambiguous names, bad years, missing sources.

`check()` reads the files again, row by row, so that each fault is named with its file and line; it never stops at the
first. Word lists are checked for their TOML, their proof (examples) and, where a row has a `pattern`, that the pattern
matches each example and no counter-example.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from briefgen.errors import KnowledgeError
from briefgen.knowledge.loader import ACTOR_TABLES, FORMS, OBLIGATIONS, SIDES
from briefgen.knowledge.rows import Row, forms, read_rows
from briefgen.knowledge.word_check import check_words
from briefgen.model import KINDS

_REQUIRED: Mapping[str, tuple[str, ...]] = {
    "states.csv": ("id", "name", "sort", "source"),
    "organisations.csv": ("id", "name", "kind", "sort", "source"),
    "groups.csv": ("id", "name", "sort", "source"),
    "institutions.csv": ("name", "actor", "sort", "source"),
    "eras.csv": ("actor", "since", "until", "source"),
    "leaders.csv": ("name", "surname", "actor", "office", "since", "source"),
    "places.csv": ("name", "state", "latitude", "longitude", "source"),
    "conflicts.csv": ("id", "name", "since", "theatre", "side_a", "source"),
    "alliances.csv": ("id", "name", "since", "source"),
    "alliance_members.csv": ("pact", "state", "since", "source"),
    "alliance_clauses.csv": ("pact", "article", "obligation", "text", "source"),
}
_KEYS: Mapping[str, tuple[str, ...]] = {
    "institutions.csv": ("name", "actor"),
    "eras.csv": ("actor", "since"),
    "leaders.csv": ("name", "actor", "office", "since"),
    "places.csv": ("name", "state", "source"),
    "alliance_members.csv": ("pact", "state", "since"),
    "alliance_clauses.csv": ("pact", "article"),
}
_YEARS = range(1200, 2200)


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """What is wrong, in which file, on which line (1 is the header; a word list's line is its row's first)."""

    file: str
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.message}"


@dataclass(frozen=True, slots=True)
class _Ids:
    """The ids that other tables may name."""

    actors: frozenset[str]
    states: frozenset[str]
    pacts: frozenset[str]


def check(extra: Path | None = None) -> list[Fault]:
    """Every fault of the tables shipped with briefgen, and of folder *extra* beside them, in order of file and line."""
    folders: list[Traversable] = [files("briefgen.knowledge")]
    if extra is not None:
        folders.append(extra)
    tables = {table: [row for folder in folders for row in read_rows(folder / table)] for table in _REQUIRED}
    ids = _Ids(
        actors=frozenset(row.text("id") for table in ACTOR_TABLES for row in tables[table]),
        states=frozenset(row.text("id") for row in tables["states.csv"]),
        pacts=frozenset(row.text("id") for row in tables["alliances.csv"]),
    )
    faults = [fault for table, rows in tables.items() for fault in _table(table, rows, ids)]
    faults += _ambiguous(tables)
    for folder in folders:
        faults += [Fault(*found) for found in check_words(folder)]
    return sorted(set(faults))


def _table(table: str, rows: Sequence[Row], ids: _Ids) -> Iterator[Fault]:
    seen: dict[tuple[str, ...], Row] = {}
    for row in rows:
        yield from _missing(row, _REQUIRED[table])
        key = tuple(row.text(column) for column in _KEYS.get(table, ("id",)))
        if (before := seen.get(key)) and before.file == row.file:
            yield _fault(row, f"{', '.join(key)} stands on line {before.line} already")
        seen[key] = row
        for rule in _RULES.get(table, ()):
            yield from rule(row, ids)


def _missing(row: Row, columns: Sequence[str]) -> Iterator[Fault]:
    for column in columns:
        if not row.text(column):
            yield _fault(row, f"{column} is empty")
    if row.text(""):
        yield _fault(row, "more cells than the header has columns")


def _check_kind(row: Row, ids: _Ids) -> Iterator[Fault]:
    if row.text("kind") and row.text("kind") not in KINDS:
        yield _fault(row, f"kind {row.text('kind')!r} is none of {', '.join(KINDS)}")


def _check_links(row: Row, ids: _Ids) -> Iterator[Fault]:
    for column in ("parent", "actor"):
        if row.text(column) and row.text(column) not in ids.actors:
            yield _fault(row, f"{column} {row.text(column)!r} is no actor's id")
    for state in (*row.list("countries"), *row.list("state")):
        if state not in ids.states:
            yield _fault(row, f"{state!r} is no state's id")
    if row.text("pact") and row.text("pact") not in ids.pacts:
        yield _fault(row, f"pact {row.text('pact')!r} is no pact's id")


def _check_years(row: Row, ids: _Ids) -> Iterator[Fault]:
    try:
        since, until = row.year("since"), row.year("until")
    except KnowledgeError as error:
        yield _fault(row, str(error).split(": ", 1)[1])
        return
    for year in (since, until):
        if year is not None and year not in _YEARS:
            yield _fault(row, f"{year} is no plausible year")
    if since and until and until < since:
        yield _fault(row, f"until {until} is before since {since}")


def _check_days(row: Row, ids: _Ids) -> Iterator[Fault]:
    try:
        since, until = row.day("since"), row.day("until")
    except KnowledgeError as error:
        yield _fault(row, str(error).split(": ", 1)[1])
        return
    if (until or date.max) < (since or date.min):
        yield _fault(row, f"until {until} is before since {since}")


def _check_war(row: Row, ids: _Ids) -> Iterator[Fault]:
    """The dates of a war, each a year, a month or a day."""
    try:
        since, until = row.days("since"), row.days("until")
    except KnowledgeError as error:
        yield _fault(row, str(error).split(": ", 1)[1])
        return
    for first, _ in filter(None, (since, until)):
        if first.year not in _YEARS:
            yield _fault(row, f"{first.year} is no plausible year")
    if since and until and until[1] < since[0]:
        yield _fault(row, f"until {row.text('until')} is before since {row.text('since')}")


def _check_forms(row: Row, ids: _Ids) -> Iterator[Fault]:
    for column in FORMS:
        texts = [text for text, _ in forms(row, column)]
        for text in {text for text in texts if texts.count(text) > 1}:
            yield _fault(row, f"{column} holds {text!r} twice")
        for text in texts:
            if not text or re.search(r"\s\s|[;\t]|^[^.]*[A-Z]\.$", text):
                yield _fault(row, f"{column} holds a malformed form {text!r}")


def _check_surname(row: Row, ids: _Ids) -> Iterator[Fault]:
    if row.text("surname") not in row.text("name"):
        yield _fault(row, f"surname {row.text('surname')!r} is no part of {row.text('name')!r}")


def _check_place(row: Row, ids: _Ids) -> Iterator[Fault]:
    try:
        latitude, longitude, population = row.number("latitude"), row.number("longitude"), row.number("population")
    except KnowledgeError as error:
        yield _fault(row, str(error).split(": ", 1)[1])
        return
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180 and population >= 0):
        yield _fault(row, f"{latitude}, {longitude} with {population:.0f} inhabitants is no place on earth")


def _check_sides(row: Row, ids: _Ids) -> Iterator[Fault]:
    seen: dict[str, str] = {}
    for column in SIDES:
        for actor in row.list(column):
            if actor not in ids.actors:
                yield _fault(row, f"{column} {actor!r} is no actor's id")
            if actor in seen:
                yield _fault(row, f"{actor!r} stands in {seen[actor]} and in {column}")
            seen[actor] = column
    for state in row.list("theatre"):
        if state not in ids.states:
            yield _fault(row, f"theatre {state!r} is no state's id")
    if not any(row.list(column) for column in ("side_b", "backers_b", "threatened")):
        yield _fault(row, "nobody stands against side_a")


def _check_obligation(row: Row, ids: _Ids) -> Iterator[Fault]:
    if row.text("obligation") not in OBLIGATIONS:
        yield _fault(row, f"obligation {row.text('obligation')!r} is none of {', '.join(OBLIGATIONS)}")


_Rule = Callable[[Row, _Ids], Iterator[Fault]]
_RULES: Mapping[str, tuple[_Rule, ...]] = {
    "states.csv": (_check_links, _check_years, _check_forms),
    "organisations.csv": (_check_kind, _check_links, _check_years, _check_forms),
    "groups.csv": (_check_links, _check_years, _check_forms),
    "institutions.csv": (_check_links,),
    "eras.csv": (_check_links, _check_years, _check_forms),
    "leaders.csv": (_check_links, _check_years, _check_surname),
    "places.csv": (_check_links, _check_place),
    "conflicts.csv": (_check_sides, _check_war),
    "alliances.csv": (_check_links, _check_days),
    "alliance_members.csv": (_check_links, _check_days),
    "alliance_clauses.csv": (_check_links, _check_obligation),
}


def _ambiguous(tables: Mapping[str, Sequence[Row]]) -> Iterator[Fault]:
    """A form of two actors must be marked "?" at each, so that no rule takes it for granted."""
    users: dict[str, list[tuple[Row, str, bool]]] = {}
    for table in ACTOR_TABLES:
        for row in tables[table]:
            for column in FORMS:
                for text, careful in forms(row, column):
                    users.setdefault(text, []).append((row, row.text("id"), careful))
    for row in tables["institutions.csv"]:
        for text, careful in forms(row, "name"):
            users.setdefault(text, []).append((row, row.text("actor"), careful))
    for text, uses in users.items():
        if len({actor for _, actor, _ in uses}) > 1:
            for row, actor, careful in uses:
                if not careful:
                    others = ", ".join(sorted({other for _, other, _ in uses} - {actor}))
                    yield _fault(row, f"{text!r} is also a form of {others}: mark it {text + '?'!r} at each")


def _fault(row: Row, message: str) -> Fault:
    return Fault(file=row.file, line=row.line, message=message)
