"""`briefgen run` and `briefgen profiles`: a whole morning's work under one name."""

from __future__ import annotations

import os
import time
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import click

from briefgen.cli.options import settings_file
from briefgen.cli.summary import summary
from briefgen.cli.terminal import LOG, NAMED, logging_to_stderr, printable, progress

if TYPE_CHECKING:
    from briefgen.profile import Profile
    from briefgen.running.run import Order, Outcome, Runner

CONFIG = click.option("--config", metavar="FILE", help="Settings file (default: briefgen.toml here).")
LONG = timedelta(hours=6)  # a run that still goes on then hangs


@click.command(
    epilog="""\b
    Examples:
      briefgen run morning
      briefgen run morning --dry-run                tell what would be fetched and sent; change nothing
      briefgen run morning --no-fetch --no-deliver  build from what is in the folder
      briefgen run morning --as-of 2022-09-14
      briefgen run morning --log-format json 2>> briefgen.log
    \b
    Exit codes: 0 done, or nothing new; 3 done, but a source failed or something could not be read (named on stderr);
    4 built without the PDF; 5 not delivered to everyone; 6 the profile is being run already; 1 failed; 2 wrong use.
    """
)
@click.argument("profile")
@click.option("--as-of", metavar="MOMENT", help="Build the brief of this moment, from what is there.")
@click.option("--no-fetch", is_flag=True, help="Fetch nothing.")
@click.option("--no-deliver", is_flag=True, help="Send nothing.")
@click.option(
    "--dry-run", "-n", is_flag=True, help="Ask the feeds and tell what would be done; store, write and send nothing."
)
@click.option("--when-empty", type=click.Choice(["skip", "build"]), help="What to do when no article is new.")
@click.option("--notify-on-failure", metavar="CHANNEL", help="Tell by this channel when the run fails.")
@LOG
@click.option("--quiet", "-q", is_flag=True, default=None, help="Say nothing but what went wrong.")
@CONFIG
def run(
    profile: str, no_fetch: bool, no_deliver: bool, log_format: str | None, config: str | None, **flags: Any
) -> int:
    """Fetch, build and deliver the brief of a profile of briefgen.toml.

    A second run of the same profile at the same time is refused. How it went stands in heartbeat.json in the output
    folder of the profile; `briefgen doctor` reads it.
    """
    found = _profile(profile, config, **flags)
    order = _order(flags["as_of"], fetch=not no_fetch, deliver=not no_deliver, dry_run=flags["dry_run"])
    with logging_to_stderr(log_format), progress(quiet=bool(found.settings.quiet or log_format)) as tell:
        from briefgen.running.run import Runner

        runner = Runner(found, order=order, tell=tell)
        outcome = _run(runner)
    _say(outcome, found)
    return outcome.code


@click.command(
    epilog="""\b
    Examples:
      briefgen profiles
      briefgen profiles --config desk/briefgen.toml
    """
)
@CONFIG
def profiles(config: str | None) -> int:
    """List the profiles of briefgen.toml, and what is wrong with each; exit code 1 on any fault."""
    from briefgen.profile import profile_names
    from briefgen.running.check import faults, outline

    file = settings_file(config)
    names = profile_names(file)
    wrong = 0
    for name in names:
        click.echo(f"{name}: {outline(name, file=file, environ=os.environ)}")
        for fault in faults(name, file=file, environ=os.environ):
            wrong += 1
            click.echo(f"  wrong: {fault}")
    if not names:
        click.echo(f"no profile in {file}; add a table [profile.morning], see docs/every-morning.md", err=True)
    return 1 if wrong else 0


def _profile(name: str, config: str | None, **flags: Any) -> Profile:
    from briefgen.profile import read_profile

    own = {"when_empty": flags["when_empty"], "notify_on_failure": flags["notify_on_failure"]}
    given = {"quiet": flags["quiet"]}
    found = read_profile(name, file=settings_file(config), environ=os.environ, flags=given)
    return found.planned(**{key: value for key, value in own.items() if value is not None})


def _order(as_of: str | None, *, fetch: bool, deliver: bool, dry_run: bool) -> Order:
    from briefgen.errors import UsageError
    from briefgen.model import parse_moment
    from briefgen.running.run import Order

    try:
        moment = parse_moment(as_of)
    except ValueError:
        raise UsageError(f"--as-of: {as_of!r} is no moment such as 2022-09-14 or 2022-09-14T06:00Z") from None
    return Order(as_of=moment, fetch=fetch, deliver=deliver, dry_run=dry_run)


def _run(runner: Runner) -> Outcome:
    """Run, and tell by the channel for failures where the run fails, or one before it hangs."""
    from briefgen.errors import BriefgenError, RunLocked
    from briefgen.running.heartbeat import GOOD

    try:
        outcome = runner.run()
    except RunLocked as error:
        if _hangs(runner):
            _notify(runner, str(error))
        raise
    except Exception as error:
        _notify(runner, str(error) if isinstance(error, BriefgenError) else f"{type(error).__name__}: {error}")
        raise
    if outcome.code not in GOOD:
        undelivered = [f"{one.channel}: {one.detail}" for one in outcome.receipts if one.state in ("later", "failed")]
        _notify(runner, "; ".join([outcome.message, *undelivered]))
    return outcome


def _hangs(runner: Runner) -> bool:
    """Whether the run that holds the lock began so long ago that somebody should look."""
    from briefgen.running.lock import holder

    owner = holder(runner.profile.lock_file)
    try:
        return owner is not None and runner.clock() - datetime.fromisoformat(owner.started) > LONG
    except (ValueError, TypeError):
        return False


def _notify(runner: Runner, reason: str) -> None:
    channel = runner.profile.plan.notify_on_failure
    if not channel or runner.order.dry_run:
        return
    from briefgen.running.notice import notify

    problem = notify(runner.profile, reason, channel=channel, clock=runner.clock, sleep=time.sleep)
    if problem:
        click.echo(f"briefgen: {problem}", err=True)


def _say(outcome: Outcome, profile: Profile) -> None:
    """Notes and faults on stderr, what was made on stdout."""
    from briefgen.cli.delivering import told

    for line in [*outcome.notes, *outcome.faults[:NAMED]]:
        click.echo(f"briefgen: {printable(' '.join(line.split()))}", err=True)
    if len(outcome.faults) > NAMED:
        click.echo(f"briefgen: … and {len(outcome.faults) - NAMED} more", err=True)
    quiet = profile.settings.quiet
    if outcome.brief and outcome.reading and not quiet:
        click.echo("\n".join(summary(outcome.brief, outcome.reading, list(outcome.written), settings=profile.settings)))
    for receipt in outcome.receipts:
        bad = receipt.state in ("later", "failed")
        if bad or not quiet:
            click.echo(told(receipt), err=bad)
    if not quiet:
        click.echo(f"{profile.name}: {outcome.message}")
