"""A matrix of dots: names down, kinds across; for reactions by stance and for alliances by what happened to them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from briefgen.render.charts.drawing import Drawing, Shape, circle, fit, line, text, width_of, wrap

WIDTH, ROW, MOST_ROWS, MOST_COLUMNS = 640, 20, 24, 8
WIDEST_NAME, WIDEST_COLUMN, LINE = 210.0, 86.0, 12


@dataclass(frozen=True, slots=True)
class Grid:
    """What the matrix shows: the kinds of each name, the order of kinds, and their labels."""

    kinds: Mapping[str, frozenset[str]]
    order: Sequence[str]
    labels: Mapping[str, str]

    @property
    def columns(self) -> list[str]:
        """The commonest kinds, in their order."""
        counts = self.counts
        common = sorted(counts, key=lambda kind: (-counts[kind], self.order.index(kind)))[:MOST_COLUMNS]
        return sorted(common, key=self.order.index)

    @property
    def rows(self) -> list[str]:
        """The names with the most kinds among the columns, in their order."""
        columns = set(self.columns)
        kept = [name for name, kinds in self.kinds.items() if kinds & columns]
        chosen = set(sorted(kept, key=lambda name: -len(self.kinds[name] & columns))[:MOST_ROWS])
        return [name for name in kept if name in chosen]

    @property
    def counts(self) -> Counter[str]:
        """How many names have each kind."""
        return Counter(kind for kinds in self.kinds.values() for kind in sorted(kinds))


def matrix(grid: Grid, *, id: str, title: str, caption: str) -> Drawing:
    """The matrix of *grid*."""
    rows, columns = grid.rows, grid.columns
    left = min(WIDEST_NAME, max(width_of(name, 12) for name in rows) + 14)
    wide = min(WIDEST_COLUMN, (WIDTH - left) / len(columns))
    heads = [wrap(grid.labels[kind], wide, 10.5) for kind in columns]
    top = LINE * max(map(len, heads)) + 10
    shapes: list[Shape] = []
    for across, words in enumerate(heads):
        for down, part in enumerate(words):
            x, y = left + wide * (across + 0.5), top - 8 - LINE * (len(words) - 1 - down)
            shapes.append(text(x, y, part, cls="muted", size=10.5, anchor="middle"))
    for number, name in enumerate(rows):
        y = top + ROW * number
        shapes.append(line(0, y, left + wide * len(columns), y, "rule"))
        shapes.append(text(0, y + 14, fit(name, left - 6, 12), size=12))
        for across, kind in enumerate(columns):
            if kind in grid.kinds[name]:
                shapes.append(circle(left + wide * (across + 0.5), y + ROW / 2, 5, "accent"))
    told = [f"{name}: {', '.join(grid.labels[kind] for kind in columns if kind in grid.kinds[name])}" for name in rows]
    return Drawing(
        id=id,
        width=WIDTH,
        height=top + ROW * len(rows) + 2,
        title=title,
        desc="; ".join(told) + ".",
        caption=caption,
        shapes=tuple(shapes),
    )
