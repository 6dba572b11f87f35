"""Model files: checked against the checksums of their manifest, then run by onnxruntime."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from briefgen.errors import EngineError
from briefgen.parse.engines.minilm.pieces import CASE_CLASSES

if TYPE_CHECKING:
    import onnxruntime

FORMAT: Final = 1


def read_manifest(folder: Path) -> dict[str, Any]:
    """What `manifest.json` in *folder* says; raises `EngineError` where it is missing or of another format."""
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


def contents(folder: Path, digests: Mapping[str, str]) -> dict[str, bytes]:
    """The files of *folder* by name; raises `EngineError` where one is missing or not what *digests* says (sha256)."""
    return {name: _checked(folder / name, digest) for name, digest in digests.items()}


def session(content: bytes, *, threads: int = 1) -> onnxruntime.InferenceSession:
    """A graph ready to run on the CPU."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(content, options, providers=["CPUExecutionProvider"])


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
