"""Articles by topic, party and place: inflections, other names, towns of a state; and what is left out, and why."""

from __future__ import annotations

import pytest

from briefgen.choose import about, on_topic
from briefgen.knowledge import load_knowledge
from briefgen.model import Article, CasualtyReport, Evidence, Findings, Noise, Party, Reaction, Source
from briefgen.settings import SelectSettings

EVIDENCE = (Evidence(article="a", start=0, end=1, quote="x", rule="test"),)


def article(text: str, *, title: str | None = None, noise: tuple[Noise, ...] = ()) -> Article:
    return Article(id="a", title=title, text=text, noise=noise, source=Source(path="a.txt"))


def party(name: str, *aliases: str) -> Party:
    return Party(name=name, aliases=aliases, kind="state", role="belligerent", evidence=EVIDENCE)


def toll(place: str) -> CasualtyReport:
    return CasualtyReport(effect="killed", low=1, high=1, place=place, evidence=EVIDENCE)


def is_about(findings: Findings, text: str = "Words.", title: str | None = None, **select: str) -> bool:
    pairs = [(article(text, title=title), findings)]
    kept, out = about(pairs, select=SelectSettings.model_validate(select), knowledge=load_knowledge())
    assert len(kept) + len(out) == 1
    return bool(kept)


@pytest.mark.parametrize(
    ("topic", "text", "found"),
    [
        ("drone strike", "Two drone strikes hit a depot.", True),
        ("drone strike", "Drone-strike victims were buried.", True),
        ("strikes", "The army struck at dawn.", True),
        ("shelling", "Guns shelled the town.", True),
        ("drone", "A dronefly sat there.", False),
        ("peace talks", "Talks on peace began.", False),
        ("C++", "Written in C++, they said.", True),
        ("ceasefire", "A CEASEFIRE held.", True),
        ("straße", "Die STRASSE.", False),
    ],
)
def test_on_topic_matches_whole_words_in_any_inflection(topic: str, text: str, found: bool) -> None:
    assert bool(on_topic([article(text)], topics=[topic])[0]) is found


def test_on_topic_takes_any_of_several_and_reads_the_title() -> None:
    assert on_topic([article("Words.", title="Truce signed")], topics=["famine", "truce"])[0]


def test_on_topic_does_not_read_noise_and_tells_what_it_left_out() -> None:
    text = "A quiet day. Related: drone strikes"
    kept, out = on_topic([article(text, noise=(Noise(start=12, end=len(text), reason="links"),))], topics=["drone"])
    assert kept == []
    assert [(one.path, one.reason) for one in out] == [("a.txt", "not on the topic: drone")]


@pytest.mark.parametrize("name", ["Azerbaijan", "azerbaijan", "Baku", "Republic of Azerbaijan", "AZERBAIJANI"])
def test_about_finds_a_party_by_any_of_its_names(name: str) -> None:
    assert is_about(Findings(article="a", parties=(party("Azerbaijan"),)), party=name)
    assert not is_about(Findings(article="a", parties=(party("Armenia"),)), party=name)


def test_about_finds_a_party_in_any_kind_of_fact() -> None:
    reaction = Reaction(actor="France", type="condemns", toward="Azerbaijan", evidence=EVIDENCE)
    assert is_about(Findings(article="a", reactions=(reaction,)), party="Baku")


def test_about_takes_what_belongs_to_a_party_but_no_member_of_a_pact() -> None:
    knowledge = load_knowledge()
    agency = next(row for row in knowledge.actors.values() if row.parent and knowledge.actor(row.parent))
    parent = knowledge.actors[agency.parent or ""]
    assert is_about(Findings(article="a", parties=(party(agency.name),)), party=parent.name)
    assert not is_about(Findings(article="a", parties=(party("Norway"),)), party="NATO")


def test_about_looks_for_an_unknown_party_as_it_stands() -> None:
    nothing = Findings(article="a")
    assert is_about(nothing, "The Zarnian Guard advanced.", party="zarnian guard")
    assert not is_about(nothing, "The Zarnian Guards advanced.", party="zarnian guard")
    assert is_about(Findings(article="a", parties=(party("ZG", "Zarnian Guard"),)), party="Zarnian Guard")


@pytest.mark.parametrize(
    ("place", "scene", "found"),
    [
        ("Armenia", "Goris", True),  # a town of the state
        ("Armenia", "Goris, Armenia", True),
        ("Goris", "Goris, Armenia", True),
        ("Goris", "Armenia", False),  # somewhere in the state
        ("Azerbaijan", "Goris", False),
        ("Islamic Emirate of Afghanistan", "Mazar-i-Sharif", True),
        ("Georgia", "South Caucasus", False),  # of several states
        ("Colombia", "Armenia", False),  # the state, not the town of that name
    ],
)
def test_about_finds_a_place_in_the_places_of_facts(place: str, scene: str, found: bool) -> None:
    assert is_about(Findings(article="a", casualties=(toll(scene),)), place=place) is found


def test_about_takes_of_towns_of_one_name_that_in_a_state_of_the_article() -> None:
    told = Findings(article="a", parties=(party("Afghanistan"),), casualties=(toll("Asadabad"),))
    assert is_about(told, place="Afghanistan")
    assert not is_about(Findings(article="a", casualties=(toll("Asadabad"),)), place="Afghanistan")  # a larger in Iran


def test_about_finds_a_town_in_the_text_and_a_state_only_in_the_title() -> None:
    nothing = Findings(article="a")
    assert is_about(nothing, "Buses left Goris at noon.", place="Goris")
    assert not is_about(nothing, "Armenia condemned it.", place="Armenia")
    assert is_about(nothing, "It was quiet.", title="Quiet day in Armenia", place="Armenia")


def test_about_wants_party_and_place_both_and_names_what_is_missing() -> None:
    findings = Findings(article="a", parties=(party("Armenia"),), casualties=(toll("Goris"),))
    assert is_about(findings, party="Armenia", place="Goris")
    select = SelectSettings(party="Armenia", place="Nice,Paris")
    _, out = about([(article("Words."), findings)], select=select, knowledge=load_knowledge())
    assert [one.reason for one in out] == ["does not tell of the place: Nice, Paris"]
