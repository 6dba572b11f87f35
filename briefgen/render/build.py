"""A brief into its view: every line worded and every citation numbered, before any template runs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from briefgen.model import Brief, BriefSource, Change, KeyPoint, Message, Moment, Param, Situation, Skipped, day_of
from briefgen.render.catalogue import load_catalogue
from briefgen.render.charts import draw, draw_map
from briefgen.render.citations import Citations
from briefgen.render.names import acronyms, adjectives, classify, codes, peoples
from briefgen.render.phrases import Phrases
from briefgen.render.rows import Rows
from briefgen.render.text import clean
from briefgen.render.view import BriefView, Line, SituationView
from briefgen.render.wording import Wording
from briefgen.settings import RenderSettings

MOST_SKIPPED = 40  # named in a brief; brief.json names all

_RELATION_MODEL = "relations_en"
METHOD = (
    "reading",
    "figures",
    "ranges",
    "counting",
    "attribution",
    "register",
    "copies",
    "judgement",
    "grades",
    "direction",
)


def build_view(brief: Brief, *, settings: RenderSettings) -> BriefView:
    """The view of *brief* in the language of *settings*. Raises `RenderError` for a language without wording."""
    return _Builder(brief, wording=wording_for(settings), settings=settings).view()


def wording_for(settings: RenderSettings) -> Wording:
    """The wording of the language in *settings*."""
    catalogue = load_catalogue(settings.language)
    return Wording(
        catalogue,
        Phrases(
            catalogue, adjectives=adjectives(), peoples=peoples(), codes=codes(), acronyms=acronyms(), classify=classify
        ),
    )


@dataclass
class _Builder:
    brief: Brief
    wording: Wording
    settings: RenderSettings

    def __post_init__(self) -> None:
        situations = self.brief.situations
        self.rows = Rows(
            self.wording,
            Citations(self.brief.sources),
            facts={toll.id: toll for situation in situations for toll in situation.tolls},
            titles={situation.id: self.wording.sentence(situation.title) for situation in situations},
            told=frozenset(id for situation in situations for id in situation.articles),
        )

    def view(self) -> BriefView:
        """Words everything in the order of the sections, so that labels run on as the reader reads."""
        brief, rows = self.brief, self.rows
        first = brief.bottom_line or (brief.situations[0].bottom_line if len(brief.situations) == 1 else None)
        bottom_line = rows.line(first) if first else self._nothing()
        points = brief.key_points or (brief.situations[0].key_points if len(brief.situations) == 1 else ())
        key_points = tuple(map(rows.line, _beside(first, points)))
        told = [id for message in (*((first,) if first else ()), *points) for id in message.facts]
        figures = rows.figures([toll for situation in brief.situations for toll in situation.tolls], told=told)
        changes = self._changes(brief.changes)
        situations = tuple(self._situation(s, number) for number, s in enumerate(brief.situations, 1))
        return BriefView(
            language=self.wording.catalogue.language,
            title=self._title(),
            number=str(brief.number) if brief.number is not None else "",
            as_of=rows.moment(brief.as_of),
            as_of_iso=brief.as_of.isoformat(),
            period=self._period(brief.period),
            previous=rows.moment(brief.previous) if brief.previous else "",
            next_issue=rows.moment(self.settings.next_issue) if self.settings.next_issue else "",
            handling=self.rows.phrases.bare(self.settings.handling or ""),
            bottom_line=bottom_line,
            key_points=key_points,
            figures=figures,
            changes=changes,
            map=draw_map(brief.situations, wording=self.wording, id="front-map"),
            situations=situations,
            sources=tuple(map(rows.source, sorted(brief.sources, key=_number))),
            skipped=self._skipped(brief.skipped),
            method=self._method(),
            generator=clean(brief.generator),
            running=self._running(),
            page_words=(self.wording.label("header.page_before"), self.wording.label("header.page_between")),
            citations=rows.citations,
        )

    def _title(self) -> str:
        """The brief's title; where it is only the neutral names of its situations, these in words of the brief."""
        phrases, situations = self.rows.phrases, self.brief.situations[:3]
        given = phrases.shorten(self.brief.title, 200)
        names = [name for name in map(_neutral, situations) if name]
        if situations and (not given or given == " \u00b7 ".join(dict.fromkeys(names))):
            if len(self.brief.situations) == 1:
                return phrases.shorten(self.wording.sentence(situations[0].title), 200)
            return " \u00b7 ".join(dict.fromkeys(map(phrases.bare, names)))
        return given or self.wording.label("title.none")

    def _nothing(self) -> Line | None:
        return Line(self.wording.label("none.situation")) if not self.brief.situations else None

    def _skipped(self, skipped: Sequence[Skipped]) -> tuple[tuple[str, str], ...]:
        """What was not read, with the reason; of a long list (a selection leaves much out) the first, and how many."""
        named = [(clean(one.path), clean(one.reason)) for one in skipped[:MOST_SKIPPED]]
        if rest := len(skipped) - len(named):
            named.append(("…", self.wording.label("source.skipped_more", count=rest)))
        return tuple(named)

    def _changes(self, changes: Sequence[Change]) -> tuple[Line, ...]:
        shown = [change for change in changes if change.kind != "unchanged"]
        return tuple(map(self.rows.line, shown))

    def _situation(self, situation: Situation, number: int) -> SituationView:
        rows = self.rows
        title = self.rows.phrases.shorten(self.wording.sentence(situation.title), 200)
        narrative = self._narrative(situation)
        tolls, parties = rows.tolls(situation.tolls), rows.parties(situation.parties)
        disputes = tuple(map(rows.dispute, situation.disputes))
        disputed = {claim.id for d in situation.disputes for side in d.sides for claim in side.claims}
        claims = rows.claims(claim for claim in situation.claims if claim.id not in disputed)
        reactions = rows.reactions(situation.reactions)
        alliances = rows.alliances(situation.alliances)
        implications = tuple(map(rows.line, situation.implications))
        timeline = rows.events(situation.timeline)
        return SituationView(
            anchor=f"s{number}",
            title=title,
            period=rows.phrases.interval(situation.period) if situation.period else "",
            bottom_line=rows.line(situation.bottom_line) if situation.bottom_line else None,
            key_points=tuple(map(rows.line, _beside(situation.bottom_line, situation.key_points))),
            figures=rows.figures(situation.tolls, told=[id for p in situation.key_points for id in p.facts]),
            changes=(),
            narrative=narrative,
            tolls=tolls,
            parties=parties,
            disputes=disputes,
            claims=claims,
            reactions=reactions,
            alliances=alliances,
            implications=implications,
            clauses=rows.clauses(situation.implications),
            timeline=timeline,
            gaps=tuple(map(rows.line, situation.gaps)),
            charts=draw(
                situation,
                tolls=tolls,
                reactions=reactions,
                timeline=timeline,
                wording=self.wording,
                anchor=f"s{number}",
            ),
        )

    def _narrative(self, situation: Situation) -> tuple[Line, ...]:
        """What the sources of a situation are, and that its two sides fight."""
        label, rows = self.wording.label, self.rows
        mine = [source for source in self.brief.sources if source.article in situation.articles]
        outlets = _outlets(mine)
        several = "narrative.covers_outlet" if outlets == 1 else "narrative.covers"
        key = "narrative.covers_one" if len(situation.articles) == 1 else several
        period = rows.phrases.interval(situation.period, preposition=True) if situation.period else ""
        lines = [Line(label(key, count=len(situation.articles), outlets=outlets, period=period or None))]
        a, b = (situation.title.params.get(side) for side in "ab")
        fought = situation.title.message == "title.clash"
        for party in situation.parties if fought else ():
            if (party.name == a and b in party.fights) or (party.name == b and a in party.fights):
                text = label("narrative.fights", a=a, others=b)
                lines.append(Line(text[:1].upper() + text[1:], quotes=rows.citations.cite(party.evidence, most=2)))
                break
        if situation.direction:
            lines.append(Line(label(f"direction.{situation.direction}"), inferred=True))
        return tuple(lines)

    def _running(self) -> str:
        """The line at the foot of every page: what this is, its number, its as-of."""
        label, number = self.wording.label, self.brief.number
        parts = [label("header.brief"), *([label("header.number", number=str(number))] if number is not None else [])]
        return ", ".join([" ".join(parts), label("header.running", when=self.rows.moment(self.brief.as_of))])

    def _period(self, period: tuple[Moment | None, Moment | None]) -> str:
        start, end = (day_of(moment) if moment else None for moment in period)
        first, last = start or end, end or start
        return self.rows.phrases.span(first, last) if first and last else ""

    def _method(self) -> tuple[str, ...]:
        params: dict[str, Param] = {
            "generator": self.brief.generator or "briefgen",
            "engine": self.brief.engine or None,
            "model": _RELATION_MODEL if self.brief.relations else None,
        }
        parties = [party for situation in self.brief.situations for party in situation.parties]
        keys = [key for key in METHOD if key != "register" or any(party.by_register for party in parties)]
        lines = [self.wording.label(f"method.{key}", **params) for key in keys]
        if self.brief.no_situation:
            lines.append(self.wording.sentence(self.brief.no_situation))
        if self.brief.reviewed:
            counts = {name: str(count) for name, count in self.brief.reviewed.model_dump().items()}
            lines.append(self.wording.label("method.reviewed", **counts))
        return tuple(lines)


def _neutral(situation: Situation) -> str:
    """A situation's name in any language: its sides joined by a dash, else its place, target or party."""
    params = situation.title.params
    pair = [str(params[key]) for key in ("a", "b") if params.get(key)]
    return "\u2013".join(pair) or next((str(params[k]) for k in ("place", "target", "party") if params.get(k)), "")


def _beside(first: Message | None, points: Sequence[KeyPoint]) -> Sequence[KeyPoint]:
    """The key points without one that only says the bottom line again, where three others stand."""
    same = set(first.facts) if first else set()
    others = [point for point in points if not same or set(point.facts) != same]
    return others if len(others) >= 3 else points


def _outlets(sources: Sequence[BriefSource]) -> int:
    return max(1, len({source.source.outlet or source.source.path for source in sources}))


def _number(source: BriefSource) -> int:
    return source.number
