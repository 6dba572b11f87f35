"""Papers that point back to who issued the last one, read through the whole of the parse stage."""

from __future__ import annotations

import pytest

from tests.conftest import Read


def tellers(read: Read, text: str) -> set[str]:
    parsed, _ = read(text)
    return {actor.name for speech in parsed.speeches if speech.speaker for actor in speech.speaker.actors}


@pytest.mark.parametrize(
    ("text", "teller"),
    [
        ("In a note from Bern, UNITA freed two men. The note said that the mine was shut.", "UNITA"),
        ("A letter from UNITA came at noon. The letter said that the mine was shut.", "UNITA"),
        ("Peru issued a statement. The statement said that the mine was shut.", "Peru"),
    ],
)
def test_issuer_is_who_issued_the_paper_before(read: Read, text: str, teller: str) -> None:
    assert teller in tellers(read, text)


@pytest.mark.parametrize(
    "text",
    [
        "UNITA freed two men. A note hung on the door. The note said that the mine was shut.",
        "A letter from UNITA came at noon. The letter from the dean said that the mine was shut.",
    ],
)
def test_issuer_is_nobody_without_a_sign(read: Read, text: str) -> None:
    assert tellers(read, text) == set()
