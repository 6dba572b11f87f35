"""What a web page says about its article: JSON-LD, then OpenGraph and other meta tags, the page itself, its URL."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from briefgen.load.fields import as_text, clean_text, record_fields
from briefgen.load.moments import Moment, in_url, read_moment
from briefgen.load.record import Record

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_TYPES = ("article", "newsarticle", "reportagenewsarticle", "blogposting", "liveblogposting", "analysisnewsarticle")
_PUBLISHED = (
    "article:published_time", "og:article:published_time", "article:published", "datepublished", "parsely-pub-date",
    "sailthru.date", "pubdate", "publishdate", "publish-date", "publish_date", "publication_date", "dc.date.issued",
    "dc.date", "dcterms.created", "dcterms.date", "cxenseparse:recs:publishtime", "bt:pubdate",
    "iso-8601-publish-date", "date", "originalpublicationdate", "rnews:datepublished",
)  # fmt: skip
_TITLE = ("og:title", "twitter:title", "headline", "dc.title")
_OUTLET = ("og:site_name", "application-name", "publisher", "dc.publisher", "twitter:site", "cre")
_URL = ("og:url", "twitter:url")
_SITE_SUFFIX = re.compile(r"\s[|–—-]\s([^|–—]{2,60})$")
_LONGEST_JSON = 2_000_000


def page_record(tree: HtmlElement) -> Record:
    """A record with all but the text; its text is JSON-LD's articleBody when the page carries one, else empty."""
    ld = record_fields({})
    body = ""
    for item in _ld_articles(tree):
        ld = _merged(ld, record_fields(item))
        if not body and isinstance(item.get("articleBody"), str):
            body = clean_text(item["articleBody"].strip())
    metas = _metas(tree)
    url = ld.url or _first(metas, _URL) or _canonical(tree)
    url = url if url and re.match(r"https?://[^\s/]", url) else None
    return Record(
        text=body,
        title=ld.title or _title(tree, metas),
        outlet=ld.outlet or _outlet(metas),
        url=url,
        published=ld.published or _published(tree, metas) or in_url(url),
        language=_language(tree, metas) or ld.language,
    )


def _merged(one: Record, other: Record) -> Record:
    for name in ("title", "outlet", "url", "published", "language"):
        if getattr(one, name) is None:
            setattr(one, name, getattr(other, name))
    return one


def _ld_articles(tree: HtmlElement) -> Iterator[Mapping[str, Any]]:
    """The objects of an article's type in all JSON-LD blocks, in order; blocks that are broken are passed over."""
    for script in tree.iter("script"):
        if "ld+json" not in (script.get("type") or "").lower():
            continue
        source = (script.text or "").strip()[:_LONGEST_JSON]
        try:
            yield from _of_type(json.loads(source, strict=False))
        except (ValueError, RecursionError):
            continue


def _of_type(value: Any, depth: int = 0) -> Iterator[Mapping[str, Any]]:
    if depth > 5:
        return
    if isinstance(value, list):
        for item in value[:200]:
            yield from _of_type(item, depth + 1)
    elif isinstance(value, dict):
        kinds = value.get("@type")
        named = [kinds] if isinstance(kinds, str) else kinds if isinstance(kinds, list) else []
        if any(isinstance(kind, str) and kind.lower() in _TYPES for kind in named):
            yield value
        for key in ("@graph", "mainEntity", "mainEntityOfPage"):
            yield from _of_type(value.get(key), depth + 1)


def _metas(tree: HtmlElement) -> dict[str, str]:
    """The page's meta tags by lower-cased name, property or itemprop; the first of each counts."""
    found: dict[str, str] = {}
    for meta in tree.iter("meta"):
        name = meta.get("property") or meta.get("name") or meta.get("itemprop") or meta.get("http-equiv")
        content = as_text(meta.get("content"))
        if name and content:
            found.setdefault(name.strip().lower(), content)
    return found


def _first(metas: Mapping[str, str], names: tuple[str, ...]) -> str | None:
    return next((metas[name] for name in names if name in metas), None)


def _title(tree: HtmlElement, metas: Mapping[str, str]) -> str | None:
    headings = [" ".join("".join(node.itertext()).split()) for node in tree.iter("h1")]
    if len(headings) == 1 and 8 <= len(headings[0]) <= 300:
        return headings[0]
    raw = _first(metas, _TITLE) or as_text(tree.findtext(".//title"))
    if raw is None:
        return headings[0] if headings else None
    site = metas.get("og:site_name", "")
    tail = _SITE_SUFFIX.search(raw)
    named = tail and (tail[1].strip() == site or ("og:title" not in metas and len(tail[1].split()) <= 5))
    return raw[: tail.start()].strip() if tail and named and tail.start() > 8 else raw


def _outlet(metas: Mapping[str, str]) -> str | None:
    name = _first(metas, _OUTLET)
    return name.lstrip("@") if name else None


def _published(tree: HtmlElement, metas: Mapping[str, str]) -> Moment | None:
    for name in _PUBLISHED:
        if (moment := read_moment(metas.get(name))) is not None:
            return moment
    for node in tree.iter("time"):
        if (moment := read_moment(node.get("datetime"))) is not None:
            return moment
    return _by_htmldate(tree)


def _by_htmldate(tree: HtmlElement) -> Moment | None:
    """htmldate without its extensive search, which takes "© 2026" for a day."""
    from copy import deepcopy

    from htmldate import find_date

    try:
        return read_moment(find_date(deepcopy(tree), extensive_search=False, original_date=True))
    except Exception:  # a third party's walk over a hostile tree; a page without a date is no fault
        return None


def _canonical(tree: HtmlElement) -> str | None:
    links = (link.get("href") for link in tree.iter("link") if "canonical" in (link.get("rel") or "").lower())
    return next((as_text(href) for href in links if href), None)


def _language(tree: HtmlElement, metas: Mapping[str, str]) -> str | None:
    root = tree.getroottree().getroot()
    return (
        root.get("lang")
        or root.get("{http://www.w3.org/XML/1998/namespace}lang")
        or metas.get("og:locale", metas.get("content-language", metas.get("language")))
    )
