"""Watching a folder by a clock of the test: debounced, patient with files half written, alive when they vanish."""

from __future__ import annotations

from collections.abc import Callable
from itertools import islice
from pathlib import Path

import pytest

from briefgen.watching import Watch


class Story:
    """What happens in the folder: at each look, a second apart, the next act; the clock moves only by sleeping."""

    def __init__(self, *acts: Callable[[], object] | None) -> None:
        self.acts, self.now = list(acts), 0.0

    def clock(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.now += seconds
        if not self.acts:
            raise StopWatching
        act = self.acts.pop(0)
        if act:
            act()


class StopWatching(Exception):
    """The end of a story."""


def told(
    folder: Path, *acts: Callable[[], object] | None, longest: float = 60, **more: object
) -> list[tuple[float, list[str]]]:
    """When a change was told, and of which files."""
    story = Story(*acts)
    watch = Watch(folder, settle=2, longest=longest, clock=story.clock, sleep=story.sleep, **more)  # type: ignore[arg-type]
    found: list[tuple[float, list[str]]] = []
    with pytest.raises(StopWatching):
        found.extend(
            (story.now, [str(Path(path).relative_to(folder)) for path in changed]) for changed in watch.changes()
        )
    return found


@pytest.fixture
def put(tmp_path: Path) -> Callable[..., Callable[[], object]]:
    """An act that writes a file."""

    def make(name: str, text: str = "x") -> Callable[[], object]:
        def write() -> None:
            (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / name).write_text(text)

        return write

    return make


def test_changes_waits_until_the_folder_rests(tmp_path: Path, put: Callable[..., Callable[[], object]]) -> None:
    acts = [put("a.txt", "half"), put("a.txt", "half and whole"), put("b.txt"), None, None, None, None]
    assert told(tmp_path, *acts) == [(5.0, ["a.txt", "b.txt"])]


def test_changes_tells_each_rest_once(tmp_path: Path, put: Callable[..., Callable[[], object]]) -> None:
    acts = [put("a.txt"), None, None, None, put("sub/b.txt"), None, None, None]
    assert [changed for _, changed in told(tmp_path, *acts)] == [["a.txt"], ["sub/b.txt"]]


def test_changes_sees_what_goes_and_what_is_renamed(tmp_path: Path, put: Callable[..., Callable[[], object]]) -> None:
    put("a.txt")()
    put("b.txt")()
    acts = [(tmp_path / "a.txt").unlink, lambda: (tmp_path / "b.txt").rename(tmp_path / "c.txt"), None, None, None]
    assert told(tmp_path, *acts) == [(4.0, ["a.txt", "b.txt", "c.txt"])]


def test_changes_sees_a_file_of_the_same_size(tmp_path: Path, put: Callable[..., Callable[[], object]]) -> None:
    put("a.txt", "one")()
    assert len(told(tmp_path, put("a.txt", "two"), None, None, None)) == 1


def test_changes_does_not_tell_of_what_came_and_went(tmp_path: Path, put: Callable[..., Callable[[], object]]) -> None:
    assert told(tmp_path, put("a.txt"), (tmp_path / "a.txt").unlink, None, None, None) == []


@pytest.mark.parametrize("name", [".hidden", "page.html.part", "story.txt.tmp", ".git/x.txt", "a.txt~", "out/brief.md"])
def test_changes_does_not_look_at_unfinished_and_own_files(
    name: str, tmp_path: Path, put: Callable[..., Callable[[], object]]
) -> None:
    assert told(tmp_path, put(name), None, None, None, exclude=[tmp_path / "out"]) == []


def test_changes_of_a_file_that_never_rests_are_told_after_the_longest_wait(
    tmp_path: Path, put: Callable[..., Callable[[], object]]
) -> None:
    acts = [put("log.txt", "x" * n) for n in range(1, 12)]
    assert [when for when, _ in told(tmp_path, *acts, longest=5)] == [6.0, 12.0][:1] + (
        [] if len(acts) < 12 else [12.0]
    )


def test_changes_survive_a_folder_that_vanishes_and_comes_back(
    tmp_path: Path, put: Callable[..., Callable[[], object]]
) -> None:
    folder = tmp_path / "inbox"
    story = [put("inbox/a.txt"), None, None, None, lambda: folder.rename(tmp_path / "away"), None, None, None]
    assert [changed for _, changed in told(folder, *story)] == [["a.txt"], ["a.txt"]]


def test_changes_made_while_the_caller_works_are_told_next(
    tmp_path: Path, put: Callable[..., Callable[[], object]]
) -> None:
    story = Story(put("a.txt"), *[None] * 8)
    watch = Watch(tmp_path, settle=2, clock=story.clock, sleep=story.sleep)
    changes = watch.changes()
    put("c.txt")()  # during the first build
    assert [Path(path).name for path in next(changes)] == ["a.txt", "c.txt"]
    put("b.txt")()  # during the next
    assert [Path(path).name for path in next(islice(changes, 1))] == ["b.txt"]
