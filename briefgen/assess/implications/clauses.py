"""Rules on treaty clauses: which is in play, which was invoked, which does not apply and why, and members who clash."""

from __future__ import annotations

from collections.abc import Iterator

from briefgen.assess.implications.scene import Scene, implication
from briefgen.knowledge.types import Pact
from briefgen.model import AllianceFact, Claim, Finding, Implication

_HELP = ("defence", "assistance")


def clause_in_play(scene: Scene) -> Iterator[Implication]:
    """A member was attacked, by its own word or in the story, by a state outside the pact: the duty to help is in play.

    Only where the sources name the pact or its tie, or the pact is close and the attack is told to be on the member's
    own ground.
    """
    for victim, attacker, facts in _attacked(scene):
        for pact in scene.pacts_of(victim):
            clauses = scene.clauses(pact, "defence") or scene.clauses(pact, "assistance", "consultation")
            told = pact.id in scene.named or (pact.close and scene.on_own_ground(victim))
            if not clauses or not told or scene.is_member(attacker, pact):
                continue
            params = {
                "alliance": scene.pact_name(pact),
                "article": clauses[0].article,
                "obligation": clauses[0].obligation,
                "victim": victim,
                "attacker": attacker,
            }
            weight = 60.0 if pact.id not in scene.named else 80.0 if len(pact.members_at(scene.day)) > 2 else 72.0
            yield implication("clause_in_play", params, facts, clauses=clauses[:2], weight=weight)


def clause_invoked(scene: Scene) -> Iterator[Implication]:
    """A member asked its pact for help, and the pact has a duty to help or to consult."""
    for fact in scene.facts("help_requested"):
        pact = scene.pact_named(fact.alliance)
        if pact is None or not fact.by or not scene.is_member(fact.by, pact):
            continue
        clauses = scene.clauses(pact, *_HELP) or scene.clauses(pact, "consultation")
        if clauses:
            params = {
                "alliance": scene.pact_name(pact),
                "article": clauses[0].article,
                "obligation": clauses[0].obligation,
                "by": fact.by,
            }
            yield implication("clause_invoked", params, [fact], clauses=clauses[:2], weight=85)


def clause_does_not_apply(scene: Scene) -> Iterator[Implication]:
    """A pact that the sources name does not bind in this fight: a side is no member, or the pact was not in force."""
    sides = scene.sides
    if sides is None:
        return
    for fact in _one_each(scene):
        known = scene.pact_named(fact.alliance)
        if known is not None and "–" not in fact.alliance:
            yield from _outsiders(scene, known, sides, fact)
        elif known is None:
            yield from _not_in_force(scene, fact)


def members_clash(scene: Scene) -> Iterator[Implication]:
    """Both sides are members of one pact: its duty to help points at no outside enemy, its unity is at stake.

    Sides of whom only the register of wars says that they fight are none without a claim or an alliance fact.
    """
    sides = scene.sides
    if sides is None:
        return
    a, b = sides
    parties = [p for p in (scene.party(a), scene.party(b)) if p and not scene.situation.title.params.get("known")]
    for pact in scene.pacts_of(a):
        if not scene.is_member(b, pact) or not (pact.close or pact.id in scene.named):
            continue
        told = [f for f in scene.facts("clash_between_allies") if f.alliance == scene.pact_name(pact)]
        facts: list[Finding] = [*told, *_between(scene, a, b)] or list(parties)
        clauses = scene.clauses(pact, "non_aggression", "defence", "consultation")[:2] or [scene.membership(pact)]
        params = {"alliance": scene.pact_name(pact), "article": clauses[0].article, "obligation": clauses[0].obligation}
        if facts:
            weight = 82.0 if pact.id in scene.named else 64.0
            yield implication("members_clash", {**params, "a": a, "b": b}, facts, clauses=clauses, weight=weight)


def _attacked(scene: Scene) -> Iterator[tuple[str, str, list[Finding]]]:
    """(victim, attacker, facts): a state that says another attacked it, or the state hit in the story of an attack."""
    seen: set[tuple[str, str]] = set()
    for claim in scene.situation.claims:
        pair = (claim.claimant or "", claim.accused or "")
        if pair in seen or claim.denies or not (scene.state(pair[0]) and scene.state(pair[1])):
            continue
        if _fights(scene, pair[0]) and _fights(scene, pair[1]):
            seen.add(pair)
            yield *pair, _between(scene, *pair, one_way=True)
    params = scene.situation.title.params
    target, attacker = params.get("target"), params.get("attacker")
    if (
        isinstance(target, str)
        and isinstance(attacker, str)
        and scene.state(attacker)
        and (target, attacker) not in seen
        and _fights(scene, target)
        and _fights(scene, attacker)
    ):
        yield target, attacker, [p for p in (scene.party(target), scene.party(attacker)) if p]


def _fights(scene: Scene, name: str) -> bool:
    party = scene.party(name)
    return party is not None and party.role in ("belligerent", "affected") and not party.by_register


def _between(scene: Scene, a: str, b: str, *, one_way: bool = False) -> list[Finding]:
    """The claims of *a* against *b*, and unless *one_way* those back."""
    found: list[Claim] = [c for c in scene.situation.claims if (c.claimant, c.accused) == (a, b)]
    if not one_way:
        found += [c for c in scene.situation.claims if (c.claimant, c.accused) == (b, a)]
    return list(found[:4])


def _one_each(scene: Scene) -> list[AllianceFact]:
    """The first fact of each pact that the sources name."""
    return list({fact.alliance: fact for fact in reversed(scene.situation.alliances)}.values())


def _outsiders(scene: Scene, pact: Pact, sides: tuple[str, str], fact: Finding) -> Iterator[Implication]:
    inside = [side for side in sides if scene.is_member(side, pact)]
    outside = [side for side in sides if scene.state(side) and not scene.is_member(side, pact)]
    clauses = scene.clauses(pact, *_HELP)[:1] or [scene.membership(pact)]
    if len(inside) == 1 and len(outside) == 1:
        params = {"alliance": scene.pact_name(pact), "party": outside[0], "other": inside[0], "reason": "not_member"}
        yield implication("clause_does_not_apply", params, [fact], clauses=[scene.membership(pact)], weight=58)
    elif not inside and len(outside) == 2 and clauses:
        params = {"alliance": scene.pact_name(pact), "party": sides[0], "other": sides[1], "reason": "neither_member"}
        yield implication("clause_does_not_apply", params, [fact], clauses=[scene.membership(pact)], weight=46)


def _not_in_force(scene: Scene, fact: AllianceFact) -> Iterator[Implication]:
    for pact in scene.knowledge.pacts.values():
        if fact.alliance in (scene.pact_name(pact), pact.name) and not pact.members_at(scene.day):
            params = {"alliance": fact.alliance, "reason": "not_in_force", "date": str(pact.until or pact.since)}
            yield implication("clause_does_not_apply", params, [fact], weight=40)
