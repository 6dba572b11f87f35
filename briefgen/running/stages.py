"""What a run does, one function a stage: fetch into the folder, build from it, deliver; each tells what went wrong."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from briefgen import pipeline
from briefgen.choose import last_instant
from briefgen.deliver import Channel
from briefgen.errors import BriefgenError, PdfUnavailable
from briefgen.log import Value, event
from briefgen.model import Brief, Moment, Receipt
from briefgen.pipeline import Reading, Tell
from briefgen.profile import Profile
from briefgen.render.letter import slug_of
from briefgen.settings import Settings, named_tables
from briefgen.store import Deliveries, History

Fields = dict[str, Value]


@dataclass(frozen=True, slots=True)
class Fetched:
    """What could not be fetched, in words, and the titles of what was (or, in a dry run, would be)."""

    faults: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Built:
    """A brief as it was made: whether any of its articles is new to the profile, and the brief before."""

    brief: Brief
    reading: Reading
    new: int
    before: Brief | None


@dataclass(frozen=True, slots=True)
class Written:
    """The files of a brief, and why there is no PDF among them ("" where there is, or none was asked for)."""

    files: tuple[str, ...]
    no_pdf: str = ""


def fetch(profile: Profile, *, now: datetime, dry_run: bool) -> Fetched:
    """Fetch what is new from the sources of *profile*. No fault of a source ends a run: each comes back in words."""
    if not profile.plan.sources:
        return Fetched()
    from briefgen.fetch import fetch as fetch_all
    from briefgen.fetch.reading import merged, read_sources
    from briefgen.fetch.sources import Options

    with told("fetch", profile) as fields:
        try:
            sources = merged([read_sources(path) for path in profile.plan.sources])
            options = Options(dry_run=dry_run)
            report = fetch_all(sources, folder=profile.plan.articles, now=now, options=options)
        except BriefgenError as error:
            fields["failures"] = 1
            return Fetched((f"fetch: {error}",))
        except Exception as error:
            fields["failures"] = 1
            return Fetched((f"fetch: a fault in briefgen itself: {type(error).__name__}: {error}",))
        fields.update(sources=len(report.sources), articles=len(report.stored), failures=len(report.failures))
    faults = tuple(f"fetch: {one.source}: {one.what}: {one.reason}" for one in report.failures)
    return Fetched(faults, tuple(one.title or one.url or "an article without a title" for one in report.stored))


def build(profile: Profile, *, settings: Settings, tell: Tell) -> Built:
    """The brief of the articles in the folder of *profile*, neither written nor kept yet."""
    history = History(profile.store, profile=profile.name)
    with told("build", profile) as fields:
        folder = profile.plan.articles
        loaded = pipeline.collect([str(folder)] if folder.is_dir() else [], settings=settings)  # not fetched into yet
        brief, reading = pipeline.build(loaded, settings=settings, recall=history.recall, tell=tell)
        before = _latest(history, up_to=brief.as_of)
        known = {_mark(one.source.sha256_text, one.article) for one in before.sources} if before else set()
        new = [one for one in reading.articles if _mark(one.source.sha256_text, one.id) not in known]
        fields.update(articles=len(reading.articles), new=len(new), situations=len(brief.situations))
        fields.update(unread=len(reading.unread), left_out=len(reading.left_out), number=brief.number)
    return Built(brief, reading, len(new), before)


def write(profile: Profile, brief: Brief, *, settings: Settings) -> Written:
    """Write *brief* to the folder of its as-of, and keep it in the history."""
    written: list[str] = []
    no_pdf = ""
    with told("write", profile) as fields:
        place = settings.model_copy(update={"output": settings.output / slug_of(brief.as_of)})
        for receipt in pipeline.publish(brief, settings=place):
            if isinstance(receipt, PdfUnavailable):
                no_pdf = str(receipt)
            else:
                written.append(receipt.target)
        History(profile.store, profile=profile.name).keep(brief)
        fields["files"] = len(written)
    return Written(tuple(written), no_pdf)


def deliver(
    profile: Profile,
    brief: Brief,
    *,
    settings: Settings,
    clock: Callable[[], datetime],
    sleep: Callable[[float], None],
    dry_run: bool,
) -> tuple[list[Receipt], str]:
    """Deliver *brief* by the channels of *profile*; a receipt a target, and why the PDF is lacking, if it is."""
    if not profile.plan.channels:
        return [], ""
    from briefgen.deliver import formats_of, send

    with told("deliver", profile) as fields:
        channels = channels_of(profile, profile.plan.channels)
        delivery = pipeline.prepare(
            brief, formats=formats_of(channels), settings=settings, now=clock(), profile=profile.name
        )
        ledger = Deliveries(profile.store)
        sent = send(delivery, channels=channels, ledger=ledger, clock=clock, sleep=sleep, dry_run=dry_run)
        receipts = []
        for receipt in sent:
            receipts.append(receipt)
            event("receipt", profile=profile.name, channel=receipt.channel, state=receipt.state)
        for state in ("delivered", "before", "held", "later", "failed", "shown"):
            fields[state] = sum(receipt.state == state for receipt in receipts) or None
    return receipts, delivery.lacking


def is_pending(profile: Profile, brief: Brief) -> bool:
    """Whether some target of *brief* has still to get it."""
    from briefgen.model import moment_key

    entries = Deliveries(profile.store).pending()
    return any((e.parcel.profile, e.parcel.as_of) == (profile.name, moment_key(brief.as_of)) for e in entries)


def channels_of(profile: Profile, names: tuple[str, ...]) -> tuple[Channel, ...]:
    """The channels with *names* of the settings file of *profile*. Raises `UsageError` for one that cannot be used."""
    from briefgen.deliver import channels_of as read_channels

    return read_channels(named_tables("channel", file=profile.file), names, folder=profile.file.parent)


@contextmanager
def told(stage: str, profile: Profile) -> Iterator[Fields]:
    """Tell that *stage* has begun and ended, with its seconds and the counts that are put into what this gives."""
    event("begun", profile=profile.name, stage=stage)
    started, fields = time.monotonic(), Fields()
    yield fields
    seconds = round(time.monotonic() - started, 3)
    event("done", fields, profile=profile.name, stage=stage, seconds=seconds)


def _latest(history: History, *, up_to: Moment) -> Brief | None:
    """The newest brief as of *up_to* or before."""
    numbers = [entry.number for entry in history.entries() if last_instant(entry.as_of) <= last_instant(up_to)]
    return history.brief(numbers[-1]) if numbers else None


def _mark(sha256: str, article: str) -> str:
    return sha256 or article
