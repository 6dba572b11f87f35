"""The quality gate: on a gold set of this project's own no kind of finding may fall below its floor."""

from __future__ import annotations

import pytest

from tests.quality.measure import MARGIN, Measured, differences, floors, measure
from tests.quality.scoring import AGES, KEYS, UNSEEN, Gold, score
from tests.tally import TALLIES, Tally

AGES_FLOOR, AGES_PRECISION = 0.755, 0.87
UNSEEN_FLOOR, UNSEEN_PRECISION = 0.67, 0.79  # a net: what stands is told by `measure --unseen`
TEXT = "Twelve men died. Chad condemned it. Chad urged calm."


@pytest.fixture(scope="module")
def measured() -> Measured:
    made = measure()
    for kind, tally in made.tallies.items():
        TALLIES.add("gold", kind, tally)
    TALLIES.notes += differences(made)
    return made


@pytest.mark.parametrize("kind", KEYS)
def test_quality_of_kind_keeps_its_floor(kind: str, measured: Measured) -> None:
    assert measured.tallies[kind].f1 >= floors()[kind] - MARGIN, "\n".join(measured.faults)


def test_quality_over_all_keeps_its_floor(measured: Measured) -> None:
    assert measured.all().f1 >= floors()["all"] - MARGIN


def test_quality_on_articles_of_all_ages_keeps_its_floor() -> None:
    measured = measure(AGES)
    for kind, tally in measured.tallies.items():
        TALLIES.add("ages", kind, tally)
    assert measured.all().f1 >= AGES_FLOOR
    assert measured.all().precision >= AGES_PRECISION


def test_quality_on_unseen_articles_keeps_its_floor() -> None:
    measured = measure(UNSEEN)
    for kind, tally in measured.tallies.items():
        TALLIES.add("unseen", kind, tally)
    assert measured.all().f1 >= UNSEEN_FLOOR
    assert measured.all().precision >= UNSEEN_PRECISION


def annotated(**items: list[dict[str, object]]) -> Gold:
    return Gold("x", TEXT, None, {kind: items.get(kind, []) for kind in KEYS})


def found(**items: list[dict[str, object]]) -> dict[str, list[dict[str, object]]]:
    return {kind: items.get(kind, []) for kind in KEYS}


def test_score_asks_both_bounds_and_a_touching_span() -> None:
    wanted = annotated(casualties=[{"effect": "killed", "low": 12, "high": 12, "quote": "Twelve men died"}])
    right = {"effect": "killed", "low": 12, "high": 12, "span": [0, 6]}
    for item, expected in [
        (right, Tally(1, 0, 0)),
        (right | {"high": None}, Tally(0, 1, 1)),
        (right | {"span": [17, 30]}, Tally(0, 1, 1)),
    ]:
        assert score(wanted, text=TEXT, found=found(casualties=[item])).tallies["casualties"] == expected


def test_score_takes_one_found_item_for_one_gold_item() -> None:
    wanted = annotated(reactions=[{"actor": "Chad", "type": "condemns", "quote": "condemned it"}])
    twice = [{"actor": "Chad", "type": "condemns", "span": [17, 34]}] * 2
    assert score(wanted, text=TEXT, found=found(reactions=twice)).tallies["reactions"] == Tally(1, 0, 1)


def test_score_lets_optional_items_be_free_and_lists_be_choices() -> None:
    optional = {"actor": "Chad", "type": ["calls_for_restraint", "statement"], "quote": "urged calm", "optional": True}
    wanted = annotated(reactions=[optional])
    hit = [{"actor": "Chad", "type": "statement", "span": [36, 52]}]
    assert score(wanted, text=TEXT, found=found(reactions=hit)).tallies["reactions"] == Tally(0, 0, 0)
    assert score(wanted, text=TEXT, found=found()).tallies["reactions"] == Tally(0, 0, 0)


def test_score_refuses_a_quote_that_is_not_in_the_text() -> None:
    wanted = annotated(claims=[{"claimant": "A", "accused": "B", "quote": "not there"}])
    with pytest.raises(ValueError, match="not there"):
        score(wanted, text=TEXT, found=found())


def test_score_takes_other_bounds_that_are_as_good() -> None:
    wanted = annotated(
        casualties=[{"effect": "killed", "low": 12, "numbers": [{"low": 12, "high": 12}], "quote": "Twelve men died"}]
    )
    for high, expected in [(None, Tally(1, 0, 0)), (12, Tally(1, 0, 0)), (13, Tally(0, 1, 1))]:
        item = {"effect": "killed", "low": 12, "high": high, "span": [0, 15]}
        assert score(wanted, text=TEXT, found=found(casualties=[item])).tallies["casualties"] == expected


def test_score_finds_the_occurrence_of_a_quote_that_is_meant() -> None:
    wanted = annotated(casualties=[{"effect": "killed", "low": 1, "high": 1, "quote": "Chad", "at": 1}])
    item = {"effect": "killed", "low": 1, "high": 1, "span": [36, 40]}
    assert score(wanted, text=TEXT, found=found(casualties=[item])).tallies["casualties"] == Tally(1, 0, 0)
