"""One run a profile: the second is told who holds the lock, a dead one's is taken over."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from briefgen.errors import BriefgenError, RunLocked
from briefgen.running.lock import Owner, alone, holder

ME = Owner(profile="morning", pid=41, host="desk", started="2026-11-28T06:00:00+00:00")
HOLD = (
    "import sys, pathlib\n"
    "from briefgen.running.lock import Owner, alone\n"
    "with alone(pathlib.Path(sys.argv[1]), owner=Owner.me('morning', started='2026-11-28T06:00:00+00:00')):\n"
    "    print('held', flush=True)\n"
    "    sys.stdin.read()\n"
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "out" / "run.lock"


def test_alone_refuses_the_second_and_names_the_first(path: Path) -> None:
    with alone(path, owner=ME) as before:
        assert before is None
        assert json.loads(path.read_text())["pid"] == 41
        with (
            pytest.raises(RunLocked, match=r"morning is being run by process 41 on desk, since 2026-11-28T06"),
            alone(path, owner=Owner.me("morning", started="x")),
        ):
            raise AssertionError
        assert holder(path) == ME
    with alone(path, owner=ME) as before:
        assert before is None  # it ended as it should


def test_alone_frees_the_lock_when_the_run_fails(path: Path) -> None:
    with pytest.raises(ZeroDivisionError), alone(path, owner=ME):
        raise ZeroDivisionError
    assert holder(path) is None
    with alone(path, owner=ME) as before:
        assert before is None


def test_alone_holds_between_processes_and_takes_over_from_a_killed_one(path: Path) -> None:
    other = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    try:
        assert other.stdout is not None
        assert other.stdout.readline() == "held\n"
        with pytest.raises(RunLocked, match=f"process {other.pid}"), alone(path, owner=ME):
            raise AssertionError
    finally:
        other.kill()
        other.wait()
        for stream in (other.stdin, other.stdout):
            assert stream is not None
            stream.close()
    with alone(path, owner=ME) as before:
        assert before is not None
        assert before.pid == other.pid


@pytest.mark.parametrize("junk", [b"\x00\xff", b"{", b"[]", b'{"pid": "x"}'])
def test_alone_does_not_mind_what_stands_in_the_file(path: Path, junk: bytes) -> None:
    path.parent.mkdir()
    path.write_bytes(junk)
    with alone(path, owner=ME) as before:
        assert before is None


def test_alone_says_where_it_cannot_make_the_file(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("a file")
    with pytest.raises(BriefgenError, match=r"out/run\.lock"), alone(tmp_path / "out" / "run.lock", owner=ME):
        raise AssertionError


def test_owner_me_is_this_process() -> None:
    assert Owner.me("a", started="x").pid == os.getpid()


def test_holder_of_no_file_is_nobody(path: Path) -> None:
    assert holder(path) is None
