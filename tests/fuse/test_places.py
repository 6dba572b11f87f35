"""Places: towns and their states, towns of one name, and what an opening tells."""

from __future__ import annotations

import pytest

from briefgen.fuse.places import gazetteer
from briefgen.knowledge import load_knowledge
from briefgen.model import Article, Source

PLACES = gazetteer(load_knowledge())


def test_a_town_lies_in_its_state_and_meets_it() -> None:
    town, state = PLACES.spot("Goris"), PLACES.spot("Armenia")
    assert town and state and town.state == "Armenia" and state.wide
    assert town.meets(state) and state.meets(town)


@pytest.mark.parametrize(("one", "other"), [("Kharkiv", "Odesa"), ("Goris", "Azerbaijan"), ("Mali", "Chad")])
def test_places_apart_do_not_meet(one: str, other: str) -> None:
    a, b = PLACES.spot(one), PLACES.spot(other)
    assert a and b and not a.meets(b)


def test_of_towns_of_one_name_that_of_a_state_in_the_text_is_meant() -> None:
    default, told = PLACES.spot("Tripoli"), PLACES.spot("Tripoli", states=frozenset({"Lebanon"}))
    assert default and told and default.state == "Libya" and told.state == "Lebanon"


def test_an_unknown_place_keeps_its_words() -> None:
    spot = PLACES.spot("Ulverby Ridge, Norway")
    assert spot and (spot.name, spot.state, spot.wide) == ("ulverby ridge", "Norway", False)


def test_no_place_is_none() -> None:
    assert PLACES.spot(None) is None and PLACES.spot(" , ") is None


def test_the_opening_gives_the_town_that_the_article_names_most() -> None:
    text = "Officials in Vienna spoke. Shells fell in Goris; by night Goris was dark. Armenia protested in Goris."
    article = Article(id="a", title="Shells", text=text, source=Source(path="a.txt"))
    spot = PLACES.opening(article, states=frozenset({"Armenia", "Austria"}))
    assert spot and spot.name == "goris"


def test_the_opening_trusts_no_small_town_of_a_state_not_named() -> None:
    article = Article(id="a", text="Mr Hart was born in Floridablanca.", source=Source(path="a.txt"))
    assert PLACES.opening(article, states=frozenset({"Mali"})) is None
