"""Copies of one story: a wire report carried by many outlets is read once and listed with all that carry it.

Candidates come from MinHash bands (rensa; Jaccard 0.3 in 64 bands finds copies cut to a third) and from shared opening
words (copies cut to a teaser); a candidate is a copy only when nearly all of the shorter text stands in the longer and the
shorter has no figure of its own. Two reports on one event share quotes, not texts; a later version with a new toll differs
in a figure: neither is folded, because figures must never be lost.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from briefgen.load.dateline import read_dateline
from briefgen.model import Article
from briefgen.settings import LoadSettings

_SHINGLE = 5  # words: long enough that a stock phrase ("the defence ministry said in a statement") is one shingle or two
_CONTAINED = 0.8  # share of the shorter text's shingles that stand in the longer
_PERMUTATIONS = 128
_BANDS = 64
_SEED = 1
_OPENING = 12  # words
_LEAST = 25  # words; shorter texts are copies only when equal
_CROWD = 200  # articles under one opening: beyond, it is a formula ("good morning"), no story
_WORD = re.compile(r"\d+(?:[.,:]\d+)*|\w+")
_MONTHS = frozenset({
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december",
    "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sept", "sep", "oct", "nov", "dec",
})  # fmt: skip
_NUMBERS = frozenset({
    "no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen",
    "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty", "thirty", "forty", "fifty", "sixty",
    "seventy", "eighty", "ninety", "hundred", "hundreds", "thousand", "thousands", "million", "dozen", "dozens", "scores",
    "several", "tens",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Story:
    """An article as compared: its words without noise and dateline, its shingles, and its figures."""

    article: Article
    words: tuple[str, ...]
    shingles: frozenset[int]
    figures: frozenset[str]


def fold_copies(articles: Sequence[Article], *, settings: LoadSettings) -> list[Article]:
    """The articles without copies, in their order; each that was copied lists who else carries it.

    The longest copy is kept, then the earliest published, then the smallest id: the result is the same in any order.
    `carried_by` holds the outlet and id of each other copy ("Valley Post (valley-2)"), or the id alone.
    """
    stories = sorted((_story(article) for article in articles), key=_rank)
    near = _candidates(stories, settings)
    keeper: dict[int, int] = {}
    for position in range(len(stories)):
        longer = (other for other in sorted(near[position]) if other < position and other not in keeper)
        found = next((other for other in longer if _is_copy(stories[position], stories[other])), None)
        if found is not None:
            keeper[position] = found
    carried: dict[str, list[str]] = defaultdict(list)
    for position, kept in sorted(keeper.items()):
        carried[stories[kept].article.id].append(_carrier(stories[position].article))
    gone = {stories[position].article.id for position in keeper}
    return [_carrying(article, carried[article.id]) for article in articles if article.id not in gone]


def _story(article: Article) -> _Story:
    text = _read_text(article)
    words = tuple(word.casefold() for word in _WORD.findall(text))
    shingles = frozenset(hash_of(words[i : i + _SHINGLE]) for i in range(max(1, len(words) - _SHINGLE + 1)))
    return _Story(article, words, shingles, _figures(words))


def hash_of(words: Sequence[str]) -> int:
    """A hash of words that is the same in every process, which Python's own is not.

    >>> hash_of(("a", "b")) == hash_of(["a", "b"])
    True
    """
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


def _rank(story: _Story) -> tuple[int, str, str]:
    published = story.article.source.published
    return -len(story.words), _sortable(published), story.article.id


def _sortable(moment: datetime | date | None) -> str:
    if isinstance(moment, datetime):
        return f"{moment.timestamp():020.3f}"
    return f"{datetime(moment.year, moment.month, moment.day).timestamp():020.3f}" if moment else "9"


def _candidates(stories: Sequence[_Story], settings: LoadSettings) -> list[set[int]]:
    """For each story, the positions of those that may be its copies."""
    near: list[set[int]] = [set() for _ in stories]
    for group in (*_by_opening(stories), *_by_bands(stories, settings)):
        for position in group:
            near[position].update(group)
    return near


def _by_opening(stories: Sequence[_Story]) -> Iterable[list[int]]:
    groups: dict[int, list[int]] = defaultdict(list)
    for position, story in enumerate(stories):
        groups[hash_of(story.words[:_OPENING])].append(position)
    return [group for group in groups.values() if 1 < len(group) <= _CROWD or len(group) > 1 and len(set(
        stories[position].words for position in group)) == 1]


def _by_bands(stories: Sequence[_Story], settings: LoadSettings) -> Iterable[list[int]]:
    from rensa import RMinHash, RMinHashLSH

    if len(stories) < 2:
        return
    tokens = [[str(shingle) for shingle in sorted(story.shingles)] for story in stories]
    hashes = RMinHash.from_token_sets(tokens, _PERMUTATIONS, _SEED)
    index = RMinHashLSH(settings.copy_similarity, _PERMUTATIONS, _BANDS)
    index.insert_many(hashes)
    for position, found in enumerate(index.query_all(hashes)):
        yield from ([position, other] for other in found if other != position)


def _is_copy(shorter: _Story, longer: _Story) -> bool:
    if shorter.words == longer.words:
        return True
    if len(shorter.words) < _LEAST or not shorter.figures <= longer.figures:
        return False
    return len(shorter.shingles & longer.shingles) >= _CONTAINED * len(shorter.shingles)


def _carrier(article: Article) -> str:
    outlet = article.source.outlet
    return f"{outlet} ({article.id})" if outlet else article.id


def _carrying(article: Article, others: Sequence[str]) -> Article:
    if not others:
        return article
    carried = tuple(sorted({*article.source.carried_by, *others}))
    return article.model_copy(update={"source": article.source.model_copy(update={"carried_by": carried})})
