"""From situations to a brief: what a reader must know, what it means for alliances, what changed, what is not known."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from briefgen import __version__
from briefgen.assess.changes import changes
from briefgen.assess.direction import direction
from briefgen.assess.gaps import gaps
from briefgen.assess.history import is_past_act
from briefgen.assess.implications import implications
from briefgen.assess.points import MOST, bottom_line, key_points
from briefgen.assess.sources import sources
from briefgen.grades import Grade, table_of
from briefgen.knowledge import Knowledge
from briefgen.model import Article, Brief, KeyPoint, Message, Moment, Param, Situation, Skipped, last_instant
from briefgen.settings import FuseSettings, Settings

__all__ = ["assess"]

_TELLING_OF_LOSS = frozenset({"bottom_line.clash_toll", "bottom_line.clash_by_side", "bottom_line.attack_toll"})


def assess(
    situations: Sequence[Situation],
    *,
    articles: Sequence[Article],
    skipped: Sequence[Skipped],
    knowledge: Knowledge,
    settings: Settings,
    before: Brief | None = None,
) -> Brief:
    """The brief of *situations*. *before* is the brief that it is compared with, None for the first.

    The as-of is the one of the settings, else the newest article's; the epoch where nothing is dated.
    """
    as_of = settings.as_of or _newest(articles)
    grades = table_of(settings.grades)
    judged = tuple(
        _judged(one, articles=articles, knowledge=knowledge, as_of=as_of, before=before, grades=grades)
        for one in situations
    )
    return Brief(
        generator=f"briefgen {__version__}",
        engine=settings.engine,
        relations=settings.relations,
        title=settings.title or title(judged),
        number=settings.number,
        as_of=as_of,
        period=_period(judged, articles),
        previous=before.as_of if before else None,
        handling=settings.render.handling,
        bottom_line=judged[0].bottom_line if judged else Message(message="bottom_line.none", rule="points.bottom_line"),
        key_points=_all_points(judged),
        situations=judged,
        changes=changes(before, judged, knowledge=knowledge) if before else (),
        sources=sources(articles, judged, grades=grades),
        skipped=tuple(skipped),
        no_situation=_no_situation(articles, judged, settings=settings.fuse),
    )


def title(situations: Sequence[Situation]) -> str:
    """The names of the first three situations, fit for any language: "Armenia–Azerbaijan · Nice, France"."""
    names = []
    for situation in situations[:3]:
        params = situation.title.params
        pair = [str(params[key]) for key in ("a", "b") if params.get(key)]
        one = next((str(params[key]) for key in ("place", "target", "party") if params.get(key)), None)
        names.append("–".join(pair) or one or "")
    return " · ".join(dict.fromkeys(name for name in names if name))


def _judged(
    situation: Situation,
    *,
    articles: Sequence[Article],
    knowledge: Knowledge,
    as_of: Moment,
    before: Brief | None,
    grades: Mapping[str, Grade],
) -> Situation:
    by_id = {article.id: article for article in articles}
    situation = situation.model_copy(
        update={"alliances": tuple(f for f in situation.alliances if not is_past_act(f, situation))}
    )
    return situation.model_copy(
        update={
            "bottom_line": bottom_line(situation, knowledge=knowledge),
            "key_points": key_points(situation, knowledge=knowledge),
            "implications": implications(situation, knowledge=knowledge, day=_day(situation, as_of)),
            "gaps": gaps(situation, articles=by_id, grades=grades),
            "direction": direction(situation, before, knowledge=knowledge) if before else None,
        }
    )


def _no_situation(
    articles: Sequence[Article], situations: Sequence[Situation], *, settings: FuseSettings
) -> Message | None:
    """The rule by which some of *articles* are part of no situation; None where each is part of one."""
    told = {id for situation in situations for id in situation.articles}
    if all(article.id in told for article in articles):
        return None
    params: dict[str, Param] = {
        "dead": settings.crisis_dead,
        "affected": settings.crisis_affected,
        "harmed": settings.violence_harmed,
    }
    return Message(message="method.no_situation", params=params, rule="substance.no_situation")


def _all_points(situations: Sequence[Situation]) -> tuple[KeyPoint, ...]:
    """The first point of each situation while there is room, then the weightiest of all; in the order of situations.

    The first situation's bottom line stands above them; of each other one its own goes before its points, so that a
    reader knows who died where, and each of its points says of which it is.
    """
    told = [_led(s) if n else s.key_points for n, s in enumerate(situations)]
    first = [points[0] for points in told if points][:MOST]
    rest = sorted((p for points in told for p in points if p not in first), key=lambda p: (-p.weight, p.id))
    chosen = {p.id for p in (first + rest)[:MOST]}
    return tuple(p for points in told for p in points if p.id in chosen)[:MOST]


def _tells_which(point: Message, situation: Situation) -> bool:
    """Whether a point says by itself which situation it is of, by a side, the place or an alliance.

    "The United States sent forces" does not.
    """
    if point.params.get("alliance"):
        return True
    told = [value for value in situation.title.params.values() if isinstance(value, str)]
    listed = [[value] if isinstance(value, str) else value for value in point.params.values()]
    named = {one for values in listed if isinstance(values, list | tuple) for one in values}
    return any(one == value or value.startswith(f"{one}, ") for one in named for value in told)


def _led(situation: Situation) -> tuple[KeyPoint, ...]:
    """The key points of *situation* that say of which it is; before them its bottom line, where that tells of a loss
    or where no point says so. None says the same again.
    """
    line, points = situation.bottom_line, situation.key_points
    telling = tuple(point for point in points if _tells_which(point, situation))
    if line is None or not points:
        return points
    if line.message not in _TELLING_OF_LOSS and (telling or not _tells_which(line, situation)):
        return telling or points
    weight = max(point.weight for point in points)
    lead = KeyPoint(**line.model_dump(exclude={"id", "weight"}), weight=weight)
    return (lead, *(point for point in telling if not set(point.facts) <= set(lead.facts)))


def _day(situation: Situation, as_of: Moment) -> date:
    """The day at which treaty membership is looked up: the last of the situation's, else the as-of."""
    if situation.period and situation.period.end:
        return situation.period.end
    return as_of.date() if isinstance(as_of, datetime) else as_of


def _newest(articles: Sequence[Article]) -> Moment:
    published = [a.source.published for a in articles if a.source.published is not None]
    return max(published, key=last_instant, default=date(1970, 1, 1))


def _period(situations: Sequence[Situation], articles: Sequence[Article]) -> tuple[Moment | None, Moment | None]:
    starts = [s.period.start for s in situations if s.period and s.period.start]
    ends = [s.period.end for s in situations if s.period and s.period.end]
    published = sorted((a.source.published for a in articles if a.source.published is not None), key=last_instant)
    first = min(starts, default=None) or (published[0] if published else None)
    return first, max(ends, default=None) or (published[-1] if published else None)
