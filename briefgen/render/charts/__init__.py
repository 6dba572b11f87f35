"""Charts of a situation, as drawings that the templates' SVG macro sets; each is None where it would say nothing."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest

from briefgen.model import Situation
from briefgen.render.charts.drawing import Drawing
from briefgen.render.charts.locator import locator_map
from briefgen.render.charts.reactions import alliance_matrix, reaction_matrix
from briefgen.render.charts.relations import relations_graph
from briefgen.render.charts.timeline import rise_chart, timeline_chart
from briefgen.render.charts.tolls import toll_chart
from briefgen.render.names import Spot, codes, locate
from briefgen.render.view import EventRow, ReactionRow, TollRow
from briefgen.render.wording import Wording

__all__ = ["Drawing", "draw", "draw_map"]


def draw(
    situation: Situation,
    *,
    tolls: Sequence[TollRow],
    reactions: Sequence[ReactionRow],
    timeline: Sequence[EventRow],
    wording: Wording,
    anchor: str,
) -> dict[str, Drawing | None]:
    """The charts of *situation* by name, None where one would show nothing; ids begin with *anchor*."""
    return {
        "tolls": toll_chart(tolls, wording=wording, id=f"{anchor}-chart-tolls"),
        "rise": rise_chart(situation.tolls, wording=wording, id=f"{anchor}-chart-rise"),
        "timeline": timeline_chart(timeline, wording=wording, id=f"{anchor}-chart-timeline"),
        "reactions": reaction_matrix(reactions, wording=wording, id=f"{anchor}-chart-reactions"),
        "alliances": alliance_matrix(situation.alliances, wording=wording, id=f"{anchor}-chart-alliances"),
        "relations": relations_graph(situation.parties, wording=wording, id=f"{anchor}-chart-relations"),
        "map": draw_map([situation], wording=wording, id=f"{anchor}-chart-map"),
    }


def draw_map(situations: Sequence[Situation], *, wording: Wording, id: str) -> Drawing | None:
    """The map of the places of losses and events in *situations*, among the states that fight or suffer there.

    Of several situations each gives its places in turn, so that none is crowded out by the first.
    """
    found = [_places(situation) for situation in situations]
    turns = zip_longest(*(spots for spots, _ in found))
    spots = dict.fromkeys(spot for turn in turns for spot in turn if spot is not None)
    states = dict.fromkeys(state for _, states in found for state in states)
    return locator_map(list(spots), states=list(states), wording=wording, id=id)


def _places(situation: Situation) -> tuple[list[Spot], list[str]]:
    """The spots of a situation, and the codes of its states."""
    fighting = [p.name for p in situation.parties if p.role in ("belligerent", "affected")]
    current = [toll for toll in situation.tolls if not toll.background]
    named = [situation.place, *(toll.place for toll in current), *(event.place for event in situation.timeline)]
    places = list(dict.fromkeys(name for name in named if name))
    spots = locate(places, near=[name for name in fighting if name in codes()])
    return list(spots), [codes()[name] for name in (*fighting, *places) if name in codes()]
