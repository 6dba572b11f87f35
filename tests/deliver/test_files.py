"""Files are written whole or not at all."""

from __future__ import annotations

import signal
from pathlib import Path

import pytest

from briefgen.deliver import deliver, write_file
from briefgen.delivery import Document
from briefgen.errors import BriefgenError
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
def test_deliver_sweeps_its_folder_first(tmp_path: Path) -> None:
    half_written(tmp_path / "brief.html")
    deliver(Document(format="md", media_type="text/markdown", content=b"# x"), folder=tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["brief.md"]
