"""Words to parsed sentences, in windows over whole paragraphs; where one is too long, windows roll over it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import Final

import numpy as np

from briefgen.parse.engines.minilm.graph import Graph, Scores
from briefgen.parse.engines.minilm.lemmas import apply_script, settle
from briefgen.parse.engines.minilm.names import best_tags
from briefgen.parse.engines.minilm.sentences import sentence_starts
from briefgen.parse.engines.minilm.trees import best_tree

WINDOW_PIECES: Final = 128
LONGEST_PIECES: Final = 256
LEAST_STEP: Final = 8
"""A window that ends in an unfinished sentence counts where an eighth of its words are done, so that no text is read
more than a dozen times over, whatever its sentences."""


@dataclass(frozen=True)
class ParsedSentence:
    """One sentence; `heads` are 1-based within it, 0 for the root; `entities` are BIO tags."""

    words: Sequence[str]
    upos: Sequence[str]
    xpos: Sequence[str]
    lemmas: Sequence[str]
    heads: Sequence[int]
    labels: Sequence[str]
    entities: Sequence[str]


@dataclass(frozen=True)
class Words:
    """The words of a text, space left out: whether space stands before each, and whether it opens a paragraph."""

    forms: Sequence[str]
    gaps: Sequence[bool]
    opens: Sequence[bool]


def parse_words(text: Words, graph: Graph) -> Iterator[ParsedSentence]:
    """Sentences of a text, in order and without a gap; none crosses a paragraph's start.

    A window takes as many whole paragraphs as fit. Of a paragraph that does not fit, the last sentence in the window
    may be cut, so it is left to the next window, which starts with it; a sentence too long for any window is cut where
    the window ends, and so is one that would leave the window with next to nothing done.
    """
    sizes = [len(graph.pieces(word)) for word in text.forms]
    start = 0
    while start < len(sizes):
        for room in (WINDOW_PIECES, LONGEST_PIECES):
            end, whole = _fit(sizes, text.opens, start, room)
            window = slice(start, end)
            scores = graph.scores(text.forms[window])
            starts = sentence_starts(text.forms[window], text.gaps[window], scores.starts, opens=text.opens[window])
            borders = [place for place, opens in enumerate(starts) if opens]
            if whole:
                borders.append(end - start)
            if borders[-1] * LEAST_STEP >= end - start:
                break
        else:
            borders.append(end - start)
        yield from _parsed(text.forms[window], scores, borders, graph)
        start += borders[-1]


def parse_sentences(sentences: Sequence[Sequence[str]], graph: Graph) -> Iterator[ParsedSentence]:
    """Sentences with known borders, parsed in one window; for measuring."""
    words = [word for sentence in sentences for word in sentence]
    borders = [0, *accumulate(map(len, sentences))]
    return _parsed(words, graph.scores(words), borders, graph)


def _fit(sizes: Sequence[int], opens: Sequence[bool], start: int, room: int) -> tuple[int, bool]:
    """End of a window from `start`, and whether a paragraph ends there; as many paragraphs as fit, or a part of one."""
    end, used, closed = start, 0, start
    while end < len(sizes) and (used + sizes[end] <= room or end == start):
        used += sizes[end]
        end += 1
        if end == len(sizes) or opens[end]:
            closed = end
    return (closed, True) if closed > start else (end, False)


def _parsed(words: Sequence[str], scores: Scores, borders: Sequence[int], graph: Graph) -> Iterator[ParsedSentence]:
    """Sentences between `borders`; what lies behind the last border is not looked at."""
    spans = list(pairwise(borders))
    heads = [0] * len(words)
    for start, end in spans:
        columns = [0, *range(start + 1, end + 1)]
        heads[start:end] = [head and head + start for head in best_tree(scores.arcs[start:end, columns])]
    label_scores = graph.label_scores(scores, heads)
    begins = set(borders)
    starts = [place in begins for place in range(borders[-1])]
    entities = best_tags(scores.tags["entities"][: borders[-1]], graph.labels["entities"], starts)
    upos, xpos, scripts = (
        [graph.labels[name][number] for number in scores.tags[name].argmax(axis=1)]
        for name in ("upos", "xpos", "scripts")
    )
    root = graph.labels["labels"].index("root")
    label_scores[:, root] = np.where(np.asarray(heads) == 0, np.inf, -np.inf)
    labels = [graph.labels["labels"][number] for number in label_scores.argmax(axis=1)]
    for start, end in spans:
        yield ParsedSentence(
            words=words[start:end],
            upos=upos[start:end],
            xpos=xpos[start:end],
            lemmas=[
                settle(word, tag, apply_script(script, word))
                for script, word, tag in zip(scripts[start:end], words[start:end], upos[start:end], strict=True)
            ],
            heads=[head and head - start for head in heads[start:end]],
            labels=labels[start:end],
            entities=entities[start:end],
        )
