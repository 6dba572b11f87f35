"""A short message through a channel when a run has failed: what failed, when, and where to look."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from datetime import datetime
from html import escape

from briefgen.delivery import Card, Delivery, Document, LedgerEntry, Letter, Shelved
from briefgen.errors import BriefgenError
from briefgen.log import event
from briefgen.model import Brief
from briefgen.profile import Profile
from briefgen.running.stages import channels_of

LONGEST = 600  # characters of a reason: it is a message, no report


def notify(
    profile: Profile, reason: str, *, channel: str, clock: Callable[[], datetime], sleep: Callable[[float], None]
) -> str:
    """Tell by *channel* that the run of *profile* failed; why nobody could be told, "" where all were.

    Nothing is raised: the failure itself is what the user has to hear of.
    """
    from briefgen.deliver import send

    try:
        delivery = failure(profile, reason, now=clock())
        found = channels_of(profile, (channel,))
        receipts = list(send(delivery, channels=found, ledger=_Forgetful(), clock=clock, sleep=sleep))
    except BriefgenError as error:
        return f"nobody was told by {channel}: {error}"
    event("notified", profile=profile.name, channel=channel, told=sum(one.state == "delivered" for one in receipts))
    left = [one for one in receipts if one.state != "delivered"]
    return f"{channel}: {len(left)} were not told: {left[0].detail}" if left else ""


def failure(profile: Profile, reason: str, *, now: datetime) -> Delivery:
    """The message as something that channels carry: a card, a letter, and a note of a few lines instead of a brief."""
    title = f"briefgen: the run of {profile.name} failed"
    said = " ".join(reason.split())[:LONGEST]
    advice = f"Look with `briefgen doctor`, and run again with `briefgen run {profile.name}`, in {profile.file.parent}."
    text = f"{title}\n\n{said}\n\n{advice}\n"
    when = f"{now:%Y-%m-%d %H:%M}"
    card = Card(
        slug=f"failed-{profile.name}", profile=profile.name, title=title, when=when, instant=now, bottom_line=said
    )
    page = "".join(f"<p>{escape(line)}</p>" for line in (title, said, advice))

    def letter(*, attached: Sequence[str], url: str | None, unsubscribe: str | None) -> Letter:
        return Letter(html=f"<!doctype html><html><body>{page}</body></html>", text=text)

    return Delivery(
        brief=Brief(title=title, as_of=now),
        card=card,
        documents=(Document(format="md", media_type="text/markdown", content=text.encode()),),
        letter=letter,
        site=_NoSite(),
        now=now,
        profile=profile.name,
    )


class _NoSite:
    """A failure makes no page of an archive."""

    def pages(self, shelf: Sequence[Shelved], *, title: str, base_url: str | None) -> Iterator[tuple[str, bytes]]:
        yield from ()

    def frame(self, page: bytes) -> bytes:
        return page


class _Forgetful:
    """A ledger that remembers nothing: the same failure is told every time."""

    def entries(self, *, profile: str, as_of: str, channel: str, target: str) -> list[LedgerEntry]:
        return []

    def write(self, entry: LedgerEntry) -> None:
        return None

    def alone(self) -> AbstractContextManager[None]:
        return nullcontext()
