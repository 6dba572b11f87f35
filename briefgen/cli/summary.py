"""The few lines that end a build: situations, highest tolls and who says so, what was skipped, where the files are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from briefgen.model import Brief
    from briefgen.pipeline import Reading
    from briefgen.render.view import Figure
    from briefgen.settings import Settings

TOLLS = 3  # figures shown a situation
SITUATIONS = 8
REASONS = 3  # told where all was left out


def summary(brief: Brief, reading: Reading, written: list[str], *, settings: Settings) -> Iterator[str]:
    """Lines for the terminal, in the language of the brief."""
    from briefgen.render.build import build_view

    view = build_view(brief, settings=settings.render)
    number = f" no. {view.number}" if view.number else ""
    yield f"{view.title}{number}, as of {view.as_of}: {_count(len(reading.articles), 'article')} read"
    for situation in view.situations[:SITUATIONS]:
        yield f"  {situation.title}"
        yield from (f"    {_figure(figure)}" for figure in situation.figures[:TOLLS])
    if len(view.situations) > SITUATIONS:
        yield f"  … and {_count(len(view.situations) - SITUATIONS, 'situation')} more"
    if not view.situations:
        yield "  no situation found in them"
    if skipped := len(brief.skipped):
        yield f"skipped: {skipped} ({len(reading.unread)} unread, {len(reading.left_out)} left out)"
    yield files(written)


def files(written: list[str]) -> str:
    """The files in one line.

    >>> files(["out/brief.md", "out/brief.pdf"])
    'written: out/brief.md .pdf'
    """
    if not written:
        return "nothing written"
    first, *rest = (Path(path) for path in written)
    more = [path.suffix if path.with_suffix(first.suffix) == first else str(path) for path in rest]
    return " ".join([f"written: {first}", *more])


def why_left_out(reading: Reading) -> str:
    """The reasons, counted: "all 3 were left out: published 2022-09-15, after the as-of 2022-09-14 (3)"."""
    counts = Counter(skipped.reason for skipped in reading.left_out)
    shown = "; ".join(f"{reason} ({count})" for reason, count in counts.most_common(REASONS))
    more = "; …" if len(counts) > REASONS else ""
    return f"all {len(reading.left_out)} were left out: {shown}{more}"


def _figure(figure: Figure) -> str:
    """One figure: "105 Armenian soldiers killed (Armenia says; 49 to 105)"."""
    behind = "; ".join(part for part in (figure.who, figure.span) if part)
    return f"{figure.value} {figure.label}" + (f" ({behind})" if behind else "")


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
