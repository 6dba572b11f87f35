"""The timeline strip: one numbered dot an event over its day, and how a toll rose over the days of its reports."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import pairwise

from briefgen.model import Toll, day_of
from briefgen.render.charts.drawing import Drawing, Shape, circle, line, text, ticks
from briefgen.render.view import EventRow
from briefgen.render.wording import Wording

WIDTH, EDGE, STEP = 640, 34, 19
LONGEST_SPAN = 45


def timeline_chart(rows: Sequence[EventRow], *, wording: Wording, id: str) -> Drawing | None:
    """The strip of the latest days with events (at most 45 days), or None with fewer than two days."""
    newest = max((r.ordinal for r in rows if r.ordinal), default=0)
    shown = [(n, r.ordinal) for n, r in enumerate(rows, 1) if r.ordinal and r.ordinal > newest - LONGEST_SPAN]
    days = sorted({day for _, day in shown})
    if len(days) < 2:
        return None
    stacks = {day: [n for n, d in shown if d == day] for day in days}
    base = 12 + STEP * max(map(len, stacks.values()))
    scale = (WIDTH - 2 * EDGE) / (days[-1] - days[0])
    shapes: list[Shape] = [line(0, base, WIDTH, base, "axis")]
    last = -100.0
    for day in days:
        x = EDGE + (day - days[0]) * scale
        shapes.append(line(x, base, x, base + 5, "axis"))
        if x - last > 50:
            words = wording.catalogue.short_day(date.fromordinal(day))
            shapes.append(text(x, base + 19, words, cls="muted", size=12, anchor="middle"))
            last = x
        for height, number in enumerate(stacks[day]):
            y = base - 13 - STEP * height
            shapes.append(circle(x, y, 8.5, "accent"))
            shapes.append(text(x, y + 4, str(number), cls="on-accent", size=11, anchor="middle", bold=True))
    told = [
        wording.label("chart.timeline_row", when=wording.catalogue.day(date.fromordinal(day)), count=len(stacks[day]))
        for day in days
    ]
    return Drawing(
        id=id,
        width=WIDTH,
        height=base + 26,
        title=wording.label("chart.timeline_title"),
        desc=wording.label("chart.timeline_desc", rows="; ".join(told)),
        caption="",
        shapes=tuple(shapes),
    )


def rise_chart(tolls: Sequence[Toll], *, wording: Wording, id: str) -> Drawing | None:
    """How the deaths of each side rose in the reports, or None where none was reported anew with another figure."""
    known = [(toll, _points(toll)) for toll in tolls]
    series = [(toll, points) for toll, points in known if len({figure for _, figure in points}) > 1][:3]
    if not series:
        return None
    days = [day for _, points in series for day, _ in points]
    first, last = min(days), max(days)
    marks = ticks(max(n for _, points in series for _, n in points))
    top, height, left, right = 12, 165, 40, 150
    across, up = (WIDTH - left - right) / max(1, last - first), (height - top - 28) / max(1, marks[-1])
    base = height - 28
    shapes: list[Shape] = []
    for mark in marks:
        shapes.append(line(left, base - mark * up, WIDTH - right, base - mark * up, "rule"))
        words = wording.catalogue.number(mark)
        shapes.append(text(left - 8, base - mark * up + 4, words, cls="muted", size=11, anchor="end"))
    for day in sorted(set(days)):
        words = wording.catalogue.short_day(date.fromordinal(day))
        shapes.append(text(left + (day - first) * across, base + 18, words, cls="muted", size=11, anchor="middle"))
    told = []
    for number, (toll, points) in enumerate(series):
        cls = ("death", "death-dashed", "death-dotted")[number]
        place = [(left + (day - first) * across, base - n * up) for day, n in points]
        for (x, y), (x2, y2) in pairwise(place):
            shapes += [line(x, y, x2, y, cls), line(x2, y, x2, y2, cls)]
        shapes += [circle(x, y, 4, "death") for x, y in place]
        name = wording.phrases.bare(toll.affiliation) if toll.affiliation else wording.label("noun.people.other")
        shapes.append(
            text(place[-1][0] + 10, place[-1][1] + 4, f"{name}: {points[-1][1]}", cls="death", bold=True, size=12)
        )
        told.append(f"{name}: " + ", ".join(str(n) for _, n in points))
    return Drawing(
        id=id,
        width=WIDTH,
        height=height,
        title=wording.label("chart.over_time_title"),
        desc=wording.label("chart.relations_desc", rows="; ".join(told)),
        caption=wording.label("chart.over_time_caption"),
        shapes=tuple(shapes),
    )


def _points(toll: Toll) -> list[tuple[int, int]]:
    """(day, greatest figure of that day's reports) by day of publication."""
    if toll.effect != "killed" or toll.background or toll.is_sum:
        return []
    best: dict[int, int] = {}
    for report in toll.reports:
        number = max(report.report.low or 0, report.report.high or 0)
        if report.published and number:
            day = day_of(report.published).toordinal()
            best[day] = max(best.get(day, 0), number)
    return sorted(best.items())
