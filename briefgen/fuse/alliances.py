"""The alliance facts of one story: one for a tie, aspect and acting side over all articles."""

from __future__ import annotations

from collections.abc import Sequence, Set
from datetime import date

from briefgen.fuse.merging import all_evidence, commonest, earliest, grouped, place_in_text
from briefgen.fuse.names import Names
from briefgen.fuse.tellings import LASTING, Pair, pair
from briefgen.model import ASPECTS, AllianceFact


def merged_alliances(
    facts: Sequence[AllianceFact], *, names: Names, opponents: Set[Pair] = frozenset()
) -> tuple[AllianceFact, ...]:
    """Merged *facts* by tie, in the order of aspects; one without an acting side joins the only one that names it.

    That two *opponents* are allies, said in passing, is of other days.
    """
    kept = [f for f in facts if f.aspect != "membership" or f.corrected or not _are_opponents(f, opponents, names)]
    ordered = sorted(kept, key=place_in_text)
    groups = grouped(ordered, lambda f: (names.actor(f.alliance), f.aspect, names.maybe(f.by)))
    for key in [key for key in groups if key[2] is None]:
        named = [k for k in groups if k[:2] == key[:2] and k[2] is not None]
        if len(named) == 1:
            groups[named[0]] += groups.pop(key)
    made = [
        AllianceFact(
            alliance=alliance,
            aspect=aspect,
            by=by,
            when=earliest([f.when for f in group]),
            evidence=all_evidence(group),
            attributed_to=_teller(group, names=names),
            corrected=any(f.corrected for f in group),
        )
        for (alliance, aspect, by), group in groups.items()
    ]
    return tuple(sorted(made, key=lambda f: (f.alliance, ASPECTS.index(f.aspect), f.by or "")))


def is_of(fact: AllianceFact, day: date) -> bool:
    """Whether a fact may bear on the fight of *day*: it bears no date that is years before."""
    end = fact.when.end if fact.when else None
    return end is None or end >= day - LASTING


def _are_opponents(fact: AllianceFact, opponents: Set[Pair], names: Names) -> bool:
    """Whether the two ends of a tie fight each other."""
    ends = [names.actor(end) for end in fact.ends]
    return len(ends) > 1 and pair(ends[0], ends[1]) in opponents


def _teller(group: Sequence[AllianceFact], *, names: Names) -> str | None:
    """By whose word alone the fact is known: nobody's where one article says it itself."""
    told = [names.maybe(fact.attributed_to) for fact in group]
    return commonest(told) if all(told) else None
