"""Speed, time to the first parse and peak memory of an engine, each measured in a process of its own.

`python -m training.speed SPEC FILE` parses the documents in FILE (JSON, a list of texts) on one thread and prints JSON.
Words a second are by processor time, so that what else runs on the machine counts for less.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, Final

from training.corpus import Document

DOCUMENT_WORDS: Final = 600
_ONE_THREAD: Final = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}
_ROUNDS: Final = 3


def measure(spec: str, texts: Sequence[str], *, work: Path) -> dict[str, float]:
    """Figures of an engine (`minilm`, or a plain spaCy pipeline as `bare:NAME`) over `texts`, in a fresh process."""
    path = work / "speed-texts.json"
    path.write_text(json.dumps(list(texts)))
    command = [sys.executable, "-m", "training.speed", spec, str(path)]
    done = subprocess.run(command, env={**os.environ, **_ONE_THREAD}, capture_output=True, text=True, check=True)
    figures: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return figures


def long_texts(documents: Iterable[Document], *, count: int = 30) -> list[str]:
    """Texts of about 600 words, several documents in a row, a paragraph each."""
    texts, parts, words = [], [], 0
    for document in documents:
        parts.append(" ".join(_plain(sentence.words, sentence.spaces) for sentence in document))
        words += sum(len(sentence.words) for sentence in document)
        if words >= DOCUMENT_WORDS:
            texts.append("\n\n".join(parts))
            parts, words = [], 0
    return texts[:count]


def _plain(words: Sequence[str], spaces: Sequence[bool]) -> str:
    return "".join(word + " " * space for word, space in zip(words, spaces, strict=True)).rstrip()


def _load(spec: str) -> Any:
    if spec.startswith("bare:"):
        import spacy

        return spacy.load(spec.removeprefix("bare:"), exclude=["attribute_ruler", "lemmatizer", "senter"])
    from briefgen.parse.engines import load_engine

    return load_engine(spec)


def _main(spec: str, path: str) -> None:
    import spacy  # noqa: F401 - its import is not part of the time to the first parse

    texts = json.loads(Path(path).read_text())
    started = time.perf_counter()
    engine = _load(spec)
    engine(texts[0][:400])
    first = time.perf_counter() - started
    speeds = []
    for _ in range(_ROUNDS):
        started = time.process_time()
        words = sum(sum(not token.is_space for token in engine(text)) for text in texts)
        speeds.append(words / (time.process_time() - started))
    figures = {"words a second": round(max(speeds)), "seconds to first parse": round(first, 2), "peak MB": _peak()}
    print(json.dumps(figures))


def _peak() -> int:
    """Largest resident size of this process in MB; the kernel's own count, since `getrusage` inherits the parent's."""
    status = Path("/proc/self/status").read_text()
    return round(int(status.split("VmHWM:")[1].split()[0]) / 1024)


if __name__ == "__main__":
    _main(*sys.argv[1:])
