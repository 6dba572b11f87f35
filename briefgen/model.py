"""The types that cross the stages: frozen, checked at the edges, and written to brief.json as they stand.

The vocabularies stand in `terms.py`. Every offset is a Python string index into `Article.text`, end exclusive. Every
fact has at least one `Evidence` and an id derived from its content: a review or the next brief can name it.
"""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import Field

from briefgen.identity import Identified as Identified, Model as Model, fact_id as fact_id
from briefgen.terms import (
    ASPECTS as ASPECTS,
    EFFECTS as EFFECTS,
    KINDS as KINDS,
    REACTION_TYPES as REACTION_TYPES,
    ROLES as ROLES,
    Aspect as Aspect,
    ChangeKind as ChangeKind,
    Credibility as Credibility,
    Direction as Direction,
    Effect as Effect,
    Kind as Kind,
    Likelihood as Likelihood,
    Moment as Moment,
    Precision as Precision,
    ReactionType as ReactionType,
    Reliability as Reliability,
    Role as Role,
    day_of as day_of,
    first_instant as first_instant,
    last_instant as last_instant,
    moment_key as moment_key,
    parse_moment as parse_moment,
)

SCHEMA_VERSION = "1.1"
_KNOWN = "parties.known"  # the rule of a part that the register of wars gives
_NO_PART = frozenset({_KNOWN, "parties.speak", "parties.react", "parties.speech", "parties.scene", "parties.suffers"})


class Span(Model):
    """A stretch of an article's text, [start, end)."""

    start: int
    end: int


class Noise(Span):
    """A stretch that is not read for facts, and why ("comment form", "repeated caption")."""

    reason: str


class Interval(Model):
    """When, as said (*text*) and as resolved: first and last day, both inclusive, with the precision of the words.

    `precision` is "unresolved" and both ends are None where the words are relative and the article has no date.
    """

    text: str
    start: date | None = None
    end: date | None = None
    precision: Precision = "unresolved"


class Source(Model):
    """Where an article came from. *path* is relative to the folder read (or "-" for standard input)."""

    path: str
    outlet: str | None = None
    url: str | None = None
    published: Moment | None = None
    date_assumed: bool = False
    language: str | None = None
    sha256_file: str = ""
    sha256_text: str = ""
    reader: str = ""
    carried_by: tuple[str, ...] = ()


class Article(Model):
    """One article: the plain reading of its file, never altered; *noise* marks what cleaning says to skip."""

    id: str
    title: str | None = None
    text: str
    noise: tuple[Noise, ...] = ()
    source: Source


class Skipped(Model):
    """A file that could not be read, or an article left out, and the reason in words for the user."""

    path: str
    reason: str


class Evidence(Model):
    """The words that a fact stands on: article id, [start, end) in its text, the quote, and the rule that read it."""

    article: str
    start: int
    end: int
    quote: str
    rule: str


class Finding(Identified):
    """A fact with its evidence (the first is the main one) and an id derived from kind, content and place.

    `corrected` says that an editor changed what was read from that evidence; `independent` counts the sources that
    carry the fact and do not copy one another (fusion fills it in).
    """

    evidence: tuple[Evidence, ...] = Field(min_length=1)
    corrected: bool = False
    independent: int = 1


class Party(Finding):
    """An actor with a part in the conflict: canonical name, surface forms seen, kind, role, whom it fights or backs."""

    name: str
    aliases: tuple[str, ...] = ()
    kind: Kind
    role: Role
    leaders: tuple[str, ...] = ()
    fights: tuple[str, ...] = ()
    backs: tuple[str, ...] = ()

    @property
    def by_register(self) -> bool:
        """Whether its part is known by the register of wars alone: the sources only name, quote or pity it."""
        rules = {evidence.rule for evidence in self.evidence}
        return self.kind != "armed_group" and not self.corrected and _KNOWN in rules and rules <= _NO_PART


class CasualtyReport(Finding):
    """One stated human toll of one group.

    An exact number has low == high; "at least N" has high None; "up to N" has low None; counting words are `vague` with
    ACLED's safe floor as low. `attributed_to` is who is said to report it, None when the article says it itself.
    `background` marks history rather than the event covered.
    """

    effect: Effect
    low: int | None = None
    high: int | None = None
    approx: bool = False
    vague: bool = False
    victims: str | None = None
    affiliation: str | None = None
    civilian: bool | None = None
    place: str | None = None
    when: Interval | None = None
    attributed_to: str | None = None
    background: bool = False


class Reaction(Finding):
    """What an outside actor says or does in response: canonical actor, speaker or office, type, toward whom."""

    actor: str
    speaker: str | None = None
    type: ReactionType
    toward: str | None = None
    quoted: bool = False
    when: Interval | None = None


class Claim(Finding):
    """A side's allegation against another; `denies` is the id of the claim that it answers, when it is a denial."""

    claimant: str | None
    accused: str | None
    act: str | None = None
    denies: str | None = None
    when: Interval | None = None


class AllianceFact(Finding):
    """A fact on a pact, coalition or patron tie; a bilateral tie is "A–B" with an en dash, names in sorted order.

    `attributed_to` is the actor by whose word alone it is known, None where an article says it itself.
    """

    alliance: str
    aspect: Aspect
    by: str | None = None
    when: Interval | None = None
    attributed_to: str | None = None

    @property
    def ends(self) -> tuple[str, ...]:
        """The two actors of a bilateral tie, or the pact alone."""
        return tuple(self.alliance.split("–"))


class DatedEvent(Finding):
    """Something that happened, with its time: the sentence that says so is the evidence."""

    when: Interval
    what: str
    parties: tuple[str, ...] = ()
    place: str | None = None


class Findings(Model):
    """What one article yields."""

    article: str
    parties: tuple[Party, ...] = ()
    casualties: tuple[CasualtyReport, ...] = ()
    reactions: tuple[Reaction, ...] = ()
    claims: tuple[Claim, ...] = ()
    alliances: tuple[AllianceFact, ...] = ()
    events: tuple[DatedEvent, ...] = ()


class TollReport(Model):
    """One report behind a toll, with the source that carries it and when that source was published."""

    report: CasualtyReport
    speaker: str | None = None
    outlet: str | None = None
    published: Moment | None = None


class Toll(Finding):
    """One loss as fusion sees it: UCDP's low, best and high, and every report behind it in order of time.

    `open_above` says that the greatest figure is itself a lower bound; `rule` names the rule that chose *best*;
    `part_of` is the id of the toll that holds this one.
    """

    effect: Effect
    affiliation: str | None = None
    victims: str | None = None
    civilian: bool | None = None
    place: str | None = None
    when: Interval | None = None
    low: int | None = None
    best: int | None = None
    high: int | None = None
    open_above: bool = False
    approx: bool = False
    vague: bool = False
    agreement: Literal["single", "agree", "differ"] = "single"
    rule: str = ""
    reports: tuple[TollReport, ...] = ()
    part_of: str | None = None
    background: bool = False
    disputed: bool = False
    as_of: Moment | None = None

    @property
    def is_sum(self) -> bool:
        """Whether the figure is the sum of what the sides have counted, and no report's own."""
        return self.rule == "figures.sum_of_sides"


class DisputeSide(Model):
    """One column of a dispute: who claims, the claims, and who supports them."""

    claimant: str | None
    claims: tuple[Claim, ...]
    supporters: tuple[str, ...] = ()


class Dispute(Finding):
    """Claims that answer or contradict each other, side by side."""

    sides: tuple[DisputeSide, ...]


class Clause(Model):
    """A treaty clause that a judgement rests on: its id in the register, pact, article, obligation, and source."""

    id: str
    alliance: str
    article: str
    obligation: str
    text: str
    source: str


Param = str | int | None | tuple[str, ...]


class Message(Identified):
    """A sentence to be worded in render: a message id with its parameters, and what it stands on.

    `facts` are ids of findings, `evidence` their spans, `clauses` treaty facts; `inferred` marks a judgement (not said
    by a source), which may carry an ICD 203 likelihood. `rule` names the rule that made it, `weight` ranks it.
    """

    message: str
    params: dict[str, Param] = Field(default_factory=dict)
    evidence: tuple[Evidence, ...] = ()
    facts: tuple[str, ...] = ()
    clauses: tuple[Clause, ...] = ()
    inferred: bool = False
    likelihood: Likelihood | None = None
    rule: str = ""
    weight: float = 0.0


class KeyPoint(Message):
    """One of the three to six sentences that a reader must know."""


class Implication(Message):
    """What the facts mean for an alliance, with its basis spelled out."""


class Gap(Message):
    """What the sources do not say, or contradict."""


class Change(Message):
    """A difference from the brief before: which kind, of which sort of fact."""

    kind: ChangeKind
    subject: Literal["toll", "reaction", "party", "alliance", "claim", "situation"]
    before: str | None = None
    after: str | None = None


class Situation(Model):
    """One fused story."""

    id: str
    title: Message
    place: str | None = None
    period: Interval | None = None
    articles: tuple[str, ...]
    bottom_line: Message | None = None
    key_points: tuple[KeyPoint, ...] = ()
    parties: tuple[Party, ...] = ()
    tolls: tuple[Toll, ...] = ()
    claims: tuple[Claim, ...] = ()
    disputes: tuple[Dispute, ...] = ()
    reactions: tuple[Reaction, ...] = ()
    alliances: tuple[AllianceFact, ...] = ()
    implications: tuple[Implication, ...] = ()
    timeline: tuple[DatedEvent, ...] = ()
    gaps: tuple[Gap, ...] = ()
    direction: Direction | None = None


class BriefSource(Model):
    """An article as the brief lists it: its number in citations, and its grade on the Admiralty scale."""

    number: int
    article: str
    title: str | None = None
    source: Source
    reliability: Reliability = "F"
    credibility: Credibility = 6


class Reviewed(Model):
    """How many decisions of an editor were applied: facts confirmed, corrected, left out."""

    accepted: int = 0
    corrected: int = 0
    rejected: int = 0


class Brief(Model):
    """What a template sees and what brief.json holds; it holds no full text.

    `no_situation` is the rule by which articles of `sources` that are part of no situation make none; `relations` says
    whether the relation model read beside the rules.
    """

    schema_version: str = SCHEMA_VERSION
    generator: str = ""
    engine: str = ""
    relations: bool = False
    title: str
    number: int | None = None
    as_of: Moment
    period: tuple[Moment | None, Moment | None] = (None, None)
    previous: Moment | None = None
    handling: str | None = None
    bottom_line: Message | None = None
    key_points: tuple[KeyPoint, ...] = ()
    situations: tuple[Situation, ...] = ()
    changes: tuple[Change, ...] = ()
    sources: tuple[BriefSource, ...] = ()
    skipped: tuple[Skipped, ...] = ()
    no_situation: Message | None = None
    reviewed: Reviewed | None = None
