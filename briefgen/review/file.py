"""review.toml: the decisions on a brief, beside it; a person may read and edit the file.

The briefs of a profile stand in a folder for each day (OUT/AS-OF); each heeds the files of all days: what was decided
on an article yesterday holds today.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from briefgen.errors import UsageError
from briefgen.review.decisions import Decision

FILE_NAME = "review.toml"
MOST_BYTES = 8 * 1024 * 1024
_HEAD = "# Decisions on the facts of the brief beside this file, applied when it is built again.\n\n"


def files_for(output: Path, *, days: bool = False) -> list[Path]:
    """The files that a brief written to *output* heeds; with *days* those of the folders in it, in order."""
    return sorted(output.glob(f"*/{FILE_NAME}")) if days else [output / FILE_NAME]


def read_reviews(paths: Iterable[Path]) -> tuple[Decision, ...]:
    """The decisions of all *paths* in order; a file that is not there holds none."""
    return tuple(decision for path in paths for decision in read_review(path))


def read_review(path: Path) -> tuple[Decision, ...]:
    """The decisions in *path*, none where there is no such file. Raises `UsageError` naming file and entry."""
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        return ()
    except OSError as error:
        raise UsageError(f"{path}: cannot be read: {error.strerror or error}") from None
    if len(content) > MOST_BYTES:
        raise UsageError(f"{path}: larger than {MOST_BYTES // 1024 // 1024} MB; no review is")
    try:
        entries = tomllib.loads(content.decode("utf-8")).get("decision", [])
    except (ValueError, RecursionError) as error:
        raise UsageError(f"{path}: cannot be read as TOML: {error}") from None
    if not isinstance(entries, list):
        raise UsageError(f"{path}: decisions stand under [[decision]], two brackets each")
    return tuple(_decision(entry, path=path, number=number) for number, entry in enumerate(entries, 1))


def review_bytes(decisions: Sequence[Decision]) -> bytes:
    """The content of a review.toml that holds *decisions*; reading it gives them again."""
    import tomli_w

    entries = [_entry(decision) for decision in decisions]
    return (_HEAD + tomli_w.dumps({"decision": entries})).encode()


def _decision(entry: Any, *, path: Path, number: int) -> Decision:
    where = f"{path}: decision {number}"
    if not isinstance(entry, dict):
        raise UsageError(f"{where}: is no table")
    values = {**entry, **{name: _told(entry.get(name, {})) for name in ("was", "set")}}
    try:
        return Decision.model_validate(values)
    except ValidationError as error:
        first = error.errors()[0]
        raise UsageError(f"{where}: {'.'.join(map(str, first['loc']))}: {first['msg']}") from None


def _told(table: Any) -> Any:
    """TOML has no null: an empty string is a value that is not told."""
    return {name: None if value == "" else value for name, value in table.items()} if isinstance(table, dict) else table


def _entry(decision: Decision) -> dict[str, Any]:
    entry = decision.model_dump(exclude_defaults=True)
    entry["passages"] = [passage.model_dump() for passage in decision.passages]
    for name in ("was", "set"):
        if name in entry:
            entry[name] = {key: "" if value is None else value for key, value in entry[name].items()}
    return entry
