"""Files are written whole or not at all."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest

from briefgen.deliver import deliver, files, write_file
from briefgen.deliver.files import part_prefix, scratch_folder, sweep
from briefgen.errors import BriefgenError
from briefgen.model import Document
from tests.deliver.parcels import half_written

killable = pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs a system with SIGKILL")


def test_deliver_writes_the_document_and_nothing_else(tmp_path: Path) -> None:
    receipt = deliver(Document(format="md", media_type="text/markdown", content=b"# x"), folder=tmp_path / "a" / "b")
    assert receipt.state == "delivered"
    assert Path(receipt.target).read_bytes() == b"# x"
    assert [path.name for path in (tmp_path / "a" / "b").iterdir()] == ["brief.md"]


def test_write_file_replaces_an_older_file(tmp_path: Path) -> None:
    path = tmp_path / "brief.md"
    write_file(path, b"old")
    write_file(path, b"new")
    assert path.read_bytes() == b"new"


def test_write_file_that_fails_keeps_the_old_file_and_leaves_no_part(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "brief.md"
    path.write_bytes(b"old")

    def refuse(self: Path, target: Path) -> Path:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(BriefgenError, match="No space left"):
        write_file(path, b"new")
    monkeypatch.undo()
    assert [(p.name, p.read_bytes()) for p in tmp_path.iterdir()] == [("brief.md", b"old")]


def test_write_file_takes_names_as_long_as_the_file_system_does(tmp_path: Path) -> None:
    path = tmp_path / f"{'é' * 123}.json"
    write_file(path, b"x")
    assert path.read_bytes() == b"x"


def test_write_file_says_where_it_cannot_write(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(BriefgenError, match="choose another place"):
        write_file(tmp_path / "file" / "brief.md", b"x")


@killable
def test_sweep_takes_what_a_killed_write_left_and_nothing_else(tmp_path: Path) -> None:
    left = half_written(tmp_path / "brief.md")
    assert left.read_bytes() == b"half"
    elsewhere = left.with_name(left.name.replace(files._machine(), "0f0f0f"))
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


@killable
def test_deliver_sweeps_its_folder_first(tmp_path: Path) -> None:
    half_written(tmp_path / "brief.html")
    deliver(Document(format="md", media_type="text/markdown", content=b"# x"), folder=tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["brief.md"]


def test_scratch_folder_is_gone_at_the_end(tmp_path: Path) -> None:
    with scratch_folder(tmp_path) as folder:
        (folder / "a").touch()
        sweep((tmp_path,))
        assert list(tmp_path.iterdir()) == [folder]
    assert list(tmp_path.iterdir()) == []
