"""The numbered list of sources, graded on the Admiralty scale: F6 until something is known.

Credibility is raised only where independent sources agree on what an article says: to 2 (probably true) with one other,
to 1 (confirmed) with two (NATO AJP-2.1, the two grades are given apart). Reliability is the user's to judge.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from briefgen.model import Article, BriefSource, Situation

_CREDIBILITY: dict[int, Literal[1, 2, 6]] = {2: 2, 3: 1}


def sources(articles: Sequence[Article], situations: Sequence[Situation]) -> tuple[BriefSource, ...]:
    """Every article with its number: in the order of the situations that it is part of, then by its id."""
    by_id = {article.id: article for article in articles}
    used = dict.fromkeys(id for situation in situations for id in situation.articles if id in by_id)
    ordered = [*used, *(id for id in sorted(by_id) if id not in used)]
    agreed = _agreed(situations)
    return tuple(
        BriefSource(
            number=number,
            article=id,
            title=by_id[id].title,
            source=by_id[id].source,
            credibility=_CREDIBILITY.get(min(agreed.get(id, 1), 3), 6),
        )
        for number, id in enumerate(ordered, 1)
    )


def _agreed(situations: Sequence[Situation]) -> dict[str, int]:
    """For each article the most independent sources that agree with it on one toll."""
    found: dict[str, int] = {}
    for toll in (toll for situation in situations for toll in situation.tolls):
        if toll.agreement == "agree" and not toll.disputed:
            for article in {e.article for r in toll.reports for e in r.report.evidence}:
                found[article] = max(found.get(article, 1), toll.independent)
    return found
