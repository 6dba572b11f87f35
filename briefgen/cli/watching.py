"""`briefgen watch`: the brief of a folder, built again whenever articles come."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import click

from briefgen.cli.building import make_brief
from briefgen.cli.options import looking_options, reading_options, selecting_options, settings_of

SHOWN = 3  # files named of a change


@click.command(
    epilog="""\b
    Examples:
      briefgen watch articles
      briefgen watch articles --topic ceasefire --format html -o web
      briefgen watch inbox --settle 10              wait until files have been still for ten seconds
    Ends with Ctrl-C (exit code 130). A build that fails is told, and watching goes on.
    """
)
@click.argument("folder", metavar="FOLDER", type=click.Path(file_okay=False))
@click.option("--output", "-o", metavar="DIR", help="Folder to write to (default: out).")
@click.option("--as-of", metavar="MOMENT", help="Leave out what was published later (default: the newest article).")
@click.option("--title", metavar="TEXT", help="Title of the brief.")
@click.option("--store", metavar="FILE", help="History of briefs (default: briefgen.db in the output folder).")
@click.option("--no-store", is_flag=True, help="Neither read nor write a history.")
@click.option(
    "--settle",
    type=click.FloatRange(0.1, 3600),
    default=2.0,
    metavar="SECONDS",
    help="How long a folder is to be still (default 2).",
)
@click.option(
    "--every",
    type=click.FloatRange(0.1, 3600),
    default=1.0,
    metavar="SECONDS",
    help="How often it is looked at (default 1).",
)
@selecting_options
@reading_options
@looking_options
def watch(folder: str, no_store: bool, settle: float, every: float, config: str | None, **flags: Any) -> int:
    """Build the brief of FOLDER, and again whenever articles come, go or change there.

    A file that is still being written is waited for: the folder must have been still for --settle seconds.
    """
    settings = settings_of(config, **flags)
    from briefgen.watching import Watch

    watched = Watch(Path(folder), exclude=[settings.output], every=every, settle=settle)
    changes = watched.changes()

    def build() -> None:
        _told(lambda: make_brief((folder,), settings=settings, keep=not no_store))
        if not settings.quiet:
            click.echo(f"watching {folder} (Ctrl-C ends it)")

    build()
    for changed in changes:
        if not settings.quiet:
            click.echo(_named(changed, folder))
        build()
    return 0


def _told(build: Any) -> None:
    """Build, and tell why where it fails."""
    from briefgen.errors import BriefgenError

    try:
        build()
    except (BriefgenError, click.ClickException) as error:
        message = error.format_message() if isinstance(error, click.ClickException) else str(error)
        click.echo(f"briefgen: {' '.join(message.split())}", err=True)
    except Exception as error:
        click.echo(f"briefgen: a fault in briefgen itself: {type(error).__name__}: {error}", err=True)


def _named(changed: list[str], folder: str) -> str:
    """The files of a change in a line: "changed: a.txt, b.html and 3 more"."""
    names = [os.path.relpath(path, folder) for path in changed[:SHOWN]]
    more = f" and {len(changed) - SHOWN} more" if len(changed) > SHOWN else ""
    return f"changed: {', '.join(names)}{more}"
