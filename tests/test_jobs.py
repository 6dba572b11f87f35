"""Running a task over items: nothing that one item does ends the run, in one process or in two."""

from __future__ import annotations

import os
import time
from functools import partial

import pytest

from briefgen.errors import EngineError, LoadError
from briefgen.jobs import Fault, run


def work(main: int, item: str) -> str:
    """A task that behaves as its item says; "die" kills its process, so long as that is not *main*."""
    if item == "raise":
        raise ValueError("no good")
    if item == "told":
        raise LoadError("a.txt: broken")
    if item == "engine":
        raise EngineError("no such engine")
    if item == "deep":
        return work(main, item)
    if item == "slow":
        while True:
            time.sleep(0.01)
    if item == "die" and os.getpid() != main:
        os._exit(9)
    return item.upper()


task = partial(work, os.getpid())


@pytest.mark.parametrize("jobs", [1, 2])
def test_run_keeps_order_and_turns_exceptions_into_faults(jobs: int) -> None:
    results = list(run(task, ["a", "raise", "b", "told", "deep", "c"], jobs=jobs))
    assert [r for r in results if isinstance(r, str)] == ["A", "B", "C"]
    assert results[1] == Fault("could not be read: ValueError: no good")
    assert results[3] == Fault("a.txt: broken")
    assert results[4] == Fault("nested too deeply to be read")


@pytest.mark.parametrize("jobs", [1, 2])
def test_run_ends_an_item_that_takes_too_long(jobs: int) -> None:
    assert list(run(task, ["slow", "a"], jobs=jobs, seconds=1)) == [Fault("could not be read within 1 s"), "A"]


def test_run_survives_a_process_that_dies() -> None:
    results = list(run(task, ["a", "die", "b", "c"], jobs=2))
    assert results == ["A", Fault("the process that read it died (out of memory?)"), "B", "C"]


@pytest.mark.parametrize("jobs", [1, 2])
def test_run_stops_at_an_error_that_holds_for_every_item(jobs: int) -> None:
    with pytest.raises(EngineError):
        list(run(task, ["a", "engine", "b"], jobs=jobs))


def test_run_of_nothing_is_nothing() -> None:
    assert list(run(task, [], jobs=2)) == []
