"""Which articles a brief reads: language, as-of, and the day of undated ones."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from briefgen.choose import choose, newest, today
from briefgen.model import Article, Moment, Source


def article(name: str, published: str | None = None, language: str | None = None) -> Article:
    return Article(id=name, text="x", source=Source(path=f"{name}.txt", published=published, language=language))


def ids(articles: list[Article]) -> list[str]:
    return [one.id for one in articles]


def test_as_of_is_the_newest_publication_not_the_clock() -> None:
    chosen = choose([article("a", "2022-09-13"), article("b", "2022-09-14T22:00:00-05:00"), article("c", "2022-09-14")])
    assert chosen.as_of == datetime(2022, 9, 15, 3, tzinfo=UTC)
    assert ids(chosen.articles) == ["a", "b", "c"]


def test_articles_after_the_as_of_are_left_out_and_listed() -> None:
    chosen = choose([article("a", "2022-09-13"), article("b", "2022-09-15")], as_of=date(2022, 9, 14))
    assert ids(chosen.articles) == ["a"]
    assert [(s.path, s.reason) for s in chosen.left_out] == [
        ("b.txt", "published 2022-09-15, after the as-of 2022-09-14")
    ]
    assert chosen.unread == []


@pytest.mark.parametrize(
    ("published", "as_of", "kept"),
    [
        ("2022-09-14T23:59:00Z", "2022-09-14", True),  # a plain as-of lasts until its day ends
        ("2022-09-15T01:00:00+03:00", "2022-09-14", True),  # 22:00 UTC of the day before
        ("2022-09-15T00:00:01Z", "2022-09-14", False),
        ("2022-09-14", "2022-09-14T06:00:00Z", True),  # a plain date may have been before six
        ("2022-09-14T07:00:00Z", "2022-09-14T06:00:00Z", False),
        ("2022-09-14T05:00:00", "2022-09-14T06:00:00Z", True),
    ],
)
def test_as_of_compares_days_and_instants(published: str, as_of: str, kept: bool) -> None:
    moment: Moment = datetime.fromisoformat(as_of) if "T" in as_of else date.fromisoformat(as_of)
    assert bool(choose([article("a", published)], as_of=moment).articles) is kept


def test_undated_article_takes_the_day_given_else_the_as_of_and_is_flagged() -> None:
    given = choose([article("a"), article("b", "2022-09-15")], day=date(2022, 9, 13)).articles
    derived = choose([article("a"), article("b", "2022-09-15")]).articles
    assert (given[0].source.published, given[0].source.date_assumed) == (date(2022, 9, 13), True)
    assert (derived[0].source.published, derived[0].source.date_assumed) == (date(2022, 9, 15), True)
    assert derived[1].source.date_assumed is False


def test_nothing_dated_leaves_the_as_of_open_and_the_article_undated() -> None:
    chosen = choose([article("a")])
    assert chosen.as_of is None
    assert chosen.articles[0].source.published is None


def test_day_given_becomes_the_as_of_where_nothing_is_dated() -> None:
    assert choose([article("a")], day=date(2022, 9, 13)).as_of == date(2022, 9, 13)


def test_other_languages_are_unread() -> None:
    chosen = choose(
        [article("a", language="de"), article("b", language="en-GB"), article("c"), article("d", language="EN")]
    )
    assert ids(chosen.articles) == ["b", "c", "d"]
    assert [(s.path, s.reason) for s in chosen.unread] == [("a.txt", "language de not read (only English is)")]


def test_newest_of_nothing_is_none() -> None:
    assert newest([]) is None


def test_today_follows_source_date_epoch(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1663113600")
    assert today() == date(2022, 9, 14)
