"""What a person at a terminal sees: progress on stderr while it works, none in a pipe."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from briefgen.load import Note
    from briefgen.model import Skipped
    from briefgen.review import Decision

LOG = click.option(
    "--log-format", type=click.Choice(["text", "json"]), help="Log each step on stderr, a line an event."
)
NAMED = 20  # skipped files named before the rest is only counted


@contextmanager
def progress(
    *, quiet: bool, first: str = "reading", until: str = "loading"
) -> Iterator[Callable[[str, int, int], None]]:
    """A function that shows how far a stage is: a bar on a terminal, nothing elsewhere.

    *first* is the stage that is told of first, *until* what stands there before.
    """
    if quiet or not sys.stderr.isatty():
        yield lambda stage, done, total: None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bars:
        tasks = {first: bars.add_task(until, total=None)}

        def tell(stage: str, done: int, total: int) -> None:
            if stage not in tasks:
                tasks[stage] = bars.add_task(stage)
            bars.update(tasks[stage], description=stage, completed=done, total=total)

        yield tell


def printable(text: str) -> str:
    """*text* without the control characters by which a stranger's title could steer a terminal."""
    return "".join(char if char.isprintable() else "\ufffd" for char in text)


@contextmanager
def logging_to_stderr(shape: str | None) -> Iterator[None]:
    """While open, events go to stderr in *shape* ("text" or "json"); None: nowhere."""
    if shape is None:
        yield
        return
    from briefgen.log import logged

    with logged(sys.stderr, shape="json" if shape == "json" else "text"):
        yield


def say_skipped(skipped: Sequence[Skipped]) -> None:
    """Name each of *skipped* with its reason on stderr, up to twenty."""
    for entry in skipped[:NAMED]:
        click.echo(f"briefgen: skipped {entry.path}: {' '.join(entry.reason.split())}", err=True)
    if len(skipped) > NAMED:
        click.echo(f"briefgen: … and {len(skipped) - NAMED} more, all listed in the brief", err=True)


def say_notes(notes: Sequence[Note]) -> None:
    """Tell on stderr what was read but odd."""
    for note in notes[:NAMED]:
        click.echo(f"briefgen: {note.path}: {note.text}", err=True)


def say_unmet(unmet: Sequence[Decision]) -> None:
    """Decisions of an editor that met no fact: they are kept, and the user should know."""
    for decision in unmet[:NAMED]:
        quote = printable(decision.passages[0].quote)
        click.echo(f"briefgen: review.toml: no fact for: {decision.action} {decision.kind}, “{quote[:80]}”", err=True)
    if len(unmet) > NAMED:
        click.echo(f"briefgen: … and {len(unmet) - NAMED} more decisions that met no fact", err=True)
