"""Parts of what is written: a sweep takes those of dead processes, and nothing else."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest

from briefgen import parts
from briefgen.parts import part_prefix, scratch_folder, sweep
from tests.deliver.parcels import half_written

killable = pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs a system with SIGKILL")


@killable
def test_sweep_takes_what_a_killed_write_left_and_nothing_else(tmp_path: Path) -> None:
    left = half_written(tmp_path / "brief.md")
    assert left.read_bytes() == b"half"
    elsewhere = left.with_name(left.name.replace(parts._machine(), "0f0f0f"))
    mine = tmp_path / f"{part_prefix('brief.md')}a1b2c3d4.part"
    kept = [elsewhere, mine, tmp_path / ".htaccess", tmp_path / ".a.part", tmp_path / "brief.json"]
    for path in kept:
        path.write_bytes(b"")
    sweep((tmp_path, tmp_path / "none"))
    assert sorted(tmp_path.iterdir()) == sorted(kept)


@killable
def test_sweep_takes_folders_whole_and_follows_no_link(tmp_path: Path) -> None:
    name = half_written(tmp_path / "brief.md").name
    (tmp_path / name).unlink()
    (tmp_path / "a" / name / "b").mkdir(parents=True)
    (tmp_path / "kept").mkdir()
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / name).symlink_to(tmp_path / "kept")
    sweep((tmp_path / "a", tmp_path / "b"))
    assert [list((tmp_path / place).iterdir()) for place in ("a", "b")] == [[], []]
    assert (tmp_path / "kept").is_dir()


def test_sweep_takes_what_a_process_of_the_same_number_left_before(tmp_path: Path) -> None:
    old, new = (tmp_path / f"{part_prefix('x')}{mark * 8}.part" for mark in "ab")
    old.touch()
    new.touch()
    os.utime(old, (1e9, 1e9))
    sweep((tmp_path,))
    assert list(tmp_path.iterdir()) == [new]


def test_scratch_folder_is_gone_at_the_end(tmp_path: Path) -> None:
    with scratch_folder(tmp_path) as folder:
        (folder / "a").touch()
        sweep((tmp_path,))
        assert list(tmp_path.iterdir()) == [folder]
    assert list(tmp_path.iterdir()) == []
