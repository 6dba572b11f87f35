"""Five days and ten kills; and that each of the soak's checks sees what it is there for."""

from __future__ import annotations

import os
import signal
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from tests.soak import checks
from tests.soak.dying import PHASES
from tests.soak.news import stories
from tests.soak.play import KILLED, RECIPIENTS, Copy, Run, Soak, mail_faults, soaking

needs_kills = pytest.mark.skipif(
    not hasattr(signal, "SIGKILL") or not hasattr(os, "fork"), reason="needs fork and kill"
)
DAYS, KILLS = 5, 10
DIED = Run(1, 0, KILLED, ("mail smtplib.send b'data'",))
ENDED = Run(2, 0, 0, ())
LATER = Run(3, 0, 0, ())


@pytest.fixture(scope="module")
def soak(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Soak]:
    with soaking(tmp_path_factory.mktemp("soak"), seed=4) as soak:
        soak.play(days=DAYS, kills=KILLS)
        yield soak


@needs_kills
def test_soak_loses_nothing_and_sends_nothing_twice_without_need(soak: Soak) -> None:
    assert soak.faults == []
    assert len(soak.kills) == KILLS
    assert all(run.last.partition(" ")[0] in PHASES for run in soak.kills)
    assert len({run.last for run in soak.kills}) > KILLS // 2
    assert DAYS - len(soak.dead) <= len(soak.formats) <= DAYS
    assert len(soak.mails) == len(soak.formats) * len(RECIPIENTS)


@needs_kills
def test_soak_sees_files_that_are_not_whole(soak: Soak) -> None:
    (day, *_) = sorted((soak.folder / "out" / "morning").glob("2*"))
    (page, *_) = sorted((soak.folder / "articles").rglob("*.html"))
    spoilt = [day / "brief.json", day / "brief.md", soak.folder / "site" / "index.html", page]
    whole = {path: path.read_bytes() for path in spoilt}
    try:
        for path, content in whole.items():
            path.write_bytes(content[: len(content) // 2].rstrip())
        found = list(checks.Whole().faults(soak.folder))
    finally:
        for path, content in whole.items():
            path.write_bytes(content)
    assert sorted(fault.partition(":")[0] for fault in found) == sorted(
        path.relative_to(soak.folder).as_posix() for path in spoilt
    )
    assert list(checks.Whole().faults(soak.folder)) == []


@needs_kills
def test_soak_sees_a_broken_store_and_a_number_that_is_lacking(soak: Soak, tmp_path: Path) -> None:
    store = tmp_path / "briefgen.db"
    store.write_bytes(soak.profile.store.read_bytes())
    settings = soak.profile.settings.model_copy(update={"store": store})
    profile = soak.profile.model_copy(update={"settings": settings})
    assert checks.databases(profile)[0] == []
    with closing(sqlite3.connect(store)) as connection:
        connection.execute("DELETE FROM briefs WHERE number = 2")  # its facts stay: foreign keys are off
        connection.commit()
    *broken, numbers = checks.databases(profile)[0]
    left = [number for number in soak.formats if number != 2]
    assert str(left) in numbers
    assert "points to nothing" in broken[0]
    assert checks.briefs(profile, formats=soak.formats) == [f"briefs {left} are kept, {list(soak.formats)} were due"]


@needs_kills
def test_soak_sees_a_brief_that_the_archive_lacks(soak: Soak, tmp_path: Path) -> None:
    assert len(checks.archive(tmp_path, profile=soak.profile)) == len(soak.formats)


@needs_kills
def test_soak_sees_a_lock_that_is_held(soak: Soak) -> None:
    from briefgen.running.lock import Owner, alone

    with alone(soak.profile.lock_file, owner=Owner.me("morning", started="today")):
        assert len(checks.locks(soak.profile)) == 2
    assert checks.locks(soak.profile) == []


@pytest.mark.parametrize("name", [".brief.json.0a1b2c-77-abcdefgh.part", "briefgen.db-wal", "a.db-journal", ".new"])
def test_stray_names_what_is_left_of_writes(name: str, tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / name).touch()
    (tmp_path / ".briefgen-fetch.db").touch()
    (tmp_path / "briefgen.db-sending").touch()
    assert checks.stray(tmp_path) == [f"a/{name}"]


def faults(*copies: Copy, **more: Any) -> list[str]:
    mails = {("a@b.example", "Brief 1", "<1>"): list(copies), **more.pop("others", {})}
    return list(mail_faults(mails, subjects=1, recipients=("a@b.example",), **more))


def test_mail_may_come_twice_only_by_the_one_gap() -> None:
    assert faults(Copy(ENDED, True)) == []
    assert faults(Copy(DIED, False), Copy(ENDED, True)) == []
    assert "run 1 was recorded" in faults(Copy(DIED, True), Copy(ENDED, True))[0]
    assert "run 2 was not killed" in faults(Copy(ENDED, False), Copy(LATER, True))[0]
    assert len(faults(Copy(DIED, False), Copy(DIED, False))) == 1


def test_mail_must_come_and_under_one_id() -> None:
    other = {("a@b.example", "Brief 1", "<2>"): [Copy(ENDED, True)]}
    assert faults(Copy(ENDED, True), others=other) == ["a@b.example: 'Brief 1' under 2 ids"]
    assert list(mail_faults({}, subjects=2, recipients=("a@b.example",))) == ["a@b.example got 0 of 2 briefs"]


def test_news_of_a_seed_are_always_the_same_and_never_of_two() -> None:
    assert stories(3, seed=1) == stories(3, seed=1)
    assert stories(3, seed=1) != stories(3, seed=2)
    assert len({story.text for day in range(30) for story in stories(day, seed=1)}) >= 60
