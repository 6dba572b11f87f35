"""`briefgen watch`: builds at once and after each change, tells of a failing build and goes on, ends with Ctrl-C."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from briefgen import watching
from briefgen.cli import run

STORY = "---\ndate: 2022-09-14\n---\n"
STORY += "At least 12 soldiers were killed when rebels attacked a post near Bria, the army said.\n"


def test_watch_builds_again_and_survives_a_failing_build(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "inbox"
    folder.mkdir()

    def changes(self: watching.Watch) -> Iterator[list[str]]:
        (folder / "a.md").write_text(STORY, encoding="utf-8")
        yield [str(folder / "a.md")]
        (folder / "a.md").write_bytes(b"")  # half written
        yield [str(folder / "a.md")]
        (folder / "a.md").write_text(STORY.replace("12", "15"), encoding="utf-8")
        yield [str(folder / "a.md")]
        raise KeyboardInterrupt

    monkeypatch.setattr(watching.Watch, "changes", changes)
    assert run(["watch", "inbox", "--format", "md", "--no-store"]) == 130
    out, err = capsys.readouterr()
    assert err.count("nothing readable") == 2  # the empty folder, and the half-written file
    assert out.count("changed: a.md") == 3
    assert "15+" in out
    assert "15" in (tmp_path / "out" / "brief.md").read_text(encoding="utf-8")


def test_watch_tells_of_a_fault_of_our_own_and_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from briefgen import pipeline

    def fail(*arguments: object, **options: object) -> object:
        raise ZeroDivisionError("division by zero")

    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(pipeline, "collect", fail)
    monkeypatch.setattr(watching.Watch, "changes", lambda self: iter([["inbox/a"], ["inbox/b"]]))
    assert run(["watch", "inbox", "--quiet"]) == 0
    assert capsys.readouterr().err.count("ZeroDivisionError") == 3
