"""What a story is about: its title as a message, its place and period, and an id that stays from day to day."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence, Set
from dataclasses import dataclass
from datetime import date, timedelta

from briefgen.fuse.battlefields import battlefield, ranked_spots
from briefgen.fuse.merging import all_evidence
from briefgen.fuse.names import Names
from briefgen.fuse.places import Spot, place_told
from briefgen.fuse.strands import Strand, covered
from briefgen.fuse.tellings import Pair, fallen
from briefgen.fuse.wars import are_at_war, theatre
from briefgen.model import DatedEvent, Interval, Message, Param, Party, Toll


@dataclass(frozen=True, slots=True)
class Heading:
    """The title, the town or state of the story, and whether it is the story of one attack."""

    title: Message
    key: tuple[str, ...]
    town: Spot | None
    place: Spot | None
    one_event: bool


def heading(group: Sequence[Strand], parties: Sequence[Party], *, names: Names) -> Heading:
    """The heading of the story that *group* tells.

    Told opponents make a clash, of which the pair told most often gives the names, unless few of the articles on one
    town tell of it; an attacked actor that does not fight makes an attack; a single fighting party makes violence; else
    it is a situation in a place.
    """
    spots = Counter(spot for strand in group for spot in _first_spot(strand))
    near = [spot for spot in ranked_spots(spots) if not spot.wide]
    towns = [spot for spot in near if spot.state] or near  # a street or a hall is no second town
    shared = towns if len(towns) == 1 else [spot for spot in towns if _is_named_by_all(spot, group)]
    town = next(iter(shared), None)
    place = next(iter(ranked_spots(spots)), None)
    kind, params, key = _subject(group, parties, place=place, names=names)
    if kind in ("title.clash", "title.tension", "title.violence"):
        place = battlefield(group, key if "a" in params else key[:1], names=names)
    if place is not None and kind != "title.tension":
        params = {**params, "place": _shown(place)}
    named = {value for value in params.values() if isinstance(value, str)}
    evidence = all_evidence([p for p in parties if p.name in named])[:4]
    facts = tuple(p.id for p in parties if p.name in named)
    rule = kind.replace("title.", "headings.")
    title = Message(message=kind, params=params, evidence=evidence, facts=facts, rule=rule)
    one_event = kind in ("title.attack", "title.violence") and (town is not None or not towns)
    return Heading(title, (*key, place.name if place and not key else ""), town, place, one_event)


def situation_id(head: Heading) -> str:
    """Twelve letters from the subject of a story; the same sides give the same id, fighting or at odds."""
    kind = head.title.message.replace("title.tension", "title.clash")
    return hashlib.sha256("|".join((kind, *head.key)).encode()).hexdigest()[:12]


def place_of(head: Heading) -> str | None:
    """The place in the words that a reader knows."""
    return _shown(head.place) if head.place else None


def period_of(
    tolls: Sequence[Toll], events: Sequence[DatedEvent], *, days: Sequence[date], window: int
) -> Interval | None:
    """From the first event told, but not longer than *window* days before the first article, to the last article."""
    if not days:
        return None
    earliest, last = min(days) - timedelta(days=window), max(days)
    whens = [toll.when for toll in tolls if not toll.background] + [event.when for event in events]
    exact = [w.start for w in whens if w and w.start and w.precision in ("time", "day") and earliest <= w.start <= last]
    start = min([*exact, min(days)])
    return Interval(text="", start=start, end=last, precision="day")


Subject = tuple[str, dict[str, Param], tuple[str, ...]]


def _subject(group: Sequence[Strand], parties: Sequence[Party], *, place: Spot | None, names: Names) -> Subject:
    weight = {p.name: len(p.evidence) + len({e.article for e in p.evidence}) for p in parties}
    told = [p for p in parties if not p.by_register]
    fighting = [p.name for p in parties if p.role == "belligerent" and p.kind != "person"]
    state = place.state if place else None
    hit = [p.name for p in told if p.role == "affected" and p.kind == "state"]
    targets = sorted(hit, key=lambda name: (name != state, -weight[name], name))
    if pairs := _opponents(group, fighting, names=names):
        a, b = max(
            pairs, key=lambda pair: (pairs[pair], *_heard(pair, group), min(weight.get(n, 0) for n in pair), pair)
        )
        known = _known_only((a, b), group, told=told, names=names)
        elsewhere = place and not place.wide and pairs[a, b] * 2 < len(group) and not names.at_home(place.state, a, b)
        states = _are_states(parties, a, b)
        marked: dict[str, Param] = {"known": known} if known else {}
        fought = not elsewhere and _fought(group, a, b, place=place, states=states, known=known, names=names)
        if fought:
            return "title.clash", {"a": a, "b": b, **marked}, (a, b)
        if states and not elsewhere:  # an armed group that is named beside another has no "tension" with it
            return "title.tension", {"a": a, "b": b, **marked}, (a, b)
    attacked = targets and _hurt(group, set(targets), at_home=state in targets)
    disaster = all(strand.disaster for strand in group)
    if attacked and not disaster and (len(fighting) <= 2 or (place and not place.wide)):
        shown = targets[0] if place is None or state == targets[0] else None
        town = place.name if place and not place.wide else ""
        return (
            "title.attack",
            {"target": shown, "attacker": _attacker(told, group, targets)},
            (shown or state or targets[0], town),
        )
    ranked = sorted((p.name for p in told if p.name in fighting), key=lambda n: (-weight[n], n))
    if ranked and not disaster:
        alone = _are_states(parties, ranked[0]) and not any(ranked[0] in strand.hurt for strand in group)
        kind = "title.situation" if alone else "title.violence"  # a state that only threatens fights nobody
        return kind, {"party": ranked[0]}, (ranked[0], state or "")
    if targets:
        return "title.situation", {"party": targets[0]}, (targets[0],)
    return "title.situation", {}, ()


def _opponents(group: Sequence[Strand], fighting: Sequence[str], *, names: Names) -> Counter[Pair]:
    """How many articles are mainly of each pair; without any, the only two that fight, where one accuses the other."""
    pairs = Counter(pair for strand in group for pair in strand.main)
    if pairs or len(fighting) != 2:
        return pairs
    loose = [(pair, strand) for strand in group for pair in strand.loose if set(pair) == set(fighting)]
    return Counter(pair for pair, strand in loose if _accuse(strand, *pair, names=names))


def _known_only(pair: Pair, group: Sequence[Strand], *, told: Sequence[Party], names: Names) -> tuple[str, ...]:
    """Those of *pair* of whom only the register of wars says that they fight; *told* are the parties of the sources.

    Articles tell of a side also by setting the two against each other, or by the soldiers that it lost.
    """
    if any(pair in strand.pairs - strand.known for strand in group):
        return ()
    lost = {side for strand in group for side in fallen(strand.findings, names)}
    shown = {party.name for party in told} | lost
    return tuple(name for name in pair if name not in shown)


def _heard(pair: Pair, group: Sequence[Strand]) -> tuple[bool, int]:
    """Whether articles set two against each other, and how much those of them name the one that they name less."""
    own = [strand for strand in group if pair in strand.main]
    told = any(pair not in strand.known for strand in own)
    return told, sum(min(strand.heard.get(name, 0) for name in pair) for strand in own)


def _are_states(parties: Sequence[Party], *names: str) -> bool:
    kinds = {p.name: p.kind for p in parties}
    return all(kinds.get(name) == "state" for name in names)


def _fought(
    group: Sequence[Strand], a: str, b: str, *, place: Spot | None, states: bool, known: Sequence[str], names: Names
) -> bool:
    """Whether two are told to fight. Else they are at odds.

    They are where people of one of them are among the dead and wounded, or tolls name both, or one accuses the other of
    using force, or allies are told to clash, or somebody fell and they are known to be at war. In a third state two
    states not at war fight only where people of theirs fell: what one says of the other there is a quarrel. Where one
    is an armed group it is enough that both are said to fight, by more than the register of wars (*known* names those
    of whom no more says so); that is said of states as soon as they threaten each other.
    """
    told = [strand for strand in group if (a, b) in strand.pairs]
    if any({a, b} & strand.losing for strand in told):
        return True
    war = any(_at_war(strand, (a, b), known=known, names=names) for strand in told)
    if states and place and place.state not in (None, a, b) and not war:
        return False
    shares = [strand.findings for strand in told]
    hurt = {name for strand in told for name in strand.hurt}
    claims = [c for share in shares for c in share.claims if {c.claimant, c.accused} == {a, b}]
    force = any(names.tells_of_force(f"{c.act or ''} {c.evidence[0].quote}") for c in claims)
    clashes = any(f.aspect == "clash_between_allies" for share in shares for f in share.alliances)
    sure = not (states or known) and any((a, b) in strand.sure | strand.known for strand in told)
    return {a, b} <= hurt or clashes or force or sure or war


def _counts_dead(strand: Strand, lands: Set[str]) -> bool:
    """Whether somebody is told to be killed or wounded in the events covered; in one of *lands*, where any is given."""
    there = not (lands and strand.spots) or any(spot.state is None or spot.state in lands for spot in strand.spots)
    return there and any((toll.high or toll.low or 0) > 0 for toll in covered(strand.findings))


def _at_war(strand: Strand, sides: Pair, *, known: Sequence[str], names: Names) -> bool:
    """Whether two known to be at war fight: somebody fell, in that war's lands where no source says that they fight."""
    lands = theatre(sides, day=strand.day, names=names) | set(sides) if len(known) == len(sides) else frozenset[str]()
    return _counts_dead(strand, lands) and are_at_war(*sides, day=strand.day, names=names)


def _accuse(strand: Strand, a: str, b: str, *, names: Names) -> bool:
    """Whether one of two that fight in one article accuses the other; two that only fight there may fight others."""
    return any({names.maybe(c.claimant), names.maybe(c.accused)} == {a, b} for c in strand.findings.claims)


def _hurt(group: Sequence[Strand], targets: set[str], *, at_home: bool) -> bool:
    """Whether someone is told to be killed or wounded, or nobody, which one says after an attack, among *targets*.

    A toll of no place is theirs where the story is told of their land (*at_home*). The dead of another land are none
    of theirs: whose citizens went there to fight was not attacked.
    """
    tolls = [(c, strand) for strand in group for c in covered(strand.findings)]
    return any((at_home and place_told(toll) is None) or targets & strand.hurt for toll, strand in tolls)


def _attacker(parties: Sequence[Party], group: Sequence[Strand], targets: Sequence[str]) -> str | None:
    """The one armed group that fights a target, is accused or named with a loss; without any, the one such state.

    None where there are several to choose from: who fights elsewhere in the article has not done this.
    """
    blamed = {c.accused for strand in group for c in strand.findings.claims}
    blamed |= {name for strand in group for name in strand.hurt}
    fighting = [p for p in parties if p.role == "belligerent" and (p.name in blamed or set(p.fights) & set(targets))]
    groups = [p.name for p in fighting if p.kind == "armed_group"] or [p.name for p in fighting if p.kind == "state"]
    return groups[0] if len(groups) == 1 else None


def _is_named_by_all(spot: Spot, group: Sequence[Strand]) -> bool:
    """Whether every article that names places names this one: others may bring another town of another year."""
    named = [{*strand.spots, strand.opening} - {None} for strand in group]
    return all(spot in spots for spots in named if spots)


def _first_spot(strand: Strand) -> list[Spot]:
    """The town told most often that the tables know, else the opening's, else any: one a strand, none where none is."""
    known = [spot for spot in strand.spots if not spot.wide and spot.state]
    return (known or [spot for spot in (strand.opening, *strand.spots) if spot])[:1]


def _shown(spot: Spot) -> str:
    """The name of a place as it is written; its state too where it is known."""
    if spot.wide and spot.state:
        return spot.state
    name = spot.shown or spot.name
    return f"{name}, {spot.state}" if spot.state and spot.state not in name else name
