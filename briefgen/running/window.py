"""How far back a run reads: the profile's own window, and further where runs before it failed or never happened."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from briefgen.model import first_instant
from briefgen.running.heartbeat import Heartbeat
from briefgen.settings import SelectSettings
from briefgen.when import read_when

OVERLAP = timedelta(days=1)  # so that fusion sees again what the new articles revise
MOST_DAYS = 14  # of a gap that is made up for: older news is no morning's brief


def window(select: SelectSettings, *, now: datetime, last: Heartbeat | None) -> tuple[SelectSettings, int]:
    """*select* as it holds for a run *now*, and to how many days the window was stretched (0: not at all).

    What is dated later than *now* is left out, as a wrong date would be the as-of. A window in words ("2 days") reaches
    back to a day before the last run that went well, at most 14 days; one that begins on a fixed day stays.
    """
    until = select.until or now.astimezone(UTC)
    stretched = _days(select, now=now, last=last)
    since = f"{stretched} days" if stretched else select.since
    return select.model_copy(update={"since": since, "until": until}), stretched


def _days(select: SelectSettings, *, now: datetime, last: Heartbeat | None) -> int:
    """The days that the window must have where those of *select* are too few, else 0."""
    succeeded = last.succeeded if last else None
    if not isinstance(select.since, str) or succeeded is None or succeeded > now:
        return 0
    needed = min(math.ceil((now - succeeded + OVERLAP) / timedelta(days=1)), MOST_DAYS)
    own = now - first_instant(read_when(select.since, base=now))
    return needed if timedelta(days=needed) > own else 0


def past_days(folder: Path, *, select: SelectSettings, now: datetime) -> list[Path]:
    """The folders of days in *folder* that lie before the window of a run *now*, with a day to spare.

    What is fetched lies in a folder of the day of that, so nothing in an earlier one was published in the window: it
    need neither be read every morning nor be listed as left out.
    """
    if select.since is None or not folder.is_dir():
        return []
    first = first_instant(read_when(select.since, base=now)).date() - timedelta(days=1)
    return [path for path in sorted(folder.iterdir()) if (day := _day(path.name)) is not None and day < first]


def _day(name: str) -> date | None:
    try:
        return date.fromisoformat(name) if len(name) == len("2026-11-28") else None
    except ValueError:
        return None


def told(stretched: int, missed: Sequence[datetime], *, last: Heartbeat | None) -> str:
    """What to say of a window that was stretched; "" where all is as every morning."""
    parts = []
    if missed:
        days = ", ".join(f"{due:%Y-%m-%d %H:%M}" for due in missed[-3:])
        runs = "1 run was" if len(missed) == 1 else f"{len(missed)} runs were"
        parts.append(f"{runs} missed ({'…, ' if len(missed) > 3 else ''}{days})")
    elif last and last.ended is None and last.exit is None:
        parts.append(f"the run of {last.started:%Y-%m-%d %H:%M} UTC did not end")
    if stretched and last and last.succeeded:
        parts.append(f"the last good run ended {last.succeeded:%Y-%m-%d %H:%M} UTC: {stretched} days are read")
    return "; ".join(parts)
