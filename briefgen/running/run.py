"""One run of a profile: fetch, build, deliver, alone, with a heartbeat before and after.

A source that fails does not stop the brief, a PDF that cannot be made no other format, a target that cannot be reached
no other target: each is named and shows in the exit code.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime

from briefgen.delivery import Receipt
from briefgen.errors import BriefgenError
from briefgen.log import event
from briefgen.model import Brief, Moment, last_instant
from briefgen.pipeline import Reading, Tell, silent
from briefgen.profile import Profile, scheduled, timing_of
from briefgen.running import stages
from briefgen.running.heartbeat import Heartbeat, read_heartbeat, write_heartbeat
from briefgen.running.lock import Owner, alone
from briefgen.running.window import told, window
from briefgen.schedule.times import missed, next_due
from briefgen.settings import Settings

SKIPS, NO_PDF, NOT_DELIVERED, STOPPED = 3, 4, 5, 130
Clock = Callable[[], datetime]


@dataclass(frozen=True, slots=True)
class Order:
    """What a run is told beside its profile; *dry_run* fetches, writes, keeps and sends nothing."""

    as_of: Moment | None = None
    fetch: bool = True
    deliver: bool = True
    dry_run: bool = False


@dataclass(slots=True)
class Outcome:
    """How a run went: its exit code, what it made, and what went wrong without ending it."""

    code: int = 0
    message: str = ""
    brief: Brief | None = None
    reading: Reading | None = None
    written: tuple[str, ...] = ()
    receipts: list[Receipt] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def worse(self, code: int, *faults: str) -> None:
        """Note *faults*; of several exit codes the highest is told."""
        self.faults += faults
        self.code = max(self.code, code)


@dataclass(frozen=True)
class Runner:
    """Runs one profile; the clock and the sleep between two tries are handed in."""

    profile: Profile
    order: Order = Order()
    clock: Clock = lambda: datetime.now(UTC)
    sleep: Callable[[float], None] = time.sleep
    tell: Tell = silent

    def run(self) -> Outcome:
        """Run the profile. Raises `RunLocked` where it runs already, `BriefgenError` where no brief could be made."""
        last = read_heartbeat(self.profile.heartbeat_file)
        if self.order.dry_run:
            return self._work(last)
        now = self.clock()
        with alone(self.profile.lock_file, owner=Owner.me(self.profile.name, started=now.isoformat())) as died:
            if died:
                event("took over", profile=self.profile.name, pid=died.pid, started=died.started)
            stages.tidy(self.profile)
            return self._kept(last, now=now)

    def _kept(self, last: Heartbeat | None, *, now: datetime) -> Outcome:
        """Work between two heartbeats."""
        timing = timing_of(self.profile)
        due = next_due(timing, after=now).astimezone(UTC) if timing else None
        beat = (last or Heartbeat(profile=self.profile.name, started=now)).begun(now, next_due=due)
        write_heartbeat(self.profile.heartbeat_file, beat)
        try:
            outcome = self._work(last)
        except BaseException as error:
            code, message = _failure(error)
            event("failed", level=logging.ERROR, profile=self.profile.name, exit=code, reason=message)
            write_heartbeat(self.profile.heartbeat_file, beat.finished(self.clock(), code=code, message=message))
            raise
        if outcome.brief and outcome.written:
            beat = beat.model_copy(update={"brief": outcome.brief.number, "as_of": outcome.brief.as_of})
        done = beat.finished(self.clock(), code=outcome.code, message=outcome.message)
        write_heartbeat(self.profile.heartbeat_file, done)
        event("ended", profile=self.profile.name, exit=outcome.code, brief=done.brief)
        return outcome

    def _work(self, last: Heartbeat | None) -> Outcome:
        outcome = Outcome()
        settings = self._settings(outcome, last=last)
        if self.order.fetch:
            fetched = stages.fetch(self.profile, clock=self.clock, sleep=self.sleep, dry_run=self.order.dry_run)
            outcome.worse(SKIPS if fetched.faults else 0, *fetched.faults)
            outcome.notes += [f"would fetch: {title}" for title in fetched.titles if self.order.dry_run]
        built = stages.build(
            self.profile, settings=settings, now=last_instant(self.order.as_of or self.clock()), tell=self.tell
        )
        outcome.brief, outcome.reading = built.brief, built.reading
        if built.reading.unread:
            outcome.worse(SKIPS, *(f"{one.path}: {one.reason}" for one in built.reading.unread))
        _refuse(built.reading, settings)
        if not (built.new or built.revised) and self.profile.plan.when_empty == "skip":
            self._nothing_new(outcome, built, settings=settings)
            return outcome
        self._deliver_late(built, outcome, settings=settings)  # before a newer one is kept: no run looks further back
        written = None
        if not self.order.dry_run:
            written = stages.write(self.profile, built.brief, settings=settings)
            outcome.written = written.files
            if written.no_pdf:
                outcome.worse(NO_PDF, written.no_pdf)
        outcome.message = _summary(built)
        said = self._deliver(built.brief, outcome, settings=settings, written=written)
        outcome.message += f"; {said}" if said else ""
        return outcome

    def _settings(self, outcome: Outcome, *, last: Heartbeat | None) -> Settings:
        """The settings of the build with the window of this run; a day that was asked for keeps the profile's own."""
        settings = self.profile.settings
        if self.order.as_of is not None:
            return settings.model_copy(update={"as_of": self.order.as_of})
        now, timing = self.clock(), timing_of(self.profile)
        select, stretched = window(settings.select, now=now, last=last)
        here = scheduled(self.profile)
        began = max(last.started, here.since) if last and here else last.started if last else now
        runs = missed(timing, started=began, now=now) if timing else []
        if said := told(stretched, runs, last=last):
            outcome.notes.append(said)
            event("gap", profile=self.profile.name, missed=len(runs), days=stretched or None)
        return _announced(
            settings.model_copy(update={"select": select}), next_due(timing, after=now) if timing else None
        )

    def _nothing_new(self, outcome: Outcome, built: stages.Built, *, settings: Settings) -> None:
        """Say so, and deliver the brief before where somebody has not got it yet."""
        before = built.before
        out = len(built.reading.left_out)
        if built.reading.articles and before:
            said = f"no new article since the brief no. {before.number}, as of {_shown(before.as_of)}"
        else:
            said = "no article in the window" + (f" ({out} left out by the selection)" if out else "")
        outcome.message = f"{said}; nothing built"
        outcome.brief = None
        event("nothing new", profile=self.profile.name)
        if before and not self.order.dry_run and stages.is_pending(self.profile, before):
            said = self._deliver(before, outcome, settings=settings)
            outcome.message += f"; {said}" if said else ""

    def _deliver_late(self, built: stages.Built, outcome: Outcome, *, settings: Settings) -> None:
        """Deliver the brief before first, where a run that died or a server that was down kept it from somebody."""
        before = built.before
        if self.order.dry_run or self.order.as_of is not None or not before or before.as_of == built.brief.as_of:
            return
        if stages.is_pending(self.profile, before) and (said := self._deliver(before, outcome, settings=settings)):
            outcome.notes.append(f"brief no. {before.number}, as of {_shown(before.as_of)}, was still to come: {said}")

    def _deliver(
        self, brief: Brief, outcome: Outcome, *, settings: Settings, written: stages.Written | None = None
    ) -> str:
        """Deliver *brief*; how many of its targets have it, in words, "" where there is none."""
        if not self.order.deliver:
            return ""
        receipts, lacking = stages.deliver(
            self.profile,
            brief,
            settings=settings,
            written=written,
            clock=self.clock,
            sleep=self.sleep,
            dry_run=self.order.dry_run,
        )
        outcome.receipts += receipts
        if lacking:
            outcome.worse(NO_PDF, lacking)
        missed_out = [one for one in receipts if one.state in ("later", "failed")]
        if missed_out:
            outcome.worse(NOT_DELIVERED)
        got = sum(one.state in ("delivered", "before") for one in receipts)
        return f"{got} of {len(receipts)} have it" if receipts else ""


def _announced(settings: Settings, due: datetime | None) -> Settings:
    """*settings* with the next run as the next issue, where none is given."""
    if due is None or settings.render.next_issue is not None:
        return settings
    return settings.model_copy(update={"render": settings.render.model_copy(update={"next_issue": due})})


def _refuse(reading: Reading, settings: Settings) -> None:
    """A run under `strict` makes no brief of a part."""
    if reading.unread and settings.strict:
        raise BriefgenError(f"{len(reading.unread)} articles not read, and strict asks for all; nothing was written")


def _failure(error: BaseException) -> tuple[int, str]:
    """The exit code that the command line will give, and the reason."""
    if isinstance(error, BriefgenError):
        return error.exit_code, str(error)
    if isinstance(error, Exception):
        return 1, f"a fault in briefgen itself: {type(error).__name__}: {error}"
    return STOPPED, "stopped"


def _summary(built: stages.Built) -> str:
    brief = built.brief
    number = f"brief no. {brief.number}, " if brief.number else ""
    return f"{number}as of {_shown(brief.as_of)}, {built.new} of {len(built.reading.articles)} articles new"


def _shown(moment: Moment) -> str:
    """ "2026-11-27 08:00 UTC", or a plain day."""
    if isinstance(moment, datetime):
        return f"{moment.astimezone(UTC):%Y-%m-%d %H:%M} UTC"
    return moment.isoformat()
