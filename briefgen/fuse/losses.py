"""Which reports tell of one loss: the same effect on the same group, where place, time and figures can meet.

Reports on different groups (sides, classes of victims, history and event, a side's word on its enemy's losses) never
meet. Within a group, a report joins the loss that it fits best, and makes a new one where it fits none; what is
doubtful stays apart.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from briefgen.fuse.figures import Report, order
from briefgen.fuse.places import Spot

_RATIO = 4.0  # two outlets' figures on one loss differ seldom by more: first counts against final ones
_CLOSE = 10  # small tolls may differ by this many, whatever their ratio
_FEW = 5  # in one article two figures up to this are of other people, whoever gives them
_OWN_RATIO = 1.3  # one voice in one article rounds ("more than 80", "84"), but does not give two figures for one loss
_VAGUE_REACH = 20  # "dozens" may be anything up to 20 times its floor
_LATEST = 48  # losses of one group and place that a report is held against, the newest: keeps long lists n log n
_LONG = timedelta(days=62)  # a stretch longer than this is a campaign's, not an event's


@dataclass(frozen=True, slots=True)
class Group:
    """Whom a toll counts and in what light: reports of different groups never tell of one loss."""

    effect: str
    background: bool
    side: str | None
    victims: str
    hostile: bool


@dataclass(frozen=True, slots=True)
class Placed:
    """A report with its place and its days: *told* where the article says when, else the days before it appeared.

    `fighter` is the speaker where it is a fighting side: what two sides say is kept apart.
    """

    report: Report
    group: Group
    spot: Spot | None
    first: date | None
    last: date | None
    told: bool
    fighter: str | None = None


@dataclass(slots=True)
class Loss:
    """The reports on one loss, in order of time."""

    group: Group
    placed: list[Placed] = field(default_factory=list)

    @property
    def spots(self) -> list[Spot]:
        """The places told, without repetition."""
        return list(dict.fromkeys(p.spot for p in self.placed if p.spot is not None))


def losses(placed: Sequence[Placed], *, one_event: bool) -> list[Loss]:
    """The losses that *placed* reports tell of; *one_event* says that the story is of a single attack.

    Reports that name a town go first, so that those that name none can join the only town's loss.
    """
    groups: dict[Group, list[Placed]] = {}
    for item in sorted(placed, key=lambda p: (p.spot is None or p.spot.wide, order(p.report))):
        groups.setdefault(item.group, []).append(item)
    found: list[Loss] = []
    for group in sorted(groups, key=_group_order):
        found += _of_group(groups[group], group, one_event=one_event)
    return found


def _of_group(items: Iterable[Placed], group: Group, *, one_event: bool) -> list[Loss]:
    made: list[Loss] = []
    by_town: dict[str, list[Loss]] = {}
    wide: list[Loss] = []
    for item in items:
        town = item.spot.name if item.spot and not item.spot.wide else None
        near = by_town.get(town, []) if town else _only_town(by_town)
        candidates = [*wide[-_LATEST:], *near[-_LATEST:]]
        fitting = [(fit, n) for n, loss in enumerate(candidates) if (fit := _fit(item, loss, one_event)) is not None]
        if fitting:
            loss = candidates[min(fitting)[1]]
        else:
            loss = Loss(group)
            made.append(loss)
            (by_town.setdefault(town, []) if town else wide).append(loss)
        loss.placed.append(item)
    return made


def _only_town(by_town: dict[str, list[Loss]]) -> list[Loss]:
    """The losses of the only town there is; a report without a place cannot choose between two."""
    return next(iter(by_town.values())) if len(by_town) == 1 else []


def _fit(item: Placed, loss: Loss, one_event: bool) -> float | None:
    """How far *item* is from *loss* (less is better), None where it cannot be of it.

    Only the latest reports of a loss are asked, so that a long one costs no more than a short one.
    """
    recent = loss.placed[-8:]
    last = recent[-1]
    if not (_days_meet(item, last) or (one_event and _rises(item, last))):
        return None
    if item.fighter and any(other.fighter not in (None, item.fighter) for other in recent):
        return None
    if not any(_places_meet(item.spot, other.spot) for other in recent):
        return None
    if not all(_may_be_one(item.report, other.report) for other in recent):
        return None
    return min(_distance(item.report, other.report) for other in recent)


def _places_meet(a: Spot | None, b: Spot | None) -> bool:
    return a is None or b is None or a.meets(b)


def _days_meet(a: Placed, b: Placed) -> bool:
    """Whether the days meet; two told days that differ are two losses."""
    if a.first is None or b.first is None or a.last is None or b.last is None:
        return not (a.told and b.told)
    if a.last - a.first > _LONG or b.last - b.first > _LONG:
        return a.told == b.told and a.first <= b.last and b.first <= a.last and _alike_stretch(a, b)
    return a.first <= b.last and b.first <= a.last


def _alike_stretch(a: Placed, b: Placed) -> bool:
    """A campaign's toll meets only another campaign's, not a day's that falls into it."""
    lengths = sorted(((p.last - p.first).days + 1) for p in (a, b) if p.first and p.last)
    return lengths[0] * 3 >= lengths[-1]


def _rises(a: Placed, b: Placed) -> bool:
    """In the story of one attack the count goes on for weeks, and only up; told days must still not differ."""
    if a.told and b.told:
        return False
    early, late = sorted((a.report, b.report), key=order)
    return (late.size or 0) >= (early.said.low or 0) and late.size is not None


def _may_be_one(a: Report, b: Report) -> bool:
    """Whether the figures can be of one loss; in one article a single person is none of a count's other figures."""
    first, second = a.size, b.size
    if first is None or second is None:
        return True
    low, high = sorted((first, second))
    if low == 0:
        return high == 0 or (high <= _CLOSE and not _one_voice(a, b))
    if a.said.vague or b.said.vague:
        return _vague_meets(a, b)
    if _same_article(a, b) and (_below_floor(a, b) or ((high <= _FEW or low == 1) and a.exact != b.exact)):
        return False
    if _one_voice(a, b):
        return high <= low * _OWN_RATIO and not (a.exact is not None and b.exact is not None and a.exact != b.exact)
    return high <= low * _RATIO or high - low <= _CLOSE


def _vague_meets(a: Report, b: Report) -> bool:
    vague, other = (a, b) if a.said.vague else (b, a)
    floor, number = vague.size or 0, other.size or 0
    return floor / 2 <= number <= floor * _VAGUE_REACH


def _one_voice(a: Report, b: Report) -> bool:
    return a.voice == b.voice and _same_article(a, b)


def _below_floor(a: Report, b: Report) -> bool:
    """Whether one gives an exact number below the other's "at least": in one article that is a part, not the whole."""
    floor, other = (a, b) if a.said.high is None else (b, a)
    return floor.said.high is None and other.exact is not None and other.exact < (floor.said.low or 0)


def _same_article(a: Report, b: Report) -> bool:
    return a.said.evidence[0].article == b.said.evidence[0].article


def _distance(a: Report, b: Report) -> float:
    first, second = a.size, b.size
    if first is None or second is None:
        return 5.0
    return abs(math.log((first + 1) / (second + 1)))


def _group_order(group: Group) -> tuple[bool, str, str, str, bool]:
    return (group.background, group.effect, group.side or "", group.victims, group.hostile)
