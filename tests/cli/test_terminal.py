"""Progress on a terminal, none in a pipe; skips named in one line each."""

from __future__ import annotations

import sys

import pytest

from briefgen.cli.terminal import progress, say_skipped
from briefgen.model import Skipped


def drawn(capsys: pytest.CaptureFixture[str], *, quiet: bool = False) -> str:
    with progress(quiet=quiet) as tell:
        tell("reading", 1, 2)
        tell("writing", 0, 1)
    out, err = capsys.readouterr()
    assert out == ""
    return err


def test_progress_in_a_pipe_is_silent(capsys: pytest.CaptureFixture[str]) -> None:
    assert drawn(capsys) == ""


def test_progress_on_a_terminal_names_the_stage(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    assert "reading" in drawn(capsys)
    assert drawn(capsys, quiet=True) == ""


def test_skips_are_named_in_one_line_and_counted_beyond_twenty(capsys: pytest.CaptureFixture[str]) -> None:
    say_skipped([Skipped(path=f"{n}.txt", reason="two\nlines") for n in range(25)])
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 21
    assert lines[0] == "briefgen: skipped 0.txt: two lines"
    assert "5 more" in lines[-1]
