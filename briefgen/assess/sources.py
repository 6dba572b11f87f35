"""The numbered list of sources, graded on the Admiralty scale: F6 until something is known.

Both grades are the user's to give. Credibility is raised only where independent sources agree on a toll that an
article tells: to 2 (probably true) with one other, to 1 (confirmed) with two (NATO AJP-2.1, the two grades are given
apart). Two outlets that quote one ministry are no two sources of what it says.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from briefgen.grades import Grade, grade_of
from briefgen.model import Article, BriefSource, Credibility, Situation, Toll

_CREDIBILITY: dict[int, Credibility] = {2: 2, 3: 1}


def sources(
    articles: Sequence[Article], situations: Sequence[Situation], *, grades: Mapping[str, Grade]
) -> tuple[BriefSource, ...]:
    """Every article with its number and grade: in the order of the situations that it is part of, then by its id."""
    by_id = {article.id: article for article in articles}
    used = dict.fromkeys(id for situation in situations for id in situation.articles if id in by_id)
    ordered = [*used, *(id for id in sorted(by_id) if id not in used)]
    agreed = _agreed(situations)
    return tuple(
        _graded(by_id[id], number, agreed=agreed.get(id, 1), grades=grades) for number, id in enumerate(ordered, 1)
    )


def _graded(article: Article, number: int, *, agreed: int, grades: Mapping[str, Grade]) -> BriefSource:
    source = article.source
    grade = grade_of(source.outlet, source.url, table=grades)
    return BriefSource(
        number=number,
        article=article.id,
        title=article.title,
        source=source,
        reliability=grade.reliability,
        credibility=min(grade.credibility, _CREDIBILITY.get(min(agreed, 3), 6)),
    )


def _agreed(situations: Sequence[Situation]) -> dict[str, int]:
    """For each article the most independent sources that agree with it on one toll, itself among them."""
    found: dict[str, int] = {}
    for toll in (toll for situation in situations for toll in situation.tolls):
        if toll.agreement == "agree" and not toll.disputed:
            count = _confirming(toll)
            for article in {e.article for r in toll.reports for e in r.report.evidence}:
                found[article] = max(found.get(article, 1), count)
    return found


def _confirming(toll: Toll) -> int:
    """How many sources give a toll on their own: no more than there are outlets, or voices that answer for it."""
    voices = {r.speaker or r.outlet or r.report.evidence[0].article for r in toll.reports}
    return min(toll.independent, len(voices))
