"""Decisions by the pages: kept in review.toml, one place of each, never at the cost of what others wrote there."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from briefgen.model import Reaction
from briefgen.review import decide, review_bytes
from briefgen.serve.facts import facts_of
from briefgen.serve.fields import fields_of
from tests.serve.desks import Served, served


@pytest.fixture
def desk(tmp_path: Path) -> Served:
    return served(tmp_path)


def test_accept_is_kept_with_note_name_and_time_and_leads_to_the_next_open_fact(desk: Served) -> None:
    first, second = desk.fact("claims"), desk.fact("claims", 1)
    answer = desk.decide(first, "accept", note="  checked \n twice ")
    assert answer.status_code == 303
    assert answer.headers["Location"] == f"/briefs/-/review/{second.key}?done={first.key}#fact"
    (kept,) = desk.decisions
    assert (kept.action, kept.note, kept.by) == ("accept", "checked twice", "Zoe")
    assert kept.at is not None and kept.at.tzinfo is not None
    assert "Accepted" in desk.page(first) and "checked twice" in desk.page(first)


def test_last_open_fact_leads_back_to_the_list(desk: Served) -> None:
    answers = [desk.decide(fact, "accept") for fact in facts_of(desk.brief)]
    assert answers[-1].headers["Location"].split("?")[0] == "/briefs/-/review"
    page = desk.get("/briefs/-/review").text
    count = len(facts_of(desk.brief))
    assert f"{count} of {count} decided" in page and "Every fact has a decision" in page


def test_second_decision_takes_the_place_of_the_first(desk: Served) -> None:
    one, other = desk.fact("claims"), desk.fact("claims", 1)
    for fact, action in ((one, "accept"), (other, "accept"), (one, "reject")):
        desk.decide(fact, action)
    assert [(d.action, d.was["claimant"]) for d in desk.decisions] == [("reject", "Azerbaijan"), ("accept", "Armenia")]


def test_correction_keeps_only_what_differs(desk: Served) -> None:
    fact = desk.fact("casualties")
    form = {field.name: field.value for field in fields_of(fact.finding, fact.kind)}
    answer = desk.decide(fact, "correct", **{**form, "low": "51", "high": "", "civilian": "no"})
    assert answer.status_code == 303
    (kept,) = desk.decisions
    assert kept.set == {"low": 51, "high": None, "civilian": False}
    page = desk.page(fact)
    assert 'value="51"' in page and "Corrected" in page


@pytest.mark.parametrize(
    ("form", "reason"),
    [
        ({"low": "60", "high": "50"}, "lies above"),
        ({"low": "some"}, "At least: &#39;some&#39; is no whole number"),
        ({"low": "9" * 5000}, "no whole number"),
        ({"low": "-3"}, "no whole number"),
        ({"effect": "eaten"}, "none of the choices"),
        ({"effect": ""}, "cannot be empty"),
        ({"affiliation": "x" * 201}, "200 characters"),
        ({"affiliation": "a\u202eb"}, "plain text"),
        ({}, "sets nothing"),
        ({"id": "0", "evidence": "x", "corrected": "no"}, "sets nothing"),
        ({"low": "51", "note": "x" * 2001}, "2,000 characters"),
    ],
)
def test_correction_that_cannot_be_is_told_and_what_was_typed_stays(
    desk: Served, form: dict[str, str], reason: str
) -> None:
    fact = desk.fact("casualties")
    answer = desk.decide(fact, "correct", **form)
    assert (answer.status_code, desk.review_file.exists()) == (422, False)
    assert reason in answer.text and 'role="alert"' in answer.text
    if form.get("low"):
        assert f'value="{form["low"]}"' in answer.text


def test_unknown_action_is_told(desk: Served) -> None:
    assert desk.decide(desk.fact("claims"), "burn").status_code == 422
    assert not desk.review_file.exists()


def test_undo_takes_the_decision_back_and_stays_at_the_fact(desk: Served) -> None:
    fact = desk.fact("claims")
    desk.decide(fact, "reject")
    answer = desk.decide(fact, "undo")
    assert answer.headers["Location"].startswith(f"/briefs/-/review/{fact.key}?")
    assert desk.decisions == ()
    assert "Open again" in desk.get(answer.headers["Location"]).text


def test_what_stands_in_the_file_already_stays(desk: Served) -> None:
    by_hand = decide(desk.fact("reactions").finding, "reactions", "reject", note="by hand")
    desk.get("/briefs/-/review")
    desk.review_file.write_bytes(review_bytes([by_hand]))  # after the page was read
    desk.decide(desk.fact("claims"), "accept")
    assert [one.note for one in desk.decisions] == ["by hand", ""]


def test_two_at_once_lose_nothing(desk: Served) -> None:
    facts = facts_of(desk.brief)
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda fact: desk.decide(fact, "accept").status_code, facts))
    assert set(answers) == {303}
    assert len(desk.decisions) == len(facts)


@pytest.mark.parametrize("content", ["decision = [", "[[decision]]\nkind = 'claims'\naction = 'burn'\npassages = []"])
def test_broken_file_is_told_and_never_written_over(desk: Served, content: str) -> None:
    desk.review_file.write_text(content, encoding="utf-8")
    fact = desk.fact("claims")
    for page in (desk.get("/briefs/-/review").text, desk.page(fact)):
        assert "cannot be read" in page and "review.toml" in page
    assert "<form" not in desk.page(fact)
    assert desk.decide(fact, "accept").status_code == 409
    assert desk.post("/briefs/-/review/undo/0123456789abcdef").status_code == 409
    assert desk.review_file.read_text(encoding="utf-8") == content
    assert "review.toml cannot be read" in desk.get("/").text


def test_file_that_is_a_link_out_of_the_folder_is_left_alone(desk: Served) -> None:
    outside = desk.root.parent / f"{desk.root.name}-outside.toml"
    outside.write_bytes(b"")
    desk.review_file.symlink_to(outside)
    assert desk.decide(desk.fact("claims"), "accept").status_code == 409
    assert outside.read_bytes() == b"" and desk.review_file.is_symlink()


def test_folder_that_cannot_be_written_is_told(desk: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(**options: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("briefgen.deliver.files.tempfile.mkstemp", fail)
    answer = desk.decide(desk.fact("claims"), "accept")
    assert answer.status_code == 409 and "Permission denied" in answer.text


def test_fact_that_is_gone_since_the_page_was_read_is_told(desk: Served) -> None:
    fact = desk.fact("claims")
    (desk.out / "brief.json").write_text(desk.brief.model_copy(update={"situations": ()}).model_dump_json())
    answer = desk.decide(fact, "accept")
    assert (answer.status_code, desk.review_file.exists()) == (409, False)
    assert "built anew" in answer.text


def test_decision_on_no_fact_of_the_brief_is_listed_and_can_be_taken_back(desk: Served) -> None:
    spot = desk.fact("reactions").finding.evidence
    gone = decide(Reaction(actor="Poland", type="warns", evidence=spot), "reactions", "reject", note="no such thing")
    kept = decide(desk.fact("claims").finding, "claims", "accept")
    desk.review_file.write_bytes(review_bytes([gone, kept]))
    page = desk.get("/briefs/-/review").text
    assert "Decisions on no fact of this brief" in page and "no such thing" in page
    key = page.split("/review/undo/")[1].split('"')[0]
    assert desk.post(f"/briefs/-/review/undo/{key}").status_code == 303
    assert desk.decisions == (kept,)


def profile(desk: Served) -> Served:
    """The same brief as two days of a profile: that of the day before holds a decision."""
    (desk.out / "heartbeat.json").write_text("{}", encoding="utf-8")
    content = (desk.out / "brief.json").read_bytes()
    for day in ("2022-09-14", "2022-09-15"):
        (desk.out / day).mkdir()
        (desk.out / day / "brief.json").write_bytes(content)
    earlier = decide(desk.fact("claims").finding, "claims", "accept", note="the day before")
    (desk.out / "2022-09-14" / "review.toml").write_bytes(review_bytes([earlier]))
    return desk


def test_day_of_a_profile_heeds_the_other_days_and_changes_a_decision_where_it_stands(desk: Served) -> None:
    profile(desk)
    fact = desk.fact("claims")
    place = f"/briefs/2022-09-15/review/{fact.key}"
    assert "the day before" in desk.get(place).text
    desk.post(place, action="reject")
    assert not (desk.out / "2022-09-15" / "review.toml").exists()
    assert "reject" in (desk.out / "2022-09-14" / "review.toml").read_text(encoding="utf-8")
    desk.post(f"/briefs/2022-09-15/review/{desk.fact('claims', 1).key}", action="accept")
    assert (desk.out / "2022-09-15" / "review.toml").exists()
    desk.post(place, action="undo")
    assert "reject" not in (desk.out / "2022-09-14" / "review.toml").read_text(encoding="utf-8")


def test_other_folders_are_no_days_of_a_profile(desk: Served) -> None:
    profile(desk)
    (desk.out / "heartbeat.json").unlink()
    assert "the day before" not in desk.get(f"/briefs/2022-09-15/review/{desk.fact('claims').key}").text


def test_corrected_fact_of_a_built_brief_is_decided_on_by_what_was_read_first(desk: Served) -> None:
    """Its identity in the brief is the corrected one; the next build meets the one that the article gives."""
    read = desk.fact("reactions").finding
    desk.review_file.write_bytes(review_bytes([decide(read, "reactions", "correct", set={"type": "warns"})]))
    situation = desk.brief.situations[0]
    built = read.model_copy(update={"type": "warns", "corrected": True})
    reactions = (built, *situation.reactions[1:])
    brief = desk.brief.model_copy(update={"situations": (situation.model_copy(update={"reactions": reactions}),)})
    (desk.out / "brief.json").write_text(brief.model_dump_json(), encoding="utf-8")
    fact = desk.fact("reactions")
    desk.decide(fact, "correct", type="warns", toward="Armenia")
    assert desk.decisions[0].was["type"] == read.model_dump()["type"]
    assert desk.decisions[0].set == {"type": "warns", "toward": "Armenia"}
    desk.decide(fact, "reject")
    assert desk.decisions[0].was["type"] == read.model_dump()["type"]
    assert "Left out" in desk.page(fact)
    desk.decide(fact, "undo")
    assert "correction that was taken back" in desk.page(fact)
    assert desk.decide(fact, "accept").status_code == 422
    assert desk.decisions == ()


def test_correction_behind_a_merged_fact_is_found_and_can_be_taken_back(desk: Served) -> None:
    """A correction may make a fact one that another article tells first: its main words are others then."""
    read = desk.fact("reactions").finding
    desk.review_file.write_bytes(review_bytes([decide(read, "reactions", "correct", set={"type": "warns"})]))
    situation = desk.brief.situations[0]
    others = situation.reactions[1].evidence
    built = read.model_copy(update={"type": "warns", "corrected": True, "evidence": (*others, *read.evidence)})
    changed = situation.model_copy(update={"reactions": (built, *situation.reactions[2:])})
    brief = desk.brief.model_copy(update={"situations": (changed,)})
    (desk.out / "brief.json").write_text(brief.model_dump_json(), encoding="utf-8")
    fact = desk.fact("reactions")
    assert "Corrected" in desk.page(fact)
    assert "no fact of this brief" not in desk.get("/briefs/-/review").text
    desk.decide(fact, "undo")
    assert desk.decisions == ()


def test_full_file_takes_no_more(desk: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("briefgen.serve.desk.MOST_BYTES", 1000)
    for fact in facts_of(desk.brief)[:2]:
        desk.decide(fact, "accept")
    assert desk.decide(desk.fact("claims"), "accept", note="x" * 900).status_code == 422
    assert len(desk.decisions) == 2
