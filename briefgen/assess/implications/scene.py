"""What the rules of implication look at: one situation, its sides, and the treaties in force on its day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from briefgen.knowledge import Knowledge
from briefgen.knowledge.types import Pact, PactClause
from briefgen.model import (
    AllianceFact,
    Aspect,
    Clause,
    Evidence,
    Finding,
    Implication,
    Likelihood,
    Param,
    Party,
    Situation,
)


@dataclass(frozen=True)
class Scene:
    """A situation with lookups in the alliance register at *day*. Names are canonical."""

    situation: Situation
    knowledge: Knowledge
    day: date
    _memberships: dict[str, list[Pact]] = field(default_factory=dict)

    @property
    def sides(self) -> tuple[str, str] | None:
        """The two sides of a clash in the order of the title, else None."""
        params = self.situation.title.params
        a, b = params.get("a"), params.get("b")
        return (a, b) if isinstance(a, str) and isinstance(b, str) else None

    @cached_property
    def pacts(self) -> Sequence[Pact]:
        """The pacts in force on the day, by id."""
        return [pact for _, pact in sorted(self.knowledge.pacts.items()) if pact.members_at(self.day)]

    @cached_property
    def named(self) -> frozenset[str]:
        """Ids of the pacts that the sources name, as a party or in an alliance fact."""
        parties = {party.name for party in self.situation.parties}
        ties = [self.pact_named(fact.alliance) for fact in self.situation.alliances]
        return frozenset(
            [pact.id for pact in ties if pact] + [p.id for p in self.pacts if {self.pact_name(p), p.name} & parties]
        )

    def on_own_ground(self, name: str) -> bool:
        """Whether the story is told to happen in the state *name*."""
        place = self.situation.place or ""
        return place == name or place.endswith(f", {name}")

    def state(self, name: str | None) -> str | None:
        """The id of a state by its name; None for anything that is no state."""
        row = self.knowledge.named(name) if name else None
        return row.id if row and row.kind == "state" else None

    def name(self, id: str) -> str:
        """The name of the actor with this id."""
        row = self.knowledge.actor(id)
        return row.name if row else id

    def pact_name(self, pact: Pact) -> str:
        """The name that facts use for a pact: its organisation's, else its own."""
        return self.name(pact.actor) if pact.actor else pact.name

    def pacts_of(self, name: str) -> list[Pact]:
        """The pacts in force of which the state is a member, by id."""
        if name not in self._memberships:
            state = self.state(name)
            self._memberships[name] = [p for p in self.pacts if state in p.members_at(self.day)] if state else []
        return self._memberships[name]

    def is_member(self, name: str, pact: Pact) -> bool:
        """Whether the state *name* is a member of *pact* on the day."""
        return self.state(name) in pact.members_at(self.day)

    def pact_named(self, alliance: str) -> Pact | None:
        """The pact in force that an alliance fact names: an organisation, or the treaty of the two ends of a tie."""
        ends = alliance.split("–")
        if len(ends) == 2:
            states = {self.state(end) for end in ends}
            return next((p for p in self.pacts if p.members_at(self.day) == states), None)
        return next((p for p in self.pacts if alliance in (self.pact_name(p), p.name)), None)

    def facts(self, *aspects: Aspect) -> list[AllianceFact]:
        """The alliance facts with one of *aspects*."""
        return [fact for fact in self.situation.alliances if fact.aspect in aspects]

    def party(self, name: str) -> Party | None:
        """The party of this name."""
        return next((p for p in self.situation.parties if p.name == name), None)

    def clause(self, pact: Pact, clause: PactClause) -> Clause:
        """A clause of the register as a brief shows it."""
        return Clause(
            id=f"{pact.id}:{clause.article}",
            alliance=pact.name,
            article=clause.article,
            obligation=clause.obligation,
            text=clause.text,
            source=clause.source or pact.source,
        )

    def clauses(self, pact: Pact, *obligations: str) -> list[Clause]:
        """The clauses of *pact* with one of *obligations*, in their order; all without any."""
        return [self.clause(pact, c) for c in pact.clauses if not obligations or c.obligation in obligations]

    def membership(self, pact: Pact) -> Clause:
        """The fact of membership itself, for rules on pacts where no clause is in play."""
        return Clause(
            id=f"{pact.id}:members",
            alliance=pact.name,
            article="members",
            obligation="membership",
            text=", ".join(sorted(self.name(state) for state in pact.members_at(self.day))),
            source=pact.source,
        )


def implication(
    rule: str,
    params: Mapping[str, Param],
    facts: Iterable[Finding],
    *,
    clauses: Sequence[Clause] = (),
    inferred: bool = True,
    likelihood: Likelihood | None = None,
    weight: float = 0.0,
) -> Implication:
    """The implication `implication.RULE` on *facts* (at least one: a rule without facts says nothing) and *clauses*."""
    found = list(facts)
    evidence: list[Evidence] = [fact.evidence[0] for fact in found]
    return Implication(
        message=f"implication.{rule}",
        params=dict(params),
        evidence=tuple(dict.fromkeys(evidence))[:6],
        facts=tuple(dict.fromkeys(fact.id for fact in found)),
        clauses=tuple(clauses),
        inferred=inferred,
        likelihood=likelihood,
        rule=f"implications.{rule}",
        weight=weight,
    )
