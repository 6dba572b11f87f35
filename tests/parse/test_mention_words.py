"""Every example in the word lists that linking reads: its row's reading holds, and no counter-example is read so."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from briefgen.knowledge import load_knowledge
from briefgen.knowledge.types import Word
from briefgen.parsed import ParsedArticle
from tests.conftest import Read

HEADS = ("forces", "institution", "people")


def _rows(table: str, *classes: str) -> Iterator[tuple[Word, str, bool]]:
    for row in load_knowledge().words(table):
        if row.cls in classes or not classes:
            yield from ((row, text, True) for text in row.examples)
            yield from ((row, text, False) for text in row.not_examples)


def _id(value: object) -> str:
    return value.cls if isinstance(value, Word) else str(value)


def _states(parsed: ParsedArticle, head: str) -> list[str]:
    return [a.name for m in parsed.mentions if m.head == head and not m.place for a in m.actors if a.kind == "state"]


@pytest.mark.parametrize(("row", "text", "holds"), [*_rows("heads", *HEADS)], ids=_id)
def test_heads_say_how_a_phrase_belongs(read: Read, row: Word, text: str, holds: bool) -> None:
    assert bool(_states(read(text)[0], row.cls)) is holds


@pytest.mark.parametrize(("row", "text", "holds"), [*_rows("heads", "rebels", "rebel_modifier", "ethnic")], ids=_id)
def test_heads_of_rebels_are_not_the_state(read: Read, row: Word, text: str, holds: bool) -> None:
    assert (_states(read(text)[0], "forces") == []) is holds


@pytest.mark.parametrize(("row", "text", "holds"), [*_rows("heads", "apart", "apart_before")], ids=_id)
def test_heads_apart_are_other_names(read: Read, row: Word, text: str, holds: bool) -> None:
    parsed = read(text)[0]
    acting = [m for m in parsed.mentions if m.head in ("actor", "institution") and not m.place]
    assert (acting == []) is holds


@pytest.mark.parametrize(("row", "text", "holds"), [*_rows("heads", "accord")], ids=_id)
def test_heads_of_accords_leave_the_town_no_actor_and_no_place(read: Read, row: Word, text: str, holds: bool) -> None:
    assert (not read(text)[0].mentions) is holds


@pytest.mark.parametrize(("row", "text", "holds"), [*_rows("heads", "site")], ids=_id)
def test_heads_of_sites_make_the_capital_a_place(read: Read, row: Word, text: str, holds: bool) -> None:
    assert ([(m.head, m.place) for m in read(text)[0].mentions if m.form == "metonym"] == [("other", True)]) is holds


@pytest.mark.parametrize(("row", "text", "holds"), [*_rows("heads", "body_word")], ids=_id)
def test_words_of_bodies_name_an_organisation(read: Read, row: Word, text: str, holds: bool) -> None:
    assert any(a.kind == "organisation" for m in read(text)[0].mentions for a in m.actors) is holds


@pytest.mark.parametrize(("row", "text", "holds"), [*_rows("ambiguous")], ids=_id)
def test_ambiguous_names_go_by_their_company(read: Read, row: Word, text: str, holds: bool) -> None:
    found = [
        m for m in read(text)[0].mentions if m.actors and text[read(text)[0].doc[m.root].idx :].startswith(row.words)
    ]
    assert bool(found) is holds


@pytest.mark.parametrize(("row", "text", "holds"), [*_rows("descriptions")], ids=_id)
def test_descriptions_stand_for_someone_met(read: Read, row: Word, text: str, holds: bool) -> None:
    found = [m for m in read(text)[0].mentions if m.form == "description"]
    assert bool(found) is holds


@pytest.mark.parametrize(("row", "text", "holds"), [*_rows("kin")], ids=_id)
def test_kin_stand_for_the_group_of_the_text(read: Read, row: Word, text: str, holds: bool) -> None:
    heads = ("actor", "forces")
    found = [
        m for m in read(text)[0].mentions if m.head in heads and m.actors and m.actors[0].id in row.attrs["groups"]
    ]
    assert len(found) >= 2 if holds else found == []


@pytest.mark.parametrize(("row", "text", "holds"), [*_rows("offices", "national", "office", "spokes", "rank")], ids=_id)
def test_offices_introduce_a_name(read: Read, row: Word, text: str, holds: bool) -> None:
    persons = [m.person for m in read(text)[0].mentions if m.person and m.form == "person"]
    introduced = [p for p in persons if p.office or row.cls == "rank"]
    if row.cls != "rank" or holds:
        assert bool(introduced) is holds


PLACES = ("place_preposition", "motion_verb", "motion_to_verb", "place_noun", "city_verb")
ACTORS = ("actor_preposition", "actor_noun", "giving_verb", "taking_verb", "addressing_verb")


@pytest.mark.parametrize(("row", "text", "holds"), [*_rows("locative", *PLACES, *ACTORS)], ids=_id)
def test_locative_words_tell_places_from_actors(read: Read, row: Word, text: str, holds: bool) -> None:
    place = any(m.place for m in read(text)[0].mentions)
    assert place is (holds if row.cls in PLACES else not holds)
