"""The cases of tests/cases/fusion: what must become one, and what must stay apart, for any order of the input."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from briefgen.fuse import fuse
from briefgen.knowledge import load_knowledge
from briefgen.model import Situation, Toll
from briefgen.settings import FuseSettings
from tests.fuse.findings import build

FOLDER = Path(__file__).parents[1] / "cases" / "fusion"
CASES = [
    pytest.param(case, id=f"{path.stem}:{case['id']}")
    for path in sorted(FOLDER.glob("*.toml"))
    for case in tomllib.loads(path.read_text(encoding="utf-8"))["case"]
]


def fused(case: Mapping[str, Any], *, backwards: bool = False) -> tuple[Situation, ...]:
    built = [build(row) for row in case["article"]]
    built = built[::-1] if backwards else built
    articles, findings = [one for one, _ in built], [one for _, one in built]
    return fuse(findings, articles=articles, knowledge=load_knowledge(), settings=FuseSettings())


@pytest.mark.parametrize("case", CASES)
def test_fusion_case(case: Mapping[str, Any]) -> None:
    situations = fused(case)
    for key, value in case["expect"].items():
        CHECKS[key](situations, value)


@pytest.mark.parametrize("case", CASES)
def test_fusion_case_does_not_depend_on_order(case: Mapping[str, Any]) -> None:
    assert fused(case) == fused(case, backwards=True)


def check_situations(situations: tuple[Situation, ...], wanted: int) -> None:
    assert len(situations) == wanted, [s.title.params for s in situations]


def check_titles(situations: tuple[Situation, ...], wanted: list[list[str]]) -> None:
    titles = sorted([s.title.params["a"], s.title.params["b"]] for s in situations if "a" in s.title.params)  # type: ignore[type-var]
    assert titles == sorted(wanted)


def check_kinds(situations: tuple[Situation, ...], wanted: list[str]) -> None:
    assert [s.title.message for s in situations] == wanted


def check_known(situations: tuple[Situation, ...], wanted: list[list[str]]) -> None:
    assert [list(k) for s in situations if isinstance(k := s.title.params.get("known"), tuple)] == wanted


def check_attackers(situations: tuple[Situation, ...], wanted: list[str]) -> None:
    assert [s.title.params.get("attacker") or "none" for s in situations] == wanted


def check_places(situations: tuple[Situation, ...], wanted: list[str]) -> None:
    assert [s.title.params["place"] for s in situations if "place" in s.title.params] == wanted


def check_count(situations: tuple[Situation, ...], wanted: int) -> None:
    tolls = [t for s in situations for t in s.tolls]
    assert len(tolls) == wanted, [(t.effect, t.affiliation, t.victims, t.low, t.best, t.high) for t in tolls]


def check_tolls(situations: tuple[Situation, ...], wanted: list[dict[str, Any]]) -> None:
    left = [t for s in situations for t in s.tolls]
    for one in wanted:
        found = next((t for t in left if all(_value(t, key) == value for key, value in one.items())), None)
        assert found is not None, (one, [t.model_dump(exclude={"evidence", "reports"}) for t in left])
        left.remove(found)


def _value(toll: Toll, key: str) -> Any:
    if key == "part":
        return toll.part_of is not None
    if key == "affiliation_none":
        return toll.affiliation is None
    if key == "days_none":
        return toll.when is None
    if key == "speaker":
        return toll.reports[-1].speaker
    if key == "days":
        return f"{toll.when.start}/{toll.when.end}" if toll.when else None
    return len(toll.reports) if key == "reports" else getattr(toll, key)


def check_tolls_of(situations: tuple[Situation, ...], wanted: dict[str, int]) -> None:
    assert {s.title.params["a"]: len(s.tolls) for s in situations} == wanted


def check_articles_of(situations: tuple[Situation, ...], wanted: dict[str, list[str]]) -> None:
    assert {s.title.params["a"]: sorted(s.articles) for s in situations} == wanted


def check_alliances_of(situations: tuple[Situation, ...], wanted: dict[str, list[str]]) -> None:
    assert {s.title.params["a"]: [fact.aspect for fact in s.alliances] for s in situations} == wanted


def check_parties(situations: tuple[Situation, ...], wanted: dict[str, str]) -> None:
    assert {p.name: p.role for s in situations for p in s.parties} == wanted


def check_backs(situations: tuple[Situation, ...], wanted: dict[str, list[str]]) -> None:
    assert {p.name: list(p.backs) for s in situations for p in s.parties if p.backs} == wanted


def check_absent(situations: tuple[Situation, ...], wanted: list[str]) -> None:
    assert not {p.name for s in situations for p in s.parties} & set(wanted)


def check_reactions(situations: tuple[Situation, ...], wanted: list[dict[str, Any]]) -> None:
    for one in wanted:
        fields = {key: value for key, value in one.items() if key != "evidence"}
        found = [r for s in situations for r in s.reactions if all(getattr(r, k) == v for k, v in fields.items())]
        assert len(found) == 1 and len(found[0].evidence) == one.get("evidence", len(found[0].evidence))


def check_independent(situations: tuple[Situation, ...], wanted: dict[str, int]) -> None:
    for kind, number in wanted.items():
        assert [fact.independent for s in situations for fact in getattr(s, kind)] == [number]


def check_alliances(situations: tuple[Situation, ...], wanted: list[dict[str, Any]]) -> None:
    for one in wanted:
        assert any(all(getattr(f, k) == v for k, v in one.items()) for s in situations for f in s.alliances)


def check_supporters(situations: tuple[Situation, ...], wanted: dict[str, list[str]]) -> None:
    sides = [side for s in situations for d in s.disputes for side in d.sides]
    assert {side.claimant: list(side.supporters) for side in sides if side.supporters} == wanted


def _counting(field: str) -> Any:
    def check(situations: tuple[Situation, ...], wanted: int) -> None:
        found = [fact for s in situations for fact in getattr(s, field)]
        assert len(found) == wanted, found

    return check


CHECKS = {
    "situations": check_situations,
    "titles": check_titles,
    "kinds": check_kinds,
    "known": check_known,
    "attackers": check_attackers,
    "places": check_places,
    "count": check_count,
    "tolls": check_tolls,
    "tolls_of": check_tolls_of,
    "alliances_of": check_alliances_of,
    "articles_of": check_articles_of,
    "parties": check_parties,
    "backs": check_backs,
    "absent": check_absent,
    "reactions": check_reactions,
    "independent": check_independent,
    "alliances": check_alliances,
    "supporters": check_supporters,
    "reaction_count": _counting("reactions"),
    "alliance_count": _counting("alliances"),
    "claim_count": _counting("claims"),
    "event_count": _counting("timeline"),
    "disputes": _counting("disputes"),
}
