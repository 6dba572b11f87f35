"""The figures part of REPORT.md, written by `python -m training evaluate` between two marks; the rest is by hand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

REPORT: Final = Path(__file__).with_name("REPORT.md")
START, END = "<!-- figures: start -->", "<!-- figures: end -->"

BARS: Final = (
    ("LAS, EWT test, gold words", ("EWT test", "gold words", "LAS"), 89.5),
    ("LAS, PUD news, gold words", ("PUD news", "gold words", "LAS"), 87.5),
    ("UPOS, PUD news", ("PUD news", "gold words", "UPOS"), 97.3),
    ("NER F1, model alone, PUD news", ("PUD news", "gold words", "names"), 82.0),
    ("NER F1, model alone, EWT test", ("EWT test", "gold words", "names"), 77.0),
    ("Places with the knowledge base, PUD news", ("PUD news", "knowledge base", "places"), 90.0),
    ("Subject of a verb of saying, PUD news", ("PUD news", "gold words", "who says"), 95.0),
    ("Apposition, PUD news", ("PUD news", "gold words", "apposition"), 58.0),
    ("Sentence F1, PUD news, raw text", ("PUD news", "raw text", "sentences"), 96.0),
)
"""Each bar: what it is called, where its figure lies, and the bar."""


def write_figures(figures: Mapping[str, Any], *, path: Path = REPORT) -> None:
    """Replace the part of the report between its marks by tables of `figures`.

    Raises `ValueError` where the report has no marks.
    """
    text = path.read_text(encoding="utf-8")
    before, start, rest = text.partition(START)
    _, end, after = rest.partition(END)
    if not start or not end:
        raise ValueError(f"{path}: the marks {START} and {END} are missing")
    lines = [START, "", *_bars(figures), "", *_sets(figures), "", *_speed(figures), "", END]
    path.write_text(before + "\n".join(lines) + after, encoding="utf-8")


def _bars(figures: Mapping[str, Any]) -> Iterator[str]:
    yield "| bar | wanted | reached |"
    yield "|---|---|---|"
    for name, (part, kind, measure), bar in BARS:
        reached = figures.get(part, {}).get(kind, {}).get(measure)
        if reached is not None:
            yield f"| {name} | {bar} | {reached:.2f} ({'reached' if reached >= bar else f'{reached - bar:+.2f}'}) |"


def _sets(figures: Mapping[str, Any]) -> Iterator[str]:
    parts = [part for part in figures if part != "speed"]
    rows: dict[tuple[str, str], None] = {}
    for part in parts:
        rows.update({(kind, measure): None for kind, measures in figures[part].items() for measure in measures})
    yield "| F1 or accuracy, per cent | " + " | ".join(parts) + " |"
    yield "|---|" + "---|" * len(parts)
    for kind, measure in rows:
        cells = [figures[part].get(kind, {}).get(measure) for part in parts]
        yield f"| {kind}: {measure} | " + " | ".join("" if cell is None else f"{cell:.2f}" for cell in cells) + " |"


def _speed(figures: Mapping[str, Any]) -> Iterator[str]:
    engines = figures.get("speed", {})
    measures = list(next(iter(engines.values()), {}))
    yield "| one process, one thread | " + " | ".join(measures) + " |"
    yield "|---|" + "---|" * len(measures)
    for engine, row in engines.items():
        yield f"| {engine} | " + " | ".join(f"{row[measure]:,}" for measure in measures) + " |"
