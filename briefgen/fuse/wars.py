"""Who is known to be at war with whom at the time of an article, and who on one side, by `knowledge/conflicts.csv`.

A sentence that names four states beside a word for fighting does not say who fights whom; the table does. Opponents
that it knows go before others, but are not told by that; those on one side of a war do not fight each other; what the
text alone makes of one who is at war and a third counts only where it says so more than once.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence, Set
from datetime import date
from itertools import combinations

from briefgen.fuse.names import Names
from briefgen.knowledge.wars import foes, fought_in, friends

_ONCE = 2  # what is told of a pair that fights once
_Pair = tuple[str, str]


def by_wars(
    told: Counter[_Pair], fighting: Set[str], *, day: date | None, names: Names
) -> tuple[Counter[_Pair], frozenset[_Pair]]:
    """What of *told* (opponents in order, how often) stands, and the pairs of those *fighting* known to be at war."""
    against, beside = _known(fighting, day, names)
    involved = {name for pair in against for name in pair}
    kept = {p: n for p, n in told.items() if p in against or (p not in beside and (n > _ONCE or not involved & set(p)))}
    return Counter(kept), frozenset(against)


def are_at_war(a: str, b: str, *, day: date | None, names: Names) -> bool:
    """Whether two are known to be at war on *day*."""
    return bool(_known({a, b}, day, names)[0])


def theatre(sides: Sequence[str], *, day: date | None, names: Names) -> frozenset[str]:
    """The lands, by name, of the wars of *day* in which two of *sides* are foes; none where none is known."""
    rows = [row.id for name in sides if (row := names.knowledge.named(name)) is not None]
    if day is None or len(rows) != 2:
        return frozenset()
    lands = (names.knowledge.actor(id) for id in fought_in(names.knowledge, frozenset(rows), when=day))
    return frozenset(land.name for land in lands if land)


def _known(actors: Set[str], day: date | None, names: Names) -> tuple[list[_Pair], list[_Pair]]:
    """The pairs of *actors* who are foes in the wars of that day, and those who are friends; each in order."""
    rows = {name: row.id for name in sorted(actors) if (row := names.knowledge.named(name)) is not None}
    if day is None:
        return [], []
    pairs = list(combinations(rows, 2))
    against, beside = foes(names.knowledge, day), friends(names.knowledge, day)
    return (
        [(a, b) for a, b in pairs if frozenset((rows[a], rows[b])) in against],
        [(a, b) for a, b in pairs if frozenset((rows[a], rows[b])) in beside],
    )
