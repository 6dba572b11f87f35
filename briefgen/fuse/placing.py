"""What each casualty report counts: whose people, of which sort, where and when, and who says so."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from briefgen.fuse.figures import Report
from briefgen.fuse.losses import Group, Placed
from briefgen.fuse.merging import place_in_text
from briefgen.fuse.names import Names
from briefgen.fuse.places import Gazetteer, Spot, place_told
from briefgen.model import Article, CasualtyReport, Kind

_BOTH = re.compile(r"(?:both|the two|each|either|the (?:warring|opposing))\b", re.IGNORECASE)
_ITS = re.compile(r"(?:about |at least |some )?(?:\d[\d,]* )?(?:of )?(?:its|their|his|our)\b", re.IGNORECASE)
_IN_SERVICE = frozenset({"soldiers", "border_guards", "police"})


@dataclass(frozen=True, slots=True)
class Ground:
    """What a story gives to the reading of its tolls.

    `sides` are those who fight, with their kinds, `enemies` pairs of them in sorted order; `spot` is the only town of
    the story, where there is just one; `one_event` marks the story of a single attack.
    """

    sides: Mapping[str, Kind]
    enemies: frozenset[tuple[str, str]]
    spot: Spot | None
    one_event: bool


@dataclass(frozen=True, slots=True)
class Placing:
    """Reads whom each report counts, where and when, with what the story and the article around it say."""

    articles: Mapping[str, Article]
    ground: Ground
    names: Names
    gazetteer: Gazetteer
    window: timedelta

    def place(self, reports: Sequence[CasualtyReport]) -> list[Placed]:
        """The reports in order of article and text, each with its place."""
        placed: list[Placed] = []
        for said in sorted(reports, key=place_in_text):
            placed.append(self._place(said, placed))
        return self._refined(placed)

    def _refined(self, placed: Sequence[Placed]) -> list[Placed]:
        """A side's dead of whom no word says who they were are of the one sort that its others are told to be."""
        sorts: dict[Group, set[str]] = {}
        for item in placed:
            if item.report.said.victims and item.group.side:
                sorts.setdefault(replace(item.group, victims=""), set()).add(item.group.victims)
        return [self._sorted(item, sorts.get(replace(item.group, victims=""), set())) for item in placed]

    def _sorted(self, item: Placed, sorts: set[str]) -> Placed:
        if item.report.said.victims or len(sorts) != 1 or not sorts <= _IN_SERVICE:
            return item
        return replace(item, group=replace(item.group, victims=next(iter(sorts))))

    def _place(self, said: CasualtyReport, before: Sequence[Placed]) -> Placed:
        article = self.articles.get(said.evidence[0].article)
        report = self._report(said, article)
        if self.names.is_some_office(said.attributed_to):
            report = replace(report, speaker=self._last_speaker(report, before) or report.speaker)
        victims = self.names.classes.of(said.victims)
        side = self.names.maybe(said.affiliation) or self._side_told(said, report.speaker, victims)
        group = Group(
            effect=said.effect,
            background=said.background,
            side=side,
            victims="people" if victims == f"national:{side}" else victims,
            hostile=self._is_boast(said, report.speaker, side),
        )
        first, last, told = self._days(said, article)
        spot = self.gazetteer.spot(place_told(said))
        if (spot is None or spot.wide) and not said.background:
            spot = self.ground.spot or spot
        fighter = report.speaker if any(report.speaker in pair for pair in self.ground.enemies) else None
        return Placed(report, group, spot, first, last, told, fighter)

    def _report(self, said: CasualtyReport, article: Article | None) -> Report:
        cited = self.names.cited_outlet(said.attributed_to)
        outlet = cited or (self.names.outlet(article) if article else said.evidence[0].article)
        return Report(
            said=said,
            speaker=None if cited else self._speaker(said),
            outlet=outlet,
            published=article.source.published if article else None,
            outlet_name=article.source.outlet if article else None,
        )

    def _speaker(self, said: CasualtyReport) -> str | None:
        """Who says so; where both sides do, each speaks of its own."""
        words = said.attributed_to
        if words and said.affiliation and _BOTH.match(words):
            return self.names.actor(said.affiliation)
        return self.names.speaker(words)

    def _last_speaker(self, report: Report, before: Sequence[Placed]) -> str | None:
        """Whose "the ministry" or "her office" is: that of the state at war which the article let speak last."""
        article = report.said.evidence[0].article
        for item in reversed(before):
            if item.report.said.evidence[0].article != article:
                return None
            if self.ground.sides.get(item.report.speaker or "") == "state":
                return item.report.speaker
        return None

    def _side_told(self, said: CasualtyReport, speaker: str | None, victims: str) -> str | None:
        """Whose people, where no affiliation is told: the fighting side that the words name ("Azerbaijani civilians").

        A state that tells of soldiers or civilians without saying whose, or any side of "its" people, tells of its own,
        but not where they died in another state.
        """
        if said.victims and (named := self.names.whose(said.victims)) in self.ground.sides:
            return named
        if speaker is None or speaker not in self.ground.sides:
            return None
        if said.victims and _ITS.match(said.victims):
            return speaker
        spot = self.gazetteer.spot(place_told(said))
        abroad = spot is not None and spot.state not in (None, speaker)
        own = victims in _IN_SERVICE or (victims == "civilians" and not abroad)
        return speaker if own and self.ground.sides[speaker] == "state" else None

    def _is_boast(self, said: CasualtyReport, speaker: str | None, side: str | None) -> bool:
        """Whether a fighting side speaks of its enemy's losses: such a figure moves none of the others."""
        if speaker is None or speaker not in self.ground.sides or said.effect not in ("killed", "injured"):
            return False
        if side is not None:
            return (min(side, speaker), max(side, speaker)) in self.ground.enemies
        return self.names.classes.is_hostile(said.victims)

    def _days(self, said: CasualtyReport, article: Article | None) -> tuple[date | None, date | None, bool]:
        when = said.when
        if when is not None and when.start is not None and when.end is not None:
            return when.start, when.end, True
        published = article.source.published if article else None
        day = published.date() if isinstance(published, datetime) else published
        if day is None or said.background:
            return None, None, False
        return day - self.window, day, False
