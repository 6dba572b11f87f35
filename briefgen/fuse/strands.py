"""One article into strands: the conflicts it tells of, each with the findings that belong to it.

Who fights whom makes a graph; its parts are conflicts (Armenia with Azerbaijan in one, Kyrgyzstan with Tajikistan in
another). A part that only names a war told elsewhere (no claim, toll or event of its own) makes no strand. Each
finding goes where its actors are, else where the text around it is.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date

from briefgen.fuse.names import Names
from briefgen.fuse.places import Gazetteer, Spot, place_told
from briefgen.fuse.portions import named_in, portions
from briefgen.fuse.positions import LEAD
from briefgen.fuse.tellings import Known, Pair, Telling, main_of, pair, pairs_of
from briefgen.fuse.unions import Unions
from briefgen.model import CasualtyReport, Findings, Party

_ENOUGH = 2  # weight of its own facts at which a lesser conflict makes a strand: one claim or toll, or two events
_SURE = 2  # how often a pair is told where one is said to fight the other (an accusation counts once)
_MOST_LOOSE = 5  # belligerents without told opponents of which any two may be the opponents


@dataclass(frozen=True, slots=True)
class Strand:
    """One conflict in one article.

    `pairs` are opponents in sorted order, told or known, `known` those of whom only the register of wars says so;
    `loose` pairs of belligerents whose opponents are not told, `targets` those attacked who do not fight, `day` the day
    that the article is of, `spots` where its tolls and events are told of, `opening` the place that the title or the
    lead names. `main` are the pairs that the article is most about: by these it is of one story with others. `sure` are
    those of whom it says that they fight. `heard` is how much it names each side. `hurt` are the actors that its tolls
    of dead and wounded name, `losing` those whose people these were, `grounds` sides with the places of losses
    and events told of them. `disaster` says that it opens with one that nobody made, and with no violence.
    """

    article: str
    number: int
    day: date | None
    sides: tuple[str, ...]
    pairs: frozenset[Pair]
    main: frozenset[Pair]
    sure: frozenset[Pair]
    known: frozenset[Pair]
    heard: Mapping[str, int]
    loose: frozenset[Pair]
    hurt: frozenset[str]
    losing: frozenset[str]
    targets: frozenset[str]
    spots: tuple[Spot, ...]
    opening: Spot | None
    grounds: frozenset[tuple[str, Spot]]
    disaster: bool
    findings: Findings


def strands(one: Telling, *, known: Known, names: Names, gazetteer: Gazetteer) -> list[Strand]:
    """The conflicts that an article tells of, the main one first; none where it has neither parties nor facts."""
    pairs = pairs_of(one, known)
    found = _components(_fighting(one.findings, names, told=bool(pairs)), pairs)
    if not found and not _is_of_conflict(one.findings):
        return []
    kept = _kept(sorted(found, key=lambda part: (-_weight(part, one), part)), one, names) or [()]
    mentioned = {name for part in found if part not in kept for name in part}
    shares = _shares(one, kept, names=names, mentioned=mentioned)
    return [
        _strand(share, part, number, one=one, pairs=pairs, names=names, gazetteer=gazetteer)
        for number, (part, share) in enumerate(zip(kept, shares, strict=True))
    ]


def told_pairs(group: Iterable[Strand]) -> frozenset[Pair]:
    """The opponents that articles of a story tell, those known by the register of wars alone left out."""
    return frozenset(p for strand in group for p in strand.pairs - strand.known)


def covered(share: Findings) -> list[CasualtyReport]:
    """The tolls of dead and wounded of the events covered; one of none is one too: it is said after a fight."""
    return [c for c in share.casualties if c.effect in ("killed", "injured") and not c.background]


def _is_of_conflict(findings: Findings) -> bool:
    """Whether an article without fighting parties still tells of violence: someone was hit, or stands accused."""
    hit = any(party.role == "affected" for party in findings.parties)
    return hit or bool(findings.claims) or any(not toll.background for toll in findings.casualties)


def _fighting(findings: Findings, names: Names, *, told: bool) -> set[str]:
    """The belligerents; a state of which no fact shows that it fights is left out where a fight is *told*."""
    fighting = {names.actor(p.name): p for p in findings.parties if p.role == "belligerent"}
    sure = {name for name, party in fighting.items() if party.kind != "state"}
    shown = {names.maybe(c.affiliation) for c in findings.casualties if not c.background}
    shown |= {names.maybe(name) for c in findings.claims for name in (c.claimant, c.accused)}
    proven = {name for name in fighting if name in sure or name in shown}
    return proven if told or len(proven) > 1 else set(fighting)


def _components(fighting: set[str], pairs: Iterable[Pair]) -> list[tuple[str, ...]]:
    """Parts of the graph of opponents; those without a told opponent join the only part, or make one together."""
    unions = Unions[str]()
    for a, b in sorted(pairs):
        unions.join(a, b)
    parts = [tuple(sorted(part)) for part in unions.groups()]
    loose = tuple(sorted(fighting - {name for part in parts for name in part}))
    if loose and len(parts) == 1:
        return [tuple(sorted({*parts[0], *loose}))]
    return [*parts, loose] if loose else parts


def _weight(part: Sequence[str], one: Telling) -> int:
    """How much the article is about *part*: the product of the weights of its two most told sides."""
    counts = sorted((one.where.weight(name) for name in part), reverse=True)
    return counts[0] * counts[1] if len(counts) > 1 else sum(counts)


def _kept(ranked: Sequence[tuple[str, ...]], one: Telling, names: Names) -> list[tuple[str, ...]]:
    """The parts that make a strand: those of enough substance, and the main one where it has some or none has."""
    weights = [_substance(part, one, names) for part in ranked]
    substantial = [part for part, weight in zip(ranked, weights, strict=True) if weight >= _ENOUGH]
    if weights and weights[0] and ranked[0] not in substantial:
        return [ranked[0], *substantial]
    return substantial or list(ranked[:1])


def _substance(part: Sequence[str], one: Telling, names: Names) -> int:
    """The weight of the facts that an article tells of a conflict itself, history left out."""
    own, findings = set(part), one.findings
    claims = sum(2 for c in findings.claims if own >= {names.maybe(c.claimant), names.maybe(c.accused)})
    tolls = sum(
        2
        for c in findings.casualties
        if not c.background and (names.maybe(c.affiliation) in own or one.where.nearest(c.evidence[0]) in own)
    )
    events = sum(1 for e in findings.events if len(own & {names.actor(p) for p in e.parties}) > 1)
    return claims + tolls + events


def _shares(one: Telling, parts: Sequence[tuple[str, ...]], *, names: Names, mentioned: set[str]) -> list[Findings]:
    """The findings of each part. Parties go wherever a fact of theirs goes."""
    if len(parts) > 1:
        return portions(one.findings, parts, names=names, where=one.where, mentioned=mentioned)
    named = named_in(one.findings, names=names)
    kept = [p for p in one.findings.parties if not _only_mentioned(p, mentioned - named, names)]
    return [one.findings.model_copy(update={"parties": tuple(kept)})]


def _only_mentioned(party: Party, mentioned: set[str], names: Names) -> bool:
    return names.actor(party.name) in mentioned and not party.backs


def _strand(
    share: Findings,
    part: Sequence[str],
    number: int,
    *,
    one: Telling,
    pairs: Counter[Pair],
    names: Names,
    gazetteer: Gazetteer,
) -> Strand:
    own, states = set(part), frozenset(one.where.by_actor)
    told = frozenset(p for p in pairs if own >= set(p))
    return Strand(
        article=share.article,
        number=number,
        day=_event_day(share, one.day),
        sides=tuple(sorted(part)),
        pairs=told,
        main=main_of(Counter({p: pairs[p] for p in told})),
        sure=frozenset(p for p in told if one.told[p] >= _SURE),
        known=frozenset(p for p in told & one.known if p not in one.told),
        heard={name: one.where.weight(name) for name in sorted(part)},
        hurt=_hurt(share, one=one, names=names, gazetteer=gazetteer),
        losing=frozenset(names.actor(c.affiliation) for c in covered(share) if c.affiliation),
        loose=frozenset() if told else frozenset(_any_two(_bodies(part, share, names))),
        targets=frozenset(names.actor(p.name) for p in share.parties if p.role == "affected"),
        spots=_spots(share, gazetteer, states=states, names=names),
        opening=gazetteer.opening(one.article, states=states) if one.article and number == 0 else None,
        grounds=frozenset(_grounds(share, own, one=one, names=names, gazetteer=gazetteer)),
        disaster=_is_disaster(one, names),
        findings=share,
    )


def _is_disaster(one: Telling, names: Names) -> bool:
    """Whether an article opens with a word for a disaster and none for violence: floods attack nobody."""
    opening = f"{one.article.title or ''}\n{one.article.text[:LEAD]}" if one.article else ""
    return names.tells_of_disaster(opening) and not names.tells_of_violence(opening)


def _hurt(share: Findings, *, one: Telling, names: Names, gazetteer: Gazetteer) -> frozenset[str]:
    """Whom the tolls of the dead and wounded of the events covered name: whose they are, who says so, where it was."""
    found: set[str | None] = set()
    for toll in covered(share):
        evidence, spot = toll.evidence[0], gazetteer.spot(place_told(toll), states=frozenset(one.where.by_actor))
        found |= {names.maybe(toll.affiliation), names.speaker(toll.attributed_to), spot.state if spot else None}
        found.update(one.where.inside(evidence.start, evidence.end))
    return frozenset(name for name in found if name)


def _grounds(
    share: Findings, sides: Set[str], *, one: Telling, names: Names, gazetteer: Gazetteer
) -> Iterator[tuple[str, Spot]]:
    """Sides with the places of losses of their own people or told beside them in the paragraph, and of their events."""
    states = frozenset(one.where.by_actor)
    for toll in covered(share):
        beside = one.where.inside(*one.where.paragraph(toll.evidence[0]))
        if (spot := gazetteer.spot(place_told(toll), states=states)) is not None and toll.high != 0:
            yield from ((side, spot) for side in sides & {names.maybe(toll.affiliation), *beside})
    for event in share.events:
        if (spot := gazetteer.spot(event.place, states=states)) is not None:
            yield from ((side, spot) for side in sides & {names.actor(party) for party in event.parties})


def _event_day(findings: Findings, day: date | None) -> date | None:
    """The day of the article; else the latest day that its own events or tolls are told of."""
    if day is not None:
        return day
    whens = [e.when for e in findings.events] + [c.when for c in findings.casualties if not c.background]
    return max((when.end for when in whens if when and when.end), default=None)


def _spots(findings: Findings, gazetteer: Gazetteer, *, states: frozenset[str], names: Names) -> tuple[Spot, ...]:
    """Where the tolls and events are told of, known places and those told most often first; no datelines.

    Of a toll of none nobody fell there; the capital of the state that gives a toll, where it alone names it, is one
    only where no other place is told: its ministry speaks there.
    """
    hurt = [c for c in findings.casualties if not c.background and c.effect in ("killed", "injured", "missing")]
    told: list[tuple[str | None, str | None]] = [
        (place_told(c), names.speaker(c.attributed_to)) for c in hurt or findings.casualties if c.high != 0
    ]
    told += [(e.place, None) for e in findings.events]
    found = [(spot, who) for place, who in told if (spot := gazetteer.spot(place, states=states)) is not None]
    away = [spot for spot, who in found if not (spot.capital and who is not None and who == spot.state)]
    spots = Counter(away or [spot for spot, _ in found])
    return tuple(sorted(spots, key=lambda spot: (spot.wide, spot.state is None, -spots[spot], spot.name)))


def _bodies(part: Sequence[str], share: Findings, names: Names) -> list[str]:
    """The states and groups of *part* where they are few: single attackers fight no war of their own."""
    persons = {names.actor(p.name) for p in share.parties if p.kind == "person"}
    found = [name for name in part if name not in persons]
    return found if len(found) <= _MOST_LOOSE else []


def _any_two(part: Sequence[str]) -> list[Pair]:
    return [pair(a, b) for n, a in enumerate(part) for b in part[n + 1 :]]
