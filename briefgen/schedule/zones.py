"""For schedulers without time zones: a time of another zone in the machine's own, as it is today."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

from briefgen.profile import Timing
from briefgen.schedule.times import next_due, zone_name, zone_of

Slot = tuple[int | None, time]  # a weekday from Monday 0 (None: every day), and a time of day


def in_local_time(timing: Timing, *, now: datetime | None = None) -> tuple[list[Slot], bool]:
    """The slots of *timing* on the machine's clock, and whether they are the same all year round.

    A time of another zone is converted with today's offsets; on weekdays it may fall on the day before or after.
    """
    local = zone_of(Timing(at=timing.at))
    if timing.tz is None or timing.tz == str(local):
        return [(day, timing.at) for day in (range(5) if timing.weekdays else [None])], True
    now = now or datetime.now(UTC)
    due = next_due(Timing(at=timing.at, tz=timing.tz), after=now)
    here = due.astimezone(local)
    shift = (here.date() - due.date()).days
    days = [(day + shift) % 7 for day in range(5)] if timing.weekdays else [None]
    steady = all(
        (due + timedelta(days=n)).astimezone(local).time() == here.time() for n in range(0, 366, 7)
    )  # wall clock plus days: the same hour of the zone all year
    return [(day, here.time()) for day in days], steady


def zone_note(timing: Timing, *, scheduler: str) -> list[str]:
    """What to tell where *timing* is of another zone than the machine's."""
    slots, steady = in_local_time(timing)
    local = zone_name(Timing(at=timing.at))
    if timing.tz is None or timing.tz == local:
        return []
    when = f"{slots[0][1]:%H:%M} in {local}"
    if steady:
        return [f"{scheduler} knows no time zones: {timing.clock} in {timing.tz} is written as {when}"]
    return [
        f"{scheduler} knows no time zones: {timing.clock} in {timing.tz} is written as {when}, which is right today; "
        "install it again when the clocks of one of the two change"
    ]
