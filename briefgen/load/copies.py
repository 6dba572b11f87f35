"""Copies of one story: a wire report carried by many outlets is read once and listed with all that carry it.

Candidates come from MinHash bands (rensa; Jaccard 0.3 in 64 bands finds copies cut to a third) and from shared opening
words (copies cut to a teaser); a candidate is a copy only when nearly all of the shorter text stands in the longer,
and the shorter has no figure of its own. Two reports on one event share quotes, not texts; a later version with a
new toll has its own figure: neither is folded, because no figure may be lost.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

from briefgen.load.dateline import read_dateline
from briefgen.model import Article
from briefgen.settings import LoadSettings

_SHINGLE = (
    5  # words: long enough that a stock phrase ("the defence ministry said in a statement") is one shingle or two
)
_CONTAINED = 0.8  # share of the shorter text's shingles that stand in the longer
_PERMUTATIONS = 128
_BANDS = 64
_SEED = 1
_OPENING = 12  # words
_LEAST = 25  # words; shorter texts are copies only when equal, or the very beginning of the longer
_CROWD = 200  # kept stories under one opening: beyond, it is a formula ("good morning"), no story
_WORD = re.compile(r"\d+(?:[.,:]\d+)*|\w+")
_MONTHS = frozenset({
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
    "november", "december", "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sept", "sep", "oct", "nov", "dec",
})  # fmt: skip
_NUMBERS = frozenset({
    "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty", "thirty", "forty",
    "fifty", "sixty", "seventy", "eighty", "ninety", "hundred", "hundreds", "thousand", "thousands", "million", "dozen",
    "dozens", "scores", "several", "tens",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Story:
    """An article as compared: its place in the list, its words without noise and dateline, shingles, and figures."""

    article: Article
    place: int
    words: tuple[str, ...]
    shingles: frozenset[int]
    figures: frozenset[str]


def fold_copies(articles: Sequence[Article], *, settings: LoadSettings) -> list[Article]:
    """The articles without copies, in their order; each that was copied lists who else carries it.

    The longest copy is kept, then the earliest published, then the smallest id: the result is the same in any order.
    `carried_by` holds the outlet and id of each other copy ("Valley Post (valley-2)"), or the id alone.
    """
    stories = sorted((_story(article, place) for place, article in enumerate(articles)), key=_rank)
    carried: dict[int, list[Article]] = defaultdict(list)
    gone: set[int] = set()
    for copy, kept in _keepers(stories, settings):
        carried[kept.place].append(copy.article)
        gone.add(copy.place)
    return [_carrying(article, carried[place]) for place, article in enumerate(articles) if place not in gone]


def _story(article: Article, place: int) -> _Story:
    text = _read_text(article)
    words = tuple(word.casefold() for word in _WORD.findall(text))
    shingles = frozenset(_hash(words[i : i + _SHINGLE]) for i in range(max(1, len(words) - _SHINGLE + 1)))
    return _Story(article, place, words, shingles, _figures(words))


def _hash(words: Sequence[str]) -> int:
    """A hash of words that is the same in every process, which Python's own is not."""
    from zlib import crc32

    return crc32(" ".join(words).encode("utf-8", "surrogatepass"))


def _read_text(article: Article) -> str:
    """The text that is read for facts: without noise, title and dateline, in which copies differ."""
    parts, end = [], 0
    for span in sorted(article.noise, key=lambda span: span.start):
        parts.append(article.text[end : span.start])
        end = max(end, span.end)
    parts.append(article.text[end:])
    lines = [line.strip() for line in "".join(parts).splitlines() if line.strip()]
    if len(lines) > 1 and article.title and lines[0] == article.title.strip():
        lines = lines[1:]
    return "\n".join(line[found.length :] if (found := read_dateline(line)) else line for line in lines)


def _figures(words: Sequence[str]) -> frozenset[str]:
    """Numbers in digits and words, but not years, clock times and days of a month."""
    return frozenset(
        word
        for before, word, after in zip(("", *words), words, (*words[1:], ""), strict=False)
        if (word[0].isdigit() or word in _NUMBERS)
        and not re.fullmatch(r"(?:19|20)\d\d|\d{1,2}[:.]\d\d", word)
        and before not in _MONTHS
        and after not in _MONTHS
    )


def _rank(story: _Story) -> tuple[int, float, str]:
    return -len(story.words), _seconds(story.article.source.published), story.article.id


def _seconds(moment: datetime | date | None) -> float:
    """Seconds since the epoch (UTC); an undated article comes last."""
    if moment is None:
        return float("inf")
    if isinstance(moment, datetime):
        return moment.timestamp()
    return datetime(moment.year, moment.month, moment.day, tzinfo=UTC).timestamp()


def _keepers(stories: Sequence[_Story], settings: LoadSettings) -> Iterator[tuple[_Story, _Story]]:
    """Each copy with the story kept for it.

    Stories come by rank, and only kept ones enter the index, so that a thousand copies cost a thousand look-ups.
    """
    from rensa import RMinHash, RMinHashLSH

    tokens = [[str(shingle) for shingle in sorted(story.shingles)] for story in stories]
    hashes = RMinHash.from_token_sets(tokens, _PERMUTATIONS, _SEED) if tokens else []
    bands = RMinHashLSH(settings.copy_similarity, _PERMUTATIONS, _BANDS)
    openings: dict[int, list[int]] = defaultdict(list)
    for position, (story, minhash) in enumerate(zip(stories, hashes, strict=True)):
        opening = openings[_hash(story.words[:_OPENING])]
        near = sorted({*opening, *bands.query(minhash)})
        kept = next((other for other in near if _is_copy(story, stories[other])), None)
        if kept is not None:
            yield story, stories[kept]
            continue
        bands.insert(position, minhash)
        if len(opening) < _CROWD:
            opening.append(position)


def _is_copy(shorter: _Story, longer: _Story) -> bool:
    if shorter.words == longer.words:
        return True
    if len(shorter.words) >= _OPENING and longer.words[: len(shorter.words)] == shorter.words:
        return True
    if len(shorter.words) < _LEAST or not shorter.figures <= longer.figures:
        return False
    return len(shorter.shingles & longer.shingles) >= _CONTAINED * len(shorter.shingles)


def _carrier(article: Article) -> str:
    outlet = article.source.outlet
    return f"{outlet} ({article.id})" if outlet else article.id


def _carrying(article: Article, copies: Sequence[Article]) -> Article:
    """*article* with who else carries it; where it is undated it takes the earliest day of its copies."""
    if not copies:
        return article
    carried = tuple(sorted({*article.source.carried_by, *map(_carrier, copies)}))
    published = article.source.published or min((copy.source.published for copy in copies), key=_seconds)
    source = article.source.model_copy(update={"carried_by": carried, "published": published})
    return article.model_copy(update={"source": source})
