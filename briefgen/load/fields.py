"""The names under which formats keep an article's metadata, and how their values are read.

One table serves front matter, `X.meta.json`, JSON records (news-please, NewsAPI, schema.org, plain) and plug-ins.
Values are untrusted: only scalars are taken, long ones are cut, and what is no text is no text.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from briefgen.load.moments import read_moment
from briefgen.load.record import Record

ID = ("id", "_id", "guid", "uuid", "article_id")
TITLE = ("title", "headline", "webTitle", "title_page", "title_rss")
OUTLET = (
    "source",
    "outlet",
    "publisher",
    "publication",
    "site_name",
    "source_name",
    "newspaper",
    "provider",
    "source_domain",
)
PUBLISHED = (
    "published", "publishedAt", "published_at", "date_publish", "datePublished", "publication_date", "pub_date",
    "pubDate", "publish_date", "webPublicationDate", "date", "created_at", "timestamp",
)  # fmt: skip
URL = ("url", "link", "canonical", "webUrl", "web_url", "source_url", "permalink")
LANGUAGE = ("language", "lang", "inLanguage", "language_code")
_LONGEST = 1000


def record_fields(data: Mapping[str, Any]) -> Record:
    """A record without text, from a mapping under any of the known names.

    >>> record = record_fields({"source": {"name": "Valley Post"}, "publishedAt": "2022-09-14T06:00:00Z"})
    >>> record.outlet, record.published.isoformat()
    ('Valley Post', '2022-09-14T06:00:00+00:00')
    """
    return Record(
        text="",
        id=first_text(data, ID),
        title=first_text(data, TITLE),
        outlet=first_text(data, OUTLET),
        url=_web(first_text(data, URL)),
        published=next((moment for name in PUBLISHED if (moment := read_moment(data.get(name)))), None),
        language=first_text(data, LANGUAGE),
    )


def first_text(data: Mapping[str, Any], names: tuple[str, ...]) -> str | None:
    """The first of *names* that holds a text or a number, or an object or list with a name; white space joined."""
    return next((text for name in names if (text := as_text(data.get(name)))), None)


def as_text(value: Any) -> str | None:
    """A scalar as one line of text, None for what is blank or no scalar.

    >>> as_text({"id": None, "name": "BBC News"}), as_text(["a", "b"]), as_text("  "), as_text(7)
    ('BBC News', 'a', None, '7')
    """
    match value:
        case str():
            return clean_text(" ".join(value[: 4 * _LONGEST].split()))[:_LONGEST] or None
        case bool() | None:
            return None
        case int():
            return str(value) if abs(value) < 10**30 else None
        case {"name": str(name)} | {"title": str(name)} | {"@value": str(name)} | [str(name), *_]:
            return as_text(name)
        case _:
            return None


def clean_text(text: str) -> str:
    """Lone surrogates, which JSON escapes can make, as U+FFFD: no UTF-8 file could hold them.

    >>> clean_text("a\\ud800b")
    'a\ufffdb'
    """
    return text if text.isascii() else text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _web(url: str | None) -> str | None:
    """A URL of the web, None for any other scheme (a brief links to it)."""
    try:
        return url if url and urlsplit(url).scheme in ("http", "https") else None
    except ValueError:
        return None
