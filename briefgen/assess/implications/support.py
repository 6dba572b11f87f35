"""Rules on support: what was asked and answered, whether the patron can help, and patrons who face each other."""

from __future__ import annotations

from collections.abc import Iterator

from briefgen.assess.implications.scene import Scene, implication
from briefgen.assess.requests import answers
from briefgen.knowledge.types import Pact
from briefgen.model import AllianceFact, Aspect, Finding, Implication, Likelihood, Param

_TIES: tuple[Aspect, ...] = ("membership", "commitment", "help_granted", "deployment")


def request_and_answer(scene: Scene) -> Iterator[Implication]:
    """Help was asked of a pact or patron: with what answer, or with none told."""
    for request in scene.facts("help_requested"):
        told = answers(request, scene.situation)
        if not told:
            params = {"alliance": request.alliance, "by": request.by}
            yield implication("request_open", params, [request], inferred=False, weight=70)
        for answer in told[:1]:
            params = {"alliance": request.alliance, "by": request.by, "aspect": answer.aspect, "actor": answer.by}
            outlook = _outlook(scene, answer)
            yield implication(
                "request_answered",
                params,
                [request, *told],
                inferred=outlook is not None,
                likelihood=outlook,
                weight=84 if answer.aspect == "help_refused" else 78,
            )


def patron_tied_down(scene: Scene) -> Iterator[Implication]:
    """The sources say that a patron's forces are bound elsewhere: help in arms for its side is unlikely."""
    for fact in scene.facts("capacity"):
        for party in _wards(scene, fact):
            pact = _common_pact(scene, fact.by or "", party)
            ties = [f for f in scene.facts(*_TIES) if {fact.by, party} <= set(f.ends)]
            params = {
                "patron": fact.by,
                "party": party,
                "alliance": scene.pact_name(pact) if pact else fact.alliance,
            }
            clauses = scene.clauses(pact, "defence", "assistance")[:1] or [scene.membership(pact)] if pact else []
            yield implication(
                "patron_tied_down", params, [fact, *ties[:2]], clauses=clauses, likelihood="unlikely", weight=76
            )


def opposing_patrons(scene: Scene) -> Iterator[Implication]:
    """Each side is backed by members of pacts that share no member: the ways in which a fight could widen."""
    sides = scene.sides
    if sides is None:
        return
    (a, b), found = sides, []
    for one in _backers(scene, a):
        for other in _backers(scene, b):
            if one[0] == other[0]:
                continue
            pacts = _rival_pacts(scene, (one[0], a), (other[0], b))
            if pacts:
                found.append((one, other, pacts))
    for one, other, (pact_a, pact_b) in found[:2]:
        params: dict[str, Param] = {
            "a": a,
            "b": b,
            "backers_a": (one[0],),
            "backers_b": (other[0],),
            "pact_a": scene.pact_name(pact_a),
            "pact_b": scene.pact_name(pact_b),
        }
        clauses = [scene.membership(pact_a), scene.membership(pact_b)]
        yield implication(
            "opposing_patrons", params, [one[1], other[1]], clauses=clauses, likelihood="unlikely", weight=66
        )


def patron_in_rival_pact(scene: Scene) -> Iterator[Implication]:
    """A backer of one side is in a pact of defence that does not bind here: it was not itself attacked.

    Of several pacts the one that the sources name, else the closest and widest; nothing where the side is no state, as
    no pact could cover that. A treaty that binds the two themselves is named beside it.
    """
    sides = scene.sides
    if sides is None:
        return
    for side, opponent in (sides, sides[::-1]):
        for backer, fact in _backers(scene, side) if scene.state(side) else ():
            pacts = _defence_pacts(scene, backer, ward=side)
            pact = next(iter(pacts), None)
            if pact is None or len(pact.members_at(scene.day)) < 3:
                continue
            if scene.is_member(side, pact) or scene.is_member(opponent, pact):
                continue
            own = next((p for p in pacts if scene.is_member(side, p)), None)
            params: dict[str, Param] = {
                "backer": backer,
                "side": side,
                "alliance": scene.pact_name(pact),
                "other": opponent,
                "bound": scene.pact_name(own) if own else None,
            }
            weight = 56.0 if pact.id in scene.named else 48.0
            clauses = [clause for p in (pact, own) if p for clause in scene.clauses(p, "defence")[:1]]
            yield implication("patron_in_rival_pact", params, [fact], clauses=clauses, weight=weight)


def _outlook(scene: Scene, answer: AllianceFact) -> Likelihood | None:
    """Whether troops will come: unlikely after a refusal, or where the one who was asked is tied down."""
    if answer.aspect == "help_refused":
        return "unlikely"
    tied = {f.by for f in scene.facts("capacity", "help_refused")}
    return "unlikely" if answer.aspect == "decision" and tied else None


def _wards(scene: Scene, fact: AllianceFact) -> list[str]:
    """Whom the patron of a capacity fact stands by: the other end of the tie, else the sides of its pact."""
    if not fact.by:
        return []
    sides = scene.sides or tuple(
        p.name for p in scene.situation.parties if p.role in ("belligerent", "affected") and not p.by_register
    )
    ends = [end for end in fact.ends if end != fact.by]
    if len(fact.ends) > 1:
        return [end for end in ends if end in sides]
    pact = scene.pact_named(fact.alliance)
    members = [s for s in sides if s != fact.by and pact is not None and scene.is_member(s, pact)]
    return members if len(members) == 1 else []


def _common_pact(scene: Scene, a: str, b: str) -> Pact | None:
    """A pact of both, one with a duty of defence before others, one that the sources name before others."""
    both = [p for p in scene.pacts_of(a) if scene.is_member(b, p)]
    return min(both, key=lambda p: (p.id not in scene.named, not scene.clauses(p, "defence"), p.id), default=None)


def _backers(scene: Scene, side: str) -> list[tuple[str, Finding]]:
    """States told to back *side*, with the fact that says so: a tie with it, or a party's own entry."""
    found: dict[str, Finding] = {}
    sides = scene.sides or ()
    for fact in scene.facts(*_TIES):
        ends = fact.ends
        if len(ends) == 2 and side in ends:
            other = ends[1] if ends[0] == side else ends[0]
            if scene.state(other) and other not in sides:
                found.setdefault(other, fact)
    for party in scene.situation.parties:
        if side in party.backs and party.name not in sides and scene.state(party.name):
            found.setdefault(party.name, party)
    return sorted(found.items(), key=lambda item: item[0])


def _defence_pacts(scene: Scene, name: str, *, ward: str) -> list[Pact]:
    """The pacts of *name* with a duty of defence, what stands behind it as a patron first.

    Pacts of three or more go before treaties of two, those with its *ward* before others, then those that the sources
    name, the close, and the widest. A treaty of two with a third state has nothing to do with the ward.
    """

    def size(pact: Pact) -> int:
        return len(pact.members_at(scene.day))

    def order(pact: Pact) -> tuple[bool, bool, bool, bool, int, str]:
        covers = scene.is_member(ward, pact)
        return (size(pact) < 3, not covers, pact.id not in scene.named, not pact.close, -size(pact), pact.id)

    pacts = (p for p in scene.pacts_of(name) if scene.clauses(p, "defence"))
    return sorted((p for p in pacts if size(p) > 2 or scene.is_member(ward, p)), key=order)


def _rival_pacts(scene: Scene, one: tuple[str, str], other: tuple[str, str]) -> tuple[Pact, Pact] | None:
    """A defence pact of each of two (backer, ward) that share no member; None where the backers are allies.

    A pact to which the backer's enemy belongs too stands behind nobody here.
    """
    mine, theirs = (
        [p for p in _defence_pacts(scene, backer, ward=ward) if not scene.is_member(enemy, p)]
        for (backer, ward), (_, enemy) in ((one, other), (other, one))
    )
    if any(scene.is_member(other[0], pact) for pact in mine):
        return None
    for pact in mine:
        for rival in theirs:
            if not pact.members_at(scene.day) & rival.members_at(scene.day):
                return pact, rival
    return None
