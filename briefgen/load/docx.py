"""Word documents (.docx): paragraphs and tables in order, with python-docx, which is an extra."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from typing import Any

from briefgen.errors import LoadError
from briefgen.load.record import RawFile, Reader, Record

_MOST_PARTS = 5000


def read(file: RawFile) -> Iterator[Record]:
    """One article a file. Raises `LoadError` for a broken file, a bomb, or a missing python-docx."""
    try:
        from docx import Document
    except ImportError as error:
        raise LoadError("Word files need python-docx: pip install 'briefgen[docx]', or save it as .txt") from error
    _refuse_bomb(file)
    try:
        document = Document(io.BytesIO(file.data))
        text = "\n\n".join(line for line in _lines(document) if line)
        properties = document.core_properties
        title, language = properties.title or None, properties.language or None
    except Exception as error:  # python-docx lets KeyError, ValueError and lxml's errors through
        raise LoadError(
            f"broken Word file ({type(error).__name__}): open it and save it again, or save it as .txt"
        ) from error
    first = text.split("\n", 1)[0].strip()
    yield Record(text=text, title=title if title and title.strip() == first else None, language=language)


def _lines(document: Any) -> Iterator[str]:
    for block in document.iter_inner_content():
        if hasattr(block, "rows"):
            for row in block.rows:
                yield " | ".join(cell.text.strip() for cell in row.cells)
        else:
            yield block.text.strip()


def _refuse_bomb(file: RawFile) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(file.data)) as packed:
            entries = packed.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise LoadError("broken Word file: it is no .docx archive (an old .doc? save it as .docx)") from error
    if len(entries) > _MOST_PARTS or sum(entry.file_size for entry in entries) > file.settings.max_file_bytes:
        raise LoadError("a Word file that unpacks to more than load.max_file_bytes: save its text as .txt")


READER = Reader(name="docx", version="1", suffixes=(".docx",), read=read)
