"""Which articles a brief reads, by language and time of publication; the as-of, and the day of undated ones.

The rules are those of the design: the as-of is the newest date of publication (UTC) unless it is given, never the clock
while any article has a date; what came later is left out and listed; an undated article takes the day it is given, else
the day it was fetched, else the as-of, and is flagged. Words such as "2 days" count back from the as-of: the same
folder gives the same brief.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

from briefgen.errors import UsageError
from briefgen.model import Article, Moment, Skipped, day_of, first_instant, last_instant
from briefgen.settings import SelectSettings
from briefgen.when import read_when

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


def choose(
    articles: Sequence[Article],
    *,
    as_of: Moment | None = None,
    day: date | None = None,
    select: SelectSettings | None = None,
) -> Chosen:
    """Sort out *articles* by language, as-of and the window of *select*, and date the undated ones; order is kept.

    *day* is the date that undated articles take (`--date`). Of *select* the languages, since and until are used; an
    article of unknown language is kept. Without *as_of* the as-of is the newest article published by "until".
    Raises `UsageError` where since lies after until.
    """
    select = select or SelectSettings()
    unread = [_foreign(article) for article in articles if not _is_in(article, LANGUAGES)]
    known = [article for article in articles if _is_in(article, LANGUAGES)]
    known, other = _parted(known, _is_asked(select.language), why=_other_language(select.language))
    until = _until(select, base=as_of or _newest_of(known) or day)
    known, after = _parted(known, lambda one: not _is_late(one, until), why=_published("after", until))
    end = as_of or _newest_of(known) or day
    known, late = _parted(known, lambda one: not _is_late(one, end), why=_published("after the as-of", end))
    since = _since(select, base=end, until=until)
    known = [_settled(article, day=day, end=end) for article in known]
    kept, early = _parted(known, lambda one: not _is_early(one, since), why=_published("before", since))
    return Chosen(kept, end, [*other, *after, *late, *early], unread)


def newest(moments: Sequence[Moment]) -> Moment | None:
    """The latest of *moments*, in UTC; a plain date lasts until its day ends.

    >>> newest([date(2022, 9, 14), datetime.fromisoformat("2022-09-14T23:00:00-04:00")])
    datetime.datetime(2022, 9, 15, 3, 0, tzinfo=datetime.timezone.utc)
    """
    latest = max(moments, key=last_instant, default=None)
    return latest.astimezone(UTC) if isinstance(latest, datetime) and latest.tzinfo else latest


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


def _parted(
    articles: Sequence[Article], holds: Callable[[Article], bool], *, why: Callable[[Article], str]
) -> tuple[list[Article], list[Skipped]]:
    """Those of *articles* for which *holds*, and the others with the reason."""
    kept = [article for article in articles if holds(article)]
    out = [Skipped(path=article.source.path, reason=why(article)) for article in articles if not holds(article)]
    return kept, out


def _published(side: str, moment: Moment | None) -> Callable[[Article], str]:
    return lambda article: f"published {_iso(article.source.published)}, {side} {_iso(moment)}"


def _other_language(wanted: Sequence[str]) -> Callable[[Article], str]:
    return lambda article: f"language {article.source.language}, not among those asked for ({', '.join(wanted)})"


def _is_asked(languages: Sequence[str]) -> Callable[[Article], bool]:
    wanted = tuple(_base_language(language) for language in languages)
    return lambda article: not wanted or _is_in(article, wanted)


def _is_in(article: Article, languages: Sequence[str]) -> bool:
    language = article.source.language
    return language is None or _base_language(language) in languages


def _base_language(code: str) -> str:
    """ "en" of "en_GB"."""
    return code.lower().replace("_", "-").split("-")[0]


def _newest_of(articles: Sequence[Article]) -> Moment | None:
    """The newest date that an article gives itself; the assumed ones count where none does."""
    sources = [article.source for article in articles if article.source.published]
    given = [source.published for source in sources if source.published and not source.date_assumed]
    return newest(given or [source.published for source in sources if source.published])


def _settled(article: Article, *, day: date | None, end: Moment | None) -> Article:
    """*article* with a date: its own, else *day*, else the day it was fetched, but never one after the as-of *end*."""
    source = article.source
    if not source.date_assumed or source.published is None:
        return dated(article, day=day or end)
    last = day_of(end)
    fetched = day_of(source.published)
    return article.model_copy(
        update={"source": source.model_copy(update={"published": day or min(filter(None, (fetched, last)))})}
    )


def _until(select: SelectSettings, *, base: Moment | None) -> Moment | None:
    return read_when(select.until, base=base or today()) if select.until else None


def _since(select: SelectSettings, *, base: Moment | None, until: Moment | None) -> Moment | None:
    """The moment that the window opens; words count back from *base*, the as-of."""
    since = read_when(select.since, base=base or today()) if select.since else None
    if since and until and first_instant(since) > last_instant(until):
        raise UsageError(f"--since {_iso(since)} lies after --until {_iso(until)}: no article can be in between")
    return since


def _is_late(article: Article, moment: Moment | None) -> bool:
    """Whether it came after *moment*; a plain date is late only when its whole day lies after, an assumed one never."""
    published = article.source.published
    if published is None or moment is None or article.source.date_assumed:
        return False
    if isinstance(published, datetime):
        return last_instant(published) > last_instant(moment)
    return published > last_instant(moment).date()


def _is_early(article: Article, moment: Moment | None) -> bool:
    """Whether it came before *moment*; a plain date is early only when its whole day lies before."""
    published = article.source.published
    return published is not None and moment is not None and last_instant(published) < first_instant(moment)


def _foreign(article: Article) -> Skipped:
    return Skipped(path=article.source.path, reason=f"language {article.source.language} not read (only English is)")


def _iso(moment: Moment | None) -> str:
    return moment.isoformat() if moment else "?"
