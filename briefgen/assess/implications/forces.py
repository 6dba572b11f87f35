"""Rules on forces in place, on strain and withdrawal, and on mediators whose tracks compete."""

from __future__ import annotations

from collections.abc import Iterator

from briefgen.assess.implications.scene import Scene, implication
from briefgen.model import AllianceFact, Finding, Implication, Param

_FIGHTING = frozenset({"title.clash", "title.attack", "title.violence"})


def forces_at_risk(scene: Scene) -> Iterator[Implication]:
    """An outside state or body has forces in place where it is fought; once for each, over all its ties there."""
    if scene.situation.title.message not in _FIGHTING:
        return
    sides = {p.name for p in scene.situation.parties if p.role == "belligerent"}
    found: dict[str, list[AllianceFact]] = {}
    for fact in scene.facts("deployment"):
        if fact.by and fact.by not in sides:
            found.setdefault(fact.by, []).append(fact)
    for by, facts in found.items():
        params: dict[str, Param] = {"by": by, "alliance": facts[0].alliance, "place": scene.situation.place}
        yield implication("forces_at_risk", params, facts, weight=54)


def strain(scene: Scene) -> Iterator[Implication]:
    """The sources report strain in a pact or tie; one with a duty of defence weighs more."""
    for fact in scene.facts("strain"):
        pact = scene.pact_named(fact.alliance)
        clauses = [scene.membership(pact)] if pact else []
        params = {"alliance": fact.alliance, "by": fact.by}
        yield implication("strain", params, [fact], clauses=clauses, inferred=False, weight=52 if pact else 46)


def withdrawal(scene: Scene) -> Iterator[Implication]:
    """The sources report that a member or patron withdraws forces or leaves."""
    for fact in scene.facts("withdrawal"):
        params = {"alliance": fact.alliance, "by": fact.by}
        yield implication("withdrawal", params, [fact], inferred=False, weight=56)


def competing_mediation(scene: Scene) -> Iterator[Implication]:
    """Two or more outside actors that share no pact mediate at once: the sides can choose between tracks."""
    tracks: dict[str, Finding] = {}
    sides = {p.name for p in scene.situation.parties if p.role == "belligerent"}
    for reaction in scene.situation.reactions:
        if reaction.type == "mediates" and reaction.actor not in sides and not _neutral(scene, reaction.actor):
            tracks.setdefault(reaction.actor, reaction)
    names = sorted(tracks)
    apart = [name for name in names if any(not _together(scene, name, other) for other in names if other != name)]
    if len(apart) > 1:
        facts = [tracks[name] for name in apart]
        yield implication("competing_mediation", {"mediators": tuple(apart)}, facts, weight=50)


def _neutral(scene: Scene, name: str) -> bool:
    row = scene.knowledge.named(name)
    return bool(row and row.name in ("United Nations", "International Committee of the Red Cross"))


def _together(scene: Scene, a: str, b: str) -> bool:
    """Whether two mediators stand in one pact, or one is the body and the other a member of it."""
    for pact in scene.pacts:
        body = scene.pact_name(pact)
        if body in (a, b):
            other = b if body == a else a
            if scene.is_member(other, pact):
                return True
        if scene.is_member(a, pact) and scene.is_member(b, pact):
            return True
    return False
