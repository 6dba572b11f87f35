"""Decisions: they find their fact again, change what they may, and survive their file."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from briefgen.errors import UsageError
from briefgen.model import CasualtyReport, Claim, Evidence, Findings, Party, Reaction
from briefgen.review import Decision, apply, covers, decide, files_for, read_review, read_reviews, review_bytes

TEXT = "Both armies put their dead at about 50. Iran voiced concern. Baku blamed Yerevan."


def spot(quote: str, *, article: str = "a", moved: int = 0) -> Evidence:
    start = TEXT.index(quote) + moved
    return Evidence(article=article, start=start, end=start + len(quote), quote=quote, rule="r")


def dead(side: str, low: int = 50, high: int | None = 50, **more: object) -> CasualtyReport:
    values = {"effect": "killed", "low": low, "high": high, "affiliation": side, "vague": True, **more}
    return CasualtyReport.model_validate({"evidence": (spot("dead at about 50"),), **values})


def reaction(**more: object) -> Reaction:
    values = {"actor": "Iran", "type": "expresses_concern", "evidence": (spot("Iran voiced concern"),), **more}
    return Reaction.model_validate(values)


def findings(**facts: object) -> Findings:
    return Findings.model_validate({"article": "a", **facts})


def test_rejected_fact_is_left_out_and_its_twin_on_the_same_words_stays() -> None:
    armenia, azerbaijan = dead("Armenia"), dead("Azerbaijan")
    applied = apply([decide(armenia, "casualties", "reject")], [findings(casualties=(armenia, azerbaijan))])
    assert [one.affiliation for one in applied.findings[0].casualties] == ["Azerbaijan"]
    assert applied.reviewed is not None and applied.reviewed.rejected == 1 and applied.unmet == ()


def test_correction_keeps_the_id_and_the_evidence_and_leaves_a_mark() -> None:
    fact = dead("Armenia")
    applied = apply(
        [decide(fact, "casualties", "correct", set={"low": 49, "high": None})], [findings(casualties=(fact,))]
    )
    (made,) = applied.findings[0].casualties
    assert (made.low, made.high, made.vague, made.corrected) == (49, None, False, True)
    assert (made.id, made.evidence) == (fact.id, fact.evidence)


def test_accepted_fact_stays_as_it_is_and_is_counted() -> None:
    applied = apply([decide(reaction(), "reactions", "accept")], [findings(reactions=(reaction(),))])
    assert applied.findings[0].reactions == (reaction(),)
    assert applied.reviewed is not None and applied.reviewed.accepted == 1


def test_decision_holds_where_the_text_around_moved_and_not_where_the_words_differ() -> None:
    decision = decide(reaction(), "reactions", "reject")
    assert covers(decision, reaction(evidence=(spot("Iran voiced concern", moved=40),)), "reactions")
    assert not covers(decision, reaction(evidence=(spot("Iran voiced concern", article="b"),)), "reactions")
    assert not covers(decision, reaction(type="warns"), "reactions")
    assert not covers(decision, reaction(), "claims")


def test_decision_covers_the_fact_as_it_was_corrected() -> None:
    decision = decide(reaction(), "reactions", "correct", set={"type": "warns"})
    assert covers(decision, reaction(type="warns", corrected=True), "reactions")


def test_rejecting_a_fused_fact_rejects_every_finding_behind_it() -> None:
    elsewhere = reaction(evidence=(spot("Iran voiced concern", article="b"),))
    fused = reaction(evidence=(*reaction().evidence, *elsewhere.evidence))
    bundles = [findings(reactions=(reaction(),)), Findings(article="b", reactions=(elsewhere,))]
    applied = apply([decide(fused, "reactions", "reject")], bundles)
    assert [one.reactions for one in applied.findings] == [(), ()]
    assert applied.reviewed is not None and applied.reviewed.rejected == 1


def test_party_is_known_by_its_name_in_every_article() -> None:
    here = Party(name="Iran", kind="state", role="belligerent", evidence=(spot("Iran"),))
    there = here.model_copy(update={"evidence": (spot("Iran", article="b"),)})
    decision = decide(here, "parties", "correct", set={"role": "commentator"})
    applied = apply([decision], [findings(parties=(here,)), Findings(article="b", parties=(there,))])
    assert [one.parties[0].role for one in applied.findings] == ["commentator", "commentator"]


def test_last_of_several_decisions_on_a_fact_counts() -> None:
    decisions = [decide(reaction(), "reactions", action) for action in ("reject", "accept")]
    applied = apply(decisions, [findings(reactions=(reaction(),))])
    assert len(applied.findings[0].reactions) == 1


def test_decision_that_meets_no_fact_changes_nothing_and_is_told() -> None:
    decision = decide(reaction(), "reactions", "reject")
    applied = apply([decision], [findings()])
    assert applied.unmet == (decision,) and applied.reviewed is None


@pytest.mark.parametrize(
    ("set", "reason"),
    [
        ({}, "sets nothing"),
        ({"evidence": "x"}, "cannot be set"),
        ({"effect": "eaten"}, "effect"),
        ({"low": 60}, "above high"),
        ({"low": "many"}, "low"),
    ],
)
def test_correction_that_the_fact_cannot_take_is_refused(set: dict[str, str | int], reason: str) -> None:
    with pytest.raises(UsageError, match=reason):
        decide(dead("Armenia"), "casualties", "correct", set=set)


def test_file_gives_the_decisions_back(tmp_path: Path) -> None:
    claim = Claim(claimant="Azerbaijan", accused="Armenia", evidence=(spot("Baku blamed Yerevan"),))
    noted = 'said "no"\nline\u2028two \\ \x7f'
    decisions = (
        decide(
            claim,
            "claims",
            "correct",
            set={"accused": None},
            note=noted,
            by="Zoë",
            at=datetime(2022, 9, 15, tzinfo=UTC),
        ),
        decide(dead("Armenia", high=None), "casualties", "accept"),
    )
    path = tmp_path / "review.toml"
    path.write_bytes(review_bytes(decisions))
    assert read_review(path) == decisions


def test_no_file_holds_no_decision(tmp_path: Path) -> None:
    assert read_reviews(files_for(tmp_path)) == ()


def test_files_of_all_days_are_heeded(tmp_path: Path) -> None:
    for day in ("2022-09-14", "2022-09-13"):
        (tmp_path / day).mkdir()
        (tmp_path / day / "review.toml").write_bytes(
            review_bytes([decide(reaction(), "reactions", "accept", note=day)])
        )
    assert [one.note for one in read_reviews(files_for(tmp_path, days=True))] == ["2022-09-13", "2022-09-14"]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("decision = 3", r"two brackets"),
        ("[[decision]]\nkind = 'claims'", "decision 1: action"),
        ("[[decision]]\nkind = 'claims'\naction = 'burn'\npassages = []", "decision 1"),
        ("decision = [", "TOML"),
        ("decision = ['x']", "is no table"),
    ],
)
def test_broken_file_names_itself_and_the_entry(tmp_path: Path, content: str, reason: str) -> None:
    path = tmp_path / "review.toml"
    path.write_text(content)
    with pytest.raises(UsageError, match=reason):
        read_review(path)


def test_decision_is_frozen() -> None:
    decision: Decision = decide(reaction(), "reactions", "accept")
    with pytest.raises(ValueError, match="frozen"):
        decision.note = "x"  # type: ignore[misc]
