"""Opening a file within limits: regular files only, gzip unpacked, never more bytes than the settings allow."""

from __future__ import annotations

import hashlib
import stat
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from briefgen.errors import LoadError
from briefgen.settings import LoadSettings

GZIP_MAGIC = b"\x1f\x8b"
_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class Opened:
    """A file's bytes, gzip unpacked, and the sha256 of the file as it lies on disk."""

    data: bytes
    sha256: str


def read_file(path: Path, *, settings: LoadSettings) -> Opened:
    """The bytes of *path*, gzip unpacked.

    Raises `LoadError` for what is no regular file, cannot be opened, is larger than `max_file_bytes` (packed or
    unpacked), or is a gzip that ends early.
    """
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            raise LoadError("not a regular file (a pipe, socket or device)")
        if status.st_size > settings.max_file_bytes:
            raise LoadError(_too_large(status.st_size, settings))
        with path.open("rb") as stream:
            data = stream.read(settings.max_file_bytes + 1)
    except OSError as error:
        raise LoadError(_why(error)) from error
    return open_bytes(data, settings=settings)


def read_stream(stream: BinaryIO, *, settings: LoadSettings) -> Opened:
    """All bytes of a stream (standard input), gzip unpacked, within the same limits."""
    return open_bytes(stream.read(settings.max_file_bytes + 1), settings=settings)


def open_bytes(data: bytes, *, settings: LoadSettings) -> Opened:
    """*data* itself, or what it holds when it is gzip (several members too). Raises `LoadError` as `read_file`."""
    if not data:
        raise LoadError("empty file: nothing to read")
    if len(data) > settings.max_file_bytes:
        raise LoadError(_too_large(None, settings))
    unpacked = _gunzip(data, settings) if data.startswith(GZIP_MAGIC) else data
    return Opened(data=unpacked, sha256=hashlib.sha256(data).hexdigest())


def _gunzip(data: bytes, settings: LoadSettings) -> bytes:
    parts: list[bytes] = []
    size = 0
    while data.startswith(GZIP_MAGIC):
        member = zlib.decompressobj(wbits=31)
        rest = data
        while rest and not member.eof:
            parts.append(_inflate(member, rest))
            size += len(parts[-1])
            if size > settings.max_file_bytes:
                raise LoadError("unpacks to more than " + _limit(settings))
            rest = member.unconsumed_tail
        if not member.eof:
            raise LoadError("truncated gzip: the file ends before its data does; fetch or copy it again")
        data = member.unused_data
    if not size:
        raise LoadError("empty file: the gzip holds nothing")
    return b"".join(parts)


def _inflate(member: zlib._Decompress, data: bytes) -> bytes:
    try:
        return member.decompress(data, _CHUNK)
    except zlib.error as error:
        raise LoadError(f"damaged gzip ({error}); fetch or copy it again") from error


def _too_large(size: int | None, settings: LoadSettings) -> str:
    return f"{f'{size:,} bytes' if size else 'the input'}: more than " + _limit(settings)


def _limit(settings: LoadSettings) -> str:
    return f"the {settings.max_file_bytes:,} bytes allowed; split it, or raise load.max_file_bytes"


def _why(error: OSError) -> str:
    match error:
        case PermissionError():
            return "no permission to read it; check the file's rights"
        case FileNotFoundError():
            return "not there (a broken link, or removed while reading)"
        case _:
            return f"cannot be opened: {error.strerror or error}"
