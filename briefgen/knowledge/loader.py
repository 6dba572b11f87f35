"""Reads the tables of this folder, and a user's own beside them, into one frozen `Knowledge`, each when first asked.

A table is CSV with a header, UTF-8; a cell that holds several values separates them with "|". In a column of surface
forms a trailing "?" marks a form that is as often something else ("Jordan?"). A row whose `id` stands in an earlier
folder replaces that row, so that a user's table can correct ours.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property, lru_cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import cast, get_args

from briefgen.errors import KnowledgeError
from briefgen.knowledge.rows import Row, forms, read_rows
from briefgen.knowledge.types import (
    ActorRow,
    Conflict,
    Leader,
    Membership,
    Name,
    NameForm,
    Obligation,
    Pact,
    PactClause,
    Place,
    Word,
)
from briefgen.model import Kind

ACTOR_TABLES = ("states.csv", "organisations.csv", "groups.csv")
FORMS: Mapping[str, NameForm] = {
    "name": "name",
    "other_names": "name",
    "official_names": "name",
    "acronyms": "acronym",
    "adjectives": "adjective",
    "people": "people",
    "capitals": "capital",
    "seats": "seat",
    "territories": "territory",
}
SIDES = ("side_a", "side_b", "backers_a", "backers_b", "threatened")  # the columns of conflicts.csv that hold actors
OBLIGATIONS: tuple[Obligation, ...] = get_args(Obligation)
_KINDS: Mapping[str, Kind] = {"states.csv": "state", "groups.csv": "armed_group"}
_LEAST_AFTER, _MOST_AFTER = timedelta(days=31), timedelta(days=366)  # how long news of a war goes on when it is over
_WORD_KEYS = frozenset({"words", "cls", "pos", "examples", "not_examples", "source"})


@dataclass(frozen=True)
class Knowledge:
    """The tables of *folders*, the first being the one shipped with briefgen. Parts are read once, when first used."""

    folders: tuple[Traversable, ...]

    @cached_property
    def actors(self) -> Mapping[str, ActorRow]:
        """Every actor by its id."""
        return {row.text("id"): _actor(row, table) for table in ACTOR_TABLES for row in self._rows(table)}

    @cached_property
    def names(self) -> tuple[Name, ...]:
        """Every surface form of every actor, in the order of the tables; no form twice for one actor and use."""
        found: dict[tuple[str, str, NameForm], Name] = {}
        for table in ACTOR_TABLES:
            for row in self._rows(table):
                _add_names(found, row, row.text("id"))
        for row in self._rows("institutions.csv", key=None):
            _add_institution(found, row)
        return tuple(found.values())

    @cached_property
    def era_names(self) -> tuple[Name, ...]:
        """Forms that name an actor in texts of certain years only: "Constantinople" the Ottoman Empire until 1922."""
        found: list[Name] = []
        for row in self._rows("eras.csv", key=None):
            years = (row.year("since") or 0, row.year("until") or 9999)
            named: dict[tuple[str, str, NameForm], Name] = {}
            _add_names(named, row, row.text("actor"))
            found += [replace(name, years=years) for name in named.values()]
        return tuple(found)

    @cached_property
    def leaders(self) -> tuple[Leader, ...]:
        """Persons known without a title, with office and years."""
        return tuple(map(_leader, self._rows("leaders.csv", key=None)))

    @cached_property
    def places(self) -> Mapping[str, tuple[Place, ...]]:
        """Places by casefolded name or alias, the most populous first."""
        found: dict[str, list[Place]] = {}
        for row in self._rows("places.csv", key=None):
            place = _place(row)
            for name in {form.casefold() for form in (place.name, *place.aliases)}:
                found.setdefault(name, []).append(place)
        return {name: tuple(sorted(group, key=lambda p: -p.population)) for name, group in found.items()}

    @cached_property
    def pacts(self) -> Mapping[str, Pact]:
        """The alliance register by the pact's id."""
        members: dict[str, list[Membership]] = {}
        for row in self._rows("alliance_members.csv", key=None):
            members.setdefault(row.text("pact"), []).append(_membership(row))
        clauses: dict[str, list[PactClause]] = {}
        for row in self._rows("alliance_clauses.csv", key=None):
            clauses.setdefault(row.text("pact"), []).append(_clause(row))
        pacts = (_pact(row, members=members, clauses=clauses) for row in self._rows("alliances.csv"))
        return {pact.id: pact for pact in pacts}

    @cached_property
    def conflicts(self) -> tuple[Conflict, ...]:
        """The wars and standing confrontations, in the order of the table."""
        return tuple(map(_conflict, self._rows("conflicts.csv")))

    def actor(self, id: str) -> ActorRow | None:
        """The actor of this id, or None."""
        return self.actors.get(id)

    def named(self, name: str) -> ActorRow | None:
        """The actor with this canonical name, or with this surface form when no other actor shares it.

        >>> load_knowledge().named("the Ivory Coast").name
        'Ivory Coast'
        """
        id = self._ids_by_name.get(_plain(name))
        return self.actors[id] if id else None

    def words(self, table: str) -> tuple[Word, ...]:
        """The rows of words/TABLE.toml of every folder. Raises `KnowledgeError` when no folder has that table."""
        if table not in self._words:
            self._words[table] = tuple(word for path in self._word_files(table) for word in read_words(path))
        return self._words[table]

    @cached_property
    def _words(self) -> dict[str, tuple[Word, ...]]:
        return {}

    def _word_files(self, table: str) -> list[Traversable]:
        paths = [path for folder in self.folders if (path := folder / "words" / f"{table}.toml").is_file()]
        if not paths:
            raise KnowledgeError(f"no word list words/{table}.toml in {', '.join(map(str, self.folders))}")
        return paths

    @cached_property
    def _ids_by_name(self) -> Mapping[str, str]:
        canonical = {_plain(row.name): row.id for row in self.actors.values()}
        sharing: dict[str, set[str]] = {}
        for name in self.names:
            sharing.setdefault(_plain(name.text), set()).add(name.actor)
        unambiguous = {text: next(iter(ids)) for text, ids in sharing.items() if len(ids) == 1}
        return {**unambiguous, **canonical}

    def _rows(self, table: str, *, key: str | None = "id") -> Sequence[Row]:
        rows: dict[object, Row] = {}
        for folder in self.folders:
            for row in read_rows(folder / table):
                rows[row.text(key) if key else (row.file, row.line)] = row
        return list(rows.values())


def load_knowledge(extra: Path | None = None) -> Knowledge:
    """The knowledge shipped with briefgen, and the rows of folder *extra* beside it. The same object each time.

    Raises `KnowledgeError` when *extra* is no folder; a bad row raises it when its table is first used.
    """
    if extra is not None and not extra.is_dir():
        raise KnowledgeError(f"{extra}: no such folder of knowledge tables")
    return _load(extra.resolve() if extra else None)


@lru_cache(maxsize=8)
def _load(extra: Path | None) -> Knowledge:
    shipped = files("briefgen.knowledge")
    return Knowledge(folders=(shipped, extra) if extra else (shipped,))


def read_words(path: Traversable) -> tuple[Word, ...]:
    """The rows of a word list. Raises `KnowledgeError` for malformed TOML or a row without words."""
    try:
        document = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise KnowledgeError(f"{path}: {error}") from error
    return tuple(_word(row, where=f"{path}: row {number}") for number, row in enumerate(document.get("row", ()), 1))


def _word(row: Mapping[str, object], *, where: str) -> Word:
    words = row.get("words")
    if not isinstance(words, list) or not all(isinstance(word, str) for word in words):
        raise KnowledgeError(f"{where}: words must be a list of strings")
    attrs = {key: tuple(value) if isinstance(value, list) else value for key, value in row.items()}
    return Word(
        words=tuple(words),
        cls=str(row.get("cls", "")),
        pos=str(row.get("pos", "")),
        attrs=cast("Mapping[str, str]", {key: value for key, value in attrs.items() if key not in _WORD_KEYS}),
        examples=_strings(row.get("examples"), where=where),
        not_examples=_strings(row.get("not_examples"), where=where),
        source=str(row.get("source", "")),
    )


def _strings(value: object, *, where: str) -> tuple[str, ...]:
    if value is None:
        return ()
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise KnowledgeError(f"{where}: examples must be lists of strings")
    return tuple(value)


def _actor(row: Row, table: str) -> ActorRow:
    return ActorRow(
        id=row.text("id"),
        name=row.text("name").rstrip("?"),
        kind=_KINDS.get(table) or cast("Kind", row.text("kind")),
        sort=row.text("sort"),
        parent=row.text("parent") or None,
        countries=row.list("countries"),
        since=row.year("since"),
        until=row.year("until"),
        source=row.text("source"),
    )


def _add_names(found: dict[tuple[str, str, NameForm], Name], row: Row, actor: str) -> None:
    for column, form in FORMS.items():
        for text, careful in forms(row, column):
            name = Name(text=text, actor=actor, form=form, exact=form == "acronym", careful=careful)
            found.setdefault((text, actor, form), name)


def _add_institution(found: dict[tuple[str, str, NameForm], Name], row: Row) -> None:
    for text, careful in forms(row, "name"):
        name = Name(
            text=text,
            actor=row.text("actor"),
            form="institution",
            exact=row.text("exact") == "yes",
            careful=careful,
        )
        found.setdefault((text, name.actor, "institution"), name)


def _leader(row: Row) -> Leader:
    return Leader(
        name=row.text("name"),
        surname=row.text("surname"),
        actor=row.text("actor"),
        office=row.text("office"),
        since=row.year("since") or 0,
        until=row.year("until"),
        source=row.text("source"),
    )


def _place(row: Row) -> Place:
    return Place(
        name=row.text("name"),
        state=row.text("state"),
        latitude=row.number("latitude"),
        longitude=row.number("longitude"),
        population=int(row.number("population")),
        sort=row.text("sort") or "city",
        aliases=row.list("aliases"),
    )


def _membership(row: Row) -> Membership:
    return Membership(state=row.text("state"), since=row.day("since") or date.min, until=row.day("until"))


def _clause(row: Row) -> PactClause:
    obligation = row.text("obligation")
    if obligation not in OBLIGATIONS:
        raise KnowledgeError(f"{row.file}:{row.line}: obligation {obligation!r} is unknown")
    return PactClause(
        article=row.text("article"),
        obligation=obligation,
        text=row.text("text"),
        source=row.text("source"),
    )


def _pact(row: Row, *, members: Mapping[str, list[Membership]], clauses: Mapping[str, list[PactClause]]) -> Pact:
    id = row.text("id")
    return Pact(
        id=id,
        name=row.text("name"),
        actor=row.text("actor") or None,
        members=tuple(members.get(id, ())),
        clauses=tuple(clauses.get(id, ())),
        since=row.day("since") or date.min,
        until=row.day("until"),
        source=row.text("source"),
        close=row.text("close") == "yes",
    )


def _conflict(row: Row) -> Conflict:
    ids = {column: frozenset(row.list(column)) for column in ("theatre", *SIDES)}
    since, until = row.days("since") or (date.min, date.min), row.days("until")
    return Conflict(
        id=row.text("id"),
        name=row.text("name"),
        since=since[0],
        until=until[1] if until else None,
        told_until=_told_until(since[0], until) if until else None,
        theatre=ids["theatre"],
        sides=(ids["side_a"], ids["side_b"]),
        backers=(ids["backers_a"], ids["backers_b"]),
        threatened=ids["threatened"],
        source=row.text("source"),
    )


def _told_until(since: date, until: tuple[date, date]) -> date:
    """The last day on which news tells of a war that ended: its dead are still counted, its prisoners come home.

    As long after its end as it lasted, but a month at least and a year at most; where only the year of its end is
    known, that whole year, and the next one too if it began before.
    """
    first, last = until
    if (first.month, last.month) == (1, 12):
        return last.replace(year=last.year + (last.year > since.year))
    return last + min(max(last - since, _LEAST_AFTER), _MOST_AFTER)


def _plain(name: str) -> str:
    plain = name.casefold().strip()
    return plain.removeprefix("the ").strip()
