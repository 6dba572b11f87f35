"""The word list of truces proves itself: words of a row stand in its examples and in no counter-example."""

from __future__ import annotations

from briefgen.assess.truces import tells_of_truce, truce_patterns
from briefgen.knowledge import load_knowledge

KNOWLEDGE = load_knowledge()


def test_every_row_finds_its_examples_and_no_counter_example() -> None:
    for row in KNOWLEDGE.words("truces"):
        assert all(any(word in text.lower() for word in row.words) for text in row.examples), row
        assert not any(
            f" {word} " in f" {text.lower().rstrip('.')} " for word in row.words for text in row.not_examples
        ), row


def test_a_sentence_needs_a_truce_a_making_and_no_doubt() -> None:
    patterns = truce_patterns(KNOWLEDGE)
    assert tells_of_truce("The two armies agreed a ceasefire.", patterns=patterns)
    assert not tells_of_truce("The two armies agreed no ceasefire.", patterns=patterns)
    assert not tells_of_truce("A ceasefire.", patterns=patterns)
