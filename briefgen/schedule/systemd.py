"""A systemd user timer: two units in the user's folder, with the time zone in OnCalendar, caught up after an absence.

Quoting follows systemd.service(5): an argument in double quotes with C escapes, "%" and "$" doubled, but no "$" in the
path of the program, which is not looked through for variables. A program with a quote or a backslash in its path is
refused by systemd, so that a shell starts it.
"""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from pathlib import Path

from briefgen.deliver.files import write_file
from briefgen.schedule.backend import Backend, Installed, Job, Machine, Text
from briefgen.schedule.times import left_out

PREFIX = "briefgen-"
DELAY_SECONDS = 30  # so that not all machines ask the same hosts in the same second
YEARS = 5  # for which a time that the clocks skip is named: systemd leaves such a day out
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\r": "\\r", "%": "%%"}
_SHELL = ("/bin/sh", "-c", 'exec "$0" "$@"')
_CONFIG = re.compile(r"^X-Briefgen-Config=(.*)$", re.MULTILINE)
_WHEN = re.compile(r"^OnCalendar=(.*)$", re.MULTILINE)


def quote(word: str, *, program: bool = False) -> str:
    r"""*word* as one argument of ExecStart.

    >>> quote('/a b/50%"$x')
    '"/a b/50%%\\"$$x"'
    """
    text = "".join(_ESCAPES.get(char, char) for char in word)
    return f'"{text if program else text.replace("$", "$$")}"'


def service(job: Job) -> str:
    """The unit that runs the profile once."""
    program, *arguments = job.command if _is_plain(job.python) else (*_SHELL, *job.command)
    line = " ".join([quote(program, program=True), *map(quote, arguments)])
    return f"""\
[Unit]
Description=briefgen: the brief of the profile {job.profile}
X-Briefgen-Config={json.dumps(str(job.config)).replace("%", "%%")}

[Service]
Type=oneshot
WorkingDirectory={str(job.folder).replace("%", "%%")}
ExecStart={line}
SuccessExitStatus=3 4
TimeoutStartSec=6h
Nice=10
"""


def _is_plain(program: Path) -> bool:
    return not set("\"'\\") & set(str(program)) and str(program).isprintable()


def timer(job: Job, *, now: datetime) -> str:
    """The unit that says when; Persistent makes up for a run that was missed while the machine was off."""
    lines = "\n".join(f"OnCalendar={when}" for when in calendar(job, now=now))
    return f"""\
[Unit]
Description=briefgen: when the profile {job.profile} runs

[Timer]
{lines}
Persistent=true
RandomizedDelaySec={DELAY_SECONDS}

[Install]
WantedBy=timers.target
"""


def calendar(job: Job, *, now: datetime) -> list[str]:
    """The OnCalendar expressions of *job*: the daily time, and the days on which the clocks skip it.

    >>> from briefgen.profile import Timing
    >>> timing = Timing(at="06:00", weekdays=True, tz="Europe/Vienna")
    >>> calendar(Job("a", timing, Path("p"), Path("c")), now=datetime(2026, 11, 28, tzinfo=UTC))
    ['Mon..Fri *-*-* 06:00:00 Europe/Vienna']
    """
    timing = job.timing
    zone = f" {timing.tz}" if timing.tz else ""
    days = "Mon..Fri " if timing.weekdays else ""
    skipped = [f"{due:%Y-%m-%d %H:%M:%S}{zone}" for due in left_out(timing, now=now, years=YEARS)]
    return [f"{days}*-*-* {timing.clock}:00{zone}", *skipped]


def _folder(machine: Machine) -> Path:
    home = machine.environ.get("XDG_CONFIG_HOME", "")
    return (Path(home) if Path(home).is_absolute() else machine.home / ".config") / "systemd" / "user"


def _is_here(machine: Machine) -> bool:
    """Whether a user's systemd answers; a container may have the command without the service."""
    if not machine.platform.startswith("linux") or not machine.which("systemctl"):
        return False
    return machine.call(["systemctl", "--user", "show-environment"], None).code == 0


def _texts(job: Job, machine: Machine) -> tuple[Text, ...]:
    stem, folder = PREFIX + job.profile, _folder(machine)
    return (
        Text(folder / f"{stem}.service", service(job)),
        Text(folder / f"{stem}.timer", timer(job, now=datetime.now(UTC))),
    )


def _install(job: Job, machine: Machine) -> None:
    for text in _texts(job, machine):
        write_file(text.path, text.content.encode(text.encoding))
    machine.told(["systemctl", "--user", "daemon-reload"])
    machine.told(["systemctl", "--user", "enable", "--now", f"{PREFIX}{job.profile}.timer"])
    machine.told(["systemctl", "--user", "restart", f"{PREFIX}{job.profile}.timer"])


def _remove(profile: str, machine: Machine) -> None:
    stem = PREFIX + profile
    machine.call(["systemctl", "--user", "disable", "--now", f"{stem}.timer"], None)
    for suffix in (".timer", ".service"):
        (_folder(machine) / (stem + suffix)).unlink(missing_ok=True)
    machine.call(["systemctl", "--user", "clean", "--what=state", f"{stem}.timer"], None)
    machine.call(["systemctl", "--user", "reset-failed", f"{stem}.service", f"{stem}.timer"], None)
    machine.told(["systemctl", "--user", "daemon-reload"])


def _installed(machine: Machine) -> list[Installed]:
    found = []
    for path in sorted(_folder(machine).glob(f"{PREFIX}*.timer")):
        profile = path.stem.removeprefix(PREFIX)
        unit = path.with_suffix(".service")
        config = _CONFIG.search(unit.read_text(encoding="utf-8")) if unit.is_file() else None
        when = _WHEN.search(path.read_text(encoding="utf-8"))
        told = json.loads(config[1].replace("%%", "%")) if config else ""
        found.append(Installed(profile, SYSTEMD.name, told, when[1] if when else "", str(path)))
    return found


def _notes(job: Job, machine: Machine) -> list[str]:
    user = machine.environ.get("USER", "")
    linger = Path("/var/lib/systemd/linger") / user
    if user and linger.exists():
        return []
    return ["it runs only while you are logged in, unless you allow it once: loginctl enable-linger"]


SYSTEMD = Backend("systemd", _is_here, _texts, _install, _remove, _installed, _notes)
