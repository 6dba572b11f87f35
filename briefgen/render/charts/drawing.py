"""What a chart is: a list of shapes with a title, a description for those who cannot see it, and a caption.

Units are CSS pixels. A shape's `cls` names its look ("death", "ink", "muted", "rule", "land", …); the macro in
`templates/parts/charts.j2` gives each its colour, so that one drawing serves light, dark and black-and-white pages.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

NARROW = frozenset("iljtfrI.,:;'!|()[] -")
WIDE = frozenset("mwMWGOQ@%ABCDHNU\u2014")


@dataclass(frozen=True, slots=True)
class Shape:
    """A line, circle, rect, path or text; unused numbers are 0. Text is anchored at (x, y) by `anchor`."""

    kind: Literal["line", "circle", "rect", "path", "text"]
    cls: str
    x: float = 0
    y: float = 0
    x2: float = 0
    y2: float = 0
    d: str = ""
    text: str = ""
    size: float = 11
    anchor: Literal["start", "middle", "end"] = "start"
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Drawing:
    """A finished chart."""

    id: str
    width: int
    height: int
    title: str
    desc: str
    caption: str
    shapes: tuple[Shape, ...]


def line(x: float, y: float, x2: float, y2: float, cls: str) -> Shape:
    """A straight line."""
    return Shape("line", cls, _n(x), _n(y), _n(x2), _n(y2))


def circle(x: float, y: float, radius: float, cls: str) -> Shape:
    """A circle; `x2` is its radius."""
    return Shape("circle", cls, _n(x), _n(y), _n(radius))


def rect(x: float, y: float, width: float, height: float, cls: str) -> Shape:
    """A rectangle; `x2` and `y2` are its width and height."""
    return Shape("rect", cls, _n(x), _n(y), _n(width), _n(height))


def path(d: str, cls: str) -> Shape:
    """A path."""
    return Shape("path", cls, d=d)


def text(
    x: float,
    y: float,
    words: str,
    *,
    cls: str = "ink",
    size: float = 11,
    anchor: Literal["start", "middle", "end"] = "start",
    bold: bool = False,
) -> Shape:
    """Words at a baseline."""
    return Shape("text", cls, _n(x), _n(y), text=words, size=size, anchor=anchor, bold=bold)


def width_of(words: str, size: float = 11) -> float:
    """About how wide *words* are set in the sans face; a little too wide rather than too narrow.

    >>> 20 < width_of("Nice") < 30
    True
    """
    units = sum(0.3 if c in NARROW else 0.72 if c in WIDE else 1.0 if ord(c) > 0x2E80 else 0.53 for c in words)
    return units * size


def fit(words: str, room: float, size: float = 11) -> str:
    """*words*, cut with an ellipsis where they are wider than *room*."""
    if width_of(words, size) <= room:
        return words
    while words and width_of(words + "\u2026", size) > room:
        words = words[:-1]
    return words.rstrip() + "\u2026"


def wrap(words: str, room: float, size: float = 11, *, most: int = 3) -> list[str]:
    """*words* in lines about as wide as *room*; a word a tenth wider than it stands, because widths are estimates."""
    lines: list[str] = []
    for word in words.split():
        joined = f"{lines[-1]} {word}" if lines else word
        if lines and width_of(joined, size) <= room:
            lines[-1] = joined
        else:
            lines.append(word)
    return [fit(part, room * 1.1, size) for part in lines[:most]]


def ticks(top: float, *, most: int = 5) -> list[int]:
    """Round numbers from 0 to at least *top*.

    >>> ticks(105), ticks(3)
    ([0, 50, 100, 150], [0, 1, 2, 3])
    """
    step = 1
    while True:
        for factor in (1, 2, 5):
            if step * factor * (most - 1) >= top:
                width = step * factor
                return list(range(0, int(-(-top // width)) * width + 1, width))
        step *= 10


def _n(value: float) -> float:
    return round(float(value), 1)
