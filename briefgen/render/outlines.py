"""The outlines of countries for locator maps: Natural Earth's 1:50m states, quantised into a data file of ours.

`data/outlines.json` maps a code (ISO 3166-1 alpha-2, else "-NAME") to rings; a ring is a flat list of integers in
hundredths of a degree: the first longitude and latitude, then steps. Made from the public domain Natural Earth data
that npm's `world-atlas` carries as TopoJSON:

    python -m briefgen.render.outlines countries-50m.json > briefgen/render/data/outlines.json
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any

Point = tuple[float, float]
Ring = tuple[Point, ...]

UNIT = 100
TOLERANCE = 0.03


@lru_cache(maxsize=1)
def outlines() -> dict[str, tuple[Ring, ...]]:
    """Every country's rings as (longitude, latitude) in degrees, by code."""
    text = files("briefgen.render").joinpath("data/outlines.json").read_text(encoding="utf-8")
    return {code: tuple(_unfold(ring) for ring in rings) for code, rings in json.loads(text).items()}


@lru_cache(maxsize=1)
def bounds() -> dict[str, tuple[tuple[float, float, float, float], ...]]:
    """West, south, east and north of every ring of `outlines`, in its order."""
    return {code: tuple(map(_bounds, rings)) for code, rings in outlines().items()}


def _bounds(ring: Ring) -> tuple[float, float, float, float]:
    xs, ys = [x for x, _ in ring], [y for _, y in ring]
    return min(xs), min(ys), max(xs), max(ys)


def _unfold(numbers: Sequence[int]) -> Ring:
    """Absolute points from steps.

    >>> _unfold([4400, 4000, 50, -25])
    ((44.0, 40.0), (44.5, 39.75))
    """
    x = y = 0
    points = []
    for dx, dy in zip(numbers[::2], numbers[1::2], strict=True):
        x, y = x + dx, y + dy
        points.append((x / UNIT, y / UNIT))
    return tuple(points)


def build(topology: dict[str, Any]) -> dict[str, list[list[int]]]:
    """Outlines from a TopoJSON of countries; arcs are simplified before they are joined, so borders still meet."""
    arcs = [_simplify(list(_decode(arc, topology["transform"]))) for arc in topology["arcs"]]
    result: dict[str, list[list[int]]] = {}
    for country in topology["objects"]["countries"]["geometries"]:
        shapes = country["arcs"] if country["type"] == "MultiPolygon" else [country["arcs"]]
        rings = [_fold(_join(ring, arcs)) for shape in shapes for ring in shape]
        kept = [ring for ring in rings if len(ring) >= 8] or rings[:1]
        result.setdefault(_code(country), []).extend(kept)
    return dict(sorted(result.items()))


def _decode(arc: Sequence[Sequence[int]], transform: dict[str, list[float]]) -> Iterator[Point]:
    x = y = 0
    (sx, sy), (tx, ty) = transform["scale"], transform["translate"]
    for dx, dy in arc:
        x, y = x + dx, y + dy
        yield x * sx + tx, y * sy + ty


def _simplify(points: list[Point]) -> list[Point]:
    """Douglas and Peucker's line simplification, without recursion."""
    keep = {0, len(points) - 1}
    stack = [(0, len(points) - 1)]
    while stack:
        first, last = stack.pop()
        far = max(range(first + 1, last), key=lambda i: _distance(points[i], points[first], points[last]), default=None)
        if far is not None and _distance(points[far], points[first], points[last]) > TOLERANCE:
            keep.add(far)
            stack += [(first, far), (far, last)]
    return [point for index, point in enumerate(points) if index in keep]


def _distance(point: Point, a: Point, b: Point) -> float:
    (px, py), (ax, ay), (bx, by) = point, a, b
    dx, dy = bx - ax, by - ay
    length = dx * dx + dy * dy
    t = 0.0 if length == 0 else max(0.0, min(1.0, ((px - ax) * dx + (py - ay) * dy) / length))
    return float(((px - ax - t * dx) ** 2 + (py - ay - t * dy) ** 2) ** 0.5)


def _join(ring: Sequence[int], arcs: Sequence[Sequence[Point]]) -> list[Point]:
    points: list[Point] = []
    for index in ring:
        arc = list(arcs[index]) if index >= 0 else list(reversed(arcs[~index]))
        points += arc[1:] if points else arc
    return points


def _fold(points: Sequence[Point]) -> list[int]:
    flat: list[int] = []
    last = (0, 0)
    for x, y in points:
        here = (round(x * UNIT), round(y * UNIT))
        if not flat or here != last:
            flat += [here[0] - last[0], here[1] - last[1]]
        last = here
    return flat


def _code(country: dict[str, Any]) -> str:
    """ISO alpha-2 through CLDR's aliases of the numeric codes.

    >>> _code({"id": "051", "properties": {"name": "Armenia"}})
    'AM'
    >>> _code({"properties": {"name": "Kosovo"}})
    'XK'
    """
    from babel.core import get_global

    aliases: Any = get_global("territory_aliases").get(country.get("id", ""))
    name = country["properties"]["name"]
    return str(aliases[0]) if aliases else {"Kosovo": "XK"}.get(name, f"-{name}")


if __name__ == "__main__":
    topology = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    rows = (f"{json.dumps(code)}:{json.dumps(rings, separators=(',', ':'))}" for code, rings in build(topology).items())
    sys.stdout.write("{" + ",\n".join(rows) + "}\n")
