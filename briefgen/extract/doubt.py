"""Whether the relation model, asked about what a rule has read, gives it too small a chance."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from briefgen.parsed import ParsedArticle

DOUBTED: Final = frozenset(
    {"accuses", "calls_for_action", "condemns", "mediates", "offers_aid", "sends_forces", "statement", "supports"}
    | {"warns", "withdraws_forces", "commitment", "deployment", "help_granted", "help_refused", "help_requested"}
)
"""The labels of which what the rules read is left out below `LEAST`: in held-out texts 303 of 315 such are wrong."""
LEAST: Final = 0.01


def is_doubted(
    parsed: ParsedArticle, label: str, *, by: Collection[str], toward: Collection[str] | None, start: int, end: int
) -> bool:
    """Whether the model was asked if one of the names *by* does *label* in tokens [start, end), and gives it less than
    `LEAST`; of labels other than `DOUBTED` nothing is.

    Where *toward* is given, what it thinks of others than those names does not count.
    """
    if label not in DOUBTED or not any(
        actor.name in by for sentence in parsed.asked_in(start, end) for actor in sentence.actors
    ):
        return False
    return not any(
        relation.score >= LEAST
        and relation.label == label
        and relation.actor.name in by
        and (relation.other is None or toward is None or relation.other.name in toward)
        for relation in parsed.relations_in(start, end)
    )
