"""Briefs built from findings by hand, for the tests of assess."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from briefgen.assess import assess
from briefgen.fuse import fuse
from briefgen.knowledge import load_knowledge
from briefgen.model import Brief
from briefgen.settings import Settings
from tests.fuse.findings import build

SIDES = [
    {"name": "Armenia", "role": "belligerent", "fights": ["Azerbaijan"]},
    {"name": "Azerbaijan", "role": "belligerent"},
]


def a_brief(*rows: Mapping[str, Any], before: Brief | None = None, settings: Settings | None = None) -> Brief:
    """The brief of articles given as rows of a case (see tests/fuse/findings.py)."""
    built = [build({"outlet": "Harbour Post", "published": "2022-09-13", **row}) for row in rows]
    articles, findings = [one for one, _ in built], [one for _, one in built]
    settings = settings or Settings()
    knowledge = load_knowledge()
    situations = fuse(findings, articles=articles, knowledge=knowledge, settings=settings.fuse)
    return assess(situations, articles=articles, skipped=[], knowledge=knowledge, settings=settings, before=before)


def dead(side: str | None, number: int, **more: Any) -> dict[str, Any]:
    """A toll of dead soldiers of *side* by its own word."""
    return {
        "effect": "killed",
        "low": number,
        "high": number,
        "victims": "soldiers",
        "affiliation": side,
        "attributed_to": side,
        **more,
    }
