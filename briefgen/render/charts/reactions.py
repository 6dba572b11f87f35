"""The matrix of reactions: actors down, stances across, a dot where an actor took a stance."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from briefgen.model import REACTION_TYPES
from briefgen.render.charts.drawing import Drawing, Shape, circle, fit, line, text, width_of, wrap
from briefgen.render.view import ReactionRow
from briefgen.render.wording import Wording

WIDTH, ROW, MOST_ACTORS, MOST_STANCES, FEWEST_ACTORS = 640, 20, 24, 8, 6


def reaction_matrix(rows: Sequence[ReactionRow], *, wording: Wording, id: str) -> Drawing | None:
    """The matrix, or None with fewer than six actors; the actors with the most stances and the commonest stances."""
    by_actor: dict[str, set[str]] = {}
    for row in rows:
        by_actor.setdefault(row.actor, set()).add(row.stance)
    if len(by_actor) < FEWEST_ACTORS:
        return None
    counts = Counter(stance for stances in by_actor.values() for stance in stances)
    common = sorted(counts, key=lambda s: (-counts[s], REACTION_TYPES.index(s)))[:MOST_STANCES]
    stances = sorted(common, key=lambda s: REACTION_TYPES.index(s))
    order = {actor: n for n, actor in enumerate(by_actor)}
    kept = [actor for actor, taken in by_actor.items() if taken & set(stances)]
    actors = sorted(sorted(kept, key=lambda a: (-len(by_actor[a]), order[a]))[:MOST_ACTORS], key=order.__getitem__)
    left = min(240.0, max(width_of(actor, 12) for actor in actors) + 14)
    column = min(86.0, (WIDTH - left) / len(stances))
    top = 46
    shapes: list[Shape] = []
    for number, stance in enumerate(stances):
        words = wrap(wording.label(f"stance.{stance}"), column - 4, 11)
        for down, part in enumerate(words):
            x, y = left + column * (number + 0.5), top - 8 - 12 * (len(words) - 1 - down)
            shapes.append(text(x, y, part, cls="muted", size=11, anchor="middle"))
    for number, actor in enumerate(actors):
        y = top + ROW * number
        shapes.append(line(0, y, left + column * len(stances), y, "rule"))
        shapes.append(text(0, y + 14, fit(actor, left - 8, 12), size=12))
        for across, stance in enumerate(stances):
            if stance in by_actor[actor]:
                shapes.append(circle(left + column * (across + 0.5), y + ROW / 2, 5, "accent"))
    told = [
        f"{actor}: {', '.join(wording.label(f'stance.{s}') for s in stances if s in by_actor[actor])}"
        for actor in actors
    ]
    leading = max(stances, key=lambda s: counts[s])
    caption = wording.label(
        "chart.reactions_caption",
        count=len(by_actor),
        count_top=counts[leading],
        stance=wording.label(f"stance.{leading}"),
    )
    return Drawing(
        id=id,
        width=WIDTH,
        height=top + ROW * len(actors) + 2,
        title=wording.label("chart.reactions_title"),
        desc=wording.label("chart.reactions_desc", rows="; ".join(told)),
        caption=caption,
        shapes=tuple(shapes),
    )
