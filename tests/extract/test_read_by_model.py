"""What the relation model adds to the rules and takes from them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import pytest

from briefgen.extract.casualties.extractor import casualties
from briefgen.extract.doubt import LEAST, is_doubted
from briefgen.extract.parties.read import ADDS, ADDS_SIDE, weighed
from briefgen.knowledge import load_knowledge
from briefgen.model import Role
from briefgen.parse.relations.reader import KEPT
from briefgen.parsed import Asked, ParsedArticle, Relation, Sign
from tests.conftest import Read

DAY = date(2022, 6, 15)
STATES = (
    "France, Italy, Spain, Portugal, Norway, Sweden, Finland, Denmark, Poland, Austria, Hungary, Romania, Bulgaria, "
    "Greece, Turkey, Egypt, Jordan, Kuwait, Oman, Qatar, Bahrain, India, Japan, Peru, Chile, Brazil and Canada"
)


def _acts(read: Read, text: str, *, relations: bool) -> set[tuple[str, str]]:
    return {(one.actor, one.type) for one in read(text, day=DAY, relations=relations)[1].reactions}


def test_wording_of_no_rule_is_read(read: Read) -> None:
    text = "Rebels shelled Goma in Congo. Peru had harsh words for the shelling."
    assert _acts(read, text, relations=False) == set()
    assert _acts(read, text, relations=True) == {("Peru", "condemns")}


def test_what_the_model_does_not_believe_is_left_out(read: Read) -> None:
    text = "Rebels shelled Goma in Congo. Peru shut its consulate and told Rwanda's envoy to pack."
    assert ("Peru", "statement") in _acts(read, text, relations=False)
    assert _acts(read, text, relations=True) == {("Peru", "sanctions")}


def test_list_too_long_for_the_model_is_left_to_the_rules(read: Read) -> None:
    text = f"Gunmen killed 12 people in Lagos on Monday. {STATES} condemned the attack. Ghana sent doctors to Nigeria."
    _, both = read(text, day=DAY, relations=True)
    assert sum(reaction.type == "condemns" for reaction in both.reactions) >= 20


def test_act_alleged_stays_with_the_claim(read: Read) -> None:
    text = "Fighting went on near Goris. Armenia accused Azerbaijan of shelling villages near Goris."
    _, both = read(text, day=DAY, relations=True)
    (claim,) = [c for c in both.claims if (c.claimant, c.accused) == ("Armenia", "Azerbaijan")]
    assert claim.act == "shelling villages near Goris"


def test_role_by_register_keeps_its_mark(read: Read) -> None:
    text = (
        "Argentine jets hit a frigate off the Falkland Islands on Tuesday. Britain said that 20 sailors were missing."
    )
    _, both = read(text, day=date(1982, 5, 5), relations=True)
    assert {party.name: party.role for party in both.parties}["United Kingdom"] == "belligerent"


EFFECTS = ("killed", "injured", "missing", "detained", "displaced")


def _signed(read: Read, text: str, told: Mapping[str, tuple[str, float]]) -> ParsedArticle:
    """*text* as the rules parse it, with signs by word: a sure effect, and how much of a breakdown it is."""
    parsed, _ = read(text, day=DAY)
    signs = {
        token.i: Sign(
            dict.fromkeys(EFFECTS, 0.0) | {told[token.text][0]: 0.99}, told[token.text][1], 0.0, told[token.text][0]
        )
        for token in parsed.doc
        if token.text in told
    }
    return replace(parsed, signs=signs)


def _tolls(parsed: ParsedArticle) -> set[tuple[str, int | None]]:
    return {(report.effect, report.low) for report in casualties(parsed, load_knowledge())}


STRANGE = "The mine at Larkul had 17 names on the board by dusk, and its bell had 4 more to toll for."


@pytest.mark.parametrize(
    ("part", "found"),
    [(0.1, {("killed", 17)}), (0.9, set())],
)
def test_number_that_the_model_is_sure_of_is_a_toll_where_it_is_no_breakdown(
    read: Read, part: float, found: set[tuple[str, int]]
) -> None:
    assert _tolls(_signed(read, STRANGE, {})) == set()
    assert _tolls(_signed(read, STRANGE, {"17": ("killed", part)})) == found


def test_single_victim_that_the_model_is_sure_of_is_a_toll(read: Read) -> None:
    text = "For a potter of the village the rescue came an hour too late."
    signed = _signed(read, text, {"a": ("killed", 0.1), "potter": ("killed", 0.1)})
    assert _tolls(signed) == {("killed", 1)}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("From the gorge 17 scouts did not come home.", {("killed", 17)}),
        ("From the gorge 17 scouts might not come home.", set()),
        ("From the gorge 17 scouts will not come home.", set()),
        ("In the gorge 17 scouts were not killed.", set()),
        ("From the gorge 17 scouts did not emerge alive.", {("killed", 17)}),
        ("The minister denied that the flood had swallowed 17 scouts.", set()),
        ("Guides prevented the river from swallowing 17 scouts.", set()),
        ("If the ice does not bear 17 scouts, the pass is shut.", set()),
    ],
)
def test_number_that_the_model_is_sure_of_is_a_toll_where_it_is_told(
    read: Read, text: str, found: set[tuple[str, int]]
) -> None:
    assert _tolls(_signed(read, text, {"17": ("killed", 0.1)})) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The shells killed 41 people: 22 men and 19 boys of the choir.", {("killed", 41)}),
        ("The shells killed 41 people (22 men and 19 boys of the choir).", {("killed", 41)}),
        ("Up to 41 people were killed: 22 went down with the barge.", {("killed", None)}),
        ("The shells killed 41 people, and at the ford 22 men and a boy sank.", {("killed", 41), ("killed", 22)}),
        ("The shells killed 41 people (many of them old), and at the ford 22 sank.", {("killed", 41), ("killed", 22)}),
        ("The shells killed 12 people: at the ford 22 men sank.", {("killed", 12), ("killed", 22)}),
    ],
)
def test_number_that_tells_a_toll_in_detail_is_none_of_its_own(
    read: Read, text: str, found: set[tuple[str, int]]
) -> None:
    assert _tolls(_signed(read, text, {"22": ("killed", 0.1)})) == found


def test_toll_that_the_model_does_not_read_stands(read: Read) -> None:
    text = "The blast killed 14 people and wounded 30."
    assert _tolls(_signed(read, text, {"14": ("killed", 0.1)})) == {("killed", 14), ("injured", 30)}


def test_nobody_is_no_toll_of_the_model(read: Read) -> None:
    text = "Of the infants in the cellar none knew the tune."
    assert _tolls(_signed(read, text, {"none": ("killed", 0.1)})) == set()


@pytest.mark.parametrize(("share", "doubted"), [(0.9, True), (1.1, False)])
def test_rule_is_doubted_below_the_least_score(read: Read, share: float, doubted: bool) -> None:
    parsed = _signed(read, "Peru condemned the attack.", {})
    mention = parsed.mentions[0]
    (peru,) = mention.actors
    score = LEAST * share
    relation = Relation("condemns", peru, None, mention, None, 0, len(parsed.doc), score, False)
    asked = replace(parsed, asked=[Asked(0, len(parsed.doc), frozenset({peru}))], relations=[relation])
    assert is_doubted(asked, "condemns", by={"Peru"}, toward=None, start=0, end=3) is doubted


def test_label_of_which_the_model_is_no_judge_is_never_doubted(read: Read) -> None:
    parsed = _signed(read, "Peru condemned the attack.", {})
    (peru,) = parsed.mentions[0].actors
    asked = replace(parsed, asked=[Asked(0, len(parsed.doc), frozenset({peru}))])
    assert is_doubted(asked, "condemns", by={"Peru"}, toward=None, start=0, end=3)
    assert not is_doubted(asked, "expresses_concern", by={"Peru"}, toward=None, start=0, end=3)


def test_doubt_begins_at_no_score_that_the_reader_leaves_out() -> None:
    assert LEAST >= KEPT


def _weighed(read: Read, roles: dict[str, Role], shares: dict[str, float], *, helps: bool = False) -> dict[str, Role]:
    """*roles* after the model gives Peru *shares*."""
    parsed = _signed(read, "Peru spoke.", {})
    (peru,) = parsed.mentions[0].actors
    told = replace(parsed, parts={peru: shares})
    return weighed(roles, parsed=told, names={"Peru"}, known=(), helpers={"Peru"} if helps else set())


def test_on_the_model_s_word_alone_nobody_takes_a_side_unless_it_is_surer(read: Read) -> None:
    between = (ADDS + ADDS_SIDE) / 2
    assert _weighed(read, {}, {"commentator": between}) == {"Peru": "commentator"}
    assert _weighed(read, {}, {"backer": between}) == {}
    assert _weighed(read, {}, {"backer": ADDS_SIDE}) == {"Peru": "backer"}


def test_who_is_said_to_help_is_made_no_bystander_but_may_be_made_a_side(read: Read) -> None:
    assert _weighed(read, {"Peru": "backer"}, {"commentator": 0.99}) == {"Peru": "commentator"}
    assert _weighed(read, {"Peru": "backer"}, {"none": 0.99}) == {}
    for role in ("commentator", "affected", "none"):
        assert _weighed(read, {"Peru": "backer"}, {role: 0.99}, helps=True) == {"Peru": "backer"}
    assert _weighed(read, {"Peru": "backer"}, {"belligerent": 0.99}, helps=True) == {"Peru": "belligerent"}


def test_rules_alone_leave_what_the_model_would_say_empty(read: Read) -> None:
    parsed, _ = read("In Lima the foreign ministry condemned the killing of 14 men. It called for calm.", day=DAY)
    assert not parsed.signs and not parsed.asked and not parsed.relations and not parsed.parts
