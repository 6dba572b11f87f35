"""Weights to the files that the engine reads: two ONNX graphs in int8, the vocabulary and a manifest.

`model.onnx` takes one window (P pieces, W words) and gives tag scores, arc scores and label vectors; `labels.onnx`
takes the label vectors of the words and of their chosen heads and gives label scores. There is no batch: dynamic
quantisation scales activations over a whole tensor, so a second window in it would change the first one's result.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from pathlib import Path
from typing import Any, Final

import torch
from torch import Tensor, nn

from briefgen.parse.engines.minilm.pieces import CASE_CLASSES
from training.model import HEADS, LABEL_WIDTH, Attention, Parser, base_embeddings
from training.sources import base_folder
from training.train import new_parser

FORMAT: Final = 1
OPSET: Final = 17


def export(weights: Path, *, work: Path, target: Path, version: str) -> None:
    """Write the model in `weights` to the folder `target`, quantised; `work` holds the unquantised graphs."""
    labels = json.loads((work / "labels.json").read_text())
    parser = new_parser(labels)
    parser.load_state_dict(torch.load(weights, weights_only=True)["weights"])
    parser.eval()
    for layer in parser.encoder.layers:
        layer.attention = FusedAttention()
    target.mkdir(parents=True, exist_ok=True)
    plain = work / "plain"
    plain.mkdir(exist_ok=True)
    _export_window(parser, plain / "model.onnx")
    _export_labels(parser, plain / "labels.onnx")
    for name in ("model.onnx", "labels.onnx"):
        quantise(plain / name, target / name)
    shutil.copyfile(base_folder() / "vocab.txt", target / "vocab.txt")
    _write_manifest(target, labels, version)


def quantise(plain: Path, target: Path) -> None:
    """Weights of all matrix products to int8, a scale a column; a scale for the whole matrix costs about a point of
    LAS."""
    from onnxruntime.quantization import QuantType, quantize_dynamic

    quantize_dynamic(
        plain,
        target,
        op_types_to_quantize=["MatMul"],
        weight_type=QuantType.QInt8,
        per_channel=True,
        reduce_range=True,
        extra_options={"MatMulConstBOnly": True},
    )


class PieceTable(nn.Module):
    """The frozen piece embeddings, in int8 with a scale a row."""

    def __init__(self) -> None:
        super().__init__()
        embeddings = base_embeddings(base_folder())
        scales = embeddings.abs().amax(dim=1, keepdim=True).clamp(min=1e-6) / 127
        self.register_buffer("table", torch.round(embeddings / scales).to(torch.int8))
        self.register_buffer("scales", scales)

    def forward(self, pieces: Tensor) -> Tensor:
        """Ids (P) to embeddings (P, 384)."""
        looked_up: Tensor = self.get_buffer("table")[pieces].float() * self.get_buffer("scales")[pieces]
        return looked_up


class _Window(nn.Module):
    """The parser over one window."""

    def __init__(self, parser: Parser) -> None:
        super().__init__()
        self.parser = parser
        self.table = PieceTable()

    def forward(self, pieces: Tensor, cases: Tensor, first: Tensor, last: Tensor) -> tuple[Tensor, ...]:
        mask = torch.ones_like(pieces)[None]
        found = self.parser(self.table(pieces)[None], cases[None], mask, first[None], last[None])
        return tuple(tensor[0] for tensor in found)


class FusedAttention(nn.Module):
    """onnxruntime's own operator for attention, in the exported graph only; windows are never padded, so no mask."""

    def forward(self, query: Tensor, key: Tensor, value: Tensor, bias: Tensor) -> Tensor:
        found: Tensor = _Fused.apply(query, key, value, bias)
        return found


class _Fused(torch.autograd.Function):
    @staticmethod
    def forward(ctx: Any, query: Tensor, key: Tensor, value: Tensor, bias: Tensor) -> Tensor:
        found: Tensor = Attention()(query, key, value, bias)
        return found

    @staticmethod
    def symbolic(graph: Any, query: Any, key: Any, value: Any, bias: Any) -> Any:
        made = graph.op("com.microsoft::MultiHeadAttention", query, key, value, num_heads_i=HEADS)
        made.setType(query.type())
        return made


class _Labels(nn.Module):
    """Label scores for words with chosen heads."""

    def __init__(self, parser: Parser) -> None:
        super().__init__()
        self.parser = parser

    def forward(self, dependents: Tensor, heads: Tensor) -> Tensor:
        return self.parser.label_scores(dependents, heads)


def _export_window(parser: Parser, path: Path) -> None:
    pieces, words = torch.arange(1, 13), torch.arange(1, 11)
    axes = {"pieces": {0: "P"}, "cases": {0: "P"}, "first": {0: "W"}, "last": {0: "W"}}
    outputs = {"tags": {0: "W"}, "arcs": {0: "W", 1: "A"}, "label_dependents": {0: "W"}, "label_heads": {0: "A"}}
    torch.onnx.export(
        _Window(parser),
        (pieces, torch.zeros_like(pieces) + len(CASE_CLASSES) - 1, words, words),
        str(path),
        input_names=list(axes),
        output_names=list(outputs),
        dynamic_axes={**axes, **outputs},
        opset_version=OPSET,
        custom_opsets={"com.microsoft": 1},
        dynamo=False,
    )


def _export_labels(parser: Parser, path: Path) -> None:
    vectors = torch.zeros(5, LABEL_WIDTH)
    torch.onnx.export(
        _Labels(parser),
        (vectors, vectors),
        str(path),
        input_names=["dependents", "heads"],
        output_names=["scores"],
        dynamic_axes={name: {0: "W"} for name in ("dependents", "heads", "scores")},
        opset_version=OPSET,
        dynamo=False,
    )


def _write_manifest(target: Path, labels: dict[str, list[str]], version: str) -> None:
    names = ("model.onnx", "labels.onnx", "vocab.txt")
    manifest = {
        "format": FORMAT,
        "name": "minilm",
        "version": version,
        "sha256": {name: hashlib.sha256((target / name).read_bytes()).hexdigest() for name in names},
        "cases": list(CASE_CLASSES),
        "labels": labels,
    }
    (target / "manifest.json").write_text(json.dumps(manifest, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
