"""Word of a failure: short, through any channel, and never a failure of its own."""

from __future__ import annotations

import pytest

from briefgen.deliver.channel import Stamp
from briefgen.deliver.mail_message import message_of
from briefgen.deliver.mail_settings import MailSettings
from briefgen.running.notice import failure, notify
from tests.running.conftest import Desk


def test_notice_says_what_failed_and_what_to_do(desk: Desk) -> None:
    profile = desk.profile()
    mail = MailSettings(host="localhost", security="none", sender="a@example.org", recipients=("b@example.org",))
    delivery = failure(profile, "no room\non the <disk> " + "x" * 2000, now=desk.now)
    message = message_of(delivery, Stamp("b@example.org", "<1@example.org>"), settings=mail)
    assert message["Subject"] == "briefgen: the run of morning failed, as of 2026-11-27 05:00"
    body = message.get_body(("plain",))
    assert body is not None
    text = body.get_content()
    assert "no room on the <disk>" in text
    assert "briefgen run morning" in text
    assert len(text) < 1000
    page = message.get_body(("html",))
    assert page is not None
    assert "&lt;disk&gt;" in page.get_content()


def test_notify_goes_through_a_channel_each_time(desk: Desk) -> None:
    for reason in ("first", "second"):
        assert notify(desk.profile(), reason, channel="note", clock=lambda: desk.now, sleep=desk.sleep) == ""
        (note,) = (desk.folder / "notes").rglob("*.md")
        assert reason in note.read_text()


@pytest.fixture(autouse=True)
def _note(desk: Desk) -> None:
    text = desk.file.read_text() + '\n[channel.note]\nkind = "folder"\nfolder = "notes"\nformats = ["md"]\n'
    desk.file.write_text(text, encoding="utf-8")


def test_notify_that_fails_says_so_and_raises_nothing(desk: Desk) -> None:
    said = notify(desk.profile(), "why", channel="nobody", clock=lambda: desk.now, sleep=desk.sleep)
    assert said.startswith("nobody was told by nobody: no channel named nobody")
    (desk.folder / "notes").write_text("a file where the folder should be")
    said = notify(desk.profile(), "why", channel="note", clock=lambda: desk.now, sleep=desk.sleep)
    assert said.startswith("note: 1 were not told")
