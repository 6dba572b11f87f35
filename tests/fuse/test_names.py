"""Names as fusion compares them: actors, speakers, outlets of one house or agency."""

from __future__ import annotations

import pytest

from briefgen.fuse.names import names_of
from briefgen.knowledge import load_knowledge
from briefgen.model import Article, Source

NAMES = names_of(load_knowledge())


@pytest.mark.parametrize(
    ("words", "speaker"),
    [
        ("Afghan officials", "Afghanistan"),
        ("the Armenian defence ministry", "Armenia"),
        ("Tunisia's foreign ministry", "Tunisia"),
        ("a hospital in the north", "a hospital in the north"),
        ("the family", "family"),
        (None, None),
    ],
)
def test_speaker_is_whom_the_words_speak_for(words: str | None, speaker: str | None) -> None:
    assert NAMES.speaker(words) == speaker


def test_actor_of_a_tie_does_not_depend_on_its_order() -> None:
    assert NAMES.actor("Turkey–Azerbaijan") == NAMES.actor("Azerbaijan–Turkey") == "Azerbaijan–Turkey"


def test_actor_unknown_to_the_tables_keeps_its_name() -> None:
    assert NAMES.actor("Brotherhood of the Valley") == "Brotherhood of the Valley"


@pytest.mark.parametrize(
    ("outlet", "text", "url", "family"),
    [
        ("Harbour Post", "GOMA (Reuters) - Rebels fled.", None, "reuters"),
        ("Daily Mail (AFP)", "Rebels fled.", None, "afp"),
        ("The Observer", "Rebels fled.", None, "guardian"),
        (None, "Rebels fled.", "https://www.bbc.co.uk/news/1", "bbc"),
        ("Harbour Post", "Rebels fled (for good).", None, "harbour post"),
        (None, "Rebels fled.", None, "file:a.txt"),
    ],
)
def test_outlet_is_the_house_or_agency_behind_an_article(
    outlet: str | None, text: str, url: str | None, family: str
) -> None:
    article = Article(id="a", text=text, source=Source(path="a.txt", outlet=outlet, url=url))
    assert NAMES.outlet(article) == family


@pytest.mark.parametrize(
    ("words", "named"),
    [
        ("A nurse with the aid agency", "a nurse with the aid agency"),
        ("Doctors", "doctors"),
        ("a surgeon, his apron stiff,", "a surgeon"),
        ("Oksana Hryshchenko", "Oksana Hryshchenko"),
        ("the Governor of Diffa, Niger", "the Governor of Diffa, Niger"),
        (None, None),
    ],
)
def test_a_speaker_is_named_as_within_a_sentence(words: str | None, named: str | None) -> None:
    assert NAMES.as_named(words) == named
