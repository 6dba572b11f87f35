"""What a run tells while it works, one line an event: for a person to read, or as JSON for a machine.

An event has a name, a stage, counts and seconds. It never holds an address, a header or a text of an article, so that
no secret can get into it.
"""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any, Literal, TextIO

Shape = Literal["text", "json"]
Value = str | int | float | bool | None

NAME = "briefgen"


def event(
    name: str, counts: Mapping[str, Value] | None = None, /, *, level: int = logging.INFO, **fields: Value
) -> None:
    """Tell that something happened: `event("fetched", {"articles": 12}, profile="morning", seconds=4.2)`."""
    logging.getLogger(NAME).log(level, name, extra={"fields": {**fields, **(counts or {})}})


@contextmanager
def told(stage: str, **fields: Value) -> Iterator[dict[str, Value]]:
    """Tell that *stage* has begun and ended, with its seconds and the counts that are put into what this gives."""
    event("begun", {**fields, "stage": stage})
    started, counts = time.monotonic(), dict[str, Value]()
    yield counts
    seconds = round(time.monotonic() - started, 3)
    event("done", {**fields, "stage": stage, "seconds": seconds, **counts})


@contextmanager
def logged(stream: TextIO, *, shape: Shape) -> Iterator[None]:
    """While open, events go to *stream*, a line each."""
    logger = logging.getLogger(NAME)
    handler = logging.StreamHandler(stream)
    handler.setFormatter(_Lines(shape))
    before, up = logger.level, logger.propagate
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)
    logger.propagate = False
    try:
        yield
    finally:
        logger.removeHandler(handler)
        logger.setLevel(before)
        logger.propagate = up


def line(name: str, fields: Mapping[str, Value], *, shape: Shape, level: str, at: datetime) -> str:
    """One event as a line.

    >>> at = datetime(2026, 11, 28, 6, tzinfo=UTC)
    >>> line("fetched", {"articles": 12, "profile": "a b"}, shape="text", level="INFO", at=at)
    '2026-11-28T06:00:00Z fetched articles=12 profile="a b"'
    >>> line("fetched", {"articles": 12}, shape="json", level="INFO", at=at)
    '{"time": "2026-11-28T06:00:00Z", "level": "info", "event": "fetched", "articles": 12}'
    """
    time = at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    given = {key: value for key, value in fields.items() if value is not None}
    if shape == "json":
        return json.dumps({"time": time, "level": level.lower(), "event": name, **given}, ensure_ascii=False)
    words = [time, name] if level == "INFO" else [time, level.lower(), name]
    return " ".join([*words, *(f"{key}={_plain(value)}" for key, value in given.items())])


def _plain(value: Value) -> str:
    text = json.dumps(value, ensure_ascii=False)
    bare = isinstance(value, str) and value and not set(' "=\\') & set(value) and value.isprintable()
    return str(value) if bare else text


class _Lines(logging.Formatter):
    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.shape: Shape = shape

    def format(self, record: logging.LogRecord) -> str:
        fields: Mapping[str, Any] = getattr(record, "fields", {})
        at = datetime.fromtimestamp(record.created, tz=UTC)
        return line(record.getMessage(), fields, shape=self.shape, level=record.levelname, at=at)
