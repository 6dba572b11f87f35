"""One article into strands: the conflicts it tells of, each with the findings that belong to it.

Who fights whom makes a graph; its parts are conflicts (Armenia with Azerbaijan in one, Kyrgyzstan with Tajikistan in
another). A part that only names a war told elsewhere (no claim, toll or event of its own) makes no strand. Each
finding goes where its actors are, else where the text around it is.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from briefgen.fuse.names import Names
from briefgen.fuse.places import Gazetteer, Spot
from briefgen.fuse.portions import named_in, portions
from briefgen.fuse.positions import Positions, positions
from briefgen.fuse.unions import Unions
from briefgen.model import Article, Findings, Party

Pair = tuple[str, str]

_LEAD = 600  # characters of the title and the lead: what stands there is what the article is about
_ENOUGH = 2  # weight of its own facts at which a lesser conflict makes a strand: one claim or toll, or two events
_MOST_LOOSE = 5  # belligerents without told opponents of which any two may be the opponents


@dataclass(frozen=True, slots=True)
class Strand:
    """One conflict in one article.

    `pairs` are told opponents in sorted order, `loose` pairs of belligerents whose opponents are not told, `targets`
    those attacked who do not fight, `day` the day that the article is of.
    """

    article: str
    number: int
    day: date | None
    sides: tuple[str, ...]
    pairs: frozenset[Pair]
    loose: frozenset[Pair]
    targets: frozenset[str]
    spots: tuple[Spot, ...]
    findings: Findings


def strands(findings: Findings, *, article: Article | None, names: Names, gazetteer: Gazetteer) -> list[Strand]:
    """The conflicts that an article tells of, the main one first; none where it has neither parties nor tolls."""
    pairs = _pairs(findings, names)
    fighting = [p for p in findings.parties if p.role == "belligerent"]
    text = article.text if article else ""
    found = _components(fighting, pairs, names)
    where = positions(text, _forms(findings, names))
    ranked = sorted(found, key=lambda part: (-_weight(part, where), part))
    kept = [
        p for n, p in enumerate(ranked) if n == 0 or _substance(p, findings, pairs, names=names, where=where) >= _ENOUGH
    ]
    if len(ranked) > 1 and not _substance(ranked[0], findings, pairs, names=names, where=where):
        kept = _with_substance(kept, findings, pairs, names=names, where=where) or kept
    if not kept and not (findings.casualties or findings.claims or findings.reactions or findings.events):
        return []
    parts = kept or [()]
    mentioned = {name for part in ranked if part not in parts for name in part}
    shares = _shares(findings, parts, names=names, where=where, mentioned=mentioned)
    return [
        _strand(share, part, number, article=article, pairs=pairs, names=names, gazetteer=gazetteer)
        for number, (part, share) in enumerate(zip(parts, shares, strict=True))
    ]


def day_of(article: Article | None) -> date | None:
    """The day of publication, in the article's own zone."""
    published = article.source.published if article else None
    return published.date() if isinstance(published, datetime) else published


def _pairs(findings: Findings, names: Names) -> Counter[Pair]:
    """Told opponents with how often: whom a party fights, and who accuses whom among those who fight."""
    fighting = {names.actor(p.name) for p in findings.parties if p.role == "belligerent"}
    told: Counter[Pair] = Counter()
    for party in findings.parties:
        for other in party.fights:
            told[_pair(names.actor(party.name), names.actor(other))] += 2
    for claim in findings.claims:
        if claim.claimant and claim.accused:
            a, b = names.actor(claim.claimant), names.actor(claim.accused)
            if a in fighting and b in fighting:
                told[_pair(a, b)] += 1
    return Counter({pair: n for pair, n in told.items() if pair[0] != pair[1]})


def _components(fighting: Sequence[Party], pairs: Iterable[Pair], names: Names) -> list[tuple[str, ...]]:
    """Parts of the graph of opponents; those without a told opponent join the only part, or make one together."""
    unions = Unions[str]()
    for a, b in sorted(pairs):
        unions.join(a, b)
    parts = [tuple(sorted(part)) for part in unions.groups()]
    paired = {name for part in parts for name in part}
    loose = tuple(sorted({names.actor(p.name) for p in fighting} - paired))
    if loose and len(parts) == 1:
        return [tuple(sorted({*parts[0], *loose}))]
    return [*parts, loose] if loose else parts


def _forms(findings: Findings, names: Names) -> dict[str, set[str]]:
    forms: dict[str, set[str]] = {}
    for party in findings.parties:
        forms.setdefault(names.actor(party.name), set()).update({party.name, *party.aliases})
    return forms


def _weight(part: Sequence[str], where: Positions) -> int:
    """How much the article is about *part*: mentions, those in the lead three times, by its second most told side."""
    counts = sorted((where.count(name) + 2 * where.count(name, until=_LEAD) for name in part), reverse=True)
    return counts[1] if len(counts) > 1 else sum(counts)


def _substance(part: Sequence[str], findings: Findings, pairs: Counter[Pair], *, names: Names, where: Positions) -> int:
    """The weight of the facts that an article tells of a conflict itself, history left out."""
    own = set(part)
    claims = sum(2 for c in findings.claims if own >= {names.maybe(c.claimant), names.maybe(c.accused)})
    tolls = sum(
        2
        for c in findings.casualties
        if not c.background and (names.maybe(c.affiliation) in own or where.nearest(c.evidence[0]) in own)
    )
    events = sum(1 for e in findings.events if len(own & {names.actor(p) for p in e.parties}) > 1)
    return claims + tolls + events


def _with_substance(
    parts: Sequence[tuple[str, ...]], findings: Findings, pairs: Counter[Pair], *, names: Names, where: Positions
) -> list[tuple[str, ...]]:
    return [part for part in parts if _substance(part, findings, pairs, names=names, where=where) >= _ENOUGH]


def _shares(
    findings: Findings, parts: Sequence[tuple[str, ...]], *, names: Names, where: Positions, mentioned: set[str]
) -> list[Findings]:
    """The findings of each part. Parties go wherever a fact of theirs goes."""
    if len(parts) == 1:
        kept = tuple(p for p in findings.parties if not _only_mentioned(p, findings, names=names, mentioned=mentioned))
        return [findings.model_copy(update={"parties": kept})]
    return portions(findings, parts, names=names, where=where, mentioned=mentioned)


def _only_mentioned(party: Party, findings: Findings, *, names: Names, mentioned: set[str]) -> bool:
    name = names.actor(party.name)
    return name in mentioned and name not in named_in(findings, names=names) and not party.backs


def _strand(
    share: Findings,
    part: Sequence[str],
    number: int,
    *,
    article: Article | None,
    pairs: Counter[Pair],
    names: Names,
    gazetteer: Gazetteer,
) -> Strand:
    own = set(part)
    told = frozenset(pair for pair in pairs if own >= set(pair))
    targets = frozenset(names.actor(p.name) for p in share.parties if p.role == "affected")
    return Strand(
        article=share.article,
        number=number,
        day=_event_day(share, article),
        sides=tuple(sorted(part)),
        pairs=told,
        loose=frozenset() if told else frozenset(_any_two(_bodies(part, share, names))),
        targets=targets,
        spots=_spots(share, article if number == 0 else None, gazetteer),
        findings=share,
    )


def _event_day(findings: Findings, article: Article | None) -> date | None:
    """The day of the article; else the latest day that its own events or tolls are told of."""
    if (day := day_of(article)) is not None:
        return day
    whens = [e.when for e in findings.events] + [c.when for c in findings.casualties if not c.background]
    return max((when.end for when in whens if when and when.end), default=None)


def _spots(findings: Findings, article: Article | None, gazetteer: Gazetteer) -> tuple[Spot, ...]:
    """Where the tolls and events are told of, the most often told first; else what the opening names."""
    told = [c.place for c in findings.casualties if not c.background] + [e.place for e in findings.events]
    spots = Counter(spot for place in told if (spot := gazetteer.spot(place)) is not None)
    if not any(not spot.wide for spot in spots) and article and (first := gazetteer.opening(article)):
        spots[first] += 1
    return tuple(sorted(spots, key=lambda spot: (spot.wide, -spots[spot], spot.name)))


def _bodies(part: Sequence[str], share: Findings, names: Names) -> list[str]:
    """The states and groups of *part* where they are few: single attackers fight no war of their own."""
    persons = {names.actor(p.name) for p in share.parties if p.kind == "person"}
    found = [name for name in part if name not in persons]
    return found if len(found) <= _MOST_LOOSE else []


def _any_two(part: Sequence[str]) -> list[Pair]:
    return [_pair(a, b) for n, a in enumerate(part) for b in part[n + 1 :]]


def _pair(a: str, b: str) -> Pair:
    return (a, b) if a <= b else (b, a)
