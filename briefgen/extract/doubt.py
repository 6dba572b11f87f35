"""Whether the relation model, asked about what a rule has read, gives it too small a chance."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Final

from briefgen.parsed import ParsedArticle

LEAST: Final[Mapping[str, float]] = {
    "accuses": 0.01,
    "calls_for_action": 0.01,
    "condemns": 0.01,
    "mediates": 0.01,
    "offers_aid": 0.01,
    "sends_forces": 0.01,
    "statement": 0.01,
    "supports": 0.01,
    "warns": 0.01,
    "withdraws_forces": 0.01,
    "commitment": 0.01,
    "deployment": 0.01,
    "help_granted": 0.01,
    "help_refused": 0.01,
    "help_requested": 0.01,
}
"""The score by label below which what the rules read is left out: in held-out texts 303 of 315 such are wrong."""


def is_doubted(
    parsed: ParsedArticle, label: str, *, by: Collection[str], toward: Collection[str] | None, start: int, end: int
) -> bool:
    """Whether the model was asked if one of the names *by* does *label* in tokens [start, end), and gives it less than
    `LEAST`; of other labels nothing is doubted.

    Where *toward* is given, what it thinks of others than those names does not count.
    """
    least = LEAST.get(label, 0.0)
    if not least or not any(actor.name in by for sentence in parsed.asked_in(start, end) for actor in sentence.actors):
        return False
    return not any(
        relation.score >= least
        and relation.label == label
        and relation.actor.name in by
        and (relation.other is None or toward is None or relation.other.name in toward)
        for relation in parsed.relations_in(start, end)
    )
