"""Losses that are one in other words: a figure told again without saying whose people they are, or of which sort.

"12 people" and "12 civilians" of two outlets on one town and its days are one loss, of the finer group; so are "71
dead" by an observer and the "71 soldiers" that a side has reported. Small figures are equal by chance, so those need
one town; and one article does not give two figures for one loss, unless it only repeats what the same speaker said
before ("up from 50").
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from briefgen.fuse.figures import Report, figures, order
from briefgen.fuse.losses import Loss, Placed

_LEAST = 3  # figures under this are too common to tell two losses from one
_COMMON = 20  # figures up to this may be equal by chance where nothing but the side, or not even that, is told
_ASKED = 48  # losses with one figure that another is held against, the newest: keeps long lists n log n
_Key = tuple[str, bool, int, str]


def without_repeats(found: Sequence[Loss]) -> list[Loss]:
    """*found* with each loss that repeats another one's figure joined to that one.

    Losses with a side go first, then those that say which sort of people, so that the coarse joins the fine. What would
    fit two losses (71 dead of either side) stays apart.
    """
    kept: list[Loss] = []
    by_key: dict[_Key, list[Loss]] = {}
    for loss in sorted(found, key=lambda one: (one.group.side is None, one.group.victims == "people")):
        fine = _repeated(loss, by_key)
        if fine is not None:
            joined = [*fine.placed, *(_dated(item, fine) for item in loss.placed)]
            fine.placed = sorted(joined, key=lambda p: order(p.report))
            continue
        for key in _offered(loss):
            by_key.setdefault(key, []).append(loss)
        kept.append(loss)
    return kept


def _repeated(loss: Loss, by_key: dict[_Key, list[Loss]]) -> Loss | None:
    for key in _asked(loss):
        fitting = [one for one in by_key.get(key, [])[-_ASKED:] if _is_repeat(loss, one)]
        if len(fitting) == 1:
            return fitting[0]
    return None


def _offered(loss: Loss) -> Iterator[_Key]:
    """The keys under which a coarser loss finds this one."""
    if loss.group.hostile:
        return
    for number in sorted(_numbers(loss)):
        yield from _keys(loss, number, sides=(loss.group.side, "") if loss.group.side else ())


def _asked(loss: Loss) -> Iterator[_Key]:
    """The keys under which this loss looks for a finer one."""
    number = figures([p.report for p in loss.placed]).chosen.exact
    if number is not None and not loss.group.hostile:
        yield from _keys(loss, number, sides=(loss.group.side or "",))


def _keys(loss: Loss, number: int, *, sides: Sequence[str]) -> Iterator[_Key]:
    towns = [spot for spot in loss.spots if not spot.wide]
    if len(towns) == 1 and number >= _LEAST:
        yield (loss.group.effect, loss.group.background, number, f"town:{towns[0].name}")
    if number > _COMMON:
        yield from ((loss.group.effect, loss.group.background, number, f"side:{side}") for side in sides)


def _is_repeat(coarse: Loss, fine: Loss) -> bool:
    a, b = coarse.group, fine.group
    same_people = (a.side is None or a.side == b.side) and (a.victims == "people" or a.victims == b.victims)
    return same_people and _exact(coarse) <= _numbers(fine) and _days_near(coarse, fine) and _told_apart(coarse, fine)


def _exact(loss: Loss) -> set[int]:
    return {number for p in loss.placed if (number := p.report.exact) is not None}


def _numbers(loss: Loss) -> set[int]:
    """Exact figures and bounds: "at least 49" and "49" are told of one count."""
    return {number for p in loss.placed for number in (p.report.said.low, p.report.said.high) if number is not None}


def _days_near(coarse: Loss, fine: Loss) -> bool:
    return any(
        x.first and y.first and x.last and y.last and x.first <= y.last and y.first <= x.last
        for x in coarse.placed[:3]
        for y in fine.placed[-8:]
    )


def _told_apart(coarse: Loss, fine: Loss) -> bool:
    """Whether no article counts both, but for one that repeats its speaker's earlier figure."""
    articles = {_article(p.report) for p in fine.placed}
    both = [p.report for p in coarse.placed if _article(p.report) in articles]
    return all(any(_says_again(report, p.report) for p in fine.placed) for report in both)


def _says_again(report: Report, before: Report) -> bool:
    same = report.speaker is not None and report.speaker == before.speaker and report.exact == before.exact
    return same and _article(report) != _article(before)


def _dated(item: Placed, fine: Loss) -> Placed:
    """*item* with the time at which its speaker first gave the figure, where its article gives a newer one too."""
    before = next((p.report for p in fine.placed if _says_again(item.report, p.report)), None)
    both = any(_article(p.report) == _article(item.report) for p in fine.placed)
    if before is None or not both:
        return item
    return replace(item, report=replace(item.report, since=before.since or before.published))


def _article(report: Report) -> str:
    return report.said.evidence[0].article
