"""The trained relation model to the files that the program reads: two ONNX graphs in int8 and a manifest."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path

import torch
from torch import Tensor, nn

from briefgen.parse.engines.minilm.pieces import CASE_CLASSES
from briefgen.parse.onnx import FORMAT
from briefgen.parse.relations.inputs import LABELS, ROLES, TOLLS
from briefgen.terms import EFFECTS
from training.export import OPSET, FusedAttention, PieceTable, quantise
from training.model import WIDTH
from training.relation_model import RelationModel


def export_relations(weights: Path, *, work: Path, target: Path, version: str, thresholds: Mapping[str, float]) -> None:
    """Write the model in *weights* to the folder *target*, quantised; *thresholds* are the least scores by label."""
    model = RelationModel()
    model.load_state_dict(torch.load(weights, weights_only=True)["weights"])
    model.eval()
    for layer in model.encoder.layers:
        layer.attention = FusedAttention()
    target.mkdir(parents=True, exist_ok=True)
    plain = _export_both(model, work)
    files = [f"{name}.onnx" for name in plain]
    for name, path in plain.items():
        quantise(path, target / f"{name}.onnx")
    manifest = {
        "format": FORMAT,
        "name": "relations",
        "version": version,
        "sha256": {name: hashlib.sha256((target / name).read_bytes()).hexdigest() for name in files},
        "cases": list(CASE_CLASSES),
        "labels": list(LABELS),
        "roles": list(ROLES),
        "tolls": list(TOLLS),
        "thresholds": {label: round(thresholds[label], 3) for label in (*LABELS, *EFFECTS)},
    }
    (target / "manifest.json").write_text(json.dumps(manifest, indent=1) + "\n", encoding="utf-8")


class _Reading(nn.Module):
    """The words of one window that is never padded."""

    def __init__(self, model: RelationModel) -> None:
        super().__init__()
        self.model = model
        self.table = PieceTable()

    def forward(self, pieces: Tensor, cases: Tensor, slots: Tensor, marked: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        mask = torch.ones_like(pieces)[None]
        embedded = self.table(pieces)[None]
        states, tolls, who = self.model.read(embedded, cases[None], mask, slots[None], marked[None])
        return states[0], tolls[0], who[0]


class _Judging(nn.Module):
    """The pairs of a window that is read."""

    def __init__(self, model: RelationModel) -> None:
        super().__init__()
        self.model = model

    def forward(self, states: Tensor, inside: Tensor, pool: Tensor, asked: Tensor) -> tuple[Tensor, Tensor]:
        logits, roles = self.model.ask(states[None], inside[None], pool[None], asked[None])
        return logits[0], roles[0]


def _export_both(model: RelationModel, work: Path) -> dict[str, Path]:
    """The two graphs, unquantised, by name."""
    pieces = torch.arange(1, 13)
    flags, pool = torch.ones_like(pieces), torch.zeros(3, 12)
    inside, asked = torch.ones(2, 12, dtype=torch.int64), torch.tensor([[0, 0, 1], [1, 2, 0]])
    return {
        "read": _export(
            _Reading(model),
            (pieces, torch.zeros_like(pieces), flags, pool),
            given={"pieces": "P", "cases": "P", "slots": "P", "marked": "EP"},
            found={"states": "P", "tolls": "P", "who": "PF"},
            path=work / "plain-read.onnx",
        ),
        "judge": _export(
            _Judging(model),
            (torch.zeros(12, WIDTH), inside, pool, asked),
            given={"states": "P", "inside": "SP", "pool": "EP", "asked": "N"},
            found={"logits": "N", "roles": "E"},
            path=work / "plain-judge.onnx",
        ),
    }


def _export(
    module: nn.Module, example: tuple[Tensor, ...], *, given: Mapping[str, str], found: Mapping[str, str], path: Path
) -> Path:
    """*module* as a graph; the letters name the first dimensions, which are free, of what is *given* and *found*."""
    torch.onnx.export(
        module,
        example,
        str(path),
        input_names=[*given],
        output_names=[*found],
        dynamic_axes={name: dict(enumerate(letters)) for name, letters in {**given, **found}.items()},
        opset_version=OPSET,
        custom_opsets={"com.microsoft": 1},
        dynamo=False,
    )
    return path
