"""Sends a brief through channels: at least once, recorded before and after, tried again with growing pauses.

Every attempt is recorded before it begins and its outcome when the target has answered, one process at a time. So a
crash is resumed by sending again, and a target gets the same content twice only if the process dies between the
target's yes and the record of it (or the line breaks before the yes arrives); both copies then bear one message id.
"""

from __future__ import annotations

import heapq
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Literal

from briefgen.deliver.channel import Carry, Channel, Stamp
from briefgen.delivery import Delivery, Ledger, LedgerEntry, Parcel, Receipt, content_of
from briefgen.errors import BriefgenError, ChannelUnusable, DeliveryError, Refused, TryLater
from briefgen.model import Brief, moment_key


def utc_now() -> datetime:
    """The time."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Policy:
    """What is sent again: *attempts* in one go, the pause before the second, doubled each time up to *longest*.

    `resend` "changed" sends an as-of again whose content has changed; `again` tries what failed for good.
    """

    attempts: int = 5
    pause: timedelta = timedelta(seconds=5)
    longest: timedelta = timedelta(minutes=5)
    resend: Literal["never", "changed"] = "never"
    again: bool = False

    def wait(self, tried: int) -> timedelta:
        """The pause after *tried* attempts.

        >>> [Policy().wait(n).seconds for n in (1, 2, 3, 9)]
        [5, 10, 20, 300]
        """
        return min(self.pause * (1 << min(tried - 1, 30)), self.longest)


def send(
    delivery: Delivery,
    *,
    channels: Sequence[Channel],
    ledger: Ledger,
    policy: Policy | None = None,
    clock: Callable[[], datetime] = utc_now,
    sleep: Callable[[float], None] = time.sleep,
    dry_run: bool = False,
) -> Iterator[Receipt]:
    """Deliver to every target of *channels*; one receipt a target, as each is settled.

    A target that says "later" does not hold up the others. What is still put off after the last attempt stays pending
    in the ledger, and the next `send` takes it up. With *dry_run* nothing is sent, written or recorded. Raises
    `StoreError` where the ledger cannot be kept.
    """
    jobs = [_Job(channel, _parcel(delivery, channel, target)) for channel in channels for target in _targets(channel)]
    sender = _Sender(delivery, ledger=ledger, policy=policy or Policy(), clock=clock)
    if dry_run:
        yield from (sender.settled(job) or sender.shown(job) for job in jobs)
        return
    with ExitStack() as stack:
        opened = {channel.name: stack.enter_context(channel.open()) for channel in channels}
        queue = [(clock(), order, job) for order, job in enumerate(jobs)]
        while queue:
            due, order, job = heapq.heappop(queue)
            if (pause := (due - clock()).total_seconds()) > 0:
                sleep(pause)
            outcome = sender.attempt(job, opened[job.channel.name])
            if isinstance(outcome, Receipt):
                yield outcome
            else:
                heapq.heappush(queue, (outcome, order, job))


def outstanding(brief: Brief, *, profile: str, channels: Sequence[Channel], ledger: Ledger) -> bool:
    """Whether some target of *channels* is still to get *brief*.

    A run may be killed before it has noted whom it will send to, so a target of which nothing is known counts too; one
    that got any state of the brief, or refused it for good, does not unless another state of it was begun.
    """
    as_of = moment_key(brief.as_of)
    for channel in channels:
        for target in _targets(channel):
            entries = ledger.entries(profile=profile, as_of=as_of, channel=channel.name, target=target)
            states = {entry.state for entry in entries}
            if "pending" in states or not states & {"delivered", "failed"}:
                return True
    return False


@dataclass(slots=True)
class _Job:
    """A parcel on its way, and how often it was tried in this go."""

    channel: Channel
    parcel: Parcel
    tried: int = 0

    @property
    def stamp(self) -> Stamp:
        return Stamp(self.parcel.target, f"<{self.parcel.token}@{self.channel.settings.domain}>")

    def receipt(self, state: str, detail: str) -> Receipt:
        return Receipt.model_validate(
            {"channel": self.channel.name, "target": self.parcel.target, "state": state, "detail": detail}
        )


class _Sender:
    """One run of `send`: what it was told, and which channels proved unusable in it."""

    def __init__(self, delivery: Delivery, *, ledger: Ledger, policy: Policy, clock: Callable[[], datetime]) -> None:
        self.delivery, self.ledger, self.policy, self.clock = delivery, ledger, policy, clock
        self.unusable: dict[str, str] = {}

    def shown(self, job: _Job) -> Receipt:
        """What would be sent."""
        try:
            return job.receipt("shown", job.channel.kind.show(job.channel.settings, self.delivery, job.stamp))
        except BriefgenError as error:
            return job.receipt("failed", str(error))

    def attempt(self, job: _Job, carry: Carry) -> Receipt | datetime:
        """Try once: the receipt where the parcel is settled, else when to try again."""
        with self.ledger.alone():
            if done := self.settled(job):
                return done
            entry = self._entry(job).begun()
            if reason := self.unusable.get(job.channel.name):
                self.ledger.write(replace(entry, attempts=entry.attempts - 1, error=reason))
                return job.receipt("later", reason)
            self._supersede(job)
            self.ledger.write(entry)
            job.tried += 1
            try:
                detail = self._carried(job, carry)
            except DeliveryError as error:
                return self._failed(job, entry, error)
            self.ledger.write(replace(entry, state="delivered", delivered_at=self.clock()))
            return job.receipt("delivered", detail)

    def settled(self, job: _Job) -> Receipt | None:
        """The receipt of a parcel that is not to be sent now: delivered before, held back, failed for good."""
        if job.channel.kind.replaces:
            return None
        own, others = self._known(job)
        if own and own.state == "delivered":
            return job.receipt("before", f"delivered before, {_when(own)}")
        if own and own.state == "failed" and not self.policy.again:
            return job.receipt("failed", f"{own.error} (failed before; --again tries it again)")
        got = [entry for entry in others if entry.state == "delivered"]
        if got and self.policy.resend == "never":
            detail = f"another state of this brief was delivered {_when(got[-1])}; --resend changed sends this one too"
            return job.receipt("held", detail)
        return None

    def _carried(self, job: _Job, carry: Carry) -> str:
        """Carry; an exception that a channel should not have let out makes it unusable, never the others."""
        try:
            return carry(self.delivery, job.stamp)
        except DeliveryError:
            raise
        except BriefgenError as error:
            raise ChannelUnusable(str(error)) from error
        except Exception as error:
            raise ChannelUnusable(
                f"a fault in the channel kind {job.channel.kind.name!r}: {type(error).__name__}: {error}"
            ) from error

    def _failed(self, job: _Job, entry: LedgerEntry, error: DeliveryError) -> Receipt | datetime:
        said = " ".join(str(error).split())
        if isinstance(error, Refused):
            self.ledger.write(replace(entry, state="failed", error=said))
            return job.receipt("failed", said)
        if isinstance(error, TryLater) and job.tried < self.policy.attempts:
            due = self.clock() + self.policy.wait(job.tried)
            self.ledger.write(replace(entry, error=said, next_attempt=due))
            return due
        if not isinstance(error, TryLater):
            self.unusable[job.channel.name] = said
        self.ledger.write(replace(entry, error=said, next_attempt=self.clock() + self.policy.longest))
        tries = f" ({job.tried} attempts)" if job.tried > 1 else ""
        return job.receipt("later", said + tries)

    def _known(self, job: _Job) -> tuple[LedgerEntry | None, list[LedgerEntry]]:
        """The entry of the job's own parcel, and those of other contents of its as-of for its target."""
        parcel = job.parcel
        entries = self.ledger.entries(
            profile=parcel.profile, as_of=parcel.as_of, channel=parcel.channel, target=parcel.target
        )
        own = next((entry for entry in entries if entry.parcel == parcel), None)
        return own, [entry for entry in entries if entry.parcel != parcel]

    def _entry(self, job: _Job) -> LedgerEntry:
        return self._known(job)[0] or LedgerEntry(parcel=job.parcel, message_id=job.stamp.message_id)

    def _supersede(self, job: _Job) -> None:
        """What of an older content did not arrive is not to arrive any more."""
        for entry in self._known(job)[1]:
            if entry.state in ("pending", "failed"):
                self.ledger.write(replace(entry, state="superseded", next_attempt=None))


def _targets(channel: Channel) -> Sequence[str]:
    return tuple(dict.fromkeys(channel.kind.targets(channel.settings)))


def _parcel(delivery: Delivery, channel: Channel, target: str) -> Parcel:
    brief = delivery.brief
    return Parcel(delivery.profile, moment_key(brief.as_of), content_of(brief), channel.name, target)


def _when(entry: LedgerEntry) -> str:
    return entry.delivered_at.strftime("%Y-%m-%d %H:%M UTC") if entry.delivered_at else "at an unknown time"
