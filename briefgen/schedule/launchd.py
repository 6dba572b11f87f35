"""A launchd agent: a property list in the user's LaunchAgents; a time missed in sleep is made up for on waking."""

from __future__ import annotations

import plistlib
from pathlib import Path
from typing import Any

from briefgen.deliver.files import write_file
from briefgen.schedule.backend import Backend, Installed, Job, Machine, Text
from briefgen.schedule.zones import in_local_time, zone_note

PREFIX = "org.briefgen."


def agent(job: Job) -> bytes:
    """The property list of *job*; launchd knows no time zones, so the hour is the machine's own."""
    times, _ = in_local_time(job.timing)
    content: dict[str, Any] = {
        "Label": PREFIX + job.profile,
        "ProgramArguments": list(job.command),
        "WorkingDirectory": str(job.folder),
        "StartCalendarInterval": [
            {"Hour": at.hour, "Minute": at.minute, **({"Weekday": (day + 1) % 7} if day is not None else {})}
            for day, at in times
        ],
        "ProcessType": "Background",
        "StandardOutPath": str(_log(job)),
        "StandardErrorPath": str(_log(job)),
    }
    return plistlib.dumps(content, sort_keys=False)


def _log(job: Job) -> Path:
    return job.folder / f"briefgen-{job.profile}.log"


def _path(profile: str, machine: Machine) -> Path:
    return machine.home / "Library" / "LaunchAgents" / f"{PREFIX}{profile}.plist"


def _domain(machine: Machine) -> str:
    return f"gui/{machine.told(['id', '-u']).strip()}"


def _is_here(machine: Machine) -> bool:
    return machine.platform == "darwin" and machine.which("launchctl") is not None


def _texts(job: Job, machine: Machine) -> tuple[Text, ...]:
    return (Text(_path(job.profile, machine), agent(job).decode()),)


def _install(job: Job, machine: Machine) -> None:
    (text,) = _texts(job, machine)
    domain = _domain(machine)
    machine.call(["launchctl", "bootout", f"{domain}/{PREFIX}{job.profile}"], None)  # an earlier one, if any
    write_file(text.path, text.content.encode(text.encoding))
    machine.told(["launchctl", "bootstrap", domain, str(text.path)])


def _remove(profile: str, machine: Machine) -> None:
    machine.call(["launchctl", "bootout", f"{_domain(machine)}/{PREFIX}{profile}"], None)
    _path(profile, machine).unlink(missing_ok=True)


def _installed(machine: Machine) -> list[Installed]:
    found = []
    for path in sorted(_path("", machine).parent.glob(f"{PREFIX}*.plist")):
        content = plistlib.loads(path.read_bytes())
        command, times = content["ProgramArguments"], content["StartCalendarInterval"]
        days = "Monday to Friday " if "Weekday" in times[0] else ""
        when = f"{days}{times[0]['Hour']:02}:{times[0]['Minute']:02}"
        profile = content["Label"].removeprefix(PREFIX)
        found.append(Installed(profile, LAUNCHD.name, command[command.index("--config") + 1], when, str(path)))
    return found


def _notes(job: Job, machine: Machine) -> list[str]:
    return [f"what it says goes to {_log(job)}", *zone_note(job.timing, scheduler="launchd")]


LAUNCHD = Backend("launchd", _is_here, _texts, _install, _remove, _installed, _notes)
