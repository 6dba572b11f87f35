"""The texts that a brief stands on, read again from its sources, and cut where a fact's words begin and end."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock

from briefgen import pipeline
from briefgen.model import Article, Brief, Evidence
from briefgen.settings import Settings
from briefgen.verify import verify
from briefgen.watching import Watch

LONGEST = 120_000  # characters of an article that are shown whole
AROUND = 20_000  # of a longer one, around the words of the fact


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of an article as it is shown; `mark` numbers the highlighted ones from 1, 0 is plain."""

    text: str
    mark: int = 0


@dataclass(frozen=True, slots=True)
class Texts:
    """The articles of a brief that read as they did, by id, and of each other one why it is not shown."""

    there: dict[str, str]
    lacking: dict[str, str]


@dataclass
class Articles:
    """The articles in *paths*, loaded at the first look and again when a file there has changed."""

    paths: Sequence[str]
    settings: Settings
    _lock: Lock = field(default_factory=Lock)
    _state: object = None
    _loaded: list[Article] = field(default_factory=list)

    def texts(self, brief: Brief) -> Texts:
        """What is there of the sources of *brief*."""
        if not self.paths:
            return Texts({}, {one.article: "start with --sources to read it here" for one in brief.sources})
        loaded = self._articles()
        texts = {article.source.sha256_text: article.text for article in loaded}
        told = {failure.article: failure.detail for failure in verify(brief, loaded).failures}
        there = {one.article: texts[one.source.sha256_text] for one in brief.sources if one.source.sha256_text in texts}
        lacking = {
            one.article: told.get(one.article, "reads differently now")
            for one in brief.sources
            if one.article not in there
        }
        return Texts(there, lacking)

    def _articles(self) -> list[Article]:
        with self._lock:
            state = [_look(Path(path)) for path in self.paths]
            if state != self._state:
                self._loaded = list(pipeline.collect(self.paths, settings=self.settings).articles)
                self._state = state
            return self._loaded


def stands(text: str, evidence: Evidence) -> bool:
    """Whether the quote stands in *text* where the evidence says."""
    return text[evidence.start : evidence.end] == evidence.quote


def parts(text: str, spans: Iterable[tuple[int, int]]) -> list[Part]:
    """*text* cut into parts of which those in *spans* are marked; spans that overlap are one.

    >>> [(part.text, part.mark) for part in parts("Baku blamed Yerevan.", [(0, 4), (2, 11)])]
    [('Baku blamed', 1), (' Yerevan.', 0)]
    """
    joined = _joined(spans)
    first, last = _window(text, joined)
    made: list[Part] = [Part("… ")] if first else []
    at = first
    for number, (start, end) in enumerate(joined, 1):
        if start >= last:
            break
        made += [Part(text[at:start]), Part(text[start:end], number)]
        at = end
    made += [Part(text[at:last]), Part(" …" if last < len(text) else "")]
    return [part for part in made if part.text]


def mark_of(evidence: Evidence, spans: Iterable[tuple[int, int]]) -> int:
    """The number of the mark in which *evidence* stands."""
    return next(n for n, (start, end) in enumerate(_joined(spans), 1) if start <= evidence.start <= end)


def _joined(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    joined: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def _window(text: str, joined: Sequence[tuple[int, int]]) -> tuple[int, int]:
    """What of *text* is shown: all of it, or what lies around the first mark where it is very long."""
    if len(text) <= LONGEST:
        return 0, len(text)
    middle = joined[0][0] if joined else 0
    return max(0, middle - AROUND), min(len(text), middle + LONGEST - AROUND)


def _look(path: Path) -> object:
    """What differs when anything under *path* has changed."""
    if path.is_dir():
        return dict(Watch(path).look())
    try:
        state = path.stat()
    except OSError:
        return None
    return state.st_size, state.st_mtime_ns
