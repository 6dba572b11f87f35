"""The model: MiniLM over word pieces, one linear layer for the tags of words, biaffine layers for arcs and their
labels.

Shapes: B windows, P pieces, W words, A = W + 1 attachment points (0 is the root), L dependency labels.
Attention is written out as matrix products: on CPU that is much faster than the fused kernel at these lengths.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import torch
from torch import Tensor, nn
from torch.nn import functional as F

WIDTH, LAYERS, HEADS, INNER = 384, 6, 12, 1536
ARC_WIDTH: Final = 256
LABEL_WIDTH: Final = 96


@dataclass(frozen=True)
class Sizes:
    """Number of classes of each head."""

    upos: int
    xpos: int
    scripts: int
    entities: int
    labels: int

    @property
    def tags(self) -> int:
        """Width of the one linear layer for tags: the last column says whether a word opens a sentence."""
        return self.upos + self.xpos + self.scripts + self.entities + 1


class BankDropout(nn.Module):
    """Dropout whose masks are cut from a bank of random numbers at a random place.

    Drawing a fresh mask is sequential on CPU and costs a tenth of the whole training time.
    """

    def __init__(self, rate: float) -> None:
        super().__init__()
        self.rate = rate
        self._bank = torch.zeros(0)

    def forward(self, x: Tensor) -> Tensor:
        """`x` with a share of its values set to 0 and the others scaled up, while training."""
        if not self.training:
            return x
        count = x.numel()
        if self._bank.numel() < 4 * count or self._bank.dtype != x.dtype:
            kept = torch.rand(6 * count, device=x.device) >= self.rate
            self._bank = (kept / (1 - self.rate)).to(x.dtype)
        place = int(torch.randint(self._bank.numel() - count + 1, ()))
        return x * self._bank[place : place + count].view_as(x)


class Attention(nn.Module):
    """Attention of all heads, written out as matrix products; the export puts one fused operator in its place."""

    def forward(self, query: Tensor, key: Tensor, value: Tensor, bias: Tensor) -> Tensor:
        """(B, P, 384) each, and an additive mask (B, 1, 1, P), to (B, P, 384)."""
        batch, length, _ = query.shape
        query, key, value = (part.view(batch, length, HEADS, -1).transpose(1, 2) for part in (query, key, value))
        scores = torch.matmul(query, key.transpose(-1, -2)) * (1 / math.sqrt(WIDTH // HEADS)) + bias
        mixed = torch.matmul(torch.softmax(scores, dim=-1), value)
        return mixed.transpose(1, 2).reshape(batch, length, WIDTH)


class Layer(nn.Module):
    """One transformer layer, post-norm as in BERT, with query, key and value in one product."""

    def __init__(self) -> None:
        super().__init__()
        self.qkv = nn.Linear(WIDTH, 3 * WIDTH)
        self.attention: nn.Module = Attention()
        self.out = nn.Linear(WIDTH, WIDTH)
        self.norm1 = nn.LayerNorm(WIDTH, eps=1e-12)
        self.up = nn.Linear(WIDTH, INNER)
        self.down = nn.Linear(INNER, WIDTH)
        self.norm2 = nn.LayerNorm(WIDTH, eps=1e-12)
        self.dropout = BankDropout(0.1)

    def forward(self, x: Tensor, bias: Tensor) -> Tensor:
        """(B, P, 384) and an additive mask (B, 1, 1, P) to (B, P, 384)."""
        query, key, value = self.qkv(x).split(WIDTH, dim=-1)
        x = self.norm1(x + self.dropout(self.out(self.attention(query, key, value, bias))))
        return self.norm2(x + self.dropout(self.down(F.gelu(self.up(x)))))


class Encoder(nn.Module):
    """Looked-up piece embeddings to contextual word vectors."""

    def __init__(self, cases: int) -> None:
        super().__init__()
        self.positions = nn.Embedding(512, WIDTH)
        self.cases = nn.Embedding(cases, WIDTH)
        self.norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.dropout = BankDropout(0.1)
        self.layers = nn.ModuleList(Layer() for _ in range(LAYERS))

    def forward(self, embedded: Tensor, cases: Tensor, mask: Tensor) -> Tensor:
        """(B, P, 384) embeddings, (B, P) case classes, (B, P) mask of 0 and 1 to (B, P, 384)."""
        positions = self.positions.weight[: embedded.shape[1]]
        x = self.dropout(self.norm(embedded + positions + self.cases(cases)))
        bias = (mask[:, None, None, :].to(x.dtype) - 1) * 1e4
        for layer in self.layers:
            x = layer(x, bias)
        return x


class Parser(nn.Module):
    """Word vectors to tags, arc scores and the two label vectors of each word."""

    def __init__(self, sizes: Sizes, cases: int) -> None:
        super().__init__()
        self.sizes = sizes
        self.encoder = Encoder(cases)
        self.dropout = BankDropout(0.25)
        self.tags = nn.Linear(WIDTH, sizes.tags)
        self.root = nn.Parameter(torch.randn(WIDTH) * 0.02)
        self.arc_dependent = nn.Linear(WIDTH, ARC_WIDTH)
        self.arc_head = nn.Linear(WIDTH, ARC_WIDTH)
        self.arc_bilinear = nn.Linear(ARC_WIDTH, ARC_WIDTH)
        self.label_dependent = nn.Linear(WIDTH, LABEL_WIDTH)
        self.label_head = nn.Linear(WIDTH, LABEL_WIDTH)
        self.label_bilinear = nn.Linear(LABEL_WIDTH, sizes.labels * LABEL_WIDTH)
        self.label_plain = nn.Linear(2 * LABEL_WIDTH, sizes.labels)
        nn.init.normal_(self.label_bilinear.weight, std=0.01)

    def forward(self, embedded: Tensor, cases: Tensor, mask: Tensor, first: Tensor, last: Tensor) -> tuple[Tensor, ...]:
        """Return tags (B, W, T), arcs (B, W, A), label vectors of dependents (B, W, 96) and of heads (B, A, 96).

        `first` and `last` (B, W) are the places of each word's first and last piece.
        """
        pieces = self.encoder(embedded, cases, mask)
        words = (_pick(pieces, first) + _pick(pieces, last)) * 0.5
        words = self.dropout(words)
        points = torch.cat([self.root.expand(words.shape[0], 1, WIDTH).to(words.dtype), words], dim=1)
        dependents = self.dropout(F.gelu(self.arc_dependent(words)))
        heads = self.dropout(F.gelu(self.arc_head(points)))
        arcs = torch.matmul(self.arc_bilinear(dependents), heads.transpose(1, 2)) * (1 / math.sqrt(ARC_WIDTH))
        label_dependents = self.dropout(F.gelu(self.label_dependent(words)))
        label_heads = self.dropout(F.gelu(self.label_head(points)))
        return self.tags(words), arcs, label_dependents, label_heads

    def label_scores(self, dependents: Tensor, heads: Tensor) -> Tensor:
        """Label vectors of N dependents and of their chosen heads (N, 96 each) to scores (N, L)."""
        products = self.label_bilinear(dependents).view(-1, self.sizes.labels, LABEL_WIDTH)
        return torch.matmul(products, heads[:, :, None])[:, :, 0] + self.label_plain(
            torch.cat([dependents, heads], dim=-1)
        )


def base_embeddings(folder: Path) -> Tensor:
    """The frozen piece embeddings of the base encoder, the vector of its one token type added: (30522, 384)."""
    from safetensors.torch import load_file

    weights = load_file(folder / "model.safetensors")
    prefix = _prefix(weights)
    return (
        weights[f"{prefix}embeddings.word_embeddings.weight"]
        + weights[f"{prefix}embeddings.token_type_embeddings.weight"][0]
    )


def load_base(encoder: Encoder, folder: Path) -> None:
    """Copy the base encoder's weights into `encoder`; case embeddings start at zero."""
    from safetensors.torch import load_file

    weights = load_file(folder / "model.safetensors")
    prefix = _prefix(weights)
    with torch.no_grad():
        encoder.positions.weight.copy_(weights[f"{prefix}embeddings.position_embeddings.weight"])
        encoder.cases.weight.zero_()
        _copy(encoder.norm, weights, f"{prefix}embeddings.LayerNorm")
        for number, layer in enumerate(encoder.layers):
            assert isinstance(layer, Layer)
            name = f"{prefix}encoder.layer.{number}"
            parts = [f"{name}.attention.self.{part}" for part in ("query", "key", "value")]
            layer.qkv.weight.copy_(torch.cat([weights[f"{part}.weight"] for part in parts]))
            layer.qkv.bias.copy_(torch.cat([weights[f"{part}.bias"] for part in parts]))
            _copy(layer.out, weights, f"{name}.attention.output.dense")
            _copy(layer.norm1, weights, f"{name}.attention.output.LayerNorm")
            _copy(layer.up, weights, f"{name}.intermediate.dense")
            _copy(layer.down, weights, f"{name}.output.dense")
            _copy(layer.norm2, weights, f"{name}.output.LayerNorm")


def _prefix(weights: dict[str, Tensor]) -> str:
    key = next(name for name in weights if name.endswith("embeddings.word_embeddings.weight"))
    return key.removesuffix("embeddings.word_embeddings.weight")


def _copy(module: nn.Module, weights: dict[str, Tensor], name: str) -> None:
    module.get_parameter("weight").copy_(weights[f"{name}.weight"])
    module.get_parameter("bias").copy_(weights[f"{name}.bias"])


def _pick(pieces: Tensor, places: Tensor) -> Tensor:
    return torch.gather(pieces, 1, places[:, :, None].expand(-1, -1, pieces.shape[-1]))
