"""`briefgen deliver` and `briefgen deliveries`: what is sent, what is said, and with which exit code it ends."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from briefgen.cli import run
from briefgen.deliver import Policy
from briefgen.errors import PdfUnavailable
from briefgen.model import Brief
from briefgen.store import History
from tests.deliver.servers import Mailbox, mail_server
from tests.render import samples

CONFIG = """
[channel.share]
kind = "folder"
folder = "share"
formats = ["md", "json"]

[channel.web]
kind = "archive"
folder = "site"
formats = ["html", "json"]

[channel.desk]
kind = "mail"
host = "localhost"
port = {port}
security = "none"
sender = "desk@example.org"
recipients = ["a@example.org", "gone@example.org"]
formats = []
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with three channels and a history of two briefs, as the working directory."""
    for name in [name for name in os.environ if name.startswith("BRIEFGEN_")]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "briefgen.toml").write_text(CONFIG.format(port=9), encoding="utf-8")
    for day in (14, 15):
        keep(samples.full().model_copy(update={"as_of": date(2022, 9, day), "number": None}))
    return tmp_path


@pytest.fixture
def box(folder: Path) -> Iterator[Mailbox]:
    """A mail server that knows nobody who is gone."""
    mailbox = Mailbox(at_rcpt={"gone@example.org": ["550 no such mailbox"]})
    with mail_server(mailbox) as port:
        (folder / "briefgen.toml").write_text(CONFIG.format(port=port), encoding="utf-8")
        yield mailbox


def keep(brief: Brief, *, profile: str = "") -> None:
    History(Path("out/briefgen.db"), profile=profile).keep(brief)


def shelved(folder: Path) -> list[str]:
    return sorted(path.name for path in (folder / "site" / "briefs").iterdir())


def test_deliver_last_goes_to_the_channels_named_and_is_recorded(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["deliver", "--last", "-c", "share", "-c", "web"]) == 0
    out, err = capsys.readouterr()
    assert out.splitlines()[0] == "share: share delivered: share/2022-09-15/brief .md .json"
    assert (shelved(folder), err) == (["2022-09-15"], "")
    assert run(["deliveries"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines] == ["delivered", "delivered"]
    assert "2022-09-15  share: share  1 attempt" in lines[0]


@pytest.mark.parametrize("which", ["1", "2022-09-14", "brief.json"])
def test_deliver_takes_a_number_an_as_of_or_a_file(folder: Path, which: str) -> None:
    (folder / "brief.json").write_text(History(Path("out/briefgen.db")).brief(1).model_dump_json(), encoding="utf-8")
    assert run(["deliver", which, "-c", "web", "--quiet"]) == 0
    assert shelved(folder) == ["2022-09-14"]


def test_deliver_all_fills_an_archive(folder: Path) -> None:
    assert run(["deliver", "--all", "-c", "web", "--quiet"]) == 0
    assert shelved(folder) == ["2022-09-14", "2022-09-15"]


def test_deliver_of_a_profile_takes_its_history_and_its_channels(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with (folder / "briefgen.toml").open("a") as file:
        file.write('[profile.horn]\nchannels = ["web"]\n')
    History(folder / "out" / "horn" / "briefgen.db", profile="horn").keep(samples.full())
    (folder / "elsewhere").mkdir()
    monkeypatch.chdir(folder / "elsewhere")
    assert run(["deliver", "--last", "--profile", "horn", "--config", "../briefgen.toml", "--quiet"]) == 0
    assert shelved(folder) == ["horn-2022-09-15"]


def test_deliver_that_fails_for_one_is_five_and_names_him(box: Mailbox, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["deliver", "--last", "-c", "desk"]) == 5
    out, err = capsys.readouterr()
    assert "desk: a@example.org delivered" in out
    assert "desk: gone@example.org failed: localhost: 550 no such mailbox" in err
    assert run(["deliver", "--last", "-c", "desk"]) == 5
    assert "has it already" in capsys.readouterr().out
    assert len(box.raw) == 1
    assert run(["deliver", "--last", "-c", "desk", "--again", "--quiet"]) == 0
    assert len(box.raw) == 2


def test_deliver_pending_takes_up_what_was_put_off(
    box: Mailbox, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    box.at_rcpt = {"gone@example.org": ["451 later"] * 5}
    monkeypatch.setattr(Policy, "wait", lambda policy, tried: timedelta(0))
    assert run(["deliver", "1", "-c", "desk", "--quiet"]) == 5
    assert "put off: localhost: 451 later (5 attempts)" in capsys.readouterr().err
    assert run(["deliveries", "--pending"]) == 0
    assert "pending" in capsys.readouterr().out
    assert run(["deliver", "--pending"]) == 0
    assert sorted(box.recipients) == [["a@example.org"], ["gone@example.org"]]
    capsys.readouterr()
    assert run(["deliveries", "--pending"]) == 0
    assert capsys.readouterr().err == "nothing is pending in out/briefgen.db\n"


def test_deliver_dry_run_sends_nothing(box: Mailbox, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["deliver", "--last", "-c", "desk", "-c", "web", "--dry-run"]) == 0
    out = capsys.readouterr().out
    assert "desk: a@example.org would get: “Armenia and Azerbaijan: armed clashes, as of 15 September 2022”" in out
    assert box.raw == []
    assert not (folder / "site").exists()
    assert run(["deliveries"]) == 0
    assert "nothing was delivered" in capsys.readouterr().err


def test_a_changed_brief_is_held_back_unless_asked_for(box: Mailbox, capsys: pytest.CaptureFixture[str]) -> None:
    box.at_rcpt = {}
    assert run(["deliver", "--last", "-c", "desk", "--quiet"]) == 0
    keep(samples.full().model_copy(update={"title": "Badme", "number": 2}))
    assert run(["deliver", "--last", "-c", "desk"]) == 0
    assert capsys.readouterr().out.count("held back") == 2
    assert run(["deliver", "--last", "-c", "desk", "--resend", "changed", "--quiet"]) == 0
    assert len(box.raw) == 4


def test_deliver_without_pdf_libraries_is_four(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def without(*arguments: object, **options: object) -> bytes:
        raise PdfUnavailable("no PDF: cannot load library 'pango'")

    monkeypatch.setattr("briefgen.render.pdf.render_pdf", without)
    (folder / "briefgen.toml").write_text(
        '[channel.share]\nkind = "folder"\nfolder = "share"\nformats = ["pdf", "md"]\n', encoding="utf-8"
    )
    assert run(["deliver", "--last", "-c", "share", "--quiet"]) == 4
    assert [path.name for path in (folder / "share" / "2022-09-15").iterdir()] == ["brief.md"]


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["deliver", "-c", "web"], "name a brief"),
        (["deliver", "--last", "--all", "-c", "web"], "name a brief"),
        (["deliver", "--last"], "there is: share, web, desk"),
        (["deliver", "--last", "-c", "nope"], "no channel named nope; there is: share, web, desk"),
        (["deliver", "--last", "-c", "web", "--config", "examples.toml"], "no such settings file"),
    ],
)
def test_wrong_use_is_two(folder: Path, arguments: list[str], told: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(arguments) == 2
    assert told in capsys.readouterr().err


def test_deliver_without_a_history_says_what_to_do(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["deliver", "--last", "-c", "web", "--store", "none.db"]) == 1
    assert "run briefgen build first" in capsys.readouterr().err


def test_deliveries_as_json_name_the_message_ids(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(["deliver", "--last", "-c", "web", "--quiet"])
    capsys.readouterr()
    assert run(["deliveries", "--json"]) == 0
    row = json.loads(capsys.readouterr().out)
    assert (row["channel"], row["state"], row["as_of"]) == ("web", "delivered", "2022-09-15")
    assert row["message_id"].endswith("@briefgen.invalid>")
