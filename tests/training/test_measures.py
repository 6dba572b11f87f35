"""The measures, on sentences small enough to count by hand."""

from __future__ import annotations

from pathlib import Path

import pytest
import spacy
from spacy.tokens import Doc

from training.corpus import Sentence
from training.measures import Parse, gold_layout, score_gold_tokens, score_raw
from training.places import typed_places
from training.report import END, START, write_figures


def _gold() -> Sentence:
    return Sentence(
        words=["Goma", "fell", ",", "Ruth", "said", "."],
        spaces=[True, False, True, True, False, True],
        upos=["PROPN", "VERB", "PUNCT", "PROPN", "VERB", "PUNCT"],
        xpos=["NNP", "VBD", ",", "NNP", "VBD", "."],
        lemmas=["Goma", "fall", ",", "Ruth", "say", "."],
        heads=[2, 5, 2, 5, 0, 5],
        labels=["nsubj", "ccomp", "punct", "nsubj", "root", "punct"],
        entities=["B-LOC", "O", "O", "B-PER", "O", "O"],
    )


def test_score_gold_tokens_is_full_for_the_gold_itself() -> None:
    gold = _gold()
    assert gold.heads and gold.labels and gold.upos and gold.xpos and gold.lemmas and gold.entities
    figures = score_gold_tokens(
        [(gold, Parse(gold.heads, gold.labels, gold.upos, gold.xpos, gold.lemmas, gold.entities))]
    )
    assert {figures[measure] for measure in ("UAS", "LAS", "UPOS", "XPOS", "lemma", "names", "who says")} == {100.0}


def test_score_gold_tokens_counts_what_is_wrong() -> None:
    gold = _gold()
    assert gold.upos and gold.xpos and gold.lemmas
    heads, labels = [2, 5, 2, 2, 0, 5], ["nsubj", "ccomp", "punct", "obj", "root", "punct"]
    entities = ["B-ORG", "O", "O", "B-PER", "O", "O"]
    figures = score_gold_tokens([(gold, Parse(heads, labels, gold.upos, gold.xpos, gold.lemmas, entities))])
    assert figures["UAS"] == pytest.approx(83.33)
    assert figures["who says"] == 0
    assert (figures["names"], figures["names PER"], figures["names LOC"]) == (50.0, 100.0, 0.0)


def test_score_raw_lays_words_over_characters() -> None:
    gold = _gold()
    text, words, borders, _ = gold_layout([gold, gold])
    assert text == "Goma fell, Ruth said. Goma fell, Ruth said. "
    assert borders == [(0, 21), (22, 43)]

    def parse(text: str) -> Doc:
        doc = spacy.blank("en")(text)
        return Doc(doc.vocab, [token.text for token in doc], [bool(token.whitespace_) for token in doc],
                   heads=[4] * 6 + [10] * 6, deps=["dep"] * 4 + ["ROOT"] + ["dep"] * 5 + ["ROOT", "dep"])  # fmt: skip

    figures = score_raw([[gold, gold]], parse)
    assert figures["words"] == figures["sentences"] == 100.0
    assert figures["LAS"] == pytest.approx(100 * 2 / 12, abs=0.01)
    assert words[0] == (0, 4)


def test_typed_places_lets_the_longer_name_win() -> None:
    assert typed_places([(0, 20, "ORG")], places={(4, 8)}, apart=set()) == set()


def test_write_figures_replaces_the_marked_part(tmp_path: Path) -> None:
    path = tmp_path / "REPORT.md"
    path.write_text(f"# Report\n{START}\nstale\n{END}\nby hand\n")
    figures = {"PUD news": {"gold words": {"LAS": 87.0, "UPOS": 97.4}}, "speed": {"minilm": {"words a second": 5000}}}
    write_figures(figures, path=path)
    text = path.read_text()
    assert "stale" not in text and "by hand" in text
    assert "| LAS, PUD news, gold words | 87.5 | 87.00 (-0.50) |" in text
    assert "| UPOS, PUD news | 97.3 | 97.40 (reached) |" in text
    assert "| minilm | 5,000 |" in text
