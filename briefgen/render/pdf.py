"""PDF: the print HTML laid out by WeasyPrint in a child process with limits on time and memory.

The child gets the HTML on standard input, behind it what is to be attached, and answers the PDF on standard output; it
may open no file and no network (`data:` only) and sees no system font while the bundled faces cover the text. Same
HTML, same bytes.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping

from briefgen.errors import PdfUnavailable, RenderError
from briefgen.settings import RenderSettings

APT = "apt-get install -y python3-venv libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
NO_LIBRARIES = 14  # the exit status by which pdf_worker says it


def render_pdf(
    html: str, *, settings: RenderSettings, system_fonts: bool = False, attached: bytes | None = None
) -> bytes:
    """The tagged PDF of *html*: PDF/UA-1, or PDF/A-3a with *attached* inside as brief.json (a file claims one of them).

    Raises `PdfUnavailable` when Pango or HarfBuzz are not there, `RenderError` when a limit is passed or layout fails.
    """
    command = [sys.executable, "-m", "briefgen.render.pdf_worker", str(settings.pdf_memory_mb)]
    if system_fonts:
        command.append("--system-fonts")
    page = html.encode("utf-8", "replace")
    if attached is not None:
        command += ["--attached-after", str(len(page))]
    try:
        done = subprocess.run(  # noqa: S603
            command,
            input=page + (attached or b""),
            capture_output=True,
            timeout=settings.pdf_timeout_seconds,
            env=_environment(),
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise RenderError(
            f"the PDF took longer than {settings.pdf_timeout_seconds} seconds; raise render.pdf_timeout_seconds"
        ) from error
    said = done.stderr.decode("utf-8", "replace").strip()
    if done.returncode == NO_LIBRARIES:
        raise PdfUnavailable(f"no PDF: the libraries that WeasyPrint needs are not here ({said}). Install them: {APT}")
    if done.returncode or not done.stdout.startswith(b"%PDF"):
        last = said.splitlines()[-1] if said else f"exit {done.returncode}"
        raise RenderError(f"the PDF could not be laid out within {settings.pdf_memory_mb} MB of memory: {last}")
    return done.stdout


def _environment() -> Mapping[str, str]:
    """The environment of the child: ours, with briefgen importable and no dates of today."""
    paths = [path for path in sys.path if path]
    return {**os.environ, "PYTHONPATH": os.pathsep.join(paths), "SOURCE_DATE_EPOCH": "0"}
