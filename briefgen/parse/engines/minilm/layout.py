"""Where a text's line breaks end a paragraph, and where they only wrap a line.

A blank line always ends one. A single line break does, unless the lines look wrapped by hand as in mail and old wire
copy: no line of the text is wide, and the next line's first word would not have fitted on this one.
"""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass
from typing import Final

NARROWEST, WIDEST = 40, 100
_LINE: Final = re.compile(r"[^\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]+")
_ENDS: Final = re.compile(r"[.!?:;…][\"'”’»)\]]*$")


@dataclass(frozen=True)
class _Line:
    start: int
    end: int
    text: str


def paragraphs(text: str) -> list[tuple[int, int]]:
    """Start and end of each paragraph of `text`, in order; blank lines lie between them.

    >>> paragraphs("Truce holds\\nTwo sides met.\\n\\nTalks go on.")
    [(0, 11), (12, 26), (28, 40)]
    """
    lines = [_Line(match.start(), match.end(), match[0].strip()) for match in _LINE.finditer(text) if match[0].strip()]
    if not lines:
        return []
    width = _wrap_width(text, lines)
    found = [(lines[0].start, lines[0].end)]
    for before, line in itertools.pairwise(lines):
        if _is_single_break(text[before.end : line.start]) and _continues(before.text, line.text, width):
            found[-1] = (found[-1][0], line.end)
        else:
            found.append((line.start, line.end))
    return found


def _wrap_width(text: str, lines: list[_Line]) -> int:
    """Width that the text was wrapped at, 0 where it was not."""
    joints = [
        (before, line) for before, line in itertools.pairwise(lines) if _is_single_break(text[before.end : line.start])
    ]
    width = max(len(line.text) for line in lines)
    if not joints or not NARROWEST <= width <= WIDEST:
        return 0
    running = sum(
        not _ENDS.search(before.text) and _is_full(before.text, line.text, width - 12) for before, line in joints
    )
    return width if running * 2 >= len(joints) else 0


def _continues(before: str, line: str, width: int) -> bool:
    if line[:1] in "-*•>|–—":
        return False
    if line[:1].islower() and not _ENDS.search(before) and len(before) >= NARROWEST:
        return True
    return bool(width) and _is_full(before, line, width - 12)


def _is_full(before: str, line: str, width: int) -> bool:
    return len(before) + 1 + len(line.split(None, 1)[0]) > width


def _is_single_break(gap: str) -> bool:
    return gap.replace("\r\n", "\n").strip(" \t") in {"\n", "\r"}
