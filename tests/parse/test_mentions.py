"""Mentions beyond the cases: noise, definitions in the text, the register of persons, hostile texts."""

from __future__ import annotations

import pytest

from briefgen.knowledge import load_knowledge
from briefgen.model import Noise
from briefgen.parse import blanked
from briefgen.parse.register import Register, name_parts
from briefgen.parse.scene import singular
from briefgen.parsed import Actor, ParsedArticle, Person
from tests.conftest import Read


def _parsed(read: Read, text: str) -> ParsedArticle:
    return read(text)[0]


def _actors(parsed: ParsedArticle, words: str) -> list[str]:
    return [
        actor.name
        for mention in parsed.mentions
        if parsed.doc[mention.start : mention.end].text == words
        for actor in mention.actors
    ]


def test_blanked_keeps_length_and_joins_overlaps() -> None:
    text = "Peru spoke. Share! Chile spoke."
    spans = [Noise(start=12, end=18, reason="share"), Noise(start=14, end=19, reason="share")]
    assert blanked(text, spans) == "Peru spoke. \n\n\n\n\n\n\nChile spoke."


def test_mentions_offsets_are_those_of_the_article(read: Read) -> None:
    text = "Zoë’s note: the Côte d’Ivoire army — “our men” — left Abidjan; Mali’s stayed."
    parsed = _parsed(read, text)
    assert parsed.doc.text == text
    for mention in parsed.mentions:
        span = parsed.doc[mention.start : mention.end]
        assert text[span.start_char : span.end_char] == span.text


def test_mentions_lie_in_order_and_hold_their_heads(read: Read) -> None:
    parsed = _parsed(
        read, "Russian and Turkish jets bombed Idlib. Moscow denied it, and both sides said they had ceased fire."
    )
    starts = [mention.start for mention in parsed.mentions]
    assert starts == sorted(starts)
    assert all(mention.start <= mention.root < mention.end for mention in parsed.mentions)


def test_acronym_defined_in_the_text_beats_the_knowledge_base(read: Read) -> None:
    parsed = _parsed(
        read, "The Southern Dawn Front (SDF) attacked a post. The SDF said it had lost nobody in the rebel raid."
    )
    assert _actors(parsed, "SDF") == ["Southern Dawn Front", "Southern Dawn Front"]


def test_name_parts_leave_particles_out() -> None:
    assert name_parts("Bashar al-Assad") == ["bashar", "assad"]
    assert name_parts("Ursula von der Leyen") == ["ursula", "leyen"]


def test_register_finds_the_surname_and_keeps_the_fullest_name() -> None:
    register = Register()
    register.enter(Person("Tano Rusk", office="colonel", actor=Actor("Ruritania", "state")))
    register.enter(Person("Rusk"))
    register.enter(Person("Tano Ilan Rusk"))
    assert [person.name for person in register.people] == ["Tano Ilan Rusk"]
    number = register.find("Rusk")
    assert number is not None and register.people[number].actor == Actor("Ruritania", "state")


def test_register_knows_family_names_that_come_first() -> None:
    register = Register()
    register.enter(Person("Han Min-jae"))
    assert register.find("Han") == 0
    assert register.find("Jae") is None


def test_singular_reads_plurals_by_their_spelling() -> None:
    assert [singular(word) for word in ("militiamen", "armies", "children", "glass")] == [
        "militiaman",
        "army",
        "child",
        "glass",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Turkey it they both sides the group he " * 150,
        "Turkey's Russia's Iran's army's " * 150,
        "(SDF) (((YPG)) Front of the Army (ABC) " * 100,
        "the president of the president of " * 150,
        "US-led-Turkish-backed-" * 200,
        "\u200b\ufeff\U0001f600İß'’" * 100,
        "THE US IS IT " * 200,
    ],
)
def test_mentions_hold_on_hostile_texts(read: Read, text: str) -> None:
    parsed = _parsed(read, text)
    assert all(0 <= m.start < m.end <= len(parsed.doc) for m in parsed.mentions)


def test_every_linked_actor_is_of_the_knowledge_base_or_named_by_the_text(read: Read) -> None:
    parsed = _parsed(
        read, "Eritrean jets bombed the Hill Front, a rebel group. Karen guerrillas and the YPG fought on in Syria."
    )
    known = load_knowledge().actors
    for mention in parsed.mentions:
        for actor in mention.actors:
            assert actor.id is None or known[actor.id].name == actor.name


@pytest.mark.parametrize(
    ("text", "actor"),
    [
        ("Peru's UN ambassador, Tano Rusk, spoke.", "Peru"),
        ("Peruvian U.N. envoy Tano Rusk spoke.", "Peru"),
        ("The EU's Syria envoy, Tano Rusk, spoke.", "European Union"),
        ("The UN Syria envoy, Tano Rusk, spoke.", "United Nations"),
    ],
)
def test_envoy_is_of_who_sends_him(read: Read, text: str, actor: str) -> None:
    people = [m for m in _parsed(read, text).mentions if m.person is not None and m.person.name == "Tano Rusk"]
    assert {a.name for m in people for a in m.actors} == {actor}
