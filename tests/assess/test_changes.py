"""The ledger of changes between two briefs, and the direction of a situation."""

from __future__ import annotations

from typing import Any

import pytest

from briefgen.assess.changes import figure_text
from briefgen.model import Brief, Change
from tests.assess.briefs import SIDES, a_brief, dead

FIRST: dict[str, Any] = {"id": "a", "published": "2022-09-13", "parties": SIDES, "casualties": [dead("Armenia", 49)]}


def later(**facts: Any) -> dict[str, Any]:
    return {"id": "b", "outlet": "Inland Courier", "published": "2022-09-14", "parties": SIDES, **facts}


def ledger(*rows: dict[str, Any]) -> list[tuple[str, str, str | None, str | None]]:
    return [(c.subject, c.kind, c.before, c.after) for c in changes(*rows)]


def changes(*rows: dict[str, Any]) -> tuple[Change, ...]:
    return a_brief(*rows, before=a_brief(FIRST)).changes


def test_the_first_brief_has_no_changes() -> None:
    assert a_brief(FIRST).changes == ()


def test_a_toll_that_rose_is_revised_up() -> None:
    assert ("toll", "revised_up", "49", "105") in ledger(FIRST, later(casualties=[dead("Armenia", 105)]))


def test_a_toll_that_fell_is_revised_down() -> None:
    assert ("toll", "revised_down", "49", "44") in ledger(FIRST, later(casualties=[dead("Armenia", 44)]))


def test_a_toll_told_again_is_unchanged() -> None:
    assert ("toll", "unchanged", "49", "49") in ledger(FIRST)


def test_the_toll_of_the_other_side_is_new() -> None:
    assert ("toll", "new", None, "50") in ledger(FIRST, later(casualties=[dead("Azerbaijan", 50)]))


def test_a_toll_whose_article_was_read_again_without_it_is_withdrawn() -> None:
    corrected = {**FIRST, "casualties": []}
    assert ("toll", "withdrawn", "49", None) in ledger(corrected)


def test_a_toll_not_repeated_in_new_articles_stands() -> None:
    assert not [c for c in changes(later(casualties=[dead("Azerbaijan", 50)])) if c.kind == "withdrawn"]


def test_a_toll_merged_into_another_is_not_withdrawn() -> None:
    first = {**FIRST, "casualties": [dead("Armenia", 105, victims="people")]}
    now = a_brief(first, later(casualties=[dead("Armenia", 105)]), before=a_brief(first))
    assert not [c for c in now.changes if c.kind in ("withdrawn", "revised_up")]


@pytest.mark.parametrize(("when", "late"), [("2022-09-11", "2022-09-11"), ("2022-09-13", None), ("2022-09-14", None)])
def test_a_loss_of_before_the_brief_before_is_dated_to_its_day(when: str, late: str | None) -> None:
    now = changes(FIRST, later(casualties=[dead("Azerbaijan", 50, when=when)]))
    change = next(c for c in now if c.subject == "toll" and c.kind == "new")
    assert change.params.get("when") == late


def test_that_an_actor_merely_spoke_is_no_change() -> None:
    assert not [
        c for c in changes(FIRST, later(reactions=[{"actor": "France", "type": "statement"}])) if c.kind == "new"
    ]


def test_new_reactions_parties_claims_and_alliance_facts_are_listed_once() -> None:
    row = later(
        reactions=[{"actor": "France", "type": "condemns"}],
        claims=[{"claimant": "Armenia", "accused": "Azerbaijan"}],
        alliances=[{"alliance": "Armenia–Russia", "aspect": "help_requested", "by": "Armenia"}],
    )
    row["parties"] = [*SIDES, {"name": "Turkey", "role": "backer", "backs": ["Azerbaijan"]}]
    assert sorted({c.subject for c in changes(FIRST, row) if c.kind == "new"}) == [
        "alliance",
        "claim",
        "party",
        "reaction",
    ]
    both = a_brief(FIRST, row, before=a_brief(FIRST, row))
    assert [c for c in both.changes if c.kind == "new"] == []


def test_a_party_that_took_another_role_is_listed_with_the_role_it_had() -> None:
    broker, fighter = ({"name": "Russia", "role": role} for role in ("mediator", "backer"))
    old = a_brief({**FIRST, "parties": [*SIDES, broker]})
    now = a_brief({**FIRST, "parties": [*SIDES, {**fighter, "backs": ["Armenia"]}]}, before=old)
    change = next(c for c in now.changes if c.subject == "party")
    assert (change.params["role"], change.params["role_before"]) == ("backer", "mediator")


def test_a_situation_unknown_before_is_new_and_told_in_one_line() -> None:
    other = later(casualties=[{"effect": "killed", "low": 1, "high": 1, "place": "Batken"}])
    other["parties"] = [
        {"name": "Kyrgyzstan", "role": "belligerent", "fights": ["Tajikistan"]},
        {"name": "Tajikistan", "role": "belligerent"},
    ]
    assert [c.subject for c in changes(FIRST, other) if c.kind == "new"] == ["situation"]


@pytest.mark.parametrize(
    ("facts", "direction"),
    [
        ({"casualties": [dead("Armenia", 105)]}, "deteriorated"),
        (
            {
                "casualties": [dead("Armenia", 105)],
                "events": [{"what": "Both armies agreed a truce", "when": "2022-09-14"}],
            },
            "improved",
        ),
        ({"casualties": [dead("Azerbaijan", 20)]}, "deteriorated"),  # the dead of either side count
        ({"casualties": [dead("Armenia", 44)]}, "unchanged"),
        ({"reactions": [{"actor": "France", "type": "condemns"}]}, "unchanged"),
        ({}, "unchanged"),
    ],
)
def test_direction_follows_its_printed_rule(facts: dict[str, Any], direction: str) -> None:
    assert a_brief(FIRST, later(**facts), before=a_brief(FIRST)).situations[0].direction == direction


UNTOLD = [{"name": "Republic of Artsakh", "role": "belligerent", "rule": "parties.known"}]
TOLD = [{"name": "Republic of Artsakh", "role": "belligerent", "fights": ["Azerbaijan"]}]


def of_parties(before: list[dict[str, Any]], now: list[dict[str, Any]]) -> tuple[list[Any], str | None]:
    """The parties that the ledger names, and the direction, where the second day's brief is of other *now*."""
    said = [{"claimant": "Republic of Artsakh", "accused": "Azerbaijan"}]
    first = {**FIRST, "parties": [*SIDES, *before], "claims": said}
    brief = a_brief(first, later(parties=[*SIDES, *now], claims=said), before=a_brief(first))
    assert {"Armenia", "Azerbaijan", "Republic of Artsakh"} <= {party.name for party in brief.situations[0].parties}
    return [c.params["party"] for c in brief.changes if c.subject == "party"], brief.situations[0].direction


def test_a_party_by_the_register_alone_is_no_change_and_no_step_for_the_worse() -> None:
    assert of_parties([], UNTOLD) == ([], "unchanged")


def test_a_party_that_the_sources_tell_of_at_last_is_no_new_one() -> None:
    assert of_parties(UNTOLD, TOLD) == ([], "unchanged")


def test_a_party_that_the_sources_tell_of_for_the_first_time_is_a_change() -> None:
    assert of_parties([], TOLD) == (["Republic of Artsakh"], "deteriorated")


def test_direction_is_left_open_without_a_brief_before() -> None:
    assert a_brief(FIRST).situations[0].direction is None


def test_figure_text_keeps_the_bounds() -> None:
    brief: Brief = a_brief({**FIRST, "casualties": [{"effect": "killed", "low": 49, "victims": "people"}]})
    assert figure_text(brief.situations[0].tolls[0]) == "49+"
