"""Who is known to be at war with whom in the year of an article, by `knowledge/conflicts.csv`.

A sentence that names four states beside a word for fighting does not say who fights whom; the table does. Opponents
that it knows are told twice more; what the text alone makes of one of them and a third counts only where it says so
more than once.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Set
from datetime import date

from briefgen.fuse.names import Names

_ONCE = 2  # what a pair counts where one of them is once said to fight the other
_Pair = tuple[str, str]


def with_wars(told: Counter[_Pair], fighting: Set[str], *, day: date | None, names: Names) -> Counter[_Pair]:
    """*told* (opponents in order, how often) with the pairs among those *fighting* who are known to be at war."""
    known = _at_war(fighting, day, names)
    involved = {name for pair in known for name in pair}
    kept = {p: n for p, n in told.items() if p in known or n > _ONCE or not involved & set(p)}
    return Counter(kept) + Counter(dict.fromkeys(known, _ONCE))


def are_at_war(a: str, b: str, *, day: date | None, names: Names) -> bool:
    """Whether two are known to be at war in the year of *day*."""
    return bool(_at_war({a, b}, day, names))


def _at_war(fighting: Set[str], day: date | None, names: Names) -> frozenset[_Pair]:
    rows = {row.id: name for name in fighting if (row := names.knowledge.named(name)) is not None}
    wars = [war for war in names.knowledge.conflicts if day is not None and war.told_in(day.year)]
    pairs = [(rows[a], rows[b]) for war in wars for a in war.sides[0] & rows.keys() for b in war.sides[1] & rows.keys()]
    return frozenset((a, b) if a <= b else (b, a) for a, b in pairs)
