"""Scores to trees, names and sentence starts."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given, strategies as st

from briefgen.parse.engines.minilm.lemmas import apply_script, lemma_script
from briefgen.parse.engines.minilm.names import best_tags, spans
from briefgen.parse.engines.minilm.sentences import sentence_starts
from briefgen.parse.engines.minilm.trees import best_tree, is_tree

TAGS = ("O", "B-PER", "I-PER", "B-LOC", "I-LOC")


@given(st.integers(1, 4), st.integers(0, 10_000))
def test_best_tree_is_the_best_of_all_trees(count: int, seed: int) -> None:
    scores = np.random.default_rng(seed).normal(size=(count, count + 1)).astype(np.float32)
    trees = [
        list(heads)
        for heads in itertools.product(range(count + 1), repeat=count)
        if heads.count(0) == 1 and all(head != place + 1 for place, head in enumerate(heads)) and is_tree(list(heads))
    ]
    best = max(trees, key=lambda heads: sum(float(scores[place, head]) for place, head in enumerate(heads)))
    assert best_tree(scores) == best


@given(st.integers(1, 60), st.integers(0, 10_000))
def test_best_tree_has_one_root(count: int, seed: int) -> None:
    heads = best_tree(np.random.default_rng(seed).normal(size=(count, count + 1)).astype(np.float32) * 20)
    assert is_tree(heads)
    assert heads.count(0) == 1


@given(st.integers(1, 12), st.integers(0, 10_000))
def test_best_tags_never_continue_what_was_not_begun(count: int, seed: int) -> None:
    dice = np.random.default_rng(seed)
    starts = [True, *(bool(one) for one in dice.random(count - 1) < 0.2)]
    tags = best_tags(dice.normal(size=(count, len(TAGS))).astype(np.float32), TAGS, starts)
    for before, tag, opens in zip(["O", *tags], tags, starts, strict=False):
        assert tag[0] != "I" or (before[0] != "O" and before[2:] == tag[2:] and not opens)


def test_spans_close_at_the_end() -> None:
    assert spans(["O", "B-PER", "B-PER", "I-PER"]) == [(1, 2, "PER"), (2, 4, "PER")]


@given(st.text(min_size=1, max_size=12), st.text(min_size=1, max_size=12))
def test_lemma_script_leads_to_the_lemma(form: str, lemma: str) -> None:
    assert apply_script(lemma_script(form, lemma), form) == lemma


@pytest.mark.parametrize(
    ("text", "starts"),
    [
        ('"We will fight." He left.', [0, 6]),
        ("He left (they said). Then war came.", [0, 7]),
        ("Battalion No. 10 fell.", [0]),
        ("It ended. \u201cGood,\u201d she said.", [0, 3]),
    ],
)
def test_sentence_starts_turn_quotes_the_right_way(text: str, starts: list[int]) -> None:
    from briefgen.parse.engines.minilm.tokens import english_tokenizer

    tokens = list(english_tokenizer()(text))
    gaps = [not token.i or bool(tokens[token.i - 1].whitespace_) for token in tokens]
    found = sentence_starts([token.text for token in tokens], gaps, np.full(len(tokens), -1.0, dtype=np.float32))
    assert [place for place, opens in enumerate(found) if opens] == starts
