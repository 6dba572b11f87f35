"""The ledger of changes: what this brief knows that the brief before did not, and which figures moved.

A toll is the same loss as before where it stands on the same words, or where effect, group and side agree and neither
place nor days say otherwise. It was withdrawn only where every article behind it was read again and none tells it any
more: what is merely not repeated in new articles stands. A loss of before the brief before, told only now, is dated to
its day. A party is listed when its sources tell of it as new or in another role, not where
only the register of wars does; other
facts known before are not listed again, except tolls, so that their history can be told.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from briefgen.assess.history import is_history
from briefgen.assess.params import TOWARD, figure_params, group_params, when_param
from briefgen.assess.tolls import size
from briefgen.knowledge import Knowledge
from briefgen.knowledge.victims import VictimClasses, victim_classes
from briefgen.model import (
    Brief,
    Change,
    ChangeKind,
    Finding,
    Interval,
    Param,
    Reaction,
    Situation,
    Toll,
    TollReport,
    day_of,
)

_WEIGHTS = {"toll": 50.0, "alliance": 40.0, "situation": 60.0, "reaction": 30.0, "party": 25.0, "claim": 20.0}


def changes(before: Brief, situations: Sequence[Situation], *, knowledge: Knowledge) -> tuple[Change, ...]:
    """The changes of all *situations* since *before*, in their order, the weightiest first within each."""
    classes, day = victim_classes(knowledge), day_of(before.as_of)
    found: list[Change] = []
    for situation in situations:
        old = earlier(situation, before)
        made = [_new_situation(situation)] if old is None else list(_all(situation, old, classes, day=day))
        found += sorted(made, key=lambda c: (-c.weight, c.message, c.id))
    return tuple(found)


def earlier(situation: Situation, before: Brief) -> Situation | None:
    """The situation of the brief before that this one goes on: the same id, else the same kind and an article."""
    stem = situation.id.partition("-")[0]
    same = [s for s in before.situations if s.id.partition("-")[0] == stem]
    exact = [s for s in same if s.id == situation.id]
    shared = [s for s in before.situations if s.title.message == situation.title.message and _shares(s, situation)]
    return next(iter(exact or same or shared), None)


def _shares(a: Situation, b: Situation) -> bool:
    return bool(set(a.articles) & set(b.articles))


def figure_text(toll: Toll) -> str:
    """A figure without words: "49", "49+", "~50", "49–105"; "?" where there is none.

    The sign + means that the figure is a lower bound, ~ that it is approximate.
    """
    low, high = toll.low, toll.high
    best = size(toll)
    if toll.best is None and toll.high is None:
        return "?"
    mark = "~" if toll.approx else ""
    end = "+" if toll.open_above else ""
    if low is not None and high is not None and low != high:
        return f"{mark}{low}–{high}{end}"
    return f"{mark}{best}{end}"


def _all(new: Situation, old: Situation, classes: VictimClasses, *, day: date) -> Iterator[Change]:
    yield from _tolls(new, old, classes, day=day)
    yield from _reactions(new, old)
    yield from _parties(new, old)
    yield from _alliances(new, old)
    yield from _claims(new, old)


def _new_situation(situation: Situation) -> Change:
    facts = situation.tolls[:1] or situation.claims[:1] or situation.parties[:1]
    return _change("situation", "new", {"situation": situation.id}, facts)


def _tolls(new: Situation, old: Situation, classes: VictimClasses, *, day: date) -> Iterator[Change]:
    left = [t for t in old.tolls if not t.background]
    told_now = {_words(report) for toll in new.tolls for report in toll.reports}
    for toll in (t for t in new.tolls if not t.background):
        words = {_words(report) for report in toll.reports}
        same = [t for t in left if words & set(map(_words, t.reports)) or _same_loss(toll, t, classes)]
        if not same:
            yield _toll_change("new", new, after=toll, before=None, late=_late(toll, day))
            continue
        known = min(same, key=lambda t: (not words & set(map(_words, t.reports)), abs(size(t) - size(toll)), t.id))
        left.remove(known)
        yield _toll_change(_moved(known, toll), new, after=toll, before=known)
    for toll in left:
        behind = {e.article for report in toll.reports for e in report.report.evidence}
        merged = told_now & set(map(_words, toll.reports))
        if behind and behind <= set(new.articles) and not merged:
            yield _toll_change("withdrawn", new, after=None, before=toll)


def _words(report: TollReport) -> tuple[str, int, int]:
    """Which words a report stands on: the same in two briefs that read the same article."""
    evidence = report.report.evidence[0]
    return (evidence.article, evidence.start, evidence.end)


def _same_loss(a: Toll, b: Toll, classes: VictimClasses) -> bool:
    if (a.effect, a.affiliation, a.disputed) != (b.effect, b.affiliation, b.disputed):
        return False
    if classes.of(a.victims) != classes.of(b.victims):
        return False
    if a.place and b.place and a.place.casefold() != b.place.casefold():
        return False
    return _days_meet(a.when, b.when)


def _days_meet(a: Interval | None, b: Interval | None) -> bool:
    if not (a and b and a.start and a.end and b.start and b.end):
        return True
    return a.start <= b.end and b.start <= a.end


def _moved(before: Toll, after: Toll) -> ChangeKind:
    old, new = size(before), size(after)
    return "revised_up" if new > old else "revised_down" if new < old else "unchanged"


def _late(toll: Toll, day: date) -> str | None:
    """The time of a loss of before *day*, the brief before's, which did not know it; None for a loss since."""
    when = toll.when
    return when_param(when) if when and when.end and when.end < day else None


def _toll_change(
    kind: ChangeKind, situation: Situation, *, after: Toll | None, before: Toll | None, late: str | None = None
) -> Change:
    toll = after or before
    assert toll is not None  # noqa: S101  # one of the two is always given
    params: dict[str, Param] = {**group_params(toll), "place": toll.place, "kind": kind, "situation": situation.id}
    params |= {"when": late} if late else {}
    params |= figure_params(before, suffix="_before") if before else {}
    params |= figure_params(after, suffix="_after") if after else {}
    texts = (figure_text(before) if before else None, figure_text(after) if after else None)
    return _change("toll", kind, params, [toll], texts=texts)


def _reactions(new: Situation, old: Situation) -> Iterator[Change]:
    """One change a new stance, with all who took it; that somebody merely spoke is none."""
    known = {(r.actor, r.type) for r in old.reactions}
    stances: dict[tuple[str, str | None], list[Reaction]] = {}
    for reaction in new.reactions:
        if (reaction.actor, reaction.type) not in known and reaction.type != "statement":
            toward = reaction.toward if reaction.type in TOWARD else None
            stances.setdefault((reaction.type, toward), []).append(reaction)
    for (kind, toward), group in stances.items():
        actors = tuple(sorted({reaction.actor for reaction in group}))
        params: dict[str, Param] = {"actors": actors, "type": kind, "toward": toward, "situation": new.id}
        yield _change("reaction", "new", params, group)


def _parties(new: Situation, old: Situation) -> Iterator[Change]:
    known = {p.name: p for p in old.parties}
    for party in new.parties:
        before = known.get(party.name)
        changed = before is None or before.role != party.role
        if changed and not party.by_register and party.role in ("belligerent", "backer", "mediator"):
            told = before.role if before and not before.by_register else None
            params: dict[str, Param] = {"party": party.name, "role": party.role, "role_before": told}
            yield _change("party", "new", {**params, "situation": new.id}, [party])


def _alliances(new: Situation, old: Situation) -> Iterator[Change]:
    known = {(f.alliance, f.aspect) for f in old.alliances}
    for fact in new.alliances:
        if (fact.alliance, fact.aspect) not in known and fact.aspect != "membership" and not is_history(fact, new):
            params: dict[str, Param] = {"alliance": fact.alliance, "aspect": fact.aspect, "by": fact.by}
            yield _change("alliance", "new", {**params, "situation": new.id}, [fact])


def _claims(new: Situation, old: Situation) -> Iterator[Change]:
    known = {(c.claimant, c.accused) for c in old.claims}
    for claim in new.claims:
        if (claim.claimant, claim.accused) not in known:
            known.add((claim.claimant, claim.accused))
            params: dict[str, Param] = {"claimant": claim.claimant, "accused": claim.accused, "situation": new.id}
            yield _change("claim", "new", params, [claim])


def _change(
    subject: str,
    kind: ChangeKind,
    params: dict[str, Param],
    facts: Sequence[Finding],
    *,
    texts: tuple[str | None, str | None] = (None, None),
) -> Change:
    weight = _WEIGHTS[subject] + (5 if kind in ("revised_up", "withdrawn") else 0) - (30 if kind == "unchanged" else 0)
    return Change.model_validate(
        {
            "message": f"change.{subject}",
            "params": {**params, "kind": kind, "before": texts[0], "after": texts[1]},
            "evidence": tuple(e for fact in facts for e in fact.evidence)[:6],
            "facts": tuple(fact.id for fact in facts),
            "rule": f"changes.{subject}.{kind}",
            "weight": weight,
            "kind": kind,
            "subject": subject,
            "before": texts[0],
            "after": texts[1],
        }
    )
