"""The ledger of deliveries: what is written is read back, older histories get its table, and one process sends."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from briefgen.delivery import LedgerEntry, Parcel
from briefgen.errors import StoreError
from briefgen.model import Brief
from briefgen.store import Deliveries, History, deliveries

NOON = datetime(2022, 9, 15, 12, tzinfo=UTC)
PARCEL = Parcel("", "2022-09-15", "c0ffee", "desk", "a@example.org")
ENTRY = LedgerEntry(PARCEL, "<x@example.org>", state="pending", attempts=2, next_attempt=NOON, error="451 busy")
VERSION_1 = """
CREATE TABLE briefs (id INTEGER PRIMARY KEY, profile TEXT NOT NULL, as_of TEXT NOT NULL, instant TEXT NOT NULL,
    number INTEGER NOT NULL, title TEXT NOT NULL, situations INTEGER NOT NULL, articles INTEGER NOT NULL,
    content TEXT NOT NULL, UNIQUE (profile, as_of));
CREATE INDEX briefs_by_time ON briefs (profile, instant);
CREATE TABLE facts (brief INTEGER NOT NULL REFERENCES briefs (id) ON DELETE CASCADE, situation TEXT NOT NULL,
    kind TEXT NOT NULL, fact TEXT NOT NULL, content TEXT NOT NULL);
CREATE INDEX facts_of_brief ON facts (brief);
CREATE INDEX facts_by_id ON facts (fact);
PRAGMA user_version = 1;
"""


@pytest.fixture
def ledger(tmp_path: Path) -> Deliveries:
    return Deliveries(tmp_path / "deep" / "briefgen.db")


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """A history as version 1 left it, with a brief in it."""
    path = tmp_path / "old.db"
    brief = Brief(title="Border", as_of=date(2022, 9, 14), number=1)
    with sqlite3.connect(path) as connection:
        connection.executescript(VERSION_1)
        row = ("", "2022-09-14", "2022-09-14T23:59:59.999999", 1, "Border", 0, 0, brief.model_dump_json())
        connection.execute("INSERT INTO briefs VALUES (1, ?, ?, ?, ?, ?, ?, ?, ?)", row)
    return path


def test_write_keeps_an_entry_and_replaces_the_older_one(ledger: Deliveries) -> None:
    ledger.write(ENTRY)
    assert ledger.all() == [ENTRY]
    done = replace(ENTRY, state="delivered", next_attempt=None, error="", delivered_at=NOON)
    ledger.write(done)
    assert ledger.all() == [done]
    assert ledger.pending() == []


def test_entries_are_those_of_one_as_of_and_target_whatever_the_content(ledger: Deliveries) -> None:
    others = [replace(PARCEL, **{name: "other"}) for name in ("content", "profile", "as_of", "channel", "target")]
    for parcel in (PARCEL, *others):
        ledger.write(replace(ENTRY, parcel=parcel))
    found = ledger.entries(profile="", as_of="2022-09-15", channel="desk", target="a@example.org")
    assert {entry.parcel for entry in found} == {PARCEL, others[0]}


def test_a_ledger_without_a_file_is_empty_and_makes_none(ledger: Deliveries) -> None:
    assert ledger.all() == ledger.pending() == []
    assert not ledger.path.exists()


def test_a_history_of_version_1_is_read_as_it_is(old: Path) -> None:
    before = old.read_bytes()
    assert Deliveries(old).all() == []
    assert History(old).brief(1).title == "Border"
    assert old.read_bytes() == before


def test_a_history_of_version_1_gets_the_ledger_with_the_first_write(old: Path) -> None:
    Deliveries(old).write(ENTRY)
    with sqlite3.connect(old) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (2,)
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert Deliveries(old).all() == [ENTRY]
    assert [entry.title for entry in History(old).entries()] == ["Border"]
    assert History(old).keep(Brief(title="Badme", as_of=date(2022, 9, 15))) == 2


def test_a_brief_kept_in_a_history_of_version_1_makes_the_ledger_too(old: Path) -> None:
    History(old).keep(Brief(title="Badme", as_of=date(2022, 9, 15)))
    Deliveries(old).write(ENTRY)
    assert Deliveries(old).pending() == [ENTRY]


def test_a_migration_that_fails_leaves_version_1(old: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("briefgen.store.schema._STEPS", ("", "CREATE TABLE deliveries (a); CREATE TABLE oops ("))
    with pytest.raises(StoreError):
        Deliveries(old).write(ENTRY)
    with sqlite3.connect(old) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (1,)
        assert connection.execute("SELECT count(*) FROM sqlite_master WHERE name = 'deliveries'").fetchone() == (0,)


def test_a_state_that_is_none_is_refused(ledger: Deliveries) -> None:
    with pytest.raises(StoreError):
        ledger.write(replace(ENTRY, state="lost"))  # type: ignore[arg-type]


def test_alone_keeps_others_out_but_not_builds(ledger: Deliveries, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(deliveries, "WAIT_SECONDS", 0.05)
    with ledger.alone():
        History(ledger.path).keep(Brief(title="Border", as_of=date(2022, 9, 15)))
        with pytest.raises(StoreError, match="another briefgen is delivering"), ledger.alone():
            pass
    with ledger.alone():
        pass
