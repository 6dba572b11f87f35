"""Names for the text of EWT, which has no gold names: what two models agree on.

The first is a model of this recipe, the second a teacher, spaCy's `en_core_web_sm` (MIT licence). A word on which they
disagree, or on which the first is unsure, gets no name layer at all ("?", which is in no label set).
"""

from __future__ import annotations

import pickle
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np

from briefgen.parse.engines.minilm.graph import Graph
from briefgen.parse.engines.minilm.names import best_tags
from training.corpus import Sentence
from training.prepare import SILVER, load_corpus

UNKNOWN: Final = "?"
_KINDS: Final = {"PERSON": "PER", "ORG": "ORG", "GPE": "LOC", "LOC": "LOC", "FAC": "LOC"}
_SURE: Final = 0.5
_LONGEST: Final = 110


def label(model: Path, *, work: Path, teacher: str) -> None:
    """Write the silver layer of EWT's training part to `work`, from a model folder and a spaCy pipeline."""
    corpus, graph = load_corpus(work), Graph(model)
    sentences = [sentence for document in corpus.train["ewt"] for sentence in document]
    layers = [
        _agreed(taught, *_own(sentence.words, graph))
        for sentence, taught in zip(sentences, _taught(sentences, teacher), strict=True)
    ]
    with (work / SILVER).open("wb") as file:
        pickle.dump(layers, file)


def _agreed(taught: Sequence[str], own: Sequence[str], sure: Sequence[bool]) -> list[str]:
    """The tags of the words that both models tag alike.

    >>> _agreed(["B-PER", "O", "B-LOC"], ["B-PER", "B-ORG", "B-LOC"], [True, True, False])
    ['B-PER', '?', '?']
    """
    return [one if one == two and is_sure else UNKNOWN for one, two, is_sure in zip(taught, own, sure, strict=True)]


def _own(words: Sequence[str], graph: Graph) -> tuple[list[str], list[bool]]:
    seen = words[:_LONGEST]
    scores = graph.scores(seen).tags["entities"]
    chances = np.exp(scores - scores.max(axis=1, keepdims=True))
    sure = [bool(chance > _SURE) for chance in chances.max(axis=1) / chances.sum(axis=1)]
    tags = best_tags(scores, graph.labels["entities"], [place == 0 for place in range(len(seen))])
    rest = len(words) - len(seen)
    return tags + ["O"] * rest, sure + [False] * rest


def _taught(sentences: Sequence[Sentence], teacher: str) -> Iterator[list[str]]:
    import spacy
    from spacy.tokens import Doc

    language = spacy.load(teacher)
    language.select_pipes(enable=["tok2vec", "ner"])
    docs = (Doc(language.vocab, words=sentence.words, spaces=sentence.spaces) for sentence in sentences)
    return (_tags(doc) for doc in language.pipe(docs, batch_size=64))


def _tags(doc: Any) -> list[str]:
    """BIO tags over PER, ORG, LOC; articles and possessive endings are cut off the names."""
    tags = ["O"] * len(doc)
    for entity in doc.ents:
        kind, start, end = _KINDS.get(entity.label_), entity.start, entity.end
        while start < end and doc[start].lower_ in {"the", "a", "an"}:
            start += 1
        if end - 1 > start and doc[end - 1].text in {"'s", "’s", "'"}:
            end -= 1
        if kind and start < end:
            tags[start:end] = [f"B-{kind}", *[f"I-{kind}"] * (end - start - 1)]
    return tags
