"""One lane a host: one connection, one request at a time, a delay between two, a pause where the host asks for one."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

import httpcore

from briefgen.fetch.connection import Budget
from briefgen.fetch.network import Network
from briefgen.fetch.sources import Limits
from briefgen.fetch.urls import host_of

_LONGEST_PARK = timedelta(days=1)
_LAST_WAIT = 1.0  # seconds at the end for an answer in progress; only a look-up of a name takes longer


@dataclass(frozen=True, slots=True)
class Timer:
    """The seconds that pass between requests, and how to wait: a test gives its own (None: wait, until stopped)."""

    monotonic: Callable[[], float] = time.monotonic
    sleep: Callable[[float], object] | None = None


class Lane:
    """The way to one host."""

    def __init__(self, host: str, *, network: Network, timer: Timer) -> None:
        self.host = host
        self.crawl_delay = 0.0
        self.parked_until: datetime | None = None
        self.strikes = 0  # answers in a row that broke off or did not come
        self._network, self._timer = network, timer
        self._budget = Budget()
        self._lock = threading.Lock()
        self._pools: dict[tuple[str | None, bool], httpcore.ConnectionPool] = {}
        self._free_at: float | None = None
        self._stopped = threading.Event()

    @contextmanager
    def turn(self, url: str, *, limits: Limits) -> Iterator[httpcore.ConnectionPool]:
        """Wait for this host's turn, then hold its connection for one answer."""
        proxy = self._network.proxy_for(url)
        with self._lock:
            self._wait()
            self._budget.start(limits.total_seconds)
            try:
                yield self._pool(proxy, secure=url.startswith("https:"))
            finally:
                delay = max(limits.delay_seconds, min(self.crawl_delay, limits.max_delay_seconds))
                self._free_at = max(self._free_at or 0.0, self._timer.monotonic() + delay)

    def pause(self, seconds: float) -> None:
        """Let the next turn be no earlier than in *seconds*."""
        self._free_at = max(self._free_at or 0.0, self._timer.monotonic() + seconds)

    def park(self, seconds: float, *, now: datetime) -> None:
        """Ask this host nothing more until *seconds* after *now* (a day at most), in this run and the next ones."""
        self.parked_until = now + min(timedelta(seconds=min(seconds, 1e9)), _LONGEST_PARK)

    def close(self) -> None:
        """End what is in progress, and close the connection once it has ended."""
        self._stopped.set()
        self._budget.stop()
        if self._lock.acquire(timeout=_LAST_WAIT):
            for pool in self._pools.values():
                pool.close()
            self._lock.release()

    def _wait(self) -> None:
        if self._free_at is not None and (left := self._free_at - self._timer.monotonic()) > 0:
            (self._timer.sleep or self._stopped.wait)(left)

    def _pool(self, proxy: str | None, *, secure: bool) -> httpcore.ConnectionPool:
        """The pool of that way, made when first needed."""
        way = (proxy, secure)
        if way not in self._pools:
            self._pools[way] = self._network.pool(proxy, secure=secure, budget=self._budget)
        return self._pools[way]


class Lanes:
    """The lanes of a run, made as hosts come up; *parked* holds the pauses that hosts asked for in earlier runs."""

    def __init__(self, *, network: Network, timer: Timer, parked: Mapping[str, datetime]) -> None:
        self._network, self._timer, self._parked = network, timer, parked
        self._lock = threading.Lock()
        self._lanes: dict[str, Lane] = {}

    def lane(self, url: str) -> Lane:
        """The lane of the host of *url*."""
        host = host_of(url)
        with self._lock:
            if host not in self._lanes:
                self._lanes[host] = Lane(host, network=self._network, timer=self._timer)
                self._lanes[host].parked_until = self._parked.get(host)
            return self._lanes[host]

    def parked(self) -> dict[str, datetime]:
        """The hosts that asked to be left alone, and until when."""
        with self._lock:
            return {host: lane.parked_until for host, lane in self._lanes.items() if lane.parked_until}

    def close(self) -> None:
        """Close every connection."""
        for lane in self._lanes.values():
            lane.close()
