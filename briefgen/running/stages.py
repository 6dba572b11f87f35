"""What a run does, one function a stage: fetch into the folder, build from it, deliver; each tells what went wrong."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from briefgen import pipeline
from briefgen.deliver import Channel, deliver as write_document, outstanding
from briefgen.delivery import Document, Receipt
from briefgen.errors import BriefgenError, FolderHeld, RenderError
from briefgen.log import Value, event, told
from briefgen.model import Brief, Moment, last_instant
from briefgen.parts import sweep
from briefgen.pipeline import Reading, Tell
from briefgen.profile import Profile
from briefgen.render.letter import slug_of
from briefgen.review import files_for, read_reviews
from briefgen.running.window import past_days
from briefgen.settings import Settings, named_tables
from briefgen.store import Deliveries, History

if TYPE_CHECKING:
    from briefgen.fetch.report import Report

PAUSE_SECONDS, TRIES = 10, 90  # between two looks whether a folder is free, and how many


@dataclass(frozen=True, slots=True)
class Fetched:
    """What could not be fetched, in words, and the titles of what was (or, in a dry run, would be)."""

    faults: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Built:
    """A brief as it was made: how many of its articles are new to the profile, and the brief before.

    `revised` says that an editor has decided on its facts since.
    """

    brief: Brief
    reading: Reading
    new: int
    before: Brief | None
    revised: bool = False


@dataclass(frozen=True, slots=True)
class Written:
    """The documents of a brief, their files, and why there is no PDF among them ("" where there is, or need not be)."""

    documents: tuple[Document, ...] = ()
    files: tuple[str, ...] = ()
    no_pdf: str = ""


def tidy(profile: Profile) -> None:
    """Remove what runs that were killed while they wrote left in the output folder and in those of its briefs."""
    output = profile.settings.output
    sweep([output, *(path for path in output.glob("[!.]*/"))])


def fetch(profile: Profile, *, clock: Callable[[], datetime], sleep: Callable[[float], None], dry_run: bool) -> Fetched:
    """Fetch what is new from the sources of *profile*. No fault of a source ends a run: each comes back in words.

    A folder that another profile is fetching into is waited for, a quarter of an hour at most.
    """
    if not profile.plan.sources:
        return Fetched()
    from briefgen.fetch import fetch as fetch_all
    from briefgen.fetch.reading import read_all
    from briefgen.fetch.sources import Options

    with told("fetch", profile=profile.name) as fields:
        try:
            sources = read_all(profile.plan.sources)
            options = Options(dry_run=dry_run)
            report = _patient(
                lambda: fetch_all(sources, folder=profile.plan.articles, now=clock(), options=options), sleep=sleep
            )
        except BriefgenError as error:
            fields["failures"] = 1
            return Fetched((f"fetch: {error}",))
        except Exception as error:
            fields["failures"] = 1
            return Fetched((f"fetch: a fault in briefgen itself: {type(error).__name__}: {error}",))
        fields.update(sources=len(report.sources), articles=len(report.stored), failures=len(report.failures))
    faults = tuple(f"fetch: {one.source}: {one.what}: {one.reason}" for one in report.failures)
    return Fetched(faults, tuple(one.title or one.url or "an article without a title" for one in report.stored))


def build(profile: Profile, *, settings: Settings, now: datetime, tell: Tell) -> Built:
    """The brief of the articles in the folder of *profile*, neither written nor kept yet."""
    history = History(profile.store, profile=profile.name)
    with told("build", profile=profile.name) as fields:
        folder = profile.plan.articles
        there = [str(folder)] if folder.is_dir() else []  # not fetched into yet
        loaded = pipeline.collect(there, settings=settings, exclude=past_days(folder, select=settings.select, now=now))
        decisions = read_reviews(files_for(settings.output, days=True))
        brief, reading = pipeline.build(
            loaded, settings=settings, decisions=decisions, recall=history.recall, tell=tell
        )
        before = _latest(history, up_to=brief.as_of)
        known = {_mark(one.source.sha256_text, one.article) for one in before.sources} if before else set()
        new = [one for one in reading.articles if _mark(one.source.sha256_text, one.id) not in known]
        fields.update(articles=len(reading.articles), new=len(new), situations=len(brief.situations))
        fields.update(unread=len(reading.unread), left_out=len(reading.left_out), number=brief.number)
    return Built(brief, reading, len(new), before, revised=_is_revised(brief, before))


def _is_revised(brief: Brief, before: Brief | None) -> bool:
    """Whether an editor's decisions make another brief of the articles of *before*."""
    if before is None or before.as_of != brief.as_of or not (brief.reviewed or before.reviewed):
        return False
    return (brief.reviewed, brief.situations) != (before.reviewed, before.situations)


def write(profile: Profile, brief: Brief, *, settings: Settings) -> Written:
    """Write *brief* to the folder of its as-of, and keep it in the history."""
    folder = settings.output / slug_of(brief.as_of)
    with told("write", profile=profile.name) as fields:
        documents, no_pdf = _rendered(brief, settings=settings)
        files = [write_document(document, folder=folder).target for document in documents]
        History(profile.store, profile=profile.name).keep(brief)
        fields["files"] = len(files)
    return Written(documents, tuple(files), no_pdf)


def deliver(
    profile: Profile,
    brief: Brief,
    *,
    settings: Settings,
    written: Written | None,
    clock: Callable[[], datetime],
    sleep: Callable[[float], None],
    dry_run: bool,
) -> tuple[list[Receipt], str]:
    """Deliver *brief* by the channels of *profile*; a receipt a target, and why the PDF is lacking, if it is.

    What is *written* already is not rendered again, nor is a PDF that failed there tried again.
    """
    if not profile.plan.channels:
        return [], ""
    from briefgen.deliver import formats_of, send

    with told("deliver", profile=profile.name) as fields:
        channels = channels_of(profile, profile.plan.channels)
        written = written or Written()
        formats = [name for name in formats_of(channels) if name != "pdf" or not written.no_pdf]
        delivery = pipeline.prepare(
            brief, formats=formats, settings=settings, now=clock(), profile=profile.name, made=written.documents
        )
        ledger = Deliveries(profile.store)
        sent = send(delivery, channels=channels, ledger=ledger, clock=clock, sleep=sleep, dry_run=dry_run)
        receipts = list(counted(sent, fields))
    return receipts, delivery.lacking


def counted(receipts: Iterable[Receipt], counts: dict[str, Value]) -> Iterator[Receipt]:
    """*receipts* as they come, each told as an event (by its channel, never its target) and counted by its state."""
    for receipt in receipts:
        event("receipt", channel=receipt.channel, state=receipt.state)
        counts[receipt.state] = int(counts.get(receipt.state) or 0) + 1
        yield receipt


def is_pending(profile: Profile, brief: Brief) -> bool:
    """Whether some target of *brief* has still to get it: one that was put off, and one that was never come to."""
    channels = channels_of(profile, profile.plan.channels)
    return outstanding(brief, profile=profile.name, channels=channels, ledger=Deliveries(profile.store))


def channels_of(profile: Profile, names: tuple[str, ...]) -> tuple[Channel, ...]:
    """The channels with *names* of the settings file of *profile*. Raises `UsageError` for one that cannot be used."""
    from briefgen.deliver import channels_of as read_channels

    return read_channels(named_tables("channel", file=profile.file), names, folder=profile.file.parent)


def _rendered(brief: Brief, *, settings: Settings) -> tuple[tuple[Document, ...], str]:
    """The documents of *brief*; a PDF that fails in any way (a limit passed) does not keep a morning's others back."""
    try:
        return pipeline.rendered(brief, formats=settings.formats, settings=settings)
    except RenderError as error:
        others = tuple(name for name in settings.formats if name != "pdf")
        if others == settings.formats:
            raise
        return pipeline.rendered(brief, formats=others, settings=settings)[0], str(error)


def _patient(fetch_all: Callable[[], Report], *, sleep: Callable[[float], None]) -> Report:
    """Fetch, again and again while another run holds the folder. Raises `FolderHeld` when that takes too long."""
    for _ in range(TRIES):
        try:
            return fetch_all()
        except FolderHeld:
            sleep(PAUSE_SECONDS)
    return fetch_all()


def _latest(history: History, *, up_to: Moment) -> Brief | None:
    """The newest brief as of *up_to* or before."""
    numbers = [entry.number for entry in history.entries() if last_instant(entry.as_of) <= last_instant(up_to)]
    return history.brief(numbers[-1]) if numbers else None


def _mark(sha256: str, article: str) -> str:
    return sha256 or article
