"""Foes and friends of a time by the register of wars: opposite sides fight, rivals of one side are neither."""

from __future__ import annotations

from datetime import date

import pytest

from briefgen.knowledge import load_knowledge
from briefgen.knowledge.wars import foes, friends


@pytest.mark.parametrize(
    ("one", "other", "day"),
    [
        ("ARG", "GBR", date(1982, 6, 1)),
        ("IRN", "IRQ", date(1985, 6, 1)),
        ("BGR", "ROU", date(1916, 11, 1)),
        ("ARM", "AZE", date(2022, 6, 1)),
        ("seleka", "anti-balaka", date(2014, 6, 1)),
    ],
)
def test_those_on_two_sides_are_foes(one: str, other: str, day: date) -> None:
    pair = frozenset((one, other))
    known = pair in foes(load_knowledge(), day)
    assert known == (one != "seleka")  # two groups that both fight the state: the table says nothing
    assert pair not in friends(load_knowledge(), day)


@pytest.mark.parametrize(
    ("one", "other", "day"),
    [("GBR", "FRA", date(1916, 11, 1)), ("USA", "UKR", date(2023, 6, 1)), ("RUS", "SYR", date(2018, 6, 1))],
)
def test_a_state_and_who_fights_beside_it_or_backs_it_are_friends(one: str, other: str, day: date) -> None:
    assert frozenset((one, other)) in friends(load_knowledge(), day)


@pytest.mark.parametrize(
    ("one", "other", "day"),
    [
        ("ARG", "GBR", date(1996, 6, 1)),
        ("USA", "KOR", date(2024, 6, 1)),
        ("USA", "IRN", date(2018, 6, 1)),
        ("boko-haram", "islamic-state-west-africa-province", date(2021, 6, 1)),
    ],
)
def test_a_war_that_is_over_a_host_and_rivals_make_no_foes(one: str, other: str, day: date) -> None:
    assert frozenset((one, other)) not in foes(load_knowledge(), day)


def test_a_short_clash_is_not_told_of_in_the_year_after() -> None:
    war = next(war for war in load_knowledge().conflicts if war.id == "falklands-war")
    assert war.told_in(date(1982, 7, 1)) and not war.told_in(date(1983, 7, 1))


@pytest.mark.parametrize(
    ("war", "told", "untold"),
    [
        ("falklands-war", (date(1982, 4, 1), date(1982, 8, 1)), (date(1982, 3, 1), date(1982, 12, 1))),
        ("gulf-war", (date(1990, 8, 2), date(1991, 6, 1)), (date(1990, 7, 20), date(1992, 1, 1))),
        ("six-day-war", (date(1967, 6, 5), date(1967, 7, 1)), (date(1967, 5, 20), date(1967, 8, 1))),
        ("korean-war", (date(1950, 6, 25), date(1954, 6, 1)), (date(1950, 6, 1), date(1954, 9, 1))),
        ("gaza-war", (date(2023, 10, 7), date(2025, 1, 1)), (date(2023, 10, 1),)),
    ],
)
def test_a_war_with_days_is_told_from_its_first_and_for_a_while_after_its_last(
    war: str, told: tuple[date, ...], untold: tuple[date, ...]
) -> None:
    row = next(row for row in load_knowledge().conflicts if row.id == war)
    assert all(map(row.told_in, told)) and not any(map(row.told_in, untold))


def test_a_war_of_whole_years_is_told_in_each_and_after_a_long_one_in_the_next() -> None:
    row = next(row for row in load_knowledge().conflicts if row.id == "aden-emergency")
    assert row.told_in(date(1963, 1, 1)) and row.told_in(date(1968, 12, 31)) and not row.told_in(date(1969, 1, 1))


def test_foes_of_a_day_are_none_before_their_war_began() -> None:
    pair = frozenset(("IRQ", "KWT"))
    assert pair in foes(load_knowledge(), date(1990, 9, 1)) and pair not in foes(load_knowledge(), date(1990, 5, 1))
