"""Checks the word lists: TOML that parses, rows with words, class and proof, patterns that keep to their examples."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from importlib.resources.abc import Traversable

Found = tuple[str, int, str]
_LISTS = ("words", "examples", "not_examples")
_PROOF = frozenset({*_LISTS, "source"})


def check_words(folder: Traversable) -> Iterator[Found]:
    """Every fault of FOLDER/words/*.toml as (file, line, message)."""
    words = folder / "words"
    if not words.is_dir():
        return
    for path in sorted(words.iterdir(), key=lambda item: item.name):
        if path.name.endswith(".toml"):
            yield from _file(str(path), path.read_bytes())


def _file(file: str, content: bytes) -> Iterator[Found]:
    try:
        text = content.decode("utf-8")
        document = tomllib.loads(text)
    except UnicodeDecodeError as error:
        yield file, 1, f"not UTF-8: {error.reason}"
        return
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"line (\d+)", str(error))
        yield file, int(found[1]) if found else 1, f"malformed TOML: {error}"
        return
    head = text.split("[[row]]", 1)[0]
    sourced = "source" in document or re.search(r"^#.*\bSources?: ", head, re.MULTILINE) is not None
    yield from _rows(file, document, lines=_row_lines(text), sourced=sourced)


def _rows(file: str, document: Mapping[str, object], *, lines: Sequence[int], sourced: bool) -> Iterator[Found]:
    rows = document.get("row")
    if rows is None and any(isinstance(value, list) for value in document.values()):
        return  # tables of another shape have a rule, and a test, of their own
    if not isinstance(rows, list):
        yield file, 1, "no [[row]]"
        return
    seen: dict[str, int] = {}
    for row, line in zip(rows, (*lines, *[1] * len(rows)), strict=False):
        for message in _row(row, sourced=sourced):
            yield file, line, message
        for word in set(_strings(row.get("words"))):
            key = repr((word, sorted((k, v) for k, v in row.items() if k not in _PROOF)))
            if key in seen:
                yield file, line, f"{word!r} stands in the same class on line {seen[key]} already"
            seen[key] = line


def _row(row: Mapping[str, object], *, sourced: bool) -> Iterator[str]:
    for key in _LISTS:
        value = row.get(key, [])
        if not isinstance(value, list) or not all(isinstance(item, str) and item for item in value):
            yield f"{key} must be a list of strings, none empty"
    words = _strings(row.get("words"))
    for word in sorted({word for word in words if words.count(word) > 1}):
        yield f"{word!r} stands twice in its row"
    if not words and not row.get("pattern"):
        yield "no words"
    if not row.get("cls"):
        yield "no cls"
    if not row.get("source") and not sourced:
        yield "no source, neither in the row nor at the head of the file"
    yield from _pattern(row)


def _pattern(row: Mapping[str, object]) -> Iterator[str]:
    pattern = row.get("pattern")
    if pattern is None:
        return
    try:
        compiled = re.compile(str(pattern))
    except re.error as error:
        yield f"pattern {pattern!r}: {error}"
        return
    for example in _strings(row.get("examples")):
        if not compiled.search(example):
            yield f"pattern {pattern!r} does not match its example {example!r}"
    for example in _strings(row.get("not_examples")):
        if compiled.search(example):
            yield f"pattern {pattern!r} matches its counter-example {example!r}"


def _strings(value: object) -> list[str]:
    return [item for item in value if isinstance(item, str)] if isinstance(value, list) else []


def _row_lines(text: str) -> list[int]:
    return [number for number, line in enumerate(text.splitlines(), 1) if line.strip() == "[[row]]"]
