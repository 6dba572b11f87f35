"""How far lands lie from each other by the table of places."""

from __future__ import annotations

import pytest

from briefgen.knowledge import load_knowledge
from briefgen.knowledge.distances import kilometres


@pytest.mark.parametrize(
    ("land", "others", "least", "most"), [("GBR", ["ARG"], 10_000, 13_000), ("RUS", ["UKR", "USA"], 500, 2_500)]
)
def test_kilometres_are_those_to_the_nearest(land: str, others: list[str], least: int, most: int) -> None:
    way = kilometres(load_knowledge(), land, others)
    assert way is not None and least < way < most


def test_kilometres_of_a_land_without_towns_are_not_known() -> None:
    assert kilometres(load_knowledge(), "no-such-land", ["FRA"]) is None
