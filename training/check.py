"""Whether the sources are those of the recipe, and the packaged model is whole and small enough."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from briefgen.errors import EngineError
from briefgen.parse.engines.minilm.graph import Graph
from training.sources import SOURCES, SourceError, open_source

LARGEST: Final = 26_000_000
NEEDED: Final = ("MODEL_CARD.md", "LICENSE", "manifest.json", "model.onnx", "labels.onnx", "vocab.txt")


def check(*, treebank: Path, model: Path) -> list[str]:
    """Faults, a line each; an empty list where all is well. Sources are looked at only where the folder is there."""
    return [*_source_faults(treebank), *_model_faults(model)]


def _source_faults(treebank: Path) -> list[str]:
    if not treebank.is_dir():
        return []
    faults = []
    for source in SOURCES:
        try:
            open_source(treebank, source.file)
        except SourceError as error:
            faults.append(str(error))
    return faults


def _model_faults(model: Path) -> list[str]:
    faults = [f"{model / name} is missing" for name in NEEDED if not (model / name).is_file()]
    size = sum(path.stat().st_size for path in model.glob("*"))
    if size > LARGEST:
        faults.append(f"{model}: {size:,} bytes, more than {LARGEST:,}")
    try:
        Graph(model)
    except EngineError as error:
        faults.append(str(error))
    return faults
