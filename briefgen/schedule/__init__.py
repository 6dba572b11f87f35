"""Runs a profile every morning by what the machine has: systemd, launchd, the Windows task scheduler, or cron.

Each backend stands in `BACKENDS`, in the order in which they are preferred; what it would write is text that can be
shown before anything is installed.
"""

from __future__ import annotations

from briefgen.errors import ScheduleError
from briefgen.schedule.backend import Backend, Installed, Job, Machine, Text
from briefgen.schedule.cron import CRON
from briefgen.schedule.launchd import LAUNCHD
from briefgen.schedule.systemd import SYSTEMD
from briefgen.schedule.windows import WINDOWS

__all__ = ["BACKENDS", "Backend", "Installed", "Job", "Machine", "Text", "find_backend", "installed", "remove"]

BACKENDS: tuple[Backend, ...] = (SYSTEMD, LAUNCHD, WINDOWS, CRON)


def find_backend(machine: Machine, *, name: str | None = None, only_shown: bool = False) -> Backend:
    """The backend called *name*, else the first that this machine has; to be *only_shown* that of its system will do.

    Raises `ScheduleError` where there is none.
    """
    names = ", ".join(backend.name for backend in BACKENDS)
    if name is not None:
        for backend in BACKENDS:
            if backend.name == name:
                return backend
        raise ScheduleError(f"no scheduler {name!r}; there is: {names}")
    for backend in BACKENDS:
        if backend.is_here(machine):
            return backend
    if only_shown:
        return {"darwin": LAUNCHD, "win32": WINDOWS}.get(machine.platform, SYSTEMD)
    raise ScheduleError(
        f"this machine offers none of: {names}; have what it has run the command that "
        "`briefgen schedule install PROFILE --print --with cron` shows"
    )


def installed(machine: Machine) -> list[Installed]:
    """What is installed here, in any backend of this machine, by profile."""
    found = [one for backend in BACKENDS if backend.is_here(machine) for one in backend.installed(machine)]
    return sorted(found, key=lambda one: (one.profile, one.backend))


def remove(profile: str, *, machine: Machine) -> list[Installed]:
    """Remove *profile* from every backend of this machine; what was removed, nothing where it was not installed."""
    gone = [one for one in installed(machine) if one.profile == profile]
    for one in gone:
        find_backend(machine, name=one.backend).remove(profile, machine)
    return gone
