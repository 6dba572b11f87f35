"""Where a text names its actors."""

from __future__ import annotations

from briefgen.fuse.positions import Forms, forms_of
from briefgen.knowledge import load_knowledge
from briefgen.model import Evidence

FORMS = forms_of(load_knowledge())
TEXT = "Kyrgyz guards fired.\n\nYerevan protested. No one was hurt.\nIn Dushanbe all was calm."


def at(words: str) -> Evidence:
    return Evidence(article="a", start=TEXT.index(words), end=TEXT.index(words) + len(words), quote=words, rule="r")


def test_demonyms_and_capitals_name_their_states() -> None:
    assert FORMS.find(TEXT).actors == ["Kyrgyzstan", "Armenia", "Tajikistan"]


def test_an_articles_own_aliases_go_before_known_forms() -> None:
    found = FORMS.find(TEXT, {"Border Service": ["Kyrgyz guards"]})
    assert found.actors[0] == "Border Service"


def test_nearest_is_the_last_before_in_the_paragraph() -> None:
    found = FORMS.find(TEXT)
    assert found.nearest(at("No one")) == "Armenia"
    assert found.nearest(at("all was calm")) == "Tajikistan"
    assert found.nearest(at("No one"), among={"Kyrgyzstan"}) == "Kyrgyzstan"


def test_a_long_hostile_text_is_read_to_its_end() -> None:
    assert Forms({("the", "the", "x"): "X"}).find("the " * 100_000 + "the x").actors == ["X"]
