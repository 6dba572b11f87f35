"""Names of the knowledge base in a text: folding, boundaries, case, hyphens, and which actor a short form means."""

from __future__ import annotations

import pytest
from hypothesis import given, strategies as st

from briefgen.knowledge import load_knowledge
from briefgen.parse.names import find_names, fold, settle

KNOWLEDGE = load_knowledge()


def _found(text: str) -> list[tuple[str, str, str]]:
    hits = settle(find_names(text, knowledge=KNOWLEDGE), text=text, knowledge=KNOWLEDGE, year=2020)
    return [(text[hit.start : hit.end], KNOWLEDGE.actors[hit.actor].name, hit.mode) for hit in hits]


@given(st.text())
def test_fold_keeps_the_length(text: str) -> None:
    assert len(fold(text)) == len(text)


@given(st.text(max_size=200))
def test_find_names_takes_any_text(text: str) -> None:
    for hit in find_names(text, knowledge=KNOWLEDGE):
        assert 0 <= hit.start < hit.end <= len(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Côte d’Ivoire and Cote d'Ivoire", ["Ivory Coast", "Ivory Coast"]),
        ("A woman from Romania", ["Romania"]),
        ("NIGERIA AND NIGER SIGN", ["Nigeria", "Niger"]),
        ("South Sudan left", ["South Sudan"]),
        ("they told us to go", []),
        ("www.turkey.com and @Iran", []),
        ("US$5m", []),
        ("the Kurdistan Workers’ party", ["Kurdistan Workers' Party"]),
    ],
)
def test_find_names_respects_words_case_and_spelling(text: str, expected: list[str]) -> None:
    assert [name for _, name, _ in _found(text)] == expected


@pytest.mark.parametrize(
    ("text", "mode"),
    [
        ("Turkish-backed rebels", "tie"),
        ("Iran-Iraq war", "pair"),
        ("pro-Russian crowds", "prefix"),
        ("Chad—said", "plain"),
    ],
)
def test_find_names_tells_how_a_hyphenated_name_stands(text: str, mode: str) -> None:
    assert _found(text)[0][2] == mode


def test_settle_wants_company_for_a_short_acronym() -> None:
    assert "Arakan Army" not in [name for _, name, _ in _found("The AA said roads would be busy.")]
    assert "Arakan Army" in [name for _, name, _ in _found("The AA shelled a post in Myanmar, said the Arakan Army.")]


def test_settle_knows_when_a_group_began() -> None:
    text = "The Syrian Democratic Forces held the town."
    hits = find_names(text, knowledge=KNOWLEDGE)
    assert settle(hits, text=text, knowledge=KNOWLEDGE, year=1999) == []


@pytest.mark.parametrize(
    ("text", "year", "expected"),
    [
        ("Turkish guns and the Sublime Porte", 1911, ["Ottoman Empire", "Ottoman Empire"]),
        ("Turkish guns", 1925, ["Turkey"]),
        ("Russian tanks left Moscow", 1968, ["Soviet Union", "Soviet Union"]),
        ("Russian guns left Petrograd", 1915, ["Russia", "Russia"]),
        ("Hanoi and Saigon traded blame", 1966, ["North Vietnam", "South Vietnam"]),
        ("Hanoi traded blame", 1999, ["Vietnam"]),
        ("Austria mobilised; Vienna was silent", 1914, ["Austria-Hungary", "Austria-Hungary"]),
        ("the Servian army and the Montenegrin army", 1912, ["Serbia", "Montenegro"]),
        ("Bonn protested", 1971, ["West Germany"]),
        ("Siamese patrols", 1941, ["Thailand"]),
        ("Constantinople was shelled", None, []),
    ],
)
def test_settle_reads_a_name_as_its_time_did(text: str, year: int | None, expected: list[str]) -> None:
    hits = settle(find_names(text, knowledge=KNOWLEDGE), text=text, knowledge=KNOWLEDGE, year=year)
    assert [KNOWLEDGE.actors[hit.actor].name for hit in hits] == expected
