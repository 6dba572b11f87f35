"""How the relation model is trained, measured and packed: `python -m training relations`.

It is trained on `training/texts`; what the model card says is measured on `training/held_out`. The score from which a
relation counts is chosen there too, label by label, for a wanted precision.
"""

from __future__ import annotations

import random
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from briefgen.parse.engines.minilm.pieces import PAD, SPECIAL_CASE, read_vocabulary
from briefgen.parse.relations.inputs import LABELS, NEAR, ROLES, SLOTS, Encoder, Numbers
from training.annotated import FOLDER, Text, blocks, is_tie, read_text
from training.exchange import exchanged, unmarked
from training.model import base_embeddings, load_base
from training.relation_model import RelationModel
from training.sources import base_folder
from training.train import rate_at

BATCH_WORDS: Final = 640
LONGEST: Final = 360  # words
MOST_ACTORS: Final = 20
EXCHANGED: Final = 0.5  # of the states of a text, each time it is trained on
UNMARKED_PRONOUNS: Final = 0.4  # share of marks left out, as parsing misses them
UNMARKED: Final = 0.08
WEIGHT_OF_TOLD: Final = 1.5  # what a fact counts for in the loss against what is no fact
WEIGHT_OF_ROLES: Final = 0.5
DECAY: Final = 0.999  # of the running mean of the weights, which is what is kept
_REPORT_EVERY: Final = 100
_SAVE_EVERY: Final = 500


@dataclass(frozen=True)
class RelationPlan:
    """One training run."""

    seconds: float
    seed: int = 1
    threads: int = 2
    encoder_rate: float = 2e-4
    head_rate: float = 1e-3
    warm_up: float = 0.05


@dataclass(frozen=True)
class Batch:
    """B windows padded to P pieces, S sentences and E actors; gold and known are (B, S, E, E + 1, labels)."""

    numbers: Mapping[str, Tensor]
    gold: Tensor
    known: Tensor
    roles: Tensor  # (B, E), -1 where nothing is said


class MeanWeights:
    """A running mean of a model's weights."""

    def __init__(self, model: nn.Module) -> None:
        self.weights = {name: weight.detach().clone() for name, weight in model.state_dict().items()}
        self._steps = 0

    @torch.no_grad()
    def update(self, model: nn.Module) -> None:
        """Take a step's weights in."""
        self._steps += 1
        decay = min(DECAY, (1 + self._steps) / (10 + self._steps))
        for name, weight in model.state_dict().items():
            if weight.dtype.is_floating_point:
                self.weights[name].lerp_(weight, 1 - decay)


def train_relations(plan: RelationPlan, *, work: Path, folder: Path = FOLDER, start: Path | None = None) -> Path:
    """Train on the texts of *folder*, from the base encoder or the weights in *start*; return the file of weights."""
    torch.manual_seed(plan.seed)
    torch.set_num_threads(plan.threads)
    model, embeddings = RelationModel(), base_embeddings(base_folder())
    if start is None:
        load_base(model.encoder, base_folder())
    else:
        model.load_state_dict(torch.load(start, weights_only=True)["weights"])
    mean = MeanWeights(model)
    dice, encoder = random.Random(plan.seed), Encoder(_vocabulary())
    optimiser = _optimiser(model, plan)
    path = work / "relations.pt"
    began, steps, losses = time.monotonic(), 0, list[float]()
    model.train()
    while True:
        texts = all_blocks(folder)
        groups = list(_groups([read_text(_varied(b, dice), where=w) for w, b in texts], dice))
        print(f"{len(texts)} texts, {len(groups)} batches", flush=True)
        for group in groups:
            done = (time.monotonic() - began) / plan.seconds
            if done >= 1:
                _save(mean.weights, path)
                return path
            for rates in optimiser.param_groups:
                rates["lr"] = rates["peak"] * rate_at(done, warm_up=plan.warm_up)
            losses.append(_step(model, optimiser, batch(group, encoder, dice), embeddings))
            mean.update(model)
            steps += 1
            if steps % _REPORT_EVERY == 0:
                each = (time.monotonic() - began) / steps
                print(f"{steps:>6} {done:.2f} loss {sum(losses) / len(losses):.3f} {each:.2f} s a step", flush=True)
                losses.clear()
            if steps % _SAVE_EVERY == 0:
                _save(mean.weights, path)


def _varied(block: str, dice: random.Random) -> str:
    return unmarked(exchanged(block, dice, share=EXCHANGED), dice, pronouns=UNMARKED_PRONOUNS, others=UNMARKED)


def _save(weights: Mapping[str, Tensor], path: Path) -> None:
    partial = path.with_suffix(".part")
    torch.save({"weights": dict(weights)}, partial)
    partial.replace(path)


def all_blocks(folder: Path) -> list[tuple[str, str]]:
    """Where each text stands, and its block, in the order of the files; texts too long for a window are left out."""
    found = [
        (f"{path.name}: block {number}", block)
        for path in sorted(folder.glob("*.txt"))
        for number, block in enumerate(blocks(path), 1)
    ]
    return [(where, block) for where, block in found if _fits(read_text(block, where=where))]


def _fits(text: Text) -> bool:
    return text.window.actors <= MOST_ACTORS and len(text.window.words) <= LONGEST


def batch(texts: Sequence[Text], encoder: Encoder, dice: random.Random | None = None) -> Batch:
    """Texts as one batch; with *dice* the slots of their actors are dealt out anew."""
    rows = [encoder(one.window, slots=_dealt(dice)) for one in texts]
    actors = max(one.window.actors for one in texts)
    sentences = max(len(one.window.opens) for one in texts)
    shape = (len(texts), sentences, actors, actors + 1, len(LABELS))
    gold, known = torch.zeros(shape), torch.zeros(shape)
    roles = torch.full((len(texts), actors), -1)
    for place, one in enumerate(texts):
        for sentence in one.labelled:
            near = sorted(actors_near(one, sentence))
            known[place, sentence, [[a] for a in near], [[0, *(a + 1 for a in near)]]] = 1
            known[place, sentence, near, [a + 1 for a in near]] = 0
        for sentence, actor, label, other in one.facts:
            gold[place, sentence, actor, 0, LABELS.index(label)] = 1
            if other is not None:
                gold[place, sentence, actor, other + 1, LABELS.index(label)] = 1
        for actor, role in one.roles.items():
            roles[place, actor] = ROLES.index(role)
    return Batch(_padded(rows, actors, sentences), gold, known, roles)


def actors_near(text: Text, sentence: int) -> set[int]:
    """The actors that may act in a sentence: mentioned in it or in one of the `NEAR` before it."""
    window = text.window
    start = window.opens[max(sentence - NEAR, 0)]
    end = (*window.opens, len(window.words))[sentence + 1]
    return {span.actor for span in window.spans if start <= span.start < end}


@torch.no_grad()
def judged(model: RelationModel, texts: Sequence[Text]) -> Iterator[tuple[str, float, bool]]:
    """Label, score and truth of everything that the model may say of *texts*: acts alone, ties by pair."""
    model.eval()
    encoder, embeddings = Encoder(_vocabulary()), base_embeddings(base_folder())
    for group in _groups(texts, None):
        made = batch(group, encoder)
        scores = torch.sigmoid(_logits(model, made, embeddings)[0])
        for number, label in enumerate(LABELS):
            part = slice(1, None) if is_tie(label) else slice(0, 1)
            known = made.known[:, :, :, part, number].bool()
            scored, told = scores[:, :, :, part, number][known], made.gold[:, :, :, part, number][known]
            yield from (
                (label, score, bool(truth)) for score, truth in zip(scored.tolist(), told.tolist(), strict=True)
            )


@torch.no_grad()
def parts(model: RelationModel, texts: Sequence[Text]) -> Iterator[tuple[str, str]]:
    """The true role and the one that the model reads of every actor of *texts* whose role is said."""
    model.eval()
    encoder, embeddings = Encoder(_vocabulary()), base_embeddings(base_folder())
    for group in _groups(texts, None):
        made = batch(group, encoder)
        best = _logits(model, made, embeddings)[1].argmax(-1)
        for true, read in zip(made.roles[made.roles >= 0].tolist(), best[made.roles >= 0].tolist(), strict=True):
            yield ROLES[true], ROLES[read]


def _step(model: RelationModel, optimiser: torch.optim.Optimizer, made: Batch, embeddings: Tensor) -> float:
    with torch.autocast("cpu", dtype=torch.bfloat16):
        logits, parts = _logits(model, made, embeddings)
    losses = F.binary_cross_entropy_with_logits(
        logits.float(), made.gold, reduction="none", pos_weight=torch.tensor(WEIGHT_OF_TOLD)
    )
    loss = (losses * made.known).sum() / 10
    if (made.roles >= 0).any():
        loss = (
            loss
            + WEIGHT_OF_ROLES
            * F.cross_entropy(
                parts.float().flatten(0, 1),
                made.roles.flatten(),
                ignore_index=-1,
                reduction="sum",
                label_smoothing=0.05,
            )
            / 10
        )
    optimiser.zero_grad()
    loss.backward()
    nn.utils.clip_grad_norm_(model.parameters(), 1.0)
    optimiser.step()
    return float(loss.detach())


def _logits(model: RelationModel, made: Batch, embeddings: Tensor) -> tuple[Tensor, Tensor]:
    rows = made.numbers
    embedded = F.embedding(rows["pieces"], embeddings)
    found: tuple[Tensor, Tensor] = model(
        embedded, rows["cases"], rows["mask"], rows["inside"], rows["slots"], rows["pool"]
    )
    return found


def _optimiser(model: RelationModel, plan: RelationPlan) -> torch.optim.Optimizer:
    inside = [weight for name, weight in model.named_parameters() if name.startswith("encoder.")]
    heads = [weight for name, weight in model.named_parameters() if not name.startswith("encoder.")]
    rates = ((inside, plan.encoder_rate), (heads, plan.head_rate))
    groups = [{"params": weights, "lr": rate, "peak": rate, "weight_decay": 0.01} for weights, rate in rates]
    return torch.optim.AdamW(groups, betas=(0.9, 0.98))


def _groups(texts: Sequence[Text], dice: random.Random | None) -> Iterator[list[Text]]:
    """Batches of texts of about one length, in random order with *dice*."""
    jitter = (lambda: dice.random() * 8) if dice else (lambda: 0.0)
    ordered = sorted(texts, key=lambda one: len(one.window.words) + jitter())
    groups: list[list[Text]] = [[]]
    for one in ordered:
        if groups[-1] and len(one.window.words) * (len(groups[-1]) + 1) > BATCH_WORDS:
            groups.append([])
        groups[-1].append(one)
    if dice:
        dice.shuffle(groups)
    return iter(groups)


def _padded(rows: Sequence[Numbers], actors: int, sentences: int) -> dict[str, Tensor]:
    width = max(len(row.pieces) for row in rows)
    edges = {"pieces": _vocabulary()[PAD], "cases": SPECIAL_CASE, "slots": 0, "sentences": -1}
    made = {
        name: torch.stack(
            [F.pad(torch.from_numpy(getattr(r, name)), (0, width - len(r.pieces)), value=edge) for r in rows]
        )
        for name, edge in edges.items()
    }
    made["mask"] = torch.stack([(torch.arange(width) < len(row.pieces)).long() for row in rows])
    made["inside"] = (made.pop("sentences")[:, None] == torch.arange(sentences)[None, :, None]).long()
    made["pool"] = torch.stack(
        [F.pad(torch.from_numpy(r.pool), (0, width - r.pool.shape[1], 0, actors - r.pool.shape[0])) for r in rows]
    )
    return made


def _dealt(dice: random.Random | None) -> list[int]:
    slots = list(range(1, SLOTS + 1))
    if dice:
        dice.shuffle(slots)
    return slots


def _vocabulary() -> dict[str, int]:
    return read_vocabulary((base_folder() / "vocab.txt").read_text(encoding="utf-8").split("\n"))
