"""`briefgen extract`, `verify` and `explain`: the facts an article, the proof of a brief, and the reasons of a rule."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from briefgen.cli.briefs import read_brief
from briefgen.cli.options import reading_options, selecting_options, settings_of
from briefgen.cli.summary import why_left_out
from briefgen.cli.terminal import progress, say_notes, say_skipped

if TYPE_CHECKING:
    from briefgen.model import Article
    from briefgen.settings import Settings

LONGEST_NAME = 120  # characters; a file system takes 255 bytes


@click.command(
    epilog="""\b
    Examples:
      briefgen extract articles -o facts
      briefgen extract articles -o facts --jobs 2 --strict
    """
)
@click.argument("paths", nargs=-1, required=True, metavar="FOLDER|FILE|-...")
@click.option("--output", "-o", required=True, metavar="DIR", help="Folder to write one ID.json an article to.")
@selecting_options
@reading_options
def extract(paths: tuple[str, ...], config: str | None, **flags: Any) -> int:
    """Write the facts of each article as one JSON file, in the vocabulary of the annotation guidelines."""
    settings = settings_of(config, **flags)
    from briefgen import pipeline
    from briefgen.deliver import write_file
    from briefgen.extract.vocabulary import to_gold

    with progress(quiet=settings.quiet) as tell:
        loaded = pipeline.collect(paths, settings=settings)
        say_notes(loaded.notes)
        reading = pipeline.read(loaded, settings=settings, tell=tell)
    say_skipped(reading.unread)
    for findings in reading.findings:
        text = json.dumps(to_gold(findings), ensure_ascii=False, indent=1)
        write_file(settings.output / f"{file_name(findings.article)}.json", text.encode() + b"\n")
    if not settings.quiet:
        out = f", {len(reading.left_out)} left out" if reading.left_out else ""
        counts = f"{len(reading.findings)} articles read, {len(reading.unread)} not{out}"
        click.echo(f"{counts}; written to {settings.output}")
    if not reading.findings:
        why = f" ({why_left_out(reading)})" if reading.left_out and not reading.unread else ""
        raise click.ClickException(f"nothing readable in {', '.join(paths)}{why}")
    return (1 if settings.strict else 3) if reading.unread else 0


@click.command(
    epilog="""\b
    Examples:
      briefgen verify out/brief.json --sources articles
      briefgen verify out/brief.json --sources articles --json
    """
)
@click.argument("brief", metavar="BRIEF.json")
@click.option("--sources", "-s", multiple=True, required=True, metavar="FOLDER|FILE", help="Where the articles are.")
@click.option("--json", "as_json", is_flag=True, help="Report as JSON.")
@click.option("--config", metavar="FILE", help="Settings file (default: briefgen.toml here, where there is one).")
def verify(brief: str, sources: tuple[str, ...], as_json: bool, config: str | None) -> int:
    """Read the sources of a brief again and check that every quote stands where the brief says.

    Tells apart: sources that changed, sources that are missing, quotes that do not match. Exit code 1 on any.
    """
    settings = settings_of(config)
    from briefgen import pipeline
    from briefgen.verify import verify as prove

    loaded = pipeline.collect(sources, settings=settings)
    report = prove(read_brief(brief), loaded.articles)
    if as_json:
        failures = [{"sort": f.sort, "article": f.article, "detail": f.detail} for f in report.failures]
        click.echo(
            json.dumps({"sources": report.sources, "citations": report.citations, "failures": failures}, indent=1)
        )
        return 0 if report.holds else 1
    for failure in report.failures:
        click.echo(f"{failure.sort}: {failure.article}: {failure.detail}")
    verdict = "verified" if report.holds else f"not verified, {len(report.failures)} failures"
    click.echo(f"{verdict}: {report.sources} sources, {report.citations} citations")
    return 0 if report.holds else 1


@click.command(
    epilog="""\b
    Examples:
      briefgen explain articles/story.txt
      briefgen explain "At least 12 soldiers were killed near Goris, Armenia said." --date 2022-09-14
      briefgen explain story.html --json > story.explained.json
    """
)
@click.argument("what", nargs=-1, required=True, metavar="FILE|TEXT|-")
@click.option("--json", "as_json", is_flag=True, help="All of it as JSON.")
@reading_options
def explain(what: tuple[str, ...], as_json: bool, config: str | None, **flags: Any) -> int:
    """Show what was seen in an article or a sentence, and which rule found which fact in which words."""
    settings = settings_of(config, **flags)
    from briefgen import pipeline
    from briefgen.explain import explanation

    articles, skipped = _articles(what, settings)
    say_skipped(skipped)
    explained = []
    for parsed, findings in pipeline.inspect(articles, settings=settings):
        if as_json:
            explained.append(explanation(parsed, findings))
        else:
            _show(parsed, findings)
    if as_json:
        click.echo(json.dumps(explained, ensure_ascii=False, indent=1))
    return 0 if articles else 1


def file_name(article: str) -> str:
    """A path for an article's id that stays inside the folder: "a/b" keeps its folder, what is unsafe becomes "_".

    >>> file_name("sub/story-1"), file_name("../../etc/passwd"), file_name("a:b?")
    ('sub/story-1', '_/_/etc/passwd', 'a_b_')
    """
    parts = [_safe_part(part) for part in article.split("/") if part]
    return "/".join("_" if not part.strip(".") else part for part in parts) or "_"


def _safe_part(part: str) -> str:
    """One name of a path; one too long for a file system ends in its hash, so that no two become one."""
    safe = re.sub(r"[^\w. @+,=()\[\]-]", "_", part).strip()
    if len(safe) <= LONGEST_NAME:
        return safe
    return f"{safe[:LONGEST_NAME]}-{hashlib.sha256(part.encode('utf-8', 'surrogatepass')).hexdigest()[:8]}"


def _articles(what: tuple[str, ...], settings: Settings) -> tuple[list[Article], list[Any]]:
    """The articles of the files named, or one article of the words given."""
    from briefgen import pipeline
    from briefgen.model import Article, Source

    if "-" in what or all(_is_path(part) for part in what):
        loaded = pipeline.collect(what, settings=settings)
        return loaded.articles, loaded.skipped
    return [Article(id="text", text=" ".join(what), source=Source(path="text"))], []


def _is_path(text: str) -> bool:
    try:
        return Path(text).exists()
    except (OSError, ValueError):
        return False


def _show(parsed: Any, findings: Any) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from briefgen.explain import lines

    console = Console(highlight=False, soft_wrap=False)
    console.print(Text(": ".join(filter(None, (parsed.article.id, parsed.article.title))), style="bold"))
    for heading, rows in lines(parsed, findings):
        table = Table(title=heading, title_justify="left", show_header=False, box=None, padding=(0, 2, 0, 0))
        for row in rows:
            table.add_row(*(Text(cell) for cell in row))
        console.print(table)
        console.print()
