"""`briefgen schedule`: a profile every morning by the machine's own scheduler, and when it is next due."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from briefgen.cli.options import settings_file

if TYPE_CHECKING:
    from briefgen.profile import Profile, Timing
    from briefgen.schedule import Job

CONFIG = click.option("--config", metavar="FILE", help="Settings file (default: briefgen.toml here).")
BACKENDS = ("systemd", "launchd", "windows", "cron")


@click.group(
    epilog="""\b
    Examples:
      briefgen schedule install morning --at 06:00 --weekdays --tz Europe/Vienna
      briefgen schedule install morning --print
      briefgen schedule list
      briefgen schedule next morning
      briefgen schedule remove morning
    """
)
def schedule() -> None:
    """Have a profile run every morning: by systemd, launchd, the Windows task scheduler or cron."""


@schedule.command(
    epilog="""\b
    Examples:
      briefgen schedule install morning --at 06:00
      briefgen schedule install morning --at 06:00 --weekdays --tz Europe/Vienna
      briefgen schedule install morning --print --with cron
    Without --at the time is that of `schedule` in the profile.
    """
)
@click.argument("profile")
@click.option("--at", metavar="HH:MM", help="Time of day.")
@click.option("--weekdays", is_flag=True, default=None, help="Monday to Friday only.")
@click.option("--tz", metavar="ZONE", help="Time zone, such as Europe/Vienna (default: that of this machine).")
@click.option("--print", "shown", is_flag=True, help="Show what would be written, and install nothing.")
@click.option("--with", "backend", type=click.Choice(BACKENDS), help="Scheduler (default: the one of this machine).")
@CONFIG
def install(profile: str, shown: bool, backend: str | None, config: str | None, **times: Any) -> int:
    """Install the schedule of a profile, in place of an earlier one."""
    from datetime import UTC, datetime

    from briefgen.profile import write_timing
    from briefgen.running.check import faults
    from briefgen.schedule import Machine, find_backend

    found = _profile(profile, config)
    job = _job(found, times)
    machine = Machine.this()
    chosen = find_backend(machine, name=backend, only_shown=shown)
    if shown:
        for text in chosen.texts(job, machine):
            click.echo(f"# {text.path}\n{text.content}")
        _tell(job)
        return 0
    _refuse_other(job, chosen.installed(machine))
    for fault in faults(profile, file=found.file, environ=os.environ):
        click.echo(f"briefgen: wrong in the profile: {fault}", err=True)
    chosen.install(job, machine)
    write_timing(found, job.timing, now=datetime.now(UTC))
    click.echo(f"{profile} is installed in {chosen.name}; {_next(job.timing)}")
    for note in chosen.notes(job, machine):
        click.echo(f"briefgen: {note}", err=True)
    _tell(job)
    return 0


@schedule.command(
    "list",
    epilog="""\b
    Examples:
      briefgen schedule list
    """,
)
def list_installed() -> int:
    """List what is installed on this machine: profile, scheduler, when, and of which settings file."""
    from briefgen.errors import BriefgenError
    from briefgen.profile import read_profile, timing_of
    from briefgen.schedule import Machine, installed

    found = installed(Machine.this())
    for one in found:
        click.echo(f"{one.profile:16} {one.backend:8} {one.when}  {one.config}")
        with suppress(BriefgenError):  # the settings file may be gone
            timing = timing_of(read_profile(one.profile, file=Path(one.config), environ=os.environ))
            if timing:
                click.echo(f"{'':16} {_next(timing)}")
    if not found:
        click.echo("nothing is installed here; see: briefgen schedule install --help", err=True)
    return 0


@schedule.command(
    epilog="""\b
    Examples:
      briefgen schedule remove morning
    """
)
@click.argument("profile")
@CONFIG
def remove(profile: str, config: str | None) -> int:
    """Remove the schedule of a profile from this machine; the profile and its briefs stay."""
    from briefgen.errors import BriefgenError, ScheduleError
    from briefgen.profile import forget_timing
    from briefgen.schedule import Machine, remove as take_away

    gone = take_away(profile, machine=Machine.this())
    with suppress(BriefgenError):  # the settings file may be gone, or lie elsewhere
        forget_timing(_profile(profile, config))
    if not gone:
        raise ScheduleError(f"{profile} is not installed here; see: briefgen schedule list")
    for one in gone:
        click.echo(f"{profile} is removed from {one.backend} ({one.where})")
    return 0


@schedule.command(
    "next",
    epilog="""\b
    Examples:
      briefgen schedule next
      briefgen schedule next morning
    """,
)
@click.argument("profile", required=False)
@CONFIG
def next_run(profile: str | None, config: str | None) -> int:
    """Tell when a profile, or each, runs next."""
    from briefgen.errors import UsageError
    from briefgen.profile import profile_names, timing_of

    file = settings_file(config)
    for name in (profile,) if profile else profile_names(file):
        timing = timing_of(_profile(name, config))
        if timing is None and profile:
            raise UsageError(f"{file}: profile {name} has no schedule; add one, or: briefgen schedule install {name}")
        click.echo(f"{name}: {_next(timing) if timing else 'no schedule'}")
    return 0


def _profile(name: str, config: str | None) -> Profile:
    from briefgen.profile import read_profile

    return read_profile(name, file=settings_file(config), environ=os.environ)


def _job(profile: Profile, times: dict[str, Any]) -> Job:
    """The job of *profile* at the times given, else at those of its table. Raises `UsageError` where there are none."""
    from pydantic import ValidationError

    from briefgen.errors import UsageError
    from briefgen.profile import Timing
    from briefgen.schedule import Job

    own = profile.plan.schedule.model_dump() if profile.plan.schedule else {}
    given = {key: value for key, value in times.items() if value is not None}
    if not {**own, **given}.get("at"):
        raise UsageError(f"when? Give --at 06:00, or the profile {profile.name} a line: schedule = {{ at = '06:00' }}")
    try:
        timing = Timing.model_validate({**own, **given})
    except ValidationError as error:
        first = error.errors()[0]
        reason = first["msg"].removeprefix("Value error, ")
        raise UsageError(f"--{first['loc'][0]}: {first['input']!r} cannot be used: {reason}") from None
    return Job(profile.name, timing, Path(os.path.abspath(sys.executable)), profile.file)  # noqa: PTH100  # a link stays


def _refuse_other(job: Job, there: list[Any]) -> None:
    """Another settings file may have a profile of this name: its schedule is not overwritten."""
    from briefgen.errors import ScheduleError

    for one in there:
        if one.profile == job.profile and one.config != str(job.config):
            raise ScheduleError(
                f"{job.profile} is installed here for {one.config}; rename this profile, or first: "
                f"briefgen schedule remove {job.profile}"
            )


def _next(timing: Timing) -> str:
    """ "next run: Monday 2026-11-30 06:00 CET (in 9 h 12 min)"."""
    from datetime import UTC, datetime, timedelta

    from briefgen.schedule.times import next_due, zone_name

    now = datetime.now(UTC)
    due = next_due(timing, after=now)
    minutes = (due.astimezone(UTC) - now + timedelta(seconds=59)) // timedelta(minutes=1)
    return f"next run: {due:%A %Y-%m-%d %H:%M} {zone_name(timing)} (in {minutes // 60} h {minutes % 60} min)"


def _tell(job: Job) -> None:
    from datetime import UTC, datetime

    from briefgen.schedule.times import doubts

    for doubt in doubts(job.timing, now=datetime.now(UTC)):
        click.echo(f"briefgen: {doubt}", err=True)
