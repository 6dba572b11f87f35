"""Claims: each row of the word list proves itself, denials answer claims, and sides accuse each other."""

from __future__ import annotations

import pytest

from briefgen.extract.claims.extractor import claims
from briefgen.knowledge import load_knowledge
from briefgen.knowledge.types import Word
from tests.conftest import Read

ROWS = [row for row in load_knowledge().words("claims") if row.pos]


def alleged(read: Read, text: str) -> list[tuple[str | None, str | None]]:
    parsed, _ = read(text)
    return [(one.claimant, one.accused) for one in claims(parsed, load_knowledge()) if one.denies is None]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.cls}-{row.words[0]}-{row.pos}")
def test_claims_row_reads_its_examples_and_not_its_counter_examples(row: Word, read: Read) -> None:
    assert row.examples and row.not_examples and row.source
    assert [text for text in row.examples if not alleged(read, text)] == []
    assert [text for text in row.not_examples if alleged(read, text)] == []


def test_claims_denial_names_the_claim_that_it_answers(read: Read) -> None:
    parsed, _ = read(
        "Kyrgyzstan and Tajikistan fought at the border. Kyrgyzstan accused Tajikistan of shelling a village."
        " Tajikistan denied the accusation."
    )
    accusation, denial = claims(parsed, load_knowledge())
    assert (denial.claimant, denial.accused, denial.denies) == ("Tajikistan", "Kyrgyzstan", accusation.id)


def test_claims_sides_that_accuse_each_other_are_two(read: Read) -> None:
    parsed, _ = read("Armenia and Azerbaijan fought at the border. Armenia and Azerbaijan accused each other of lying.")
    found = {(one.claimant, one.accused) for one in claims(parsed, load_knowledge())}
    assert found == {("Armenia", "Azerbaijan"), ("Azerbaijan", "Armenia")}


def test_claims_same_allegation_told_twice_is_one_with_two_pieces_of_evidence(read: Read) -> None:
    parsed, _ = read(
        "Chad and Libya fought on Monday. Chad accused Libya of shelling a market in Faya. The talks broke down."
        " Chad's minister said that Libya had shelled the market in Faya on purpose."
    )
    (claim,) = claims(parsed, load_knowledge())
    assert (claim.claimant, claim.accused, len(claim.evidence)) == ("Chad", "Libya", 2)


def test_claims_unnamed_ministry_is_whom_the_accused_fights(read: Read) -> None:
    text = "Bulgarian and Greek troops fought at Doiran. The Ministry states that the Bulgarians murdered a priest."
    assert alleged(read, text) == [("Greece", "Bulgaria")]


def test_claims_unnamed_ministry_of_three_sides_is_nobody(read: Read) -> None:
    text = "Bulgarian, Greek and Serbian troops fought. The Ministry states that the Bulgarians murdered a priest."
    assert alleged(read, text) == []


@pytest.mark.parametrize(
    "text",
    [
        'Kyiv said "they, Russia, shelled it", and ' * 150,
        "Each accused the other. Ukraine and Russia fought. " * 150,
        "Tass said the drills, the raid, were what it called an aggression; " * 100,
    ],
)
def test_claims_come_to_an_end_on_hostile_text(text: str, read: Read) -> None:
    assert isinstance(alleged(read, text), list)


@pytest.mark.parametrize(
    "words",
    [
        "The neighbours accused", "The nations accused", "The rivals accused", "The old foes accused",
        "The enemies accused", "The adversaries accused", "The armies accused", "The militaries accused",
        "Each side accused", "The governments accused", "The archrivals accused", "The warring sides accused",
    ],
)  # fmt: skip
def test_claims_of_sides_that_are_not_named(words: str, read: Read) -> None:
    text = f"Chad and Libya fought at Aouzou on Monday. {words} each other of using mines."
    found = {(one.claimant, one.accused, one.act) for one in claims(read(text)[0], load_knowledge())}
    assert found == {("Chad", "Libya", "using mines"), ("Libya", "Chad", "using mines")}


@pytest.mark.parametrize(
    ("words", "act"),
    [
        ("accused each other of burning a ferry", "burning a ferry"),
        ("blamed each other for the fire at the port", "the fire at the port"),
        ("both blamed the other for the fire", "the fire"),
        ("traded blame for the fire", "the fire"),
        ("traded accusations of burning a ferry", "burning a ferry"),
        ("blamed each other after talks collapsed", None),
    ],
)
def test_claims_of_sides_against_each_other_have_their_act(words: str, act: str | None, read: Read) -> None:
    text = f"Chad and Libya fought at Aouzou on Monday. Chad and Libya {words}."
    found = {(one.claimant, one.accused, one.act) for one in claims(read(text)[0], load_knowledge())}
    assert found == {("Chad", "Libya", act), ("Libya", "Chad", act)}


def test_claims_each_against_the_other_stand_beside_those_of_one(read: Read) -> None:
    text = (
        "Chad and Libya fought. Chad accused Libya of killing two herders. Libya accused Chad of burning a school."
        " The two countries accused each other of breaking the truce."
    )
    acts = [one.act for one in claims(read(text)[0], load_knowledge())]
    assert acts == ["killing two herders", "burning a school", "breaking the truce", "breaking the truce"]
