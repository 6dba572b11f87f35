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
from datetime import date, timedelta

from briefgen.fuse.names import Names
from briefgen.fuse.positions import LEAD, Forms, Positions
from briefgen.fuse.wars import by_wars
from briefgen.model import Article, CasualtyReport, Findings, day_of

Pair = tuple[str, str]

_ABOUT = 8  # an article is about the actors that it names most: so many of them
_LEADING = 4  # the actors that an article leads with: so many of those that it names most
_KNOWN = 2  # what a pair known to be at war counts more: as much as one that is said once to fight
_SELDOM = 2  # mentions at which an actor is more than named in passing
_HELPING = frozenset({"help_requested", "help_granted", "commitment", "deployment"})  # aspects that only friends have
LASTING = timedelta(days=730)  # support outlasts the news of a fight
_ONLY_ALLIANCES = frozenset({"alliance", "coalition"})  # sorts of intergovernmental bodies that fight


@dataclass(frozen=True, slots=True)
class Telling:
    """An article's findings with its day, where it names its actors, and the opponents that it tells of (how often).

    `known` are opponents by the register of wars, whether the article tells of them or not.
    """

    findings: Findings
    article: Article | None
    day: date | None
    where: Positions
    told: Counter[Pair]
    known: frozenset[Pair]
    friends: frozenset[Pair]

    @property
    def pairs(self) -> Counter[Pair]:
        """The opponents told and known, by weight."""
        return self.told + Counter(dict.fromkeys(self.known, _KNOWN))


@dataclass
class Known:
    """The pairs told by all articles: for each the days on which it was told, sorted.

    `friends` are pairs of which one helps the other, in the same way. `window` is how far apart two articles on one
    fight may be, `soon` how near they are while it is news.
    """

    window: timedelta
    soon: timedelta
    days: dict[Pair, list[int]] = field(default_factory=dict)
    friends: dict[Pair, list[int]] = field(default_factory=dict)
    partners: dict[str, list[str]] = field(default_factory=dict)

    def strength(self, pair: Pair, day: date | None, *, soon: bool = False) -> int:
        """How many articles within the window of *day* tell of *pair*; all of them where the day is not known."""
        return _within(self.days.get(pair, []), day, self.soon if soon else self.window)

    def is_friendly(self, pair: Pair, day: date | None) -> bool:
        """Whether as many articles of these years tell that one of *pair* helps the other as tell that they fight."""
        helped = _within(self.friends.get(pair, []), day, LASTING)
        return helped > 0 and helped >= self.strength(pair, day)


def telling(findings: Findings, *, article: Article | None, names: Names, forms: Forms) -> Telling:
    """*findings* with what grouping needs to know of them."""
    aliases: dict[str, set[str]] = {}
    for party in findings.parties:
        own = {form for form in (party.name, *party.aliases, *party.leaders) if form[:1].isupper()}
        aliases.setdefault(names.actor(party.name), set()).update(own)
    text = article.text if article else ""
    where = forms.find(text, {actor: sorted(found) for actor, found in aliases.items()})
    day = published_on(article)
    told, at_war = _told(findings, names, day=day)
    return Telling(findings, article, day, where, told, at_war, _friends(findings, names))


def published_on(article: Article | None) -> date | None:
    """The day of publication, in the article's own zone."""
    return day_of(article.source.published) if article else None


def known_pairs(tellings: Sequence[Telling], *, window_days: int, soon_days: int) -> Known:
    """The main pairs that *tellings* tell, each article counting once for a pair, however often it tells it.

    What an article only leaves to the register of wars it does not tell.
    """
    known = Known(timedelta(days=window_days), timedelta(days=soon_days))
    for one in tellings:
        ordinal = one.day.toordinal() if one.day else None
        for pair in sorted(main_of(one.pairs) & one.told.keys()):
            known.days.setdefault(pair, []).append(ordinal or date.max.toordinal())
        for pair in sorted(one.friends):
            known.friends.setdefault(pair, []).append(ordinal or date.max.toordinal())
    for days in known.friends.values():
        days.sort()
    for pair, days in sorted(known.days.items()):
        days.sort()
        for name, other in (pair, pair[::-1]):
            known.partners.setdefault(name, []).append(other)
    return known


def pairs_of(one: Telling, known: Known) -> Counter[Pair]:
    """The pairs that *one* article is of: its own and those of others that it is about, without those that give way."""
    found = Counter({p: n for p, n in one.pairs.items() if not known.is_friendly(p, one.day)})
    for adopted in _adopted(one, known):
        found.setdefault(adopted, 1)
    rivals = {p: known.strength(p, one.day) for p in {*found, *_named(one, known)}}
    return Counter({p: n for p, n in found.items() if not _gives_way(p, one, rivals)})


def main_of(told: Counter[Pair]) -> frozenset[Pair]:
    """The pairs that an article is most about: those told at least half as often as the one told most."""
    most = max(told.values(), default=0)
    return frozenset(p for p, times in told.items() if 2 * times >= most)


def pair(a: str, b: str) -> Pair:
    """The two in sorted order."""
    return (a, b) if a <= b else (b, a)


def _within(days: Sequence[int], day: date | None, window: timedelta) -> int:
    """How many of the sorted *days* are within *window* of *day*; all of them where it is not known."""
    if day is None:
        return len(days)
    return bisect_right(days, (day + window).toordinal()) - bisect_left(days, (day - window).toordinal())


def _friends(findings: Findings, names: Names) -> frozenset[Pair]:
    """Pairs of which one backs, helps, or asks the other for help; that two are named as allies says less."""
    backed = [(party.name, other) for party in findings.parties for other in party.backs]
    ties = [fact.ends for fact in findings.alliances if fact.aspect in _HELPING]
    backed += [(ends[0], ends[1]) for ends in ties if len(ends) == 2]
    return frozenset(pair(names.actor(a), names.actor(b)) for a, b in backed)


def _told(findings: Findings, names: Names, *, day: date | None) -> tuple[Counter[Pair], frozenset[Pair]]:
    """Told opponents with how often: whom a party fights, whom it accuses, whose soldiers fell on two sides.

    Beside them those of the fighting who are known to be at war on that *day*.
    """
    fighting = {names.actor(p.name) for p in findings.parties if p.role == "belligerent"}
    told: Counter[Pair] = Counter()
    for party in findings.parties:
        for other in party.fights:
            told[pair(names.actor(party.name), names.actor(other))] += 2
    for claim in findings.claims:
        if claim.claimant and claim.accused:
            told[pair(names.actor(claim.claimant), names.actor(claim.accused))] += 1
    lost = fallen(findings, names)
    if len(lost) == 2 and (fighting <= set(lost) or all(lost.values())):
        told[pair(*sorted(lost))] += 2
        fighting |= set(lost)
    persons = {names.actor(p.name) for p in findings.parties if p.kind == "person"}
    may_fight = {name for name in fighting - persons if _may_fight(name, names)}
    opposed = Counter({p: n for p, n in told.items() if p[0] != p[1] and may_fight >= set(p)})
    return by_wars(_without_rings(opposed), may_fight, day=day, names=names)


def _without_rings(told: Counter[Pair]) -> Counter[Pair]:
    """*told* without pairs of three that all fight each other, but for one told more often than another of them.

    The enemy of an enemy is seldom an enemy too (Heider's balance of triads); a sentence that lists four states beside
    a word for fighting is misread as each fighting each.
    """
    beside: dict[str, set[str]] = {}
    for a, b in told:
        beside.setdefault(a, set()).add(b)
        beside.setdefault(b, set()).add(a)
    weakest = {
        (a, b)
        for (a, b), times in told.items()
        if any(times <= min(told[pair(a, c)], told[pair(b, c)]) for c in beside[a] & beside[b])
    }
    return Counter({p: n for p, n in told.items() if p not in weakest})


def fallen(findings: Findings, names: Names) -> dict[str, bool]:
    """The sides that lost soldiers, and whether each tells of its own: two such sides fight each other.

    Where somebody else fights too, and one voice tells of both, they may as well be allies who fell side by side.
    """
    found: dict[str, bool] = {}
    for toll in findings.casualties:
        if (side := _fallen_side(toll, names)) is not None:
            found[side] = found.get(side, False) or names.speaker(toll.attributed_to) == side
    return found


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

    One telling of the days around is enough where the article tells of no other fight and leads with both; else it
    takes two: what a single article tells can be misread, and must not name a month of others.
    """
    where = one.where
    ranked = sorted(where.by_actor, key=lambda name: (-where.weight(name), name))[:_ABOUT]
    about = {name for name in ranked if where.count(name) >= _SELDOM or where.count(name, until=LEAD)}
    found = {pair(name, other) for name in about for other in known.partners.get(name, ()) if other in about}
    leading = {name for name in ranked[:_LEADING] if where.count(name, until=LEAD)}
    leads = {p for p in found if not one.told and leading >= set(p)}
    fresh = {p for p in leads if known.strength(p, one.day, soon=True)}
    often = {p for p in found if known.strength(p, one.day) > 1}
    return sorted(p for p in fresh | often if not known.is_friendly(p, one.day))


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
