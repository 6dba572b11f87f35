"""Fields of a correction: one for each value that can be set, and a form that was not touched changes nothing."""

from __future__ import annotations

from typing import get_args

import pytest

from briefgen.errors import UsageError
from briefgen.model import CasualtyReport, Evidence, Reaction
from briefgen.review import KINDS, SETTABLE
from briefgen.serve.facts import Fact, facts_of, headline
from briefgen.serve.fields import changes, fields_of
from briefgen.terms import REACTION_TYPES
from tests.render import samples

FACTS = facts_of(samples.full())
SPOT = Evidence(article="a", start=0, end=4, quote="Baku", rule="r")


def test_facts_are_the_reports_in_tolls_and_all_that_was_fused_each_once() -> None:
    situation = samples.full().situations[0]
    assert [fact.kind for fact in FACTS] == [
        *("casualties",) * sum(len(toll.reports) for toll in situation.tolls),
        *("claims",) * 2,  # though they stand in the dispute too
        *("reactions",) * len(situation.reactions),
        *("alliances",) * len(situation.alliances),
        *("parties",) * len(situation.parties),
        *("events",) * len(situation.timeline),
    ]
    assert {fact.kind for fact in FACTS} == set(KINDS)


def test_fact_of_two_situations_is_one() -> None:
    brief = samples.full()
    twice = brief.model_copy(update={"situations": brief.situations * 2})
    assert facts_of(twice) == FACTS


@pytest.mark.parametrize("fact", FACTS, ids=lambda fact: f"{fact.kind}-{fact.headline[:20]}")
def test_every_value_that_can_be_set_has_a_field_and_untouched_changes_nothing(fact: Fact) -> None:
    fields = fields_of(fact.finding, fact.kind)
    assert [field.name for field in fields] == list(SETTABLE[fact.kind])
    assert all(field.label and (not field.options or field.value in dict(field.options)) for field in fields)
    assert changes(fact.finding, fact.kind, {field.name: field.value for field in fields}) == {}
    assert headline(fact.finding)


def test_choices_are_those_of_the_model() -> None:
    (field,) = [f for f in fields_of(Reaction(actor="A", type="warns", evidence=(SPOT,)), "reactions") if f.options]
    assert (
        tuple(value for value, _ in field.options)
        == REACTION_TYPES
        == get_args(Reaction.model_fields["type"].annotation)
    )


@pytest.mark.parametrize(
    ("form", "value"),
    [
        ({"low": "1,500"}, {"low": 1500}),
        ({"low": " 12 "}, {"low": 12}),
        ({"low": ""}, {"low": None}),
        ({"low": "0"}, {"low": 0}),
        ({"civilian": "yes"}, {"civilian": True}),
        ({"civilian": ""}, {}),
        ({"approx": "yes"}, {"approx": True}),
        ({"affiliation": "  North   Ossetia "}, {"affiliation": "North Ossetia"}),
        ({"victims": "x"}, {}),
    ],
)
def test_form_is_read_as_values(form: dict[str, str], value: dict[str, object]) -> None:
    report = CasualtyReport(effect="killed", low=5, evidence=(SPOT,))
    assert changes(report, "casualties", form) == value


@pytest.mark.parametrize("text", ["1.5", "1e3", "٣", "²", "0x10", "999999999", "-1", "ten"])
def test_figure_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(UsageError, match="At least"):
        changes(CasualtyReport(effect="killed", low=5, evidence=(SPOT,)), "casualties", {"low": text})


@pytest.mark.parametrize("form", [{"approx": ""}, {"approx": "maybe"}, {"effect": "stance"}])
def test_choice_that_is_none_is_refused(form: dict[str, str]) -> None:
    with pytest.raises(UsageError):
        changes(CasualtyReport(effect="killed", low=5, evidence=(SPOT,)), "casualties", form)
