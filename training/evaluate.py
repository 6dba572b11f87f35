"""Figures of a packaged model, int8 as shipped, on the test sets; nothing here is trained on."""

from __future__ import annotations

import json
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from briefgen.parse.engines.minilm.engine import MiniLmEngine
from briefgen.parse.engines.minilm.graph import Graph
from briefgen.parse.engines.minilm.windows import WINDOW_PIECES, parse_sentences
from training.corpus import Document, Sentence
from training.measures import Parse, score_gold_tokens, score_raw
from training.places import score_places
from training.prepare import load_corpus
from training.speed import long_texts, measure


def evaluate(model: Path, *, work: Path, teacher: str) -> dict[str, Any]:
    """Measure the model in the folder `model`; the figures are also written to `figures.json` in `work`.

    `teacher` is the spaCy pipeline of default size whose speed is taken for comparison, where it is installed.
    """
    corpus, graph, engine = load_corpus(work), Graph(model), MiniLmEngine(model)
    sets = {"EWT test": corpus.test["ewt"], "PUD news": news_half(corpus.test["pud"]), "GUM test": corpus.test["gum"]}
    figures: dict[str, Any] = {
        name: {
            "gold words": score_gold_tokens(parse_gold(documents, graph)),
            "raw text": score_raw(documents, engine),
            "knowledge base": score_places(documents, engine),
        }
        for name, documents in sets.items()
    }
    specs = ["minilm", *([f"bare:{teacher}"] if find_spec(teacher) else [])]
    texts = long_texts(sets["PUD news"])
    figures["speed"] = {spec: measure(spec, texts, work=work) for spec in specs}
    (work / "figures.json").write_text(json.dumps(figures, indent=1) + "\n")
    return figures


def news_half(documents: list[Document]) -> list[Document]:
    """The documents of PUD that are news; the others are from Wikipedia."""
    return [document for document in documents if document[0].name.startswith("n")]


def parse_gold(documents: list[Document], graph: Graph) -> Iterator[tuple[Sentence, Parse]]:
    """Each sentence with its parse, over gold words and gold borders, in windows of consecutive sentences."""
    for document in documents:
        for group in _windows(document, graph):
            parses = parse_sentences([sentence.words for sentence in group], graph)
            for sentence, parse in zip(group, parses, strict=True):
                yield sentence, Parse(parse.heads, parse.labels, parse.upos, parse.xpos, parse.lemmas, parse.entities)


def _windows(document: Document, graph: Graph) -> Iterator[list[Sentence]]:
    group: list[Sentence] = []
    used = 0
    for sentence in document:
        size = sum(len(graph.pieces(word)) for word in sentence.words)
        if group and used + size > WINDOW_PIECES:
            yield group
            group, used = [], 0
        group.append(sentence)
        used += size
    if group:
        yield group
