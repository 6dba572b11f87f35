"""Reading `sources.toml`: tables of feeds, pages and mail folders, defaults in `[limits]`, overrides a source.

Every fault is named with the file, the line and the key, all of them at once. An OPML file is read by
`briefgen.fetch.opml`.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from briefgen.errors import UsageError
from briefgen.fetch.opml import read_opml
from briefgen.fetch.sources import Feed, Limits, MailFolder, Page, Source, Sources

_TABLES: Mapping[str, tuple[str, type[Feed] | type[Page] | type[MailFolder]]] = {
    "feed": ("feeds", Feed),
    "page": ("pages", Page),
    "mail": ("mail", MailFolder),
}
_TOP = ("allow_hosts", "contact", "parallel_hosts")
_OPML = re.compile(r"\s*(?:<\?xml[^>]{0,200}\?>\s*)?(?:<!--.{0,2000}?-->\s*)?<opml\b", re.DOTALL | re.IGNORECASE)


def read_all(paths: Sequence[Path]) -> Sources:
    """The sources of several files as one. Raises `UsageError` as `read_sources` and `merged`."""
    return merged([read_sources(path) for path in paths])


def read_sources(path: Path) -> Sources:
    """The sources in *path*, a TOML or an OPML file; which one, its content tells.

    Raises `UsageError` naming each fault with file, line and key. A relative path of a mail folder starts where the
    file lies; "~" is the user's home.
    """
    try:
        data = path.read_bytes()
        text = data.decode("utf-8-sig")
    except FileNotFoundError:
        raise UsageError(
            f"{path}: no such file; write one, such as: [[feed]] url = 'https://post.example/rss' (each on a line)"
        ) from None
    except UnicodeDecodeError as error:
        text = data.decode("utf-8", "replace")
        if not _OPML.match(text) and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
            raise UsageError(f"{path}: not UTF-8: {error.reason} at byte {error.start}") from None
    except OSError as error:
        raise UsageError(f"{path}: cannot be read: {error.strerror or error}") from None
    if _OPML.match(text) or path.suffix.lower() in (".opml", ".xml"):
        return read_opml(data, name=str(path))
    return _read_toml(text, path)


def merged(several: Sequence[Sources]) -> Sources:
    """The sources of several files as one; a source that two of them name is fetched once.

    Raises `UsageError` where two files differ in what holds for all (contact, parallel hosts).
    """
    values: dict[str, Any] = {}
    for name in ("feeds", "pages", "mail"):
        found: list[Source] = [source for sources in several for source in getattr(sources, name)]
        values[name] = tuple({source.id: source for source in reversed(found)}.values())[::-1]
    values["allow_hosts"] = tuple(dict.fromkeys(host for sources in several for host in sources.allow_hosts))
    for name in ("contact", "parallel_hosts"):
        given = list({getattr(sources, name) for sources in several if name in sources.model_fields_set})
        if len(given) > 1:
            raise UsageError(f"the files of sources differ in {name}: {', '.join(sorted(map(str, given)))}; keep one")
        if given:
            values[name] = given[0]
    return Sources(**values)


def _read_toml(text: str, path: Path) -> Sources:
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise UsageError(f"{path}: cannot be read as TOML: {error}") from None
    values = {key: document[key] for key in _TOP if key in document}
    keys = (*_TOP, *_TABLES, "limits")
    reason = f"no such key; there are {', '.join(keys)}"
    faults = [_at(text, path, key=key, reason=reason) for key in document if key not in keys]
    limits = document.get("limits", {})
    faults += _faults(Limits, limits, text=text, path=path, table="limits")
    for table, (field, kind) in _TABLES.items():
        rows = document.get(table, [])
        if not isinstance(rows, list):
            faults.append(_at(text, path, key=table, reason=f"write [[{table}]], once for each"))
            continue
        shaped = [_shaped(row, table=table, limits=limits, path=path) for row in rows]
        for number, row in enumerate(shaped):
            faults += _faults(kind, row, text=text, path=path, table=table, number=number)
        faults += _repeated(shaped, text=text, path=path, table=table)
        values[field] = tuple(shaped)
    if not faults:
        faults += _faults(Sources, values, text=text, path=path)
    if not faults and not any(values.get(field) for field, _ in _TABLES.values()):
        faults.append(f"{path}: no source in it: write a [[feed]], a [[page]] or a [[mail]]")
    if faults:
        raise UsageError("; ".join(faults))
    return Sources.model_validate(values)


def _shaped(row: Any, *, table: str, limits: Any, path: Path) -> Any:
    """A row with its limits in a table of their own, over those of all, and a mail folder's path made whole."""
    if not isinstance(row, dict) or not isinstance(limits, dict):
        return row
    own = {key: value for key, value in row.items() if key in Limits.model_fields}
    rest = {key: value for key, value in row.items() if key not in own}
    if table == "mail" and isinstance(rest.get("path"), str):
        rest["path"] = path.parent / Path(rest["path"]).expanduser()
    return {**rest, "limits": {**limits, **own}}


def _faults(
    kind: Any, value: Any, *, text: str, path: Path, table: str | None = None, number: int = 0
) -> Iterator[str]:
    """What is wrong with *value* as a *kind*, each with its place."""
    try:
        kind.model_validate(value)
    except ValidationError as error:
        for fault in error.errors():
            names = [str(part) for part in fault["loc"] if not isinstance(part, int)]
            shared = table in _TABLES and names[:1] == ["limits"]
            if shared and not _stands(text, table=table, number=number, key=names[-1]):
                continue  # it stands in [limits] and is named there
            key = names[-1] if names else None
            yield _at(text, path, key=key, reason=_reason(fault), table=table, number=number)


def _repeated(rows: Sequence[Any], *, text: str, path: Path, table: str) -> Iterator[str]:
    seen: dict[str, int] = {}
    for number, row in enumerate(rows):
        place = str(row.get("url") or row.get("path")) if isinstance(row, dict) else ""
        if place in seen:
            first = _line(text, table=table, number=seen[place])
            reason = f"{place} stands on line {first} already"
            yield _at(text, path, key="path" if table == "mail" else "url", reason=reason, table=table, number=number)
        seen.setdefault(place, number)


def _at(text: str, path: Path, *, key: str | None, reason: str, table: str | None = None, number: int = 0) -> str:
    line = _line(text, table=table, number=number, key=key)
    where = f"[[{table}]] " if table in _TABLES else f"[{table}] " if table else ""
    return f"{path}:{line}: {where}{key + ': ' if key else ''}{reason}"


def _line(text: str, *, table: str | None = None, number: int = 0, key: str | None = None) -> int:
    """The line of *key* in the table of that *number*, else of the table's head, else 1."""
    lines = text.splitlines()
    start, end = _extent(lines, table, number)
    for line in range(start, end):
        if key and _is_key(key, lines[line]):
            return line + 1
    return start + 1 if start < len(lines) else 1


def _extent(lines: Sequence[str], table: str | None, number: int) -> tuple[int, int]:
    """[first, last) line of a table, its head included; the whole file where *table* is None."""
    if table is None:
        return 0, len(lines)
    head = re.compile(rf"\s*\[+\s*{re.escape(table)}\s*\]+\s*(?:#.*)?$")
    heads = [line for line, content in enumerate(lines) if head.match(content)]
    if number >= len(heads):
        return 0, len(lines)
    start = heads[number]
    after = (line for line in range(start + 1, len(lines)) if re.match(r"\s*\[", lines[line]))
    return start, next(after, len(lines))


def _stands(text: str, *, table: str | None, number: int, key: str) -> bool:
    """Whether the table of that *number* has *key* itself."""
    lines = text.splitlines()
    start, end = _extent(lines, table, number)
    return any(_is_key(key, line) for line in lines[start:end])


def _is_key(key: str, line: str) -> bool:
    """Whether *line* sets *key*, or opens a table of that name.

    >>> _is_key("url", 'url = "x"'), _is_key("feed", "[[feed]]"), _is_key("url", "urls = 1")
    (True, True, False)
    """
    return bool(re.match(rf"\s*\[*\s*[\"']?{re.escape(key)}[\"']?\s*[=\].]", line))


def _reason(fault: Any) -> str:
    if fault["type"] == "extra_forbidden":
        return "no such key here"
    if fault["type"] == "missing":
        return "must be given"
    message = str(fault["msg"]).removeprefix("Value error, ")
    return f"{fault['input']!r} cannot be used: {message}"
