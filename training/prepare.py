"""Sources to one prepared corpus: documents by split, and the label sets of the model."""

from __future__ import annotations

import json
import pickle
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from briefgen.parse.engines.minilm.lemmas import lemma_script
from training.corpus import Document, Sentence, lay_over, read_btc, read_conllu, read_wikigold
from training.gum_entities import name_layer
from training.news import news_documents
from training.sources import open_source

ENTITY_TAGS: Final = ("O", "B-PER", "I-PER", "B-ORG", "I-ORG", "B-LOC", "I-LOC")
SILVER: Final = "silver.pickle"
_SCRIPT_FLOOR: Final = 3


@dataclass
class Corpus:
    """What the model is trained and measured on; the lists of the test split are never trained on."""

    train: dict[str, list[Document]]
    dev: dict[str, list[Document]]
    test: dict[str, list[Document]]


def prepare(treebank: Path, work: Path) -> None:
    """Read the sources in `treebank`, write `corpus.pickle` and `labels.json` to `work`."""
    corpus = read_corpus(treebank)
    work.mkdir(parents=True, exist_ok=True)
    with (work / "corpus.pickle").open("wb") as file:
        pickle.dump(corpus, file)
    (work / "labels.json").write_text(json.dumps(label_sets(_trained_on(corpus)), indent=1, ensure_ascii=False))


def load_corpus(work: Path) -> Corpus:
    """The corpus that `prepare` wrote, with the silver names of EWT where `training.silver` has been run."""
    with (work / "corpus.pickle").open("rb") as file:
        corpus = pickle.load(file)
    assert isinstance(corpus, Corpus)
    if (work / SILVER).is_file():
        with (work / SILVER).open("rb") as file:
            layers = pickle.load(file)
        for sentence, layer in zip(_sentences(corpus.train["ewt"]), layers, strict=True):
            sentence.entities = layer
    return corpus


def read_corpus(treebank: Path) -> Corpus:
    """Documents of every source, with the entity layers laid over the trees."""

    def trees(name: str, ner: str | None = None) -> list[Document]:
        documents = read_conllu(open_source(treebank, f"{name}.conllu.gz"))
        if ner:
            lay_over(documents, open_source(treebank, f"{ner}.iob2.gz"))
        return documents

    def gum(split: str) -> list[Document]:
        documents = trees(f"gum-{split}")
        for sentence in _sentences(documents):
            sentence.entities = name_layer(sentence)
        return documents

    return Corpus(
        train={
            "ewt": trees("ewt-train"),
            "gum": gum("train"),
            "wikigold": read_wikigold(open_source(treebank, "ner-wikigold.conll.gz")),
            "btc": read_btc(open_source(treebank, "ner-btc.conll.gz")),
            "news": news_documents(),
        },
        dev={"ewt": trees("ewt-dev", "ner-ewt-dev"), "gum": gum("dev")},
        test={"ewt": trees("ewt-test", "ner-ewt-test"), "gum": gum("test"), "pud": trees("pud-test", "ner-pud-test")},
    )


def label_sets(documents: Iterable[Document]) -> dict[str, list[str]]:
    """The classes of each head; of lemma scripts those seen three times or more."""
    seen: dict[str, Counter[str]] = {name: Counter() for name in ("upos", "xpos", "scripts", "labels")}
    for sentence in _sentences(documents):
        seen["upos"].update(sentence.upos or ())
        seen["xpos"].update(sentence.xpos or ())
        seen["labels"].update(sentence.labels or ())
        seen["scripts"].update(map(lemma_script, sentence.words, sentence.lemmas or ()))
    kept = {
        name: [label for label, count in counts.most_common() if count >= _floor(name)] for name, counts in seen.items()
    }
    return {**kept, "entities": list(ENTITY_TAGS)}


def _floor(name: str) -> int:
    return _SCRIPT_FLOOR if name == "scripts" else 1


def _trained_on(corpus: Corpus) -> list[Document]:
    parts = [documents for split in (corpus.train, corpus.dev) for name, documents in split.items() if name != "news"]
    return [document for documents in parts for document in documents]


def _sentences(documents: Iterable[Document]) -> Iterable[Sentence]:
    return (sentence for document in documents for sentence in document)
