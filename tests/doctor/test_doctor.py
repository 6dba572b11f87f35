"""The doctor: what is well, what is not, and what to do; each fault made on purpose."""

from __future__ import annotations

import json
import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from briefgen.cli import run
from briefgen.delivery import LedgerEntry, Parcel
from briefgen.doctor import Check, Scene, examine
from briefgen.doctor.installation import fonts, model, pdf
from briefgen.doctor.mornings import heartbeats, profiles, timers
from briefgen.doctor.places import deliveries, disk, histories
from briefgen.doctor.servers import mail
from briefgen.errors import EngineError, PdfUnavailable, TryLater
from briefgen.model import Brief
from briefgen.profile import Timing, read_profile, write_timing
from briefgen.running.heartbeat import Heartbeat, write_heartbeat
from briefgen.running.lock import Owner, alone
from briefgen.schedule import find_backend
from briefgen.store import Deliveries, History
from tests.schedule.machines import Fake, job, linux

NOW = datetime(2026, 11, 27, 9, tzinfo=UTC)  # three hours after six in London, four in Vienna
TOML = """
[channel.desk]
kind = "mail"
host = "mail.example.org"
sender = "a@example.org"
recipients = ["b@example.org"]
[profile.morning]
articles = "articles"
schedule = { at = "06:00", tz = "Europe/London" }
"""


@pytest.fixture
def work(tmp_path: Path) -> Path:
    folder = tmp_path / "work"
    (folder / "articles").mkdir(parents=True)
    (folder / "briefgen.toml").write_text(TOML, encoding="utf-8")
    return folder


def scene(work: Path, *, fake: Fake | None = None, network: bool = False, free: int | None = None) -> Scene:
    machine = (fake or linux()).machine(work.parent / "home")
    return Scene(work / "briefgen.toml", environ={}, machine=machine, now=NOW, network=network, free_bytes=free)


def beat(work: Path, **values: object) -> Path:
    """A heartbeat of a run that began today at six and went well, but for *values*."""
    started = NOW - timedelta(hours=3)
    well = {"profile": "morning", "started": started, "ended": started, "exit": 0, "message": "brief no. 7"}
    path = work / "out" / "morning" / "heartbeat.json"
    write_heartbeat(path, Heartbeat.model_validate({**well, **values}))
    return path


def one(checks: object) -> Check:
    (found,) = checks  # type: ignore[misc]
    assert isinstance(found, Check)
    return found


def test_last_run_that_went_well_is_ok(work: Path) -> None:
    beat(work)
    assert one(heartbeats(scene(work))) == Check("last run of morning", "ok", "began 2026-11-27 06:00 UTC: brief no. 7")


@pytest.mark.parametrize(
    ("values", "state", "said"),
    [
        ({"exit": 3}, "warn", "exit code 3"),
        ({"exit": 1, "message": "no room", "failures": 4}, "fail", r"failed \(4 in a row\): no room"),
        ({"exit": None, "ended": None}, "fail", "was killed"),
        ({"started": NOW - timedelta(days=1, hours=3)}, "fail", "was due 2026-11-27 06:00 UTC, but the last one began"),
        ({"started": NOW + timedelta(days=1)}, "warn", "later than now"),
    ],
)
def test_last_run_that_went_wrong_is_told_with_what_to_do(
    values: dict[str, object], state: str, said: str, work: Path
) -> None:
    import re

    beat(work, **values)
    found = one(heartbeats(scene(work)))
    assert found.state == state
    assert re.search(said, found.said)
    assert found.advice


def test_last_run_before_the_installation_is_not_late(work: Path) -> None:
    beat(work, started=NOW - timedelta(days=9))
    profile = read_profile("morning", file=work / "briefgen.toml", environ={})
    write_timing(profile, Timing(at="06:00", tz="Europe/London"), now=NOW - timedelta(hours=1))
    assert one(heartbeats(scene(work))).state == "ok"
    write_timing(profile, Timing(at="06:00", tz="Europe/London"), now=NOW - timedelta(days=1))
    assert one(heartbeats(scene(work))).state == "fail"


def test_last_run_that_goes_on_is_ok_until_it_hangs(work: Path) -> None:
    owner = Owner("morning", 4711, "desk", "2026-11-27T06:00:00+00:00")
    for hours, state in ((3, "ok"), (9, "fail")):
        beat(work, started=NOW - timedelta(hours=hours), ended=None, exit=None)
        with alone(work / "out" / "morning" / "run.lock", owner=owner):
            found = one(heartbeats(scene(work)))
        assert (found.state, "4711" in found.said) == (state, True)


def test_last_run_of_nothing_and_of_junk(work: Path) -> None:
    assert one(heartbeats(scene(work))).state == "warn"
    beat(work).write_text("{")
    assert one(heartbeats(scene(work))).state == "fail"


def test_timer_that_is_installed_says_when_it_runs_next(work: Path) -> None:
    fake = linux()
    assert one(timers(scene(work, fake=fake))).advice == "briefgen schedule install morning"
    find_backend(scene(work).machine).install(job(work, profile="morning"), scene(work, fake=fake).machine)
    assert one(timers(scene(work, fake=fake))) == Check(
        "timer morning", "ok", "next run Saturday 2026-11-28 06:00 Europe/London"
    )


def test_timer_of_what_is_gone_fails(work: Path) -> None:
    machine = scene(work).machine
    backend = find_backend(machine)
    backend.install(job(work, profile="evening"), machine)
    backend.install(job(work.parent / "gone", profile="old"), machine)
    found = {check.name: check for check in timers(scene(work))}
    assert "no such profile" in found["timer evening"].said
    assert "which is gone" in found["timer old"].said
    assert found["timer old"].advice == "briefgen schedule remove old"


def test_profiles_that_are_wrong_fail(work: Path) -> None:
    assert one(profiles(scene(work))).state == "ok"
    (work / "briefgen.toml").write_text("[profile.morning]\nchannels = ['x']\n", encoding="utf-8")
    assert "no channel" in one(profiles(scene(work))).said
    (work / "briefgen.toml").write_text("[profile", encoding="utf-8")
    assert "TOML" in one(profiles(scene(work))).said
    assert list(heartbeats(scene(work))) == []


def test_history_is_whole_or_named(work: Path) -> None:
    store = work / "out" / "morning" / "briefgen.db"
    assert one(histories(scene(work))).said == "no brief has been kept yet"
    for day in range(1, 29):
        History(store).keep(Brief(title="x" * 500, as_of=datetime(2026, 11, day, tzinfo=UTC)))
    assert one(histories(scene(work))) == Check("history", "ok", f"{store}: whole, 28 briefs")
    connection = sqlite3.connect(store)
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    content = bytearray(store.read_bytes())
    content[8192:16384] = b"\xff" * 8192
    store.write_bytes(content)
    found = one(histories(scene(work)))
    assert (found.state, bool(found.advice)) == ("fail", True)


def test_deliveries_that_wait_are_told(work: Path) -> None:
    assert list(deliveries(scene(work))) == []
    parcel = Parcel("morning", "2026-11-27", "c", "desk", "b@example.org")
    ledger = Deliveries(work / "out" / "morning" / "briefgen.db")
    ledger.write(LedgerEntry(parcel, message_id="<1@example.org>", error="451 busy"))
    found = one(deliveries(scene(work)))
    assert (found.state, found.said) == ("warn", "1 wait for morning; the last, by desk: 451 busy")
    ledger.write(LedgerEntry(parcel, message_id="<1@example.org>", state="delivered", delivered_at=NOW))
    assert list(deliveries(scene(work))) == []


@pytest.mark.parametrize(("free", "state"), [(5_000_000_000, "ok"), (500_000_000, "warn"), (1_000_000, "fail")])
def test_disk_warns_before_it_is_full(free: int, state: str, work: Path) -> None:
    assert one(disk(scene(work, free=free))).state == state


def test_mail_is_asked_only_where_told_to(work: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[object] = []
    monkeypatch.setattr("briefgen.doctor.servers.reach", lambda settings: asked.append(settings) or "answers")
    assert one(mail(scene(work))).state == "ok"
    assert asked == []
    assert one(mail(scene(work, network=True))) == Check("mail desk", "ok", "answers")

    def silent(settings: object) -> str:
        raise TryLater("mail.example.org: no answer in time")

    monkeypatch.setattr("briefgen.doctor.servers.reach", silent)
    assert one(mail(scene(work, network=True))).state == "fail"


def test_installation_is_whole(work: Path) -> None:
    assert one(model(scene(work))).state == one(fonts(scene(work))).state == "ok"


def test_installation_that_is_broken_is_told(work: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*arguments: object, **options: object) -> object:
        raise EngineError("model.onnx: not the file it should be")

    def no_pango(*arguments: object, **options: object) -> object:
        raise PdfUnavailable("cannot load library 'pango'")

    monkeypatch.setattr("briefgen.parse.engines.load_engine", broken)
    monkeypatch.setattr("briefgen.render.pdf.render_pdf", no_pango)
    assert one(model(scene(work))).state == "fail"
    assert "apt-get" in one(pdf(scene(work))).advice


def test_examine_survives_an_examination_that_breaks(work: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def breaks(scene: Scene) -> object:
        raise ZeroDivisionError("division by zero")

    monkeypatch.setattr("briefgen.doctor.EXAMINATIONS", (breaks, profiles))
    first, second = examine(scene(work))
    assert (first.name, first.state, second.name) == ("breaks", "fail", "profile morning")


def test_doctor_command_is_one_on_a_failure_and_tells_as_json(
    work: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from briefgen.schedule import Machine

    monkeypatch.setattr(Machine, "this", classmethod(lambda cls: linux().machine(work.parent / "home")))
    monkeypatch.setattr("briefgen.doctor.EXAMINATIONS", (profiles, heartbeats))
    monkeypatch.chdir(work)
    beat(work, started=datetime.now(UTC) - timedelta(seconds=5))
    assert run(["doctor"]) == 0
    assert capsys.readouterr().out.startswith("ok    profile morning: can be run\nok    last run of morning: began ")
    beat(work, exit=1, message="no room")
    assert run(["doctor", "--json"]) == 1
    told = json.loads(capsys.readouterr().out)
    assert [one["state"] for one in told] == ["ok", "fail"]
