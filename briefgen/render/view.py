"""What templates see: the brief turned into worded lines, rows and figures, each with its numbered quotes.

Everything here is text ready to be escaped: cleaned of control characters, in the language of the brief. Templates
decide only where things stand. Dates, numbers and labels are made once, so that all formats say the same.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from briefgen.render.citations import Citations, Quote


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence with its quotes; `inferred` marks a judgement, `basis` says on what it rests, `mark` tags a change."""

    text: str
    quotes: tuple[Quote, ...] = ()
    inferred: bool = False
    basis: tuple[str, ...] = ()
    mark: str = ""
    label: str = ""
    items: tuple[Line, ...] = ()


@dataclass(frozen=True, slots=True)
class Figure:
    """A key figure: "49+" over "Armenian soldiers killed", with who says so and the range where sources differ."""

    value: str
    label: str
    who: str
    span: str
    deaths: bool
    quotes: tuple[Quote, ...]


@dataclass(frozen=True, slots=True)
class ReportRow:
    """One report behind a toll."""

    who: str
    outlet: str
    when: str
    figure: str
    quotes: tuple[Quote, ...]


@dataclass(frozen=True, slots=True)
class TollRow:
    """A toll in the table of losses; bounds are kept for the chart."""

    effect: str
    effect_label: str
    group: str
    side: str
    figure: str
    where: str
    when: str
    agreement: str
    low: int | None
    best: int | None
    high: int | None
    open_above: bool
    background: bool
    is_sum: bool
    support: str
    reports: tuple[ReportRow, ...]
    quotes: tuple[Quote, ...]


@dataclass(frozen=True, slots=True)
class PartyRow:
    """A party with what the sources say of it."""

    name: str
    kind: str
    role: str
    aliases: str
    leaders: str
    fights: str
    backs: str
    quotes: tuple[Quote, ...]


@dataclass(frozen=True, slots=True)
class ClaimColumn:
    """One side of a dispute: its claims in the words of the sources."""

    claimant: str
    claims: tuple[Line, ...]
    supporters: str = ""


@dataclass(frozen=True, slots=True)
class ReactionRow:
    """What one actor says or does; `short` and `stance` (the type) are for the matrix."""

    actor: str
    short: str
    stance: str
    text: str
    speaker: str
    when: str
    quotes: tuple[Quote, ...]


@dataclass(frozen=True, slots=True)
class EventRow:
    """An event on the timeline; `ordinal` is its day as a proleptic number, None where it has no date.

    `verbatim` says that the text stands so in the source.
    """

    when: str
    ordinal: int | None
    text: str
    verbatim: bool
    quotes: tuple[Quote, ...]


@dataclass(frozen=True, slots=True)
class SourceRow:
    """An article in the source list."""

    number: int
    outlet: str
    title: str
    published: str
    url: str
    path: str
    grade: str
    carried_by: str
    note: str
    quotes: tuple[Quote, ...]


@dataclass(frozen=True, slots=True)
class SituationView:
    """One situation's sections. `charts` maps a chart's name to its drawing (see `briefgen.render.charts`)."""

    anchor: str
    title: str
    period: str
    bottom_line: Line | None
    key_points: tuple[Line, ...]
    figures: tuple[Figure, ...]
    changes: tuple[Line, ...]
    narrative: tuple[Line, ...]
    tolls: tuple[TollRow, ...]
    parties: tuple[PartyRow, ...]
    disputes: tuple[tuple[ClaimColumn, ...], ...]
    claims: tuple[ClaimColumn, ...]
    reactions: tuple[ReactionRow, ...]
    alliances: tuple[Line, ...]
    implications: tuple[Line, ...]
    clauses: tuple[tuple[str, str], ...]
    timeline: tuple[EventRow, ...]
    gaps: tuple[Line, ...]
    charts: Mapping[str, object]

    @property
    def empty(self) -> frozenset[str]:
        """The sections that have nothing to say."""
        held = {
            "parties": self.parties,
            "claims": self.disputes or self.claims,
            "reactions": self.reactions,
            "alliances": self.alliances or self.implications,
            "timeline": self.timeline or self.charts.get("map"),
            "gaps": self.gaps,
        }
        return frozenset(name for name, content in held.items() if not content)


@dataclass(frozen=True, slots=True)
class BriefView:
    """The whole brief as templates see it."""

    language: str
    title: str
    number: str
    as_of: str
    as_of_iso: str
    period: str
    previous: str
    next_issue: str
    handling: str
    bottom_line: Line | None
    key_points: tuple[Line, ...]
    figures: tuple[Figure, ...]
    changes: tuple[Line, ...]
    map: object | None
    situations: tuple[SituationView, ...]
    sources: tuple[SourceRow, ...]
    skipped: tuple[tuple[str, str], ...]
    method: tuple[str, ...]
    generator: str
    running: str
    page_words: tuple[str, str]
    citations: Citations

    @property
    def shown(self) -> frozenset[str]:
        """The sentences of the front page, which a situation need not repeat."""
        lead = (self.bottom_line,) if self.bottom_line else ()
        return frozenset(line.text for line in (*lead, *self.key_points))
