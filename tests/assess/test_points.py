"""Key points and the bottom line: what is chosen, in which order, and what never stands there."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from briefgen.assess.params import when_param
from briefgen.assess.truces import truces
from briefgen.knowledge import load_knowledge
from briefgen.model import Brief, DatedEvent, Interval, Precision
from tests.assess.briefs import SIDES, a_brief, dead
from tests.fuse.findings import build


def messages(brief: Brief) -> list[str]:
    return [point.message for point in brief.situations[0].key_points]


def one(message: str, brief: Brief) -> dict[str, Any]:
    return next(dict(p.params) for p in brief.situations[0].key_points if p.message == message)


def test_the_dead_of_both_sides_lead_with_who_gives_them() -> None:
    brief = a_brief({"id": "a", "parties": SIDES, "casualties": [dead("Armenia", 49), dead("Azerbaijan", 50)]})
    point = brief.situations[0].key_points[0]
    assert point.message == "keypoint.toll_by_side"
    assert {point.params["a"]: point.params["best_a"], point.params["b"]: point.params["best_b"]} == {
        "Armenia": 49,
        "Azerbaijan": 50,
    }
    assert brief.bottom_line is not None and brief.bottom_line.message == "bottom_line.clash_by_side"


def test_a_sides_word_on_its_enemys_dead_is_no_key_point() -> None:
    boast = dead("Azerbaijan", 400, attributed_to="Armenia")
    brief = a_brief({"id": "a", "parties": SIDES, "casualties": [dead("Armenia", 9), boast]})
    assert all(400 not in point.params.values() for point in brief.situations[0].key_points)
    assert any(toll.disputed and toll.best == 400 for toll in brief.situations[0].tolls)


@pytest.mark.parametrize(("place", "told"), [("Leeds", False), ("Germany", False), ("Goris", True), ("Armenia", True)])
def test_the_dead_of_another_land_are_no_key_point(place: str, told: bool) -> None:
    toll = {"effect": "killed", "low": 90, "high": 90, "victims": "people", "place": place}
    brief = a_brief({"id": "a", "parties": SIDES, "casualties": [dead("Armenia", 49, place="Goris"), toll]})
    points = [p for p in brief.situations[0].key_points if p.params.get("place") == place]
    assert bool(points) is told


def test_history_is_no_key_point() -> None:
    old = dead(None, 6500, victims="people", background=True)
    brief = a_brief({"id": "a", "parties": SIDES, "casualties": [dead("Armenia", 9), old]})
    assert all(6500 not in point.params.values() for point in brief.key_points)


def test_the_speaker_of_a_single_word_stays_with_the_figure() -> None:
    brief = a_brief({"id": "a", "parties": SIDES, "casualties": [dead("Armenia", 9)]})
    assert one("keypoint.toll", brief)["speaker"] == "Armenia"


def test_an_outlets_own_voice_needs_no_speaker() -> None:
    toll = {"effect": "killed", "low": 9, "high": 9, "victims": "people", "place": "Goris"}
    brief = a_brief({"id": "a", "parties": SIDES, "casualties": [toll]})
    assert one("keypoint.toll", brief)["speaker"] is None


def test_no_dead_in_the_word_of_one_side_is_no_key_point() -> None:
    none = {"effect": "killed", "low": 0, "high": 0, "attributed_to": "Armenia"}
    assert "keypoint.toll" not in messages(a_brief({"id": "a", "parties": SIDES, "casualties": [none]}))


def test_a_small_toll_beside_a_great_one_is_no_key_point() -> None:
    small = {"effect": "killed", "low": 1, "high": 1, "victims": "a shepherd", "place": "Vardenis"}
    great = {"effect": "killed", "low": 90, "high": 90, "victims": "people", "place": "Goris"}
    brief = a_brief({"id": "a", "parties": SIDES, "casualties": [great, small]})
    assert [p.params["best"] for p in brief.situations[0].key_points if p.message == "keypoint.toll"] == [90]


def test_claims_of_both_sides_make_one_point() -> None:
    claims = [{"claimant": "Armenia", "accused": "Azerbaijan"}, {"claimant": "Azerbaijan", "accused": "Armenia"}]
    assert messages(a_brief({"id": "a", "parties": SIDES, "claims": claims})) == ["keypoint.claims_mutual"]


def test_a_membership_in_passing_is_no_key_point() -> None:
    facts = [{"alliance": "NATO", "aspect": "membership"}]
    assert "keypoint.alliance" not in messages(a_brief({"id": "a", "parties": SIDES, "alliances": facts}))


def test_an_act_of_long_ago_is_neither_point_nor_fact_of_the_situation() -> None:
    left = {
        "alliance": "Collective Security Treaty Organization",
        "aspect": "withdrawal",
        "by": "Azerbaijan",
        "quote": "Azerbaijan left the pact in 1999",
    }
    brief = a_brief({"id": "a", "parties": SIDES, "alliances": [left], "casualties": [dead("Armenia", 9)]})
    assert brief.situations[0].alliances == ()
    assert "keypoint.alliance" not in messages(brief)


def test_reactions_of_one_stance_stand_together_and_sides_are_left_out() -> None:
    reactions = [{"actor": name, "type": "calls_for_ceasefire"} for name in ("France", "United Nations", "Armenia")]
    assert one("keypoint.reactions", a_brief({"id": "a", "parties": SIDES, "reactions": reactions}))["actors"] == (
        "France",
        "United Nations",
    )


def test_there_are_never_more_than_six_points_and_each_is_cited() -> None:
    tolls = [dead("Armenia", 49), dead("Azerbaijan", 50)]
    tolls += [
        {"effect": e, "low": 30, "high": 30, "victims": "people"}
        for e in ("injured", "missing", "detained", "displaced")
    ]
    reactions = [{"actor": "France", "type": t} for t in ("condemns", "warns", "mediates", "sanctions", "offers_aid")]
    facts = [
        {"alliance": "Armenia–Russia", "aspect": a, "by": "Russia"} for a in ("help_refused", "capacity", "commitment")
    ]
    brief = a_brief({"id": "a", "parties": SIDES, "casualties": tolls, "reactions": reactions, "alliances": facts})
    assert 3 <= len(brief.key_points) <= 6
    assert all(point.evidence and point.facts and point.rule for point in brief.key_points)
    assert [p.weight for p in brief.key_points] == sorted((p.weight for p in brief.key_points), reverse=True)


def test_a_folder_without_conflict_has_no_situation_and_says_so() -> None:
    brief = a_brief({"id": "a", "text": "The orchard fair drew a record crowd."})
    assert brief.situations == () and brief.bottom_line is not None
    assert brief.bottom_line.message == "bottom_line.none"


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        ("Both armies agreed a ceasefire from eight in the evening", True),
        ("A truce came into force on Wednesday", True),
        ("A ceasefire that began at dusk was holding", True),
        ("Ministers urged both armies to agree a truce", False),
        ("The truce agreed in March was broken within minutes", False),
        ("Talks on a ceasefire began in Geneva", False),
        ("There is no truce, the general announced", False),
        ("The two armies agreed to meet", False),
    ],
)
def test_truces_are_told_by_words_for_making_one(sentence: str, told: bool) -> None:
    _, findings = build({"id": "a", "events": [{"what": sentence, "when": "2022-09-14"}]})
    events: tuple[DatedEvent, ...] = findings.events
    assert bool(truces(events, knowledge=load_knowledge())) is told


HIT = [{"name": "Armenia", "role": "affected"}, {"name": "Ashen Guard", "role": "belligerent", "kind": "armed_group"}]


def lost(number: int, victims: str | None, **more: Any) -> dict[str, Any]:
    return {"effect": "killed", "low": number, "high": number, "victims": victims, "place": "Goris", **more}


@pytest.mark.parametrize(
    ("tolls", "best"),
    [
        ([lost(3, "shoppers"), lost(7, "gunmen")], 3),
        ([lost(3, "shoppers"), lost(7, "militants")], 3),
        ([lost(3, "soldiers"), lost(2, "raiders", affiliation="Ashen Guard")], 3),
        ([lost(3, "suicide bombers")], None),
        ([lost(9, "people"), lost(3, "suicide bombers")], 9),
        ([lost(9, "volunteer fighters", affiliation="Armenia"), lost(3, "people")], 3),
    ],
)
def test_those_who_attacked_are_not_the_dead_of_the_attack(tolls: list[dict[str, Any]], best: int | None) -> None:
    claim = {"claimant": "Armenia", "accused": "Ashen Guard"}
    brief = a_brief({"id": "a", "parties": HIT, "casualties": tolls, "claims": [claim], "text": "Armenia."})
    line = brief.situations[0].bottom_line
    assert brief.situations[0].title.message == "title.attack" and line is not None
    assert line.params.get("best") == best
    assert line.message == ("bottom_line.attack" if best is None else "bottom_line.attack_toll")


@pytest.mark.parametrize(("tolls", "best"), [([lost(7, "gunmen"), lost(3, None)], 3), ([lost(7, "gunmen")], 7)])
def test_those_who_attacked_stand_for_a_fight_where_no_others_are_told(tolls: list[dict[str, Any]], best: int) -> None:
    line = a_brief({"id": "a", "parties": SIDES, "casualties": tolls}).situations[0].bottom_line
    assert line is not None and line.message == "bottom_line.clash_toll" and line.params["best"] == best


def test_each_side_is_told_in_its_own_words() -> None:
    tolls = [dead("Armenia", 9, victims="villagers"), dead("Azerbaijan", 4)]
    line = a_brief({"id": "a", "parties": SIDES, "casualties": tolls}).situations[0].bottom_line
    assert line is not None and line.message == "bottom_line.clash_by_side"
    assert (line.params["victims_a"], line.params["victims_b"]) == ("villagers", "soldiers")


def test_where_the_dead_are_told_of_is_not_yet_where_two_fought() -> None:
    toll = lost(7, "people", place="Washington")
    line = a_brief({"id": "a", "parties": SIDES, "casualties": [toll]}).situations[0].bottom_line
    assert line is not None and line.message.startswith("bottom_line.clash") and line.params.get("place") is None


def test_a_toll_of_a_long_stretch_is_no_toll_of_the_event() -> None:
    year = {"text": "this year", "start": "2022-01-01", "end": "2022-12-31", "precision": "year"}
    tolls = [lost(500, "people", when=year), lost(9, "people")]
    brief = a_brief({"id": "a", "parties": SIDES, "casualties": tolls})
    line = brief.situations[0].bottom_line
    assert line is not None and line.params["best"] == 9


@pytest.mark.parametrize(
    ("first", "last", "precision", "told"),
    [
        (date(2022, 9, 13), date(2022, 9, 13), "day", "2022-09-13"),
        (date(2022, 9, 12), date(2022, 9, 18), "week", "2022-09-12/2022-09-18"),
        (date(2022, 9, 1), date(2022, 9, 30), "month", "2022-09"),
        (date(2022, 9, 1), date(2022, 11, 30), "month", None),
        (date(2022, 1, 1), date(2022, 9, 13), "year", "2022"),
        (date(2021, 1, 1), date(2022, 12, 31), "year", None),
        (date(2022, 6, 1), date(2022, 8, 31), "season", None),
    ],
)
def test_when_is_told_as_precisely_as_it_is_known(
    first: date, last: date, precision: Precision, told: str | None
) -> None:
    assert when_param(Interval(text="then", start=first, end=last, precision=precision)) == told


def test_each_point_of_a_brief_on_several_says_of_which_it_is() -> None:
    here = {"id": "a", "parties": SIDES, "casualties": [dead("Armenia", 9), dead("Azerbaijan", 4)]}
    sides = [{"name": "Kyrgyzstan", "role": "belligerent", "fights": ["Tajikistan"]}]
    sides += [{"name": "Tajikistan", "role": "belligerent"}, {"name": "China", "role": "commentator"}]
    calls = [{"actor": "China", "type": "calls_for_ceasefire"}]
    accusing = [{"claimant": "Kyrgyzstan", "accused": "Tajikistan", "act": "shelled"}]
    there = {"id": "b", "parties": sides, "reactions": calls, "claims": accusing}
    both, alone = a_brief(here, there), a_brief(there)
    assert len(both.situations) == 2
    assert "keypoint.reactions" not in [p.message for p in both.key_points]
    assert "keypoint.claims" in [p.message for p in both.key_points]
    assert "keypoint.reactions" in [p.message for p in alone.key_points]
    bare = a_brief(here, {**there, "claims": []})
    assert [p.message for p in bare.key_points if "Tajikistan" in p.params.values()] == ["bottom_line.tension"]
    assert "keypoint.reactions" not in [p.message for p in bare.key_points]


def test_the_dead_of_a_flood_are_where_the_flood_is() -> None:
    flood = {"effect": "killed", "low": 1645, "high": 1645, "victims": "people"}
    homeless = {"effect": "displaced", "low": 8000, "high": 8000, "victims": "people", "place": "Pakistan"}
    more = {"effect": "injured", "low": 12_000, "high": 12_000, "victims": "people", "place": "Pakistan"}
    brief = a_brief({"id": "a", "casualties": [flood, homeless, more]})
    assert brief.situations[0].title.message == "title.situation"
    assert {p.params["place"] for p in brief.situations[0].key_points} == {"Pakistan"}
    assert brief.bottom_line is not None and brief.bottom_line.params["place"] == "Pakistan"
