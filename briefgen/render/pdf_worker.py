"""The child process that lays out a PDF: HTML on standard input, PDF on standard output; see `briefgen.render.pdf`."""

from __future__ import annotations

import hashlib
import logging
import os
import sys
import tempfile
from pathlib import Path
from typing import Any

NO_LIBRARIES = 14
FONTS_CONF = """<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig><cachedir>{cache}</cachedir>
</fontconfig>"""


def main(arguments: list[str]) -> int:
    """Lay out standard input under a memory limit given in megabytes; warnings go to standard error."""
    _limit_memory(int(arguments[0]))
    html = sys.stdin.buffer.read().decode("utf-8")
    with tempfile.TemporaryDirectory() as folder:
        if "--system-fonts" not in arguments:
            _hide_system_fonts(Path(folder))
        try:
            import weasyprint
        except OSError as error:
            sys.stderr.write(str(error).splitlines()[0])
            return NO_LIBRARIES
        logging.getLogger("weasyprint").addHandler(logging.StreamHandler(sys.stderr))
        logging.getLogger("weasyprint").setLevel(logging.WARNING)
        sys.stdout.buffer.write(_lay_out(html, weasyprint))
    return 0


def _lay_out(html: str, weasyprint: Any) -> bytes:
    from weasyprint.urls import URLFetcher

    sys.setrecursionlimit(5000)
    fetcher = URLFetcher(allowed_protocols=("data",))
    identifier = hashlib.sha256(html.encode()).digest()[:16]
    document = weasyprint.HTML(string=html, url_fetcher=fetcher, base_url=None)
    pdf: bytes = document.write_pdf(pdf_variant="pdf/ua-1", pdf_identifier=identifier, full_fonts=False)
    return pdf


def _limit_memory(megabytes: int) -> None:
    try:
        import resource
    except ImportError:  # no such limits on Windows; the time limit of the parent still holds
        return
    limit = megabytes * 1024 * 1024
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))


def _hide_system_fonts(folder: Path) -> None:
    """Point fontconfig at a configuration without font folders, so that only the faces of the page are used."""
    path = folder / "fonts.conf"
    path.write_text(FONTS_CONF.format(cache=folder), encoding="utf-8")
    os.environ["FONTCONFIG_FILE"] = str(path)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
