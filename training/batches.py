"""Windows of consecutive sentences as tensors, varied anew each epoch.

A window holds whole sentences up to a cap drawn from a few sizes, so that the model learns from single headlines and
from long paragraphs alike. Now and then a window is set in capitals or title case, loses a final full stop, or has
words masked.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

import torch
from torch import Tensor

from briefgen.parse.engines.minilm.lemmas import lemma_script
from briefgen.parse.engines.minilm.pieces import CLS, MASK, PAD, SEP, SPECIAL_CASE, WordPieces, case_class
from training.corpus import Document, Sentence

CAPS: Final = (30, 60, 100, 140)
BATCH_PIECES: Final = 1_400
LONGEST: Final = 250
NO_GOLD: Final = -100
LAYERS: Final = ("upos", "xpos", "scripts", "entities", "starts", "heads", "labels")


@dataclass(frozen=True)
class Noise:
    """How often a window is altered, as probabilities."""

    capitals: float = 0.025
    title_case: float = 0.025
    no_stop: float = 0.04
    masked: float = 0.05


@dataclass
class Batch:
    """B windows; word layers are (B, W) with `NO_GOLD` where a layer has no gold or the window is shorter."""

    pieces: Tensor
    cases: Tensor
    mask: Tensor
    first: Tensor
    last: Tensor
    sentences: Tensor
    gold: dict[str, Tensor]

    @property
    def words(self) -> int:
        """Number of words in the batch."""
        return int((self.sentences >= 0).sum())


@dataclass
class _Window:
    pieces: list[int]
    cases: list[int]
    first: list[int]
    last: list[int]
    sentences: list[int]
    gold: dict[str, list[int]]


class Encoder:
    """Sentences to windows of numbers."""

    def __init__(self, vocabulary: Mapping[str, int], labels: Mapping[str, Sequence[str]]) -> None:
        """Take the piece vocabulary and the label sets that `prepare` wrote."""
        self.word_pieces = WordPieces(vocabulary)
        self._special = {name: vocabulary[name] for name in (CLS, SEP, PAD, MASK)}
        self._ids = {name: {label: number for number, label in enumerate(known)} for name, known in labels.items()}

    def window(
        self, sentences: Sequence[Sentence], *, masked: float = 0.0, dice: random.Random | None = None
    ) -> _Window:
        """One window out of consecutive sentences; `masked` is the share of words whose pieces are hidden."""
        made = _Window([self._special[CLS]], [SPECIAL_CASE], [], [], [], {layer: [] for layer in LAYERS})
        for number, sentence in enumerate(sentences):
            offset = len(made.first)
            for word in sentence.words:
                pieces = list(self.word_pieces(word))
                if dice and dice.random() < masked:
                    pieces = [self._special[MASK]] * len(pieces)
                made.first.append(len(made.pieces))
                made.pieces += pieces
                made.last.append(len(made.pieces) - 1)
                made.cases += [case_class(word)] * len(pieces)
                made.sentences.append(number)
            self._add_gold(made.gold, sentence, offset)
        made.pieces.append(self._special[SEP])
        made.cases.append(SPECIAL_CASE)
        return made

    def batch(self, windows: Sequence[_Window]) -> Batch:
        """Pad windows to one batch."""

        def padded(rows: list[list[int]], fill: int) -> Tensor:
            width = max(map(len, rows))
            return torch.tensor([row + [fill] * (width - len(row)) for row in rows])

        pieces = [window.pieces for window in windows]
        return Batch(
            pieces=padded(pieces, self._special[PAD]),
            cases=padded([window.cases for window in windows], SPECIAL_CASE),
            mask=padded([[1] * len(row) for row in pieces], 0),
            first=padded([window.first for window in windows], 0),
            last=padded([window.last for window in windows], 0),
            sentences=padded([window.sentences for window in windows], -1),
            gold={layer: padded([window.gold[layer] for window in windows], NO_GOLD) for layer in LAYERS},
        )

    def length(self, sentence: Sentence) -> int:
        """Pieces of one sentence."""
        return sum(len(self.word_pieces(word)) for word in sentence.words)

    def _add_gold(self, gold: dict[str, list[int]], sentence: Sentence, offset: int) -> None:
        count = len(sentence.words)
        scripts = list(map(lemma_script, sentence.words, sentence.lemmas)) if sentence.lemmas else None
        values = {"upos": sentence.upos, "xpos": sentence.xpos, "scripts": scripts, "labels": sentence.labels}
        for name, labels in {**values, "entities": sentence.entities}.items():
            known = self._ids[name]
            gold[name] += [known.get(label, NO_GOLD) for label in labels] if labels else [NO_GOLD] * count
        gold["heads"] += (
            [head + offset if head else 0 for head in sentence.heads] if sentence.heads else [NO_GOLD] * count
        )
        known_start = sentence.begins and (bool(sentence.heads) or count > 1)
        gold["starts"] += [1] + [0] * (count - 1) if known_start else [NO_GOLD] * count


def epoch(
    parts: Sequence[tuple[Sequence[Document], float]], encoder: Encoder, dice: random.Random, noise: Noise
) -> Iterator[Batch]:
    """Batches of one pass over `parts`, each a list of documents and the share of them to take."""
    windows: list[_Window] = []
    for documents, share in parts:
        for document in documents:
            copies = int(share) + (dice.random() < share - int(share))
            for _ in range(copies):
                windows += _document_windows(document, encoder, dice, noise)
    windows.sort(key=lambda window: len(window.pieces) + dice.random() * 6)
    groups = list(_grouped(windows))
    dice.shuffle(groups)
    return (encoder.batch(group) for group in groups)


def _document_windows(document: Document, encoder: Encoder, dice: random.Random, noise: Noise) -> Iterator[_Window]:
    cap, taken, length = dice.choice(CAPS), list[Sentence](), 0
    for sentence in document:
        size = encoder.length(sentence)
        if taken and length + size > cap:
            yield _altered(taken, encoder, dice, noise)
            cap, taken, length = dice.choice(CAPS), [], 0
        if size <= LONGEST:
            taken.append(sentence)
            length += size
    if taken:
        yield _altered(taken, encoder, dice, noise)


def _altered(sentences: list[Sentence], encoder: Encoder, dice: random.Random, noise: Noise) -> _Window:
    sentences = [without_stop(sentence) if dice.random() < noise.no_stop else sentence for sentence in sentences]
    draw = dice.random()
    if draw < noise.capitals:
        sentences = [replace(sentence, words=[word.upper() for word in sentence.words]) for sentence in sentences]
    elif draw < noise.capitals + noise.title_case:
        sentences = [
            replace(sentence, words=[word[:1].upper() + word[1:] for word in sentence.words]) for sentence in sentences
        ]
    return encoder.window(sentences, masked=noise.masked, dice=dice)


def without_stop(sentence: Sentence) -> Sentence:
    """The sentence less its final full stop, as headlines have it; unchanged where anything hangs on the stop."""
    last = len(sentence.words)
    heads = sentence.heads
    if last < 3 or sentence.words[-1] != "." or not heads or last in heads:
        return sentence
    layers = {
        name: getattr(sentence, name)
        for name in ("words", "spaces", "upos", "xpos", "lemmas", "heads", "labels", "entities")
    }
    return replace(sentence, **{name: layer[:-1] if layer else layer for name, layer in layers.items()})


def _grouped(windows: list[_Window]) -> Iterator[list[_Window]]:
    group: list[_Window] = []
    for window in windows:
        longest = max([len(window.pieces), *(len(one.pieces) for one in group[-1:])])
        if group and longest * (len(group) + 1) > BATCH_PIECES:
            yield group
            group = []
        group.append(window)
    if group:
        yield group
