"""Who took which stance, and what happened to which alliance: two matrices."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from briefgen.model import ASPECTS, REACTION_TYPES, AllianceFact
from briefgen.render.charts.drawing import Drawing
from briefgen.render.charts.matrix import Grid, matrix
from briefgen.render.view import ReactionRow
from briefgen.render.wording import Wording

FEWEST_ACTORS, FEWEST_ALLIANCES = 6, 3


def reaction_matrix(rows: Sequence[ReactionRow], *, wording: Wording, id: str) -> Drawing | None:
    """Actors by stance, or None with fewer than six actors, where the table says it as well."""
    kinds = _grouped((row.short, row.stance) for row in rows)
    if len(kinds) < FEWEST_ACTORS:
        return None
    labels: dict[str, str] = {stance: wording.label(f"stance.{stance}") for stance in REACTION_TYPES}
    grid = Grid(kinds, REACTION_TYPES, labels)
    counts = grid.counts
    leading = max(grid.columns, key=lambda stance: counts[stance])
    caption = wording.label(
        "chart.reactions_caption", count=len(kinds), count_top=counts[leading], stance=labels[leading]
    )
    return matrix(grid, id=id, title=wording.label("chart.reactions_title"), caption=caption)


def alliance_matrix(facts: Sequence[AllianceFact], *, wording: Wording, id: str) -> Drawing | None:
    """Alliances by what is told of them, or None with fewer than three."""
    kinds = _grouped((wording.phrases.short(fact.alliance), fact.aspect) for fact in facts)
    if len(kinds) < FEWEST_ALLIANCES:
        return None
    labels: dict[str, str] = {aspect: wording.label(f"aspect.{aspect}") for aspect in ASPECTS}
    caption = wording.label("chart.alliances_caption", count=len(kinds))
    title = wording.label("chart.alliances_title")
    return matrix(Grid(kinds, ASPECTS, labels), id=id, title=title, caption=caption)


def _grouped(pairs: Iterable[tuple[str, str]]) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for name, kind in pairs:
        found.setdefault(name, set()).add(kind)
    return {name: frozenset(kinds) for name, kinds in found.items()}
