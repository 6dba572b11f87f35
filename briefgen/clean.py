"""Marks what is not read for facts: comment forms, share bars, newsletter boxes, repeated lines. Nothing is cut.

The patterns are a table, `knowledge/words/boilerplate.toml`, each with its reason, examples and counter-examples. A
line is marked when a pattern matches all of it; a heading takes the headlines under it along; readers' comments run to
the end of the text. What rests on position alone (headings, comments, repetition) may never mark most of an article.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Literal

from briefgen.errors import KnowledgeError
from briefgen.model import Article, Noise

Kind = Literal["line", "head", "tail", "span"]

_MAX = 300  # longest line tried against a pattern that names no other limit, in characters
_REPEATED = 20  # shorter lines ("No.", a speaker's name) may well be said twice
_HEADLINE = 140  # longest line taken for a headline in a list under a heading
_MOST = 0.5  # share of a text that position alone may mark
_BREAKS = re.compile(r"[^\n\r]+")
_SENTENCE_END = (".", "!", "?", ".”", '."', "?”", "!”", ".’", ".'")


@dataclass(frozen=True, slots=True)
class Pattern:
    """A row of the table: what it marks (*kind*), why, the longest line it is tried on, and its proof."""

    kind: Kind
    reason: str
    regex: re.Pattern[str]
    longest: int
    examples: tuple[str, ...]
    not_examples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of the text that is not blank: [start, end) without outer white space."""

    start: int
    end: int
    text: str


def clean(articles: Sequence[Article]) -> list[Article]:
    """The articles with their noise marked: spans in order, none overlapping, each with its reason.

    >>> from briefgen.model import Source
    >>> article = Article(id="a", text="Shells hit a village.\\n\\nShare post:", source=Source(path="a.txt"))
    >>> [(article.text[noise.start : noise.end], noise.reason) for noise in clean([article])[0].noise]
    [('Share post:', 'share bar')]
    """
    table = patterns()
    return [
        article.model_copy(update={"noise": mark(article.text, title=article.title, table=table)})
        for article in articles
    ]


@lru_cache(maxsize=1)
def patterns() -> tuple[Pattern, ...]:
    """The table as shipped. Raises `KnowledgeError` naming the row that cannot be used."""
    source = files("briefgen.knowledge").joinpath("words/boilerplate.toml").read_text(encoding="utf-8")
    return tuple(_pattern(row, number) for number, row in enumerate(tomllib.loads(source)["pattern"], 1))


def mark(text: str, *, title: str | None = None, table: Iterable[Pattern]) -> tuple[Noise, ...]:
    """The noise of *text*; the line that is its title is never marked where it first stands."""
    table = tuple(table)
    lines = [_trimmed(match) for match in _BREAKS.finditer(text) if not match[0].isspace()]
    sure = list(_by_line(lines, title, table))
    placed = [*_repeated(lines), *_under_heads(lines, table), *_comments(lines, table)]
    if sum(noise.end - noise.start for noise in _merged(placed)) > _MOST * len(text):
        placed = list(_repeated(lines))
    if sum(noise.end - noise.start for noise in _merged(placed)) > _MOST * len(text):
        placed = []
    return _merged([*sure, *placed])


def _pattern(row: dict[str, object], number: int) -> Pattern:
    try:
        return Pattern(
            kind=row["kind"],  # type: ignore[arg-type]  # checked by the table's test
            reason=str(row["reason"]),
            regex=re.compile(str(row["match"]), re.IGNORECASE),
            longest=int(str(row.get("max", _MAX))),
            examples=tuple(row["examples"]),  # type: ignore[arg-type]
            not_examples=tuple(row["not_examples"]),  # type: ignore[arg-type]
        )
    except (KeyError, ValueError, TypeError, re.error) as error:
        raise KnowledgeError(f"words/boilerplate.toml, row {number}: {error!r}") from error


def _trimmed(match: re.Match[str]) -> _Line:
    text = match[0].strip()
    start = match.start() + len(match[0]) - len(match[0].lstrip())
    return _Line(start, start + len(text), text)


def _of_kind(line: _Line, table: Sequence[Pattern], kind: Kind) -> Pattern | None:
    """The first pattern of *kind* that matches the whole line."""
    fitting = (row for row in table if row.kind == kind and len(line.text) <= row.longest)
    return next((row for row in fitting if row.regex.fullmatch(line.text)), None)


def _by_line(lines: Sequence[_Line], title: str | None, table: Sequence[Pattern]) -> Iterator[Noise]:
    headline = title.strip() if title else None
    for line in lines:
        if line.text == headline:
            headline = None
            continue
        if row := _of_kind(line, table, "line"):
            yield Noise(start=line.start, end=line.end, reason=row.reason)
            continue
        for row in table:
            if row.kind == "span":
                for match in row.regex.finditer(line.text):
                    yield Noise(start=line.start + match.start(), end=line.start + match.end(), reason=row.reason)


def _repeated(lines: Sequence[_Line]) -> Iterator[Noise]:
    """A line that stood before: the second headline, the caption under each of two pictures."""
    seen: set[str] = set()
    for line in lines:
        if len(line.text) < _REPEATED:
            continue
        folded = " ".join(line.text.split()).casefold()
        if folded in seen:
            yield Noise(start=line.start, end=line.end, reason="repeated line")
        seen.add(folded)


def _under_heads(lines: Sequence[_Line], table: Sequence[Pattern]) -> Iterator[Noise]:
    """Headings such as "Most read", each with the headlines that follow: short lines that end no sentence."""
    within = ""
    for line in lines:
        if row := _of_kind(line, table, "head"):
            within = row.reason
        elif within and (len(line.text) > _HEADLINE or line.text.endswith(_SENTENCE_END)):
            within = ""
        if within:
            yield Noise(start=line.start, end=line.end, reason=within)


def _comments(lines: Sequence[_Line], table: Sequence[Pattern]) -> Iterator[Noise]:
    """Readers' comments, from their heading to the end; the heading must not open the text."""
    for number, line in enumerate(lines):
        row = _of_kind(line, table, "tail") if number else None
        if row:
            yield Noise(start=line.start, end=lines[-1].end, reason=row.reason)
            return


def _merged(spans: Iterable[Noise]) -> tuple[Noise, ...]:
    """Spans in order without overlap; one that begins within another is cut to what sticks out."""
    merged: list[Noise] = []
    for span in sorted(spans, key=lambda noise: (noise.start, -noise.end)):
        if merged and span.start < merged[-1].end:
            if span.end > merged[-1].end:
                merged.append(span.model_copy(update={"start": merged[-1].end}))
            continue
        merged.append(span)
    return tuple(merged)
