"""Numbered citations: each quote used gets a label, source number and letter ("3b"), that leads to it in the list.

The number is the source's own in the brief; the letter tells the quotes of one source apart and is left out where a
source is quoted once. Labels are given in the order of first use, so that the same brief gives the same labels.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from briefgen.model import BriefSource, Evidence

MOST_IN_TEXT = 4
NOT_GRADED = "F6"


@dataclass(frozen=True, slots=True)
class Quote:
    """A quote as it is cited: the source's number and which of its quotes it is (from 0, in order of first use)."""

    number: int
    index: int
    evidence: Evidence

    @property
    def anchor(self) -> str:
        """The id of the quote in the document."""
        return f"q{self.number}{letters(self.index)}"


@dataclass
class Citations:
    """Gives out quotes for evidence and remembers those given, by source."""

    sources: Sequence[BriefSource]
    _numbers: dict[str, int] = field(default_factory=dict)
    _grades: dict[str, str] = field(default_factory=dict)
    _given: dict[int, dict[tuple[int, int], Quote]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._numbers = {source.article: source.number for source in self.sources}
        grades = {source.article: f"{source.reliability}{source.credibility}" for source in self.sources}
        self._grades = {article: grade for article, grade in grades.items() if grade != NOT_GRADED}

    def grade(self, article: str) -> str:
        """The Admiralty grade of an article, "B2"; empty where it is F6, which says nothing."""
        return self._grades.get(article, "")

    def cite(self, evidence: Iterable[Evidence], *, most: int = MOST_IN_TEXT) -> tuple[Quote, ...]:
        """The quotes behind *evidence*: at most one a source first, then more, up to *most*; in order of label."""
        first: list[tuple[int, Evidence]] = []
        rest: list[tuple[int, Evidence]] = []
        for item in evidence:
            number = self._numbers.get(item.article)
            if number is not None:
                (rest if any(number == n for n, _ in first) else first).append((number, item))
        chosen = {self._quote(number, item): None for number, item in (first + rest)[:most]}
        return tuple(sorted(chosen, key=lambda q: (q.number, q.index)))

    def label(self, quote: Quote) -> str:
        """ "3", or "3b" where the source is quoted more than once; ask when all citations are given out."""
        many = len(self._given.get(quote.number, ())) > 1
        return f"{quote.number}{letters(quote.index)}" if many else str(quote.number)

    def quotes(self, number: int) -> tuple[Quote, ...]:
        """The quotes of source *number*, in order of first use."""
        return tuple(self._given.get(number, {}).values())

    def _quote(self, number: int, evidence: Evidence) -> Quote:
        given = self._given.setdefault(number, {})
        key = (evidence.start, evidence.end)
        if key not in given:
            given[key] = Quote(number=number, index=len(given), evidence=evidence)
        return given[key]


def letters(index: int) -> str:
    """0 as "a", 25 as "z", 26 as "aa".

    >>> letters(0), letters(25), letters(26)
    ('a', 'z', 'aa')
    """
    text = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        text = chr(97 + rest) + text
    return text
