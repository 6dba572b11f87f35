"""Articles that are part of no situation stay in the list of sources, and the brief says by which rule."""

from __future__ import annotations

from typing import Any

from briefgen.settings import Settings
from tests.assess.briefs import SIDES, a_brief, dead

WAR: dict[str, Any] = {"id": "a", "parties": SIDES, "casualties": [dead("Armenia", 49)]}
ACCIDENT: dict[str, Any] = {
    "id": "b",
    "casualties": [
        {"effect": "killed", "low": 9, "high": 9, "place": "Mwanza", "quote": "Nine died when a bus overturned"}
    ],
}


def test_an_article_of_no_situation_is_listed_last_and_the_rule_given() -> None:
    brief = a_brief(ACCIDENT, WAR)
    assert [s.articles for s in brief.situations] == [("a",)]
    assert [source.article for source in brief.sources] == ["a", "b"]
    assert brief.no_situation and brief.no_situation.params == {"dead": 10, "affected": 100, "harmed": 4}


def test_without_such_an_article_no_rule_is_given() -> None:
    assert a_brief(WAR).no_situation is None


def test_the_thresholds_are_settings() -> None:
    lower = Settings.model_validate({"fuse": {"crisis_dead": 9}})
    assert len(a_brief(ACCIDENT, settings=lower).situations) == 1
    assert not a_brief(ACCIDENT).situations
