"""The child process that lays out a PDF: HTML on standard input, PDF on standard output; see `briefgen.render.pdf`.

With `--attached-after N` the HTML is the first N bytes, and what follows is put into the PDF as brief.json.
"""

from __future__ import annotations

import hashlib
import logging
import os
import sys
import tempfile
from base64 import b64encode
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from briefgen.parts import scratch_folder, sweep

NO_LIBRARIES = 14
_EPOCH = datetime.fromtimestamp(0, tz=UTC)
LAST_RESORT = "source-sans-3-latin-400-normal.woff2"
FONTS_CONF = """<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>{folder}</dir><cachedir>{folder}</cachedir></fontconfig>"""


def main(arguments: list[str]) -> int:
    """Lay out standard input under a memory limit given in megabytes; warnings go to standard error."""
    _limit_memory(int(arguments[0]))
    html, attached = _split(sys.stdin.buffer.read(), arguments)
    place = Path(tempfile.gettempdir())
    sweep((place,))
    with scratch_folder(place) as folder:
        tempfile.tempdir = str(folder)  # for the fonts that WeasyPrint unpacks
        if "--system-fonts" not in arguments:
            _hide_system_fonts(folder)
        try:
            import weasyprint
        except OSError as error:
            sys.stderr.write(str(error).splitlines()[0])
            return NO_LIBRARIES
        handler = logging.StreamHandler(sys.stderr)
        handler.addFilter(lambda record: ".notdef glyph" not in record.getMessage())  # the brief itself says so
        logging.getLogger("weasyprint").addHandler(handler)
        logging.getLogger("weasyprint").setLevel(logging.WARNING)
        sys.stdout.buffer.write(_lay_out(html, weasyprint, attached=attached))
    return 0


def _split(read: bytes, arguments: list[str]) -> tuple[str, bytes | None]:
    """The HTML, and what is to be attached to the PDF of it."""
    if "--attached-after" not in arguments:
        return read.decode("utf-8"), None
    end = int(arguments[arguments.index("--attached-after") + 1])
    return read[:end].decode("utf-8"), read[end:]


def _lay_out(html: str, weasyprint: Any, *, attached: bytes | None = None) -> bytes:
    from weasyprint.urls import URLFetcher

    sys.setrecursionlimit(5000)
    fetcher = URLFetcher(allowed_protocols=("data",))
    identifier = hashlib.sha256(html.encode()).digest()[:16]
    document = weasyprint.HTML(string=html, url_fetcher=fetcher, base_url=None)
    pdf: bytes = document.write_pdf(
        pdf_variant="pdf/ua-1" if attached is None else "pdf/a-3a",
        pdf_identifier=identifier,
        full_fonts=False,
        attachments=None if attached is None else [_attachment(attached, weasyprint, fetcher=fetcher)],
    )
    return pdf


def _attachment(content: bytes, weasyprint: Any, *, fetcher: Any) -> Any:
    """The brief's data beside its pages, as a `data:` address (which tells the media type), without today's date."""
    return weasyprint.Attachment(
        url=f"data:application/json;base64,{b64encode(content).decode()}",
        url_fetcher=fetcher,
        name="brief.json",
        description="The brief as data: every fact with its sources",
        created=_EPOCH,
        modified=_EPOCH,
        relationship="Data",
    )


def _limit_memory(megabytes: int) -> None:
    try:
        import resource
    except ImportError:  # no such limits on Windows; the time limit of the parent still holds
        return
    limit = megabytes * 1024 * 1024
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))


def _hide_system_fonts(folder: Path) -> None:
    """Point fontconfig at one bundled face alone, so that a page never depends on the fonts of the machine.

    The page brings its faces itself; this one only stands behind them, because Pango ends the process without any.
    """
    from fontTools.ttLib import TTFont  # type: ignore[import-untyped]  # it ships no types

    face = TTFont(Path(__file__).parent / "fonts" / LAST_RESORT, recalcTimestamp=False)
    face.flavor = None  # fontconfig reads no woff2
    face.save(folder / "face.ttf")
    path = folder / "fonts.conf"
    path.write_text(FONTS_CONF.format(folder=escape(str(folder))), encoding="utf-8")
    os.environ["FONTCONFIG_FILE"] = str(path)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
