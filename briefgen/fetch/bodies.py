"""Reading a body within limits: unpacked as it comes, never more bytes than allowed, on the wire or unpacked."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator

from briefgen.errors import FetchError

_STEP = 1 << 18


def read_body(chunks: Iterable[bytes], *, encoding: str, limit: int, cut: bool = False) -> bytes:
    """All bytes of a body whose Content-Encoding is *encoding* (gzip, deflate, or none).

    Raises `FetchError` for more than *limit* bytes (with *cut* the first ones are given instead), for a packed body
    that is damaged or ends early, and for an encoding that was not asked for.

    >>> read_body([b"ab", b"cd"], encoding="", limit=10), read_body([b"ab", b"cd"], encoding="", limit=3, cut=True)
    (b'abcd', b'abc')
    """
    parts = bytearray()
    for part in _unpacked(_limited(chunks, limit=limit, cut=cut), encoding=encoding.strip().lower()):
        parts += part
        if len(parts) > limit:
            if cut:
                return bytes(parts[:limit])
            raise _too_large(limit, packed=encoding not in ("", "identity"))
    return bytes(parts)


def _limited(chunks: Iterable[bytes], *, limit: int, cut: bool) -> Iterator[bytes]:
    size = 0
    for chunk in chunks:
        size += len(chunk)
        yield chunk
        if size > limit and not cut:
            raise _too_large(limit, packed=False)


def _unpacked(chunks: Iterable[bytes], *, encoding: str) -> Iterator[bytes]:
    if encoding in ("", "identity"):
        yield from chunks
        return
    if encoding not in ("gzip", "x-gzip", "deflate"):
        raise FetchError(f"sent packed as {encoding[:40]!r}, which was not asked for", lasting=True)
    member = zlib.decompressobj(wbits=47)  # gzip or zlib, as the data says
    seen = False
    for chunk in chunks:
        rest = chunk
        while rest:
            seen = True
            if member.eof:  # a further gzip member
                member = zlib.decompressobj(wbits=47)
            yield _inflate(member, rest)
            rest = member.unused_data if member.eof else member.unconsumed_tail
    if seen and not member.eof:
        raise FetchError("the packed answer ends early")


def _inflate(member: zlib._Decompress, data: bytes) -> bytes:
    """At most a step of what *data* unpacks to; the rest waits in `unconsumed_tail`."""
    try:
        return member.decompress(data, _STEP)
    except zlib.error as error:
        raise FetchError(f"the packed answer is damaged ({error})") from None


def _too_large(limit: int, *, packed: bool) -> FetchError:
    what = "unpacks to more" if packed else "larger"
    return FetchError(f"{what} than the {limit:,} bytes of max_bytes", lasting=True)
