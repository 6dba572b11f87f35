"""The tables of a folder's state, their version, and how the file is opened: by one run at a time, or as a copy.

`user_version` is 1. A file of a newer version is refused, never touched; version 0 without tables is a new file.
"""

from __future__ import annotations

import sqlite3
from contextlib import ExitStack, closing
from pathlib import Path

from briefgen.errors import FolderHeld, StoreError

NAME = ".briefgen-fetch.db"
VERSION = 1

_TABLES = """
CREATE TABLE feeds (url TEXT PRIMARY KEY, etag TEXT, modified TEXT, read TEXT NOT NULL);
CREATE TABLE items (
    key TEXT PRIMARY KEY,
    source TEXT NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('wanted', 'storing', 'stored', 'dropped')),
    data TEXT NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 0,
    due TEXT,
    reason TEXT,
    path TEXT,
    sha256 TEXT,
    text_sha256 TEXT
);
CREATE INDEX items_by_status ON items (status, source);
CREATE INDEX items_by_sha256 ON items (sha256);
CREATE INDEX items_by_text ON items (text_sha256);
CREATE TABLE aliases (key TEXT PRIMARY KEY, item TEXT NOT NULL);
CREATE TABLE robots (origin TEXT PRIMARY KEY, body TEXT NOT NULL, read TEXT NOT NULL);
CREATE TABLE hosts (host TEXT PRIMARY KEY, until TEXT NOT NULL)
"""


def connect(path: Path, *, dry_run: bool) -> sqlite3.Connection:
    """The state in the file at *path*, held until it is closed; with *dry_run* a copy of it in memory.

    Raises `FolderHeld` where another run holds it, `StoreError` where the file is none of ours.
    """
    try:
        with ExitStack() as stack:
            connection = stack.enter_context(closing(_copied(path) if dry_run else _held(path)))
            _prepare(connection, path)
            stack.pop_all()
    except (sqlite3.Error, OSError) as error:
        if "locked" in str(error):
            raise FolderHeld(
                f"{path}: another fetch into this folder is running; wait, or use another folder"
            ) from None
        raise StoreError(
            f"{path}: the state of the folder cannot be used: {error}; use another folder with -o"
        ) from None
    return connection


def _held(path: Path) -> sqlite3.Connection:
    """The file, locked until it is closed: SQLite's exclusive mode takes the lock with the first write."""
    path.parent.mkdir(parents=True, exist_ok=True)
    connection = sqlite3.connect(path, timeout=0.2, isolation_level=None)
    try:
        connection.execute("PRAGMA locking_mode = EXCLUSIVE")
        connection.execute("PRAGMA synchronous = NORMAL")  # a power cut may cost the last article, never the file
        connection.execute("BEGIN EXCLUSIVE")
        connection.execute("COMMIT")
    except BaseException:
        connection.close()
        raise
    return connection


def _copied(path: Path) -> sqlite3.Connection:
    memory = sqlite3.connect(":memory:", isolation_level=None)
    if path.is_file():
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True, timeout=0.2)) as source:
            source.backup(memory)
    return memory


def _prepare(connection: sqlite3.Connection, path: Path) -> None:
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    if version == VERSION:
        return
    if version > VERSION or connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
        raise StoreError(f"{path}: the state is of another briefgen (version {version}); update briefgen")
    connection.execute("BEGIN IMMEDIATE")
    for statement in _TABLES.split(";"):
        connection.execute(statement)
    connection.execute(f"PRAGMA user_version = {VERSION}")
    connection.execute("COMMIT")
