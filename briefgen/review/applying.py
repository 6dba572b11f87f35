"""Decisions on findings: what was rejected is left out, what was corrected is changed, before anything is fused."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from briefgen.model import Finding, Findings, Reviewed
from briefgen.review.decisions import KINDS, Decision, FactKind, corrected, covers


@dataclass(frozen=True, slots=True)
class Applied:
    """The findings after the decisions, how many of each sort took effect, and those that met no fact."""

    findings: list[Findings]
    reviewed: Reviewed | None
    unmet: tuple[Decision, ...]


def apply(decisions: Sequence[Decision], findings: Iterable[Findings]) -> Applied:
    """Apply *decisions* to *findings*; of several on one fact the last one counts.

    A decision that meets no fact (the article is not read today, or says something else now) changes nothing. Raises
    `UsageError` where a correction sets what its fact cannot take.
    """
    kept = list(findings)
    if not decisions:
        return Applied(kept, None, ())
    met: set[int] = set()
    made = [_article(one, decisions, met) for one in kept]
    counted = [decisions[number].action for number in sorted(met)]
    reviewed = Reviewed(
        accepted=counted.count("accept"), corrected=counted.count("correct"), rejected=counted.count("reject")
    )
    unmet = tuple(decision for number, decision in enumerate(decisions) if number not in met)
    return Applied(made, reviewed if counted else None, unmet)


def _article(findings: Findings, decisions: Sequence[Decision], met: set[int]) -> Findings:
    """*findings* of one article; the numbers of the decisions that met a fact are added to *met*."""
    here = [
        (number, decision)
        for number, decision in enumerate(decisions)
        if decision.kind == "parties" or any(p.article == findings.article for p in decision.passages)
    ]
    if not here:
        return findings
    changed: dict[str, object] = {kind: _facts(getattr(findings, kind), kind, here, met) for kind in KINDS}
    return findings.model_copy(update=changed)


def _facts(
    facts: Sequence[Finding], kind: FactKind, decisions: Sequence[tuple[int, Decision]], met: set[int]
) -> tuple[Finding, ...]:
    found: list[Finding] = []
    for fact in facts:
        on_it = [(number, decision) for number, decision in decisions if covers(decision, fact, kind)]
        if not on_it:
            found.append(fact)
            continue
        number, decision = on_it[-1]
        met.add(number)
        if decision.action != "reject":
            found.append(corrected(fact, kind, decision.set) if decision.action == "correct" else fact)
    return tuple(found)
