"""Whether a history is whole, by SQLite's own check."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from briefgen.store.schema import connected

MOST = 5  # faults told


@dataclass(frozen=True, slots=True)
class Health:
    """What SQLite finds wrong (nothing in a whole file), the journal mode, and how many briefs there are."""

    faults: tuple[str, ...]
    journal: str
    briefs: int


def health(path: Path) -> Health:
    """Look at the history at *path*. Raises `StoreError` where it cannot be opened or is none."""
    with connected(path) as connection:
        found = [str(row[0]) for row in connection.execute(f"PRAGMA integrity_check({MOST})")]
        broken = [f"{row[0]} points to nothing" for row in connection.execute("PRAGMA foreign_key_check")]
        journal = str(connection.execute("PRAGMA journal_mode").fetchone()[0])
        briefs = int(connection.execute("SELECT count(*) FROM briefs").fetchone()[0])
    return Health(tuple([text for text in found if text != "ok"] + broken[:MOST]), journal, briefs)
