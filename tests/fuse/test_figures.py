"""Low, best and high of one loss by the printed rules, and what holds for any reports at all."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, strategies as st

from briefgen.fuse.figures import Report, figures
from briefgen.model import CasualtyReport, Evidence


def a_report(
    low: int | None,
    high: int | None,
    *,
    day: int = 0,
    speaker: str | None = None,
    vague: bool = False,
    outlet: str = "x",
) -> Report:
    evidence = Evidence(article=f"{outlet}{day}{low}{high}{speaker}", start=0, end=1, quote="x", rule="r")
    said = CasualtyReport(effect="killed", low=low, high=high, vague=vague, evidence=(evidence,))
    return Report(said, speaker, outlet, date(2031, 1, 1) + timedelta(days=day))


TWO_TO_ONE = [a_report(10, 10, speaker="A"), a_report(10, 10, outlet="y"), a_report(14, 14, outlet="z")]


@pytest.mark.parametrize(
    ("reports", "expected", "rule"),
    [
        ([a_report(12, 12)], (12, 12, 12, False), "only_report"),
        ([a_report(12, None)], (12, 12, 12, True), "only_report"),
        ([a_report(None, 40)], (None, None, 40, False), "upper_bound_only"),
        ([a_report(20, 30)], (20, 20, 30, False), "only_report"),
        ([a_report(None, None)], (None, None, None, False), "no_number"),
        ([a_report(12, None, vague=True)], (12, 12, 12, True), "vague_floor"),
        ([a_report(12, 12), a_report(15, 15, outlet="y")], (12, 15, 15, False), "latest_exact"),
        ([a_report(15, 15), a_report(12, 12, day=1, outlet="y")], (12, 12, 15, False), "latest_exact"),
        ([a_report(15, 15), a_report(12, 12, day=1)], (12, 12, 12, False), "only_report"),
        ([a_report(9, 9), a_report(12, None, vague=True, outlet="y")], (9, 9, 12, True), "only_report"),
        (TWO_TO_ONE, (10, 10, 14, False), "latest_exact"),
    ],
)  # fmt: skip
def test_figures_follow_their_rules(
    reports: list[Report], expected: tuple[int | None, int | None, int | None, bool], rule: str
) -> None:
    found = figures(reports)
    assert (found.low, found.best, found.high, found.open_above) == expected
    assert found.rule == f"figures.{rule}"


def test_figures_of_another_speaker_supersede_nothing() -> None:
    found = figures([a_report(9, 9, speaker="A"), a_report(30, 30, day=2, speaker="B")])
    assert (found.low, found.best, found.high) == (9, 30, 30)


def test_a_vague_word_supersedes_no_stated_figure() -> None:
    found = figures([a_report(33, 33, speaker="A"), a_report(12, None, day=2, speaker="A", vague=True)])
    assert (found.low, found.best, found.high) == (33, 33, 33)


def test_approximate_figures_agree_within_a_tenth() -> None:
    near = a_report(50, 50).said.model_copy(update={"approx": True})
    assert figures([Report(near, None, "x", None), a_report(52, 52, outlet="y")]).agreement == "agree"
    assert figures([a_report(50, 50), a_report(52, 52, outlet="y")]).agreement == "differ"


BOUNDS = st.tuples(st.integers(0, 500), st.integers(0, 500)).map(sorted) | st.sampled_from(
    [(5, None), (None, 5), (None, None)]
)


@given(
    st.lists(
        st.builds(
            lambda bounds, day, speaker, vague, outlet: a_report(
                bounds[0], bounds[1], day=day, speaker=speaker, vague=vague, outlet=outlet
            ),
            BOUNDS, st.integers(0, 9), st.sampled_from([None, "A", "B"]), st.booleans(), st.sampled_from("xyz"),
        ),
        min_size=1, max_size=8,
    )
)  # fmt: skip
def test_figures_are_ordered_and_come_from_reports(reports: list[Report]) -> None:
    found = figures(reports)
    numbers = {n for r in reports for n in (r.said.low, r.said.high) if n is not None}
    told = [n for n in (found.low, found.best, found.high) if n is not None]
    assert told == sorted(told)
    assert set(told) <= numbers
    assert found == figures(reports[::-1])
