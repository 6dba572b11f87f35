"""The history of briefs: numbers, the brief before, replacing, and what happens to a broken or busy file."""

from __future__ import annotations

import sqlite3
import threading
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import pytest

from briefgen.errors import StoreError
from briefgen.model import Brief, Claim, Evidence, Message, Moment, Situation
from briefgen.store import History


def a_brief(as_of: Moment, *, title: str = "Border", number: int | None = None) -> Brief:
    evidence = Evidence(article="a", start=0, end=4, quote="Fire", rule="r")
    claim = Claim(claimant="Eritrea", accused="Ethiopia", evidence=(evidence,))
    situation = Situation(id="s1", title=Message(message="title.situation"), articles=("a",), claims=(claim,))
    return Brief(title=title, as_of=as_of, number=number, situations=(situation,))


@pytest.fixture
def history(tmp_path: Path) -> History:
    return History(tmp_path / "deep" / "briefgen.db")


def test_recall_without_a_file_gives_number_one_and_makes_no_file(history: History) -> None:
    assert history.recall(date(1999, 2, 6)) == (1, None)
    assert not history.path.exists()


def test_keep_numbers_in_order_of_building(history: History) -> None:
    assert [history.keep(a_brief(date(1999, 2, day))) for day in (6, 7, 8)] == [1, 2, 3]


def test_keep_replaces_the_brief_of_one_as_of_and_keeps_its_number(history: History) -> None:
    history.keep(a_brief(date(1999, 2, 6)))
    history.keep(a_brief(date(1999, 2, 7)))
    assert history.keep(a_brief(date(1999, 2, 6), title="Badme")) == 1
    assert [entry.title for entry in history.entries()] == ["Badme", "Border"]


def test_recall_gives_the_latest_strictly_earlier_brief(history: History) -> None:
    for day in (6, 7, 9):
        history.keep(a_brief(date(1999, 2, day)))
    number, before = history.recall(date(1999, 2, 8))
    assert number == 4 and before is not None and before.as_of == date(1999, 2, 7)
    number, before = history.recall(date(1999, 2, 7))
    assert number == 2 and before is not None and before.as_of == date(1999, 2, 6)


def test_recall_compares_instants_across_zones(history: History) -> None:
    late_in_new_york = datetime(1999, 2, 6, 22, 0, tzinfo=timezone(timedelta(hours=-5)))
    history.keep(a_brief(late_in_new_york))
    assert history.recall(datetime(1999, 2, 7, 2, 0, tzinfo=UTC))[1] is None
    assert history.recall(datetime(1999, 2, 7, 4, 0, tzinfo=UTC))[1] is not None


def test_the_same_instant_in_another_zone_is_the_same_brief(history: History) -> None:
    history.keep(a_brief(datetime(1999, 2, 6, 22, 0, tzinfo=timezone(timedelta(hours=-5)))))
    assert history.recall(datetime(1999, 2, 7, 3, 0, tzinfo=UTC)) == (1, None)


def test_profiles_do_not_see_each_other(history: History) -> None:
    history.keep(a_brief(date(1999, 2, 6)))
    other = History(history.path, profile="horn")
    assert other.recall(date(1999, 2, 7)) == (1, None)
    assert other.entries() == []


def test_brief_comes_back_as_it_was_kept(history: History) -> None:
    kept = a_brief(datetime(1999, 2, 6, 6, 0, tzinfo=UTC), number=1)
    history.keep(kept)
    assert history.brief(1) == kept
    assert history.brief(datetime(1999, 2, 6, 6, 0, tzinfo=UTC)) == kept
    assert history.brief(date(1999, 2, 6)) == kept


def test_brief_that_is_not_there_names_those_that_are(history: History) -> None:
    history.keep(a_brief(date(1999, 2, 6)))
    with pytest.raises(StoreError, match=r"no brief 7; the last are: 1 \(1999-02-06\)"):
        history.brief(7)


def test_a_number_given_is_kept_and_counting_goes_on_from_it(history: History) -> None:
    history.keep(a_brief(date(1999, 2, 6), number=40))
    assert history.recall(date(1999, 2, 7))[0] == 41


def test_a_number_taken_meanwhile_is_not_given_twice(history: History) -> None:
    history.keep(a_brief(date(1999, 2, 6), number=1))
    assert history.keep(a_brief(date(1999, 2, 7), number=1)) == 2


def test_facts_are_kept_beside_their_brief_and_go_with_it(history: History) -> None:
    for _ in range(2):
        history.keep(a_brief(date(1999, 2, 6)))
    with sqlite3.connect(history.path) as connection:
        assert connection.execute("SELECT situation, kind FROM facts").fetchall() == [("s1", "claims")]
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)


def test_a_keep_that_fails_leaves_the_history_as_it_was(history: History, monkeypatch: pytest.MonkeyPatch) -> None:
    history.keep(a_brief(date(1999, 2, 6)))

    def dies(brief: Brief) -> None:
        raise MemoryError

    monkeypatch.setattr("briefgen.store.history._facts", dies)
    with pytest.raises(MemoryError):
        history.keep(a_brief(date(1999, 2, 6), title="half"))
    assert [entry.title for entry in history.entries()] == ["Border"]


def test_builds_at_once_all_arrive_with_numbers_of_their_own(history: History) -> None:
    days = [date(1999, 2, day) for day in range(1, 13)]
    threads = [threading.Thread(target=history.keep, args=(a_brief(day),)) for day in days]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(entry.number for entry in history.entries()) == list(range(1, 13))


def test_a_file_that_is_no_database_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "notes.db"
    path.write_text("Shopping: bread, milk, and much more than a header of a database file.\n" * 3)
    before = path.read_bytes()
    with pytest.raises(StoreError, match="--store"):
        History(path).keep(a_brief(date(1999, 2, 6)))
    with pytest.raises(StoreError):
        History(path).recall(date(1999, 2, 6))
    assert path.read_bytes() == before


def test_a_database_of_something_else_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE recipes (name TEXT)")
    with pytest.raises(StoreError, match="no history of briefs"):
        History(path).keep(a_brief(date(1999, 2, 6)))


def test_a_newer_version_is_refused(history: History) -> None:
    history.keep(a_brief(date(1999, 2, 6)))
    with sqlite3.connect(history.path) as connection:
        connection.execute("PRAGMA user_version = 99")
    with pytest.raises(StoreError, match="newer briefgen"):
        history.recall(date(1999, 2, 7))


def test_a_brief_of_an_unknown_shape_is_refused(history: History) -> None:
    history.keep(a_brief(date(1999, 2, 6)))
    with sqlite3.connect(history.path) as connection:
        connection.execute("UPDATE briefs SET content = '{}'")
    with pytest.raises(StoreError, match="cannot be read"):
        history.recall(date(1999, 2, 7))
