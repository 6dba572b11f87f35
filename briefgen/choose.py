"""Which articles a brief reads: those in a language that it knows, published by the as-of; and the day of undated ones.

The rules are those of the design: the as-of is the newest date of publication (UTC) unless it is given, never the clock
while any article has a date; what came later is left out and listed; an undated article takes the day it is given, else
the as-of, and is flagged.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from briefgen.model import Article, Moment, Skipped

LANGUAGES = ("en",)


@dataclass(frozen=True, slots=True)
class Chosen:
    """The articles to read, the as-of, what was left out on purpose, and what could not be read.

    `as_of` is None when neither the options nor any article give a date.
    """

    articles: list[Article]
    as_of: Moment | None
    left_out: list[Skipped]
    unread: list[Skipped]


def choose(articles: Sequence[Article], *, as_of: Moment | None = None, day: date | None = None) -> Chosen:
    """Sort out *articles* by language and as-of, and date the undated ones; their order is kept.

    *day* is the date that undated articles take (`--date`).
    """
    unread = [_foreign(article) for article in articles if not _is_known(article.source.language)]
    known = [article for article in articles if _is_known(article.source.language)]
    end = as_of or newest([article.source.published for article in known if article.source.published]) or day
    late = [article for article in known if _is_late(article, end)]
    kept = [dated(article, day=day or end) for article in known if not _is_late(article, end)]
    return Chosen(kept, end, [_late(article, end) for article in late], unread)


def newest(moments: Sequence[Moment]) -> Moment | None:
    """The latest of *moments*, in UTC; a plain date lasts until its day ends.

    >>> newest([date(2022, 9, 14), datetime.fromisoformat("2022-09-14T23:00:00-04:00")])
    datetime.datetime(2022, 9, 15, 3, 0, tzinfo=datetime.timezone.utc)
    """
    latest = max(moments, key=last_instant, default=None)
    return latest.astimezone(UTC) if isinstance(latest, datetime) and latest.tzinfo else latest


def last_instant(moment: Moment) -> datetime:
    """The last instant of *moment* in UTC; a datetime without a zone is taken as UTC."""
    if isinstance(moment, datetime):
        return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    return datetime.combine(moment, time.max, tzinfo=UTC)


def day_of(moment: Moment | None) -> date | None:
    """The calendar day of *moment* where it was said, its own zone kept."""
    return moment.date() if isinstance(moment, datetime) else moment


def dated(article: Article, *, day: Moment | None) -> Article:
    """*article* with *day* as its date, flagged as assumed, where it has none of its own."""
    if article.source.published is not None or day is None:
        return article
    source = article.source.model_copy(update={"published": day_of(day), "date_assumed": True})
    return article.model_copy(update={"source": source})


def today() -> date:
    """The day to fall back on where nothing has a date: SOURCE_DATE_EPOCH's, else the clock's, in UTC."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    return datetime.fromtimestamp(int(epoch), tz=UTC).date() if epoch.isdigit() else datetime.now(tz=UTC).date()


def _is_known(language: str | None) -> bool:
    return language is None or language.lower().replace("_", "-").split("-")[0] in LANGUAGES


def _is_late(article: Article, as_of: Moment | None) -> bool:
    """Whether it came after *as_of*; a plain date is late only when its whole day lies after."""
    published = article.source.published
    if published is None or as_of is None:
        return False
    if isinstance(published, datetime):
        return last_instant(published) > last_instant(as_of)
    return published > last_instant(as_of).date()


def _foreign(article: Article) -> Skipped:
    return Skipped(path=article.source.path, reason=f"language {article.source.language} not read (only English is)")


def _late(article: Article, as_of: Moment | None) -> Skipped:
    published = article.source.published
    return Skipped(
        path=article.source.path,
        reason=f"published {published.isoformat() if published else '?'}, "
        f"after the as-of {as_of.isoformat() if as_of else '?'}",
    )
