"""Reactions: each row of the word list proves itself, and what is merged."""

from __future__ import annotations

import re

import pytest

from briefgen.extract.cues import Lexicon
from briefgen.extract.frames import SHAPES
from briefgen.extract.reactions.extractor import reactions
from briefgen.knowledge import load_knowledge
from briefgen.knowledge.types import Word
from tests.conftest import Read

ROWS = [row for row in load_knowledge().words("reactions") if row.pos]
REQUESTS = {"calls_for_ceasefire", "calls_for_restraint", "calls_for_action"}


def told(read: Read, text: str) -> set[str]:
    parsed, _ = read(text)
    return {found.type for found in reactions(parsed, load_knowledge())}


def needs(row: Word) -> tuple[str, ...]:
    found = row.attrs.get("needs", ())
    rows = found if isinstance(found, tuple) else (found,)
    return tuple(one for need in rows for one in str(need).split("|"))


def expected(row: Word) -> set[str]:
    return {"request": REQUESTS, "position": {"statement"}}.get(row.cls, {row.cls})


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.cls}-{row.words[0]}-{row.pos}")
def test_reactions_row_reads_its_examples_and_not_its_counter_examples(row: Word, read: Read) -> None:
    assert row.examples and row.not_examples and row.source
    assert [text for text in row.examples if not told(read, text) & expected(row)] == []
    assert [text for text in row.not_examples if told(read, text) & expected(row)] == []


def test_reactions_content_rows_are_all_asked_for() -> None:
    lexicon = Lexicon.of(load_knowledge().words("reactions"))
    asked = {str(need) for row in ROWS for need in needs(row)} | {
        str(row.attrs["unless"]) for row in ROWS if "unless" in row.attrs
    }
    content = {re.sub("^(object|subject|goods):", "", re.sub("^(judged|spoken):", "stand:", need)) for need in asked}
    assert content - set(lexicon.content) == SHAPES


def test_reactions_of_one_actor_and_type_are_one_under_the_person(read: Read) -> None:
    text = (
        "Rebels shelled Goma on Monday. Belgium condemned the attack. Belgian Foreign Minister Lise Maertens condemned"
        " the attack too."
    )
    parsed, _ = read(text)
    found = [one for one in reactions(parsed, load_knowledge()) if one.type == "condemns"]
    assert [(one.actor, one.speaker, len(one.evidence)) for one in found] == [("Belgium", "Lise Maertens", 2)]


def test_reactions_evidence_quotes_its_span(read: Read) -> None:
    parsed, findings = read("Rebels shelled Goma on Monday. Belgium and France condemned the attack.")
    assert {one.actor for one in findings.reactions} == {"Belgium", "France"}
    for one in findings.reactions:
        for evidence in one.evidence:
            assert parsed.article.text[evidence.start : evidence.end] == evidence.quote
