"""How the relation model is trained, and what it says of texts: `python -m training relations`.

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
from torch import Tensor
from torch.nn import functional as F

from briefgen.parse.relations.inputs import LABELS, ROLES, SLOTS, TOLLS, Encoder
from training.annotated import FOLDER, Text, blocks, is_tie, read_text
from training.exchange import exchanged
from training.model import base_embeddings, load_base
from training.relation_batches import Batch, batch, grouped, never_asked, vocabulary
from training.relation_model import RelationModel
from training.sources import base_folder
from training.train import rate_at
from training.updates import Updates
from training.windows import weakened, windows

LONGEST: Final = 250  # words of a window, about what the program reads at once
SHORTEST: Final = 100  # in training windows are of all lengths in between
MOST_ACTORS: Final = SLOTS  # as in the program
EXCHANGED: Final = 0.5  # of the states of a text, each time it is trained on
WEIGHT_OF_TOLD: Final = 1.5  # what a fact counts for in the loss against what is no fact
WEIGHT_OF_ROLES: Final = 0.5
WEIGHT_OF_TOLLS: Final = 0.5
WEIGHT_OF_WHO: Final = 0.4
WEIGHT_OF_STAND_INS: Final = 3.0  # what a word that stands for an actor without its mark counts for among words
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


def mean_of(files: Sequence[Path], path: Path) -> Path:
    """Write the mean of the weights in *files*, each trained from another's or from the same start, to *path*.

    Raises `ValueError` where they are of models of other layers.
    """
    several = [torch.load(file, weights_only=True)["weights"] for file in files]
    for file, one in zip(files, several, strict=True):
        if {name: w.shape for name, w in one.items()} != {name: w.shape for name, w in several[0].items()}:
            raise ValueError(f"{file}: not the weights of the same model as {files[0]}")
    _save({name: torch.stack([one[name] for one in several]).mean(0) for name in several[0]}, path)
    return path


class MeanWeights:
    """A running mean of weights."""

    def __init__(self, weights: Mapping[str, Tensor]) -> None:
        self.weights = {name: weight.detach().clone() for name, weight in weights.items()}
        self._steps = 0

    @torch.no_grad()
    def update(self, weights: Mapping[str, Tensor]) -> None:
        """Take a step's weights in."""
        self._steps += 1
        decay = min(DECAY, (1 + self._steps) / (10 + self._steps))
        torch._foreach_lerp_(list(self.weights.values()), [weights[name] for name in self.weights], 1 - decay)


def train_relations(plan: RelationPlan, *, work: Path, folder: Path = FOLDER, start: Path | None = None) -> Path:
    """Train on the texts of *folder*, from the base encoder or the weights in *start*; return the file of weights."""
    torch.manual_seed(plan.seed)
    torch.set_num_threads(plan.threads)
    model, embeddings = RelationModel(), base_embeddings(base_folder()).bfloat16()
    if start is None:
        load_base(model.encoder, base_folder())
    else:
        model.load_state_dict(torch.load(start, weights_only=True)["weights"])
    updates = Updates(model, encoder_rate=plan.encoder_rate, head_rate=plan.head_rate)
    mean = MeanWeights(updates.masters)
    dice, encoder = random.Random(plan.seed), Encoder(vocabulary())
    path = work / "relations.pt"
    began, steps, losses = time.monotonic(), 0, list[float]()
    while True:
        texts = [read_text(exchanged(block, dice, share=EXCHANGED), where=where) for where, block in all_blocks(folder)]
        cut = [part for one in texts for part in windows(one, longest=dice.randint(SHORTEST, LONGEST))]
        groups = grouped([weak for part in cut if _fits(weak := weakened(part, dice))], dice)
        print(f"{len(texts)} texts, {len(cut)} windows, {len(groups)} batches", flush=True)
        for group in groups:
            done = (time.monotonic() - began) / plan.seconds
            if done >= 1:
                _save(mean.weights, path)
                return path
            updates.set_rate(rate_at(done, warm_up=plan.warm_up))
            loss = _loss(model, batch(group, encoder, dice), embeddings)
            loss.backward()
            updates.take()
            losses.append(loss.item())
            mean.update(updates.masters)
            steps += 1
            if steps % _REPORT_EVERY == 0:
                each = (time.monotonic() - began) / steps
                print(f"{steps:>6} {done:.2f} loss {sum(losses) / len(losses):.3f} {each:.2f} s a step", flush=True)
                losses.clear()
            if steps % _SAVE_EVERY == 0:
                _save(mean.weights, path)


def _save(weights: Mapping[str, Tensor], path: Path) -> None:
    partial = path.with_suffix(".part")
    torch.save({"weights": dict(weights)}, partial)
    partial.replace(path)


def all_blocks(folder: Path) -> list[tuple[str, str]]:
    """Where each text stands, and its block, in the order of the files."""
    return [
        (f"{path.name}: block {number}", block)
        for path in sorted(folder.glob("*.txt"))
        for number, block in enumerate(blocks(path), 1)
    ]


def whole_windows(folder: Path) -> list[Text]:
    """The texts of *folder* cut about as the program cuts articles."""
    texts = [read_text(block, where=where) for where, block in all_blocks(folder)]
    return [part for one in texts for part in windows(one, longest=LONGEST) if _fits(part)]


def _fits(text: Text) -> bool:
    return text.window.actors <= MOST_ACTORS


@torch.no_grad()
def _outputs(model: RelationModel, texts: Sequence[Text]) -> Iterator[tuple[Batch, tuple[Tensor, ...]]]:
    """*texts* in batches, and the model's logits of each: relations, roles, tolls, whom pieces stand for."""
    model.eval()
    encoder, embeddings = Encoder(vocabulary()), base_embeddings(base_folder())
    for group in grouped(texts):
        made = batch(group, encoder)
        yield made, _logits(model, made, embeddings)


@dataclass(frozen=True)
class Judgements:
    """What a model says of texts: (label or effect, score, truth) of relations and of words of tolls, (true, read)
    roles."""

    relations: Sequence[tuple[str, float, bool]]
    tolls: Sequence[tuple[str, float, bool]]
    roles: Sequence[tuple[str, str]]


def judged(model: RelationModel, texts: Sequence[Text]) -> Judgements:
    """All that *model* may say of *texts*: acts alone, ties by pair, words of which it is said what they tell.

    A fact that it is never asked about, its actors standing too far off in the window, has the score 0.
    """
    relations, tolls, roles = list[tuple[str, float, bool]](), list[tuple[str, float, bool]](), list[tuple[str, str]]()
    for made, (logits, parts, words, _) in _outputs(model, texts):
        scores = torch.sigmoid(logits)
        alone = made.pairs.asked[..., 2] == 0
        for number, label in enumerate(LABELS):
            told = made.pairs.known & (alone != is_tie(label))
            relations += _rows(label, scores[..., number], made.pairs.gold[..., number], told)
        for number, name in enumerate(TOLLS):
            place = (..., number)
            tolls += _rows(name, torch.sigmoid(words)[place], made.tolls[place], made.counted[place].bool())
        said = made.roles >= 0
        pairs = zip(made.roles[said].tolist(), parts.argmax(-1)[said].tolist(), strict=True)
        roles += ((ROLES[true], ROLES[read]) for true, read in pairs)
    relations += ((label, 0.0, True) for one in texts for label in never_asked(one))
    return Judgements(relations, tolls, roles)


def _rows(label: str, scores: Tensor, gold: Tensor, told: Tensor) -> Iterator[tuple[str, float, bool]]:
    for score, truth in zip(scores[told].tolist(), gold[told].tolist(), strict=True):
        yield label, score, bool(truth)


def meant(model: RelationModel, texts: Sequence[Text]) -> Iterator[tuple[bool, float, bool]]:
    """Of the words in *texts* that stand for an actor: whether it is one, the likeliest one's share, whether it is he.

    Marks are left out as in training; all words that bear none are asked, most of which mean nobody. The program asks
    about fewer.
    """
    dice = random.Random(1)
    for made, outputs in _outputs(model, [weak for one in texts if _fits(weak := weakened(one, dice))]):
        shares, best = outputs[3].softmax(-1).max(-1)
        asked = (made.who >= 0) & (made.numbers["slots"] == 0)
        rows = zip(made.who[asked].tolist(), shares[asked].tolist(), best[asked].tolist(), strict=True)
        yield from ((gold > 0, share if one else 0.0, one == gold) for gold, share, one in rows if one or gold)


def _loss(model: RelationModel, made: Batch, embeddings: Tensor) -> Tensor:
    logits, parts, tolls, who = _logits(model, made, embeddings)
    losses = F.binary_cross_entropy_with_logits(
        logits.float(), made.pairs.gold, reduction="none", pos_weight=torch.tensor(WEIGHT_OF_TOLD)
    )
    loss = losses[made.pairs.known].sum() / 10
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
    meant = F.cross_entropy(who.float().flatten(0, 1), made.who.flatten(), ignore_index=-1, reduction="none")
    loss = loss + WEIGHT_OF_WHO * (meant * (1 + (WEIGHT_OF_STAND_INS - 1) * made.stand_ins.flatten())).sum() / 10
    if made.counted.any():
        told = F.binary_cross_entropy_with_logits(tolls.float(), made.tolls, reduction="none")
        loss = loss + WEIGHT_OF_TOLLS * (told * made.counted).sum() / 10
    return loss


def _logits(model: RelationModel, made: Batch, embeddings: Tensor) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    rows = made.numbers
    given = (rows[name] for name in ("cases", "mask", "inside", "slots", "pool", "marked"))
    found: tuple[Tensor, Tensor, Tensor, Tensor] = model(
        F.embedding(rows["pieces"], embeddings), *given, made.pairs.asked
    )
    return found
