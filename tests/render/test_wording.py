"""Messages become sentences; an id without wording is a failure here and a quotation at run time."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import briefgen
from briefgen.assess.messages import MESSAGES
from briefgen.model import Change, Evidence, KeyPoint, Message
from briefgen.render.build import wording_for
from briefgen.render.wording import Wording
from briefgen.settings import RenderSettings

PACKAGE = Path(briefgen.__file__).parent
FAMILIES = "title|bottom_line|keypoint|key_point|gap|implication|change"
EVIDENCE = (Evidence(article="a", start=0, end=9, quote="Nine men fell.", rule="r"),)


@pytest.fixture(scope="module")
def wording() -> Wording:
    return wording_for(RenderSettings())


def said(wording: Wording, id: str, **params: object) -> str:
    return wording.sentence(Message.model_validate({"message": id, "params": params}))


def made_ids() -> set[str]:
    """Message ids that the stages promise to make, and those written as strings in them."""
    files = [path for stage in ("fuse", "assess", "extract") for path in (PACKAGE / stage).rglob("*.py")]
    pattern = re.compile(rf'"((?:{FAMILIES})\.[a-z_.]+)"')
    return set(MESSAGES) | {id for path in files for id in pattern.findall(path.read_text(encoding="utf-8"))}


@pytest.mark.parametrize("id", sorted(made_ids()))
def test_every_message_made_by_a_stage_has_wording(wording: Wording, id: str) -> None:
    assert wording.knows(id), f"{id} has no entry in briefgen/render/messages/en.toml"


def test_sentence_keeps_who_says_so(wording: Wording) -> None:
    text = said(wording, "keypoint.toll", effect="killed", best=49, affiliation="Armenia", victims="of its soldiers",
                speaker="Armenia", when="2022-09-13")  # fmt: skip
    assert text == "49 Armenian soldiers were killed on 13 September 2022, according to Armenia."


def test_sentence_marks_a_side_that_only_the_register_of_wars_gives(wording: Wording) -> None:
    sides = {"a": "Argentina", "b": "United Kingdom", "known": ("United Kingdom",)}
    assert said(wording, "title.clash", **sides).endswith("armed clashes (by the register of wars)")
    assert said(wording, "bottom_line.clash", **sides) == (
        "Argentina and the United Kingdom have clashed. The part of the United Kingdom in the war is from the register "
        "of wars, not from these sources."
    )
    assert "register" not in said(wording, "bottom_line.clash", a="Argentina", b="United Kingdom")


def test_sentence_without_speaker_says_reported(wording: Wording) -> None:
    assert said(wording, "keypoint.toll", effect="killed", low=12, vague=True, place="Nice") == (
        "Dozens of people were reported killed in Nice."
    )


@pytest.mark.parametrize(
    ("params", "figure"),
    [
        ({"best": 1}, "One person was"),
        ({"low": 50, "best": 50, "open_above": True}, "At least 50 people were"),
        ({"high": 50}, "Up to 50 people were"),
        ({"low": 49, "best": 105, "high": 105}, "105 people were reported killed; reports range between 49 and 105."),
        ({"best": 50, "approx": True}, "About 50 people were"),
        ({"best": 12345}, "12,345 people were"),
        ({"low": 0, "best": 0, "high": 0}, "No people were"),
        ({"low": 300, "vague": True}, "At least 300 people were"),
    ],
)
def test_figure_is_written_as_told(wording: Wording, params: dict[str, object], figure: str) -> None:
    assert said(wording, "keypoint.toll", effect="killed", **params).startswith(figure)


def test_names_take_their_article_and_sentences_a_capital(wording: Wording) -> None:
    actors = ("United States", "France", "Collective Security Treaty Organization")
    assert said(wording, "keypoint.reactions", stance="calls_for_ceasefire", actors=actors) == (
        "The United States, France and the Collective Security Treaty Organization called for a ceasefire."
    )


def test_unknown_message_quotes_its_source(wording: Wording) -> None:
    text = wording.sentence(KeyPoint(message="keypoint.never_heard_of", evidence=EVIDENCE))
    assert text == "In the words of the source: “Nine men fell.”"
    assert "no.such" in said(wording, "no.such")


def test_message_with_missing_parameters_never_fails(wording: Wording) -> None:
    for id in (id for id in wording.catalogue.texts if re.match(FAMILIES, id)):
        assert said(wording, id.removesuffix(".killed"))


def test_change_tells_before_and_after(wording: Wording) -> None:
    params = {"kind": "revised_up", "effect": "killed", "affiliation": "Armenia", "victims": "soldiers"}
    bounds = {"low_before": 49, "best_before": 49, "low_after": 105, "best_after": 105}
    change = Change(message="change.toll", kind="revised_up", subject="toll", params={**params, **bounds})
    assert wording.sentence(change) == "Armenian soldiers killed: from 49 to 105."


@pytest.mark.parametrize(
    ("alliance", "by", "text"),
    [
        (
            "Collective Security Treaty Organization",
            "Armenia",
            "Armenia asked the Collective Security Treaty Organization for help.",
        ),
        ("Armenia–Russia", "Armenia", "Armenia asked Russia for help."),
        ("Armenia–Russia", None, "Help was asked for between Armenia and Russia."),
        ("NATO", "NATO", "NATO was asked for help."),
    ],
)
def test_alliance_is_worded_by_its_ends(wording: Wording, alliance: str, by: str | None, text: str) -> None:
    assert said(wording, "keypoint.alliance", alliance=alliance, aspect="help_requested", by=by) == text


@pytest.mark.parametrize("id", sorted(MESSAGES))
def test_promised_parameters_fill_the_wording(wording: Wording, id: str) -> None:
    """With all parameters that a message may carry, no wording falls back on a quotation."""
    numbers = re.compile("low|best|high|open_above|approx|vague|count|civilian")
    given = {"effect": "killed", "type": "warns", "aspect": "help_refused", "kind": "new", "reason": "not_member"}
    params = {name: 5 if numbers.match(name) else given.get(name, f"X{name}") for name in MESSAGES[id]}
    text = said(wording, id, **params | ({"title": "Xanadu"} if id == "change.situation" else {}))
    assert "A point without wording" not in text and "{" not in text


def test_parameters_lose_control_and_bidi_characters(wording: Wording) -> None:
    assert "\u202e" not in said(wording, "title.violence", party="Army\u202e of\x00 X", place="Y\nZ")


def test_right_to_left_names_are_fenced(wording: Wording) -> None:
    assert "\u2068جيش\u2069" in said(wording, "title.violence", party="جيش")


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("Ottoman Empire", "the Ottoman Empire"),
        ("Houthis", "the Houthis"),
        ("Revolutionary Armed Forces of Colombia", "the Revolutionary Armed Forces of Colombia"),
        ("Liberation Tigers of Tamil Eelam", "the Liberation Tigers of Tamil Eelam"),
        ("State of Katanga", "the State of Katanga"),
        ("United Nations Mission in South Sudan", "the United Nations Mission in South Sudan"),
        ("Communist Party of India (Maoist)", "the Communist Party of India (Maoist)"),
        ("Islamic State", "Islamic State"),
        ("Chad–Mali Defence Treaty", "the Chad–Mali Defence Treaty"),
        ("Chad–Mali", "Chad–Mali"),
        ("Al-Qaeda in Iraq", "Al-Qaeda in Iraq"),
        ("Boko Haram", "Boko Haram"),
        ("Save the Children", "Save the Children"),
        ("Borno State", "Borno State"),
        ("Port of Spain", "Port of Spain"),
    ],
)
def test_english_names_take_the_by_their_head(wording: Wording, name: str, told: str) -> None:
    assert wording.phrases.actor(name) == told


def test_nationals_of_a_state_are_its_people(wording: Wording) -> None:
    toll = {"effect": "killed", "affiliation": "United States", "victims": "Americans"}
    assert said(wording, "keypoint.toll", **toll, best=7).startswith("7 Americans were")
    assert said(wording, "keypoint.toll", **toll, best=1).startswith("One American national was")


@pytest.mark.parametrize(
    ("quote", "told"),
    [
        ("waging “terror by timetable", "“waging ‘terror by timetable’”"),
        ("the poor of the state” fled", "“the poor of the state fled”"),
        ('killed 40 "hireling soldiers" there', "“killed 40 ‘hireling soldiers’ there”"),
        ("called it „eine Lüge“ at once", "“called it ‘eine Lüge’ at once”"),
        ("Britain's men", "“Britain's men”"),
        ('("so")', "“(‘so’)”"),
    ],
)
def test_a_quotation_within_one_has_single_marks(wording: Wording, quote: str, told: str) -> None:
    assert wording.label("phrase.quoted", quote=quote) == told


def test_german_has_inner_marks_of_its_own() -> None:
    wording = wording_for(RenderSettings(language="de"))
    assert wording.label("phrase.quoted", quote="waging “terror”") == "„waging ‚terror‘“"


@pytest.mark.parametrize(
    ("claimant", "told"),
    [
        ("Syrian Democratic Forces", "The Syrian Democratic Forces accuse Turkey."),
        ("Taliban", "The Taliban accuse Turkey."),
        ("Kurdish fighters", "Kurdish fighters accuse Turkey."),
        ("Sons of Iraq", "Sons of Iraq accuse Turkey."),
        ("United States", "The United States accuses Turkey."),
        ("Hamas", "Hamas accuses Turkey."),
        ("Indian National Congress", "The Indian National Congress accuses Turkey."),
    ],
)
def test_verb_is_plural_beside_a_name_of_many(wording: Wording, claimant: str, told: str) -> None:
    assert said(wording, "change.claim", claimant=claimant, accused="Turkey") == told
