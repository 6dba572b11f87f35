"""The embedded engine: one parse a text whatever stands beside it, hard inputs, and its files' checks."""

from __future__ import annotations

import json
import shutil
import time
from collections.abc import Sequence
from pathlib import Path

import pytest
from spacy.tokens import Doc, Span

from briefgen.errors import EngineError
from briefgen.parse.engines import load_engine
from briefgen.parse.engines.minilm.engine import MODEL_FOLDER, MiniLmEngine
from briefgen.parse.engines.minilm.graph import Graph, Scores

STORY = (
    "The Armenian Defense Ministry said on Tuesday that at least 49 troops had been killed in overnight shelling.",
    "Azerbaijan denied the claim. Its army, officials said, lost 50 soldiers near Jermuk and Goris.",
    "Russian President Vladimir Putin called Prime Minister Nikol Pashinyan; the Kremlin gave no details.",
)


def test_engine_parses_a_text_alike_whatever_was_parsed_before() -> None:
    engine = MiniLmEngine()
    alone = _rows(engine(STORY[1]))
    for text in (*STORY, "\n\n".join(STORY)):
        engine(text)
    assert _rows(engine(STORY[1])) == alone == _rows(load_engine("minilm")(STORY[1]))


def test_engine_never_carries_a_sentence_over_a_paragraph() -> None:
    doc = load_engine("minilm")("The army\n\nwithdrew from Goma on Monday")
    assert [sentence.text.strip() for sentence in doc.sents] == ["The army", "withdrew from Goma on Monday"]


def test_engine_parses_alike_on_two_threads() -> None:
    text = "\n\n".join(STORY * 3)
    assert _rows(load_engine("minilm")(text)) == _rows(MiniLmEngine(threads=2)(text))


def test_engine_leaves_no_gap_at_the_seams_of_a_long_paragraph() -> None:
    doc = load_engine("minilm")(" ".join(STORY * 12))
    sentences = [sentence.text for sentence in doc.sents]
    assert len(sentences) == 12 * 4
    assert len(set(sentences)) == 4


@pytest.mark.parametrize(
    "text", ["word " * 1_500, "and " * 800, "a" * 5_000, "(" * 400, "'" * 600, "1," * 2_000, "\u6b66" * 3_000]
)
def test_engine_bears_odd_texts_in_bounded_time(text: str) -> None:
    started = time.monotonic()
    assert load_engine("minilm")(text).text == text
    assert time.monotonic() - started < 60


@pytest.mark.parametrize("text", ["* " * 600, ". " * 600, "A. " * 600, "no . " * 300])
def test_engine_reads_no_text_over_and_over(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A sentence seen to begin at every window's second word would have each window read for one word."""
    fed: list[int] = []
    scores = Graph.scores

    def counted(graph: Graph, words: Sequence[str]) -> Scores:
        fed.append(len(words))
        return scores(graph, words)

    monkeypatch.setattr(Graph, "scores", counted)
    doc = MiniLmEngine()(text)
    assert len(doc) <= sum(fed) <= 12 * len(doc)


@pytest.mark.slow
def test_engine_bears_a_megabyte() -> None:
    text = "\n\n".join(STORY * (1_000_000 // len("\n\n".join(STORY)) + 1))
    assert len(text) > 1_000_000
    doc = load_engine("minilm")(text)
    assert doc.text == text
    assert not doc[-1].is_sent_start


@pytest.mark.parametrize(
    "text",
    [
        "Lt. Col. Samuel Osman spoke.",
        "Gen. Ivan Petrov and Maj. Gen. Omar Haddad met in Washington, D.C. on Monday.",
        "The U.S. Army left St. Petersburg at 5 p.m. on Friday.",
        "Battalion No. 10 was hit, the U.N. said.",
        "Mr. Khan, Dr. Lee and Sen. Brown agreed.",
    ],
)
def test_engine_does_not_break_after_abbreviations(text: str) -> None:
    assert len(list(load_engine("minilm")(text).sents)) == 1


def test_engine_keeps_a_closing_quote_with_its_sentence() -> None:
    doc = load_engine("minilm")('"We will not leave." The army said nothing else.')
    assert [sentence.text for sentence in doc.sents] == ['"We will not leave."', "The army said nothing else."]


def test_engine_reads_who_called_whom() -> None:
    doc = load_engine("minilm")(STORY[2])
    arcs = {(token.text, token.dep_, token.head.text) for token in doc}
    assert {
        ("President", "nmod:desc", "Vladimir"),
        ("Putin", "flat", "Vladimir"),
        ("Vladimir", "nsubj", "called"),
    } <= arcs


def test_engine_serves_displacy() -> None:
    from spacy import displacy

    assert "nsubj" in displacy.render(load_engine("minilm")(STORY[0]), style="dep", jupyter=False)


def test_graph_names_an_altered_file(tmp_path: Path) -> None:
    folder = _copy(tmp_path)
    with (folder / "model.onnx").open("ab") as file:
        file.write(b"x")
    with pytest.raises(EngineError, match=r"model\.onnx.*sha256"):
        Graph(folder)


def test_graph_names_a_missing_file(tmp_path: Path) -> None:
    folder = _copy(tmp_path)
    (folder / "vocab.txt").unlink()
    with pytest.raises(EngineError, match=r"vocab\.txt.*missing"):
        Graph(folder)


def test_graph_refuses_another_format(tmp_path: Path) -> None:
    folder = _copy(tmp_path)
    manifest = json.loads((folder / "manifest.json").read_text())
    (folder / "manifest.json").write_text(json.dumps({**manifest, "format": 99}))
    with pytest.raises(EngineError, match="another format"):
        Graph(folder)


def test_model_is_small_enough_to_ship() -> None:
    assert sum(path.stat().st_size for path in MODEL_FOLDER.iterdir()) <= 26_000_000


def _copy(folder: Path) -> Path:
    return Path(shutil.copytree(MODEL_FOLDER, folder / "model"))


def _rows(doc: Doc | Span) -> list[tuple[object, ...]]:
    return [
        (
            token.text,
            token.pos_,
            token.tag_,
            token.lemma_,
            token.dep_,
            token.head.i - token.i,
            token.ent_iob_,
            token.ent_type_,
        )
        for token in doc
        if not token.is_space
    ]
