"""JSON and JSON lines: news-please, NewsAPI, schema.org and plain records, one article, a list, or one a line."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from briefgen.errors import LoadError
from briefgen.load.decoding import decode
from briefgen.load.fields import clean_text, record_fields
from briefgen.load.record import Fault, RawFile, Reader, Record

_TEXT = ("text", "maintext", "body", "articleBody", "article_body", "full_text", "content", "bodyText", "plain_text")
_LEAD = ("description", "abstract", "summary", "trailText")
_LISTS = ("articles", "items", "results", "documents", "docs", "entries", "data", "news", "response", "@graph", "hits")
_CUT = re.compile(r"(?:…|\.\.\.)? ?\[\+\d{1,7} chars\] *$")
_MARKUP = re.compile(r"</?(?:p|div|br|h[1-6]|ul|li|blockquote|span|strong|em|a)\b[^<>]{0,300}>", re.IGNORECASE)
_DEEPEST = 4


def read(file: RawFile) -> Iterator[Record | Fault]:
    """The article or articles of a JSON file. Raises `LoadError` for broken JSON or a shape without articles."""
    decoded = decode(file.data)
    try:
        value = _parse(decoded.text)
    except ValueError as error:
        if "\n" in decoded.text.strip() and _is_lines(decoded.text):
            yield from read_lines(file)
            return
        raise LoadError(f"broken JSON: {error}") from error
    found = list(_articles(value))
    if not found:
        raise LoadError("JSON without an article: no object with a text under " + ", ".join(_TEXT[:5]))
    for number, item in found:
        yield _record(item, where=f"article {number}", note=decoded.note)


def read_lines(file: RawFile) -> Iterator[Record | Fault]:
    """The articles of a JSON-lines file; a line that cannot be read is a fault with its number."""
    decoded = decode(file.data)
    for number, line in enumerate(decoded.text.split("\n"), 1):
        if not line.strip():
            continue
        where = f"line {number}"
        try:
            value = _parse(line)
        except ValueError as error:
            yield Fault(where, f"broken JSON: {error}")
            continue
        found = list(_articles(value))
        if not found:
            yield Fault(where, "no article: no text under " + ", ".join(_TEXT[:5]))
        for _, item in found:
            yield _record(item, where=where, note=decoded.note)


def _parse(text: str) -> Any:
    """Raises `ValueError` with a reason for all that can go wrong, nesting and endless digits included."""
    try:
        return json.loads(text)
    except RecursionError as error:
        raise ValueError("nested too deep") from error
    except json.JSONDecodeError as error:
        raise ValueError(f"{error.msg} (line {error.lineno}, column {error.colno})") from error
    except ValueError as error:
        raise ValueError("it holds a number of thousands of digits") from error


def _is_lines(text: str) -> bool:
    try:
        return isinstance(_parse(text.lstrip().split("\n", 1)[0]), dict)
    except ValueError:
        return False


def _articles(value: Any, depth: int = 0) -> Iterator[tuple[int, Mapping[str, Any]]]:
    """Every object with a text, numbered from 1, in lists and under the usual keys."""
    if isinstance(value, list) and depth < _DEEPEST:
        for number, item in enumerate(value, 1):
            for _, found in _articles(item, depth + 1):
                yield number, found
    elif isinstance(value, dict):
        holder = next((value[name] for name in _LISTS if isinstance(value.get(name), list | dict)), None)
        if _body(value):
            yield 1, value
        elif holder is not None and depth < _DEEPEST:
            yield from _articles(holder, depth + 1)


def _body(item: Mapping[str, Any]) -> str | None:
    texts = (item.get(name) for name in _TEXT)
    leads = (item.get(name) for name in _LEAD) if _is_article(item) else ()
    return next((text for text in (*texts, *leads) if isinstance(text, str) and text.strip()), None)


def _is_article(item: Mapping[str, Any]) -> bool:
    """NewsAPI gives content null for some articles; their description is all there is."""
    return isinstance(item.get("title"), str) and ("publishedAt" in item or "date_publish" in item)


def _record(item: Mapping[str, Any], *, where: str, note: str | None) -> Record | Fault:
    record = record_fields(item)
    body = clean_text(_body(item) or "").strip("\ufeff")
    if _MARKUP.search(body[:20_000]):
        from briefgen.load.html import strip_markup

        body = strip_markup(body)
    if note:
        record.notes.append(note)
    if cut := _CUT.search(body[-60:]):
        body = _with_lead(body[: len(body) - len(cut[0])].rstrip(), item)
        record.notes.append(f"{where}: the service that gave it cut the text short; facts after the cut are missing")
    record.text = body
    if not body.strip():
        return Fault(where, "no text in it")
    return record


def _with_lead(body: str, item: Mapping[str, Any]) -> str:
    lead = next((item[name].strip() for name in _LEAD if isinstance(item.get(name), str)), "")
    return body if not lead or lead[:60] in body else f"{lead}\n\n{body}"


READER = Reader(name="json", version="1", suffixes=(".json",), read=read)
LINES_READER = Reader(name="jsonl", version="1", suffixes=(".jsonl", ".ndjson"), read=read_lines)
