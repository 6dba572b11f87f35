"""Time expressions to intervals: one row an expression, most counted from Wednesday 14 September 2022."""

from __future__ import annotations

from datetime import date

import pytest

from briefgen.parse.intervals import resolve

DAY = date(2022, 9, 14)  # a Wednesday

PAST = [
    ("Wednesday", "2022-09-14", "2022-09-14", "day"),
    ("on Wednesday", "2022-09-14", "2022-09-14", "day"),
    ("Tuesday evening", "2022-09-13", "2022-09-13", "day"),
    ("Monday's", "2022-09-12", "2022-09-12", "day"),
    ("last Wednesday", "2022-09-07", "2022-09-07", "day"),
    ("Friday", "2022-09-09", "2022-09-09", "day"),
    ("late on Sept. 13", "2022-09-13", "2022-09-13", "day"),
    ("Sept. 13", "2022-09-13", "2022-09-13", "day"),
    ("September 13th", "2022-09-13", "2022-09-13", "day"),
    ("the 13th of September", "2022-09-13", "2022-09-13", "day"),
    ("13 September", "2022-09-13", "2022-09-13", "day"),
    ("Tuesday, September 13, 2022", "2022-09-13", "2022-09-13", "day"),
    ("24 November", "2021-11-24", "2021-11-24", "day"),
    ("Nov 3-5", "2021-11-03", "2021-11-05", "day"),
    ("September 12 and 13", "2022-09-12", "2022-09-13", "day"),
    ("12 to 14 September 2020", "2020-09-12", "2020-09-14", "day"),
    ("July 14, 2016", "2016-07-14", "2016-07-14", "day"),
    ("14 July 2016", "2016-07-14", "2016-07-14", "day"),
    ("2016-07-14", "2016-07-14", "2016-07-14", "day"),
    ("14.07.2016", "2016-07-14", "2016-07-14", "day"),
    ("today", "2022-09-14", "2022-09-14", "day"),
    ("this morning", "2022-09-14", "2022-09-14", "day"),
    ("overnight", "2022-09-14", "2022-09-14", "day"),
    ("yesterday afternoon", "2022-09-13", "2022-09-13", "day"),
    ("last night", "2022-09-13", "2022-09-13", "day"),
    ("tomorrow", "2022-09-15", "2022-09-15", "day"),
    ("the weekend", "2022-09-10", "2022-09-11", "day"),
    ("next weekend", "2022-09-17", "2022-09-18", "day"),
    ("this week", "2022-09-12", "2022-09-18", "week"),
    ("last week", "2022-09-05", "2022-09-11", "week"),
    ("two weeks ago", "2022-08-29", "2022-09-04", "week"),
    ("three days ago", "2022-09-11", "2022-09-11", "day"),
    ("a month ago", "2022-08-01", "2022-08-31", "month"),
    ("earlier this month", "2022-09-01", "2022-09-14", "month"),
    ("last month", "2022-08-01", "2022-08-31", "month"),
    ("May 2017", "2017-05-01", "2017-05-31", "month"),
    ("last March", "2022-03-01", "2022-03-31", "month"),
    ("last December", "2021-12-01", "2021-12-31", "month"),
    ("in August", "2022-08-01", "2022-08-31", "month"),
    ("December", "2021-12-01", "2021-12-31", "month"),
    ("mid-March", "2022-03-11", "2022-03-21", "month"),
    ("late June 2016", "2016-06-21", "2016-06-30", "month"),
    ("July last year", "2021-07-01", "2021-07-31", "month"),
    ("this year", "2022-01-01", "2022-12-31", "year"),
    ("last year's", "2021-01-01", "2021-12-31", "year"),
    ("2014", "2014-01-01", "2014-12-31", "year"),
    ("since 2014", "2014-01-01", "2022-09-14", "year"),
    ("since Saturday", "2022-09-10", "2022-09-14", "day"),
    ("early 2015", "2015-01-01", "2015-05-02", "year"),
    ("the end of 2014", "2014-09-01", "2014-12-31", "year"),
    ("2014-16", "2014-01-01", "2016-12-31", "year"),
    ("between 1991 and 1994", "1991-01-01", "1994-12-31", "year"),
    ("a year ago", "2021-01-01", "2021-12-31", "year"),
    ("the last two years", "2020-09-14", "2022-09-14", "year"),
    ("the past 24 hours", "2022-09-13", "2022-09-14", "day"),
    ("the fall of 2020", "2020-09-01", "2020-11-30", "season"),
    ("spring 2022", "2022-03-01", "2022-05-31", "season"),
    ("the winter of 2015", "2015-12-01", "2016-02-29", "season"),
    ("the 1990s", "1990-01-01", "1999-12-31", "decade"),
    ("the early 1990s", "1990-01-01", "1993-05-01", "decade"),
    ("a decade ago", "2010-01-01", "2019-12-31", "decade"),
]
FUTURE = [
    ("Monday", "2022-09-19"),
    ("Wednesday", "2022-09-14"),
    ("next Wednesday", "2022-09-21"),
    ("24 November", "2022-11-24"),
    ("3 February", "2023-02-03"),
]
UNRESOLVED = [
    ("31 June", DAY),
    ("three days earlier", DAY),
    ("Wednesday", None),
    ("yesterday", None),
    ("13 September", None),
    ("last month", None),
    ("the weekend", None),
    ("two weeks ago", None),
    ("this winter", None),
]


@pytest.mark.parametrize(("text", "start", "end", "precision"), PAST)
def test_resolve_reads_past_expressions(text: str, start: str, end: str, precision: str) -> None:
    assert resolve(text, day=DAY) == (date.fromisoformat(start), date.fromisoformat(end), precision)


@pytest.mark.parametrize(("text", "day"), FUTURE)
def test_resolve_looks_ahead_in_the_future(text: str, day: str) -> None:
    found = resolve(text, day=DAY, future=True)
    assert (found.start, found.end) == (date.fromisoformat(day), date.fromisoformat(day))


@pytest.mark.parametrize(("text", "day"), UNRESOLVED)
def test_resolve_leaves_open_what_cannot_be_known(text: str, day: date | None) -> None:
    assert resolve(text, day=day) == (None, None, "unresolved")


def test_resolve_of_a_named_year_needs_no_day() -> None:
    assert resolve("July 14, 2016", day=None).precision == "day"
    assert resolve("since 2014", day=None).end == date(2014, 12, 31)


@pytest.mark.parametrize("text", ["", "the", "10", "6.3", "99999", "1" * 5000, "since " * 500])
def test_resolve_of_nonsense_is_unresolved(text: str) -> None:
    assert resolve(text, day=DAY).precision == "unresolved"
