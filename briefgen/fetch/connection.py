"""Connections that go to checked addresses alone and end at a deadline: the network below httpcore.

httpcore is used, not httpx or urllib3, because it lets its network be given: each connection is opened by the code
here, to the address that was checked, while TLS still verifies the host's name; and each read and write gets no more
time than is left of the whole answer's, so that a server which drips its headers or its body gains nothing. It follows
no redirect, keeps no cookie, unpacks nothing and asks no proxy by itself.
"""

from __future__ import annotations

import socket
import ssl
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

import httpcore

from briefgen.errors import FetchError

Check = Callable[[str, int], list[str]]  # the addresses of a host that may be connected to


@dataclass(slots=True)
class Budget:
    """The time left for one answer; one budget serves all connections of a host, which has one answer at a time."""

    seconds: float = 60.0
    stopped: bool = False
    _end: float = field(default=0.0, init=False)
    _socket: socket.socket | None = field(default=None, init=False)

    def start(self, seconds: float) -> None:
        """Begin an answer that may take *seconds*."""
        self.seconds = seconds
        self._end = time.monotonic() + seconds

    def opened(self, stream: httpcore.NetworkStream) -> None:
        """Remember the connection in use, for `stop`."""
        self._socket = stream.get_extra_info("socket")

    def stop(self) -> None:
        """End the answer in progress, from another thread: whoever waits for its bytes stops waiting."""
        self.stopped = True
        if self._socket is not None:
            with suppress(OSError):  # closed meanwhile
                self._socket.shutdown(socket.SHUT_RDWR)

    def left(self, timeout: float | None) -> float:
        """*timeout*, or what is left where that is less. Raises `FetchError` when nothing is."""
        if self.stopped:
            raise FetchError("stopped")
        left = self._end - time.monotonic()
        if left <= 0:
            raise FetchError(f"took longer than {self.seconds:g} s")
        return left if timeout is None else min(timeout, left)


@dataclass(frozen=True, slots=True)
class CheckedNetwork(httpcore.NetworkBackend):
    """Opens connections for httpcore: to the addresses that *check* gives, within *budget*."""

    check: Check
    budget: Budget
    inner: httpcore.NetworkBackend = field(default_factory=httpcore.SyncBackend)

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        """A stream to the first checked address of *host* that answers. Raises what the last one raised."""
        failure: Exception = FetchError(f"{host} has no address")
        for address in self.check(host, port):
            try:
                stream = self.inner.connect_tcp(
                    address,
                    port,
                    timeout=self.budget.left(timeout),
                    local_address=local_address,
                    socket_options=socket_options,
                )
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
                continue
            self.budget.opened(stream)
            return _TimedStream(stream, self.budget)
        raise failure


class _TimedStream(httpcore.NetworkStream):
    """A stream whose every step takes no more than what is left of the budget."""

    def __init__(self, inner: httpcore.NetworkStream, budget: Budget) -> None:
        self._inner, self._budget = inner, budget

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._inner.read(max_bytes, timeout=self._budget.left(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._inner.write(buffer, timeout=self._budget.left(timeout))

    def close(self) -> None:
        self._inner.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        secured = self._inner.start_tls(ssl_context, server_hostname, timeout=self._budget.left(timeout))
        self._budget.opened(secured)
        return _TimedStream(secured, self._budget)

    def get_extra_info(self, info: str) -> Any:
        return self._inner.get_extra_info(info)


def tls_context() -> ssl.SSLContext:
    """Trust in what the system trusts (or SSL_CERT_FILE names) and in the list of Mozilla."""
    import certifi

    context = ssl.create_default_context()
    context.load_verify_locations(cafile=certifi.where())
    return context
