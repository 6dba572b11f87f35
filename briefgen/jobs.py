"""Run one task over many items, in this process or in several, so that no item can end the run.

An item whose task raises, takes too long, or kills its process becomes a `Fault`; all others keep their results, in the
order of the items whatever the number of processes.
"""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from multiprocessing import get_context
from types import FrameType
from typing import TypeVar

from briefgen.errors import BriefgenError, EngineError, KnowledgeError, PluginError

Item = TypeVar("Item")
Result = TypeVar("Result")

FATAL = (EngineError, KnowledgeError, PluginError)  # the same for every item: the run cannot go on


@dataclass(frozen=True, slots=True)
class Fault:
    """Why an item has no result, in words for the user."""

    reason: str


class TooSlow(BaseException):
    """The task on one item passed its limit; no `except Exception` on the way may take it for a fault of its own."""


def run(
    task: Callable[[Item], Result], items: Sequence[Item], *, jobs: int = 1, seconds: int = 120
) -> Iterator[Result | Fault]:
    """The result or `Fault` of *task* for each of *items*, in their order.

    With *jobs* over 1 the task must be picklable, and runs in that many processes (started afresh, not forked).
    *seconds* is the limit for one item, kept where the system has interval timers (not on Windows).
    Raises `EngineError`, `KnowledgeError` and `PluginError` of a task: they hold for every item.

    >>> list(run(len, ["ab", "c"]))
    [2, 1]
    """
    guarded = partial(_guard, task, seconds)
    if min(jobs, len(items)) < 2:
        return map(guarded, items)
    return _run_in_processes(guarded, items, jobs=min(jobs, len(items)))


def _run_in_processes(
    task: Callable[[Item], Result | Fault], items: Sequence[Item], *, jobs: int
) -> Iterator[Result | Fault]:
    """Results in order; when a process dies, the first item without a result is tried alone, then the others go on."""
    done = 0
    while done < len(items):
        try:
            with _pool(jobs) as pool:
                for result in pool.map(task, items[done:]):
                    done += 1
                    yield result
        except BrokenProcessPool:
            item, done = items[done], done + 1
            yield _run_alone(task, item)


def _run_alone(task: Callable[[Item], Result | Fault], item: Item) -> Result | Fault:
    try:
        with _pool(1) as pool:
            return pool.submit(task, item).result()
    except BrokenProcessPool:
        return Fault("the process that read it died (out of memory?)")


def _pool(jobs: int) -> ProcessPoolExecutor:
    return ProcessPoolExecutor(jobs, mp_context=get_context("spawn"))


def _guard(task: Callable[[Item], Result], seconds: int, item: Item) -> Result | Fault:
    try:
        with _limit(seconds):
            return task(item)
    except FATAL:
        raise
    except TooSlow:
        return Fault(f"could not be read within {seconds} s")
    except RecursionError:
        return Fault("nested too deeply to be read")
    except MemoryError:
        return Fault("not enough memory to read it")
    except BriefgenError as error:
        return Fault(str(error))
    except Exception as error:
        return Fault(f"could not be read: {type(error).__name__}: {' '.join(str(error).split())[:200]}")


@contextmanager
def _limit(seconds: int) -> Iterator[None]:
    """Raise `TooSlow` in the block after *seconds*, where timers and the main thread allow it."""
    if not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGALRM, _stop)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def _stop(number: int, frame: FrameType | None) -> None:
    raise TooSlow
