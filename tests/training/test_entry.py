"""The entry of training: its options, and the check of the packaged model."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from training.__main__ import MODEL
from training.check import check

ROOT = Path(__file__).parents[2]


def test_entry_shows_its_help_without_torch() -> None:
    command = [sys.executable, "-m", "training", "--help"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert all(step in done.stdout for step in ("prepare", "train", "silver", "export", "evaluate", "check", "build"))


def test_check_finds_the_packaged_model_whole(tmp_path: Path) -> None:
    assert check(treebank=tmp_path / "none", model=MODEL) == []


def test_check_names_what_is_missing(tmp_path: Path) -> None:
    faults = check(treebank=tmp_path, model=tmp_path)
    assert any("ewt-train.conllu.gz is missing" in fault for fault in faults)
    assert any("MODEL_CARD.md is missing" in fault for fault in faults)
