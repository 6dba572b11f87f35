"""Whether the profiles can be run, are scheduled on this machine, and ran when they were due."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from briefgen.doctor.finding import Check, Scene
from briefgen.errors import BriefgenError
from briefgen.profile import Profile, Timing, profile_names, scheduled, timing_of
from briefgen.running.check import faults
from briefgen.running.heartbeat import GOOD, Heartbeat, read_heartbeat
from briefgen.running.lock import holder
from briefgen.schedule import installed
from briefgen.schedule.times import last_due, next_due, zone_name

GRACE = timedelta(hours=1)  # after it was due a run may still be waking up
LONG = timedelta(hours=6)  # a run that goes on for so long hangs


def profiles(scene: Scene) -> Iterator[Check]:
    """The settings file can be read, and each profile has what it names."""
    try:
        profile_names(scene.file)
    except BriefgenError as error:
        yield Check("profiles", "fail", str(error), "mend the file; examples/briefgen.toml shows every setting")
        return
    for name in scene.names:
        wrong = faults(name, file=scene.file, environ=scene.environ)
        for fault in wrong:
            yield Check(f"profile {name}", "fail", fault, f"mend it in {scene.file}")
        if not wrong:
            yield Check(f"profile {name}", "ok", "can be run")
    if not scene.names:
        yield Check("profiles", "ok", f"no profile in {scene.file}")


def timers(scene: Scene) -> Iterator[Check]:
    """What is scheduled here exists, and what should be is."""
    found = installed(scene.machine)
    ours = {one.profile for one in found if one.config == str(scene.file.absolute())}
    for one in found:
        if one.config and not Path(one.config).is_file():
            advice = f"briefgen schedule remove {one.profile}"
            yield Check(
                f"timer {one.profile}", "fail", f"{one.backend} runs it for {one.config}, which is gone", advice
            )
        elif one.profile in ours and one.profile not in scene.names:
            advice = f"briefgen schedule remove {one.profile}"
            yield Check(f"timer {one.profile}", "fail", f"{one.backend} runs it, but there is no such profile", advice)
    for profile in scene.profiles:
        timing = timing_of(profile)
        if profile.name in ours and timing:
            due = next_due(timing, after=scene.now)
            yield Check(f"timer {profile.name}", "ok", f"next run {due:%A %Y-%m-%d %H:%M} {zone_name(timing)}")
        elif timing:
            advice = f"briefgen schedule install {profile.name}"
            yield Check(f"timer {profile.name}", "warn", "has a schedule, but is not installed on this machine", advice)


def heartbeats(scene: Scene) -> Iterator[Check]:
    """Each profile ran when it was due, and its last run went well."""
    for profile in scene.profiles:
        beat, timing = read_heartbeat(profile.heartbeat_file), timing_of(profile)
        if beat is not None:
            yield _heartbeat(profile, beat, timing=timing, now=scene.now)
        elif profile.heartbeat_file.exists():
            yield Check(
                f"last run of {profile.name}", "fail", f"{profile.heartbeat_file}: cannot be read", "run it once"
            )
        elif timing:
            advice = f"briefgen run {profile.name}"
            yield Check(f"last run of {profile.name}", "warn", "it has never run here", advice)


def _heartbeat(profile: Profile, beat: Heartbeat, *, timing: Timing | None, now: datetime) -> Check:
    name, again = f"last run of {profile.name}", f"briefgen run {profile.name}"
    began = f"{beat.started:%Y-%m-%d %H:%M} UTC"
    owner = holder(profile.lock_file)
    if owner is not None and now - beat.started < LONG:
        return Check(name, "ok", f"is running now: {owner}")
    if owner is not None:
        return Check(name, "fail", f"hangs: {owner}", f"end process {owner.pid}, then: {again}")
    if beat.ended is None:
        return Check(name, "fail", f"began {began} and was killed", again)
    if beat.exit not in GOOD:
        times = f" ({beat.failures} in a row)" if beat.failures > 1 else ""
        return Check(name, "fail", f"began {began} and failed{times}: {beat.message}", again)
    if beat.started > now:
        return Check(name, "warn", f"began {began}, which is later than now", "set the clock of this machine right")
    due = last_due(timing, before=now - GRACE).astimezone(UTC) if timing else beat.started
    here = scheduled(profile)
    if due > max(beat.started, here.since if here else beat.started):
        advice = f"look at the timer above, then: {again}"
        return Check(name, "fail", f"was due {due:%Y-%m-%d %H:%M} UTC, but the last one began {began}", advice)
    said = f"began {began}: {beat.message}"
    if beat.exit:
        return Check(name, "warn", f"{said} (exit code {beat.exit})", f"see what was skipped: {again} --no-deliver")
    return Check(name, "ok", said)
