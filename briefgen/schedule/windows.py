"""A task of the Windows task scheduler, in the folder \\briefgen, as the XML that `schtasks` takes.

The schema is that of [MS-TSCH] 2.5, version 1.2. The start has no zone, which means the machine's own time.
"""

from __future__ import annotations

import re
import subprocess
import tempfile
from datetime import date, datetime
from pathlib import Path
from xml.sax.saxutils import escape

from briefgen.schedule.backend import Backend, Installed, Job, Machine, Text
from briefgen.schedule.zones import in_local_time, zone_note

FOLDER = "briefgen"
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
START = date(2020, 1, 6)  # a Monday in the past; only its time of day counts
_NAMESPACE = "http://schemas.microsoft.com/windows/2004/02/mit/task"
_TASK = re.compile(rf'^"?\\{FOLDER}\\([^",]+)', re.MULTILINE)


def task(job: Job) -> str:
    """The task of *job* as XML: run once it is missed, never twice at once, on battery too."""
    slots, _ = in_local_time(job.timing)
    start = datetime.combine(START, slots[0][1]).isoformat()
    days = [day for day, _ in slots if day is not None]
    program, *arguments = job.command
    return f"""\
<?xml version="1.0" encoding="UTF-16"?>
<Task version="1.2" xmlns="{_NAMESPACE}">
  <RegistrationInfo>
    <Description>{escape(f"briefgen: the brief of the profile {job.profile}")}</Description>
    <Documentation>{escape(str(job.config))}</Documentation>
  </RegistrationInfo>
  <Triggers>
    <CalendarTrigger>
      <StartBoundary>{start}</StartBoundary>
      <Enabled>true</Enabled>
{_days(days)}
    </CalendarTrigger>
  </Triggers>
  <Settings>
    <MultipleInstancesPolicy>IgnoreNew</MultipleInstancesPolicy>
    <DisallowStartIfOnBatteries>false</DisallowStartIfOnBatteries>
    <StopIfGoingOnBatteries>false</StopIfGoingOnBatteries>
    <StartWhenAvailable>true</StartWhenAvailable>
    <Enabled>true</Enabled>
    <ExecutionTimeLimit>PT6H</ExecutionTimeLimit>
  </Settings>
  <Actions>
    <Exec>
      <Command>{escape(program)}</Command>
      <Arguments>{escape(subprocess.list2cmdline(arguments))}</Arguments>
      <WorkingDirectory>{escape(str(job.folder))}</WorkingDirectory>
    </Exec>
  </Actions>
</Task>
"""


def _days(days: list[int]) -> str:
    if not days:
        return "      <ScheduleByDay>\n        <DaysInterval>1</DaysInterval>\n      </ScheduleByDay>"
    names = "".join(f"\n          <{DAYS[day]} />" for day in sorted(days))
    return (
        f"      <ScheduleByWeek>\n        <DaysOfWeek>{names}\n        </DaysOfWeek>\n"
        "        <WeeksInterval>1</WeeksInterval>\n      </ScheduleByWeek>"
    )


def _name(profile: str) -> str:
    return f"\\{FOLDER}\\{profile}"


def _is_here(machine: Machine) -> bool:
    return machine.platform == "win32" and machine.which("schtasks") is not None


def _texts(job: Job, machine: Machine) -> tuple[Text, ...]:
    return (Text(Path(f"{job.profile}.xml"), task(job), encoding="utf-16"),)


def _install(job: Job, machine: Machine) -> None:
    (text,) = _texts(job, machine)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / text.path
        path.write_bytes(text.content.encode(text.encoding))
        machine.told(["schtasks", "/create", "/tn", _name(job.profile), "/xml", str(path), "/f"])


def _remove(profile: str, machine: Machine) -> None:
    machine.told(["schtasks", "/delete", "/tn", _name(profile), "/f"])


def _installed(machine: Machine) -> list[Installed]:
    answer = machine.call(["schtasks", "/query", "/fo", "csv", "/nh"], None)
    names = dict.fromkeys(_TASK.findall(answer.out))
    return [_read(name, machine) for name in sorted(names)]


def _read(profile: str, machine: Machine) -> Installed:
    """The task of *profile* as the scheduler gives it back."""
    from lxml import etree

    said = machine.told(["schtasks", "/query", "/tn", _name(profile), "/xml"])
    root = etree.fromstring(said[said.index("<Task") :].encode())
    start, config = (root.findtext(f".//{{{_NAMESPACE}}}{tag}") or "" for tag in ("StartBoundary", "Documentation"))
    days = "" if root.find(f".//{{{_NAMESPACE}}}ScheduleByWeek") is None else "Monday to Friday "
    return Installed(profile, WINDOWS.name, config, days + start[11:16], _name(profile))


def _notes(job: Job, machine: Machine) -> list[str]:
    return ["it runs only while you are logged in", *zone_note(job.timing, scheduler="the task scheduler")]


WINDOWS = Backend("windows", _is_here, _texts, _install, _remove, _installed, _notes)
