"""Gaps: what a reader should ask that the sources do not answer."""

from __future__ import annotations

from typing import Any

import pytest

from briefgen.model import Brief
from tests.assess.briefs import SIDES, a_brief, dead

REQUEST = {"alliance": "Armenia–Russia", "aspect": "help_requested", "by": "Armenia"}


def gaps(*rows: dict[str, Any]) -> dict[str, dict[str, Any]]:
    brief: Brief = a_brief(*rows)
    return {gap.message.removeprefix("gap."): dict(gap.params) for gap in brief.situations[0].gaps}


def test_a_side_whose_dead_nobody_tells_is_a_gap() -> None:
    found = gaps({"id": "a", "parties": SIDES, "casualties": [dead("Armenia", 49)]})
    assert found["no_toll_from_side"]["party"] == "Azerbaijan"


def test_the_dead_of_both_sides_leave_no_such_gap() -> None:
    found = gaps({"id": "a", "parties": SIDES, "casualties": [dead("Armenia", 49), dead("Azerbaijan", 50)]})
    assert "no_toll_from_side" not in found and "no_independent" in found


def test_a_toll_in_an_outlets_own_voice_is_independent_of_the_sides() -> None:
    own = {"effect": "killed", "low": 9, "high": 9, "victims": "people", "place": "Goris"}
    assert "no_independent" not in gaps({"id": "a", "parties": SIDES, "casualties": [dead("Armenia", 49), own]})


def test_an_accusation_without_an_answer_is_a_gap_and_one_with_is_not() -> None:
    claim = {"claimant": "Armenia", "accused": "Azerbaijan"}
    assert gaps({"id": "a", "parties": SIDES, "claims": [claim]})["claim_unanswered"]["accused"] == "Azerbaijan"
    answer = {"claimant": "Azerbaijan", "accused": "Armenia"}
    assert "claim_unanswered" not in gaps({"id": "a", "parties": SIDES, "claims": [claim, answer]})


def test_a_request_without_an_answer_is_a_gap_and_one_with_is_not() -> None:
    assert gaps({"id": "a", "parties": SIDES, "alliances": [REQUEST]})["request_unanswered"]["by"] == "Armenia"
    answer = {"alliance": "Russia–Armenia", "aspect": "help_refused", "by": "Russia"}
    assert "request_unanswered" not in gaps({"id": "a", "parties": SIDES, "alliances": [REQUEST, answer]})


def test_figures_that_differ_are_a_gap() -> None:
    rows = [
        {
            "id": "a",
            "outlet": "Harbour Post",
            "parties": SIDES,
            "casualties": [{"effect": "killed", "low": 9, "high": 9, "place": "Goris"}],
        },
        {
            "id": "b",
            "outlet": "Inland Courier",
            "parties": SIDES,
            "casualties": [{"effect": "killed", "low": 12, "high": 12, "place": "Goris"}],
        },
    ]
    assert gaps(*rows)["tolls_differ"]["low"] == 9


@pytest.mark.parametrize(("second", "differs"), [(105, False), (44, True)])
def test_a_count_that_rises_from_day_to_day_is_no_contradiction(second: int, differs: bool) -> None:
    rows = [
        {
            "id": "a",
            "outlet": "Harbour Post",
            "parties": SIDES,
            "casualties": [dead("Armenia", 49, attributed_to=None)],
        },
        {
            "id": "b",
            "outlet": "Inland Courier",
            "published": "2022-09-14",
            "parties": SIDES,
            "casualties": [dead("Armenia", second)],
        },
    ]
    assert ("tolls_differ" in gaps(*rows)) is differs


def test_an_undated_article_is_a_gap() -> None:
    assert gaps({"id": "a", "published": None, "parties": SIDES})["undated"] == {"count": 1}
