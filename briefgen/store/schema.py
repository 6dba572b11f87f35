"""The tables of the history, their version, and how a file is opened.

`user_version` counts the steps that made a file. A file of an older version is read as it is and gets the missing steps
with the first write; each step only adds. One of a newer version is refused, never touched; version 0 without tables is
a new file.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from briefgen.errors import StoreError

WAIT_SECONDS = 30.0  # another build may be writing

_BRIEFS = """
CREATE TABLE briefs (
    id INTEGER PRIMARY KEY,
    profile TEXT NOT NULL,
    as_of TEXT NOT NULL,
    instant TEXT NOT NULL,
    number INTEGER NOT NULL,
    title TEXT NOT NULL,
    situations INTEGER NOT NULL,
    articles INTEGER NOT NULL,
    content TEXT NOT NULL,
    UNIQUE (profile, as_of)
);
CREATE INDEX briefs_by_time ON briefs (profile, instant);
CREATE TABLE facts (
    brief INTEGER NOT NULL REFERENCES briefs (id) ON DELETE CASCADE,
    situation TEXT NOT NULL,
    kind TEXT NOT NULL,
    fact TEXT NOT NULL,
    content TEXT NOT NULL
);
CREATE INDEX facts_of_brief ON facts (brief);
CREATE INDEX facts_by_id ON facts (fact);
"""
_DELIVERIES = """
CREATE TABLE deliveries (
    profile TEXT NOT NULL,
    as_of TEXT NOT NULL,
    content TEXT NOT NULL,
    channel TEXT NOT NULL,
    target TEXT NOT NULL,
    message_id TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('pending', 'delivered', 'failed', 'superseded')),
    attempts INTEGER NOT NULL,
    next_attempt TEXT,
    error TEXT NOT NULL,
    delivered_at TEXT,
    PRIMARY KEY (profile, as_of, channel, target, content)
);
"""
_STEPS = (_BRIEFS, _DELIVERIES)  # the step at index n leads from version n to n + 1
VERSION = len(_STEPS)


@contextmanager
def connected(path: Path, *, write: bool = False) -> Iterator[sqlite3.Connection]:
    """A connection to the history at *path*; with *write* one transaction that is kept whole or not at all.

    Raises `StoreError` saying what is wrong with the file and what to do.
    """
    try:
        if write:
            path.parent.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(path, timeout=WAIT_SECONDS, isolation_level=None)
    except (OSError, sqlite3.Error) as error:
        raise StoreError(f"{path}: the history cannot be opened: {error}") from None
    try:
        connection.execute("PRAGMA foreign_keys = ON")
        _check_version(connection, path, may_be_new=write)
        if write:
            with suppress(sqlite3.OperationalError):  # locked by another build's first write, which sets the same
                connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("BEGIN IMMEDIATE")
            _make_tables(connection)
        yield connection
        if write:
            connection.execute("COMMIT")
    except sqlite3.Error as error:
        raise StoreError(f"{path}: the history cannot be used: {error}; name another file with --store") from None
    finally:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        connection.close()


def version_of(connection: sqlite3.Connection) -> int:
    """How many steps the file has seen."""
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def _check_version(connection: sqlite3.Connection, path: Path, *, may_be_new: bool) -> None:
    version = version_of(connection)
    if version > VERSION:
        raise StoreError(f"{path}: the history is of a newer briefgen (version {version}); update briefgen")
    if version:
        return
    tables = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
    if version_of(connection):  # another build made them in between
        return
    if tables:
        raise StoreError(f"{path}: this database is no history of briefs; name another file with --store")
    if not may_be_new:
        raise StoreError(f"{path}: the history holds no brief yet")


def _make_tables(connection: sqlite3.Connection) -> None:
    """The steps that the file lacks; counted inside the transaction, since another build may have made them."""
    for step in _STEPS[version_of(connection) :]:
        for statement in step.split(";"):
            connection.execute(statement)
    connection.execute(f"PRAGMA user_version = {VERSION}")
