"""How long rendering takes, as a multiple of WeasyPrint's own time for an empty page, and what a long digest needs.

`python benchmarks/render.py BRIEF.json [PAGES]`: the brief in Markdown, HTML and PDF, against an empty page laid out in
the same child process; then a digest of about PAGES (100) pages, made of the same situations again and again, with the
peak memory of the process that lays it out.
"""

from __future__ import annotations

import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pypdfium2

from briefgen.model import Brief
from briefgen.render import render
from briefgen.render.pdf import render_pdf
from briefgen.settings import Format, RenderSettings

FORMATS: tuple[Format, ...] = ("md", "html", "pdf")
RUNS = 3
EMPTY = "<!DOCTYPE html><html lang=en><title>Empty</title><p>"


def main(path: Path, pages: int) -> None:
    """Print the multiple, then the pages, seconds and peak memory of the digest."""
    brief, settings = Brief.model_validate_json(path.read_bytes()), RenderSettings()
    bare = min(_timed(lambda: render_pdf(EMPTY, settings=settings)) for _ in range(RUNS))
    whole = min(_timed(lambda: list(render(brief, formats=FORMATS, settings=settings))) for _ in range(RUNS))
    print(f"empty page {bare:.2f} s, {', '.join(FORMATS)} of {path.name} {whole:.2f} s: {whole / bare:.1f} times")
    count = 4
    while (made := _digest(brief, count)) < pages:
        count = max(count + 1, round(count * min(8, 1.05 * pages / made)))


def _digest(brief: Brief, situations: int) -> int:
    """The pages of a digest of so many situations."""
    many = tuple(
        brief.situations[n % len(brief.situations)].model_copy(update={"id": f"{n:012}"}) for n in range(situations)
    )
    longer = brief.model_copy(update={"situations": many, "bottom_line": None, "key_points": ()})
    start = time.perf_counter()
    (document,) = render(longer, formats=["pdf"], template="digest", settings=RenderSettings())
    seconds = time.perf_counter() - start
    pages = len(pypdfium2.PdfDocument(document.content))
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(f"digest of {situations} situations: {pages} pages in {seconds:.1f} s, peak {peak:.0f} MB")
    return pages


def _timed(run: Callable[[], object]) -> float:
    start = time.perf_counter()
    run()
    return time.perf_counter() - start


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 100)
