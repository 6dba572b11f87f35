"""Whether there is room to write, and the histories of briefs are whole."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

from briefgen.doctor.finding import Check, Scene
from briefgen.errors import BriefgenError
from briefgen.store.health import Health, health

LITTLE, TOO_LITTLE = 1_000_000_000, 200_000_000  # bytes free; a morning writes a few megabytes


def disk(scene: Scene) -> Iterator[Check]:
    """Room where briefs and articles go; of several places on one disk it is told once."""
    places = [
        scene.settings.output,
        *(place for one in scene.profiles for place in (one.settings.output, one.plan.articles)),
    ]
    told = set()
    for place in map(_existing, places):
        free = scene.free_bytes if scene.free_bytes is not None else shutil.disk_usage(place).free
        disk_of = place.stat().st_dev
        if disk_of in told:
            continue
        told.add(disk_of)
        said = f"{free / 1e9:.1f} GB free at {place}"
        if free >= LITTLE:
            yield Check("disk", "ok", said)
        else:
            yield Check("disk", "fail" if free < TOO_LITTLE else "warn", said, "make room, or set another `output`")


def histories(scene: Scene) -> Iterator[Check]:
    """Each history passes SQLite's own check and is kept in WAL mode, so that readers and a run do not block."""
    paths = dict.fromkeys(
        [scene.settings.store or scene.settings.output / "briefgen.db", *(one.store for one in scene.profiles)]
    )
    there = [path for path in paths if path.is_file()]
    for path in there:
        try:
            yield _history(path, health(path))
        except BriefgenError as error:
            yield Check("history", "fail", str(error), "move the file away; the next run begins a new history")
    if not there:
        yield Check("history", "ok", "no brief has been kept yet")


def deliveries(scene: Scene) -> Iterator[Check]:
    """Nothing waits to be delivered."""
    from briefgen.store import Deliveries

    for profile in scene.profiles:
        try:
            waiting = [one for one in Deliveries(profile.store).pending() if one.parcel.profile == profile.name]
        except BriefgenError:  # told by `histories`
            continue
        if waiting:
            last = waiting[-1]
            said = (
                f"{len(waiting)} wait for {profile.name}; the last, by {last.parcel.channel}: {last.error or 'cut off'}"
            )
            yield Check("deliveries", "warn", said, f"briefgen deliver --pending --profile {profile.name}")


def _history(path: Path, found: Health) -> Check:
    if found.faults:
        advice = f"save what is left: sqlite3 '{path}' .recover | sqlite3 new.db, and put new.db in its place"
        return Check("history", "fail", f"{path}: {'; '.join(found.faults)}", advice)
    if found.journal != "wal":
        return Check(
            "history", "warn", f"{path}: whole, but journal mode {found.journal}", "the next build sets WAL again"
        )
    return Check("history", "ok", f"{path}: whole, {found.briefs} briefs")


def _existing(place: Path) -> Path:
    """*place*, or the nearest folder above it that is there."""
    place = place.absolute()
    return next(path for path in (place, *place.parents) if path.exists())
