"""Facts into rows: tolls, parties, claims, reactions, alliances, events and sources, worded and cited."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field

from briefgen.model import (
    EFFECTS,
    REACTION_TYPES,
    AllianceFact,
    BriefSource,
    CasualtyReport,
    Claim,
    Clause,
    DatedEvent,
    Dispute,
    Finding,
    KeyPoint,
    Message,
    Moment,
    Param,
    Party,
    Reaction,
    Toll,
    TollReport,
)
from briefgen.render.citations import Citations
from briefgen.render.phrases import Bounds, Phrases
from briefgen.render.text import clean
from briefgen.render.view import (
    ClaimColumn,
    EventRow,
    Figure,
    Line,
    PartyRow,
    ReactionRow,
    ReportRow,
    SourceRow,
    TollRow,
)
from briefgen.render.wording import Wording

MOST_FIGURES = 5
SMALLEST_SHARE = 20  # a figure below a twentieth of the greatest is no key figure of its own
LONGEST_CLAIM = 320


@dataclass(frozen=True)
class Rows:
    """Turns facts into what templates see, in one language, giving out citations as it goes."""

    wording: Wording
    citations: Citations
    facts: Mapping[str, Toll] = field(default_factory=dict)
    titles: Mapping[str, str] = field(default_factory=dict)
    told: Set[str] = frozenset()

    @property
    def phrases(self) -> Phrases:
        """How names and figures are written."""
        return self.wording.phrases

    def line(self, message: Message) -> Line:
        """A message as a sentence with its quotes and the basis of a judgement."""
        basis = tuple(map(self._clause, message.clauses))
        return Line(
            text=self.wording.sentence(self._enriched(message)),
            quotes=self.citations.cite(message.evidence),
            inferred=message.inferred,
            basis=basis,
            mark=getattr(message, "kind", ""),
        )

    def clauses(self, messages: Iterable[Message]) -> tuple[tuple[str, str], ...]:
        """The treaty clauses behind *messages*, each once: its name, and what it says with its source."""
        found = {clause.id: clause for message in messages for clause in message.clauses}
        return tuple(
            (self._clause(c), self.wording.label("phrase.clause_text", text=c.text, source=c.source))
            for c in found.values()
        )

    def _clause(self, clause: Clause) -> str:
        """ "North Atlantic Treaty, article 5"."""
        params: dict[str, Param] = {"alliance": clause.alliance, "article": clause.article}
        return self.wording.label("phrase.clause", **params)

    def _enriched(self, message: Message) -> Message:
        """*message* with what its facts add: whether each side gives its own dead, and a situation's title."""
        added: dict[str, Param] = {}
        tolls = [self.facts[id] for id in message.facts if id in self.facts]
        if len(tolls) == 2 and all(_own(toll) for toll in tolls):
            added["telling"] = "own"
        if message.message == "change.situation":
            added["title"] = self.titles.get(str(message.params.get("situation")))
        return message.model_copy(update={"params": {**message.params, **added}}) if added else message

    def figures(self, tolls: Sequence[Toll], *, told: Sequence[str] = ()) -> tuple[Figure, ...]:
        """The key figures: tolls of the events covered, those of the key points (ids in *told*) first, then by size.

        A sum of the sides' counts stands beside them in the table alone.
        """
        current = [toll for toll in tolls if not toll.background and not toll.disputed and _size(toll) > 0]
        current = [toll for toll in current if not toll.is_sum]
        place = {id: number for number, id in enumerate(dict.fromkeys(told))}
        ranked = sorted(current, key=lambda t: (place.get(t.id, len(place)), EFFECTS.index(t.effect), -_size(t), t.id))
        least = max(map(_size, current), default=0) / SMALLEST_SHARE
        shown = [toll for toll in ranked if toll.id in place or _size(toll) >= least]
        return tuple(map(self._figure, shown[:MOST_FIGURES]))

    def tolls(self, tolls: Sequence[Toll]) -> tuple[TollRow, ...]:
        """Every toll, those of the events covered before history, by effect and size."""
        ranked = sorted(tolls, key=lambda t: (t.background, EFFECTS.index(t.effect), -_size(t), t.id))
        return tuple(map(self._toll, ranked))

    def parties(self, parties: Sequence[Party]) -> tuple[PartyRow, ...]:
        """The parties, fighting sides first as given."""
        return tuple(map(self._party, parties))

    def dispute(self, dispute: Dispute) -> tuple[ClaimColumn, ...]:
        """The sides of a dispute beside each other."""
        return tuple(
            self._column(side.claimant, side.claims, supporters=self._names(side.supporters)) for side in dispute.sides
        )

    def claims(self, claims: Iterable[Claim]) -> tuple[ClaimColumn, ...]:
        """Claims that stand in no dispute, a column for each claimant."""
        sides: dict[str | None, list[Claim]] = {}
        for claim in claims:
            sides.setdefault(claim.claimant, []).append(claim)
        return tuple(self._column(claimant, group) for claimant, group in sides.items())

    def reactions(self, reactions: Sequence[Reaction]) -> tuple[ReactionRow, ...]:
        """Reactions by actor in order of first mention, then by the order of types; a repeated stance is one row."""
        order: dict[str, int] = {}
        for reaction in reactions:
            order.setdefault(reaction.actor, len(order))
        grouped: dict[tuple[str, str, str | None, str | None], list[Reaction]] = {}
        for reaction in sorted(reactions, key=lambda r: (order[r.actor], REACTION_TYPES.index(r.type))):
            grouped.setdefault((reaction.actor, reaction.type, reaction.toward, reaction.speaker), []).append(reaction)
        return tuple(map(self._reaction, grouped.values()))

    def alliances(self, facts: Sequence[AllianceFact]) -> tuple[Line, ...]:
        """What the sources say on alliances: one line for each alliance, with a line for each fact under it."""
        grouped: dict[str, dict[tuple[str, str | None], list[AllianceFact]]] = {}
        for fact in facts:
            grouped.setdefault(fact.alliance, {}).setdefault((fact.aspect, fact.by), []).append(fact)
        return tuple(
            Line(text=self.phrases.bare(alliance), items=tuple(map(self._alliance, groups.values())))
            for alliance, groups in grouped.items()
        )

    def events(self, events: Sequence[DatedEvent]) -> tuple[EventRow, ...]:
        """The timeline, in order of time, undated events last."""
        rows = [self._event(event) for event in events]
        return tuple(sorted(rows, key=lambda row: (row.ordinal is None, row.ordinal or 0)))

    def source(self, source: BriefSource) -> SourceRow:
        """An article in the list of sources, with the quotes taken from it; ask when all citations are given out.

        One of no situation is marked as read in vain, so that nothing is lost unseen.
        """
        origin = source.source
        published = self.moment(origin.published) if origin.published else self.wording.label("source.undated")
        if origin.date_assumed:
            published = self.wording.label("source.assumed", when=published)
        return SourceRow(
            number=source.number,
            outlet=self.phrases.bare(origin.outlet or ""),
            title=self.phrases.shorten(source.title or origin.path, 300),
            published=published,
            url=origin.url if origin.url and origin.url.startswith(("https://", "http://")) else "",
            path=clean(origin.path),
            grade=self.citations.grade(source.article),
            carried_by=self.wording.catalogue.listing([self.phrases.bare(name) for name in origin.carried_by]),
            note="" if source.article in self.told else self.wording.label("source.no_situation"),
            quotes=self.citations.quotes(source.number),
        )

    def moment(self, value: Moment) -> str:
        """A day or an instant in words."""
        return self.wording.catalogue.moment(value)

    def _figure(self, toll: Toll) -> Figure:
        bounds = _bounds(toll)
        best = toll.best if toll.best is not None else toll.low if toll.low is not None else toll.high
        shown = Bounds(best=best, open_above=toll.open_above, approx=toll.approx, vague=toll.vague)
        ranged = toll.low is not None and toll.high is not None and toll.low != toll.high
        return Figure(
            value=self.phrases.short_figure(shown),
            label=self._loss(toll),
            who=self._marked(self._who(toll, best=best), toll),
            span=self.wording.label("figure.span", span=self.phrases.short_figure(bounds)) if ranged else "",
            deaths=toll.effect == "killed",
            quotes=self.citations.cite(toll.evidence, most=2),
        )

    def _loss(self, toll: Toll) -> str:
        one = _bounds(toll).single == 1
        group = self.phrases.group(toll.victims, affiliation=toll.affiliation, civilian=toll.civilian, one=one)
        return f"{group} {self.wording.label(f'effect.{toll.effect}')}"

    def _who(self, toll: Toll, *, best: int | None) -> str:
        """Who gives the figure shown: the speakers, else the outlets that report it in their own voice."""
        giving = [r for r in toll.reports if best in (r.report.low, r.report.high)] or list(toll.reports)
        speakers = dict.fromkeys(name for r in giving if (name := r.speaker or r.report.attributed_to))
        if speakers:
            return self.wording.label("figure.says", speakers=tuple(list(speakers)[:3]))
        outlets = dict.fromkeys(r.outlet for r in giving if r.outlet)
        return self.wording.label("figure.reported", outlets=tuple(list(outlets)[:2])) if outlets else ""

    def _toll(self, toll: Toll) -> TollRow:
        bounds = _bounds(toll)
        return TollRow(
            effect=toll.effect,
            effect_label=self.wording.label(f"effect.{toll.effect}"),
            group=self.phrases.group(toll.victims, affiliation=toll.affiliation, civilian=toll.civilian),
            side=self.phrases.bare(toll.affiliation) if toll.affiliation else "",
            figure=self.phrases.short_figure(bounds),
            where=self.phrases.where(toll.place),
            when=self.phrases.interval(toll.when),
            agreement=self.wording.label(f"agreement.{toll.agreement}"),
            low=toll.low,
            best=toll.best,
            high=toll.high,
            open_above=toll.open_above,
            background=toll.background,
            is_sum=toll.is_sum,
            support=self._support(toll),
            reports=tuple(map(self._report, toll.reports)),
            quotes=self.citations.cite(toll.evidence),
        )

    def _support(self, toll: Toll) -> str:
        """Of which counts a sum is made, or how many independent outlets stand behind a figure."""
        if toll.is_sum:
            parts = [fact for fact in self.facts.values() if fact.part_of == toll.id]
            return self.wording.label("figure.sum", sides=tuple(part.affiliation or "" for part in parts))
        return self.wording.label("figure.independent", count=toll.independent) if toll.independent > 1 else ""

    def _report(self, report: TollReport) -> ReportRow:
        said = report.report
        speaker = report.speaker or said.attributed_to
        return ReportRow(
            who=self.phrases.bare(speaker) if speaker else "",
            outlet=self._outlet(report),
            when=self.moment(report.published) if report.published else "",
            figure=self._marked(self.phrases.short_figure(_said(said)), said),
            quotes=self.citations.cite(said.evidence, most=2),
        )

    def _outlet(self, report: TollReport) -> str:
        """The outlet with its grade where somebody judged it: "Harbour Post, B2"."""
        grade = self.citations.grade(report.report.evidence[0].article)
        judged = grade if grade and grade[0] != "F" else ""
        return ", ".join(part for part in (self.phrases.bare(report.outlet or ""), judged) if part)

    def _party(self, party: Party) -> PartyRow:
        shown = [self.phrases.bare(alias) for alias in party.aliases if alias != party.name][:6]
        return PartyRow(
            name=self.phrases.bare(party.name),
            kind=self.wording.label(f"kind.{party.kind}"),
            role=self._marked(self._role(party), party),
            aliases=", ".join(shown),
            leaders=self._names(_fullest(party.leaders)),
            fights=self._names(party.fights),
            backs=self._names(party.backs),
            quotes=self.citations.cite(party.evidence, most=2),
        )

    def _column(self, claimant: str | None, claims: Sequence[Claim], *, supporters: str = "") -> ClaimColumn:
        name = self.phrases.bare(claimant) if claimant else self.wording.label("claim.unnamed")
        return ClaimColumn(claimant=name, claims=tuple(map(self._claim, claims)), supporters=supporters)

    def _claim(self, claim: Claim) -> Line:
        key = "claim.denies" if claim.denies else "claim.against" if claim.accused else "claim.made"
        params: dict[str, Param] = {"accused": claim.accused}
        text = self.phrases.shorten(claim.evidence[0].quote, LONGEST_CLAIM)
        return Line(
            text=text,
            label=self._marked(self.wording.label(key, **params), claim),
            quotes=self.citations.cite(claim.evidence, most=2),
        )

    def _reaction(self, group: Sequence[Reaction]) -> ReactionRow:
        one = group[0]
        toward = self.wording.label(f"stance_toward.{one.type}", toward=one.toward) if one.toward else ""
        if not toward or "{" in toward or one.type in ("statement", "denies", "expresses_concern"):
            toward = self.wording.label(f"stance.{one.type}")
        when = next((r.when for r in group if r.when and r.when.start), None)
        return ReactionRow(
            actor=self.phrases.bare(one.actor),
            short=self.phrases.short(one.actor),
            stance=one.type,
            text=self._marked(toward, *group),
            speaker=self.phrases.bare(one.speaker or ""),
            when=self.phrases.interval(when),
            quotes=self.citations.cite([e for r in group for e in r.evidence], most=3),
        )

    def _alliance(self, group: Sequence[AllianceFact]) -> Line:
        one = group[0]
        params: dict[str, Param] = {
            "alliance": one.alliance,
            "aspect": one.aspect,
            "by": one.by,
            "who": one.attributed_to,
        }
        evidence = tuple(e for fact in group for e in fact.evidence)
        message = KeyPoint(message="keypoint.alliance", params=params, evidence=evidence)
        quotes = self.citations.cite(evidence, most=3)
        return Line(
            text=self._marked(self.wording.sentence(message), *group),
            quotes=quotes,
            label=self.wording.label(f"aspect.{one.aspect}"),
        )

    def _event(self, event: DatedEvent) -> EventRow:
        start = event.when.start
        return EventRow(
            when=self.phrases.interval(event.when),
            ordinal=start.toordinal() if start else None,
            text=self.phrases.shorten(event.what, 360),
            verbatim=event.what in event.evidence[0].quote,
            quotes=self.citations.cite(event.evidence, most=3),
        )

    def _role(self, party: Party) -> str:
        """The part of a party; one that no source tells is marked as known of the war."""
        role = self.wording.label(f"role.{party.role}")
        return self.wording.label("mark.known", text=role) if party.by_register else role

    def _marked(self, text: str, *facts: Finding) -> str:
        """*text*, with a mark where an editor corrected one of *facts*."""
        return self.wording.label("mark.corrected", text=text) if any(fact.corrected for fact in facts) else text

    def _names(self, names: Sequence[str]) -> str:
        return self.wording.catalogue.listing([self.phrases.bare(name) for name in names])


def _fullest(names: Sequence[str]) -> list[str]:
    """Names without those that are part of another.

    >>> _fullest(("Antony", "Antony Blinken", "John Kirby"))
    ['Antony Blinken', 'John Kirby']
    """
    words = {name: set(name.split()) for name in names}
    return [name for name in words if not any(words[name] < other for other in words.values())]


def _bounds(toll: Toll) -> Bounds:
    return Bounds(toll.low, toll.best, toll.high, toll.open_above, toll.approx, toll.vague)


def _said(report: CasualtyReport) -> Bounds:
    open_above = report.low is not None and report.high is None
    return Bounds(report.low, None, report.high, open_above, report.approx, report.vague)


def _own(toll: Toll) -> bool:
    """Whether the side itself gives the best figure of its dead, in numbers."""
    giving = {r.speaker for r in toll.reports if toll.best in (r.report.low, r.report.high)}
    return toll.effect == "killed" and not toll.vague and toll.affiliation in giving


def _size(toll: Toll) -> int:
    return max(n or 0 for n in (toll.low, toll.best, toll.high))
