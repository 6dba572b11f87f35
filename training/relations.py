"""How the relation model is trained, measured and packed: `python -m training relations`.

It is trained on `training/texts`; what the model card says is measured on `training/held_out`. The score from which a
relation counts is chosen there too, label by label, for a wanted precision.
"""

from __future__ import annotations

import random
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

import torch
from torch import Tensor
from torch.nn import functional as F

from briefgen.parse.engines.minilm.pieces import PAD, SPECIAL_CASE, read_vocabulary
from briefgen.parse.relations.inputs import LABELS, NEAR, ROLES, SLOTS, TOLLS, Encoder, Numbers
from briefgen.terms import EFFECTS
from training.annotated import FOLDER, Text, blocks, is_tie, read_text
from training.exchange import exchanged
from training.model import base_embeddings, load_base
from training.relation_model import RelationModel
from training.sources import base_folder
from training.train import rate_at
from training.updates import Updates
from training.windows import weakened, windows

BATCH_WORDS: Final = 640
LONGEST: Final = 250  # words of a window, about what the program reads at once
SHORTEST: Final = 100  # in training windows are of all lengths in between
MOST_ACTORS: Final = 20
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


@dataclass(frozen=True)
class Batch:
    """B windows padded to P pieces, S sentences, E actors and N pairs.

    asked is (B, N, 3), sentence, actor and partner (0: nobody) of each pair, gold (B, N, labels), and known (B, N) says
    which pairs are more than padding.

    What is said of tolls, `tolls` and `counted`, is (B, P, tolls), and is said at the first piece of a word, as is whom
    it stands for.
    """

    numbers: Mapping[str, Tensor]
    asked: Tensor
    gold: Tensor
    known: Tensor
    roles: Tensor  # (B, E), -1 where nothing is said
    tolls: Tensor
    counted: Tensor
    who: Tensor  # (B, P), 0 nobody, -1 where nothing is said
    stand_ins: Tensor  # (B, P), whether a word stands for an actor whose mark it does not bear


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
    dice, encoder = random.Random(plan.seed), Encoder(_vocabulary())
    path = work / "relations.pt"
    began, steps, losses = time.monotonic(), 0, list[float]()
    while True:
        texts = [read_text(exchanged(block, dice, share=EXCHANGED), where=where) for where, block in all_blocks(folder)]
        cut = [part for one in texts for part in windows(one, longest=dice.randint(SHORTEST, LONGEST))]
        groups = list(_groups([weak for part in cut if _fits(weak := weakened(part, dice))], dice))
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


def batch(texts: Sequence[Text], encoder: Encoder, dice: random.Random | None = None) -> Batch:
    """Texts as one batch; with *dice* the slots of their actors are dealt out anew."""
    rows = [encoder(one.window, slots=_dealt(dice)) for one in texts]
    actors = max(1, *(one.window.actors for one in texts))
    sentences = max(len(one.window.opens) for one in texts)
    pairs = [_pairs(one) for one in texts]
    most = max(1, *map(len, pairs))
    asked = torch.zeros(len(texts), most, 3, dtype=torch.int64)
    gold, known = torch.zeros(len(texts), most, len(LABELS)), torch.zeros(len(texts), most, dtype=torch.bool)
    roles = torch.full((len(texts), actors), -1)
    for place, (one, found) in enumerate(zip(texts, pairs, strict=True)):
        if found:
            asked[place, : len(found)] = torch.tensor([*found])
            known[place, : len(found)] = True
        for sentence, actor, label, other in one.facts:
            for partner in {0, 0 if other is None else other + 1}:
                if (pair := found.get((sentence, actor, partner))) is not None:
                    gold[place, pair, LABELS.index(label)] = 1
        for actor, role in one.roles.items():
            roles[place, actor] = ROLES.index(role)
    numbers = _padded(rows, actors, sentences)
    width = numbers["pieces"].shape[1]
    return Batch(numbers, asked, gold, known, roles, *_tolls(texts, rows, width=width), *_who(texts, rows, width=width))


def _pairs(text: Text) -> dict[tuple[int, int, int], int]:
    """The pairs that *text* says all of, (sentence, actor, partner), and their numbers."""
    pairs = [
        (sentence, actor, partner)
        for sentence in sorted(text.labelled)
        for near in (sorted(actors_near(text, sentence)),)
        for actor in near
        for partner in (0, *(other + 1 for other in near if other != actor))
    ]
    return {pair: number for number, pair in enumerate(pairs)}


def _who(texts: Sequence[Text], rows: Sequence[Numbers], *, width: int) -> tuple[Tensor, Tensor]:
    """Whom each word means, and where it is not the one whose mark it bears."""
    who, stand_ins = torch.full((len(texts), width), -1), torch.zeros((len(texts), width), dtype=torch.bool)
    for place, (one, row) in enumerate(zip(texts, rows, strict=True)):
        shown = {word: span.actor for span in one.window.spans if span.marked for word in range(span.start, span.end)}
        meant = [one.who.get(word) for word in range(len(row.firsts))]
        who[place, row.firsts] = torch.tensor([0 if actor is None else actor + 1 for actor in meant])
        stand_ins[place, row.firsts] = torch.tensor(
            [actor is not None and shown.get(word) != actor for word, actor in enumerate(meant)]
        )
    return who, stand_ins


def _tolls(texts: Sequence[Text], rows: Sequence[Numbers], *, width: int) -> tuple[Tensor, Tensor]:
    """What the words of *texts* tell of tolls, and which of it is said: flags only where there is a toll."""
    gold, known = torch.zeros(len(texts), width, len(TOLLS)), torch.zeros(len(texts), width, len(TOLLS))
    for place, (one, row) in enumerate(zip(texts, rows, strict=True)):
        if not one.counted:
            continue
        edges = [*one.window.opens, len(one.window.words)]
        for sentence in one.labelled:
            known[place, row.firsts[edges[sentence] : edges[sentence + 1]], : len(EFFECTS)] = 1
        for toll, start, end in one.tolls:
            for name in toll:
                gold[place, row.firsts[start:end], TOLLS.index(name)] = 1
            known[place, row.firsts[start:end], len(EFFECTS) :] = known[place, row.firsts[start:end], :1]
    return gold, known


def actors_near(text: Text, sentence: int) -> set[int]:
    """The actors that may act in a sentence: mentioned in it or in one of the `NEAR` before it."""
    window = text.window
    start = window.opens[max(sentence - NEAR, 0)]
    end = (*window.opens, len(window.words))[sentence + 1]
    return {span.actor for span in window.spans if start <= span.start < end}


@torch.no_grad()
def _outputs(model: RelationModel, texts: Sequence[Text]) -> Iterator[tuple[Batch, tuple[Tensor, ...]]]:
    """*texts* in batches, and the model's logits of each: relations, roles, tolls, whom pieces stand for."""
    model.eval()
    encoder, embeddings = Encoder(_vocabulary()), base_embeddings(base_folder())
    for group in _groups(texts, None):
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
    """All that *model* may say of *texts*: acts alone, ties by pair, words of which it is said what they tell."""
    relations, tolls, roles = list[tuple[str, float, bool]](), list[tuple[str, float, bool]](), list[tuple[str, str]]()
    for made, (logits, parts, words, _) in _outputs(model, texts):
        scores = torch.sigmoid(logits)
        alone = made.asked[..., 2] == 0
        for number, label in enumerate(LABELS):
            told = made.known & (alone != is_tie(label))
            relations += _rows(label, scores[..., number], made.gold[..., number], told)
        for number, name in enumerate(TOLLS):
            place = (..., number)
            tolls += _rows(name, torch.sigmoid(words)[place], made.tolls[place], made.counted[place].bool())
        said = made.roles >= 0
        pairs = zip(made.roles[said].tolist(), parts.argmax(-1)[said].tolist(), strict=True)
        roles += ((ROLES[true], ROLES[read]) for true, read in pairs)
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
        logits.float(), made.gold, reduction="none", pos_weight=torch.tensor(WEIGHT_OF_TOLD)
    )
    loss = losses[made.known].sum() / 10
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
    embedded = F.embedding(rows["pieces"], embeddings)
    found: tuple[Tensor, Tensor, Tensor, Tensor] = model(
        embedded, rows["cases"], rows["mask"], rows["inside"], rows["slots"], rows["pool"], rows["marked"], made.asked
    )
    return found


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
    for name in ("pool", "marked"):
        shares = [torch.from_numpy(getattr(row, name)) for row in rows]
        made[name] = torch.stack([F.pad(s, (0, width - s.shape[1], 0, actors - s.shape[0])) for s in shares])
    return made


def _dealt(dice: random.Random | None) -> list[int]:
    slots = list(range(1, SLOTS + 1))
    if dice:
        dice.shuffle(slots)
    return slots


@lru_cache(maxsize=1)
def _vocabulary() -> dict[str, int]:
    return read_vocabulary((base_folder() / "vocab.txt").read_text(encoding="utf-8").split("\n"))
