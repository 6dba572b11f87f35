"""Low, best and high of one loss, from all reports on it, by rules that are named and printed.

- A later report supersedes an earlier one of the same speaker (an article's own voice is its outlet's).
- A vague figure ("dozens") never lowers a stated one, and "up to N" never sets a floor.
- Best is the latest exact figure, unless a bound given since lies above it; without exact figures it is the greatest
  lower bound, as all lower bounds below agree with it. Of exact figures of one day the better supported goes first.
UCDP's low, best and high (GED codebook 23.1): best is the most reliable estimate, never the middle.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time
from typing import Literal

from briefgen.model import CasualtyReport, Moment


@dataclass(frozen=True, slots=True)
class Report:
    """A casualty report with what fusion needs to know of it.

    `speaker` is canonical (None is the article's own voice), `outlet` the family of the outlet, `published` the
    article's own time, `since` the time of the article that first had the figure, where the same speaker's earlier one
    is told again ("up from 50").
    """

    said: CasualtyReport
    speaker: str | None
    outlet: str
    published: Moment | None
    outlet_name: str | None = None
    since: Moment | None = None

    @property
    def voice(self) -> str:
        """Who answers for the figure: the speaker, else the outlet."""
        return self.speaker or f"outlet:{self.outlet}"

    @property
    def exact(self) -> int | None:
        """The number where it is stated as such."""
        said = self.said
        return said.low if said.low is not None and said.low == said.high and not said.vague else None

    @property
    def size(self) -> int | None:
        """One number that stands for the report: its high, else its low; None where it states none."""
        return self.said.high if self.said.high is not None else self.said.low

    @property
    def instant(self) -> datetime:
        """When it was first published, in UTC; a plain day counts from its start, an undated report comes first."""
        return instant(self.since or self.published)


@dataclass(frozen=True, slots=True)
class Figures:
    """What the reports on one loss come to; `chosen` is the report that gives *best*."""

    low: int | None
    best: int | None
    high: int | None
    open_above: bool
    rule: str
    agreement: Literal["single", "agree", "differ"]
    chosen: Report


def instant(moment: Moment | None) -> datetime:
    """*moment* in UTC for sorting; None comes first, a plain day counts from its start."""
    if moment is None:
        return datetime.min.replace(tzinfo=UTC)
    if isinstance(moment, datetime):
        return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    return datetime.combine(moment, time.min, tzinfo=UTC)


def figures(reports: Sequence[Report]) -> Figures:
    """Low, best and high of *reports* (at least one) on one loss."""
    ordered = sorted(reports, key=order)
    standing = _standing(ordered)
    stated = [r for r in standing if not r.said.vague] or standing
    best, chosen, rule = _best(stated)
    lows = [r.said.low for r in stated if r.said.low is not None]
    highs = [n for r in standing if (n := r.size) is not None]
    high = max(highs, default=None)
    top = [r for r in standing if r.size == high and high is not None]
    return Figures(
        low=min(lows, default=None),
        best=best,
        high=high,
        open_above=bool(top) and all(r.said.high is None for r in top),
        rule=rule,
        agreement=_agreement(standing),
        chosen=chosen,
    )


def order(report: Report) -> tuple[datetime, str, int, str]:
    """The order of reports: by time, article, place in the text."""
    evidence = report.said.evidence[0]
    return (report.instant, evidence.article, evidence.start, report.said.id)


def _standing(ordered: Sequence[Report]) -> list[Report]:
    """The reports that no later one of the same voice supersedes; a vague figure supersedes no stated one."""
    stated: dict[str, datetime] = {}
    told: dict[str, datetime] = {}
    for report in ordered:  # in order of time, so the last is the latest
        if report.size is not None:
            told[report.voice] = report.instant
            if not report.said.vague:
                stated[report.voice] = report.instant
    latest = [(told if report.said.vague else stated).get(report.voice) for report in ordered]
    return [r for r, last in zip(ordered, latest, strict=True) if last is None or last <= r.instant]


def _best(stated: Sequence[Report]) -> tuple[int | None, Report, str]:
    """The best figure, the report that gives it, and the rule that chose it."""
    exact = [r for r in stated if r.exact is not None]
    bounds = [r for r in stated if r.said.low is not None and r.exact is None]
    greatest = max(bounds, key=lambda r: (r.said.low or 0, r.instant), default=None)
    if not exact:
        if greatest is None:
            chosen = stated[-1]
            return None, chosen, "figures.upper_bound_only" if chosen.said.high is not None else "figures.no_number"
        rule = "figures.only_report" if len(stated) == 1 else "figures.greatest_lower_bound"
        return greatest.said.low, greatest, "figures.vague_floor" if greatest.said.vague else rule
    support = Counter(r.exact for r in exact)
    latest = max(
        exact,
        key=lambda r: (
            r.instant.date(),
            support[r.exact],
            r.speaker is not None,
            not r.said.approx,
            r.exact or 0,
            r.instant,
        ),
    )
    if greatest and (greatest.said.low or 0) > (latest.exact or 0) and greatest.instant.date() >= latest.instant.date():
        return greatest.said.low, greatest, "figures.later_lower_bound"
    return latest.exact, latest, "figures.only_report" if len(stated) == 1 else "figures.latest_exact"


def _agreement(standing: Sequence[Report]) -> Literal["single", "agree", "differ"]:
    """Whether one number can satisfy all reports; approximate ones within a tenth."""
    if len({(r.voice, r.outlet) for r in standing}) < 2:
        return "single"
    floors = [_slack(r, r.said.low, -1) for r in standing if r.said.low is not None]
    ceilings = [_slack(r, r.said.high, 1) for r in standing if r.said.high is not None and not r.said.vague]
    return "agree" if max(floors, default=0.0) <= min(ceilings, default=float("inf")) else "differ"


def _slack(report: Report, number: int, sign: int) -> float:
    return number * (1 + sign * 0.1) if report.said.approx else float(number)
