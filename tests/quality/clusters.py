"""The two events of the corpus told by three outlets each: fused truth against what fusion makes of them.

Findings come either from the gold annotation of the articles (to judge fusion alone) or from the whole line.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from briefgen.model import Article, Situation, Source, Toll
from tests.fuse.findings import KINDS

NAMES = ("cluster_mazar", "cluster_nice")
_FIELDS = {
    "parties": ("name", "aliases", "kind", "role"),
    "casualties": (
        "effect", "low", "high", "approx", "vague", "victims", "affiliation", "civilian", "attributed_to", "background"
    ),
    "reactions": ("actor", "speaker", "type", "toward"),
    "claims": ("claimant", "accused"),
    "alliances": ("alliance", "aspect", "by"),
}  # fmt: skip


@dataclass
class Outcome:
    """How many true tolls are met with equal figures, and what is wrong with the others."""

    met: int = 0
    wanted: int = 0
    faults: list[str] = field(default_factory=list)


def load_cluster(corpus: Path, name: str) -> dict[str, Any]:
    """The truth of one event."""
    return json.loads((corpus / f"{name}.json").read_text(encoding="utf-8"))  # type: ignore[no-any-return]


def annotated(corpus: Path, id: str, *, published: str | None = None) -> tuple[Article, Any]:
    """An article of the corpus with its gold annotation as findings; optional items are left out."""
    from briefgen.model import Evidence, Findings
    from briefgen.terms import parse_moment

    gold = json.loads((corpus / "gold" / f"{id}.json").read_text(encoding="utf-8"))
    meta = json.loads((corpus / "articles" / f"{id}.meta.json").read_text(encoding="utf-8"))
    text = (corpus / "articles" / f"{id}.txt").read_text(encoding="utf-8")
    day = published or meta.get("published") or gold["published"]
    source = Source(path=f"{id}.txt", outlet=meta.get("source"), published=parse_moment(day) if day else None)
    article = Article(id=id, title=meta.get("title"), text=text, source=source)

    def evidence(item: Mapping[str, Any]) -> tuple[Evidence, ...]:
        start = max(
            0,
            min((p for n in (item.get("name"), *item.get("aliases", ())) if n and (p := text.find(n)) >= 0), default=0),
        )
        spans = [item["span"], *item.get("also", ())] if "span" in item else [[start, start + 1]]
        return tuple(Evidence(article=id, start=a, end=b, quote=text[a:b], rule="gold") for a, b in spans)

    facts: dict[str, tuple[Any, ...]] = {}
    for kind, names in _FIELDS.items():
        items = [item for item in gold[kind] if not item.get("optional")]
        made = [KINDS[kind](**{n: i[n] for n in names if i.get(n) is not None}, evidence=evidence(i)) for i in items]
        facts[kind] = tuple(made)
    return article, Findings(article=id, **facts)


def judge(cluster: Mapping[str, Any], situations: Sequence[Situation]) -> Outcome:
    """Each true toll against the fused toll that holds most of its figures: low, best, high, and history equal.

    A fused toll that holds figures of two true tolls is a fault of both; a side's boast may not stand in either.
    """
    tolls = [toll for situation in situations for toll in situation.tolls]
    outcome = Outcome(wanted=len(cluster["tolls"]))
    owners: dict[str, str] = {}
    for truth in cluster["tolls"]:
        toll = _holder(truth, [t for t in tolls if t.id not in owners]) or _holder(truth, tolls)
        fault = f"{cluster['cluster']}: {truth['toll']}: "
        if toll is None:
            outcome.faults.append(fault + "no toll holds its figures")
        elif toll.id in owners:
            outcome.faults.append(fault + f"mixed with {owners[toll.id]}")
        elif (toll.low, toll.best, toll.high) != (truth["low"], truth["best"], truth["high"]):
            outcome.faults.append(fault + f"{toll.low}/{toll.best}/{toll.high}")
        elif any(_stands_on(toll, boast) for boast in truth.get("disputed", ())):
            outcome.faults.append(fault + "holds a boast")
        else:
            outcome.met += 1
        if toll is not None:
            owners.setdefault(toll.id, truth["toll"])
    return outcome


def _holder(truth: Mapping[str, Any], tolls: Sequence[Toll]) -> Toll | None:
    held = [(sum(_stands_on(toll, figure) for figure in truth["figures"]), -n) for n, toll in enumerate(tolls)]
    best = max(held, default=(0, 0))
    return tolls[-best[1]] if best[0] else None


def _stands_on(toll: Toll, figure: Mapping[str, Any]) -> bool:
    """Whether a report of the toll has the figure's article, numbers and effect, and touches its words."""
    start, end = figure["span"]
    return any(
        e.article == figure["article"] and e.start < end and start < e.end
        and (r.report.low, r.report.high) == (figure["low"], figure["high"])
        for r in toll.reports for e in r.report.evidence
    )  # fmt: skip
