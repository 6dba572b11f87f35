"""`briefgen fetch`: the news of feeds, pages and mail folders into a folder of articles."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from briefgen.cli.terminal import LOG, NAMED, logging_to_stderr, printable, progress

if TYPE_CHECKING:
    from briefgen.fetch.report import Failure, Report, SourceReport
    from briefgen.fetch.sources import Options, Sources

_HINTS = {
    "contact": ("--contact", "one address, without spaces"),
    "allow_hosts": ("--allow-host", "write the host alone, or with its port: localhost:8080"),
}


@click.command(
    epilog="""\b
    Examples:
      briefgen fetch                                    what sources.toml names, into articles/
      briefgen fetch subscriptions.opml -o news --since "2 days"
      briefgen fetch --dry-run                          tell what would be fetched, store nothing
      briefgen fetch intra.toml --allow-host wiki.intra.example:8080
      briefgen fetch && briefgen build articles
    \b
    Exit codes: 0 all fine; 1 nothing could be fetched; 2 wrong use; 3 some source or page failed (named on stderr).
    A proxy is used where HTTP_PROXY or HTTPS_PROXY names one. An example of a file: examples/sources.toml.
    """
)
@click.argument("files", nargs=-1, metavar="[SOURCES]...")
@click.option("--output", "-o", default="articles", metavar="FOLDER", help="Folder of articles (default: articles).")
@click.option("--since", metavar="WHEN", help='Leave older items for another run: 2026-03-01, "2 days", Monday.')
@click.option("--dry-run", "-n", is_flag=True, help="Ask the feeds, tell what would be fetched, store nothing.")
@click.option("--retry", is_flag=True, help="Try now what failed before, also what was given up.")
@click.option("--allow-host", multiple=True, metavar="HOST", help="A host that may have a private address; repeatable.")
@click.option("--contact", metavar="ADDRESS", help="Whom a server may write to, such as mailto:desk@example.org.")
@LOG
@click.option("--quiet", "-q", is_flag=True, help="Say nothing but errors.")
def fetch(
    files: tuple[str, ...],
    output: str,
    since: str | None,
    dry_run: bool,
    retry: bool,
    allow_host: tuple[str, ...],
    contact: str | None,
    log_format: str | None,
    quiet: bool,
) -> int:
    """Fetch new articles of the feeds, pages and mail folders that SOURCES name (default: sources.toml).

    SOURCES are TOML files of ours or OPML files of any feed reader. Each article is stored once, as it was served, in
    FOLDER/DAY with its metadata beside it. Hosts are asked one request at a time, as their robots.txt allows.
    """
    from datetime import UTC, datetime

    from briefgen.fetch import fetch as run
    from briefgen.log import told

    sources = _sources(files or ("sources.toml",), allow_host=allow_host, contact=contact)
    options = _options(since=since, dry_run=dry_run, retry=retry)
    quiet_bar = quiet or log_format is not None
    bars = progress(quiet=quiet_bar, first="feeds", until="feeds")
    with logging_to_stderr(log_format), told("fetch") as counts, bars as tell:
        report = run(sources, folder=Path(output), now=datetime.now(tz=UTC), options=options, tell=tell)
        counts.update(sources=len(report.sources), articles=len(report.stored), failures=len(report.failures))
    for failure in report.failures[:NAMED]:
        click.echo(f"briefgen: {printable(_failure(failure))}", err=True)
    if len(report.failures) > NAMED:
        click.echo(f"briefgen: … and {len(report.failures) - NAMED} more that failed", err=True)
    if not quiet:
        click.echo("\n".join(map(printable, _lines(report))))
    return {"fine": 0, "partly": 3, "nothing": 1}[report.outcome]


def _sources(files: tuple[str, ...], *, allow_host: tuple[str, ...], contact: str | None) -> Sources:
    from pydantic import ValidationError

    from briefgen.errors import UsageError
    from briefgen.fetch.reading import read_all
    from briefgen.fetch.sources import Sources

    found = read_all([Path(file) for file in files])
    values = {name: getattr(found, name) for name in found.model_fields_set}
    values["allow_hosts"] = (*found.allow_hosts, *allow_host)
    try:
        return Sources.model_validate({**values, **({"contact": contact} if contact else {})})
    except ValidationError as error:
        fault = error.errors()[0]
        flag, hint = _HINTS[str(fault["loc"][0])]
        raise UsageError(f"{flag}: {fault['input']!r} cannot be used: {hint}") from None


def _options(*, since: str | None, dry_run: bool, retry: bool) -> Options:
    from briefgen.errors import UsageError
    from briefgen.fetch.sources import Options
    from briefgen.when import FORMS

    try:
        return Options(since=since, dry_run=dry_run, retry=retry)
    except ValueError:
        raise UsageError(f"--since: no moment can be read in {since!r}; write it as {FORMS}") from None


def _failure(failure: Failure) -> str:
    again = f"; again after {failure.again:%Y-%m-%d %H:%M} UTC" if failure.again else ""
    given_up = "" if failure.is_source or failure.again else "; given up"
    source = "" if failure.source == failure.what else f"{failure.source}: "
    return f"{source}{failure.what}: {' '.join(failure.reason.split())}{again}{given_up}"


def _lines(report: Report) -> Iterator[str]:
    for source in report.sources:
        yield f"{source.label}: {_counts(source, dry_run=report.dry_run)}"
        yield from (f"  {note}" for note in source.notes)
    if report.dry_run:
        yield from (f"would fetch: {' '.join(filter(None, (found.url, found.title)))}" for found in report.stored)
        return
    articles = "1 article" if len(report.stored) == 1 else f"{len(report.stored)} articles"
    days = sorted({str(report.folder / Path(found.path).parent) for found in report.stored if found.path})
    yield f"stored: {articles} in {', '.join(days)}" if days else "stored: nothing new"


def _counts(source: SourceReport, *, dry_run: bool) -> str:
    """What came of a source: "12 new, 3 known, 1 waiting"."""
    if source.failed:
        return "failed"
    parts = [f"{source.stored} to fetch" if dry_run else f"{source.stored} new"]
    for number, what in ((source.known, "known"), (source.copies, "copies"), (source.waiting, "waiting")):
        if number and not (dry_run and what == "waiting"):
            parts.append(f"{number} {what}")
    return ", ".join(parts) + (" (the feed is unchanged)" if source.unchanged else "")
