"""Telling a format from the first bytes: for standard input, for names without a suffix, and for wrong suffixes."""

from __future__ import annotations

import re

_MAIL = re.compile(
    rb"(?:>?From [^\n]{3,200}\r?\n)?(?:(?:return-path|received|from|to|subject|date|message-id|mime-version|"
    rb"delivered-to|dkim-signature|reply-to|sender|x-[\w-]{1,40}|list-[\w-]{1,40}|authentication-results|arc-[\w-]{1,40}):[^\n]{0,2000}\r?\n"
    rb"(?:[ \t][^\n]{0,2000}\r?\n){0,40}){3}",
    re.IGNORECASE,
)
_PAGE = re.compile(
    rb"\s*(?:<\?xml[^>]{0,200}\?>\s*)?(?:<!--[^>]{0,2000}-->\s*)?<(?:!doctype html|html|head|body)\b", re.IGNORECASE
)
_FRONT = re.compile(rb"(?:---|\+\+\+)[ \t]*\r?\n[^\n]{0,300}[:=]")


def sniff(data: bytes) -> str:
    """The suffix of the format that *data* looks like, ".txt" where nothing else fits.

    >>> sniff(b"%PDF-1.7"), sniff(b'{"text": "a"}\\n{"text": "b"}\\n'), sniff(b"<!DOCTYPE html><p>"), sniff(b"Hello")
    ('.pdf', '.jsonl', '.html', '.txt')
    """
    head = data[:20_000].removeprefix(b"\xef\xbb\xbf")
    if binary := magic(head):
        return binary
    if head.lstrip()[:1] in (b"{", b"["):
        first, _, rest = data.strip().partition(b"\n")
        whole = first.rstrip().endswith(b"}") and rest.lstrip().startswith(b"{")
        return ".jsonl" if whole else ".json"
    if _PAGE.match(head):
        return ".html"
    if _MAIL.match(head):
        return ".eml"
    return ".md" if _FRONT.match(head) else ".txt"


def magic(data: bytes) -> str | None:
    """The suffix of a format with unmistakable first bytes."""
    if data[:1024].lstrip().startswith(b"%PDF-"):
        return ".pdf"
    return ".docx" if data.startswith(b"PK\x03\x04") and b"word/" in data[:20_000] else None
