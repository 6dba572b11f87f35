"""The generic runner: every case of tests/cases, read with the real engine; known failures must fail."""

from __future__ import annotations

from collections import Counter

import pytest

from tests.cases.matching import Case, Outcome, cases, judge
from tests.conftest import Read
from tests.tally import TALLIES, Tally

CASES = list(cases())


def test_cases_have_ids_of_their_own() -> None:
    counts = Counter((case.kind, case.id) for case in CASES)
    assert [key for key, count in counts.items() if count > 1] == []


@pytest.mark.parametrize(
    "case",
    [
        pytest.param(case, id=f"{case.kind}-{case.id}", marks=[pytest.mark.xfail(strict=True)] * case.known_failure)
        for case in CASES
    ],
)
def test_case_holds(case: Case, read: Read) -> None:
    parsed, findings = read(case.text, day=case.day, title=case.title)
    outcome = judge(case, parsed, findings)
    counted = len(outcome.extra) if case.exact or not (case.expect or case.forbid) else 0
    TALLIES.add("cases", case.kind, Tally(len(outcome.met), len(outcome.missed), counted + len(outcome.forbidden)))
    assert outcome.holds(case), _told(case, outcome)


def _told(case: Case, outcome: Outcome) -> str:
    lines = [f"{case.path.parent.name}/{case.path.name}: {case.id}: {case.text}"]
    lines += [f"  missed: {dict(table)}" for table in outcome.missed]
    lines += [f"  forbidden, but found: {_short(item)}" for item in outcome.forbidden]
    lines += [f"  found besides: {_short(item)}" for item in outcome.extra]
    return "\n".join(lines)


def _short(item: object) -> dict[str, object]:
    assert isinstance(item, dict)
    return {
        key: value for key, value in item.items() if key not in ("id", "evidence") and value not in (None, [], False)
    }
