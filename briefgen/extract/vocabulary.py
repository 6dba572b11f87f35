"""Findings in the vocabulary of the annotation guidelines: one JSON object an article, as corpus/score.py reads it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from briefgen.model import Evidence, Finding, Findings


def to_gold(findings: Findings) -> dict[str, Any]:
    """The five lists of an article: spans as [start, end], further spans under `also`.

    A denial is left out of the claims: by the guidelines it is none of its own.

    >>> sorted(to_gold(Findings(article="a")))
    ['alliances', 'casualties', 'claims', 'id', 'parties', 'reactions']
    """
    return {
        "id": findings.article,
        "parties": [
            _item(p, "name", "kind", "role", "aliases", "leaders", "fights", "backs") for p in findings.parties
        ],
        "casualties": [
            _item(
                c,
                *("effect", "low", "high", "approx", "vague", "victims", "affiliation", "civilian", "attributed_to"),
                *("place", "background"),
            )
            for c in findings.casualties
        ],
        "reactions": [_item(r, "actor", "speaker", "type", "toward", "quoted") for r in findings.reactions],
        "claims": [_item(c, "claimant", "accused", "act") for c in findings.claims if c.denies is None],
        "alliances": [_item(a, "alliance", "aspect", "by") for a in findings.alliances],
    }


def _item(finding: Finding, *fields: str) -> dict[str, Any]:
    values: Mapping[str, Any] = finding.model_dump(mode="json", include=set(fields))
    item: dict[str, Any] = {name: values[name] for name in fields}
    first, *further = (_span(evidence) for evidence in finding.evidence)
    item["span"] = first
    spans = [span for n, span in enumerate(further) if span != first and span not in further[:n]]
    return item | ({"also": spans} if spans else {})


def _span(evidence: Evidence) -> list[int]:
    return [evidence.start, evidence.end]
