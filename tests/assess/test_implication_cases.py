"""The cases of tests/cases/implications: what follows from facts and treaties on a day, and what does not."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from briefgen.assess.implications import implications
from briefgen.assess.messages import MESSAGES
from briefgen.knowledge import load_knowledge
from briefgen.model import Implication, Interval, Message, Situation
from tests.fuse.findings import build

FOLDER = Path(__file__).parents[1] / "cases" / "implications"
CASES = [
    pytest.param(case, id=f"{path.stem}:{case['id']}")
    for path in sorted(FOLDER.glob("*.toml"))
    for case in tomllib.loads(path.read_text(encoding="utf-8"))["case"]
]


def found(case: Mapping[str, Any]) -> tuple[Implication, ...]:
    _, findings = build(
        {"id": "a", **{key: case[key] for key in ("parties", "claims", "reactions", "alliances") if key in case}}
    )
    kind = "title.clash" if "a" in case["title"] else "title.attack"
    situation = Situation(
        id="s",
        title=Message(message=kind, params=case["title"]),
        place=case.get("place"),
        period=_days(case["period"]) if "period" in case else None,
        articles=("a",),
        parties=findings.parties,
        claims=findings.claims,
        reactions=findings.reactions,
        alliances=findings.alliances,
    )
    return implications(situation, knowledge=load_knowledge(), day=date.fromisoformat(case["day"]))


def _days(text: str) -> Interval:
    first, _, last = text.partition("/")
    return Interval(text=text, start=date.fromisoformat(first), end=date.fromisoformat(last or first), precision="day")


@pytest.mark.parametrize("case", CASES)
def test_implication_case(case: Mapping[str, Any]) -> None:
    made = found(case)
    told = [(i.message, i.params, i.likelihood) for i in made]
    for wanted in case.get("expect", ()):
        assert any(_meets(one, wanted) for one in made), (wanted, told)
    for name in case.get("once", ()):
        assert [i.message for i in made].count(f"implication.{name}") == 1, told
    for name in case.get("forbid", ()):
        if name.startswith("implication of "):
            assert not any(i.params.get("alliance") == name.removeprefix("implication of ") for i in made), told
        else:
            assert not any(i.message == f"implication.{name}" for i in made), told


@pytest.mark.parametrize("case", CASES)
def test_implications_state_their_basis_in_the_form_agreed(case: Mapping[str, Any]) -> None:
    for one in found(case):
        assert one.evidence and one.facts and one.rule.startswith("implications.")
        assert set(one.params) <= set(MESSAGES[one.message])
        if "article" in one.params:
            assert one.clauses


def _meets(one: Implication, wanted: Mapping[str, Any]) -> bool:
    for key, value in wanted.items():
        if key == "message":
            got: Any = one.message.removeprefix("implication.")
        elif key in ("likelihood", "inferred"):
            got = getattr(one, key)
        else:
            got = one.params.get(key)
        if (list(got) if isinstance(got, tuple) else got) != value:
            return False
    return True
