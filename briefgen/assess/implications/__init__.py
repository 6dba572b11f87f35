"""What the facts mean for alliances: named rules over facts and the treaty register, each with its basis."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

from briefgen.assess.implications.clauses import clause_does_not_apply, clause_in_play, clause_invoked, members_clash
from briefgen.assess.implications.forces import competing_mediation, forces_at_risk, strain, withdrawal
from briefgen.assess.implications.scene import Scene
from briefgen.assess.implications.support import (
    opposing_patrons,
    patron_in_rival_pact,
    patron_tied_down,
    request_and_answer,
)
from briefgen.knowledge import Knowledge
from briefgen.model import Implication, Situation

Rule = Callable[[Scene], Iterator[Implication]]

RULES: tuple[Rule, ...] = (
    clause_invoked,
    clause_in_play,
    clause_does_not_apply,
    members_clash,
    request_and_answer,
    patron_tied_down,
    opposing_patrons,
    patron_in_rival_pact,
    forces_at_risk,
    strain,
    withdrawal,
    competing_mediation,
)
_MOST = 12


def implications(situation: Situation, *, knowledge: Knowledge, day: date) -> tuple[Implication, ...]:
    """What *situation* implies on *day* by `RULES`, the weightiest first, at most twelve; each states its evidence."""
    scene = Scene(situation=situation, knowledge=knowledge, day=day)
    found = {i.id: i for rule in RULES for i in rule(scene) if i.evidence}
    return tuple(sorted(found.values(), key=lambda i: (-i.weight, i.message, i.id))[:_MOST])
