"""Casualty reports of one story into tolls: each loss once, with every report on it and who says so."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import timedelta
from functools import cache

from briefgen.fuse.figures import Report, figures, order
from briefgen.fuse.losses import losses
from briefgen.fuse.merging import commonest, until
from briefgen.fuse.names import Names
from briefgen.fuse.places import Gazetteer, place_told
from briefgen.fuse.placing import Ground, Placing
from briefgen.fuse.repeats import without_repeats
from briefgen.fuse.wholes import Counted, holders, with_sums
from briefgen.model import Article, CasualtyReport, Evidence, Interval, Toll, TollReport, day_of
from briefgen.settings import FuseSettings

_MOST_EVIDENCE = 24
_CLAUSE = 160  # characters after a figure in which "since ..." still tells of it
_STOP = re.compile(r"[.;:!?](?:\s|$)|\n")
_SINCE = re.compile(r"\bsince\b", re.IGNORECASE)


def tolls(
    reports: Sequence[CasualtyReport],
    *,
    articles: Mapping[str, Article],
    ground: Ground,
    names: Names,
    gazetteer: Gazetteer,
    settings: FuseSettings,
) -> tuple[Toll, ...]:
    """The tolls of a story: the events covered first, by effect and size; parts name the toll that holds them."""
    reader = Placing(articles, ground, names, gazetteer, timedelta(days=settings.toll_window_days))
    placed = reader.place(_unrepeated(reports))
    found = without_repeats(losses(placed, one_event=ground.one_event))
    counted = [Counted(loss, figures([p.report for p in loss.placed])) for loss in found]
    return _made(sorted(counted, key=_order), one_event=ground.one_event, names=names, articles=articles)


def _unrepeated(reports: Sequence[CasualtyReport]) -> list[CasualtyReport]:
    """The reports, each once: copies of an article give the same report twice."""
    return list({report.id: report for report in reports}.values())


def _order(made: Counted) -> tuple[bool, str, bool, int, str, str, tuple[object, ...]]:
    group = made.loss.group
    first = min(order(p.report) for p in made.loss.placed)
    return (group.background, _EFFECTS[group.effect], group.hostile, -made.size, group.side or "", group.victims, first)


_EFFECTS = {"killed": "0", "injured": "1", "missing": "2", "detained": "3", "displaced": "4"}


def _made(
    counted: Sequence[Counted], *, one_event: bool, names: Names, articles: Mapping[str, Article]
) -> tuple[Toll, ...]:
    """Tolls in the order given; one that another holds names it as `part_of`."""
    held = holders(counted)
    raised = with_sums(counted, held)

    @cache
    def made(n: int) -> Toll:
        holder = made(held[n]).id if n in held else None
        when = _when(raised[n], one_event=one_event, articles=articles)
        return _toll(raised[n], part_of=holder, when=when, names=names)

    return tuple(made(n) for n in range(len(counted)))


def _toll(made: Counted, *, part_of: str | None, when: Interval | None, names: Names) -> Toll:
    reports = sorted((p.report for p in made.loss.placed), key=order)
    chosen, group = made.figures.chosen, made.loss.group
    told = [r.said for r in reports]
    own = [p.report.said for p in made.loss.placed if p.group == group]
    return Toll(
        effect=chosen.said.effect,
        affiliation=group.side,
        victims=commonest([chosen.said.victims] * (chosen.said in own) + [s.victims for s in own]),
        civilian=commonest([s.civilian for s in told]),
        place=place_told(chosen.said) or commonest([place_told(s) for s in told]),
        when=when,
        low=made.figures.low,
        best=made.figures.best,
        high=made.figures.high,
        open_above=made.figures.open_above,
        approx=chosen.said.approx,
        vague=chosen.said.vague,
        agreement=made.figures.agreement,
        rule="figures.enemy_claim" if group.hostile else made.figures.rule,
        reports=tuple(_toll_report(r, names) for r in reports),
        independent=len({r.outlet for r in reports}),
        part_of=part_of,
        background=group.background,
        disputed=group.hostile,
        as_of=chosen.published,
        evidence=_evidence(chosen, reports),
        corrected=chosen.said.corrected,
    )


def _toll_report(report: Report, names: Names) -> TollReport:
    """The report with the speaker as readers know it: the canonical actor, else the words of the article, tidied."""
    known = report.speaker is not None and report.speaker != report.speaker.casefold()
    speaker = report.speaker if known else names.as_named(report.said.attributed_to)
    return TollReport(report=report.said, speaker=speaker, outlet=report.outlet_name, published=report.published)


def _evidence(chosen: Report, reports: Sequence[Report]) -> tuple[Evidence, ...]:
    """The words behind a toll, those of the best figure first, then the newest."""
    rest = [r for r in reversed(reports) if r is not chosen]
    found = [evidence for report in (chosen, *rest) for evidence in report.said.evidence]
    return tuple(dict.fromkeys(found))[:_MOST_EVIDENCE]


def _when(made: Counted, *, one_event: bool, articles: Mapping[str, Article]) -> Interval | None:
    """The time of the loss: as the best report tells it, else as the latest does that tells one.

    In a fight that goes on, the day of a lower figure is not that of the best: the count has risen since.
    """
    chosen, reports = made.figures.chosen, sorted((p.report for p in made.loss.placed), key=order)
    least = 0 if one_event else chosen.size or 0
    others = [r for r in reversed(reports) if r.said.vague or (r.size or 0) >= least]
    told = [_time(r, articles) for r in (chosen, *others) if r.said.when is not None]
    resolved = [when for when in told if when and when.start is not None]
    return next(iter(resolved or told), None)


def _time(report: Report, articles: Mapping[str, Article]) -> Interval | None:
    """When a report says that its loss was, up to the day it appeared; none where that is still to come.

    "583 have died since the offensive began two weeks ago" is of all the days since then.
    """
    said, day = report.said.when, day_of(report.published)
    if said is None or said.start is None or said.end is None or day is None:
        return said
    if said.start > day + timedelta(days=1):
        return None
    source = articles.get(report.said.evidence[0].article)
    clause = source.text[report.said.evidence[0].end :][:_CLAUSE] if source else ""
    before, found, _ = _STOP.split(clause)[0].partition(said.text)
    since = bool(found and said.text and _SINCE.search(before))
    return said.model_copy(update={"end": max(said.end, day)}) if since else until(said, report.published)
