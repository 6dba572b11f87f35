"""Who fights, backs and mediates, as a small graph: sides left and right, backers outside them, mediators below."""

from __future__ import annotations

from collections.abc import Sequence

from briefgen.model import Party
from briefgen.render.charts.drawing import Drawing, Shape, fit, line, rect, text, width_of
from briefgen.render.wording import Wording

WIDTH, ROW, TOP, SIZE = 640, 44, 26, 13
COLUMNS = (84.0, 232.0, 408.0, 556.0)
MOST = 5


def relations_graph(parties: Sequence[Party], *, wording: Wording, id: str) -> Drawing | None:
    """The graph, or None where the sources tell of no fight or backing between parties."""
    names = {party.name for party in parties}
    fights = _edges({p.name: p.fights for p in parties}, names=names)
    backs = sorted({(p.name, other) for p in parties for other in p.backs if other in names and other != p.name})
    if not fights or len(fights) + len(backs) < 2:
        return None
    left, right = _camps([p.name for p in parties], fights)
    side = dict.fromkeys(left, 0) | dict.fromkeys(right, 1)
    mediators = [p.name for p in parties if p.role == "mediator" and p.name not in side][:4]
    outer: tuple[list[str], list[str]] = ([], [])
    for backer, backed in backs:
        if backer not in side and backed in side and backer not in outer[0] + outer[1]:
            outer[side[backed]].append(backer)
    columns = [outer[0][:MOST], left[:MOST], right[:MOST], outer[1][:MOST]]
    tall = max(map(len, columns))
    shift = (bool(columns[3]) - bool(columns[0])) * -74.0
    place = {
        name: (COLUMNS[c] + shift, TOP + ROW * (n + (tall - len(column)) / 2))
        for c, column in enumerate(columns)
        for n, name in enumerate(column)
    }
    for n, name in enumerate(mediators):
        place.setdefault(name, (WIDTH * (n + 1) / (len(mediators) + 1) + shift, TOP + ROW * (tall + 0.2)))
    height = TOP + ROW * tall + (ROW if mediators else 0)
    shapes: list[Shape] = [_edge(place[a], place[b], "fights") for a, b in fights if a in place and b in place]
    shapes += [_edge(place[a], place[b], "backs") for a, b in backs if a in place and b in place]
    if mediators:
        middle = (WIDTH / 2 + shift, TOP + ROW * (tall - 1) / 2)
        shapes += [_edge(place[name], middle, "mediates") for name in mediators]
    for name, (x, y) in place.items():
        shapes += _node(wording.phrases.short(name), x, y, strong=name in side)
    label = wording.label
    told = [label("chart.relation_fights", a=a, b=b) for a, b in fights]
    told += [label("chart.relation_backs", a=a, b=b) for a, b in backs]
    told += [label("chart.relation_mediates", a=a) for a in mediators]
    return Drawing(
        id=id,
        width=WIDTH,
        height=int(height),
        title=label("chart.relations_title"),
        desc=label("chart.relations_desc", rows="; ".join(told)),
        caption=label("chart.relations_caption"),
        shapes=tuple(shapes),
    )


def _edges(fights: dict[str, tuple[str, ...]], *, names: set[str]) -> list[tuple[str, str]]:
    pairs = {(min(a, b), max(a, b)) for a, others in fights.items() for b in others if b in names and a != b}
    return sorted(pairs)


def _camps(names: Sequence[str], fights: Sequence[tuple[str, str]]) -> tuple[list[str], list[str]]:
    """Two columns such that those who fight stand apart where that can be: a greedy colouring in order of mention."""
    enemies: dict[str, set[str]] = {}
    for a, b in fights:
        enemies.setdefault(a, set()).add(b)
        enemies.setdefault(b, set()).add(a)
    camps: tuple[list[str], list[str]] = ([], [])
    waiting = [name for name in names if name in enemies]
    while waiting:
        linked = [n for n in waiting if enemies[n] & set(camps[0] + camps[1])]
        name = (linked or waiting)[0]
        waiting.remove(name)
        against = [len(enemies[name] & set(camp)) for camp in camps]
        camps[0 if against[0] <= against[1] else 1].append(name)
    return camps


def _edge(a: tuple[float, float], b: tuple[float, float], cls: str) -> Shape:
    return line(*a, *b, cls)


def _node(name: str, x: float, y: float, *, strong: bool) -> list[Shape]:
    name = fit(name, 140, SIZE)
    half = width_of(name, SIZE) / 2 + 7
    return [
        rect(x - half, y - 13, 2 * half, 26, "node-strong" if strong else "node"),
        text(x, y + 4.5, name, cls="on-accent" if strong else "ink", size=SIZE, anchor="middle", bold=strong),
    ]
