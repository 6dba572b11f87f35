"""The relation model's graph, run one window at a time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

from briefgen.parse.engines.minilm.engine import MODEL_FOLDER as ENGINE_FOLDER
from briefgen.parse.engines.minilm.pieces import read_vocabulary
from briefgen.parse.onnx import contents, read_manifest, session
from briefgen.parse.relations.inputs import Encoder, Floats, Window


class Graph:
    """The ONNX graph of a model folder with its labels and the score from which a relation of a label counts."""

    def __init__(self, folder: Path, *, threads: int = 1) -> None:
        """Read and check the files in *folder*; raises `EngineError` where one is missing or altered.

        The vocabulary is that of the embedded language engine, whose pieces this model was trained on.
        """
        manifest = read_manifest(folder)
        self.version: str = manifest["version"]
        self.labels: Sequence[str] = manifest["labels"]
        self.roles: Sequence[str] = manifest["roles"]
        self.thresholds: Mapping[str, float] = manifest["thresholds"]
        vocabulary = (ENGINE_FOLDER / "vocab.txt").read_text(encoding="utf-8").split("\n")
        self.encoder = Encoder(read_vocabulary(vocabulary))
        self._graph = session(contents(folder, manifest["sha256"])["model.onnx"], threads=threads)

    def scores(self, window: Window, asked: Sequence[tuple[int, int, int]]) -> tuple[Floats, Floats]:
        """Probabilities (N, labels) of the pairs *asked* about, and of roles (E, roles).

        A pair is the number of a sentence, of an actor, and of its partner counted from 1; 0: it acts toward nobody.
        """
        numbers = self.encoder(window)
        fed = {name: getattr(numbers, name) for name in ("pieces", "cases", "slots", "pool")}
        sentences = np.arange(len(window.opens))[:, None]
        fed["inside"] = (numbers.sentences[None] == sentences).astype(np.int64)
        fed["asked"] = np.array(asked, dtype=np.int64).reshape(-1, 3)
        logits, parts = self._graph.run(None, fed)
        found: Floats = 1 / (1 + np.exp(-logits))
        exps = np.exp(parts - parts.max(axis=-1, keepdims=True))
        roles: Floats = exps / exps.sum(axis=-1, keepdims=True)
        return found, roles
