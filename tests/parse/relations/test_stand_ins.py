"""Which words are asked about, and what becomes of them by the shares that the model gives."""

from __future__ import annotations

import pytest

from briefgen.knowledge import load_knowledge
from briefgen.parse import mentions
from briefgen.parse.engines import load_engine
from briefgen.parse.lexicon import lexicon
from briefgen.parse.relations.stand_ins import SURE, is_open, settled, stand_ins
from briefgen.parsed import Actor, HeadKind, Mention, Person

PERU, CHILE = Actor("Peru", "state", "PER"), Actor("Chile", "state", "CHL")


@pytest.mark.parametrize(
    ("text", "word", "head"),
    [
        ("Soldiers died. The foreign ministry said so.", "ministry", "institution"),
        ("Soldiers died. The defence minister said so.", "minister", "person"),
        ("Soldiers died. A military spokesman said so.", "spokesman", "institution"),
        ("Shots rang out. The army denied that it had fired.", "army", "forces"),
        ("Shots rang out. The insurgents denied it.", "insurgents", "forces"),
    ],
)
def test_offices_and_forces_are_asked_about(text: str, word: str, head: HeadKind) -> None:
    doc = load_engine()(text)
    asked = stand_ins(doc, [], lexicon(load_knowledge()))
    assert [mention.head for root, mention in asked.items() if doc[root].text == word] == [head]


@pytest.mark.parametrize("word", ["bridge", "rain", "clinic", "US", "It"])
def test_other_words_are_not(word: str) -> None:
    doc = load_engine()("Rain fell on the bridge near the clinic of a US charity. It stopped at noon.")
    assert word not in {doc[root].text for root in stand_ins(doc, [], lexicon(load_knowledge()))}


def test_phrase_with_a_name_in_it_is_left_to_the_rules() -> None:
    doc = load_engine()("The Peruvian ministry spoke.")
    found = mentions.find(doc, knowledge=load_knowledge(), day=None)
    assert stand_ins(doc, found, lexicon(load_knowledge())) == {}


def _mention(*actors: Actor, form: str = "description", person: Person | None = None) -> Mention:
    return Mention(0, 2, 1, form, "institution", actors, person)  # type: ignore[arg-type]  # the test's own forms


@pytest.mark.parametrize(
    ("shares", "actors"),
    [
        ({None: 0.1, PERU: 0.9}, (PERU,)),
        ({None: 0.1, PERU: 0.05, CHILE: SURE + 0.01}, (CHILE,)),
        ({None: 0.1, PERU: SURE - 0.01}, None),
        ({None: 0.99, PERU: 0.01}, None),
    ],
)
def test_word_stands_for_the_actor_that_the_model_is_sure_of(
    shares: dict[Actor | None, float], actors: tuple[Actor, ...] | None
) -> None:
    found = settled(_mention(), shares)
    assert (None if found is None else found.actors) == actors


def test_officer_of_nobody_named_gets_his_actor() -> None:
    officer = _mention(form="person", person=Person("Tomas Ferrand", office="general"))
    assert is_open(officer)
    found = settled(officer, {None: 0.05, PERU: 0.95})
    assert found is not None and found.actors == (PERU,)
    assert found.person == Person("Tomas Ferrand", office="general", actor=PERU)
    assert settled(officer, {None: 1.0, PERU: 0.0}) is None


def test_named_person_without_an_office_is_not_asked_about() -> None:
    assert not is_open(_mention(form="person", person=Person("Tomas Ferrand")))
    assert not is_open(_mention(PERU, form="name"))
    assert not is_open(_mention(PERU))
