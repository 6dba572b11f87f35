"""Measures over parsed and gold sentences: attachment, tags, names, who says, appositions, sentence borders."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from briefgen.parse.engines.minilm.names import spans
from training.corpus import Document, Sentence

_SAYING: Final = """
    say tell announce report claim warn add confirm state declare insist argue note explain admit deny accuse write
    suggest acknowledge stress call urge vow pledge promise ask reply respond condemn
"""
SAYING: Final = frozenset(_SAYING.split())


@dataclass
class Counts:
    """Right, predicted and gold items of one kind."""

    right: int = 0
    predicted: int = 0
    gold: int = 0

    def add(self, predicted: set[Any], gold: set[Any]) -> None:
        """Count one sentence's or document's items."""
        self.right += len(predicted & gold)
        self.predicted += len(predicted)
        self.gold += len(gold)

    @property
    def f1(self) -> float:
        """F1 in per cent."""
        return 200 * self.right / max(self.predicted + self.gold, 1)


@dataclass
class Scoreboard:
    """Counts by measure, filled sentence by sentence."""

    counts: dict[str, Counts] = field(default_factory=dict)

    def add(self, measure: str, predicted: Iterable[Any], gold: Iterable[Any]) -> None:
        """Count the items of one sentence for `measure`."""
        self.counts.setdefault(measure, Counts()).add(set(predicted), set(gold))

    def figures(self) -> dict[str, float]:
        """F1 of every measure; for those with one item a word that is the accuracy."""
        return {measure: round(counts.f1, 2) for measure, counts in self.counts.items()}


@dataclass(frozen=True)
class Parse:
    """A sentence as an engine parsed it: 1-based heads, labels, tags, lemmas, BIO entities over PER, ORG, LOC."""

    heads: Sequence[int]
    labels: Sequence[str]
    upos: Sequence[str]
    xpos: Sequence[str]
    lemmas: Sequence[str]
    entities: Sequence[str]


def score_gold_tokens(pairs: Iterable[tuple[Sentence, Parse]]) -> dict[str, float]:
    """Figures of parses over gold words and gold sentences."""
    board = Scoreboard()
    for gold, parse in pairs:
        assert gold.heads and gold.labels and gold.upos and gold.xpos and gold.lemmas
        for measure, found, wanted in (
            ("UAS", parse.heads, gold.heads),
            ("LAS", list(zip(parse.heads, parse.labels, strict=True)), list(zip(gold.heads, gold.labels, strict=True))),
            ("UPOS", parse.upos, gold.upos),
            ("XPOS", parse.xpos, gold.xpos),
            ("lemma", parse.lemmas, gold.lemmas),
        ):
            board.add(measure, enumerate(found), enumerate(wanted))
        if gold.entities is not None:
            _add_names(board, parse.entities, gold.entities)
        board.add("apposition", _arcs(parse.heads, parse.labels, "appos"), _arcs(gold.heads, gold.labels, "appos"))
        board.add("who says", _says(gold, parse.heads, parse.labels), _says(gold, gold.heads, gold.labels))
    return board.figures()


def score_raw(documents: Iterable[Document], parse: Callable[[str], Any]) -> dict[str, float]:
    """Figures from raw text: words, sentences, and labelled arcs whose two words were both found."""
    board = Scoreboard()
    for document in documents:
        text, words, borders, arcs = gold_layout(document)
        doc = parse(text)
        tokens = [token for token in doc if not token.is_space]
        place = {token.i: (token.idx, token.idx + len(token)) for token in tokens}
        found = [[token for token in sentence if not token.is_space] for sentence in doc.sents]
        board.add("words", place.values(), words)
        board.add("sentences", [(group[0].idx, place[group[-1].i][1]) for group in found if group], borders)
        heads = {
            (place[token.i], None if token.dep_ == "ROOT" else place[token.head.i], token.dep_.lower())
            for token in tokens
        }
        board.add("LAS", heads, arcs)
    return board.figures()


def gold_layout(document: Document) -> tuple[str, list[Any], list[Any], list[Any]]:
    """Text of a document, spans of its words and sentences, and its arcs as (span, span of the head, label)."""
    text, words, borders, arcs = "", [], [], []
    for sentence in document:
        if text and sentence.paragraph:
            text = text.rstrip() + "\n\n"
        elif text and not text.endswith(" "):
            text += " "
        own = []
        for word, space in zip(sentence.words, sentence.spaces, strict=True):
            own.append((len(text), len(text) + len(word)))
            text += word + (" " if space else "")
        words += own
        borders.append((own[0][0], own[-1][1]))
        for span, head, label in zip(own, sentence.heads or [], sentence.labels or [], strict=True):
            arcs.append((span, own[head - 1] if head else None, label))
    return text, words, borders, arcs


def _add_names(board: Scoreboard, found: Sequence[str], wanted: Sequence[str]) -> None:
    found_spans, wanted_spans = spans(found), spans(wanted)
    board.add("names", found_spans, wanted_spans)
    for kind in ("PER", "ORG", "LOC"):
        board.add(
            f"names {kind}",
            [span for span in found_spans if span[2] == kind],
            [span for span in wanted_spans if span[2] == kind],
        )


def _arcs(heads: Sequence[int], labels: Sequence[str], label: str) -> list[tuple[int, int]]:
    return [(place, head) for place, (head, own) in enumerate(zip(heads, labels, strict=True)) if own == label]


def _says(gold: Sentence, heads: Sequence[int], labels: Sequence[str]) -> list[tuple[int, int]]:
    """Pairs of subject and verb of saying, the verbs by gold lemma."""
    verbs = {
        place + 1
        for place, (lemma, upos) in enumerate(zip(gold.lemmas or [], gold.upos or [], strict=True))
        if lemma in SAYING and upos == "VERB"
    }
    return [
        (place, head)
        for place, (head, label) in enumerate(zip(heads, labels, strict=True))
        if label == "nsubj" and head in verbs
    ]
