"""Key points and the bottom line of a situation: what a reader must know, ranked by weight, each with its evidence.

Nothing stands here that a fighting side alone says of its enemy, nothing from history, and no membership told in
passing. Weights: deaths before escalation before alliances before reactions.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from briefgen.assess.messages import MESSAGES
from briefgen.assess.params import TOWARD, figure_params, speaker_of, toll_params, when_param
from briefgen.assess.tolls import current, is_abroad, is_campaign, is_elsewhere, main_dead, of_sides, size
from briefgen.assess.truces import truces
from briefgen.knowledge import Knowledge
from briefgen.model import (
    AllianceFact,
    Evidence,
    Finding,
    KeyPoint,
    Message,
    Param,
    Reaction,
    ReactionType,
    Situation,
    Toll,
)

MOST = 6
_LEAST_WEIGHT = 35.0  # points below this stand only where there are fewer than three
_TOLLS: dict[str, float] = {"killed": 80, "injured": 58, "displaced": 52, "detained": 50, "missing": 48}
_ALLIANCES: dict[str, float] = {
    "help_requested": 76,
    "clash_between_allies": 75,
    "help_refused": 74,
    "help_granted": 47,
    "decision": 66,
    "withdrawal": 62,
    "capacity": 56,
    "strain": 50,
    "deployment": 44,
    "commitment": 42,
}
_STANCES: dict[ReactionType, float] = {
    "sends_forces": 68,
    "sanctions": 66,
    "calls_for_ceasefire": 62,
    "condemns": 60,
    "withdraws_forces": 60,
    "mediates": 56,
    "warns": 52,
    "calls_for_restraint": 50,
    "offers_aid": 48,
    "supports": 48,
    "calls_for_action": 44,
    "accuses": 40,
    "expresses_concern": 36,
}
_ELSEWHERE = 15.0  # what a toll of another town than the situation's weighs less
_SMALL = 20
_ROUNDED = 0.1  # how far "about a hundred" may lie from the number meant
_CAMPAIGN = 45.0  # what a sum of a whole war weighs less
_ONE_ACTOR = frozenset({"supports", "accuses", "warns"})  # stances that say little without whom they are toward


def key_points(situation: Situation, *, knowledge: Knowledge) -> tuple[KeyPoint, ...]:
    """Up to six points, the weightiest first: two at most of tolls, of alliances, of reactions."""
    groups = (
        (1, list(_truce_points(situation, knowledge))),
        (1, list(_side_points(situation))),
        (2, list(_toll_points(situation, knowledge))),
        (1, list(_claim_points(situation))),
        (2, list(_alliance_points(situation))),
        (2, list(_reaction_points(situation))),
    )
    chosen = [point for most, points in groups for point in sorted(points, key=_rank)[:most]]
    ranked = sorted(chosen, key=_rank)[:MOST]
    return tuple(p for n, p in enumerate(ranked) if n < 3 or p.weight >= _LEAST_WEIGHT)


def bottom_line(situation: Situation, *, knowledge: Knowledge) -> Message:
    """One sentence: who fights or was attacked, where, and the dead."""
    kind = situation.title.message.removeprefix("title.")
    params = dict(situation.title.params)
    sides, dead = of_sides(situation), main_dead(situation, knowledge=knowledge)
    if kind == "clash" and sides:
        return _message("bottom_line.clash_by_side", {**params, **_by_side(*sides)}, sides, rule="points.bottom_line")
    if kind in ("clash", "attack") and dead and not dead.vague and not is_elsewhere(dead, situation):
        merged = {**toll_params(dead), **{k: v for k, v in params.items() if v is not None}}
        if kind == "clash":  # where the dead are told of is not yet where the two fought
            merged["place"] = params.get("place")
        return _message(f"bottom_line.{kind}_toll", merged, [dead], rule="points.bottom_line")
    if kind in ("clash", "attack", "violence", "tension"):
        facts = _title_facts(situation) or situation.parties[:2]
        return _message(f"bottom_line.{kind}", params, facts, rule="points.bottom_line")
    if dead:
        return _message("bottom_line.toll", _told(dead, situation), [dead], rule="points.bottom_line")
    if situation.reactions:
        return _message("bottom_line.reactions", {}, situation.reactions[:2], rule="points.bottom_line")
    return _message("bottom_line.none", {}, [], rule="points.bottom_line")


def _title_facts(situation: Situation) -> Sequence[Finding]:
    """What shows that the sides of the title fight: their claims against each other, else the parties themselves."""
    named = {v for v in situation.title.params.values() if isinstance(v, str)}
    claims = [c for c in situation.claims if c.claimant in named and c.accused in named]
    return claims[:2] or [p for p in situation.parties if p.name in named]


def _truce_points(situation: Situation, knowledge: Knowledge) -> Iterator[KeyPoint]:
    for event in truces(situation.timeline, knowledge=knowledge):
        params: dict[str, Param] = {"when": when_param(event.when), "place": event.place}
        yield _point("keypoint.truce", params, [event], weight=85, rule="points.truce")


def _side_points(situation: Situation) -> Iterator[KeyPoint]:
    if sides := of_sides(situation):
        weight = 90 + _log(max(map(size, sides)))
        yield _point("keypoint.toll_by_side", _by_side(*sides), sides, weight=weight, rule="points.toll_by_side")


def _toll_points(situation: Situation, knowledge: Knowledge) -> Iterator[KeyPoint]:
    """Tolls of the lands at hand that stand for themselves, and are not small beside the greatest of their kind."""
    sides = of_sides(situation) or ()
    for toll in current(situation.tolls):
        if (
            toll in sides
            or toll.part_of is not None
            or (sides and _is_told_by(toll, sides))
            or _is_small(toll, situation)
            or is_abroad(toll, situation, knowledge=knowledge)
        ):
            continue
        if not size(toll) and speaker_of(toll) is not None:
            continue  # "no dead" in the word of one side is no fact yet
        weight = _TOLLS[toll.effect] + 4 * _log(size(toll)) if size(toll) else 30.0
        weight -= _ELSEWHERE * is_elsewhere(toll, situation) + _CAMPAIGN * is_campaign(toll, situation)
        yield _point("keypoint.toll", _told(toll, situation), [toll], weight=weight, rule="points.toll")


def _told(toll: Toll, situation: Situation) -> dict[str, Param]:
    """The parameters of *toll*; where nobody fights, as in a flood, what has no place of its own is the situation's."""
    params = toll_params(toll)
    place = situation.title.params.get("place") if situation.title.message == "title.situation" else None
    return params if params["place"] else {**params, "place": place}


def _is_told_by(toll: Toll, sides: Sequence[Toll]) -> bool:
    """Whether the dead of the two sides say all that *toll* does: a whole below their sum, or less of one side."""
    if toll.effect != "killed" or toll.civilian:
        return False
    same = [side for side in sides if toll.affiliation == side.affiliation] or list(sides)
    return toll.vague or size(toll) * (1 - _ROUNDED * toll.approx) <= sum(map(size, same))


def _is_small(toll: Toll, situation: Situation) -> bool:
    """Whether *toll* is under a twentieth of the greatest of its effect: too little for a key point."""
    same = [t for t in current(situation.tolls) if t.effect == toll.effect and not is_campaign(t, situation)]
    return 0 < size(toll) * _SMALL < max(map(size, same), default=0)


def _claim_points(situation: Situation) -> Iterator[KeyPoint]:
    for dispute in situation.disputes:
        a, b = (side.claimant for side in dispute.sides[:2])
        weight = 70 if {a, b} <= set(situation.title.params.values()) else 45
        yield _point("keypoint.claims_mutual", {"a": a, "b": b}, [dispute], weight=weight, rule="points.dispute")
    if not situation.disputes:
        for claim in situation.claims:
            if claim.accused and claim.claimant and not claim.denies:
                params: dict[str, Param] = {"claimant": claim.claimant, "accused": claim.accused}
                yield _point("keypoint.claims", params, [claim], weight=54, rule="points.claim")


def _alliance_points(situation: Situation) -> Iterator[KeyPoint]:
    for fact in situation.alliances:
        if fact.aspect in _ALLIANCES:
            weight = _ALLIANCES[fact.aspect] + _breadth(fact)
            params: dict[str, Param] = {
                "alliance": fact.alliance,
                "aspect": fact.aspect,
                "by": fact.by,
                "who": fact.attributed_to,
            }
            yield _point("keypoint.alliance", params, [fact], weight=weight, rule="points.alliance")


def _reaction_points(situation: Situation) -> Iterator[KeyPoint]:
    """One point a stance, naming the actors who take it; fighting sides are no outside actors."""
    fighting = {p.name for p in situation.parties if p.role == "belligerent"}
    groups: dict[tuple[ReactionType, str | None], list[Reaction]] = {}
    for reaction in situation.reactions:
        if reaction.type in _STANCES and reaction.actor not in fighting:
            toward = reaction.toward if reaction.type in TOWARD else None
            groups.setdefault((reaction.type, toward), []).append(reaction)
    for (kind, toward), group in groups.items():
        if kind in _ONE_ACTOR and (toward is None or len({e.article for r in group for e in r.evidence}) < 2):
            continue  # whom a single article lets one side with is too often misread
        actors = tuple(dict.fromkeys(r.actor for r in sorted(group, key=lambda r: (-len(r.evidence), r.actor))))
        params: dict[str, Param] = {"type": kind, "actors": tuple(sorted(actors)), "toward": toward}
        weight = _STANCES[kind] + 2 * min(len(actors), 6)
        yield _point("keypoint.reactions", params, group, weight=weight, rule="points.reactions")


def _by_side(a: Toll, b: Toll) -> dict[str, Param]:
    return {
        "a": a.affiliation,
        "b": b.affiliation,
        "effect": a.effect,
        "victims_a": a.victims,
        "victims_b": b.victims,
        "place": None,
        "when": when_param(a.when) if a.when and b.when and a.when.start == b.when.start else None,
        **figure_params(a, suffix="_a"),
        **figure_params(b, suffix="_b"),
    }


def _breadth(fact: AllianceFact) -> float:
    return float(min(len({e.article for e in fact.evidence}), 4))


def _log(number: int) -> float:
    return math.log10(number + 1)


def _rank(point: KeyPoint) -> tuple[float, str, str]:
    return (-point.weight, point.message, point.id)


def _evidence(facts: Sequence[Finding]) -> tuple[Evidence, ...]:
    """The main passage of each fact before further ones."""
    main = [fact.evidence[0] for fact in facts]
    return tuple(dict.fromkeys([*main, *(e for fact in facts for e in fact.evidence)]))[:12]


def _point(message: str, params: dict[str, Param], facts: Sequence[Finding], *, weight: float, rule: str) -> KeyPoint:
    ids = tuple(fact.id for fact in facts)
    return KeyPoint(
        message=message, params=params, evidence=_evidence(facts), facts=ids, weight=round(weight, 3), rule=rule
    )


def _message(message: str, params: dict[str, Param], facts: Sequence[Finding], *, rule: str) -> Message:
    allowed = MESSAGES[message]
    kept = {key: value for key, value in params.items() if key in allowed}
    return Message(message=message, params=kept, evidence=_evidence(facts), facts=tuple(f.id for f in facts), rule=rule)
