"""The whole round: a brief is built, decided on by its pages, built again, and says so."""

from __future__ import annotations

import html
from pathlib import Path

import pytest
from werkzeug.test import Client

from briefgen.cli import run
from briefgen.cli.briefs import read_brief
from briefgen.review import read_review
from briefgen.serve import Articles, Shelf, Site, guard_for
from briefgen.serve.facts import Fact, facts_of
from briefgen.settings import Settings
from tests.serve.desks import PORT, Served, marks

OSCE = "Organization for Security and Co-operation in Europe"


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory, seeds: Path) -> Served:
    """The brief of the seeds, served with its articles."""
    root = tmp_path_factory.mktemp("round")
    assert _build(root, seeds) == 0
    articles = Articles((str(seeds),), Settings(output=root / "out"))
    site = Site(Shelf(root / "out", read_brief), articles, guard_for("127.0.0.1", PORT), editable=True, by="Zoe")
    return Served(root, site, Client(site))


def _build(root: Path, seeds: Path) -> int:
    return run(["build", str(seeds), "-o", str(root / "out"), "-f", "md,html,json", "--no-store", "--quiet"])


def test_every_fact_of_the_seeds_stands_in_an_article_that_is_shown(desk: Served) -> None:
    facts = facts_of(desk.brief)
    assert len(facts) > 50
    for fact in facts:
        page = desk.page(fact)
        assert marks(page) and 'class="fault"' not in page, fact.key


def test_decisions_are_applied_and_marked_when_the_brief_is_built_again(desk: Served, seeds: Path) -> None:
    """What was rejected is gone, what was corrected bears its mark in each format, and the pages say so."""
    facts = facts_of(desk.brief)
    corrected = next(f for f in facts if f.kind == "reactions" and f.headline == f"{OSCE}: calls for a ceasefire")
    rejected = next(f for f in facts if f.kind == "claims")
    accepted = next(f for f in facts if f.kind == "alliances")
    assert desk.decide(corrected, "correct", type="calls_for_restraint", note="reads so").status_code == 303
    assert desk.decide(rejected, "reject").status_code == 303
    assert desk.decide(accepted, "accept").status_code == 303
    assert "when it is built again" in desk.page(corrected)
    assert _build(desk.root, seeds) == 0
    after = {fact.key: fact for fact in facts_of(desk.brief)}
    assert rejected.key not in after and accepted.key in after
    assert desk.brief.reviewed is not None and desk.brief.reviewed.model_dump() == {
        "accepted": 1,
        "corrected": 1,
        "rejected": 1,
    }
    for name in ("brief.md", "brief.html"):
        text = (desk.out / name).read_text(encoding="utf-8")
        assert "corrected by the editor" in text and "confirmed 1, corrected 1, left out 1" in text
    page = desk.get("/briefs/-/review").text
    assert "when it is built again" not in page
    assert "Decisions on no fact of this brief" in page and rejected.passages[0].quote[:40] in html.unescape(page)
    _decided_anew(desk, seeds)


def _decided_anew(desk: Served, seeds: Path) -> None:
    """What was corrected is found again in the built brief, and its correction can be taken back."""
    fact = _corrected(desk)
    assert fact.headline == f"{OSCE}: calls for restraint" and "reads so" in desk.page(fact)
    assert desk.decide(fact, "undo").status_code == 303
    assert [one.action for one in read_review(desk.review_file)] == ["reject", "accept"]
    assert _build(desk.root, seeds) == 0
    headlines = {one.headline for one in facts_of(desk.brief)}
    assert f"{OSCE}: calls for a ceasefire" in headlines
    assert not any(one.finding.corrected for one in facts_of(desk.brief))


def _corrected(desk: Served) -> Fact:
    (found,) = [fact for fact in facts_of(desk.brief) if fact.finding.corrected]
    return found
