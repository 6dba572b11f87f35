"""Same input, same bytes: under two hash seeds, with one process and with two, the PDF included."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.test_pdf_libraries import has_pdf_libraries

RUNS = {"first": ("0", "1"), "other hash seed": ("4242", "1"), "two jobs": ("7", "2")}


def built(folder: Path, seeds: Path, *, seed: str, jobs: str) -> dict[str, str]:
    """The sha256 of each file of a brief of the seeds, built in a process of its own."""
    formats = "md,html,json,pdf" if has_pdf_libraries() else "md,html,json"
    line = [sys.executable, "-m", "briefgen", "build", str(seeds), "-o", str(folder), "--format", formats]
    environ = {**os.environ, "PYTHONHASHSEED": seed}
    made = subprocess.run(
        [*line, "--jobs", jobs, "--no-store", "--quiet"], env=environ, capture_output=True, text=True, check=False
    )
    assert made.returncode == 0, made.stderr
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(folder.iterdir())}


@pytest.mark.slow
def test_build_gives_the_same_bytes_whatever_the_hash_seed_and_the_jobs(tmp_path: Path, seeds: Path) -> None:
    made = {name: built(tmp_path / name, seeds, seed=seed, jobs=jobs) for name, (seed, jobs) in RUNS.items()}
    first = made.pop("first")
    assert len(first) >= 3
    for name, hashes in made.items():
        assert hashes == first, name
