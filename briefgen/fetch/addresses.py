"""Which addresses may be connected to: public ones, and any address of a host that the user allowed by name.

A name is resolved here, once a connection, and the very address that was checked is the one connected to: a name that
answers differently the second time (DNS rebinding) gains nothing.
"""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Callable, Collection

from briefgen.errors import FetchError

Resolve = Callable[[str, int], list[str]]
Address = ipaddress.IPv4Address | ipaddress.IPv6Address

_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")  # RFC 6052: an IPv4 address in the last 32 bits


def checked(host: str, port: int, *, allowed: Collection[str], resolve: Resolve) -> list[str]:
    """The addresses of *host* that may be connected to, in the order of the resolver.

    Raises `FetchError` where the name has none, or only such as lie in a private network.
    """
    found = resolve(host, port)
    if is_allowed(host, port, allowed=allowed):
        return found
    public = [address for address in found if is_public(address)]
    if not public:
        raise FetchError(
            f"{host} has a private or local address ({found[0]}): not fetched; "
            f"if it is yours, allow it by name (allow_hosts, --allow-host {host})",
            lasting=True,
        )
    return public


def is_allowed(host: str, port: int, *, allowed: Collection[str]) -> bool:
    """Whether the user named *host*, with this port or without any.

    >>> is_allowed("localhost", 80, allowed=["LOCALHOST"]), is_allowed("localhost", 80, allowed=["localhost:8080"])
    (True, False)
    """
    names = {name.strip().lower().rstrip(".") for name in allowed}
    plain = host.lower().rstrip(".")
    return not names.isdisjoint((plain, f"[{plain}]", f"{plain}:{port}", f"[{plain}]:{port}"))


def is_public(text: str) -> bool:
    """Whether an address is one of the public internet: not private, loopback, link-local, multicast, reserved or such,
    nor an IPv6 address with one of these inside it (mapped, 6to4, Teredo, NAT64).

    >>> [is_public(text) for text in ("93.184.215.14", "10.0.0.1", "169.254.169.254", "100.64.0.1", "224.0.0.1")]
    [True, False, False, False, False]
    >>> [is_public(text) for text in ("2606:2800::1", "::1", "::ffff:127.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::")]
    [True, False, False, False, False]
    """
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return False
    inner = _inside(address)
    if inner:
        return all(is_public(str(part)) for part in inner)
    local = address.is_private or address.is_loopback or address.is_link_local or address.is_unspecified
    odd = address.is_multicast or address.is_reserved or getattr(address, "is_site_local", False)
    return address.is_global and not local and not odd


def resolved(host: str, port: int) -> list[str]:
    """The addresses of *host* by the system's resolver, each once. Raises `FetchError` where there are none."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (socket.gaierror, UnicodeError, OSError) as error:
        why = getattr(error, "strerror", None) or error
        raise FetchError(f"{host}: no such host, or no network ({why})") from None
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def _inside(address: Address) -> list[Address]:
    """The IPv4 addresses that an IPv6 address carries."""
    if isinstance(address, ipaddress.IPv4Address):
        return []
    if address in _NAT64:
        return [ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)]
    parts = [address.ipv4_mapped, address.sixtofour, *(address.teredo or ())]
    return [part for part in parts if part is not None]
