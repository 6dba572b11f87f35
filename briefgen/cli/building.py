"""`briefgen build` and `briefgen render`: from articles to a brief, and from a brief to any format."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from briefgen.cli.briefs import history_of, read_brief
from briefgen.cli.options import looking_options, reading_options, selecting_options, settings_of
from briefgen.cli.summary import files, summary, why_left_out
from briefgen.cli.terminal import progress, say_notes, say_skipped, say_unmet

if TYPE_CHECKING:
    from briefgen.model import Brief
    from briefgen.pipeline import Reading
    from briefgen.settings import Settings


@click.command(
    epilog="""\b
    Examples:
      briefgen build articles
      briefgen build articles --as-of 2022-09-14 --title "South Caucasus" -o today
      briefgen build articles --since "2 days" --party Armenia --topic "drone strike" --topic ceasefire
      briefgen build a.html b.eml --format md,pdf --page Letter
      cat story.txt | briefgen build - --date 2022-09-14 --no-store
    \b
    Exit codes: 0 built; 1 nothing readable, or something skipped under --strict (nothing is written then);
    3 built, but something could not be read; 4 built without the PDF (its libraries are missing); 2 wrong use.
    """
)
@click.argument("paths", nargs=-1, required=True, metavar="FOLDER|FILE|-...")
@click.option("--output", "-o", metavar="DIR", help="Folder to write to (default: out).")
@click.option("--as-of", metavar="MOMENT", help="Leave out what was published later (default: the newest article).")
@click.option("--title", metavar="TEXT", help="Title of the brief.")
@click.option("--store", metavar="FILE", help="History of briefs (default: briefgen.db in the output folder).")
@click.option("--grades", metavar="FILE", help="Table of sources and their grades (source,reliability,credibility).")
@click.option("--no-store", is_flag=True, help="Neither read nor write a history.")
@click.option("--no-review", is_flag=True, help="Leave the decisions in review.toml, in the output folder, aside.")
@selecting_options
@reading_options
@looking_options
def build(paths: tuple[str, ...], no_store: bool, no_review: bool, config: str | None, **flags: Any) -> int:
    """Build the brief of the articles in a folder, in files, or on standard input (-).

    Reads .txt, .md, .html, .eml, .json, .jsonl, .pdf, .docx, and .gz of these. Writes brief.md, brief.html, brief.pdf
    and brief.json.
    """
    return make_brief(paths, settings=settings_of(config, **flags), keep=not no_store, review=not no_review)


def make_brief(paths: tuple[str, ...], *, settings: Settings, keep: bool, review: bool = True) -> int:
    """Build the brief of *paths*, write it, tell of it, and with *keep* put it into the history; the exit code.

    With *review* the decisions in the review.toml of the output folder are applied.

    Raises `ClickException` where nothing is to be written: nothing readable, or not all of it under `strict`.
    """
    from briefgen import pipeline
    from briefgen.review import files_for, read_reviews

    decisions = read_reviews(files_for(settings.output)) if review else ()
    with progress(quiet=settings.quiet) as tell:
        loaded = pipeline.collect(paths, settings=settings)
        say_notes(loaded.notes)
        history = history_of(settings) if keep else None
        brief, reading = pipeline.build(
            loaded,
            settings=settings,
            decisions=decisions,
            recall=history.recall if history else None,
            tell=tell,
        )
        say_unmet(reading.unmet)
        say_skipped(reading.unread)
        _refuse(reading, settings, paths)
        tell("writing", 0, 1)
        written, missing = _publish(brief, settings)
        if history:
            history.keep(brief)
    if not settings.quiet:
        click.echo("\n".join(summary(brief, reading, written, settings=settings)))
    return 4 if missing else 3 if reading.unread else 0


@click.command(
    epilog="""\b
    Examples:
      briefgen render out/brief.json --format pdf --page Letter -o print
      briefgen render out/brief.json --template ./mytemplate --handling "TLP:GREEN"
    """
)
@click.argument("brief", metavar="BRIEF.json")
@click.option("--output", "-o", metavar="DIR", help="Folder to write to (default: out).")
@click.option("--config", metavar="FILE", help="Settings file (default: briefgen.toml here, where there is one).")
@click.option("--quiet", "-q", is_flag=True, default=None, help="Say nothing but errors.")
@looking_options
def render(brief: str, config: str | None, **flags: Any) -> int:
    """Render a brief.json again: in another format, template, page size or language."""
    settings = settings_of(config, **flags)
    written, missing = _publish(read_brief(brief), settings)
    if not settings.quiet:
        click.echo(files(written))
    return 4 if missing else 0


def _refuse(reading: Reading, settings: Settings, paths: tuple[str, ...]) -> None:
    """Stop before anything is written where nothing was read, or not all of it under --strict."""
    if not reading.articles:
        why = "see the reasons above" if reading.unread else "no article of a known format"
        why = why_left_out(reading) if reading.left_out and not reading.unread else why
        raise click.ClickException(f"nothing readable in {', '.join(paths)} ({why}); nothing was written")
    if reading.unread and settings.strict:
        raise click.ClickException(f"{len(reading.unread)} not read, and --strict asks for all; nothing was written")
    if reading.clock:
        click.echo("briefgen: no article has a date, so the as-of is today; give --date or --as-of", err=True)


def _publish(brief: Brief, settings: Settings) -> tuple[list[str], bool]:
    """Write every format; the paths written, and whether the PDF could not be made (said on stderr)."""
    from briefgen.errors import PdfUnavailable
    from briefgen.pipeline import publish

    written, missing = [], False
    for receipt in publish(brief, settings=settings):
        if isinstance(receipt, PdfUnavailable):
            missing = True
            reason = " ".join(str(receipt).removeprefix("no PDF: ").split())
            click.echo(f"briefgen: no PDF: {reason}", err=True)
        else:
            written.append(receipt.target)
    return written, missing
