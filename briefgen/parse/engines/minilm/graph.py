"""The model's two graphs, run one window at a time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from briefgen.parse.engines.minilm.pieces import CLS, SEP, SPECIAL_CASE, WordPieces, case_class, read_vocabulary
from briefgen.parse.onnx import contents, read_manifest, session

Floats = NDArray[np.float32]


@dataclass(frozen=True)
class Scores:
    """What the graph says of one window of W words: T tags, W + 1 heads (0 the root), label vectors 96 wide."""

    tags: Mapping[str, Floats]
    starts: Floats
    arcs: Floats
    label_dependents: Floats
    label_heads: Floats


class Graph:
    """The two ONNX graphs of a model folder with their vocabulary and label sets."""

    def __init__(self, folder: Path, *, threads: int = 1) -> None:
        """Read and check the files in `folder`; raises `EngineError` where one is missing or altered."""
        manifest = read_manifest(folder)
        files = contents(folder, manifest["sha256"])
        self.version: str = manifest["version"]
        self.labels: Mapping[str, Sequence[str]] = manifest["labels"]
        vocabulary = read_vocabulary(files["vocab.txt"].decode("utf-8").split("\n"))
        self.pieces = WordPieces(vocabulary)
        self._frame = vocabulary[CLS], vocabulary[SEP]
        self._window = session(files["model.onnx"], threads=threads)
        self._labels = session(files["labels.onnx"], threads=threads)
        self._splits = np.cumsum([len(self.labels[name]) for name in ("upos", "xpos", "scripts", "entities")])

    def scores(self, words: Sequence[str]) -> Scores:
        """Scores of one window, at least one word and no more pieces than the model has positions for (510)."""
        rows = [self.pieces(word) for word in words]
        ends = np.cumsum([len(row) for row in rows])
        cases = [case_class(word) for word in words]
        fed = {
            "pieces": [self._frame[0], *(piece for row in rows for piece in row), self._frame[1]],
            "cases": [SPECIAL_CASE, *(case for row, case in zip(rows, cases, strict=True) for _ in row), SPECIAL_CASE],
            "first": ends - [len(row) - 1 for row in rows],
            "last": ends,
        }
        tags, arcs, dependents, heads = self._window.run(
            None, {name: np.asarray(row, dtype=np.int64) for name, row in fed.items()}
        )
        upos, xpos, scripts, entities, starts = np.split(tags, self._splits, axis=1)
        named = {"upos": upos, "xpos": xpos, "scripts": scripts, "entities": entities}
        return Scores(named, starts[:, 0], arcs, dependents, heads)

    def label_scores(self, scores: Scores, heads: Sequence[int]) -> Floats:
        """Scores (W, labels) of the arcs from each word of the window to its head, 0 for the root."""
        fed = {"dependents": scores.label_dependents, "heads": scores.label_heads[np.asarray(heads, dtype=np.int64)]}
        found: Floats = self._labels.run(None, fed)[0]
        return found
