"""Annotated texts as batches of numbers for the relation model, with what is true of them."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import torch
from torch import Tensor
from torch.nn import functional as F

from briefgen.parse.engines.minilm.pieces import PAD, SPECIAL_CASE, read_vocabulary
from briefgen.parse.relations.inputs import LABELS, NEAR, ROLES, SLOTS, TOLLS, Encoder, Numbers, Question, pairs_near
from briefgen.terms import EFFECTS
from training.annotated import Text, is_tie
from training.sources import base_folder

BATCH_WORDS: Final = 640


@dataclass(frozen=True)
class Truth:
    """What is so of the pairs asked about: asked is (B, N, 3), sentence, actor and partner (0: nobody) of each, gold
    (B, N, labels), and known (B, N) says which are more than padding."""

    asked: Tensor
    gold: Tensor
    known: Tensor


@dataclass(frozen=True)
class Batch:
    """B windows padded to P pieces, S sentences, E actors and N pairs.

    What is said of tolls, `tolls` and `counted`, is (B, P, tolls), and is said at the first piece of a word, as is whom
    it stands for.
    """

    numbers: Mapping[str, Tensor]
    pairs: Truth
    roles: Tensor  # (B, E), -1 where nothing is said
    tolls: Tensor
    counted: Tensor
    who: Tensor  # (B, P), 0 nobody, -1 where nothing is said
    stand_ins: Tensor  # (B, P), whether a word stands for an actor whose mark it does not bear


def batch(texts: Sequence[Text], encoder: Encoder, dice: random.Random | None = None) -> Batch:
    """Texts as one batch; with *dice* the slots of their actors are dealt out anew."""
    rows = [encoder(one.window, slots=_dealt(dice)) for one in texts]
    actors = max(1, *(one.window.actors for one in texts))
    numbers = _padded(rows, actors=actors, sentences=max(len(one.window.opens) for one in texts))
    width = numbers["pieces"].shape[1]
    tolls, counted = _tolls(texts, rows, width=width)
    who, stand_ins = _who(texts, rows, width=width)
    return Batch(numbers, _truth(texts), _roles(texts, actors=actors), tolls, counted, who, stand_ins)


def grouped(texts: Sequence[Text], dice: random.Random | None = None) -> list[list[Text]]:
    """Texts of about one length together, at most `BATCH_WORDS` a group when padded, in random order with *dice*."""
    jitter = (lambda: dice.random() * 8) if dice else (lambda: 0.0)
    groups: list[list[Text]] = [[]]
    for one in sorted(texts, key=lambda one: len(one.window.words) + jitter()):
        longest = max(len(other.window.words) for other in (one, *groups[-1]))
        if groups[-1] and longest * (len(groups[-1]) + 1) > BATCH_WORDS:
            groups.append([])
        groups[-1].append(one)
    if dice:
        dice.shuffle(groups)
    return groups if texts else []


def actors_near(text: Text, sentence: int) -> set[int]:
    """The actors that may act in a sentence: mentioned in it or in one of the `NEAR` before it."""
    window = text.window
    start = window.opens[max(sentence - NEAR, 0)]
    end = (*window.opens, len(window.words))[sentence + 1]
    return {span.actor for span in window.spans if start <= span.start < end}


def asked_of(text: Text) -> list[Question]:
    """The pairs of *text* that are asked about: of the sentences that it says all of."""
    return pairs_near({sentence: sorted(actors_near(text, sentence)) for sentence in sorted(text.labelled)})


def told_in(text: Text) -> Iterator[tuple[str, Question]]:
    """Each fact of *text* as it is to be read: its label, and the pair; a tie once more of the actor alone."""
    for sentence, actor, label, other in text.facts:
        yield label, (sentence, actor, 0)
        if other is not None:
            yield label, (sentence, actor, other + 1)


def never_asked(text: Text) -> Iterator[str]:
    """The labels of the facts of a window that no pair asked about could yield: its actor or partner is not near."""
    asked = set(asked_of(text))
    for label, pair in told_in(text):
        if (pair[2] > 0) == is_tie(label) and pair[0] in text.labelled and pair not in asked:
            yield label


@lru_cache(maxsize=1)
def vocabulary() -> dict[str, int]:
    """The word pieces of the base encoder."""
    return read_vocabulary((base_folder() / "vocab.txt").read_text(encoding="utf-8").split("\n"))


def _truth(texts: Sequence[Text]) -> Truth:
    pairs = [asked_of(one) for one in texts]
    most = max(1, *map(len, pairs))
    asked = torch.zeros(len(texts), most, 3, dtype=torch.int64)
    gold, known = torch.zeros(len(texts), most, len(LABELS)), torch.zeros(len(texts), most, dtype=torch.bool)
    for place, (one, found) in enumerate(zip(texts, pairs, strict=True)):
        asked[place, : len(found)] = torch.tensor(found, dtype=torch.int64).reshape(-1, 3)
        known[place, : len(found)] = True
        numbers = {pair: number for number, pair in enumerate(found)}
        for label, pair in told_in(one):
            if (number := numbers.get(pair)) is not None:
                gold[place, number, LABELS.index(label)] = 1
    return Truth(asked, gold, known)


def _roles(texts: Sequence[Text], *, actors: int) -> Tensor:
    roles = torch.full((len(texts), actors), -1)
    for place, one in enumerate(texts):
        for actor, role in one.roles.items():
            roles[place, actor] = ROLES.index(role)
    return roles


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


def _padded(rows: Sequence[Numbers], *, actors: int, sentences: int) -> dict[str, Tensor]:
    width = max(len(row.pieces) for row in rows)
    edges = {"pieces": vocabulary()[PAD], "cases": SPECIAL_CASE, "slots": 0, "sentences": -1}
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
