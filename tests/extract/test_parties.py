"""Parties beyond the cases: evidence, order, word lists with their examples, the weighing of signs."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from briefgen.extract.parties.evidence import signs
from briefgen.extract.parties.extractor import parties
from briefgen.extract.parties.roles import Tally, role_of
from briefgen.extract.parties.scope import Sign, party_words
from briefgen.knowledge import load_knowledge
from briefgen.knowledge.types import Word
from briefgen.model import Role
from briefgen.parsed import Actor
from briefgen.terms import ROLES
from tests.conftest import Read

RULES = {
    "fight": {"violence", "fought", "suffers", "attacked", "assails"},
    "launch": {"launch"},
    "operation": {"violence", "fought", "attacked"},
    "war": {"war"},
    "threat": {"threat"},
    "back": {"backs", "allied"},
    "ally": {"ally", "support"},
    "station": {"stationed"},
    "mediate": {"mediate", "persuade"},
    "talks": {"mediate"},
    "shelter": {"shelter"},
    "hold": {"hold"},
    "speak": {"speak"},
    "react": {"react"},
    "accuse": {"accused"},
    "harm": {"violence", "fought"},
    "harmed": {"violence"},
    "military": {"fought"},
    "venue": {"venue"},
    "help": {"asked"},
    "show": {"show"},
    "toll": {"fought"},
    "give": {"aid"},
    "arms": {"aid"},
    "rely": {"relied"},
    "ask": {"asked"},
    "fall": {"fought"},
    "mourn": {"fought"},
    "kill": {"fought"},
    "soldiers": {"fought"},
    "refuse": {"quarrel"},
    "charge": {"quarrel"},
    "steer": {"mediate"},
    "truces": {"mediate"},
    "move": {"moves"},
    "sign": {"truce"},
    "plan": {"plan", "offers"},
    "enforce": {"enforces"},
    "menace": {"menace"},
    "threats": {"menace"},
    "mass": {"menace"},
    "sanction": {"targeted", "imposes"},
    "acquire": {"menace"},
    "trade": {"supplies"},
    "goods": {"supplies"},
    "flying": {"intercepts"},
    "mediation": {"offers"},
    "offer": {"offers"},
    "rout": {"fought"},
    "win": {"wins"},
    "ground": {"wins"},
    "send": {"sends"},
    "gear": {"sends"},
    "receive": {"source"},
    "join": {"joins"},
    "utterance": {"utters"},
    "citizen": {"nationals"},
    "civilian": {"nationals"},
    "abduct": {"nationals"},
    "invite": {"mediate"},
    "soothe": {"mediate"},
    "approach": {"mediate"},
    "quarrel": {"mediate"},
    "reopen": {"offers"},
    "evacuate": {"does"},
    "stray": {"suffers"},
}


def _examples() -> Iterator[tuple[Word, str, bool]]:
    for row in load_knowledge().words("parties"):
        yield from ((row, text, True) for text in row.examples)
        yield from ((row, text, False) for text in row.not_examples)


@pytest.mark.parametrize(
    ("row", "text", "holds"), [*_examples()], ids=lambda v: v.cls if isinstance(v, Word) else str(v)
)
def test_words_give_the_signs_of_their_class(read: Read, row: Word, text: str, holds: bool) -> None:
    parsed = read(text)[0]
    if row.cls in ("warfare", "figure"):  # what an article is about, what is no violence: no signs of their own
        words = party_words(load_knowledge())
        assert any(row.cls in words.either(token) for token in parsed.doc) is holds
        return
    found = {sign.rule for sign in signs(parsed, load_knowledge())}
    assert bool(found & RULES[row.cls]) is holds


def test_words_know_every_form_of_a_verb() -> None:
    words = party_words(load_knowledge())
    assert all("fight" in words.verbs[form] for form in ("fought", "fighting", "withdrew", "seized", "overran"))


def test_parties_stand_on_words_of_the_article(read: Read) -> None:
    text = "Eritrean troops shelled Badme. Norway condemned the attack and Qatar brokered a truce."
    _, findings = read(text)
    assert [party.name for party in findings.parties] == ["Eritrea", "Norway", "Qatar"]
    for party in findings.parties:
        for evidence in party.evidence:
            assert text[evidence.start : evidence.end] == evidence.quote
            assert evidence.rule.startswith("parties.")


def test_parties_are_the_same_each_time(read: Read) -> None:
    parsed = read("Russian and Turkish jets bombed Idlib while Iran armed a militia and Syria fought Islamic State.")[0]
    knowledge = load_knowledge()
    assert [p.id for p in parties(parsed, knowledge)] == [p.id for p in parties(parsed, knowledge)]


def test_parties_of_an_empty_text_are_none(read: Read) -> None:
    assert read(" ")[1].parties == ()


def test_the_past_weighs_less(read: Read) -> None:
    from datetime import date

    text = "Peru fought Ecuador in 1941. On Monday Norway condemned a raid by Eritrean troops on Ethiopian posts."
    roles = {party.name: party.role for party in read(text, day=date(2020, 5, 5))[1].parties}
    assert roles["Eritrea"] == "belligerent"
    assert "Peru" not in roles


def _tally(kind: str = "state", sort: str = "", **weights: float) -> Tally:
    actor = Actor("Ruritania", kind, "x")  # type: ignore[arg-type]  # a test names kinds in words
    found = Tally("Ruritania", actor, sort, signs=[Sign(actor, None, "commentator", 1.0, "speak", 0, 1)])
    for role in ROLES:
        found.weights[role] = weights.get(role, 0.0)
    return found


@pytest.mark.parametrize(
    ("found", "role"),
    [
        (_tally(belligerent=6, commentator=20), "belligerent"),
        (_tally(backer=4, commentator=9), "backer"),
        (_tally(mediator=3, commentator=5), "mediator"),
        (_tally(affected=2, commentator=3), "affected"),
        (_tally(commentator=1), "commentator"),
        (_tally(), None),
        (_tally("intergovernmental", "agency", belligerent=9), "commentator"),
        (_tally("intergovernmental", "alliance", belligerent=3), "belligerent"),
        (_tally("armed_group", "rebel"), "belligerent"),
    ],
)
def test_role_goes_by_weight_and_kind(found: Tally, role: Role | None) -> None:
    assert role_of(found) == role


@pytest.mark.parametrize(("says", "role"), [(1.0, "belligerent"), (9.0, None)])
def test_who_tells_of_an_attack_at_length_is_no_attacker(says: float, role: Role | None) -> None:
    found = Tally("A person", None, "", rules={"assails": 3.0, "speak": says})
    found.weights.update(belligerent=6.0, commentator=says)
    assert role_of(found) == role
