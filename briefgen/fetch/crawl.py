"""Many addresses at once: hosts side by side, the addresses of one host one after the other."""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from queue import Full, Queue
from typing import Generic, TypeVar

from briefgen.errors import FetchError
from briefgen.fetch.client import Answer
from briefgen.fetch.urls import host_of

What = TypeVar("What")
_AHEAD = 8  # answers that may wait to be stored: each may hold max_bytes


@dataclass(frozen=True, slots=True)
class Job(Generic[What]):
    """An address to ask for, and what it is for."""

    url: str
    what: What


def crawl(
    jobs: Sequence[Job[What]], ask: Callable[[Job[What]], Answer], *, parallel: int
) -> Iterator[tuple[Job[What], Answer | FetchError]]:
    """Each job with its answer or fault, as they come; *ask* runs in up to *parallel* threads, one for a host.

    Whoever stops reading stops the threads, each after the answer that it waits for (closing the lanes ends that too).
    """
    hosts: dict[str, list[Job[What]]] = defaultdict(list)
    for job in jobs:
        hosts[host_of(job.url)].append(job)
    results: Queue[tuple[Job[What], Answer | FetchError]] = Queue(_AHEAD)
    stop = threading.Event()
    pool = ThreadPoolExecutor(parallel, thread_name_prefix="briefgen-fetch")
    try:
        for group in hosts.values():
            pool.submit(_ask_all, group, ask, results, stop)
        for _ in jobs:
            yield results.get()
    finally:
        stop.set()
        pool.shutdown(wait=False, cancel_futures=True)


def _ask_all(
    group: Sequence[Job[What]],
    ask: Callable[[Job[What]], Answer],
    results: Queue[tuple[Job[What], Answer | FetchError]],
    stop: threading.Event,
) -> None:
    for job in group:
        if stop.is_set():
            return
        result = _answer(job, ask)
        while not stop.is_set():
            try:
                results.put((job, result), timeout=0.5)
                break
            except Full:
                continue


def _answer(job: Job[What], ask: Callable[[Job[What]], Answer]) -> Answer | FetchError:
    try:
        return ask(job)
    except FetchError as error:
        return error
    except Exception as error:  # a stranger's answer in the hands of several libraries: none may end the run
        return FetchError(f"cannot be read ({type(error).__name__}: {str(error)[:200]}); please report this address")
