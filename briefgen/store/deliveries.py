"""The ledger of deliveries: what was sent to whom, what is to be tried again, what failed; beside the briefs.

Every write is a transaction of its own, on disk when `write` returns: a process killed later leaves at most one
delivery of which it is not known whether it arrived.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from briefgen.delivery import LedgerEntry, Parcel
from briefgen.errors import StoreError
from briefgen.store.schema import connected, version_of

WAIT_SECONDS = 300.0  # another process may be sending a large mail over a slow line
FIRST_VERSION = 2  # of a file with deliveries
_COLUMNS = "profile, as_of, content, channel, target, message_id, state, attempts, next_attempt, error, delivered_at"


@dataclass(frozen=True)
class Deliveries:
    """The ledger in the history at *path*; the file is made by the first `write`."""

    path: Path

    def entries(self, *, profile: str, as_of: str, channel: str, target: str) -> list[LedgerEntry]:
        """All entries of one as-of for a target, whatever their content."""
        where = "profile = ? AND as_of = ? AND channel = ? AND target = ?"
        return self._select(where, (profile, as_of, channel, target))

    def all(self) -> list[LedgerEntry]:
        """Every entry, by profile, as-of, channel and target."""
        return self._select("1", ())

    def pending(self) -> list[LedgerEntry]:
        """What is still to be delivered, in the same order."""
        return self._select("state = 'pending'", ())

    def write(self, entry: LedgerEntry) -> None:
        """Keep *entry* in place of an older one of its parcel."""
        parcel = entry.parcel
        values = (
            *(parcel.profile, parcel.as_of, parcel.content, parcel.channel, parcel.target),
            *(entry.message_id, entry.state, entry.attempts, _text(entry.next_attempt), entry.error),
            _text(entry.delivered_at),
        )
        marks = ", ".join("?" * len(values))
        with connected(self.path, write=True) as connection:
            connection.execute(f"INSERT OR REPLACE INTO deliveries ({_COLUMNS}) VALUES ({marks})", values)  # noqa: S608

    @contextmanager
    def alone(self) -> Iterator[None]:
        """While held, no other process delivers from this file. The system frees the lock of a process that dies.

        The lock is SQLite's own, on an empty database beside the history, so that it works on every system and never
        keeps a build from writing. Raises `StoreError` after five minutes of waiting.
        """
        with closing(self._locked()):
            yield

    def _locked(self) -> sqlite3.Connection:
        path = self.path.with_name(self.path.name + "-sending")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            connection = sqlite3.connect(path, timeout=WAIT_SECONDS, isolation_level=None)
            connection.execute("BEGIN EXCLUSIVE")
        except (OSError, sqlite3.Error) as error:
            raise StoreError(
                f"{path}: another briefgen is delivering from this history ({error}); try again when it has ended"
            ) from None
        return connection

    def _select(self, where: str, values: Sequence[str]) -> list[LedgerEntry]:
        if not self.path.is_file() or not self.path.stat().st_size:
            return []
        with connected(self.path) as connection:
            if version_of(connection) < FIRST_VERSION:
                return []
            order = "profile, as_of, channel, target, delivered_at"
            sql = f"SELECT {_COLUMNS} FROM deliveries WHERE {where} ORDER BY {order}"  # noqa: S608
            return [_entry(row) for row in connection.execute(sql, tuple(values))]


def _entry(row: Sequence[str]) -> LedgerEntry:
    message_id, state, attempts, next_attempt, error, delivered_at = row[5:]
    return LedgerEntry(
        parcel=Parcel(*row[:5]),
        message_id=message_id,
        state=state,  # type: ignore[arg-type]  # the table checks it
        attempts=int(attempts),
        next_attempt=_moment(next_attempt),
        error=error,
        delivered_at=_moment(delivered_at),
    )


def _text(moment: datetime | None) -> str | None:
    return moment.astimezone(UTC).isoformat() if moment else None


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
