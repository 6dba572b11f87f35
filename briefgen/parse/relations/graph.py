"""The relation model's graphs, run one window at a time: one reads the words, the other judges pairs of actors."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from briefgen.parse.engines.minilm.engine import MODEL_FOLDER as ENGINE_FOLDER
from briefgen.parse.engines.minilm.pieces import read_vocabulary
from briefgen.parse.onnx import contents, read_manifest, session
from briefgen.parse.relations.inputs import Encoder, Floats, Numbers, Window


@dataclass(frozen=True, slots=True)
class States:
    """A window as read: its numbers, its pieces (P, 384), and by word probabilities of tolls (W, tolls) and of whom it
    stands for (W, 1 + E; the first is nobody)."""

    numbers: Numbers
    pieces: Floats
    tolls: Floats
    who: Floats


class Graph:
    """The ONNX graphs of a model folder with its labels and the score from which a relation of a label counts."""

    def __init__(self, folder: Path, *, threads: int = 1) -> None:
        """Read and check the files in *folder*; raises `EngineError` where one is missing or altered.

        The vocabulary is that of the embedded language engine, whose pieces this model was trained on.
        """
        manifest = read_manifest(folder)
        self.version: str = manifest["version"]
        self.labels: Sequence[str] = manifest["labels"]
        self.roles: Sequence[str] = manifest["roles"]
        self.tolls: Sequence[str] = manifest["tolls"]
        self.thresholds: Mapping[str, float] = manifest["thresholds"]
        vocabulary = (ENGINE_FOLDER / "vocab.txt").read_text(encoding="utf-8").split("\n")
        self.encoder = Encoder(read_vocabulary(vocabulary))
        files = contents(folder, manifest["sha256"])
        self._reader, self._judge = (session(files[f"{name}.onnx"], threads=threads) for name in ("read", "judge"))

    def states(self, window: Window) -> States:
        """*window* as read, with its marked phrases."""
        numbers = self.encoder(window)
        fed = {name: getattr(numbers, name) for name in ("pieces", "cases", "slots")}
        # the graph wants an actor; one without a mark is none
        nobody = np.zeros((1, len(numbers.pieces)), dtype=np.float32)
        pieces, tolls, who = self._reader.run(None, {**fed, "marked": np.concatenate([numbers.marked, nobody])})
        return States(numbers, pieces, probabilities(tolls[numbers.firsts]), _softmax(who[numbers.firsts, :-1]))

    def scores(self, states: States, window: Window, asked: Sequence[tuple[int, int, int]]) -> tuple[Floats, Floats]:
        """Probabilities (N, labels) of the pairs *asked* about, and of roles (E, roles).

        A pair is the number of a sentence, of an actor, and of its partner counted from 1; 0: it acts toward nobody.
        The phrases of *window* may be others than *states* were read with.
        """
        sentences = np.arange(len(window.opens))[:, None]
        fed = {
            "states": states.pieces,
            "inside": (states.numbers.sentences[None] == sentences).astype(np.int64),
            "pool": states.numbers.pooled(window.spans, actors=window.actors),
            "asked": np.array(asked, dtype=np.int64).reshape(-1, 3),
        }
        logits, parts = self._judge.run(None, fed)
        return probabilities(logits), _softmax(parts)


def probabilities(logits: Floats) -> Floats:
    """The logistic function of *logits*."""
    with np.errstate(over="ignore"):  # 1 / (1 + inf) is the 0 that it should be
        found: Floats = np.float32(1) / (np.float32(1) + np.exp(-logits))
    return found


def _softmax(logits: Floats) -> Floats:
    exps = np.exp(logits - logits.max(axis=-1, keepdims=True))
    found: Floats = exps / exps.sum(axis=-1, keepdims=True)
    return found
