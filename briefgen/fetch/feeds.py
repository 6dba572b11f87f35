"""Reading RSS and Atom: what a feed lists, newest first as it stands, with each item's own text.

feedparser gets bytes only, never an address, and none with entities that could grow; it cleans the HTML of items. What
is broken XML is read as far as it goes, as feed readers do, and the user is told.
"""

from __future__ import annotations

import html
import io
import re
from calendar import timegm
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from typing import Any

from briefgen.errors import FetchError
from briefgen.fetch.urls import web_url
from briefgen.jobs import Fault, run

_SECONDS = 30
_LONGEST_TITLE = 500
_ENTITY = re.compile(rb"<!ENTITY[^>]{0,1000}", re.IGNORECASE)
_LONGEST_ENTITY = 80  # bytes of a declaration such as '<!ENTITY nbsp "&#160;"': a character's name, not a text
_NESTED = re.compile(rb"&(?!#)|\bSYSTEM\b|\bPUBLIC\b|%")  # an entity of others, or from elsewhere
_MOST_ENTITIES = 300
_FEED_ROOT = re.compile(rb"<(?:\w{1,20}:)?(?:rss|feed|rdf)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Entry:
    """An item of a feed. `published` is the feed's own writing, `moment` the same in UTC where it can be read;
    `content` is HTML."""

    id: str
    url: str | None
    title: str | None
    published: str | None
    moment: datetime | None
    content: str | None


@dataclass(frozen=True, slots=True)
class FeedContent:
    """The feed's own title and its items; `note` says what was odd."""

    title: str | None
    entries: tuple[Entry, ...]
    note: str | None = None


def read_feed(body: bytes, *, url: str, content_type: str = "") -> FeedContent:
    """The items of the feed in *body*, which came from *url*.

    Raises `FetchError` for what is no feed (a web page: with the feeds that it names), and for one that declares
    entities which could grow.
    """
    _refuse_entities(body)
    result = next(iter(run(partial(_parse, url=url, content_type=content_type), [body], seconds=_SECONDS)))
    if isinstance(result, Fault):
        raise FetchError(f"the feed {result.reason}", lasting=True)
    entries = [entry for raw in result.entries if (entry := _entry(raw, url=url))]
    if not entries and not result.get("version"):
        raise FetchError(_no_feed(body, url=url), lasting=True)
    broken = result.get("bozo") and _is_broken(result.get("bozo_exception"))
    note = "its XML is broken: read as far as it goes" if broken else None
    return FeedContent(_text(result.feed.get("title")), tuple(entries), note)


def looks_like_feed(body: bytes) -> bool:
    """Whether the first tag of *body* is a feed's.

    >>> looks_like_feed(b'<?xml version="1.0"?><rss version="2.0">'), looks_like_feed(b"<html><p>rss")
    (True, False)
    """
    head = re.sub(rb"<!--.{0,2000}?-->", b"", body[:5000], flags=re.DOTALL)
    first = re.search(rb"<\w", head)
    return bool(first and _FEED_ROOT.match(head, first.start()))


def _refuse_entities(body: bytes) -> None:
    """Refuse entities that stand for more than a character: a feed needs none, and they can grow without bound.

    feedparser expands none that holds another, but leaves out silently what it does not expand.
    """
    found = _ENTITY.findall(body.replace(b"\0", b""))
    if len(found) > _MOST_ENTITIES or any(len(one) > _LONGEST_ENTITY or _NESTED.search(one) for one in found):
        raise FetchError("the feed declares XML entities, which no feed needs: not read", lasting=True)


def _parse(body: bytes, *, url: str, content_type: str) -> Any:
    import feedparser

    headers = {"content-location": url, **({"content-type": content_type} if content_type else {})}
    return feedparser.parse(io.BytesIO(body), response_headers=headers)


def _is_broken(error: object) -> bool:
    """A false media type or charset in a header is no news to a feed's reader; broken XML is."""
    return type(error).__name__ not in ("NonXMLContentType", "CharacterEncodingOverride")


def _entry(raw: Any, *, url: str) -> Entry | None:
    link = _link(raw, base=url)
    title = _text(raw.get("title"))
    content = _content(raw)
    name = str(raw.get("id") or link or "")[:1000]
    if not link and not content:
        return None
    parsed = raw.get("published_parsed") or raw.get("updated_parsed")
    return Entry(
        id=name or (title or ""),
        url=link,
        title=title,
        published=_text(raw.get("published") or raw.get("updated")),
        moment=_moment(parsed),
        content=content,
    )


def _link(raw: Any, *, base: str) -> str | None:
    """The item's page: where FeedBurner says that it was before it counted clicks, else the link."""
    for name in ("feedburner_origlink", "link"):
        try:
            if raw.get(name):
                return web_url(str(raw[name]), base=base)
        except ValueError:
            continue
    return None


def _content(raw: Any) -> str | None:
    """The longest of the item's contents and its summary, as HTML."""
    found = [*raw.get("content", []), raw.get("summary_detail") or {}]
    texts = [
        html.escape(part["value"]) if part.get("type") == "text/plain" else part["value"]
        for part in found
        if part.get("value")
    ]
    return max(texts, key=len, default=None)


def _text(value: Any) -> str | None:
    """A title or date as one line of plain text."""
    if not isinstance(value, str):
        return None
    plain = html.unescape(re.sub(r"<[^<>]{0,300}>", "", value[: 4 * _LONGEST_TITLE]))
    return " ".join(plain.split())[:_LONGEST_TITLE] or None


def _moment(parsed: Any) -> datetime | None:
    try:
        return datetime.fromtimestamp(timegm(parsed), tz=UTC) if parsed else None
    except (ValueError, OverflowError, OSError, TypeError):
        return None


def _no_feed(body: bytes, *, url: str) -> str:
    feeds = _named_feeds(body, url=url)
    if feeds:
        return f"no feed but a web page; it names {', '.join(feeds[:3])}: take that instead"
    if re.search(rb"<html|<!doctype html", body[:2000], re.IGNORECASE):
        return "no feed but a web page; for one article write it under [[page]]"
    return "neither RSS nor Atom"


def _named_feeds(body: bytes, *, url: str) -> list[str]:
    """The feeds that a page names in its head, as browsers find them."""
    found = []
    for tag in re.findall(rb"<link\b[^>]{0,1000}>", body[:200_000], re.IGNORECASE):
        text = html.unescape(tag.decode("utf-8", "replace"))
        target = re.search(r"href\s{0,3}=\s{0,3}[\"']?([^\"'\s>]{1,1000})", text, re.IGNORECASE)
        if target and re.search(r"application/(?:rss|atom)\+xml", text, re.IGNORECASE):
            try:
                found.append(web_url(target[1], base=url))
            except ValueError:
                continue
    return found
