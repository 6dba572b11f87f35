"""Signs of backing from alliance facts: whom the alliance rules find to arm, fund or reinforce another backs it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from briefgen.extract.alliances.extractor import found_ties
from briefgen.extract.parties.scope import Sign
from briefgen.knowledge import Knowledge
from briefgen.model import Aspect
from briefgen.parsed import ParsedArticle

TIED: Final = "tied"
"""The reason given by the signs of this module."""
HELPS: Final = 1.5
"""The weight of one tie of help: promises and presence weigh less, and two of them as much."""
_WEIGHTS: Final[Mapping[Aspect, float]] = {"help_granted": HELPS, "commitment": 0.8, "deployment": 0.8}


def tie_signs(parsed: ParsedArticle, knowledge: Knowledge) -> Iterator[Sign]:
    """A backer's sign for each tie and aspect of help: "gave Chad $3bn in military aid", "its troops in Chad".

    Each tie and aspect counts once, however often it is told; that of a state alone: what a pact promises its members
    makes it no party.
    """
    told = set()
    for fact in found_ties(parsed, knowledge):
        weight = _WEIGHTS.get(fact.aspect, 0.0)
        key = (fact.alliance, fact.aspect, fact.by)
        if weight and fact.by is not None and fact.by.kind == "state" and key not in told:
            told.add(key)
            others = tuple(side for side in fact.sides if side != fact.by)
            yield Sign(fact.by, None, "backer", weight, TIED, fact.start, fact.end, others)
