"""The history under processes: one that is killed half way, and several that write at once."""

from __future__ import annotations

import signal
import sqlite3
import subprocess
import sys
from datetime import date
from pathlib import Path

from briefgen.store import History
from tests.store.test_history import a_brief

KILLED = """
import os, signal, sys
from datetime import date
from pathlib import Path
import briefgen.store.history as module
from tests.store.test_history import a_brief

rows = module._facts

def dying(brief):
    yield from rows(brief)  # the brief and its facts are written, nothing is committed
    os.kill(os.getpid(), signal.SIGKILL)

module._facts = dying
module.History(Path(sys.argv[1])).keep(a_brief(date.fromisoformat(sys.argv[2]), title="half"))
"""
WRITING = """
import sys
from datetime import date
from pathlib import Path
from briefgen.store import History
from tests.store.test_history import a_brief

for day in sys.argv[2:]:
    History(Path(sys.argv[1])).keep(a_brief(date.fromisoformat(day)))
"""


def started(code: str, *words: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-c", code, *words], cwd=Path(__file__).parents[2])


def is_whole(path: Path) -> bool:
    with sqlite3.connect(path) as connection:
        found: tuple[str] = connection.execute("PRAGMA integrity_check").fetchone()
    return found == ("ok",)


def test_a_build_killed_while_it_writes_leaves_the_history_as_it_was(tmp_path: Path) -> None:
    history = History(tmp_path / "briefgen.db")
    history.keep(a_brief(date(1999, 2, 6)))
    for day in ("1999-02-06", "1999-02-07"):  # one that would replace, one that would be new
        assert started(KILLED, str(history.path), day).wait(timeout=60) == -signal.SIGKILL
        assert is_whole(history.path)
        assert [(entry.number, entry.title) for entry in history.entries()] == [(1, "Border")]
    assert history.keep(a_brief(date(1999, 2, 7))) == 2


def test_a_first_build_that_is_killed_leaves_a_file_that_the_next_can_use(tmp_path: Path) -> None:
    history = History(tmp_path / "briefgen.db")
    assert started(KILLED, str(history.path), "1999-02-06").wait(timeout=60) == -signal.SIGKILL
    assert history.keep(a_brief(date(1999, 2, 6))) == 1
    assert is_whole(history.path)


def test_processes_that_write_at_once_lose_nothing(tmp_path: Path) -> None:
    history = History(tmp_path / "briefgen.db")
    days = [[f"1999-0{month}-{day:02}" for day in range(1, 9)] for month in (2, 3, 4)]
    running = [started(WRITING, str(history.path), *some) for some in days]
    assert [process.wait(timeout=120) for process in running] == [0, 0, 0]
    assert is_whole(history.path)
    entries = history.entries()
    assert sorted(entry.number for entry in entries) == list(range(1, 25))
    assert [entry.as_of.isoformat() for entry in entries] == sorted(day for some in days for day in some)
