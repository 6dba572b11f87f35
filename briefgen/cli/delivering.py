"""`briefgen deliver` and `briefgen deliveries`: a built brief to its readers, and what became of it."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from briefgen.cli.briefs import find_brief, history_for, history_of
from briefgen.cli.history import CONFIG, OUTPUT, PROFILE, STORE
from briefgen.cli.options import looking_options, settings_file, settings_of
from briefgen.cli.terminal import LOG, logging_to_stderr

if TYPE_CHECKING:
    from briefgen.deliver import Policy
    from briefgen.delivery import Receipt
    from briefgen.model import Brief
    from briefgen.settings import Settings
    from briefgen.store import History

NOT_DELIVERED = 5
WORDS = {
    "delivered": "delivered",
    "before": "has it already",
    "held": "held back",
    "later": "put off",
    "failed": "failed",
    "shown": "would get",
}


@click.command(
    epilog="""\b
    Examples:
      briefgen deliver --last --channel desk
      briefgen deliver out/brief.json --channel desk --channel web --dry-run
      briefgen deliver 2022-09-14 --channel desk --resend changed
      briefgen deliver --all --channel web             every brief of the history into the archive
      briefgen deliver --pending                       what could not be delivered before
    Channels are set up in briefgen.toml, see examples/delivery.toml.
    \b
    Exit codes: 0 delivered, before or now; 5 not delivered to everyone (put off, or failed: each is named; the same
    command takes up what was put off); 4 delivered without the PDF; 1 failed; 2 wrong use.
    """
)
@click.argument("briefs", nargs=-1, metavar="[BRIEF.json|NUMBER|AS-OF]...")
@click.option("--last", is_flag=True, help="The brief with the latest as-of in the history.")
@click.option("--all", "every", is_flag=True, help="Every brief in the history.")
@click.option("--pending", is_flag=True, help="What was put off, by the channels that put it off.")
@click.option("--channel", "-c", "names", multiple=True, metavar="NAME", help="Channel of briefgen.toml; may repeat.")
@click.option("--dry-run", is_flag=True, help="Say what would be sent to whom; send and record nothing.")
@click.option(
    "--resend",
    type=click.Choice(["never", "changed"]),
    default="never",
    help="Whether an as-of that was delivered is sent again when the brief has changed (default never).",
)
@click.option("--again", is_flag=True, help="Also try what failed for good.")
@click.option("--profile", default="", metavar="NAME", help="Profile whose brief it is; its channels are the default.")
@STORE
@OUTPUT
@CONFIG
@LOG
@click.option("--quiet", "-q", is_flag=True, default=None, help="Say nothing but what was not delivered.")
@looking_options
def deliver(
    briefs: tuple[str, ...], names: tuple[str, ...], log_format: str | None, config: str | None, **flags: Any
) -> int:
    """Deliver a built brief by channels: folder, mail, web archive, chat services.

    What was delivered is recorded in the history, so that nobody gets the same brief twice.
    """
    which = {name: flags.pop(name) for name in ("last", "every", "pending")}
    dry_run, profile = flags.pop("dry_run"), flags.pop("profile")
    policy = _policy(resend=flags.pop("resend"), again=flags.pop("again"))
    desk = _desk(config, profile=profile, flags=flags)
    codes = {0}
    with logging_to_stderr(log_format):
        for order in list(_orders(briefs, names, desk=desk, **which)):
            codes.add(_deliver(order, desk=desk, policy=policy, dry_run=dry_run))
    return max(codes)


@click.command(
    epilog="""\b
    Examples:
      briefgen deliveries
      briefgen deliveries --pending
      briefgen deliveries --profile morning
      briefgen deliveries --json
    """
)
@click.option("--pending", is_flag=True, help="Only what is still to be delivered.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line, with the message ids.")
@STORE
@OUTPUT
@PROFILE
@CONFIG
def deliveries(pending: bool, as_json: bool, config: str | None, profile: str, **flags: Any) -> int:
    """List what was delivered to whom, what was put off and what failed."""
    from briefgen.store import Deliveries

    ledger = Deliveries(history_for(config, profile=profile, flags=flags)[1].path)
    entries = ledger.pending() if pending else ledger.all()
    for entry in entries:
        parcel = entry.parcel
        at = entry.delivered_at or entry.next_attempt
        if as_json:
            row = {
                **{name: getattr(parcel, name) for name in ("profile", "as_of", "channel", "target", "content")},
                **{name: getattr(entry, name) for name in ("state", "attempts", "message_id", "error")},
                "at": at.isoformat() if at else None,
            }
            click.echo(json.dumps(row, ensure_ascii=False))
            continue
        when = f"{at:%Y-%m-%d %H:%M}" if at else ""
        tries = f"{entry.attempts} attempt{'' if entry.attempts == 1 else 's'}"
        about = f"{parcel.profile + ' ' if parcel.profile else ''}{parcel.as_of}"
        said = f"  {entry.error}" if entry.error else ""
        click.echo(f"{entry.state:10} {when:16}  {about}  {parcel.channel}: {parcel.target}  {tries}{said}")
    if not entries:
        click.echo(f"nothing {'is pending' if pending else 'was delivered'} in {ledger.path}", err=True)
    return 0


@dataclass(frozen=True)
class _Desk:
    """Where a delivery starts: the settings, the tables of channels and the folder that their paths start in."""

    settings: Settings
    tables: Mapping[str, Any]
    folder: Path
    profile: str = ""
    usual: tuple[str, ...] = ()

    def history(self, profile: str | None = None) -> History:
        return history_of(self.settings, profile=self.profile if profile is None else profile)


@dataclass(frozen=True)
class _Order:
    """A brief of a profile, and the channels that it is to go through."""

    brief: Brief
    channels: tuple[str, ...]
    profile: str


def _desk(config: str | None, *, profile: str, flags: Mapping[str, Any]) -> _Desk:
    """The desk of a profile, with its channels as the usual ones, or of the top of the settings file."""
    from briefgen.settings import named_tables

    file = settings_file(config)
    tables, folder = named_tables("channel", file=file), file.parent
    if not profile:
        return _Desk(settings_of(config, **flags), tables, folder)
    from briefgen.profile import read_profile

    found = read_profile(profile, file=file, environ=os.environ, flags=flags)
    settings = found.settings.model_copy(update={"store": found.store})
    return _Desk(settings, tables, folder, profile=profile, usual=found.plan.channels)


def _policy(*, resend: Any, again: bool) -> Policy:
    from briefgen.deliver import Policy

    return Policy(resend=resend, again=again)


def _orders(
    briefs: tuple[str, ...], names: tuple[str, ...], *, desk: _Desk, last: bool, every: bool, pending: bool
) -> Iterator[_Order]:
    """All that is to be delivered."""
    from briefgen.errors import UsageError

    if sum((bool(briefs), last, every, pending)) != 1:
        raise UsageError("name a brief (BRIEF.json, number, as-of), or one of --last, --all, --pending")
    if pending:
        yield from _pending(desk, only=names)
        return
    names = names or desk.usual
    if not names:
        known = ", ".join(desk.tables) or "none set up; see examples/delivery.toml"
        raise UsageError(f"name a channel with --channel (there is: {known})")
    history = desk.history()
    found = (find_brief(which, history=history) for which in briefs) if briefs else _kept(history, last=last)
    for brief in found:
        yield _Order(brief, names, desk.profile)


def _kept(history: History, *, last: bool) -> Iterable[Brief]:
    from briefgen.errors import StoreError

    entries = history.entries()
    if not entries:
        raise StoreError(f"{history.path}: no brief in the history yet; run briefgen build first")
    return (history.brief(entry.number) for entry in (entries[-1:] if last else entries))


def _pending(desk: _Desk, *, only: tuple[str, ...]) -> Iterator[_Order]:
    """The briefs that were put off, each with the channels that put it off and are still set up."""
    from briefgen.model import parse_moment
    from briefgen.store import Deliveries

    waiting: dict[tuple[str, str], dict[str, None]] = {}
    for entry in Deliveries(desk.history().path).pending():
        name, parcel = entry.parcel.channel, entry.parcel
        if name not in desk.tables:
            click.echo(f"briefgen: {name}: {parcel.as_of} is pending, but there is no such channel any more", err=True)
        elif not only or name in only:
            waiting.setdefault((parcel.profile, parcel.as_of), {})[name] = None
    for (profile, as_of), names in waiting.items():
        yield _Order(desk.history(profile).brief(parse_moment(as_of)), tuple(names), profile)


def _deliver(order: _Order, *, desk: _Desk, policy: Policy, dry_run: bool) -> int:
    """Deliver one brief, telling each outcome as it comes; the exit code."""
    from briefgen.deliver import channels_of, formats_of, send
    from briefgen.deliver.sending import utc_now
    from briefgen.log import told as stage
    from briefgen.pipeline import prepare
    from briefgen.running.stages import counted
    from briefgen.store import Deliveries

    channels = channels_of(desk.tables, order.channels, folder=desk.folder)
    delivery = prepare(
        order.brief, formats=formats_of(channels), settings=desk.settings, now=utc_now(), profile=order.profile
    )
    if delivery.lacking:
        click.echo(f"briefgen: {' '.join(delivery.lacking.split())}", err=True)
    code = 4 if delivery.lacking else 0
    ledger, sleep = Deliveries(desk.history().path), partial(_sleep, quiet=desk.settings.quiet)
    sent = send(delivery, channels=channels, ledger=ledger, policy=policy, sleep=sleep, dry_run=dry_run)
    with stage("deliver", profile=order.profile or None) as counts:
        for receipt in counted(sent, counts):
            bad = receipt.state in ("later", "failed")
            code = NOT_DELIVERED if bad else code
            if bad or not desk.settings.quiet:
                click.echo(told(receipt), err=bad)
    return code


def _sleep(seconds: float, *, quiet: bool) -> None:
    """Wait, and say so, since a person may look on."""
    if not quiet:
        click.echo(f"briefgen: trying again in {seconds:.0f} s what was not taken (Ctrl-C: leave it pending)", err=True)
    time.sleep(seconds)


def told(receipt: Receipt) -> str:
    """An outcome in a line.

    >>> from briefgen.delivery import Receipt
    >>> told(Receipt(channel="desk", target="a@example.org", state="later", detail="451 busy"))
    'desk: a@example.org put off: 451 busy'
    """
    detail = " ".join(receipt.detail.split())
    return f"{receipt.channel}: {receipt.target} {WORDS[receipt.state]}" + (f": {detail}" if detail else "")
