"""`briefgen serve`: the briefs of a folder in the browser of this machine, and their review before they go out."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from briefgen.cli.briefs import read_brief
from briefgen.cli.options import settings_file, settings_of

if TYPE_CHECKING:
    from briefgen.serve import Site


@click.command(
    epilog="""\b
    Examples:
      briefgen serve                                       the briefs in out/, to read
      briefgen serve --sources articles --edit --open      review them in the browser
      briefgen serve out/morning -s articles --edit --by Zoe --port 8080
    Decisions are kept in review.toml beside the brief and applied when it is built again: what was rejected is left
    out, what was corrected is marked. Only this machine reaches the pages, though everyone who uses it. Ctrl-C ends it.
    """
)
@click.argument("output", required=False, metavar="[OUT]", type=click.Path(file_okay=False))
@click.option("--sources", "-s", multiple=True, metavar="FOLDER|FILE", help="Where the articles are, to show them.")
@click.option("--edit", is_flag=True, help="Let facts be accepted, rejected and corrected (else all is read-only).")
@click.option("--by", default="", metavar="NAME", help="Who decides, kept with each decision.")
@click.option("--port", type=click.IntRange(0, 65535), default=8000, help="Port (default 8000; 0: any free one).")
@click.option("--host", default="127.0.0.1", help="Another loopback name, such as ::1; nothing else is served.")
@click.option("--open", "open_", is_flag=True, help="Open it in the browser.")
@click.option("--config", metavar="FILE", help="Settings file (default: briefgen.toml here, where there is one).")
def serve(
    output: str | None,
    sources: tuple[str, ...],
    edit: bool,
    by: str,
    port: int,
    host: str,
    open_: bool,
    config: str | None,
) -> int:
    """Show the briefs in OUT (default: out), with a page to review each before it goes out."""
    from briefgen.serve import listen, run

    listening = listen(host, port)
    with listening:
        bound = listening.getsockname()[1]
        site = _site(output, sources, config=config, edit=edit, by=by, host=host, port=bound)
        address = f"http://{f'[{host}]' if ':' in host else host}:{bound}/"
        mode = "decisions are written" if edit else "read-only; --edit lets you decide"
        click.echo(f"{site.shelf.root} on {address} ({mode}); Ctrl-C ends it")
        if open_:
            click.launch(address)
        run(site, listening=listening)
    return 0


def _site(
    output: str | None, sources: tuple[str, ...], *, config: str | None, edit: bool, by: str, host: str, port: int
) -> Site:
    from briefgen.errors import UsageError
    from briefgen.serve import Articles, Shelf, Site, guard_for

    settings = settings_of(config)
    root = Path(output) if output else settings.output
    if not root.is_dir():
        raise UsageError(f"{root}: no such folder; build a brief into it first (briefgen build ARTICLES -o {root})")
    if missing := [path for path in sources if not Path(path).exists()]:
        raise UsageError(f"--sources {missing[0]}: is not there")
    shelf = Shelf(root, read_brief, archives=_archives(config))
    articles = Articles(sources, settings.model_copy(update={"output": root}))
    return Site(shelf, articles, guard_for(host, port), editable=edit, by=by)


def _archives(config: str | None) -> dict[str, Path]:
    """The folders of the archive channels in the settings file, by the names of these."""
    from briefgen.deliver import channels_of
    from briefgen.deliver.archive import ArchiveSettings
    from briefgen.settings import named_tables

    file = settings_file(config)
    tables = named_tables("channel", file=file)
    named = [name for name, table in tables.items() if table.get("kind") == "archive"]
    channels = channels_of(tables, named, folder=file.parent) if named else ()
    return {one.name: one.settings.folder for one in channels if isinstance(one.settings, ArchiveSettings)}
