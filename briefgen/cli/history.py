"""`briefgen history` and `briefgen changes`: what was built before, and what changed between two briefs."""

from __future__ import annotations

from typing import Any

import click

from briefgen.cli.briefs import find_brief, history_for

STORE = click.option("--store", metavar="FILE", help="History of briefs (default: briefgen.db in the output folder).")
OUTPUT = click.option("--output", "-o", metavar="DIR", help="Output folder that holds the history (default: out).")
PROFILE = click.option("--profile", default="", metavar="NAME", help="Profile of briefgen.toml whose history it is.")
CONFIG = click.option("--config", metavar="FILE", help="Settings file (default: briefgen.toml here, if there is one).")


@click.command(
    epilog="""\b
    Examples:
      briefgen history
      briefgen history --store briefs.db
      briefgen history --profile morning
    """
)
@STORE
@OUTPUT
@PROFILE
@CONFIG
def history(config: str | None, profile: str, **flags: Any) -> int:
    """List the briefs that were built: number, as-of, situations, articles, title."""
    _, found = history_for(config, profile=profile, flags=flags)
    entries = found.entries()
    for entry in entries:
        counts = f"{entry.situations:3} situations {entry.articles:4} articles"
        click.echo(f"{entry.number:4}  {entry.as_of.isoformat():25}  {counts}  {entry.title}")
    if not entries:
        click.echo(f"no brief in {found.path} yet", err=True)
    return 0


@click.command(
    epilog="""\b
    Examples:
      briefgen changes 1 2
      briefgen changes 2022-09-13 2022-09-14 --store briefs.db
      briefgen changes monday/brief.json tuesday/brief.json
    """
)
@click.argument("before", metavar="BEFORE")
@click.argument("after", metavar="AFTER")
@STORE
@OUTPUT
@PROFILE
@CONFIG
def changes(before: str, after: str, config: str | None, profile: str, **flags: Any) -> int:
    """Tell what changed from one brief to another, each a brief.json, a number, or an as-of of the history."""
    settings, found = history_for(config, profile=profile, flags=flags)
    from briefgen.assess.changes import changes as compare
    from briefgen.knowledge import load_knowledge
    from briefgen.render.build import wording_for

    old, new = find_brief(before, history=found), find_brief(after, history=found)
    wording = wording_for(settings.render)
    told = [c for c in compare(old, new.situations, knowledge=load_knowledge()) if c.kind != "unchanged"]
    for change in told:
        click.echo(f"{wording.label(f'change_kind.{change.kind}')}: {wording.sentence(change)}")
    if not told:
        click.echo("nothing changed")
    return 0
