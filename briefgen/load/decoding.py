"""From bytes to text: byte-order mark, declared charset, UTF-8, UTF-16 without a mark, windows-1252, then a guess.

Nothing is ever lost silently: a text that was read with replacement or by a guess carries a note that says so.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from briefgen.errors import LoadError

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# WHATWG: what calls itself Latin-1 or ASCII is read as windows-1252, of which both are subsets in print.
_WIDENED = {"iso8859-1": "cp1252", "latin-1": "cp1252", "ascii": "cp1252"}
_NOT_TEXT = frozenset({"base64", "hex", "zlib", "bz2", "rot13", "quopri", "uu", "idna", "punycode", "undefined"})
_WESTERN = re.compile("[\u00a0-\u00ff\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013-\u2122\u20ac]*")
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_SAMPLE = 200_000


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text without its byte-order mark, and a note for the user where it was not read cleanly."""

    text: str
    note: str | None = None


def decode(data: bytes, *, declared: str | None = None) -> Decoded:
    r"""Read *data* as text; *declared* is the charset that the file names for itself, if any.

    Raises `LoadError` for binary data.

    >>> decode("caf\u00e9".encode("cp1252")).text
    'café'
    >>> decode(b"abc \xff\xe9\xe2\x82\xac\xe2\x82\xac\xe2\x82\xac").note
    '2 bytes are not valid UTF-8 and are shown as \ufffd'
    """
    marked = _by_mark(data)
    if marked is not None:
        return marked
    decoded = _by_declaration(data, declared) or _as_utf8(data) or _as_utf16(data)
    if decoded is None:
        _refuse_binary(data)
        decoded = _as_broken_utf8(data) or _as_western(data) or _by_guess(data)
    if _CONTROLS.search(decoded.text[:_SAMPLE]):
        _refuse_controls(decoded.text)
    return decoded


def known_charset(name: str | None) -> str | None:
    """The codec for a charset's *name*, None where Python knows none or it is no charset of text.

    >>> known_charset(" ISO-8859-1 "), known_charset("x-unknown"), known_charset("base64")
    ('cp1252', None, None)
    """
    if not name or len(name) > 40:
        return None
    try:
        codec = codecs.lookup(name.strip().strip("\"'").lower()).name
    except (LookupError, ValueError):
        return None
    return None if codec in _NOT_TEXT else _WIDENED.get(codec, codec)


def _by_mark(data: bytes) -> Decoded | None:
    for mark, codec in _MARKS:
        if data.startswith(mark):
            return _lossy(data[len(mark) :], codec)
    return None


def _lossy(data: bytes, codec: str) -> Decoded:
    text = data.decode(codec, errors="replace")
    lost = text.count("\ufffd") - data.count("\ufffd".encode(codec))
    return Decoded(text, _loss(max(lost, 0), codec))


def _loss(lost: int, codec: str) -> str | None:
    if not lost:
        return None
    shown = "UTF-8" if codec == "utf-8" else codec
    verb = "bytes are" if lost > 1 else "byte is"
    return f"{lost} {verb} not valid {shown} and {'are' if lost > 1 else 'is'} shown as \ufffd"


def _by_declaration(data: bytes, declared: str | None) -> Decoded | None:
    codec = known_charset(declared)
    if codec is None or codec == "utf-8":
        return None
    try:
        text = data.decode(codec)
    except (UnicodeError, ValueError):
        return None
    # A declared windows-1252 is often a UTF-8 page under an old template: valid UTF-8 beyond ASCII is no accident.
    utf8 = _as_utf8(data) if codec == "cp1252" and not data.isascii() else None
    return utf8 or Decoded(text)


def _as_utf8(data: bytes) -> Decoded | None:
    if b"\x00" in data:
        return None
    try:
        return Decoded(data.decode("utf-8"))
    except UnicodeDecodeError:
        return None


def _as_utf16(data: bytes) -> Decoded | None:
    """UTF-16 without a mark: every second byte of Latin text is zero."""
    sample = data[:2000]
    if len(sample) < 4 or b"\x00" not in sample:
        return None
    half = len(sample) // 2
    for codec, zeros in (("utf-16-le", sample[1::2]), ("utf-16-be", sample[::2])):
        if zeros.count(0) > 0.7 * half and sample.count(0) < 1.2 * half:
            return _lossy(data, codec)
    return None


def _refuse_binary(data: bytes) -> None:
    sample = data[:_SAMPLE]
    odd = sum(sample.count(byte) for byte in (*range(9), *range(14, 27), *range(28, 32), 127))
    if b"\x00" in sample or odd > len(sample) // 100:
        raise LoadError("binary data, not text: check that the file is what its name says")


def _refuse_controls(text: str) -> None:
    sample = text[:_SAMPLE]
    if len(_CONTROLS.findall(sample)) > max(2, len(sample) // 100):
        raise LoadError("binary data, not text: check that the file is what its name says")


def _as_broken_utf8(data: bytes) -> Decoded | None:
    """UTF-8 with a few bad bytes: good sequences must outnumber the bad bytes, else it is another charset."""
    text = data.decode("utf-8", errors="replace")
    bad = text.count("\ufffd")
    good = sum(1 for char in text if char > "\x7f") - bad
    return Decoded(text, _loss(bad, "utf-8")) if good > bad else None


def _as_western(data: bytes) -> Decoded | None:
    """windows-1252, the usual charset of old English pages, where all that is not ASCII is Western and rare."""
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError:
        return None
    other = "".join(char for char in text if char > "\x7f")
    if len(other) > max(3, 0.08 * len(text)) or not _WESTERN.fullmatch(other):
        return None
    return Decoded(text)


def _by_guess(data: bytes) -> Decoded:
    from charset_normalizer import from_bytes

    best = from_bytes(data[:_SAMPLE]).best()
    codec = (best.encoding if best is not None else None) or "cp1252"
    text = data.decode(codec, errors="replace")
    return Decoded(text, f"its character encoding is not declared and was guessed as {codec}: check accents and quotes")
