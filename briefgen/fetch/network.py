"""The network as all hosts of a run share it: what may be reached, by which proxy, and whom to trust."""

from __future__ import annotations

import ssl
import urllib.request
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from urllib.parse import unquote, urlsplit

import httpcore

from briefgen.errors import FetchError
from briefgen.fetch.addresses import Resolve, checked, is_public, resolved
from briefgen.fetch.connection import Budget, CheckedNetwork, tls_context
from briefgen.fetch.urls import host_of, port_of


@dataclass(frozen=True)
class Network:
    """Which private hosts are allowed, how names are resolved, which proxies the user's environment names."""

    allowed: Collection[str] = ()
    resolve: Resolve = resolved
    proxies: Mapping[str, str] = field(default_factory=urllib.request.getproxies_environment)

    @cached_property
    def context(self) -> ssl.SSLContext:
        """Whom to trust; read from disk when first needed."""
        return tls_context()

    def addresses(self, host: str, port: int) -> list[str]:
        """The addresses of *host* that may be connected to. Raises `FetchError` as `checked`."""
        return checked(host, port, allowed=self.allowed, resolve=self.resolve)

    def proxy_for(self, url: str) -> str | None:
        """The proxy that the environment names for *url* (HTTP_PROXY, HTTPS_PROXY, NO_PROXY), or None.

        Behind a proxy it is the proxy that resolves names; they are checked here all the same, as far as they resolve.
        Raises `FetchError` for a private address.
        """
        proxy = self.proxies.get(url.partition(":")[0])
        host, port = host_of(url), port_of(url)
        if not proxy or _goes_around(f"{host}:{port}", self.proxies):
            return None
        try:
            found = self.resolve(host, port)
        except FetchError:  # only the proxy can resolve it
            return proxy
        if not any(is_public(address) for address in found):
            self.addresses(host, port)
        return proxy

    def pool(self, proxy: str | None, *, secure: bool, budget: Budget) -> httpcore.ConnectionPool:
        """A way to a host, by *proxy* or straight, for one connection at a time within *budget*.

        No connection is kept after an answer: what a server sends beyond it would be read as the next one.
        Raises `FetchError` for a proxy that is none of HTTP.
        """
        context = self.context if secure else None
        if proxy is None:
            straight = CheckedNetwork(self.addresses, budget)
            return httpcore.ConnectionPool(
                ssl_context=context, max_connections=1, max_keepalive_connections=0, network_backend=straight
            )
        address, login = _proxy(proxy)
        return httpcore.HTTPProxy(
            address,
            proxy_auth=login,
            ssl_context=context,
            max_connections=1,
            max_keepalive_connections=0,
            network_backend=CheckedNetwork(self.resolve, budget),
        )


def _goes_around(host: str, proxies: Mapping[str, str]) -> bool:
    """Whether NO_PROXY names *host*, read as urllib and requests do."""
    return bool(urllib.request.proxy_bypass_environment(host, dict(proxies)))  # type: ignore[attr-defined]  # no stub


def _proxy(text: str) -> tuple[str, tuple[str, str] | None]:
    """A proxy's address and the user's login there, as the environment writes them.

    >>> _proxy("proxy.example:3128"), _proxy("http://me:pass%21@proxy.example")
    (('http://proxy.example:3128', None), ('http://proxy.example', ('me', 'pass!')))
    """
    parts = urlsplit(text if "://" in text else f"http://{text}")
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise FetchError(f"the environment names a proxy of {parts.scheme!r}: only http and https proxies are used")
    login = (unquote(parts.username), unquote(parts.password or "")) if parts.username else None
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}", login
