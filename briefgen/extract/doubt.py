"""Whether the relation model, asked about what a rule has read, gives it no chance."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from briefgen.parsed import ParsedArticle

DOUBT: Final = 0.02
"""Below that it gives it none."""


def is_doubted(
    parsed: ParsedArticle, label: str, *, by: Collection[str], toward: Collection[str] | None, start: int, end: int
) -> bool:
    """Whether the model was asked if one of the names *by* does *label* in tokens [start, end), and does not think so.

    Where *toward* is given, what it thinks of others than those names does not count.
    """
    if not any(actor.name in by for sentence in parsed.asked_in(start, end) for actor in sentence.actors):
        return False
    return not any(
        relation.score >= DOUBT
        and relation.label == label
        and relation.actor.name in by
        and (relation.other is None or toward is None or relation.other.name in toward)
        for relation in parsed.relations_in(start, end)
    )
