"""What the sources do not say, or contradict: the questions that a reader should put to the brief."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from briefgen.assess.params import figure_params, group_params
from briefgen.assess.requests import answers
from briefgen.assess.tolls import current, size
from briefgen.grades import Grade, grade_of
from briefgen.model import Article, Finding, Gap, Param, Situation, Toll

_DOUBTFUL = ("D", "E")
_MOST = 8
_MOST_OF_ONE = 2


def gaps(situation: Situation, *, articles: Mapping[str, Article], grades: Mapping[str, Grade]) -> tuple[Gap, ...]:
    """The gaps of *situation*, the weightiest first, at most two of one kind and eight in all.

    *grades* is the user's table of sources.
    """
    found: list[Gap] = []
    for rule in (
        _silent_side,
        _no_independent,
        _differing,
        _single,
        _unanswered_claims,
        _unanswered_requests,
        _no_reactions,
    ):
        found += list(rule(situation))[:_MOST_OF_ONE]
    found += list(_doubtful(situation, articles, grades))[:_MOST_OF_ONE]
    found += list(_undated(situation, articles))
    if situation.place is None:
        found.append(_gap("gap.no_place", {}, [], weight=10))
    return tuple(sorted(found, key=lambda gap: (-gap.weight, gap.message, gap.id))[:_MOST])


def _silent_side(situation: Situation) -> Iterator[Gap]:
    """In a clash the dead of one side are told and those of the other are not."""
    sides = [situation.title.params.get(key) for key in ("a", "b")]
    dead = [t for t in current(situation.tolls) if t.effect == "killed"]
    told = {t.affiliation for t in dead if t.affiliation}
    for side in sides:
        if side and told & set(sides) and side not in told:
            facts = [t for t in dead if t.affiliation in sides]
            yield _gap("gap.no_toll_from_side", {"party": side, "effect": "killed"}, facts, weight=60)


def _no_independent(situation: Situation) -> Iterator[Gap]:
    """Every figure comes from a side that fights."""
    fighting = {p.name for p in situation.parties if p.role == "belligerent"}
    tolls = [t for t in current(situation.tolls) if size(t) > 0 and not t.vague]
    speakers = {r.speaker for t in tolls for r in t.reports}
    if tolls and speakers <= fighting:
        yield _gap("gap.no_independent", {}, tolls, weight=55)


def _differing(situation: Situation) -> Iterator[Gap]:
    for toll in current(situation.tolls):
        if toll.agreement == "differ" and not _only_rose(toll):
            yield _gap("gap.tolls_differ", {**group_params(toll), **figure_params(toll)}, [toll], weight=50)


def _only_rose(toll: Toll) -> bool:
    """Whether each day's figures are equal and none is below those of the day before: a count, not a contradiction."""
    days: dict[str, set[int]] = {}
    for told in toll.reports:
        number = told.report.high if told.report.high is not None else told.report.low
        if number is not None and told.published is not None:
            days.setdefault(told.published.isoformat()[:10], set()).add(number)
    counts = [days[day] for day in sorted(days)]
    return all(len(numbers) == 1 for numbers in counts) and all(max(a) <= min(b) for a, b in pairwise(counts))


def _single(situation: Situation) -> Iterator[Gap]:
    """The greatest toll rests on one source although several tell of the situation."""
    tolls = [t for t in current(situation.tolls) if size(t) > 0]
    if len(situation.articles) > 1 and tolls and tolls[0].independent == 1:
        yield _gap("gap.single_source", {**group_params(tolls[0]), **figure_params(tolls[0])}, tolls[:1], weight=40)


def _doubtful(situation: Situation, articles: Mapping[str, Article], grades: Mapping[str, Grade]) -> Iterator[Gap]:
    """Every source of a toll is one that the user's table calls not usually reliable, or unreliable."""
    for toll in current(situation.tolls):
        behind = [articles.get(e.article) for r in toll.reports for e in r.report.evidence[:1]]
        found = [grade_of(a.source.outlet, a.source.url, table=grades) for a in behind if a]
        if found and all(grade.reliability in _DOUBTFUL for grade in found):
            yield _gap("gap.doubtful_source", {**group_params(toll), **figure_params(toll)}, [toll], weight=58)


def _unanswered_claims(situation: Situation) -> Iterator[Gap]:
    answered = {frozenset(side.claimant or "" for side in d.sides) for d in situation.disputes}
    seen: set[tuple[str, str]] = set()
    for claim in situation.claims:
        pair = (claim.claimant or "", claim.accused or "")
        if not all(pair) or claim.denies or pair in seen or frozenset(pair) in answered:
            continue
        seen.add(pair)
        supports = any(claim.claimant in s.supporters for d in situation.disputes for s in d.sides)
        if not supports:
            yield _gap("gap.claim_unanswered", {"claimant": pair[0], "accused": pair[1]}, [claim], weight=45)


def _unanswered_requests(situation: Situation) -> Iterator[Gap]:
    """Help was asked of an alliance or a patron, and no answer is told."""
    for fact in situation.alliances:
        if fact.aspect == "help_requested" and not answers(fact, situation):
            params: dict[str, Param] = {"alliance": fact.alliance, "by": fact.by}
            yield _gap("gap.request_unanswered", params, [fact], weight=52)


def _no_reactions(situation: Situation) -> Iterator[Gap]:
    if not situation.reactions:
        yield _gap("gap.no_reactions", {}, [], weight=12)


def _undated(situation: Situation, articles: Mapping[str, Article]) -> Iterator[Gap]:
    undated = [
        a for id in situation.articles if (a := articles.get(id)) and (a.source.date_assumed or not a.source.published)
    ]
    if undated:
        yield _gap("gap.undated", {"count": len(undated)}, [], weight=30)
    events = [event for event in situation.timeline if event.when.start is None]
    if events:
        yield _gap("gap.undated_events", {"count": len(events)}, events[:4], weight=20)


def _gap(message: str, params: dict[str, Param], facts: Sequence[Finding], *, weight: float) -> Gap:
    evidence = tuple(dict.fromkeys(fact.evidence[0] for fact in facts))[:6]
    ids = tuple(fact.id for fact in facts)
    rule = message.replace("gap.", "gaps.")
    return Gap(message=message, params=params, evidence=evidence, facts=ids, rule=rule, weight=weight)
