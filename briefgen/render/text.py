"""Words of articles made safe to set in any format: no control characters, no bidi tricks, no endless words."""

from __future__ import annotations

import unicodedata

LONGEST_WORD = 40
LONGEST_TEXT = 1200
_DOUBLE = frozenset('“”„"')
_BIDI = dict.fromkeys(map(ord, "\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"))


def clean(text: str) -> str:
    """Text of an article made safe to set: no control or bidi characters, one line, very long words can break,
    at most 1,200 characters (a quote is whole in brief.json).

    >>> clean("a\\u202eb\\nc")
    'ab c'
    """
    if len(text) > LONGEST_TEXT:
        text = text[:LONGEST_TEXT].rstrip() + "\u2026"
    text = "".join(" " if c in "\t\n\r\x0b\x0c\u2028\u2029\x85" else c for c in text.translate(_BIDI))
    text = "".join(c for c in text if unicodedata.category(c) not in ("Cc", "Cs", "Co", "Cn"))
    return isolate(" ".join(_breakable(word) for word in text.split()))


def nested(text: str, *, marks: tuple[str, str]) -> str:
    """*text* as it stands between quotation marks: its own double ones become *marks*; one whose partner was cut off
    is closed at the end or left out.

    >>> nested('waging “terror by timetable', marks=("‘", "’"))
    'waging ‘terror by timetable’'
    """
    made: list[str] = []
    opened: list[str] = []
    for before, char in zip(" " + text, text, strict=False):
        closes = char == "”" or (char == "“" and opened[-1:] == ["„"]) or (char == '"' and not _opens_after(before))
        if char not in _DOUBLE:
            made.append(char)
        elif not closes:
            opened.append(char)
            made.append(marks[0])
        elif opened:
            opened.pop()
            made.append(marks[1])
    return "".join(made) + marks[1] * len(opened)


def _opens_after(before: str) -> bool:
    return before.isspace() or before in "([{-–—‘“"


def _breakable(word: str) -> str:
    """Zero width spaces in words that no line could hold."""
    if len(word) <= LONGEST_WORD:
        return word
    return "\u200b".join(word[i : i + LONGEST_WORD // 2] for i in range(0, len(word), LONGEST_WORD // 2))


def isolate(text: str) -> str:
    """Text with right-to-left letters, fenced so that it does not turn the words around it.

    >>> isolate("Kabul")
    'Kabul'
    """
    rtl = any(unicodedata.bidirectional(c) in ("R", "AL") for c in text)
    return f"\u2068{text}\u2069" if rtl else text
