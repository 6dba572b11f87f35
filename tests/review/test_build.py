"""Decisions through a whole build: what was rejected is gone, what was corrected says so, and all of it verifies."""

from __future__ import annotations

from pathlib import Path

from briefgen import pipeline
from briefgen.model import Brief
from briefgen.render import render
from briefgen.review import Decision, decide
from briefgen.settings import RenderSettings, Settings

ARTICLE = (
    "Border clash leaves soldiers dead\n\n"
    "Twelve Cambodian soldiers were killed near the border on Monday, Cambodia said.\n\n"
    "Cambodia accused Thailand of shelling its villages. Thailand denied the charge.\n\n"
    "China called for restraint. Vietnam condemned the fighting.\n"
)


def build(folder: Path, decisions: list[Decision]) -> tuple[Brief, pipeline.Reading]:
    settings = Settings(output=folder / "out", date="2025-07-28")
    return pipeline.build(pipeline.collect([str(folder)], settings=settings), settings=settings, decisions=decisions)


def test_build_applies_decisions_and_marks_what_was_corrected(tmp_path: Path) -> None:
    (tmp_path / "clash.txt").write_text(ARTICLE)
    brief, _ = build(tmp_path, [])
    (situation,) = brief.situations
    toll = next(toll for toll in situation.tolls if toll.best == 12).reports[0].report
    condemning = next(reaction for reaction in situation.reactions if reaction.type == "condemns")
    decisions = [
        decide(toll, "casualties", "correct", set={"low": 13, "high": 13}),
        decide(condemning, "reactions", "reject"),
    ]
    again, reading = build(tmp_path, decisions)
    assert reading.unmet == () and again.reviewed is not None
    assert (again.reviewed.corrected, again.reviewed.rejected) == (1, 1)
    assert [t.best for t in again.situations[0].tolls if t.effect == "killed"] == [13]
    assert not any(reaction.type == "condemns" for reaction in again.situations[0].reactions)
    for document in render(again, formats=["md", "html"], settings=RenderSettings()):
        assert "corrected by the editor" in document.content.decode()
        assert "corrected 1, left out 1" in document.content.decode()


def test_build_tells_of_a_decision_that_meets_no_fact(tmp_path: Path) -> None:
    (tmp_path / "clash.txt").write_text(ARTICLE)
    brief, _ = build(tmp_path, [])
    china = next(one for one in brief.situations[0].reactions if one.actor == "China")
    decision = decide(china, "reactions", "reject")
    (tmp_path / "clash.txt").write_text(ARTICLE.replace("China called for restraint.", "China kept silent."))
    _, reading = build(tmp_path, [decision])
    assert reading.unmet == (decision,)
