"""Each scheduler on a machine of its own: what is written, read back, repeated and removed, whatever the paths hold."""

from __future__ import annotations

import plistlib
import re
import shlex
import shutil
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pytest
from lxml import etree

from briefgen.errors import ScheduleError
from briefgen.schedule import BACKENDS, find_backend, installed, remove
from briefgen.schedule.backend import Machine, call
from briefgen.schedule.cron import CRON, block
from briefgen.schedule.launchd import LAUNCHD
from briefgen.schedule.systemd import SYSTEMD, calendar, service, timer
from briefgen.schedule.times import next_due
from briefgen.schedule.windows import task
from tests.schedule.machines import NASTY, Fake, job, linux, mac, old_unix, windows

NOW = datetime(2026, 11, 28, tzinfo=UTC)
SCHEMA = Path(__file__).parent / "data" / "task.xsd"
ANALYZE = shutil.which("systemd-analyze")


@pytest.fixture
def vienna(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine whose own time is Vienna's."""
    from zoneinfo import ZoneInfo

    monkeypatch.setattr("tzlocal.get_localzone", lambda: ZoneInfo("Europe/Vienna"))


@pytest.mark.parametrize(
    ("fake", "name"), [(linux(), "systemd"), (mac(), "launchd"), (windows(), "windows"), (old_unix(), "cron")]
)
def test_backend_is_the_one_that_the_machine_has(fake: Fake, name: str, tmp_path: Path) -> None:
    assert find_backend(fake.machine(tmp_path)).name == name


def test_backend_without_any_scheduler_is_refused_with_what_there_is(tmp_path: Path) -> None:
    bare = Fake("linux", ()).machine(tmp_path)
    with pytest.raises(ScheduleError, match="systemd, launchd, windows, cron"):
        find_backend(bare)
    with pytest.raises(ScheduleError, match="no scheduler 'anacron'"):
        find_backend(bare, name="anacron")


def test_systemd_without_a_service_of_the_user_is_not_there(tmp_path: Path) -> None:
    fake = Fake("linux", ("systemctl", "crontab"), fails=("show-environment",))
    assert find_backend(fake.machine(tmp_path)).name == "cron"


@pytest.mark.parametrize("fake", [linux(), mac(), windows(), old_unix("MAILTO=me\n5 4 * * * tidy\n")])
@pytest.mark.parametrize("nasty", ["plain", NASTY])
def test_install_is_found_again_repeated_and_removed_without_a_trace(fake: Fake, nasty: str, tmp_path: Path) -> None:
    machine = fake.machine(tmp_path / "home")
    before = (fake.crontab, dict(fake.tasks))
    backend = find_backend(machine)
    work = job(tmp_path / nasty, tz=None)
    for at in ("05:00", "06:00", "06:00"):
        backend.install(job(tmp_path / nasty, at=at), machine)
    backend.install(job(tmp_path / "other", profile="other"), machine)
    found = installed(machine)
    assert [(one.profile, one.config) for one in found] == [
        ("m", str(work.config)),
        ("other", str(tmp_path / "other" / "briefgen.toml")),
    ]
    assert "6" in found[0].when
    assert [one.profile for one in remove("m", machine=machine)] == ["m"]
    assert [one.profile for one in installed(machine)] == ["other"]
    remove("other", machine=machine)
    assert installed(machine) == []
    assert (fake.crontab, fake.tasks) == before
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []
    assert remove("m", machine=machine) == []


def test_install_that_the_scheduler_refuses_says_its_words(tmp_path: Path) -> None:
    fake = Fake("linux", ("systemctl",), fails=("enable",))
    with pytest.raises(ScheduleError, match="systemctl --user enable --now: Access denied"):
        SYSTEMD.install(job(tmp_path), fake.machine(tmp_path))


def test_systemd_timer_holds_zone_weekdays_and_catching_up(tmp_path: Path) -> None:
    text = timer(job(tmp_path, weekdays=True, tz="Europe/Vienna"), now=NOW)
    assert "OnCalendar=Mon..Fri *-*-* 06:00:00 Europe/Vienna\n" in text
    assert "Persistent=true\n" in text
    delay = re.search(r"RandomizedDelaySec=(\d+)", text)
    assert delay is not None
    assert 0 < int(delay[1]) <= 60


def test_systemd_timer_names_the_days_on_which_the_clocks_skip_the_time(tmp_path: Path) -> None:
    text = timer(job(tmp_path, at="02:30", tz="Europe/Vienna"), now=NOW)
    assert "OnCalendar=2027-03-28 03:30:00 Europe/Vienna\n" in text


@pytest.mark.skipif(not ANALYZE, reason="systemd-analyze is not here")
@pytest.mark.parametrize("folder", ["plain", NASTY, "back\\slash"])
@pytest.mark.parametrize("weekdays", [False, True])
def test_systemd_units_pass_its_own_check(folder: str, weekdays: bool, tmp_path: Path) -> None:
    work = job(tmp_path / folder, at="02:30", weekdays=weekdays, tz="Europe/Vienna")
    work.python.parent.mkdir(parents=True)
    work.python.write_text("#!/bin/sh\n")
    work.python.chmod(0o755)
    units = [tmp_path / "briefgen-m.service", tmp_path / "briefgen-m.timer"]
    units[0].write_text(service(work), encoding="utf-8")
    units[1].write_text(timer(work, now=NOW), encoding="utf-8")
    line = [str(ANALYZE), "--user", "verify", *map(str, units)]
    checked = subprocess.run(
        line, env={"XDG_RUNTIME_DIR": str(tmp_path), "HOME": str(tmp_path)}, capture_output=True, text=True, check=False
    )
    assert (checked.returncode, checked.stderr) == (0, "")


@pytest.mark.skipif(not ANALYZE, reason="systemd-analyze is not here")
@pytest.mark.parametrize("at", ["00:00", "02:30", "06:00", "23:59"])
@pytest.mark.parametrize("zone", ["Europe/Vienna", "America/New_York", "Asia/Kathmandu"])
@pytest.mark.parametrize("base", ["2026-10-24 12:00", "2026-10-31 21:00", "2027-03-13 12:00", "2027-03-27 12:00"])
def test_next_due_is_what_systemd_does(at: str, zone: str, base: str, tmp_path: Path) -> None:
    work = job(tmp_path, at=at, tz=zone)
    now = datetime.fromisoformat(f"{base}+00:00")
    line = [str(ANALYZE), "calendar", "--base-time", f"{base} UTC", *calendar(work, now=now)]
    said = subprocess.run(line, capture_output=True, text=True, check=True, env={"TZ": "UTC"}).stdout
    found = [
        datetime.strptime(text, "%Y-%m-%d %H:%M:%S").replace(tzinfo=UTC)
        for text in re.findall(r"Next elapse: \w+ (\S+ \S+) UTC", said)
    ]
    assert min(found) == next_due(work.timing, after=now).astimezone(UTC)


def test_systemd_check_would_see_a_broken_unit(tmp_path: Path) -> None:
    if not ANALYZE:
        pytest.skip("systemd-analyze is not here")
    unit = tmp_path / "briefgen-m.service"
    unit.write_text(service(job(tmp_path)), encoding="utf-8")  # there is no such program
    env = {"XDG_RUNTIME_DIR": str(tmp_path), "HOME": str(tmp_path)}
    line = [str(ANALYZE), "--user", "verify", str(unit)]
    assert subprocess.run(line, env=env, capture_output=True, check=False).returncode != 0


@pytest.mark.parametrize("folder", ["plain", NASTY])
def test_crontab_line_is_five_fields_and_a_command_that_a_shell_reads_as_meant(folder: str, tmp_path: Path) -> None:
    work = job(tmp_path / folder, at="06:05", weekdays=True)
    (line,) = [text for text in block(work, zones=False).splitlines() if not text.startswith("#")]
    *fields, command = line.split(" ", 5)
    assert fields == ["5", "6", "*", "*", "1,2,3,4,5"]
    assert not re.search(r"(?<!\\)%", command)
    handed = re.sub(r"\\%", "%", command)  # what cron does
    assert shlex.split(handed) == ["cd", str(work.folder), "&&", *work.command, "--quiet"]
    work.python.parent.mkdir(parents=True)
    work.python.write_text('#!/bin/sh\nfor word; do printf "%s\\n" "$word"; done; pwd\n')
    work.python.chmod(0o755)
    ran = subprocess.run(["/bin/sh", "-c", handed], capture_output=True, text=True, check=True)
    assert ran.stdout.splitlines() == [*work.command[1:], "--quiet", str(work.folder)]


@pytest.mark.usefixtures("vienna")
def test_crontab_names_the_zone_only_where_cron_knows_it(tmp_path: Path) -> None:
    work = job(tmp_path, tz="Asia/Kathmandu", weekdays=True)
    cronie = old_unix(cron_version="cronie 1.5.7").machine(tmp_path)
    plain = old_unix().machine(tmp_path)
    lines = CRON.texts(work, cronie)[0].content.splitlines()
    assert lines[1] == "CRON_TZ=Asia/Kathmandu"
    assert lines[2].startswith("0 6 * * 1,2,3,4,5 ")
    assert lines[3] == "CRON_TZ=Europe/Vienna"  # lines that follow keep the machine's time
    assert len(CRON.notes(work, cronie)) == 1
    told = CRON.texts(work, plain)[0].content
    assert "CRON_TZ" not in told
    assert re.search(r"^15 (1|2) \* \* 1,2,3,4,5 ", told, re.MULTILINE)
    assert any("install it again when the clocks" in note for note in CRON.notes(work, plain))


@pytest.mark.usefixtures("vienna")
def test_crontab_moves_weekdays_with_the_hour(tmp_path: Path) -> None:
    work = job(tmp_path, at="02:00", tz="Pacific/Auckland", weekdays=True)  # the afternoon before, in Vienna
    assert re.search(r" \* \* 0,1,2,3,4 ", CRON.texts(work, old_unix().machine(tmp_path))[0].content)


def test_crontab_of_others_stays_as_it_was(tmp_path: Path) -> None:
    fake = old_unix("MAILTO=me\n5 4 * * * tidy 100\\%")  # no line feed at its end
    machine = fake.machine(tmp_path)
    CRON.install(job(tmp_path), machine)
    assert (fake.crontab or "").startswith("MAILTO=me\n5 4 * * * tidy 100\\%\n# briefgen m begin\n")
    CRON.remove("m", machine)
    assert fake.crontab == "MAILTO=me\n5 4 * * * tidy 100\\%\n"


def test_crontab_block_changed_by_hand_is_listed_and_removed(tmp_path: Path) -> None:
    fake = old_unix("# briefgen m begin\nwhatever\n# briefgen m end\n5 4 * * * tidy\n")
    machine = fake.machine(tmp_path)
    assert [(one.profile, one.config) for one in installed(machine)] == [("m", "")]
    remove("m", machine=machine)
    assert fake.crontab == "5 4 * * * tidy\n"


def test_crontab_that_cannot_be_read_is_not_overwritten(tmp_path: Path) -> None:
    fake = Fake("linux", ("crontab",), crontab="5 4 * * * tidy\n", fails=("-l",))
    with pytest.raises(ScheduleError, match="Access denied"):
        CRON.install(job(tmp_path), fake.machine(tmp_path))
    assert fake.crontab == "5 4 * * * tidy\n"


@pytest.mark.parametrize("weekdays", [False, True])
def test_launchd_agent_is_a_valid_property_list(weekdays: bool, tmp_path: Path) -> None:
    work = job(tmp_path / NASTY, at="06:05", weekdays=weekdays)
    (text,) = LAUNCHD.texts(work, mac().machine(tmp_path))
    content = plistlib.loads(text.content.encode())
    assert content["ProgramArguments"] == list(work.command)
    assert content["Label"] == text.path.stem == "org.briefgen.m"
    times = content["StartCalendarInterval"]
    assert [(one["Hour"], one["Minute"]) for one in times] == [(6, 5)] * (5 if weekdays else 1)
    assert [one.get("Weekday") for one in times] == ([1, 2, 3, 4, 5] if weekdays else [None])
    for key in ("StandardOutPath", "WorkingDirectory"):
        assert str(content[key]).startswith(str(work.folder))


@pytest.mark.parametrize("weekdays", [False, True])
@pytest.mark.parametrize("folder", ["plain", NASTY])
def test_windows_task_validates(folder: str, weekdays: bool, tmp_path: Path) -> None:
    work = job(tmp_path / folder, weekdays=weekdays)
    schema = etree.XMLSchema(etree.parse(str(SCHEMA)))
    root = etree.fromstring(task(work).encode("utf-16"))
    schema.assertValid(root)
    space = {"t": "http://schemas.microsoft.com/windows/2004/02/mit/task"}
    assert root.findtext(".//t:Command", namespaces=space) == str(work.python)
    assert root.findtext(".//t:Arguments", namespaces=space) == subprocess.list2cmdline(work.command[1:])
    assert root.findtext(".//t:StartWhenAvailable", namespaces=space) == "true"
    assert root.findtext(".//t:MultipleInstancesPolicy", namespaces=space) == "IgnoreNew"
    days = [etree.QName(day).localname for day in root.findall(".//t:DaysOfWeek/*", namespaces=space)]
    assert days == (["Monday", "Tuesday", "Wednesday", "Thursday", "Friday"] if weekdays else [])
    root.find(".//t:StartBoundary", namespaces=space).text = "6 o'clock"
    assert not schema.validate(root)


@pytest.mark.parametrize("backend", BACKENDS, ids=lambda backend: backend.name)
def test_texts_are_shown_without_touching_the_machine(backend: object, tmp_path: Path) -> None:
    fake = Fake("linux", ())
    texts = backend.texts(job(tmp_path), fake.machine(tmp_path))  # type: ignore[attr-defined]
    assert all("briefgen" in text.content for text in texts)
    assert list(tmp_path.iterdir()) == []
    assert [asked for asked in fake.asked if asked != ["crontab", "-V"]] == []


def test_call_of_a_command_that_is_not_there_is_an_answer() -> None:
    assert call(["no-such-command-here"]).code == 127
    assert call(["cat"], "given").out == "given"


def test_machine_this_is_the_users() -> None:
    assert Machine.this().home == Path.home()
