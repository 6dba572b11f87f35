"""The findings of an article over its conflicts: by the actors that a fact names, else by where it stands."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from typing import TypeVar

from briefgen.fuse.names import Names
from briefgen.fuse.positions import Positions
from briefgen.model import AllianceFact, CasualtyReport, Claim, DatedEvent, Evidence, Finding, Findings, Party, Reaction

Fact = TypeVar("Fact", bound=Finding)


def portions(
    findings: Findings, parts: Sequence[tuple[str, ...]], *, names: Names, where: Positions, mentioned: set[str]
) -> list[Findings]:
    """One `Findings` for each of *parts* (the sides of each conflict, the main one first).

    A fact goes to one conflict; a party goes to each conflict that it fights in or a fact of which names it, and the
    sides of wars that are only *mentioned* go nowhere unless a fact names them.
    """
    chooser = _Chooser(parts, names, where, anchors=_anchors(findings, parts, names))
    tolls = chooser.split(findings.casualties, _of_toll)
    reactions = chooser.split(findings.reactions, _of_reaction)
    claims = chooser.split(findings.claims, _of_claim)
    alliances = chooser.split(findings.alliances, _of_alliance)
    events = chooser.split(findings.events, _of_event)
    shares = [
        Findings(
            article=findings.article, casualties=tolls[n], reactions=reactions[n], claims=claims[n],
            alliances=alliances[n], events=events[n],
        )
        for n in range(len(parts))
    ]  # fmt: skip
    return [
        share.model_copy(update={"parties": _parties(findings, n, share, chooser=chooser, mentioned=mentioned)})
        for n, share in enumerate(shares)
    ]


def named_in(findings: Findings, *, names: Names) -> set[str]:
    """The canonical actors that the facts (not the list of parties) name."""
    found: set[str | None] = set()
    for toll in findings.casualties:
        found |= {names.maybe(toll.affiliation), names.speaker(toll.attributed_to)}
    for reaction in findings.reactions:
        found |= {names.actor(reaction.actor), names.maybe(reaction.toward)}
    for claim in findings.claims:
        found |= {names.maybe(claim.claimant), names.maybe(claim.accused)}
    for fact in findings.alliances:
        found |= {*map(names.actor, fact.ends), names.maybe(fact.by)}
    return {name for name in found if name}


def _anchors(findings: Findings, parts: Sequence[tuple[str, ...]], names: Names) -> list[tuple[int, int]]:
    """Where claims, tolls, events and alliance facts stand that name sides of one part only, with its number."""
    part_of = {name: n for n, part in reversed(list(enumerate(parts))) for name in part}
    named = [
        *((c, _of_claim(c)) for c in findings.claims),
        *((c, _of_toll(c)) for c in findings.casualties),
        *((e, _of_event(e)) for e in findings.events),
        *((a, _of_alliance(a)) for a in findings.alliances),
        *((r, _of_reaction(r)) for r in findings.reactions),
    ]
    found = []
    for fact, actors in named:
        hit = {part_of[name] for actor in actors if actor and (name := names.speaker(actor)) in part_of}
        if len(hit) == 1:
            found.append((fact.evidence[0].start, hit.pop()))
    return sorted(found)


class _Chooser:
    """Chooses the conflict of a fact. `anchors`: (offset, part) of facts that name sides of one conflict only."""

    def __init__(
        self, parts: Sequence[tuple[str, ...]], names: Names, where: Positions, *, anchors: Sequence[tuple[int, int]]
    ) -> None:
        self.parts, self.names, self.where, self.anchors = parts, names, where, anchors
        self.sides = frozenset(name for part in parts for name in part)
        self.part_of = {name: n for n, part in reversed(list(enumerate(parts))) for name in part}

    def split(self, facts: Sequence[Fact], named: Callable[[Fact], Sequence[str | None]]) -> list[tuple[Fact, ...]]:
        """The *facts* of each part; *named* gives the actors that a fact names."""
        shares: list[list[Fact]] = [[] for _ in self.parts]
        for fact in facts:
            shares[self.choose(fact, named(fact))].append(fact)
        return [tuple(share) for share in shares]

    def choose(self, fact: Finding, named: Sequence[str | None]) -> int:
        """The number of the part whose sides *fact* names; where none or several, that of the text around it."""
        canonical = [self.names.speaker(name) for name in named if name]
        parts = {self.part_of[name] for name in canonical if name in self.part_of}
        if len(parts) == 1:
            return parts.pop()
        evidence = fact.evidence[0]
        inside = {self.part_of[n] for n in self.where.inside(evidence.start, evidence.end) if n in self.sides}
        if len(inside) == 1:
            return inside.pop()
        return self._around(evidence)

    def _around(self, evidence: Evidence) -> int:
        """The part of the nearest anchor in the paragraph; else of the last before it; else the main one."""
        first, last = self.where.paragraph(evidence)
        near = [(abs(offset - evidence.start), part) for offset, part in self.anchors if first <= offset < last]
        if near:
            return min(near)[1]
        before = bisect_right(self.anchors, (evidence.start, len(self.parts)))
        return self.anchors[before - 1][1] if before else 0


def _parties(
    findings: Findings, number: int, share: Findings, *, chooser: _Chooser, mentioned: set[str]
) -> tuple[Party, ...]:
    own = set(chooser.parts[number])
    named = named_in(share, names=chooser.names)
    return tuple(p for p in findings.parties if _belongs(p, number, own | named, chooser=chooser, mentioned=mentioned))


def _belongs(party: Party, number: int, named: set[str], *, chooser: _Chooser, mentioned: set[str]) -> bool:
    name = chooser.names.actor(party.name)
    if name in named:
        return True
    if name in mentioned or name in chooser.sides:
        return False
    backed = {chooser.names.actor(other) for other in party.backs} & chooser.sides
    if backed:
        return any(chooser.part_of[other] == number for other in backed)
    return chooser.choose(party, ()) == number


def _of_toll(toll: CasualtyReport) -> tuple[str | None, ...]:
    return (toll.affiliation, toll.attributed_to)


def _of_reaction(reaction: Reaction) -> tuple[str | None, ...]:
    return (reaction.toward,)


def _of_claim(claim: Claim) -> tuple[str | None, ...]:
    return (claim.claimant, claim.accused)


def _of_alliance(fact: AllianceFact) -> tuple[str | None, ...]:
    return (*fact.ends, fact.by)


def _of_event(event: DatedEvent) -> tuple[str | None, ...]:
    return event.parties
