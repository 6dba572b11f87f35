"""The trained relation model to the files that the program reads: one ONNX graph in int8 and a manifest."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path

import torch
from torch import Tensor, nn

from briefgen.parse.engines.minilm.pieces import CASE_CLASSES
from briefgen.parse.onnx import FORMAT
from briefgen.parse.relations.inputs import LABELS, ROLES
from training.export import OPSET, FusedAttention, PieceTable, quantise
from training.relation_model import RelationModel


def export_relations(weights: Path, *, work: Path, target: Path, version: str, thresholds: Mapping[str, float]) -> None:
    """Write the model in *weights* to the folder *target*, quantised; *thresholds* are the least scores by label."""
    model = RelationModel()
    model.load_state_dict(torch.load(weights, weights_only=True)["weights"])
    model.eval()
    for layer in model.encoder.layers:
        layer.attention = FusedAttention()
    plain = work / "plain-relations.onnx"
    _export(_Window(model), plain)
    target.mkdir(parents=True, exist_ok=True)
    quantise(plain, target / "model.onnx")
    manifest = {
        "format": FORMAT,
        "name": "relations",
        "version": version,
        "sha256": {"model.onnx": hashlib.sha256((target / "model.onnx").read_bytes()).hexdigest()},
        "cases": list(CASE_CLASSES),
        "labels": list(LABELS),
        "roles": list(ROLES),
        "thresholds": {label: round(thresholds[label], 3) for label in LABELS},
    }
    (target / "manifest.json").write_text(json.dumps(manifest, indent=1) + "\n", encoding="utf-8")


class _Window(nn.Module):
    """The model over one window that is never padded."""

    def __init__(self, model: RelationModel) -> None:
        super().__init__()
        self.model = model
        self.table = PieceTable()

    def forward(
        self, pieces: Tensor, cases: Tensor, slots: Tensor, pool: Tensor, inside: Tensor, asked: Tensor
    ) -> tuple[Tensor, Tensor]:
        mask = torch.ones_like(pieces)[None]
        embedded = self.table(pieces)[None]
        found: tuple[Tensor, Tensor] = self.model.some(
            embedded, cases[None], mask, inside[None], slots[None], pool[None], asked
        )
        return found


def _export(window: nn.Module, path: Path) -> None:
    pieces = torch.arange(1, 13)
    flags, pool = torch.ones_like(pieces), torch.zeros(3, 12)
    inside = torch.ones(2, 12, dtype=torch.int64)
    axes = {name: {0: "P"} for name in ("pieces", "cases", "slots")}
    more = {"pool": {0: "E", 1: "P"}, "inside": {0: "S", 1: "P"}, "asked": {0: "N"}}
    asked = torch.tensor([[0, 0, 1], [1, 2, 0]])
    torch.onnx.export(
        window,
        (pieces, torch.zeros_like(pieces), flags, pool, inside, asked),
        str(path),
        input_names=[*axes, *more],
        output_names=["logits", "roles"],
        dynamic_axes={**axes, **more, "logits": {0: "N"}, "roles": {0: "E"}},
        opset_version=OPSET,
        custom_opsets={"com.microsoft": 1},
        dynamo=False,
    )
