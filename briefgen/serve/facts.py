"""The facts of a brief that an editor decides on, in its order, each in a line of words.

The units are the reports inside tolls and the fused parties, claims, reactions, alliances and events. A fact that
stands in two places of a brief is one fact.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from briefgen.model import (
    AllianceFact,
    Brief,
    CasualtyReport,
    Claim,
    DatedEvent,
    Evidence,
    Finding,
    Party,
    Reaction,
    Situation,
)
from briefgen.render.build import wording_for
from briefgen.render.phrases import Bounds
from briefgen.render.text import clean
from briefgen.render.wording import Wording
from briefgen.review.decisions import FactKind
from briefgen.settings import RenderSettings

HEADINGS: dict[FactKind, str] = {
    "casualties": "Losses",
    "claims": "Claims",
    "reactions": "Reactions",
    "alliances": "Alliances",
    "parties": "Parties",
    "events": "Timeline",
}
LONGEST = 140


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing to decide on: its kind, what was found, and the place of its situation in the brief, from 0."""

    kind: FactKind
    finding: Finding
    situation: int

    @property
    def key(self) -> str:
        """Its name in addresses and forms: "claims/0123456789ab"."""
        return f"{self.kind}/{self.finding.id}"

    @property
    def headline(self) -> str:
        """What it says, in a line."""
        return headline(self.finding)

    @property
    def passages(self) -> tuple[Evidence, ...]:
        """The passages that it stands on, each once."""
        return tuple({(e.article, e.start, e.end): e for e in self.finding.evidence}.values())


@lru_cache(maxsize=1)
def words() -> Wording:
    """The words of briefs, in which facts and values are told here too."""
    return wording_for(RenderSettings())


def facts_of(brief: Brief) -> tuple[Fact, ...]:
    """Every fact of *brief* once, by situation and kind, in the order of `HEADINGS`."""
    found: dict[str, Fact] = {}
    for number, situation in enumerate(brief.situations):
        for kind in HEADINGS:
            for finding in _findings(situation, kind):
                fact = Fact(kind, finding, number)
                found.setdefault(fact.key, fact)
    return tuple(found.values())


def headline(finding: Finding) -> str:
    """A fact in a line of plain text.

    >>> spot = Evidence(article="a", start=0, end=4, quote="Baku", rule="r")
    >>> headline(Claim(claimant="Azerbaijan", accused="Armenia", evidence=(spot,)))
    'Azerbaijan accuses Armenia'
    >>> headline(CasualtyReport(effect="killed", low=49, affiliation="Armenia", evidence=(spot,)))
    '49+ killed, Armenia'
    """
    text = _told(finding)
    return clean(text if len(text) <= LONGEST else text[:LONGEST].rsplit(" ", 1)[0] + "\u2026")


def _findings(situation: Situation, kind: FactKind) -> Iterator[Finding]:
    if kind == "casualties":
        yield from (report.report for toll in situation.tolls for report in toll.reports)
    elif kind == "claims":
        yield from situation.claims
        yield from (claim for one in situation.disputes for side in one.sides for claim in side.claims)
    elif kind == "events":
        yield from situation.timeline
    else:
        every: dict[str, Sequence[Finding]] = {
            "parties": situation.parties,
            "reactions": situation.reactions,
            "alliances": situation.alliances,
        }
        yield from every[kind]


def _told(finding: Finding) -> str:
    label = words().label
    match finding:
        case Party():
            return f"{finding.name}: {label(f'role.{finding.role}')}, {label(f'kind.{finding.kind}')}"
        case CasualtyReport():
            who = finding.affiliation or finding.victims or finding.place
            says = f", says {finding.attributed_to}" if finding.attributed_to else ""
            return f"{_figure(finding)} {label(f'effect.{finding.effect}')}{f', {who}' if who else ''}{says}"
        case Claim():
            verb = "denies what is said by" if finding.denies else "accuses"
            return f"{finding.claimant or 'Somebody'} {verb} {finding.accused or 'somebody'}"
        case Reaction():
            return f"{finding.actor}: {_stance(finding)}"
        case AllianceFact():
            return f"{finding.alliance}: {label(f'aspect.{finding.aspect}')}{f', {finding.by}' if finding.by else ''}"
        case DatedEvent():
            return f"{words().phrases.interval(finding.when)}: {finding.what}"
    return finding.evidence[0].quote


def _figure(report: CasualtyReport) -> str:
    open_above = report.low is not None and report.high is None
    bounds = Bounds(report.low, None, report.high, open_above, report.approx, report.vague)
    return words().phrases.short_figure(bounds)


def _stance(reaction: Reaction) -> str:
    stance = words().label(f"stance.{reaction.type}")
    return f"{stance} ({reaction.toward})" if reaction.toward else stance
