"""What the relation model adds to the rules and takes from them."""

from __future__ import annotations

from datetime import date

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
