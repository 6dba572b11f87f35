"""The window of a brief: since, until and language; words count back from the as-of, never from the clock."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from briefgen.choose import Chosen, choose
from briefgen.errors import UsageError
from briefgen.model import Article, Source
from briefgen.settings import SelectSettings
from briefgen.when import checked_when, read_when

DAYS = ("2022-09-11", "2022-09-13", "2022-09-14T05:00:00Z", "2022-09-15")


def article(published: str | None, *, language: str | None = None) -> Article:
    name = published or "undated"
    return Article(id=name, text="x", source=Source(path=f"{name}.txt", published=published, language=language))


def chosen(**select: object) -> list[str]:
    return [one.id for one in choose(list(map(article, DAYS)), select=SelectSettings.model_validate(select)).articles]


@pytest.mark.parametrize(
    ("select", "kept"),
    [
        ({"since": "2 days"}, DAYS[1:]),  # of the newest, 2022-09-15
        ({"since": "2022-09-14"}, DAYS[2:]),
        ({"since": "2022-09-14T06:00Z"}, DAYS[3:]),
        ({"until": "2022-09-14"}, DAYS[:3]),
        ({"until": "2022-09-14T04:00Z"}, DAYS[:2]),
        ({"until": "yesterday", "since": "1 day"}, DAYS[1:3]),  # since counts from the as-of that until leaves
        ({"since": "last Tuesday"}, DAYS[1:]),
        ({}, DAYS),
    ],
)
def test_choose_keeps_the_window(select: dict[str, str], kept: tuple[str, ...]) -> None:
    assert chosen(**select) == list(kept)


def test_choose_makes_the_newest_up_to_until_the_as_of() -> None:
    found = choose(list(map(article, DAYS)), select=SelectSettings(until=date(2022, 9, 14)))
    assert found.as_of == datetime(2022, 9, 14, 5, tzinfo=UTC)
    assert [(one.path, one.reason) for one in found.left_out] == [
        ("2022-09-15.txt", "published 2022-09-15, after 2022-09-14")
    ]


def test_choose_tells_why_an_article_is_before_the_window() -> None:
    found = choose(list(map(article, DAYS)), select=SelectSettings(since="1 day"))
    assert [one.reason for one in found.left_out] == [
        "published 2022-09-11, before 2022-09-14",
        "published 2022-09-13, before 2022-09-14",
    ]


def test_choose_refuses_a_window_without_room() -> None:
    with pytest.raises(UsageError, match="lies after --until"):
        choose([article("2022-09-14")], select=SelectSettings(since="2022-09-15", until="2022-09-14"))


def test_choose_dates_the_undated_before_it_looks_at_since() -> None:
    select = SelectSettings(since="2022-09-14")
    assert [a.id for a in choose([article(None), article("2022-09-14")], select=select).articles] == [
        "undated",
        "2022-09-14",
    ]
    assert choose([article(None)], day=date(2022, 9, 10), select=select).articles == []


def test_choose_takes_the_day_of_fetching_for_what_has_none_but_no_as_of_from_it() -> None:
    fetched = article("2022-09-15")
    fetched = fetched.model_copy(update={"source": fetched.source.model_copy(update={"date_assumed": True})})
    others = [article("2022-09-13"), article("2022-09-14T05:00:00Z")]

    def day(found: Chosen) -> date | datetime | None:
        return next(one.source.published for one in found.articles if one.id == "2022-09-15")

    found = choose([fetched, *others])
    assert (found.as_of, day(found)) == (datetime(2022, 9, 14, 5, tzinfo=UTC), date(2022, 9, 14))
    later = choose([fetched, article("2022-09-20")])
    assert day(later) == date(2022, 9, 15)
    assert (
        choose([fetched, article("2022-09-20")], select=SelectSettings(since="2 days")).articles[0].id == "2022-09-20"
    )
    assert day(choose([fetched, *others], day=date(2022, 9, 1))) == date(2022, 9, 1)
    assert choose([fetched]).as_of == date(2022, 9, 15)


def test_choose_by_language_keeps_the_unknown_and_tells_of_the_others() -> None:
    articles = [article("2022-09-13", language="en-GB"), article("2022-09-14"), article("2022-09-15", language="de")]
    assert len(choose(articles, select=SelectSettings(language="en_US")).articles) == 2
    other = choose(articles, select=SelectSettings(language="fr"))
    assert [one.reason for one in other.left_out] == ["language en-GB, not among those asked for (fr)"]


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("2 days", "2022-09-12"),
        ("2 days ago", "2022-09-12"),
        ("two days ago", "2022-09-12"),
        ("1 week", "2022-09-07"),
        ("36 hours", "2022-09-13T11:59:59.999999+00:00"),
        ("today", "2022-09-14"),
        ("Wednesday", "2022-09-07"),  # of a Wednesday: the one before
        ("last Monday", "2022-09-12"),
        ("12 September", "2022-09-12"),
        ("Sept 20, 2023", "2023-09-20"),
        ("12 Sep 06:00", "2022-09-12T06:00:00+00:00"),
        ("2022-09-14T06:00:00+02:00", "2022-09-14T06:00:00+02:00"),
    ],
)
def test_read_when_counts_back_from_the_as_of(said: str, meant: str) -> None:
    assert read_when(said, base=date(2022, 9, 14)).isoformat() == meant


@pytest.mark.parametrize("said", ["5", "may", "03/04/2022", "tomorrow", "in 2 days", "soon", "2022-13-01", "", "3"])
def test_checked_when_refuses_what_may_mean_anything(said: str) -> None:
    with pytest.raises(ValueError, match="2 days"):
        checked_when(said)
