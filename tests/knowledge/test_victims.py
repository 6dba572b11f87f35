"""Classes of victims: which groups a toll may count, and that every row of the table proves itself."""

from __future__ import annotations

import pytest

from briefgen.knowledge import load_knowledge
from briefgen.knowledge.victims import victim_classes

CLASSES = victim_classes(load_knowledge())


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (None, "people"),
        ("at least 12 people", "people"),
        ("about 50 of their soldiers", "soldiers"),
        ("people, including three children", "people"),
        ("his wife and two sons", "kin:his wife and two sons"),
        ("Hanne Okonjo", "person:Okonjo"),
        ("three Tunisians", "national:Tunisia"),
        ("consulate personnel", "diplomats"),
    ],
)
def test_class_of_victims(words: str | None, expected: str) -> None:
    assert CLASSES.of(words) == expected


def test_only_words_for_enemies_are_hostile() -> None:
    assert CLASSES.is_hostile("20 terrorists") and not CLASSES.is_hostile("20 villagers")


def test_every_row_reads_its_examples_and_no_counter_example() -> None:
    for row in load_knowledge().words("victims"):
        assert [words for words in row.examples if CLASSES.of(words) != row.cls] == []
        assert [words for words in row.not_examples if CLASSES.of(words) == row.cls] == []
