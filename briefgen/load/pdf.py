"""PDF: the text layer, lines joined into paragraphs, running heads and page numbers left out. No text recognition."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from briefgen.errors import LoadError
from briefgen.load.plain import too_long
from briefgen.load.record import RawFile, Reader, Record

_PAGE_NUMBER = re.compile(r"(?:page )?\d{1,4}(?: ?(?:of|/) ?\d{1,4})?", re.IGNORECASE)
_ENDS = (".", "!", "?", ":", ".”", "?”", '."', '?"', "!”", ".’", ".)")
_MOST_PAGES = 2000


def read(file: RawFile) -> Iterator[Record]:
    """One article a file. Raises `LoadError` for a locked or broken PDF, and for one that is only pictures."""
    pages = _pages(file)
    text = join_lines(_without_running_heads(pages))
    if len("".join(text.split())) < 20:
        raise LoadError("a PDF without a text layer (scanned pages): run text recognition on it (ocrmypdf) first")
    yield Record(text=text)


def join_lines(pages: Sequence[Sequence[str]]) -> str:
    """Lines as printed, joined into paragraphs: a paragraph ends at a blank line or a short line that ends a sentence.

    A word broken at a line's end is joined. A sentence that runs over to the next page is one paragraph.

    >>> join_lines([["Shells fell east of the wide", "river. Two were hurt.", "Talks began in the cap-", "ital."]])
    'Shells fell east of the wide river. Two were hurt.\\n\\nTalks began in the capital.'
    """
    lines = [line.strip() for page in pages for line in page]
    width = max((len(line) for line in lines), default=0)
    paragraphs: list[str] = []
    open_ = False
    for line in lines:
        if not line:
            open_ = open_ and not paragraphs[-1].endswith(_ENDS)
            continue
        if not open_:
            paragraphs.append(line)
        elif re.search(r"[a-z](?:-|\u00ad|\u0002|\ufffe)$", paragraphs[-1]) and line[0].islower():
            paragraphs[-1] = paragraphs[-1][:-1] + line
        else:
            paragraphs[-1] += " " + line
        heading = len(line) < 0.6 * width and not line.endswith((",", "-")) and paragraphs[-1] == line
        open_ = not (heading or (line.endswith(_ENDS) and len(line) < 0.85 * width))
    return "\n\n".join(paragraphs)


def _pages(file: RawFile) -> list[list[str]]:
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(file.data)
    except pypdfium2.PdfiumError as error:
        locked = "password" in str(error).lower()
        raise LoadError("a locked PDF: save it without its password" if locked else f"broken PDF: {error}") from error
    pages: list[list[str]] = []
    size = 0
    try:
        for number in range(min(len(document), _MOST_PAGES)):
            text = document[number].get_textpage().get_text_range()
            size += len(text)
            if size > file.settings.max_text_chars:
                raise LoadError(too_long(f"over {size:,} characters", file.settings.max_text_chars))
            pages.append(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"))
    except pypdfium2.PdfiumError as error:
        raise LoadError(f"broken PDF, page {len(pages) + 1}: {error}") from error
    finally:
        document.close()
    return pages


def _without_running_heads(pages: list[list[str]]) -> list[list[str]]:
    """Pages without their numbers and the lines that open or close most of them."""
    edges = Counter(line.strip() for page in pages for line in {*page[:2], *page[-2:]} if line.strip())
    often = {line for line, count in edges.items() if len(pages) > 2 and count > 0.6 * len(pages)}
    return [
        [line for line in page if line.strip() not in often and not _PAGE_NUMBER.fullmatch(line.strip())]
        for page in pages
    ]


READER = Reader(name="pdf", version="1", suffixes=(".pdf",), read=read)
