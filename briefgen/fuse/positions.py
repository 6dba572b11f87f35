"""Where in a text each actor is named, so that a fact can be given to the conflict that the text around it tells of."""

from __future__ import annotations

import re
import sys
from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Set
from dataclasses import dataclass

from briefgen.model import Evidence

_BREAK = re.compile(r"\n\s*\n|\n")


@dataclass(frozen=True, slots=True)
class Positions:
    """Starts of mentions by actor and together, and where paragraphs end; all sorted character offsets."""

    by_actor: Mapping[str, list[int]]
    starts: list[int]
    actors: list[str]
    breaks: list[int]

    def count(self, actor: str, *, until: int | None = None) -> int:
        """How often *actor* is named, before offset *until* where that is given."""
        found = self.by_actor.get(actor, [])
        return len(found) if until is None else bisect_left(found, until)

    def inside(self, start: int, end: int) -> list[str]:
        """The actors named in [start, end), in order, with repetition."""
        return self.actors[bisect_left(self.starts, start) : bisect_left(self.starts, end)]

    def nearest(self, evidence: Evidence, *, among: Set[str] | None = None) -> str | None:
        """The actor named in the span, else last before it in its paragraph, else next in it, else last before it.

        Only actors of *among* count where it is given.
        """
        inside = [name for name in self.inside(evidence.start, evidence.end) if among is None or name in among]
        if inside:
            return inside[0]
        first, last = self.paragraph(evidence)
        before = self._last(evidence.start, among)
        if before is not None and self.starts[before] >= first:
            return self.actors[before]
        after = self._next(evidence.end, among)
        if after is not None and self.starts[after] < last:
            return self.actors[after]
        return self.actors[before] if before is not None else self.actors[after] if after is not None else None

    def paragraph(self, evidence: Evidence) -> tuple[int, int]:
        """The stretch [start, end) of the lines that hold the span."""
        first = self.breaks[bisect_right(self.breaks, evidence.start) - 1]
        following = bisect_right(self.breaks, evidence.end)
        return first, self.breaks[following] if following < len(self.breaks) else sys.maxsize

    def _last(self, offset: int, among: Set[str] | None) -> int | None:
        index = bisect_left(self.starts, offset) - 1
        while index >= 0 and among is not None and self.actors[index] not in among:
            index -= 1
        return index if index >= 0 else None

    def _next(self, offset: int, among: Set[str] | None) -> int | None:
        index = bisect_left(self.starts, offset)
        while index < len(self.starts) and among is not None and self.actors[index] not in among:
            index += 1
        return index if index < len(self.starts) else None


def positions(text: str, forms: Mapping[str, Set[str]]) -> Positions:
    """Finds the *forms* (surface forms by actor) in *text* as whole words, the longest first where they overlap.

    >>> found = positions("Kyrgyz guards met Tajik guards.", {"Kyrgyzstan": {"Kyrgyz"}, "Tajikistan": {"Tajik"}})
    >>> found.by_actor
    {'Kyrgyzstan': [0], 'Tajikistan': [18]}
    """
    actor_of = {form: actor for actor in sorted(forms) for form in sorted(forms[actor]) if form.strip()}
    found: list[tuple[int, str]] = []
    if actor_of:
        longest_first = sorted(actor_of, key=lambda form: (-len(form), form))
        pattern = re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, longest_first)) + r")(?!\w)")
        found = [(match.start(), actor_of[match[0]]) for match in pattern.finditer(text)]
    by_actor: dict[str, list[int]] = {}
    for start, actor in found:
        by_actor.setdefault(actor, []).append(start)
    return Positions(
        by_actor=by_actor,
        starts=[start for start, _ in found],
        actors=[actor for _, actor in found],
        breaks=[0, *(match.end() for match in _BREAK.finditer(text))],
    )
