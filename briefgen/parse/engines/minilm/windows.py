"""Paragraphs to parsed sentences: windows that roll over a paragraph, each sentence seen whole where that can be."""

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


def parse_paragraph(words: Sequence[str], gaps: Sequence[bool], graph: Graph) -> Iterator[ParsedSentence]:
    """Sentences of one paragraph, in order and without a gap; `gaps` tells whether space stands before each word.

    A window takes as many words as fit. The last sentence of a window that stops short of the paragraph's end may be
    cut, so it is left to the next window, which starts with it; a sentence too long for any window is cut where the
    window ends.
    """
    sizes = [len(graph.pieces(word)) for word in words]
    start = 0
    while start < len(words):
        for room in (WINDOW_PIECES, LONGEST_PIECES):
            end = _fit(sizes, start, room)
            scores = graph.scores(words[start:end])
            starts = sentence_starts(words[start:end], gaps[start:end], scores.starts)
            borders = [place for place, opens in enumerate(starts) if opens]
            if end == len(words):
                borders.append(end - start)
            if len(borders) > 1:
                break
        else:
            borders.append(end - start)
        yield from _parsed(words[start:end], scores, borders, graph)
        start += borders[-1]


def parse_sentences(sentences: Sequence[Sequence[str]], graph: Graph) -> Iterator[ParsedSentence]:
    """Sentences with known borders, parsed in one window; for measuring."""
    words = [word for sentence in sentences for word in sentence]
    borders = [0, *accumulate(map(len, sentences))]
    return _parsed(words, graph.scores(words), borders, graph)


def _fit(sizes: Sequence[int], start: int, room: int) -> int:
    end, used = start + 1, sizes[start]
    while end < len(sizes) and used + sizes[end] <= room:
        used += sizes[end]
        end += 1
    return end


def _parsed(words: Sequence[str], scores: Scores, borders: Sequence[int], graph: Graph) -> Iterator[ParsedSentence]:
    """Sentences between `borders`; what lies behind the last border is not looked at."""
    spans = list(pairwise(borders))
    heads = [0] * len(words)
    for start, end in spans:
        columns = [0, *range(start + 1, end + 1)]
        heads[start:end] = [head and head + start for head in best_tree(scores.arcs[start:end, columns])]
    label_scores = graph.label_scores(scores, heads)
    opens = [place in set(borders) for place in range(borders[-1])]
    entities = best_tags(scores.tags["entities"][: borders[-1]], graph.labels["entities"], opens)
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
