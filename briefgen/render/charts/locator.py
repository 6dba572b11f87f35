"""The locator map: outlines of the states around the places that the sources name, clipped to a small window."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import cos, radians

from briefgen.render.charts.drawing import Drawing, Shape, circle, path, rect, text, width_of
from briefgen.render.names import Spot, state_names
from briefgen.render.outlines import Point, Ring, bounds, outlines
from briefgen.render.wording import Wording

WIDTH, HEIGHT = 320, 240
SMALLEST_SPAN, LARGEST_SPAN = 7.0, 120.0
MOST_SPOTS = 8
WIDER, MOST_WIDENED = 1.5, 5  # how a window inside one state grows until an outline is in it, and how often


@dataclass(frozen=True, slots=True)
class Window:
    """The part of the world shown, in degrees, and its scale in pixels a degree of latitude."""

    west: float
    south: float
    east: float
    north: float

    def meets(self, box: tuple[float, float, float, float]) -> bool:
        """Whether a box (west, south, east, north) lies partly inside."""
        west, south, east, north = box
        return not (east < self.west or west > self.east or north < self.south or south > self.north)

    def wider(self, factor: float) -> Window:
        """The window about the same middle, *factor* times as wide and tall."""
        x, y = (self.west + self.east) / 2, (self.south + self.north) / 2
        wide, tall = (self.east - self.west) * factor / 2, (self.north - self.south) * factor / 2
        return Window(x - wide, y - tall, x + wide, y + tall)

    def at(self, point: Point) -> Point:
        """A point in degrees, in pixels."""
        x = (point[0] - self.west) / (self.east - self.west) * WIDTH
        y = (self.north - point[1]) / (self.north - self.south) * HEIGHT
        return x, y


def locator_map(spots: Sequence[Spot], *, states: Sequence[str], wording: Wording, id: str) -> Drawing | None:
    """A map around *spots*, else around *states* (alpha-2 codes, shaded); None where neither is known."""
    shapes_of = outlines()
    marked = [code for code in states if code in shapes_of]
    points = [(s.longitude, s.latitude) for s in spots] or [p for c in marked[:2] for p in _mainland(shapes_of[c])]
    if not points:
        return None
    window = _with_outline(_window(points), shapes_of)
    shapes: list[Shape] = [rect(0, 0, WIDTH, HEIGHT, "sea")]
    names: list[Shape] = []
    for code, rings in shapes_of.items():
        near = [ring for ring, box in zip(rings, bounds()[code], strict=True) if window.meets(box)]
        clipped = [part for ring in near if len(part := _clip(ring, window)) >= 3]
        if clipped:
            shapes.append(path("".join(map(_path, clipped)), "land-marked" if code in marked else "land"))
            names += _name(code, clipped, wording=wording, marked=code in marked)
    dots = _dots(spots[:MOST_SPOTS], window)
    shapes += _without_overlap(names, [shape for shape in dots if shape.kind == "text"])
    shapes += dots
    shapes.append(rect(0, 0, WIDTH, HEIGHT, "frame"))
    listed = wording.catalogue.listing([s.name for s in spots] or [_state(code, wording) for code in marked])
    return Drawing(
        id=id,
        width=WIDTH,
        height=HEIGHT,
        title=wording.label("chart.map_title"),
        desc=wording.label("chart.map_desc", places=listed),
        caption=wording.label("chart.map_caption"),
        shapes=tuple(shapes),
    )


def _window(points: Sequence[Point]) -> Window:
    west, east = min(x for x, _ in points), max(x for x, _ in points)
    south, north = min(y for _, y in points), max(y for _, y in points)
    middle_x, middle_y = (west + east) / 2, (south + north) / 2
    stretch = max(0.2, cos(radians(middle_y)))
    tall = max((north - south) * 1.5, (east - west) * stretch * 1.5 * HEIGHT / WIDTH, SMALLEST_SPAN * HEIGHT / WIDTH)
    tall = min(tall, LARGEST_SPAN)
    wide = tall * WIDTH / HEIGHT / stretch
    return Window(middle_x - wide / 2, middle_y - tall / 2, middle_x + wide / 2, middle_y + tall / 2)


def _with_outline(window: Window, shapes_of: Mapping[str, Sequence[Ring]]) -> Window:
    """*window*, widened until some outline runs through it: a dot on plain land tells nobody where it is."""
    for _ in range(MOST_WIDENED):
        near = [
            ring for code, rings in shapes_of.items() for ring, box in zip(rings, bounds()[code], strict=True)
            if window.meets(box)
        ]  # fmt: skip
        if any(window.meets((x, y, x, y)) for ring in near for x, y in ring):
            break
        window = window.wider(WIDER)
    return window


def _mainland(rings: Sequence[Ring]) -> Ring:
    return max(rings, key=lambda ring: abs(_area(ring)))


def _area(ring: Sequence[Point]) -> float:
    return sum(x * y2 - x2 * y for (x, y), (x2, y2) in zip(ring, [*ring[1:], ring[0]], strict=True)) / 2


def _clip(ring: Sequence[Point], window: Window) -> list[Point]:
    """Sutherland and Hodgman's clipping, in pixels, a hair outside the window."""
    points = [window.at(point) for point in ring]
    for axis, bound, sign in ((0, -1.0, 1), (0, WIDTH + 1.0, -1), (1, -1.0, 1), (1, HEIGHT + 1.0, -1)):
        kept: list[Point] = []
        for here, after in zip(points, [*points[1:], *points[:1]], strict=True):
            inside, next_inside = sign * (here[axis] - bound) >= 0, sign * (after[axis] - bound) >= 0
            if inside:
                kept.append(here)
            if inside != next_inside:
                share = (bound - here[axis]) / (after[axis] - here[axis])
                kept.append((here[0] + share * (after[0] - here[0]), here[1] + share * (after[1] - here[1])))
        points = kept
    return points


def _path(points: Sequence[Point]) -> str:
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points) + "Z"


def _state(code: str, wording: Wording) -> str:
    if wording.catalogue.language == "en":
        return state_names().get(code, code.lstrip("-"))
    return str(wording.catalogue.locale.territories.get(code, code.lstrip("-")))


def _name(code: str, parts: Sequence[Sequence[Point]], *, wording: Wording, marked: bool) -> list[Shape]:
    """The state's name in the middle of its largest part, where it has room."""
    part = max(parts, key=lambda p: abs(_area(p)))
    words = _state(code, wording)
    xs, ys = [x for x, _ in part], [y for _, y in part]
    room = min(max(xs), WIDTH) - max(min(xs), 0)
    if width_of(words, 10) > room * 0.9 or min(max(ys), HEIGHT) - max(min(ys), 0) < 16:
        return []
    x, y = _middle(part)
    half = width_of(words, 10) / 2
    x = min(max(x, half + 4), WIDTH - half - 4)
    y = min(max(y, 14), HEIGHT - 6)
    return [text(x, y, words, cls="ink" if marked else "muted", size=10, anchor="middle", bold=marked)]


def _middle(part: Sequence[Point]) -> Point:
    area = _area(part)
    if abs(area) < 1:
        return part[0]
    x = y = 0.0
    for (x1, y1), (x2, y2) in zip(part, [*part[1:], part[0]], strict=True):
        cross = x1 * y2 - x2 * y1
        x, y = x + (x1 + x2) * cross, y + (y1 + y2) * cross
    return x / (6 * area), y / (6 * area)


def _dots(spots: Sequence[Spot], window: Window) -> list[Shape]:
    """Dots with their names, each name on the first side of its dot where it covers no other; else without one."""
    places = [(spot, *window.at((spot.longitude, spot.latitude))) for spot in spots]
    dots = [circle(x, y, 3.5, "accent") for _, x, y in places]
    taken = [(x - 5, y - 5, 10.0, 10.0) for _, x, y in places]
    labels: list[Shape] = []
    for spot, x, y in places:
        wide = width_of(spot.name, 11)
        for shape in (
            text(x + 7, y + 4, spot.name, size=11, bold=True),
            text(x - 7, y + 4, spot.name, size=11, bold=True, anchor="end"),
            text(x, y - 8, spot.name, size=11, bold=True, anchor="middle"),
            text(x, y + 17, spot.name, size=11, bold=True, anchor="middle"),
        ):
            box = _box(shape)
            if box[0] >= 2 and box[0] + wide <= WIDTH - 2 and not any(_meet(box, other) for other in taken):
                labels.append(shape)
                taken.append(box)
                break
    return [*map(_halo, labels), *dots, *labels]


def _halo(shape: Shape) -> Shape:
    x, y, wide, tall = _box(shape)
    return rect(x - 1, y + 1, wide + 2, tall - 1, "halo")


def _box(shape: Shape) -> tuple[float, float, float, float]:
    wide = width_of(shape.text, shape.size)
    x = shape.x - {"start": 0.0, "middle": wide / 2, "end": wide}[shape.anchor]
    return x, shape.y - shape.size, wide, shape.size * 1.25


def _without_overlap(labels: Sequence[Shape], taken: Sequence[Shape]) -> list[Shape]:
    kept: list[Shape] = []
    for shape in labels:
        if not any(_meet(_box(shape), _box(other)) for other in (*taken, *kept)):
            kept.append(shape)
    return kept


def _meet(one: tuple[float, float, float, float], other: tuple[float, float, float, float]) -> bool:
    (x, y, wide, tall), (a, b, c, d) = one, other
    return x < a + c and a < x + wide and y < b + d and b < y + tall
