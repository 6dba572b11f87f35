"""The training loop: AdamW with warm-up and linear decay over a fixed number of words, checkpoints on the way."""

from __future__ import annotations

import json
import random
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

import torch
from torch import Tensor
from torch.nn import functional as F

from briefgen.parse.engines.minilm.pieces import CASE_CLASSES, read_vocabulary
from training.batches import NO_GOLD, Batch, Encoder, Noise, epoch
from training.model import Parser, Sizes, base_embeddings, load_base
from training.prepare import load_corpus
from training.sources import base_folder
from training.updates import Updates

WEIGHTS: Final = {"upos": 1.0, "xpos": 1.0, "scripts": 0.5, "entities": 1.0, "starts": 0.4, "heads": 1.5, "labels": 1.0}
SHARES: Final = {"ewt": 1.0, "gum": 1.0, "wikigold": 0.7, "btc": 0.25, "news": 0.25}
"""Share of each part's documents that an epoch takes."""
SMOOTHING: Final = 0.03
_REPORT_EVERY: Final = 50
_SAVE_EVERY: Final = 300


@dataclass(frozen=True)
class Plan:
    """One training run: `words` or `seconds` is its length, after which the learning rate has come down to nothing."""

    words: int
    seconds: float = 0.0
    seed: int = 1
    threads: int = 2
    encoder_rate: float = 2.2e-4
    head_rate: float = 1.5e-3
    warm_up: float = 0.06
    with_dev: bool = True
    start: str = ""


def train(plan: Plan, *, work: Path, name: str) -> Path:
    """Train by `plan` on what `prepare` left in `work`; return the file of weights, `NAME.pt`."""
    torch.manual_seed(plan.seed)
    torch.set_num_threads(plan.threads)
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    labels = json.loads((work / "labels.json").read_text())
    vocabulary = read_vocabulary((base_folder() / "vocab.txt").read_text(encoding="utf-8").split("\n"))
    parser = new_parser(labels)
    if plan.start:
        parser.load_state_dict(torch.load(work / plan.start, weights_only=True)["weights"])
    embeddings = base_embeddings(base_folder()).to(device=device, dtype=torch.bfloat16)
    run = _Run(parser.to(device), embeddings, plan)
    batches = _endless(work, Encoder(vocabulary, labels), plan)
    path = work / f"{name}.pt"
    started, report = time.monotonic(), _Meter()
    while run.done < 1:
        report.add(run.step(next(batches)))
        if run.steps % _REPORT_EVERY == 0:
            report.show(run.words, run.words / (time.monotonic() - started), run.rate)
        if run.steps % _SAVE_EVERY == 0:
            _save(run, path)
    _save(run, path)
    return path


def new_parser(labels: dict[str, list[str]]) -> Parser:
    """A parser of the right sizes with the base encoder's weights."""
    sizes = Sizes(**{name: len(labels[name]) for name in ("upos", "xpos", "scripts", "entities", "labels")})
    parser = Parser(sizes, len(CASE_CLASSES))
    load_base(parser.encoder, base_folder())
    return parser


def rate_at(done: float, *, warm_up: float) -> float:
    """The share of its peak that a learning rate has when *done* of the run is, 0 to 1: up over *warm_up*, then down.

    >>> round(rate_at(0.05, warm_up=0.1), 2), rate_at(1.0, warm_up=0.1)
    (0.51, 0.0)
    """
    return min(done / warm_up + 0.01, (1 - done) / (1 - warm_up), 1.0)


def losses(parser: Parser, batch: Batch, embedded: Tensor) -> dict[str, Tensor]:
    """Mean loss of each layer, over the words that have gold for it."""
    tags, arcs, label_dependents, label_heads = parser(embedded, batch.cases, batch.mask, batch.first, batch.last)
    sizes, gold = parser.sizes, batch.gold
    parts = torch.split(tags.float(), [sizes.upos, sizes.xpos, sizes.scripts, sizes.entities, 1], dim=-1)
    found = {
        name: _cross_entropy(part, gold[name], SMOOTHING)
        for name, part in zip(("upos", "xpos", "scripts", "entities"), parts[:4], strict=True)
    }
    known = gold["starts"] != NO_GOLD
    found["starts"] = _mean(
        F.binary_cross_entropy_with_logits(parts[4][..., 0][known], gold["starts"][known].float(), reduction="sum"),
        known,
    )
    found["heads"] = _cross_entropy(masked_arcs(arcs.float(), batch.sentences), gold["heads"], 0.0)
    chosen = gold["heads"] != NO_GOLD
    heads = torch.gather(label_heads, 1, gold["heads"].clamp(min=0)[:, :, None].expand(-1, -1, label_heads.shape[-1]))
    scores = parser.label_scores(label_dependents[chosen], heads[chosen]).float()
    found["labels"] = _cross_entropy(scores, gold["labels"][chosen], SMOOTHING)
    return found


def masked_arcs(arcs: Tensor, sentences: Tensor) -> Tensor:
    """Arc scores (B, W, A) with all points outside the word's own sentence put out of reach; the root stays."""
    same = sentences[:, :, None] == sentences[:, None, :]
    itself = torch.eye(sentences.shape[1], dtype=torch.bool, device=sentences.device)[None]
    allowed = torch.cat([torch.ones_like(same[:, :, :1]), same & ~itself], dim=2)
    return arcs.masked_fill(~allowed, -1e4)


class _Run:
    """Weights and schedule."""

    def __init__(self, parser: Parser, embeddings: Tensor, plan: Plan) -> None:
        self.embeddings, self.plan = embeddings, plan
        self.words = self.steps = 0
        self.rate = 0.0
        self._started = time.monotonic()
        self.updates = Updates(parser, encoder_rate=plan.encoder_rate, head_rate=plan.head_rate)
        self.parser = parser

    @property
    def done(self) -> float:
        """How much of the plan is done, 0 to 1."""
        if self.plan.seconds:
            return min((time.monotonic() - self._started) / self.plan.seconds, 1.0)
        return min(self.words / self.plan.words, 1.0)

    def step(self, batch: Batch) -> dict[str, float]:
        """One update; the losses of the batch."""
        self.rate = rate_at(self.done, warm_up=self.plan.warm_up)
        self.updates.set_rate(self.rate)
        device = self.embeddings.device
        batch = Batch(**{name: _moved(value, device) for name, value in vars(batch).items()})
        found = losses(self.parser, batch, F.embedding(batch.pieces, self.embeddings))
        total = sum((WEIGHTS[name] * loss for name, loss in found.items()), torch.zeros((), device=device))
        total.backward()
        self.updates.take()
        self.words += batch.words
        self.steps += 1
        return {name: loss.item() for name, loss in found.items()}


class _Meter:
    """Running means of the losses, printed now and then."""

    def __init__(self) -> None:
        self._rows: list[dict[str, float]] = []

    def add(self, row: dict[str, float]) -> None:
        self._rows.append(row)

    def show(self, words: int, speed: float, rate: float) -> None:
        means = {name: sum(row[name] for row in self._rows) / len(self._rows) for name in self._rows[0]}
        print(
            f"{words:>10,} words {speed:6.0f}/s rate {rate:.3f} ",
            *(f"{name} {mean:.3f}" for name, mean in means.items()),
            flush=True,
        )
        self._rows.clear()


def _endless(work: Path, encoder: Encoder, plan: Plan) -> Iterator[Batch]:
    dice = random.Random(plan.seed)
    while True:
        corpus = load_corpus(work)
        parts = [(corpus.train[name], share) for name, share in SHARES.items()]
        parts += [(documents, 1.0) for documents in corpus.dev.values()] if plan.with_dev else []
        yield from epoch(parts, encoder, dice, Noise())


def _save(run: _Run, path: Path) -> None:
    partial = path.with_suffix(".part")
    torch.save(
        {"weights": run.updates.masters, "plan": asdict(run.plan), "words": run.words, "steps": run.steps}, partial
    )
    partial.replace(path)


def _cross_entropy(scores: Tensor, gold: Tensor, smoothing: float) -> Tensor:
    gold = gold.reshape(-1)
    total = F.cross_entropy(
        scores.reshape(gold.shape[0], -1), gold, ignore_index=NO_GOLD, label_smoothing=smoothing, reduction="sum"
    )
    return _mean(total, gold != NO_GOLD)


def _mean(total: Tensor, known: Tensor) -> Tensor:
    return total / known.sum().clamp(min=1)


def _moved(value: Any, device: torch.device) -> Any:
    if isinstance(value, dict):
        return {name: tensor.to(device) for name, tensor in value.items()}
    return value.to(device) if isinstance(value, Tensor) else value
