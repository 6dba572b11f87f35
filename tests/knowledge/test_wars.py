"""Foes and friends of a year by the register of wars: opposite sides fight, rivals of one side are neither."""

from __future__ import annotations

import pytest

from briefgen.knowledge import load_knowledge
from briefgen.knowledge.wars import foes, friends


@pytest.mark.parametrize(
    ("one", "other", "year"),
    [
        ("ARG", "GBR", 1982),
        ("IRN", "IRQ", 1985),
        ("BGR", "ROU", 1916),
        ("ARM", "AZE", 2022),
        ("seleka", "anti-balaka", 2014),
    ],
)
def test_those_on_two_sides_are_foes(one: str, other: str, year: int) -> None:
    pair = frozenset((one, other))
    known = pair in foes(load_knowledge(), year)
    assert known == (one != "seleka")  # two groups that both fight the state: the table says nothing
    assert pair not in friends(load_knowledge(), year)


@pytest.mark.parametrize(("one", "other", "year"), [("GBR", "FRA", 1916), ("USA", "UKR", 2023), ("RUS", "SYR", 2018)])
def test_a_state_and_who_fights_beside_it_or_backs_it_are_friends(one: str, other: str, year: int) -> None:
    assert frozenset((one, other)) in friends(load_knowledge(), year)


@pytest.mark.parametrize(
    ("one", "other", "year"),
    [
        ("ARG", "GBR", 1996),
        ("USA", "KOR", 2024),
        ("USA", "IRN", 2018),
        ("boko-haram", "islamic-state-west-africa-province", 2021),
    ],
)
def test_a_war_that_is_over_a_host_and_rivals_make_no_foes(one: str, other: str, year: int) -> None:
    assert frozenset((one, other)) not in foes(load_knowledge(), year)


def test_a_short_clash_is_not_told_of_in_the_year_after() -> None:
    war = next(war for war in load_knowledge().conflicts if war.id == "falklands-war")
    assert war.told_in(1982) and not war.told_in(1983)
