"""Strands of many articles into stories: the same sides fight, or one target was hit, in one time.

Strands meet under keys (a pair of opponents; a place with a target in it; an attacked state), are sorted by day under
each, and neighbours within the key's window join: n log n in the number of strands.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from briefgen.fuse.names import Names
from briefgen.fuse.places import Spot
from briefgen.fuse.strands import Strand
from briefgen.fuse.tellings import Pair
from briefgen.fuse.unions import Unions
from briefgen.settings import FuseSettings

Key = tuple[str, ...]


def stories(strands: Sequence[Strand], *, names: Names, settings: FuseSettings) -> list[list[Strand]]:
    """The strands of each story, by day, article and number; stories in the order of their first strand."""
    ordered = sorted(strands, key=lambda s: (s.day or date.max, s.article, s.number))
    unions = Unions[int]()
    blocks: dict[Key, list[int]] = {}
    for index, strand in enumerate(ordered):
        unions.add(index)
        for key in sorted(set(_keys(strand, names))):
            blocks.setdefault(key, []).append(index)
    for key in sorted(blocks):
        days = settings.toll_window_days if key[0] == "state" else settings.story_window_days
        _join_neighbours(blocks[key], ordered, unions, window=timedelta(days=days), wary=key[0] == "state")
    return [[ordered[index] for index in group] for group in unions.groups()]


def _join_neighbours(
    block: Sequence[int], strands: Sequence[Strand], unions: Unions[int], *, window: timedelta, wary: bool
) -> None:
    """Join each strand to the one before it in time; an undated strand joins the last dated one.

    Where the key is weak (*wary*), two strands that name different towns stay apart.
    """
    for first, second in itertools.pairwise(block):
        a, b = strands[first], strands[second]
        near = a.day is None or b.day is None or b.day - a.day <= window
        if near and not (wary and _elsewhere(a, b)):
            unions.join(first, second)


def _keys(strand: Strand, names: Names) -> Iterator[Key]:
    for pair in sorted(strand.main | strand.loose):
        yield from _pair_keys(pair, strand, names)
    hit = strand.targets | frozenset(strand.sides)
    towns = _towns(strand)
    for spot in towns[:2]:
        for actor in sorted(hit):
            yield ("place", spot.name, actor)
        if spot.state and not _home(strand, spot.state):
            yield ("place", spot.name, spot.state)
    if not strand.pairs and not strand.loose:
        yield from (("state", target) for target in sorted(strand.targets))
    if not hit and not strand.spots and not towns:
        yield ("nowhere", strand.article)


def _pair_keys(pair: Pair, strand: Strand, names: Names) -> Iterator[Key]:
    """A pair of opponents; where one of them fights in several states, the pair in each state that is told."""
    states = sorted({spot.state for spot in strand.spots if spot.state})
    if states and any(_fights_abroad(name, names) for name in pair):
        yield from (("pair", *pair, state) for state in states)
    else:
        yield ("pair", *pair)


def _towns(strand: Strand) -> list[Spot]:
    """The places of a strand that are no whole states, told ones first."""
    return [spot for spot in (*strand.spots, strand.opening) if spot is not None and not spot.wide]


def _home(strand: Strand, state: str) -> bool:
    """Whether a told fight is one of *state* itself: then not every event in its towns is part of it."""
    return any(state in pair for pair in strand.pairs)


def _fights_abroad(name: str, names: Names) -> bool:
    row = names.knowledge.named(name)
    return bool(row and row.kind == "armed_group" and len(row.countries) > 1)


def _elsewhere(a: Strand, b: Strand) -> bool:
    first, second = _towns(a), _towns(b)
    return bool(first and second) and not any(one.meets(other) for one in first for other in second)
