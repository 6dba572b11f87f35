"""The model's files: checked against their checksums, then run by onnxruntime, one window at a time."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from briefgen.errors import EngineError
from briefgen.parse.engines.minilm.pieces import (
    CASE_CLASSES,
    CLS,
    SEP,
    SPECIAL_CASE,
    WordPieces,
    case_class,
    read_vocabulary,
)

if TYPE_CHECKING:
    import onnxruntime

FORMAT: Final = 1
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
        manifest = _read_manifest(folder)
        contents = {name: _checked(folder / name, digest) for name, digest in manifest["sha256"].items()}
        self.version: str = manifest["version"]
        self.labels: Mapping[str, Sequence[str]] = manifest["labels"]
        vocabulary = read_vocabulary(contents["vocab.txt"].decode("utf-8").split("\n"))
        self.pieces = WordPieces(vocabulary)
        self._frame = vocabulary[CLS], vocabulary[SEP]
        self._window = _session(contents["model.onnx"], threads)
        self._labels = _session(contents["labels.onnx"], threads)
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


def _read_manifest(folder: Path) -> dict[str, Any]:
    path = folder / "manifest.json"
    try:
        manifest: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise EngineError(f"{path}: the language model cannot be read ({error}); reinstall briefgen") from error
    if manifest.get("format") != FORMAT or manifest.get("cases") != list(CASE_CLASSES):
        raise EngineError(
            f"{path}: a language model of another format ({manifest.get('format')!r}); reinstall briefgen"
        )
    return manifest


def _checked(path: Path, digest: str) -> bytes:
    try:
        content = path.read_bytes()
    except OSError as error:
        raise EngineError(f"{path}: a file of the language model is missing ({error}); reinstall briefgen") from error
    if hashlib.sha256(content).hexdigest() != digest:
        raise EngineError(
            f"{path}: not the file it should be (its sha256 differs from manifest.json); reinstall briefgen"
        )
    return content


def _session(content: bytes, threads: int) -> onnxruntime.InferenceSession:
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(content, options, providers=["CPUExecutionProvider"])
