"""Keeps briefs and gives them back: by as-of within a profile, with the number that each one bears.

Building the brief of an as-of again replaces it and keeps its number; "before" is the latest brief of a strictly
earlier as-of. A brief is written whole in one transaction, so that a build that dies leaves the file as it was, and two
builds at once wait for each other.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, time
from pathlib import Path

from pydantic import ValidationError

from briefgen.errors import StoreError
from briefgen.model import Brief, Finding, Moment, moment_key, parse_moment
from briefgen.store.schema import connected

_FACTS = ("parties", "tolls", "claims", "reactions", "alliances", "timeline")


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the history: a brief without its content."""

    number: int
    as_of: Moment
    title: str
    situations: int
    articles: int


@dataclass(frozen=True)
class History:
    """The history in the file at *path*, for one profile; the file is made by the first `keep`."""

    path: Path
    profile: str = ""

    def recall(self, as_of: Moment) -> tuple[int, Brief | None]:
        """The number of the brief of *as_of* (its own where it was built before, else the next), and the brief before.

        A file that is not there yet gives (1, None).
        """
        if not self._exists():
            return 1, None
        with connected(self.path) as connection:
            own = self._row(connection, as_of)
            return own or self._next(connection), self._before(connection, as_of)

    def keep(self, brief: Brief) -> int:
        """Store *brief* in place of an earlier one of its as-of; the number it is stored under.

        Another number than its own is given only where another as-of took that number meanwhile.
        """
        with connected(self.path, write=True) as connection:
            number = self._number(connection, brief)
            connection.execute(
                "DELETE FROM briefs WHERE profile = ? AND as_of = ?", (self.profile, moment_key(brief.as_of))
            )
            stored = brief.model_copy(update={"number": number})
            cursor = connection.execute(
                "INSERT INTO briefs (profile, as_of, instant, number, title, situations, articles, content)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    self.profile,
                    moment_key(brief.as_of),
                    _instant(brief.as_of),
                    number,
                    brief.title,
                    len(brief.situations),
                    len(brief.sources),
                    stored.model_dump_json(),
                ),
            )
            connection.executemany(
                "INSERT INTO facts (brief, situation, kind, fact, content) VALUES (?, ?, ?, ?, ?)",
                ((cursor.lastrowid, *row) for row in _facts(stored)),
            )
            return number

    def entries(self) -> list[Entry]:
        """All briefs of the profile in the order of their as-of."""
        if not self._exists():
            return []
        with connected(self.path) as connection:
            rows = connection.execute(
                "SELECT number, as_of, title, situations, articles FROM briefs"
                " WHERE profile = ? ORDER BY instant, as_of",
                (self.profile,),
            ).fetchall()
        return [Entry(row[0], parse_moment(row[1]), *row[2:]) for row in rows]

    def brief(self, which: Moment | int) -> Brief:
        """The brief of an as-of or with a number; a plain day also finds the last brief of that day.

        Raises `StoreError` naming what there is.
        """
        if self._exists():
            with connected(self.path) as connection:
                content = self._find(connection, which)
                if content is not None:
                    return self._read(content)
        known = ", ".join(f"{entry.number} ({moment_key(entry.as_of)})" for entry in self.entries()[-5:]) or "none"
        raise StoreError(f"{self.path}: no brief {which}; the last are: {known}")

    def _exists(self) -> bool:
        return self.path.is_file() and self.path.stat().st_size > 0

    def _row(self, connection: sqlite3.Connection, as_of: Moment) -> int | None:
        row = connection.execute(
            "SELECT number FROM briefs WHERE profile = ? AND as_of = ?", (self.profile, moment_key(as_of))
        ).fetchone()
        return int(row[0]) if row else None

    def _next(self, connection: sqlite3.Connection) -> int:
        row = connection.execute("SELECT max(number) FROM briefs WHERE profile = ?", (self.profile,)).fetchone()
        return (row[0] or 0) + 1

    def _number(self, connection: sqlite3.Connection, brief: Brief) -> int:
        wanted = brief.number or self._row(connection, brief.as_of)
        if wanted is None:
            return self._next(connection)
        taken = connection.execute(
            "SELECT 1 FROM briefs WHERE profile = ? AND number = ? AND as_of != ?",
            (self.profile, wanted, moment_key(brief.as_of)),
        ).fetchone()
        return self._next(connection) if taken else wanted

    def _before(self, connection: sqlite3.Connection, as_of: Moment) -> Brief | None:
        row = connection.execute(
            "SELECT content FROM briefs WHERE profile = ? AND instant < ? ORDER BY instant DESC, as_of DESC LIMIT 1",
            (self.profile, _instant(as_of)),
        ).fetchone()
        return self._read(row[0]) if row else None

    def _find(self, connection: sqlite3.Connection, which: Moment | int) -> str | None:
        values: tuple[str, str | int]
        if isinstance(which, int):
            query, values = "number = ?", (self.profile, which)
        elif isinstance(which, datetime):
            query, values = "as_of = ?", (self.profile, moment_key(which))
        else:
            query, values = "substr(instant, 1, 10) = ?", (self.profile, which.isoformat())
        sql = f"SELECT content FROM briefs WHERE profile = ? AND {query} ORDER BY instant DESC LIMIT 1"  # noqa: S608
        row = connection.execute(sql, values).fetchone()
        return str(row[0]) if row else None

    def _read(self, content: str) -> Brief:
        try:
            return Brief.model_validate_json(content)
        except ValidationError as error:
            raise StoreError(
                f"{self.path}: a brief in the history cannot be read: {error.errors()[0]['msg']}"
            ) from None


def _facts(brief: Brief) -> Iterator[tuple[str, str, str, str]]:
    """(situation, kind, fact id, JSON) of every fact of *brief*."""
    for situation in brief.situations:
        for kind in _FACTS:
            facts: tuple[Finding, ...] = getattr(situation, kind)
            for fact in facts:
                yield situation.id, kind, fact.id, fact.model_dump_json()


def _instant(moment: Moment) -> str:
    """The last instant of *moment* in UTC, as text that sorts; a plain day lasts until its end."""
    last = _utc(moment) if isinstance(moment, datetime) else datetime.combine(moment, time.max, tzinfo=UTC)
    return last.strftime("%Y-%m-%dT%H:%M:%S.%f")


def _utc(moment: datetime) -> datetime:
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
