"""Options that several commands share, and how they become `Settings`."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from briefgen.settings import Settings

Command = Callable[..., Any]
Options = tuple[Callable[[Command], Command], ...]

READING: Options = (
    click.option("--date", metavar="DAY", help="Date of articles that have none (2022-09-14)."),
    click.option("--engine", metavar="NAME", help="Language engine: minilm (default), or spacy:PIPELINE."),
    click.option("--jobs", "-j", metavar="N", help="Processes to read articles with (default 1)."),
    click.option("--quiet", "-q", is_flag=True, default=None, help="Say nothing but errors."),
    click.option("--strict", is_flag=True, default=None, help="Fail, exit code 1, when anything was skipped."),
    click.option("--config", metavar="FILE", help="Settings file (default: briefgen.toml here, where there is one)."),
)
SELECTING: Options = (
    click.option("--since", metavar="WHEN", help='Leave out what was published before: 2022-09-13, "2 days", Monday.'),
    click.option("--until", metavar="WHEN", help="Leave out what was published after."),
    click.option("--topic", multiple=True, metavar="WORDS", help='Only articles with these words: "drone strike".'),
    click.option("--party", multiple=True, metavar="NAME", help="Only articles that tell of this actor, by any name."),
    click.option("--place", multiple=True, metavar="NAME", help="Only articles that tell of this place or state."),
    click.option("--language", multiple=True, metavar="CODE", help="Only articles in this language (en)."),
)
LOOKING: Options = (
    click.option("--format", "-f", multiple=True, metavar="LIST", help="md,html,pdf,json (the default), or docx."),
    click.option("--template", "-t", metavar="NAME", help="Template by name, or a folder (see: briefgen templates)."),
    click.option("--page", metavar="SIZE", help="A4 (default) or Letter."),
    click.option("--brief-language", metavar="CODE", help="Language of the brief's own words (default en)."),
    click.option("--handling", metavar="LINE", help='Handling line on each page, such as "TLP:GREEN".'),
    click.option("--next-issue", metavar="MOMENT", help="When the next brief is due, told in the head of this one."),
    click.option(
        "--attach", is_flag=True, default=None, help="Put brief.json inside the PDF (which is PDF/A-3a then)."
    ),
)


def reading_options(command: Command) -> Command:
    """Add the options of every command that reads articles."""
    return _add(READING, command)


def selecting_options(command: Command) -> Command:
    """Add the options on which articles a brief is made of; of several values of one option any will do."""
    return _add(SELECTING, command)


def looking_options(command: Command) -> Command:
    """Add the options on how a brief looks."""
    return _add(LOOKING, command)


def settings_of(config: str | None = None, **flags: Any) -> Settings:
    """The settings of this run from *flags*, the environment, and *config* or ./briefgen.toml."""
    from briefgen.settings import read_settings

    file = settings_file(config)
    required = file != Path("briefgen.toml")
    return read_settings(flags=flags, environ=os.environ, file=file, required=required)


def settings_file(config: str | None) -> Path:
    """*config*, else the one that BRIEFGEN_CONFIG names, else ./briefgen.toml."""
    return Path(config or os.environ.get("BRIEFGEN_CONFIG") or "briefgen.toml")


def _add(options: Options, command: Command) -> Command:
    """*command* with *options* in their order (the last one added is shown first)."""
    for option in reversed(options):
        command = option(command)
    return command
