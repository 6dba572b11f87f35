"""Grades of a brief's sources: the table's letter, and credibility raised only where independent sources agree."""

from __future__ import annotations

from typing import Any

from briefgen.grades import Grade
from briefgen.model import Brief
from briefgen.settings import Settings
from tests.assess.briefs import SIDES, a_brief, dead

TABLE = {"Harbour Post": Grade("B", 3), "Kestrel Post": Grade("E", 5)}


def graded(*rows: dict[str, Any]) -> dict[str, str]:
    brief = a_brief(*rows, settings=Settings(grades=TABLE))
    return {source.article: f"{source.reliability}{source.credibility}" for source in brief.sources}


def article(id: str, outlet: str, number: int, *, speaker: str | None = None) -> dict[str, Any]:
    toll = {**dead("Armenia", number), "attributed_to": speaker}
    return {"id": id, "outlet": outlet, "parties": SIDES, "casualties": [toll]}


def test_source_without_a_grade_is_f6_and_one_alone_keeps_its_own() -> None:
    assert graded(article("a", "Harbour Post", 49)) == {"a": "B3"}
    assert graded(article("a", "Danube Courier", 49)) == {"a": "F6"}


def test_two_independent_sources_that_agree_raise_the_number_never_the_letter() -> None:
    rows = [article("a", "Harbour Post", 49), article("b", "Kestrel Post", 49), article("c", "Danube Courier", 49)]
    assert graded(*rows[:2]) == {"a": "B2", "b": "E2"}
    assert graded(*rows) == {"a": "B1", "b": "E1", "c": "F1"}


def test_sources_that_differ_raise_nothing() -> None:
    assert graded(article("a", "Harbour Post", 49), article("b", "Kestrel Post", 70)) == {"a": "B3", "b": "E5"}


def test_one_house_twice_is_no_second_source() -> None:
    assert graded(article("a", "Harbour Post", 49), article("b", "Harbour Post", 49)) == {"a": "B3", "b": "B3"}


def test_two_outlets_that_quote_one_ministry_do_not_confirm_it() -> None:
    rows = [article(id, outlet, 49, speaker="Armenia") for id, outlet in (("a", "Harbour Post"), ("b", "Kestrel Post"))]
    assert graded(*rows) == {"a": "B3", "b": "E5"}


def gaps_of(brief: Brief) -> list[str]:
    return [gap.message for situation in brief.situations for gap in situation.gaps]


def test_toll_of_unreliable_sources_alone_is_a_gap() -> None:
    settings = Settings(grades=TABLE)
    bad = article("a", "Kestrel Post", 49)
    assert "gap.doubtful_source" in gaps_of(a_brief(bad, settings=settings))
    assert "gap.doubtful_source" not in gaps_of(a_brief(bad, article("b", "Danube Courier", 49), settings=settings))
    assert "gap.doubtful_source" not in gaps_of(a_brief(article("c", "Danube Courier", 49), settings=settings))
