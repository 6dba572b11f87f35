"""The relation model as packaged: what it takes, what it gives, and that nothing in a text can make it fail."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import numpy as np
import pytest
from spacy.tokens import Doc

from briefgen.errors import EngineError
from briefgen.knowledge import load_knowledge
from briefgen.parse import mentions
from briefgen.parse.engines import load_engine
from briefgen.parse.relations import reader
from briefgen.parse.relations.graph import Graph
from briefgen.parse.relations.inputs import LABELS, SLOTS, Encoder, Span, Window
from briefgen.parsed import Actor, Mention, Relation
from briefgen.terms import ASPECTS, REACTION_TYPES, ROLES

VOCABULARY = {
    piece: n for n, piece in enumerate(["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "sent", "mali", "##an"])
}


def _read(text: str) -> tuple[list[Relation], reader.Parts]:
    doc = load_engine()(text)
    relations, _, parts = reader.find(doc, mentions.find(doc, knowledge=load_knowledge(), day=None))
    return relations, parts


def test_sentences_asked_about_are_told_with_their_actors() -> None:
    doc = load_engine()("France spoke. Rain fell. " + "Then it rained again. " * 4 + "Mali spoke.")
    _, asked, _ = reader.find(doc, mentions.find(doc, knowledge=load_knowledge(), day=None))
    told = {doc[one.start : one.end].text: {actor.name for actor in one.actors} for one in asked}
    assert told["France spoke."] == told["Rain fell."] == {"France"}
    assert told["Mali spoke."] == {"Mali"}


def test_sentence_too_long_to_be_read_parts_what_stands_around_it() -> None:
    doc = load_engine()("France condemned the attack.")
    long = Doc(doc.vocab, words=["Peru", "said", "so", ".", *["word"] * 600, "Chile", "said", "so", "."])
    for token in long:
        token.is_sent_start = token.i in (0, 4, 604)
    peru, chile = (
        Mention(place, place + 1, place, "name", "actor", (Actor(name, "state", name),))
        for place, name in ((0, "Peru"), (604, "Chile"))
    )
    _, asked, _ = reader.find(long, [peru, chile])
    assert [(one.start, {actor.name for actor in one.actors}) for one in asked] == [(0, {"Peru"}), (604, {"Chile"})]


def test_numbers_mark_the_sentences_and_the_actors() -> None:
    window = Window(words=["Malian", "Mali", "sent"], opens=[0, 1], spans=[Span(0, 0, 1), Span(1, 1, 2)], actors=2)
    numbers = Encoder(VOCABULARY)(window)
    assert numbers.pieces.tolist() == [2, 6, 7, 6, 5, 3]
    assert numbers.sentences.tolist() == [-1, 0, 0, 1, 1, -1]
    assert numbers.slots.tolist() == [0, 1, 1, 2, 0, 0]
    assert np.allclose(numbers.pool, [[0, 0.5, 0.5, 0, 0, 0], [0, 0, 0, 1, 0, 0]])


def test_more_actors_than_slots_share_them() -> None:
    count = SLOTS + 2
    window = Window(["Mali"] * count, [0], [Span(n, n, n + 1) for n in range(count)], count)
    assert Encoder(VOCABULARY)(window).slots.tolist() == [0, *range(1, SLOTS + 1), 1, 2, 0]


def test_plain_sentences_are_read() -> None:
    relations, parts = _read("France condemned the attack on the village. Russian troops shelled Kharkiv.")
    told = {(one.label, one.actor.name) for one in relations if one.score > 0.5}
    assert ("condemns", "France") in told
    by_name = {actor.name: max(shares, key=shares.__getitem__) for actor, shares in parts.items()}
    assert by_name["France"] == "commentator"
    assert by_name["Russia"] == "belligerent"


def test_sentence_without_a_relation_gives_none_that_counts() -> None:
    relations, _ = _read("Rain fell over Poland and the north of Germany on Tuesday.")
    assert not any(one.sure for one in relations)


def test_long_article_is_read_to_its_end() -> None:
    filler = "Villagers spoke of shells that fell on their fields and of a night without sleep. " * 60
    relations, _ = _read(f"Iran threatened Iraq. {filler}In the evening France condemned the shelling.")
    assert any(one.label == "condemns" and one.actor.name == "France" and one.score > 0.5 for one in relations)
    assert [one.start for one in relations] == sorted(one.start for one in relations)


@pytest.mark.parametrize(
    "text",
    ["", "\n\n", "?!", "Iran " * 3_000, "Iran, " * 400 + "and Iraq fought.", "\u200b Iran", "Iran fought. " * 300],
)
def test_no_text_makes_it_fail(text: str) -> None:
    relations, parts = _read(text)
    assert all(0 <= one.score <= 1 and one.label in LABELS for one in relations)
    assert all(abs(sum(shares.values()) - 1) < 1e-3 for shares in parts.values())


def test_same_text_gives_the_same_relations() -> None:
    text = "Paris said that it would send two frigates to help Greece. Berlin called on both sides to show restraint."
    assert _read(text) == _read(text)


def test_altered_model_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "model"
    shutil.copytree(reader.MODEL_FOLDER, folder)
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    manifest["sha256"]["model.onnx"] = "0" * 64
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    with pytest.raises(EngineError, match=r"model\.onnx: not the file it should be"):
        Graph(folder)


def test_labels_and_roles_are_those_of_the_findings() -> None:
    graph = reader.load_graph()
    assert list(graph.labels) == list(LABELS)
    assert set(LABELS) == {*REACTION_TYPES, *ASPECTS} - {"clash_between_allies"}
    assert set(graph.roles) == {*ROLES, "none"}
    assert all(graph.thresholds[label] > 0.5 for label in LABELS)
