"""The relation model: the encoder of the parser over marked pieces; of each sentence it is asked about pairs of actors.

Pieces are judged too: what each tells of a toll, and for which actor it stands.

Shapes: B windows, P pieces, S sentences, E actors, F = E + 1 partners (0 is nobody), N pairs, L labels. An actor is,
in a sentence, the mean of its phrases there (or that it has none) and the mean of all its phrases; a pair looks once
more at the words of the sentence, each pair with a question of its own, and is then judged label by label.
"""

from __future__ import annotations

import math
from typing import Final

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from briefgen.parse.engines.minilm.pieces import CASE_CLASSES
from briefgen.parse.relations.inputs import LABELS, ROLES, SLOTS, TOLLS
from training.model import WIDTH, BankDropout, Encoder

PAIR: Final = 192
_RARE: Final = -4.0  # what the bias of a label starts from: few pairs bear one
_LEAST: Final = 1e-6


class RelationModel(nn.Module):
    """Windows with marked actors to logits of what each does, alone and toward each other, sentence by sentence."""

    def __init__(self) -> None:
        super().__init__()
        self.encoder = Encoder(len(CASE_CLASSES))
        self.slot = nn.Embedding(SLOTS + 1, WIDTH)
        self.dropout = BankDropout(0.2)
        self.nobody = nn.Parameter(torch.randn(PAIR) * 0.02)
        self.absent = nn.Parameter(torch.randn(WIDTH) * 0.02)
        self.one = nn.Linear(2 * WIDTH, PAIR)
        self.other = nn.Linear(2 * WIDTH, PAIR)
        self.question = nn.Linear(2 * PAIR, WIDTH)
        self.key = nn.Linear(WIDTH, WIDTH)
        self.answer = nn.Linear(WIDTH, PAIR)
        self.mix = nn.Linear(3 * PAIR, PAIR)
        self.out = nn.Linear(PAIR, len(LABELS))
        self.part = nn.Sequential(nn.Linear(WIDTH, PAIR), nn.GELU(), nn.Linear(PAIR, len(ROLES)))
        # for whom a piece stands: it is set against each actor, and against the one who is nobody
        self.stands = nn.Linear(WIDTH, PAIR)
        self.called = nn.Linear(WIDTH, PAIR)
        self.nameless = nn.Parameter(torch.randn(PAIR) * 0.02)
        self.toll = nn.Sequential(nn.Linear(WIDTH, PAIR), nn.GELU(), nn.Linear(PAIR, len(TOLLS)))
        with torch.no_grad():
            self.toll[-1].bias.fill_(_RARE)
            self.slot.weight.mul_(0.02)[0].zero_()
            self.out.bias.fill_(_RARE)

    def forward(
        self,
        embedded: Tensor,
        cases: Tensor,
        mask: Tensor,
        inside: Tensor,
        slots: Tensor,
        pool: Tensor,
        marked: Tensor,
        asked: Tensor,
    ) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        """(B, P, 384) embeddings; cases, mask and slots (B, P); inside (B, S, P) 0 or 1; pool and marked (B, E, P);
        asked (B, N, 3).

        To logits of the pairs asked about (B, N, L), of roles (B, E, roles), of tolls (B, P, tolls), and of whom each
        piece stands for (B, P, F).
        """
        pieces, tolls, who = self.read(embedded, cases, mask, slots, marked)
        return *self.ask(pieces, inside, pool, asked), tolls, who

    def ask(self, pieces: Tensor, inside: Tensor, pool: Tensor, asked: Tensor) -> tuple[Tensor, Tensor]:
        """Pieces as `read` gives them, and *asked* (B, N, 3): sentence, actor, partner (0: nobody).

        To logits of the pairs (B, N, L) and of roles (B, E, roles). Few pairs of a long window stand near each other:
        the others need no computing.
        """
        one, other, whole = self.actors(pieces, inside, pool)
        window = torch.arange(asked.shape[0], device=asked.device)[:, None]
        sentence, actor, partner = asked.unbind(-1)
        pairs = torch.cat([one[window, sentence, actor], other[window, sentence, partner]], dim=-1)
        weights = torch.matmul(self.question(F.gelu(pairs)), self.key(pieces).transpose(1, 2)) / math.sqrt(WIDTH)
        weights = weights + (inside[window, sentence].to(pieces.dtype) - 1) * 1e4
        told = torch.matmul(weights.softmax(-1), self.answer(pieces))
        return self.judge(pairs, told), self.part(whole)

    def read(
        self, embedded: Tensor, cases: Tensor, mask: Tensor, slots: Tensor, marked: Tensor
    ) -> tuple[Tensor, Tensor, Tensor]:
        """Pieces (B, P, 384), logits of tolls (B, P, tolls), and of whom each piece stands for (B, P, F)."""
        pieces = self.dropout(self.encoder(embedded + self.slot(slots), cases, mask))
        marked = marked.to(pieces.dtype)
        mass = marked.sum(-1, keepdim=True)
        called = self.called(torch.matmul(marked / (mass + _LEAST), pieces))
        nobody = self.nameless.to(called.dtype).expand(called.shape[0], 1, PAIR)
        keys = torch.cat([nobody, called], dim=1).transpose(1, 2)
        who = torch.matmul(self.stands(pieces), keys) / math.sqrt(PAIR)
        unmarked = torch.cat([torch.zeros_like(mass[:, :1]), (mass == 0).to(mass.dtype)], dim=1)
        return pieces, self.toll(pieces), who - unmarked.transpose(1, 2) * 1e4

    def actors(self, pieces: Tensor, inside: Tensor, pool: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Actors and partners by sentence (B, S, E and F, PAIR), actors as a whole (B, E, 384)."""
        pool, inside = pool.to(pieces.dtype), inside.to(pieces.dtype)
        whole = torch.matmul(pool / (pool.sum(-1, keepdim=True) + _LEAST), pieces)
        local = pool[:, None] * inside[:, :, None]
        mass = local.sum(-1, keepdim=True)
        here = (mass > 0).to(pieces.dtype)
        near = torch.einsum("bsep,bpw->bsew", local / (mass + _LEAST), pieces) + (1 - here) * self.absent
        both = torch.cat([near, whole[:, None].expand_as(near)], dim=-1)
        one, other = self.one(both), self.other(both)
        nobody = self.nobody.to(other.dtype).expand(*other.shape[:2], 1, PAIR)
        return one, torch.cat([nobody, other], dim=2), whole

    def judge(self, pairs: Tensor, told: Tensor) -> Tensor:
        """Pairs (…, 2 PAIR) and what the sentence tells of each (…, PAIR) to logits (…, L)."""
        judged = F.gelu(self.mix(F.gelu(torch.cat([pairs, told], dim=-1))))
        logits: Tensor = self.out(self.dropout(judged))
        return logits
