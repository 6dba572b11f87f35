"""Mail folders: maildir and mbox, read and never written, each message stored once as an .eml that build reads."""

from __future__ import annotations

import os
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from briefgen.errors import FetchError
from briefgen.fetch.mail import Mail, TooLarge, read_mail
from briefgen.fetch.sources import Limits, MailFolder, Sources
from briefgen.load import load
from briefgen.settings import LoadSettings
from tests.fetch.conftest import STORY, Desk


def message(
    number: int, *, sender: str = "Wire News <alerts@wire.example>", body: str = STORY * 2, day: int = 27
) -> bytes:
    return (
        f"From: {sender}\nSubject: Alert {number}\nMessage-ID: <{number}@wire.example>\n"
        f"Date: Fri, {day} Feb 2026 09:00:00 +0200\nContent-Type: text/plain; charset=utf-8\n\n{number}. {body}\n"
    ).encode()


@pytest.fixture
def maildir(tmp_path: Path) -> Path:
    box = tmp_path / "Maildir"
    for name in ("cur", "new", "tmp"):
        (box / name).mkdir(parents=True)
    (box / "cur" / "1:2,S").write_bytes(message(1))
    (box / "new" / "2").write_bytes(message(2))
    (box / "tmp" / "3").write_bytes(message(3))
    return box


@pytest.fixture
def mbox(tmp_path: Path) -> Path:
    path = tmp_path / "alerts.mbox"
    quoted = message(
        2,
        body=f">From the front: {STORY}\n\nFrom here on it is quiet, they said. {STORY}".replace(
            "\n\nFrom", "\n\n>From"
        ),
    )
    path.write_bytes(b"From a@b Fri Feb 27 2026\n" + message(1) + b"\nFrom a@b Fri Feb 27 2026\n" + quoted)
    return path


def folder(path: Path, **values: object) -> Sources:
    return Sources(mail=(MailFolder(path=path, **values),))


def test_fetch_stores_messages_of_a_maildir(desk: Desk, maildir: Path) -> None:
    report = desk.fetch(folder(maildir, outlet="The Wire"))
    assert report.sources[0].stored == 2
    articles = load([desk.folder], settings=LoadSettings()).articles
    assert sorted(article.title or "" for article in articles) == ["Alert 1", "Alert 2"]
    assert {article.source.outlet for article in articles} == {"The Wire"}
    assert articles[0].source.published == datetime(2026, 2, 27, 7, tzinfo=UTC)


def test_fetch_reads_a_mbox_and_leaves_it_as_it_was(desk: Desk, mbox: Path) -> None:
    before = (mbox.read_bytes(), mbox.stat().st_mtime_ns)
    desk.fetch(folder(mbox))
    assert (mbox.read_bytes(), mbox.stat().st_mtime_ns) == before
    (_, second) = (found for found in read_mail(mbox, max_bytes=99999) if isinstance(found, Mail))
    assert b"\nFrom here on" in second.data
    assert len(desk.files()) == 2
    assert desk.site.asked == []


def test_fetch_stores_a_message_once_wherever_it_lies(desk: Desk, maildir: Path, mbox: Path) -> None:
    (maildir / "cur" / "9").write_bytes(message(1))
    listed = desk.fetch(Sources(mail=(MailFolder(path=maildir), MailFolder(path=mbox))), dry_run=True).stored
    assert sorted(stored.title or "" for stored in listed) == ["Alert 1", "Alert 2"]
    assert not desk.folder.exists()
    report = desk.fetch(Sources(mail=(MailFolder(path=maildir), MailFolder(path=mbox))))
    assert [(source.stored, source.known) for source in report.sources] == [(2, 1), (0, 2)]
    assert desk.fetch(folder(maildir), later=timedelta(hours=1)).sources[0].known == 3


def test_fetch_takes_messages_of_named_senders_of_late(desk: Desk, maildir: Path) -> None:
    (maildir / "new" / "4").write_bytes(message(4, sender="Mum <mum@home.example>"))
    (maildir / "new" / "5").write_bytes(message(5, day=6))
    report = desk.fetch(folder(maildir, senders=("*@wire.example",)), since=date(2026, 2, 20))
    assert sorted(stored.title or "" for stored in report.stored) == ["Alert 1", "Alert 2"]
    assert desk.fetch(folder(maildir, limits=Limits(max_age_days=7))).sources[0].stored == 1


def test_fetch_notes_messages_that_hold_no_article(desk: Desk, maildir: Path) -> None:
    (maildir / "new" / "6").write_bytes(message(6, body=STORY * 50))
    (maildir / "new" / "7").write_bytes(b"From: a@b.example\nSubject: Picture\n\n")
    report = desk.fetch(folder(maildir, limits=Limits(max_bytes=4000)))
    assert report.sources[0].stored == 2
    assert any("larger than max_bytes" in note for note in report.sources[0].notes)
    assert any(note.startswith("Picture:") for note in report.sources[0].notes)


@pytest.mark.parametrize("kind", ["missing", "empty-folder", "text"])
def test_read_mail_says_what_is_no_mail_folder(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "box"
    if kind == "empty-folder":
        path.mkdir()
    elif kind == "text":
        path.write_text("Dear all,\n")
    with pytest.raises(FetchError, match=r"no such maildir|no maildir|no mbox"):
        list(read_mail(path, max_bytes=1000))


def test_read_mail_bounds_a_message_without_end(tmp_path: Path) -> None:
    path = tmp_path / "box"
    path.write_bytes(b"From a\n" + b"x" * 3_000_000 + b"\n\nFrom b\n" + message(2))
    first, second = read_mail(path, max_bytes=10_000)
    assert isinstance(first, TooLarge)
    assert isinstance(second, Mail)


def test_read_mail_takes_hostile_headers(tmp_path: Path) -> None:
    path = tmp_path / "box"
    odd = b"Date: never\nFrom: \xff\xfe<<>>\nMessage-ID:\nSubject: =?utf-8?b?!!!?=\n\n" + STORY.encode()
    path.write_bytes(b"From a\n" + odd)
    (mail,) = read_mail(path, max_bytes=10_000)
    assert isinstance(mail, Mail)
    assert (mail.moment, mail.key[:5]) == (None, "mail:")


def test_fetch_of_a_mail_folder_that_is_gone_fails_alone(desk: Desk, maildir: Path, tmp_path: Path) -> None:
    report = desk.fetch(Sources(mail=(MailFolder(path=tmp_path / "none"), MailFolder(path=maildir))))
    assert report.outcome == "partly"
    assert report.sources[1].stored == 2
    assert os.fspath(tmp_path / "none") in report.failures[0].reason
