"""Fused truth of two real events, where BRIEFGEN_CORPUS names a corpus: every figure in its toll, none mixed."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from briefgen.fuse import fuse
from briefgen.knowledge import load_knowledge
from briefgen.model import Situation
from briefgen.settings import FuseSettings, Settings
from tests.quality.clusters import NAMES, annotated, judge, load_cluster
from tests.tally import TALLIES, Tally

FLOORS = {"cluster_mazar": 7, "cluster_nice": 12}  # of 7 and 13: "dozens including 59" is annotated as dozens alone
LINE_FLOOR = 0.75  # of the tolls of both, from the whole line


def from_gold(corpus: Path, names: tuple[str, ...], *more: str) -> tuple[Situation, ...]:
    clusters = [load_cluster(corpus, name) for name in names]
    rows = [(a["id"], a["published"]) for cluster in clusters for a in cluster["articles"]]
    built = [annotated(corpus, id, published=day) for id, day in rows]
    built += [annotated(corpus, id, published="2022-09-14") for id in more]
    articles, findings = [one for one, _ in built], [one for _, one in built]
    return fuse(findings, articles=articles, knowledge=load_knowledge(), settings=FuseSettings())


@pytest.mark.parametrize("name", NAMES)
def test_cluster_from_gold_findings_is_the_fused_truth(corpus: Path, name: str) -> None:
    outcome = judge(load_cluster(corpus, name), from_gold(corpus, (name,)))
    TALLIES.add("clusters", f"{name[8:]}, gold", Tally(outcome.met, outcome.wanted - outcome.met, 0))
    assert outcome.met >= FLOORS[name], outcome.faults


def test_clusters_and_seed_in_one_folder_stay_apart(corpus: Path) -> None:
    situations = from_gold(corpus, NAMES, "seed-caucasus-2022")
    assert len(situations) == 4
    for name in NAMES:
        outcome = judge(load_cluster(corpus, name), situations)
        assert outcome.met >= FLOORS[name], outcome.faults
    ids = [{article[:7] for article in situation.articles} for situation in situations]
    assert all(len(prefixes) == 1 for prefixes in ids), ids


@pytest.mark.slow
def test_clusters_from_the_whole_line(corpus: Path) -> None:
    from briefgen.pipeline import build, collect

    clusters = [load_cluster(corpus, name) for name in NAMES]
    paths = [str(corpus / "articles" / f"{a['id']}.txt") for cluster in clusters for a in cluster["articles"]]
    brief, _ = build(collect(paths, settings=Settings()), settings=Settings())
    outcomes = [judge(cluster, brief.situations) for cluster in clusters]
    for cluster, outcome in zip(clusters, outcomes, strict=True):
        TALLIES.add("clusters", f"{cluster['cluster'][:5]}, line", Tally(outcome.met, outcome.wanted - outcome.met, 0))
    met, wanted = sum(o.met for o in outcomes), sum(o.wanted for o in outcomes)
    assert met / wanted >= LINE_FLOOR, [fault for o in outcomes for fault in o.faults]


@pytest.mark.slow
def test_clusters_and_seed_from_the_whole_line_stay_apart(corpus: Path) -> None:
    """Four situations, none mixed: an attack, and three clashes of which two stand in one article."""
    from briefgen.pipeline import build, collect

    ids = [a["id"] for name in NAMES for a in load_cluster(corpus, name)["articles"]]
    paths = [str(corpus / "articles" / f"{id}.txt") for id in (*ids, "seed-caucasus-2022")]
    brief, _ = build(collect(paths, settings=Settings()), settings=Settings(date=date(2022, 9, 14)))
    events = [{article[:7] for article in situation.articles} for situation in brief.situations]
    assert sorted(map(sorted, events)) == [["g5-maza"], ["g5-nice"], ["seed-ca"], ["seed-ca"]]
    assert sorted(s.title.message for s in brief.situations) == ["title.attack", *["title.clash"] * 3]
