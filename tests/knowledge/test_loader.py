"""The tables as loaded: what must be there, how names are found, how a user's folder adds to them."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from briefgen.errors import KnowledgeError
from briefgen.knowledge import Knowledge, load_knowledge


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return load_knowledge()


def test_load_knowledge_gives_the_same_object_each_time() -> None:
    assert load_knowledge() is load_knowledge()


def test_tables_are_as_large_as_promised(knowledge: Knowledge) -> None:
    kinds = [actor.kind for actor in knowledge.actors.values()]
    sorts = [actor.sort for actor in knowledge.actors.values()]
    assert sorts.count("state") >= 195
    assert kinds.count("intergovernmental") >= 90
    assert kinds.count("armed_group") >= 250
    assert len({leader.name for leader in knowledge.leaders}) >= 300
    assert len(knowledge.pacts) >= 60


@pytest.mark.parametrize(
    ("form", "name"),
    [
        ("United States", "United States"),
        ("U.S.", "United States"),
        ("Britain", "United Kingdom"),
        ("the Kremlin", "Russia"),
        ("Downing Street", "United Kingdom"),
        ("Élysée", "France"),
        ("Erevan", "Armenia"),
        ("Azeris", "Azerbaijan"),
        ("Burma", "Myanmar"),
        ("Côte d’Ivoire", "Ivory Coast"),
        ("N. Korea", "North Korea"),
        ("Bundeswehr", "Germany"),
        ("Tatmadaw", "Myanmar"),
        ("ISIL", "Islamic State"),
        ("Daesh", "Islamic State"),
        ("the YPG", "People's Protection Units"),
        ("PKK", "Kurdistan Workers' Party"),
        ("Jabhat al-Nusra", "Al-Nusra Front"),
        ("LTTE", "Liberation Tigers of Tamil Eelam"),
        ("Nato", "NATO"),
        ("CSTO", "Collective Security Treaty Organization"),
        ("Security Council", "United Nations"),
        ("anti-ISIS coalition", "US-led coalition"),
        ("Red Cross", "International Committee of the Red Cross"),
        ("Rapid Support Forces", "Rapid Support Forces"),
        ("USSR", "Soviet Union"),
    ],
)
def test_named_finds_the_actor(knowledge: Knowledge, form: str, name: str) -> None:
    found = knowledge.named(form)
    assert found is not None
    assert found.name == name


def test_named_knows_no_actor_of_an_unknown_or_shared_form(knowledge: Knowledge) -> None:
    assert knowledge.named("Ruritania") is None
    assert knowledge.named("State House") is None  # Kenya's and Uganda's


def test_names_mark_forms_that_are_often_something_else(knowledge: Knowledge) -> None:
    careful = {(name.text, name.actor) for name in knowledge.names if name.careful}
    assert {("Georgia", "GEO"), ("Jordan", "JOR"), ("Chad", "TCD")} <= careful
    assert ("Armenia", "ARM") not in careful
    assert not any(name.text.endswith("?") for name in knowledge.names)


def test_names_ask_for_the_case_of_acronyms(knowledge: Knowledge) -> None:
    exact = {name.text for name in knowledge.names if name.exact}
    assert {"US", "WHO", "IS", "IDF"} <= exact
    assert "Taliban" not in exact


def test_places_are_found_without_case_the_greatest_first(knowledge: Knowledge) -> None:
    assert knowledge.places["nagorno-karabakh"][0].state == "AZE"
    assert knowledge.places["kobane"][0].name == "Kobani"
    assert knowledge.places["tripoli"][0].state == "LBY"
    assert {place.state for place in knowledge.places["tripoli"]} >= {"LBY", "LBN"}


def test_leaders_know_their_years(knowledge: Knowledge) -> None:
    found = [leader for leader in knowledge.leaders if leader.name == "Jens Stoltenberg"]
    assert [(leader.actor, leader.since, leader.until) for leader in found] == [("nato", 2014, 2024)]


def test_pacts_look_membership_up_at_a_day(knowledge: Knowledge) -> None:
    nato, csto = knowledge.pacts["nato"], knowledge.pacts["csto"]
    assert "TUR" in nato.members_at(date(2022, 9, 14))
    assert "FIN" not in nato.members_at(date(2022, 9, 14))
    assert "FIN" in nato.members_at(date(2024, 1, 1))
    assert {"ARM", "KGZ", "TJK"} <= csto.members_at(date(2022, 9, 14))
    assert "AZE" in csto.members_at(date(1998, 1, 1))
    assert "AZE" not in csto.members_at(date(2022, 9, 14))
    assert knowledge.pacts["warsaw-pact"].members_at(date(1995, 1, 1)) == frozenset()


def test_pacts_of_defence_name_their_clause(knowledge: Knowledge) -> None:
    clauses = {clause.article: clause.obligation for clause in knowledge.pacts["csto"].clauses}
    assert clauses["4"] == "defence"
    assert all(pact.clauses and pact.members for pact in knowledge.pacts.values())


def test_words_raises_for_a_table_that_is_not_there(knowledge: Knowledge) -> None:
    with pytest.raises(KnowledgeError, match="no-such-table"):
        knowledge.words("no-such-table")


def test_load_knowledge_adds_a_folder_of_rows(tmp_path: Path) -> None:
    (tmp_path / "groups.csv").write_text(
        "id,name,sort,acronyms,since,source\nblue-line,Blue Line Militia,militia,BLM-X,2031,own\n"
        "taliban,Taliban,government,,,own\n",
        encoding="utf-8",
    )
    (tmp_path / "words").mkdir()
    (tmp_path / "words" / "own.toml").write_text('[[row]]\nwords = ["arm"]\ncls = "grant"\nweight = 2\n', "utf-8")
    extended = load_knowledge(tmp_path)
    found = extended.named("BLM-X")
    assert found is not None
    assert (found.name, found.kind, found.since) == ("Blue Line Militia", "armed_group", 2031)
    assert extended.actors["taliban"].sort == "government"
    assert extended.actors["ARM"].name == "Armenia"
    assert extended.words("own")[0].attrs == {"weight": 2}


def test_load_knowledge_refuses_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(KnowledgeError, match="no such folder"):
        load_knowledge(tmp_path / "absent")


def test_load_knowledge_names_file_and_line_of_a_bad_year(tmp_path: Path) -> None:
    (tmp_path / "groups.csv").write_text("id,name,sort,since,source\nx,X,militia,lately,own\n", encoding="utf-8")
    with pytest.raises(KnowledgeError, match=r"groups\.csv:2: since 'lately'"):
        _ = load_knowledge(tmp_path).actors


def test_read_words_names_the_row_without_words(tmp_path: Path) -> None:
    (tmp_path / "words").mkdir()
    (tmp_path / "words" / "bad.toml").write_text('[[row]]\nwords = "arm"\n', encoding="utf-8")
    with pytest.raises(KnowledgeError, match=r"bad\.toml: row 1"):
        load_knowledge(tmp_path).words("bad")
