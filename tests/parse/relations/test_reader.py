"""The relation model as packaged: what it takes, what it gives, and that nothing in a text can make it fail."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from spacy.tokens import Doc

from briefgen.errors import EngineError
from briefgen.knowledge import load_knowledge
from briefgen.parse import mentions
from briefgen.parse.engines import load_engine
from briefgen.parse.lexicon import lexicon
from briefgen.parse.relations import reader
from briefgen.parse.relations.graph import Graph, probabilities
from briefgen.parse.relations.inputs import LABELS, SLOTS, TOLLS, Encoder, Span, Window
from briefgen.parsed import Actor, Mention, Relation
from briefgen.terms import ASPECTS, EFFECTS, REACTION_TYPES, ROLES

VOCABULARY = {
    piece: n for n, piece in enumerate(["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "sent", "mali", "##an"])
}


LEXICON = lexicon(load_knowledge())


def _whole(text: str) -> tuple[Doc, reader.Read]:
    doc = load_engine()(text)
    return doc, reader.find(doc, mentions.find(doc, knowledge=load_knowledge(), day=None), lexicon=LEXICON)


def _read(text: str) -> tuple[list[Relation], dict[Actor, dict[str, float]]]:
    _, read = _whole(text)
    return read.relations, read.parts


def test_sentences_asked_about_are_told_with_their_actors() -> None:
    doc, read = _whole("France spoke. Rain fell. " + "Then rain fell again. " * 4 + "Mali spoke.")
    told = {doc[one.start : one.end].text: {actor.name for actor in one.actors} for one in read.asked}
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
    read = reader.find(long, [peru, chile], lexicon=LEXICON)
    assert [(one.start, {actor.name for actor in one.actors}) for one in read.asked] == [
        (0, {"Peru"}),
        (604, {"Chile"}),
    ]


def test_numbers_mark_the_sentences_and_the_actors() -> None:
    window = Window(words=["Malian", "Mali", "sent"], opens=[0, 1], spans=[Span(0, 0, 1), Span(1, 1, 2)], actors=2)
    numbers = Encoder(VOCABULARY)(window)
    assert numbers.pieces.tolist() == [2, 6, 7, 6, 5, 3]
    assert numbers.sentences.tolist() == [-1, 0, 0, 1, 1, -1]
    assert numbers.slots.tolist() == [0, 1, 1, 2, 0, 0]
    assert np.allclose(numbers.pool, [[0, 0.5, 0.5, 0, 0, 0], [0, 0, 0, 1, 0, 0]])
    assert numbers.firsts.tolist() == [1, 3, 4]


def test_phrase_that_is_not_marked_is_asked_about_and_not_shown() -> None:
    spans = [Span(0, 0, 1), Span(0, 2, 3, marked=False)]
    numbers = Encoder(VOCABULARY)(Window(words=["Mali", "sent", "Mali"], opens=[0], spans=spans, actors=1))
    assert numbers.slots.tolist() == [0, 1, 0, 0, 0]
    assert numbers.pool.tolist() == [[0, 1, 0, 1, 0]]
    assert numbers.marked.tolist() == [[0, 1, 0, 0, 0]]


@pytest.mark.parametrize(
    ("text", "word", "actor"),
    [
        (
            "Peru and Ecuador traded fire on the border. In Lima the foreign ministry accused Ecuador of an ambush.",
            "ministry",
            "Peru",
        ),
        ("Chad buried its dead on Monday. The army said that it had lost nine men near the lake.", "army", "Chad"),
    ],
)
def test_words_that_stand_for_an_actor_are_resolved(text: str, word: str, actor: str) -> None:
    doc, read = _whole(text)
    assert [m.actors[0].name for m in read.mentions if doc[m.root].text == word] == [actor]


def test_who_stands_for_nobody_in_the_text_is_left_alone() -> None:
    doc, read = _whole("Kenya beat Ghana by two goals. The president of the club thanked the fans and the driver.")
    assert not [m for m in read.mentions if doc[m.root].text in ("president", "driver", "club")]


def test_words_of_tolls_are_told_from_other_numbers() -> None:
    doc, read = _whole("The blast killed 14 people and wounded 30, said a doctor at the clinic, which has 60 beds.")
    likely = {
        doc[place].text: {e for e, share in sign.effects.items() if share > 0.5} for place, sign in read.signs.items()
    }
    assert (likely["14"], likely["30"]) == ({"killed"}, {"injured"})
    assert not likely.get("60")
    assert not any(sign.sure for place, sign in read.signs.items() if doc[place].text == "60")


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


def test_word_that_stands_for_one_of_an_earlier_window_is_of_the_next_ones_context(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def first_named(mention: Mention, shares: dict[Actor | None, float]) -> Mention | None:
        actors = [actor for actor in shares if actor is not None]
        return replace(mention, actors=(actors[0],)) if actors else None

    monkeypatch.setattr(reader, "settled", first_named)
    filler = "Rain fell over the valley and the road was closed for a day and a night. "
    texts = [f"Peru spoke. {filler * count}The army fired. {filler * 2}Chile waited. It rained." for count in range(30)]
    of_army = set()
    for text in texts:
        doc, read = _whole(text)
        of_army |= {m.actors[0].name for m in read.mentions if doc[m.root].text == "army"}
    assert of_army == {"Peru", "Chile"}


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
    manifest["sha256"]["judge.onnx"] = "0" * 64
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    with pytest.raises(EngineError, match=r"judge\.onnx: not the file it should be"):
        Graph(folder)


def test_labels_and_roles_are_those_of_the_findings() -> None:
    graph = reader.load_graph()
    assert list(graph.labels) == list(LABELS)
    assert set(LABELS) == {*REACTION_TYPES, *ASPECTS} - {"clash_between_allies"}
    assert set(graph.roles) == {*ROLES, "none"}
    assert tuple(graph.tolls) == TOLLS
    assert all(graph.thresholds[label] > 0.5 for label in (*LABELS, *EFFECTS))


@pytest.mark.filterwarnings("error")
def test_logits_far_below_zero_are_no_chance_and_no_warning() -> None:
    assert probabilities(np.array([-200.0, 0.0, 200.0], dtype=np.float32)).tolist() == [0.0, 0.5, 1.0]
