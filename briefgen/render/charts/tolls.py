"""The toll chart: for each side the span from the lowest to the highest figure, the best one, and who gives it."""

from __future__ import annotations

from collections.abc import Sequence

from briefgen.render.charts.drawing import Drawing, Shape, circle, fit, line, path, rect, text, ticks
from briefgen.render.view import TollRow
from briefgen.render.wording import Wording

WIDTH, LEFT, RIGHT, ROW, TOP = 640, 210, 80, 40, 8
MOST, FEWEST = 8, 3
SMALLEST_SHARE = 40  # beyond the first rows, a bar below a fortieth of the longest shows nothing


def toll_chart(rows: Sequence[TollRow], *, wording: Wording, id: str) -> Drawing | None:
    """The chart of deaths and injuries in the events covered, or None where no more than one is known."""
    shown = [r for r in rows if not r.background and not r.is_sum and top_of(r) > 0]
    told = [r for r in shown if r.effect in ("killed", "injured")][:MOST]
    least = max(map(top_of, told), default=0) / SMALLEST_SHARE
    shown = [row for number, row in enumerate(told) if number < FEWEST or top_of(row) >= least]
    if len(shown) < 2:
        return None
    marks = ticks(max(map(top_of, shown)) * 1.02)
    scale = (WIDTH - LEFT - RIGHT) / marks[-1]
    height = TOP + ROW * len(shown) + 26
    shapes: list[Shape] = []
    for mark in marks:
        x = LEFT + mark * scale
        shapes.append(line(x, TOP, x, height - 22, "rule"))
        shapes.append(text(x, height - 8, wording.catalogue.number(mark), cls="muted", size=11, anchor="middle"))
    for number, row in enumerate(shown):
        shapes += _row(row, y=TOP + ROW * number + ROW / 2, scale=scale)
    label = wording.label
    described = [
        label("chart.toll_row", group=r.group, effect=r.effect_label, figure=r.figure, who=who_of(r) or None)
        for r in shown
    ]
    return Drawing(
        id=id,
        width=WIDTH,
        height=height,
        title=label("chart.tolls_title"),
        desc=label("chart.tolls_desc", rows="; ".join(described)),
        caption=label("chart.tolls_caption"),
        shapes=tuple(shapes),
    )


def top_of(row: TollRow) -> int:
    """The greatest figure of a toll."""
    return max(n or 0 for n in (row.low, row.best, row.high))


def who_of(row: TollRow) -> str:
    """Who gives the figures of a toll: its speakers, else its outlets, at most three."""
    names = dict.fromkeys(r.who for r in row.reports if r.who) or dict.fromkeys(
        r.outlet for r in row.reports if r.outlet
    )
    return ", ".join(list(names)[:3])


def _row(row: TollRow, *, y: float, scale: float) -> list[Shape]:
    cls = "death" if row.effect == "killed" else "ink"
    low = row.low if row.low is not None else row.best if row.best is not None else 0
    high = row.high if row.high is not None else top_of(row)
    x, x2 = LEFT + low * scale, LEFT + high * scale
    best = LEFT + (row.best if row.best is not None else high) * scale
    shapes = [
        text(0, y - 2, fit(_title(row), LEFT - 14, 13), size=13, bold=True),
        text(0, y + 12, fit(who_of(row), LEFT - 14, 11), cls="muted", size=11),
        line(LEFT, y, x, y, "thread"),
    ]
    if x2 - x > 1:
        shapes.append(rect(x, y - 5, x2 - x, 10, f"{cls}-soft"))
        shapes += [line(x, y - 8, x, y + 8, cls), line(x2, y - 8, x2, y + 8, cls)]
    if row.open_above:
        shapes.append(path(f"M{x2 + 7:.1f} {y - 5:.1f}l6 5l-6 5", f"{cls}-line"))
    shapes.append(circle(best, y, 6, cls if row.effect == "killed" else "ink-hollow"))
    right = max(x2, best) + (20 if row.open_above else 12)
    shapes.append(text(right, y + 5, row.figure, cls=cls, size=14, bold=True))
    return shapes


def _title(row: TollRow) -> str:
    return f"{row.group[:1].upper()}{row.group[1:]}, {row.effect_label}"
