"""What a folder knows of its sources, in one SQLite file that survives a kill at any moment.

A feed's validators are kept in the same transaction as the items that it named, so that an item is never lost behind a
304. Before a file is written its place and hash are noted; a run that finds such a note looks whether the file is
whole. One run at a time holds the file. The clock is the caller's.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from briefgen.errors import FetchError, StoreError
from briefgen.fetch.items import Item
from briefgen.fetch.robots import RobotsText
from briefgen.fetch.schema import NAME, connect

_FIRST_WAIT = timedelta(minutes=30)
_LONGEST_WAIT = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Unfinished:
    """A file that a killed run was about to write."""

    key: str
    path: str
    sha256: str


class State:
    """The state in one open file. Made by `opened`; used by one thread."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._db = connection

    def validators(self, feed: str) -> dict[str, str]:
        """The headers that make a request for *feed* conditional."""
        row = self._db.execute("SELECT etag, modified FROM feeds WHERE url = ?", (feed,)).fetchone() or (None, None)
        pairs = zip(("If-None-Match", "If-Modified-Since"), row, strict=True)
        return {name: value for name, value in pairs if value}

    def keep_feed(self, feed: str, items: Iterable[Item], *, headers: Mapping[str, str], now: datetime) -> int:
        """Note what a feed named and its validators, at once; how many of the items were new."""
        with self._transaction():
            added = sum(self._want(item) for item in items)
            row = (feed, headers.get("etag"), headers.get("last-modified"), now.isoformat())
            self._db.execute("REPLACE INTO feeds VALUES (?, ?, ?, ?)", row)
        return added

    def want(self, item: Item, *, again: bool = False) -> bool:
        """Note one item; whether it is new. With *again* one that was given up is wanted anew."""
        with self._transaction():
            if again:
                self._db.execute(
                    "UPDATE items SET status = 'wanted', attempts = 0, due = NULL WHERE key = ? AND status = 'dropped'",
                    (item.key,),
                )
            return self._want(item)

    def retry(self, source: str) -> None:
        """Make all that failed of a source due now, also what was given up."""
        with self._transaction():
            self._db.execute(
                "UPDATE items SET status = 'wanted', attempts = 0, due = NULL"
                " WHERE source = ? AND status IN ('wanted', 'dropped')",
                (source,),
            )

    def wanted(self, source: str, *, now: datetime) -> list[Item]:
        """What is wanted of a source and due, in the order in which it was named."""
        rows = self._db.execute(
            "SELECT data FROM items WHERE status = 'wanted' AND source = ?"
            " AND (due IS NULL OR due <= ?) ORDER BY rowid",
            (source, now.isoformat()),
        )
        return [Item.model_validate_json(row[0]) for row in rows]

    def waiting(self, source: str) -> int:
        """How many items of a source are still wanted."""
        query = "SELECT count(*) FROM items WHERE status = 'wanted' AND source = ?"
        return int(self._db.execute(query, (source,)).fetchone()[0])

    def is_known(self, key: str) -> bool:
        """Whether the article of that key was stored or given up, under this or another address."""
        done = "SELECT 1 FROM items WHERE key = ? AND status IN ('stored', 'dropped')"
        alias = "SELECT 1 FROM aliases WHERE key = ?"
        return any(self._db.execute(query, (key,)).fetchone() for query in (done, alias))

    def stored_at(self, key: str) -> str | None:
        """The path of the stored article that an address or a message's id leads to."""
        row = self._db.execute(
            "SELECT path FROM items WHERE status = 'stored' AND key IN (?, (SELECT item FROM aliases WHERE key = ?))",
            (key, key),
        ).fetchone()
        return row[0] if row else None

    def same_content(self, sha256: str, text_sha256: str) -> tuple[str, str | None] | None:
        """The path of a stored article with these bytes or this text, and the title that its feed gave it."""
        row = self._db.execute(
            "SELECT path, json_extract(data, '$.title') FROM items"
            " WHERE status = 'stored' AND (sha256 = ? OR text_sha256 = ?) LIMIT 1",
            (sha256, text_sha256),
        ).fetchone()
        return (row[0], row[1]) if row else None

    def intend(self, key: str, *, path: str, sha256: str, text_sha256: str) -> None:
        """Note where an article is about to be written."""
        with self._transaction():
            self._db.execute(
                "UPDATE items SET status = 'storing', path = ?, sha256 = ?, text_sha256 = ? WHERE key = ?",
                (path, sha256, text_sha256, key),
            )

    def stored(self, key: str, *, aliases: Iterable[str] = (), path: str | None = None) -> None:
        """Note that an article is there: under its intended path, or as a copy of the one at *path*."""
        with self._transaction():
            self._db.execute(
                "UPDATE items SET status = 'stored', path = coalesce(?, path), due = NULL, reason = NULL,"
                " data = json_remove(data, '$.content') WHERE key = ?",
                (path, key),
            )
            self._db.executemany(
                "INSERT OR IGNORE INTO aliases VALUES (?, ?)", [(alias, key) for alias in aliases if alias != key]
            )

    def failed(self, key: str, error: FetchError, *, attempts: int, now: datetime) -> datetime | None:
        """Note a failure; when to try again (each wait twice the one before, a day at most), None when given up.

        What was not even asked for, since its host wants to be left alone, is no attempt.
        """
        row = self._db.execute("SELECT attempts FROM items WHERE key = ?", (key,)).fetchone()
        tried = (row[0] if row else 0) + (error.until is None)
        over = error.lasting or tried >= attempts
        wait = min(_FIRST_WAIT * 2 ** max(min(tried - 1, 10), 0), _LONGEST_WAIT)
        due = None if over else error.until or now + wait
        with self._transaction():
            self._db.execute(
                "UPDATE items SET status = ?, attempts = ?, due = ?, reason = ? WHERE key = ?",
                ("dropped" if over else "wanted", tried, due.isoformat() if due else None, str(error), key),
            )
        return due

    def unfinished(self) -> list[Unfinished]:
        """What a killed run was about to write."""
        rows = self._db.execute("SELECT key, path, sha256 FROM items WHERE status = 'storing'").fetchall()
        return [Unfinished(*row) for row in rows]

    def again(self, key: str) -> None:
        """Want an unfinished article anew."""
        with self._transaction():
            self._db.execute("UPDATE items SET status = 'wanted', path = NULL, sha256 = NULL WHERE key = ?", (key,))

    def robots(self) -> dict[str, RobotsText]:
        """Every robots.txt that was kept, by origin."""
        rows = self._db.execute("SELECT origin, body, read FROM robots").fetchall()
        return {origin: RobotsText(body, datetime.fromisoformat(read)) for origin, body, read in rows}

    def parked(self) -> dict[str, datetime]:
        """The hosts that asked to be left alone, and until when."""
        rows = self._db.execute("SELECT host, until FROM hosts").fetchall()
        return {host: datetime.fromisoformat(until) for host, until in rows}

    def keep_hosts(self, robots: Mapping[str, RobotsText], parked: Mapping[str, datetime]) -> None:
        """Keep what was learnt of hosts."""
        known = self.parked()
        changed = {host: until for host, until in parked.items() if known.get(host) != until}
        if not robots and not changed:
            return
        with self._transaction():
            rows = [(origin, text.body, text.read.isoformat()) for origin, text in robots.items()]
            self._db.executemany("REPLACE INTO robots VALUES (?, ?, ?)", rows)
            pauses = [(host, until.isoformat()) for host, until in changed.items()]
            self._db.executemany("REPLACE INTO hosts VALUES (?, ?)", pauses)

    def _want(self, item: Item) -> bool:
        if self.is_known(item.key):
            return False
        query = "INSERT OR IGNORE INTO items (key, source, status, data) VALUES (?, ?, 'wanted', ?)"
        return self._db.execute(query, (item.key, item.source, item.model_dump_json())).rowcount > 0

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        self._db.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._db.execute("ROLLBACK")
            raise
        self._db.execute("COMMIT")


@contextmanager
def opened(folder: Path, *, dry_run: bool = False) -> Iterator[State]:
    """The state of *folder*, held for this run alone; with *dry_run* a copy in memory, and nothing is written.

    Raises `FolderHeld` where another run holds it, `StoreError` where the file is none of ours.
    """
    path = folder / NAME
    connection = connect(path, dry_run=dry_run)
    try:
        yield State(connection)
    except sqlite3.Error as error:
        raise StoreError(f"{path}: the state of the folder cannot be kept: {error}; is the disk full?") from None
    finally:
        connection.close()
