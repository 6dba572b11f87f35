"""Telling what came by its bytes, not by what the server calls it: a file name's suffix, or why it is no article."""

from __future__ import annotations

import re

from briefgen.errors import FetchError
from briefgen.fetch.feeds import looks_like_feed
from briefgen.load.sniff import sniff

_MARKUP = re.compile(rb"<(?:p|div|h[1-6]|article|title|meta|br|table|span|section)\b", re.IGNORECASE)
_XML = re.compile(rb"\s*<\?xml\b")
_BINARY = (  # (first bytes, what they are)
    (b"\x1f\x8b", "a gzip file"),
    (b"PK\x03\x04", "a zip file"),
    (b"\x89PNG", "a picture"),
    (b"GIF8", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"RIFF", "a picture or sound"),
    (b"ID3", "sound"),
    (b"%!PS", "PostScript"),
)
_TEXTS = (".txt", ".md", ".eml")


def suffix_for(body: bytes, *, content_type: str = "") -> str:
    """The suffix under which `briefgen build` reads *body*: .html, .pdf, .docx, .txt, .md or .eml.

    Raises `FetchError` for what is no article: nothing at all, pictures, archives, data, a feed.

    >>> suffix_for(b"<!DOCTYPE html><p>Talks held."), suffix_for(b"%PDF-1.7"), suffix_for(b"Talks were held.")
    ('.html', '.pdf', '.txt')
    """
    if not body.strip():
        raise FetchError("an empty answer")
    suffix = sniff(body)
    if suffix in (".html", ".pdf", ".docx"):
        return suffix
    for start, kind in _BINARY:
        if body.startswith(start):
            raise FetchError(f"{kind}, no article", lasting=True)
    if looks_like_feed(body):
        raise FetchError("a feed, not an article: write it under [[feed]]", lasting=True)
    if suffix in (".json", ".jsonl") or (_XML.match(body) and not _MARKUP.search(body[:50_000])):
        raise FetchError("data for programs (JSON or XML), no article", lasting=True)
    if b"\0" in body[:1000] and not body.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise FetchError("binary data, no article", lasting=True)
    called_html = content_type in ("text/html", "application/xhtml+xml")
    if _MARKUP.search(body[:50_000]) and (called_html or content_type not in ("text/plain", "message/rfc822")):
        return ".html"
    return suffix if suffix in _TEXTS else ".txt"
