"""The grammar of self-written sentences: every tree whole, every name spelled."""

from __future__ import annotations

import random

import pytest

from briefgen.parse.engines.minilm.names import spans
from briefgen.parse.engines.minilm.trees import is_tree
from training.news import draw, news_documents, read_grammar

SMALL = """
NAME:PER = Ruth/NNP @SURNAME/flat/Ruth
SURNAME = Khan/NNP
SENTENCE = @NAME/nsubj/said said/VBD it/PRP/nsubj/held held/VBD/ccomp/said ././punct/said
"""


def test_draw_gives_words_tree_and_names() -> None:
    sentence = draw("SENTENCE", read_grammar(SMALL), random.Random(1))
    assert sentence.words == ["Ruth", "Khan", "said", "it", "held", "."]
    assert sentence.heads == [3, 1, 0, 5, 3, 3]
    assert sentence.labels == ["nsubj", "flat", "root", "nsubj", "ccomp", "punct"]
    assert sentence.upos == ["PROPN", "PROPN", "VERB", "PRON", "VERB", "PUNCT"]
    assert sentence.entities == ["B-PER", "I-PER", "O", "O", "O", "O"]


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("A = b/NN/obj/c", "not there"),
        ("A = @B/obj/c c/NN", "no rule for @B"),
        ("A = b/NN c/NN", "one head"),
        ("what is this", "cannot read"),
        ("A = word/NN word/NN/obj/word", "two items of one name"),
    ],
)
def test_read_grammar_names_the_fault(text: str, fault: str) -> None:
    with pytest.raises(ValueError, match=fault):
        read_grammar(text)


def test_news_documents_are_whole() -> None:
    sentences = [sentence for document in news_documents(400, seed=5) for sentence in document]
    assert len(sentences) >= 400
    for sentence in sentences:
        assert sentence.heads and sentence.entities and sentence.labels and sentence.upos
        assert is_tree(sentence.heads)
        assert sentence.heads.count(0) == 1
        assert sentence.words[0][0] == sentence.words[0][0].upper()
        assert all(spans(sentence.entities)) if sentence.entities.count("O") < len(sentence.words) else True
        assert " , ." not in " ".join(sentence.words)


def test_news_documents_are_the_same_for_the_same_seed() -> None:
    assert news_documents(50, seed=2) == news_documents(50, seed=2)
    assert news_documents(50, seed=2) != news_documents(50, seed=3)
