"""Markdown with YAML or TOML front matter: the reading text, without marks, links' targets, images or HTML."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from briefgen.load.decoding import decode
from briefgen.load.fields import record_fields
from briefgen.load.plain import refuse_huge
from briefgen.load.record import RawFile, Reader, Record

if TYPE_CHECKING:
    from markdown_it.token import Token

_FRONT = re.compile(
    r"(?P<fence>---|\+\+\+)[ \t]*\r?\n(?P<matter>.{0,65536}?)\r?\n(?P=fence)[ \t]*(?:\r?\n|$)", re.DOTALL
)


def read(file: RawFile) -> Iterator[Record]:
    """One article a file; front matter that cannot be read is left out, with a note."""
    refuse_huge(file)
    decoded = decode(file.data)
    matter, body, note = split_front_matter(decoded.text)
    record = record_fields(matter)
    record.text = to_text(body)
    record.notes = [found for found in (decoded.note, note) if found]
    yield record


def split_front_matter(text: str) -> tuple[Mapping[str, Any], str, str | None]:
    r"""The front matter as a mapping, the text after it, and a note where the matter is broken.

    >>> split_front_matter("---\ntitle: Truce\n---\nIt held.")
    ({'title': 'Truce'}, 'It held.', None)
    """
    match = _FRONT.match(text.lstrip("\n"))
    if match is None:
        return {}, text, None
    body = text.lstrip("\n")[match.end() :]
    try:
        matter = _parse(match["fence"], match["matter"])
    except Exception as error:  # PyYAML lets through what its constructors raise (RecursionError, ValueError, …)
        return {}, body, f"its front matter cannot be read ({type(error).__name__}) and was left out"
    return (matter, body, None) if isinstance(matter, dict) else ({}, text, None)


def to_text(markdown: str) -> str:
    """Paragraphs parted by blank lines; a list item, a heading and a table row are one line each.

    >>> to_text("# Truce\\n\\n**BAKU** -- It [held](https://a.example).\\n\\n<!-- no -->")
    'Truce\\n\\nBAKU -- It held.'
    """
    from markdown_it import MarkdownIt

    tokens = MarkdownIt("commonmark").enable("table").parse(markdown)
    return "\n\n".join(block for block in _blocks(tokens) if block)


def _parse(fence: str, matter: str) -> Any:
    if fence == "+++":
        return tomllib.loads(matter)
    import yaml

    return yaml.safe_load(matter)


def _blocks(tokens: Iterable[Token]) -> Iterator[str]:
    row: list[str] | None = None
    for token in tokens:
        if token.type == "tr_open":
            row = []
        elif token.type == "tr_close":
            yield " | ".join(row or ())
            row = None
        elif token.type == "inline":
            text = _inline(token.children or ())
            if row is None:
                yield text
            else:
                row.append(text)
        elif token.type in ("fence", "code_block"):
            yield token.content.strip()


def _inline(tokens: Iterable[Token]) -> str:
    parts = []
    for token in tokens:
        if token.type in ("text", "code_inline"):
            parts.append(token.content)
        elif token.type in ("softbreak", "hardbreak"):
            parts.append(" " if token.type == "softbreak" else "\n")
    return re.sub(r"[ \t]{2,}", " ", "".join(parts)).strip()


READER = Reader(name="markdown", version="1", suffixes=(".md", ".markdown"), read=read)
