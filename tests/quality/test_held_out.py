"""What rules and relation model read together in texts that neither was trained on or written from."""

from __future__ import annotations

import pytest

from tests.quality.held_out import YEARS, Judged, measure, texts
from tests.tally import TALLIES
from training.annotated import FOLDER, HELD_OUT

FLOORS = {"acts": (0.72, 0.54), "ties": (0.7, 0.21), "tolls": (0.88, 0.73), "roles": (0.56, 0.53)}
"""Precision and recall."""


@pytest.fixture(scope="module")
def measured() -> Judged:
    return measure(texts())


@pytest.mark.parametrize("kind", FLOORS)
def test_reading_of_held_out_texts_keeps_its_floor(kind: str, measured: Judged) -> None:
    totals = measured.totals()
    TALLIES.add("held out", kind, totals[kind])
    precision, recall = FLOORS[kind]
    assert totals[kind].precision >= precision
    assert totals[kind].recall >= recall


def test_every_file_has_its_year() -> None:
    for folder in (FOLDER, HELD_OUT):
        assert sorted(path.stem for path in folder.glob("*.txt")) == sorted(YEARS)
