"""The parties of one story: an entry for each actor over all articles, its role by the weight of the articles."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from briefgen.fuse.merging import all_evidence, commonest, grouped, place_in_text
from briefgen.fuse.names import Names
from briefgen.model import ROLES, Party, Role


def merged_parties(
    parties: Sequence[Party], *, sides: frozenset[str], pairs: frozenset[tuple[str, str]], names: Names
) -> tuple[Party, ...]:
    """One `Party` for each actor: those who fight first, then by role, by number of articles, and by name.

    *sides* are those who fight in this story, *pairs* the told opponents among them: who fights only elsewhere backs a
    side here, or stands beside.
    """
    known = grouped(sorted(parties, key=place_in_text), lambda party: names.actor(party.name))
    present = frozenset(known)
    made = [
        _party(name, group, sides=sides, pairs=pairs, present=present, names=names) for name, group in known.items()
    ]
    return tuple(sorted(made, key=lambda p: (ROLES.index(p.role), -len({e.article for e in p.evidence}), p.name)))


def _party(
    name: str,
    group: Sequence[Party],
    *,
    sides: frozenset[str],
    pairs: frozenset[tuple[str, str]],
    present: frozenset[str],
    names: Names,
) -> Party:
    told = {other for pair in pairs if name in pair for other in pair if other != name}
    fights = told if pairs else _others([other for p in group for other in p.fights], name, names) & present
    backs = _others([other for p in group for other in p.backs], name, names) & present
    aliases = Counter(alias for p in group for alias in (*p.aliases, p.name) if alias != name)
    return Party(
        name=name,
        aliases=tuple(sorted(aliases, key=lambda alias: (-aliases[alias], alias))),
        kind=commonest(p.kind for p in group) or group[0].kind,
        role="belligerent" if told else _role(group, name, fights=fights, backs=backs, sides=sides),
        leaders=_leaders([leader for p in group for leader in p.leaders]),
        fights=tuple(sorted(fights)),
        backs=tuple(sorted(backs)),
        evidence=all_evidence(group),
        corrected=any(p.corrected for p in group),
    )


def _leaders(told: Sequence[str]) -> tuple[str, ...]:
    """The leaders, the most often told first; of several spellings of one surname that told most often."""
    counts = Counter(told)
    found: dict[str, str] = {}
    for name in sorted(counts, key=lambda name: (-counts[name], told.index(name))):
        found.setdefault(name.split()[-1].casefold(), name)
    return tuple(found.values())


def _others(told: Sequence[str], name: str, names: Names) -> set[str]:
    return {names.actor(other) for other in told} - {name}


def _role(group: Sequence[Party], name: str, *, fights: set[str], backs: set[str], sides: frozenset[str]) -> Role:
    """The role told by most articles, the stronger of equals; who fights no side of this story is no belligerent."""
    told = Counter(p.role for p in group)
    role = max(told, key=lambda r: (told[r], -ROLES.index(r)))
    if role != "belligerent" or name in sides or not sides:
        return role
    if backs & sides:
        return "backer"
    told.pop("belligerent")
    return max(told, key=lambda r: (told[r], -ROLES.index(r)), default="commentator")
