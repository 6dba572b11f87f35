"""Claims: each row of the word list proves itself, denials answer claims, and sides accuse each other."""

from __future__ import annotations

import pytest

from briefgen.extract.claims import claims
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
