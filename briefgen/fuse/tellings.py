"""Who fights whom, as one article tells it and as all articles of a time together do.

One article's reading of who fights is often wrong or wanting; a pair that several articles tell is not. So pairs are
weighed over the articles of one time: an article that tells of no fight of its own, but is about both sides of a known
one, belongs to that; and a pair that only one article tells gives way where a pair better told shares a side with it.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from briefgen.fuse.names import Names
from briefgen.fuse.positions import LEAD, Forms, Positions
from briefgen.model import Article, CasualtyReport, Findings

Pair = tuple[str, str]

_ABOUT = 8  # an article is about the actors that it names most: so many of them
_PLAIN = 4  # an article that tells a pair so often (each fights the other, or accusations besides) counts twice
_LEADING = 4  # the actors that an article leads with: so many of those that it names most
_SELDOM = 2  # mentions at which an actor is more than named in passing
_ONLY_ALLIANCES = frozenset({"alliance", "coalition"})  # sorts of intergovernmental bodies that fight


@dataclass(frozen=True, slots=True)
class Telling:
    """An article's findings with its day, where it names its actors, and the opponents that it tells of (how often)."""

    findings: Findings
    article: Article | None
    day: date | None
    where: Positions
    told: Counter[Pair]


@dataclass
class Known:
    """The pairs told by all articles: for each the days on which it was told, sorted."""

    window: timedelta
    days: dict[Pair, list[int]] = field(default_factory=dict)
    partners: dict[str, list[str]] = field(default_factory=dict)

    def strength(self, pair: Pair, day: date | None) -> int:
        """How many articles within the window of *day* tell of *pair*; all of them where the day is not known."""
        days = self.days.get(pair, [])
        if day is None:
            return len(days)
        return bisect_right(days, (day + self.window).toordinal()) - bisect_left(days, (day - self.window).toordinal())


def telling(findings: Findings, *, article: Article | None, names: Names, forms: Forms) -> Telling:
    """*findings* with what grouping needs to know of them."""
    aliases: dict[str, set[str]] = {}
    for party in findings.parties:
        own = {form for form in (party.name, *party.aliases, *party.leaders) if form[:1].isupper()}
        aliases.setdefault(names.actor(party.name), set()).update(own)
    text = article.text if article else ""
    where = forms.find(text, {actor: sorted(found) for actor, found in aliases.items()})
    return Telling(findings, article, day_of(article), where, _told(findings, names))


def day_of(article: Article | None) -> date | None:
    """The day of publication, in the article's own zone."""
    published = article.source.published if article else None
    return published.date() if isinstance(published, datetime) else published


def known_pairs(tellings: Sequence[Telling], *, window_days: int) -> Known:
    """The pairs of all *tellings*."""
    known = Known(timedelta(days=window_days))
    for one in tellings:
        ordinal = one.day.toordinal() if one.day else None
        for pair in sorted(one.told):
            days = known.days.setdefault(pair, [])
            times = 2 if one.told[pair] >= _PLAIN else 1
            days.extend([ordinal or date.max.toordinal()] * times)
    for pair, days in sorted(known.days.items()):
        days.sort()
        for name, other in (pair, pair[::-1]):
            known.partners.setdefault(name, []).append(other)
    return known


def pairs_of(one: Telling, known: Known) -> Counter[Pair]:
    """The pairs that *one* article is of: its own and known ones that it is about, without those that give way."""
    found = Counter(one.told)
    for adopted in _adopted(one, known):
        found.setdefault(adopted, 1)
    rivals = {p: known.strength(p, one.day) for p in {*found, *_named(one, known)}}
    return Counter({p: n for p, n in found.items() if not _gives_way(p, one, rivals)})


def pair(a: str, b: str) -> Pair:
    """The two in sorted order."""
    return (a, b) if a <= b else (b, a)


def _told(findings: Findings, names: Names) -> Counter[Pair]:
    """Told opponents with how often: whom a party fights, whom it accuses, whose soldiers fell on two sides."""
    fighting = {names.actor(p.name) for p in findings.parties if p.role == "belligerent"}
    told: Counter[Pair] = Counter()
    for party in findings.parties:
        for other in party.fights:
            told[pair(names.actor(party.name), names.actor(other))] += 2
    for claim in findings.claims:
        if claim.claimant and claim.accused:
            told[pair(names.actor(claim.claimant), names.actor(claim.accused))] += 1
    fallen = {side for c in findings.casualties if (side := _fallen_side(c, names)) is not None}
    if len(fallen) == 2:
        told[pair(*sorted(fallen))] += 2
        fighting |= fallen
    persons = {names.actor(p.name) for p in findings.parties if p.kind == "person"}
    may_fight = {name for name in fighting - persons if _may_fight(name, names)}
    return Counter({p: n for p, n in told.items() if p[0] != p[1] and may_fight >= set(p)})


def _fallen_side(toll: CasualtyReport, names: Names) -> str | None:
    """Whose soldiers a toll of the events covered counts as dead: two sides that lost soldiers fight each other."""
    if toll.background or toll.effect != "killed" or toll.low == 0 or not toll.victims:
        return None
    if names.classes.of(toll.victims) not in ("soldiers", "border_guards", "fighters"):
        return None
    own = names.speaker(toll.attributed_to) if toll.victims.lower().startswith("its ") else None
    return names.maybe(toll.affiliation) or own


def _may_fight(name: str, names: Names) -> bool:
    row = names.knowledge.named(name)
    return row is None or row.kind in ("state", "armed_group") or row.sort in _ONLY_ALLIANCES


def _adopted(one: Telling, known: Known) -> list[Pair]:
    """Known pairs that the article is about though it does not tell of their fight.

    One telling is enough where the article tells of no other fight and leads with both; else it takes two.
    """
    where = one.where
    ranked = sorted(where.by_actor, key=lambda name: (-where.weight(name), name))[:_ABOUT]
    about = {name for name in ranked if where.count(name) >= _SELDOM or where.count(name, until=LEAD)}
    found = {pair(name, other) for name in about for other in known.partners.get(name, ()) if other in about}
    leading = {name for name in ranked[:_LEADING] if where.count(name, until=LEAD)}
    enough = {p: 1 if not one.told and leading >= set(p) else 2 for p in found}
    return sorted(p for p in found if known.strength(p, one.day) >= enough[p])


def _named(one: Telling, known: Known) -> list[Pair]:
    """Known pairs of which the article names both sides, in passing or not."""
    there = one.where.by_actor
    return [pair(name, other) for name in there for other in known.partners.get(name, ()) if other in there]


def _gives_way(own: Pair, one: Telling, rivals: dict[Pair, int]) -> bool:
    """Whether another pair that shares a side with *own* is better told.

    It is where it is told twice as often and at least twice, or where others tell it too and the article names it more.
    """
    strength = max(rivals[own], 1)
    for rival, others in rivals.items():
        if rival == own or not set(own) & set(rival):
            continue
        if others >= max(2, 2 * strength):
            return True
        if rival not in one.told and others >= strength and _heard(rival, one) > _heard(own, one):
            return True
    return False


def _heard(pair: Pair, one: Telling) -> int:
    """How much an article names both of *pair*."""
    return one.where.weight(pair[0]) * one.where.weight(pair[1])
