"""A block in the user's crontab, between two marks; all else in the table is left as it is.

The run is a quiet one, as cron mails whatever it says. The line is one for /bin/sh with every "%" escaped, which cron
would take for a line feed. CRON_TZ is written only for cronie, which knows it, and holds for the lines below: so the
block ends by setting the machine's own zone again.
"""

from __future__ import annotations

import re
import shlex
from pathlib import Path

from briefgen.profile import Timing
from briefgen.schedule.backend import Backend, Installed, Job, Machine, Text
from briefgen.schedule.times import zone_name
from briefgen.schedule.zones import Slot, in_local_time, zone_note

_BLOCK = re.compile(
    r"^# briefgen (?P<profile>\S+) begin\n(?P<body>.*?)# briefgen (?P=profile) end(?:\n|\Z)", re.DOTALL | re.MULTILINE
)


def block(job: Job, *, zones: bool) -> str:
    """The lines of *job* between their marks; with *zones* the cron knows CRON_TZ."""
    timing = job.timing
    lines = [f"{when(in_local_time(timing)[0])} {line(job)}"]
    if zones and timing.tz:
        own: list[Slot] = [(day, timing.at) for day in (range(5) if timing.weekdays else [None])]
        local = zone_name(Timing(at=timing.at))
        lines = [f"CRON_TZ={timing.tz}", f"{when(own)} {line(job)}", f"CRON_TZ={local}"]
    return "\n".join([f"# briefgen {job.profile} begin", *lines, f"# briefgen {job.profile} end", ""])


def when(slots: list[Slot]) -> str:
    """The five fields.

    >>> from datetime import time
    >>> when([(None, time(6, 0))]), when([(day, time(6, 5)) for day in range(5)])
    ('0 6 * * *', '5 6 * * 1,2,3,4,5')
    """
    days = ",".join(str((day + 1) % 7) for day, _ in slots if day is not None) or "*"
    at = slots[0][1]
    return f"{at.minute} {at.hour} * * {days}"


def line(job: Job) -> str:
    r"""The command of a crontab line.

    >>> line(Job("a", Timing(at="6:00"), Path("/p y/50%"), Path("/c/b.toml")))
    "cd /c && '/p y/50\\%' -m briefgen run a --config /c/b.toml --quiet"
    """
    command = shlex.join([*job.command, "--quiet"])
    return f"cd {shlex.quote(str(job.folder))} && {command}".replace("%", "\\%")


def _is_here(machine: Machine) -> bool:
    return machine.platform != "win32" and machine.which("crontab") is not None


def _knows_zones(machine: Machine) -> bool:
    answer = machine.call(["crontab", "-V"], None)
    return "cronie" in (answer.out + answer.err).lower()


def _texts(job: Job, machine: Machine) -> tuple[Text, ...]:
    return (Text(Path("crontab"), block(job, zones=_knows_zones(machine))),)


def _table(machine: Machine) -> str:
    """The user's crontab; "" where there is none yet."""
    answer = machine.call(["crontab", "-l"], None)
    if answer.code and "no crontab" not in (answer.err + answer.out).lower():
        machine.told(["crontab", "-l"])
    return "" if answer.code else answer.out


def _without(table: str, profile: str) -> str:
    return _BLOCK.sub(lambda found: "" if found["profile"] == profile else found[0], table)


def _install(job: Job, machine: Machine) -> None:
    others = _without(_table(machine), job.profile)
    gap = "" if not others or others.endswith("\n") else "\n"
    machine.told(["crontab", "-"], others + gap + _texts(job, machine)[0].content)


def _remove(profile: str, machine: Machine) -> None:
    left = _without(_table(machine), profile)
    if left.strip():
        machine.told(["crontab", "-"], left)
    else:
        machine.told(["crontab", "-r"])


def _installed(machine: Machine) -> list[Installed]:
    found = []
    for match in _BLOCK.finditer(_table(machine)):
        try:
            told, config = _read(match["body"].splitlines())
        except (ValueError, IndexError):  # changed by hand
            told, config = "a line that cannot be read", ""
        found.append(Installed(match["profile"], CRON.name, config, told, "crontab -l"))
    return found


def _read(lines: list[str]) -> tuple[str, str]:
    """When a block runs, in cron's words, and of which settings file."""
    zone = [text.removeprefix("CRON_TZ=") for text in lines[:1] if text.startswith("CRON_TZ=")]
    *fields, command = lines[len(zone)].split(" ", 5)
    words = shlex.split(command.replace("\\%", "%"))
    return " ".join([*fields, *zone]), words[words.index("--config") + 1]


def _notes(job: Job, machine: Machine) -> list[str]:
    zone = [] if job.timing.tz and _knows_zones(machine) else zone_note(job.timing, scheduler="this cron")
    here = f"cron does not make up for a run while the machine is off ({zone_name(Timing(at=job.timing.at))} time)"
    return [f"{here}; the next run covers what was missed", *zone]


CRON = Backend("cron", _is_here, _texts, _install, _remove, _installed, _notes)
