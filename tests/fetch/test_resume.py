"""Killed at any moment, the next run goes on: nothing is lost, nothing stored twice, no part of a file stays."""

from __future__ import annotations

import multiprocessing
import os
import sqlite3
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from briefgen.errors import StoreError
from briefgen.fetch import folder as folder_module
from briefgen.fetch.mail import read_mail
from briefgen.fetch.schema import NAME
from briefgen.fetch.sources import MailFolder, Sources
from briefgen.fetch.state import State, opened
from tests.fetch.conftest import FEED_TYPE, NOW, Desk, Reply, article, item, rss
from tests.fetch.test_mail import message

KILLED = 9
POINTS = {
    "before-feed-is-kept": (State, "keep_feed", 1, False),
    "after-feed-is-kept": (State, "keep_feed", 1, True),
    "before-intent": (State, "intend", 2, False),
    "after-intent": (State, "intend", 2, True),
    "between-metadata-and-article": (folder_module, "write_file", 4, False),
    "in-the-middle-of-writing-metadata": (Path, "replace", 3, False),
    "in-the-middle-of-writing-article": (Path, "replace", 4, False),
    "before-article-is-noted": (State, "stored", 2, False),
    "after-article-is-noted": (State, "stored", 2, True),
    "last": (State, "stored", 3, True),
}
fork = pytest.mark.skipif("fork" not in multiprocessing.get_all_start_methods(), reason="this system cannot fork")


def killing(call: Callable[..., Any], *, at: int, after: bool) -> Callable[..., Any]:
    """*call* that ends the process, without any clean-up, at its *at*-th use."""
    left = [at]

    def wrapped(*args: Any, **values: Any) -> Any:
        left[0] -= 1
        if left[0] == 0 and not after:
            os._exit(KILLED)
        result = call(*args, **values)
        if left[0] == 0:
            os._exit(KILLED)
        return result

    return wrapped


def run_and_die(desk: Desk, sources: Sources, point: str) -> None:
    owner, name, at, after = POINTS[point]

    def child() -> None:
        setattr(owner, name, killing(getattr(owner, name), at=at, after=after))
        desk.fetch(sources)
        os._exit(0)

    process = multiprocessing.get_context("fork").Process(target=child)
    process.start()
    process.join(60)
    assert process.exitcode == KILLED, f"{point} was not reached"


def stray(desk: Desk) -> list[str]:
    """Hidden files that a killed write left, and metadata without an article."""
    found = [path for path in desk.folder.rglob("*") if path.is_file() and path.parent != desk.folder]
    hidden = [path.name for path in found if path.name.startswith(".")]
    names = {path.name for path in found}
    metas = [name for name in names if name.endswith(".meta.json")]
    return hidden + [name for name in metas if name.replace(".meta.json", ".html") not in names]


@fork
@pytest.mark.parametrize("point", POINTS)
def test_run_that_was_killed_is_finished_by_the_next(desk: Desk, point: str) -> None:
    pages = {f"/{n}": article(f"Story number {n}") for n in range(3)}
    feed = Reply(rss(*(item(desk.site.url(path)) for path in pages)), type=FEED_TYPE, headers={"ETag": '"1"'})

    def conditional(handler: Any) -> None:
        (Reply(status=304) if handler.headers["If-None-Match"] == '"1"' else feed)(handler)

    desk.site.routes |= {"/rss": conditional, **pages}
    run_and_die(desk, desk.feed(), point)
    whole = len(desk.files())
    desk.site.asked.clear()
    report = desk.fetch(desk.feed(), later=timedelta(days=1))
    assert report.outcome == "fine"
    assert report.sources[0].waiting == 0
    assert len(desk.files()) == 3
    assert stray(desk) == []
    assert len(set(desk.site.paths()) - {"/rss"}) == 3 - whole
    assert desk.fetch(desk.feed()).stored == ()


@fork
def test_mail_run_that_was_killed_stores_each_message_once(desk: Desk, tmp_path: Path) -> None:
    box = tmp_path / "box"
    box.write_bytes(b"".join(b"From a\n" + message(n) + b"\n" for n in range(3)))
    assert len(list(read_mail(box, max_bytes=99999))) == 3
    sources = Sources(mail=(MailFolder(path=box),))
    run_and_die(desk, sources, "before-article-is-noted")
    report = desk.fetch(sources)
    assert (report.sources[0].stored, report.sources[0].known) == (1, 2)
    assert len(desk.files()) == 3


def test_dry_run_after_a_kill_touches_nothing(desk: Desk) -> None:
    desk.site.routes |= {"/rss": Reply(rss(item(desk.site.url("/a"))), type=FEED_TYPE), "/a": article("One")}
    desk.fetch(desk.feed())
    with opened(desk.folder) as state:
        key = f"https://post.example:{desk.site.port}/a"
        state.intend(key, path="2026-03-01/x.html", sha256="0", text_sha256="0")
    (desk.folder / "2026-03-01" / "x.html").write_text("half an arti")
    before = {path: path.read_bytes() for path in desk.folder.rglob("*") if path.is_file()}
    desk.fetch(desk.feed(), dry_run=True)
    assert {path: path.read_bytes() for path in desk.folder.rglob("*") if path.is_file()} == before


def test_two_runs_into_one_folder_do_not_meet(desk: Desk) -> None:
    with (
        opened(desk.folder),
        pytest.raises(StoreError, match="another fetch into this folder is running"),
        opened(desk.folder),
    ):
        pass
    with opened(desk.folder):
        pass


def test_state_of_another_kind_or_version_is_left_alone(desk: Desk) -> None:
    desk.folder.mkdir()
    connection = sqlite3.connect(desk.folder / NAME)
    connection.execute("PRAGMA user_version = 99")
    connection.close()
    with pytest.raises(StoreError, match="update briefgen"):
        desk.fetch(desk.feed())
    (desk.folder / NAME).write_bytes(b"no database at all" * 99)
    with pytest.raises(StoreError, match="cannot be used"):
        desk.fetch(desk.feed())


def test_waits_double_up_to_a_day(desk: Desk) -> None:
    from briefgen.errors import FetchError
    from briefgen.fetch.items import Item

    with opened(desk.folder) as state:
        state.want(Item(key="a", source="s"))
        waits = [state.failed("a", FetchError("no"), attempts=9, now=NOW) for _ in range(9)]
    minutes = [(due - NOW).total_seconds() / 60 for due in waits if due]
    assert minutes == [30, 60, 120, 240, 480, 960, 1440, 1440]
    assert waits[-1] is None
