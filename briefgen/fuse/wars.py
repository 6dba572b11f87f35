"""Who is known to be at war with whom in the year of an article, and who on one side, by `knowledge/conflicts.csv`.

A sentence that names four states beside a word for fighting does not say who fights whom; the table does. Opponents
that it knows are told twice more; those on one side of a war do not fight each other; what the text alone makes of one
who is at war and a third counts only where it says so more than once.
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
    foes, friends = _known(fighting, day, names)
    involved = {name for pair in foes for name in pair}
    kept = {p: n for p, n in told.items() if p in foes or (p not in friends and (n > _ONCE or not involved & set(p)))}
    return Counter(kept) + Counter(dict.fromkeys(foes, _ONCE))


def are_at_war(a: str, b: str, *, day: date | None, names: Names) -> bool:
    """Whether two are known to be at war in the year of *day*."""
    return bool(_known({a, b}, day, names)[0])


def _known(actors: Set[str], day: date | None, names: Names) -> tuple[frozenset[_Pair], frozenset[_Pair]]:
    """The pairs of *actors* on two sides of a war of that year, and those on one side (or behind it) in one."""
    rows = {row.id: name for name in actors if (row := names.knowledge.named(name)) is not None}
    foes: set[_Pair] = set()
    friends: set[_Pair] = set()
    for war in names.knowledge.conflicts if day is not None else ():
        if day is not None and war.told_in(day.year):
            foes |= {_pair(rows[a], rows[b]) for a in war.sides[0] & rows.keys() for b in war.sides[1] & rows.keys()}
            camps = [(side | backers) & rows.keys() for side, backers in zip(war.sides, war.backers, strict=True)]
            friends |= {_pair(rows[a], rows[b]) for camp in camps for a in camp for b in camp if a < b}
    return frozenset(foes), frozenset(friends - foes)


def _pair(a: str, b: str) -> _Pair:
    return (a, b) if a <= b else (b, a)
