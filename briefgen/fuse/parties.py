"""The parties of one story: an entry for each actor over all articles, its role by the weight of the articles."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence, Set

from briefgen.fuse.merging import all_evidence, commonest, grouped, place_in_text
from briefgen.fuse.names import Names
from briefgen.model import ROLES, AllianceFact, Party, Role


def merged_parties(
    parties: Sequence[Party],
    *,
    sides: frozenset[str],
    pairs: frozenset[tuple[str, str]],
    alliances: Sequence[AllianceFact],
    names: Names,
) -> tuple[Party, ...]:
    """One `Party` for each actor: those who fight first, then by role, by number of articles, and by name.

    *sides* are those who fight in this story, *pairs* the told opponents among them: who fights only elsewhere backs a
    side here, which the *alliances* of the story may tell too by the word of an article, or stands beside.
    """
    known = grouped(sorted(parties, key=place_in_text), lambda party: names.actor(party.name))
    present, helped = frozenset(known), _helped(alliances, pairs, names)
    made = [
        _party(name, group, sides=sides, pairs=pairs, present=present, helped=helped.get(name, set()), names=names)
        for name, group in known.items()
    ]
    return tuple(sorted(made, key=lambda p: (ROLES.index(p.role), -len({e.article for e in p.evidence}), p.name)))


def _party(
    name: str,
    group: Sequence[Party],
    *,
    sides: frozenset[str],
    pairs: frozenset[tuple[str, str]],
    present: frozenset[str],
    helped: Set[str],
    names: Names,
) -> Party:
    told = {other for pair in pairs if name in pair for other in pair if other != name}
    fights = told if pairs else _others([other for p in group for other in p.fights], name, names) & present
    backs = _others([other for p in group for other in p.backs], name, names) & present
    if _is_elsewhere(group, name, sides=sides):
        backs |= helped & sides & present
    aliases = Counter(alias for p in group for alias in (*p.aliases, p.name) if alias != name)
    return Party(
        name=name,
        aliases=tuple(sorted(aliases, key=lambda alias: (-aliases[alias], alias))),
        kind=commonest(p.kind for p in group) or group[0].kind,
        role="belligerent" if told else _role(group, name, backs=backs, sides=sides),
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


def _helped(alliances: Sequence[AllianceFact], pairs: frozenset[tuple[str, str]], names: Names) -> dict[str, set[str]]:
    """Whom each actor is said to help, by the word of an article and not of somebody in it; but no two who fight."""
    found: dict[str, set[str]] = {}
    for fact in alliances:
        ends, helper = [names.actor(end) for end in fact.ends], names.maybe(fact.by)
        if fact.aspect == "help_granted" and fact.attributed_to is None and helper in ends:
            found.setdefault(helper, set()).update(end for end in ends if end != helper)
    both = {helper: {a for pair in pairs if helped >= set(pair) for a in pair} for helper, helped in found.items()}
    return {helper: helped - both[helper] for helper, helped in found.items()}


def _is_elsewhere(group: Sequence[Party], name: str, *, sides: frozenset[str]) -> bool:
    """Whether most articles have *name* fight, and none of them in this story."""
    return bool(sides) and name not in sides and _told_role(Counter(p.role for p in group)) == "belligerent"


def _role(group: Sequence[Party], name: str, *, backs: set[str], sides: frozenset[str]) -> Role:
    """The role told by most articles; who fights no side of this story is no belligerent."""
    told = Counter(p.role for p in group)
    if not _is_elsewhere(group, name, sides=sides):
        return _told_role(told)
    if backs & sides:
        return "backer"
    told.pop("belligerent")
    return _told_role(told) if told else "commentator"


def _told_role(told: Counter[Role]) -> Role:
    """The role told most often, the stronger of equals."""
    return max(told, key=lambda role: (told[role], -ROLES.index(role)))
