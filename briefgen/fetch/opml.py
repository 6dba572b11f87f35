"""Reading OPML, the list of feeds that every feed reader exports: each outline with an `xmlUrl` is a feed.

The folders in which outlines stand say how a person sorts them, not where they are: they are passed over. The file is
untrusted: no entity is expanded, nothing outside of it is read, and its outlines are walked without recursion.
"""

from __future__ import annotations

from typing import Any

from briefgen.errors import UsageError
from briefgen.fetch.sources import Feed, Sources
from briefgen.fetch.urls import web_url

_MOST_BYTES = 16 * 1024 * 1024


def read_opml(data: bytes, *, name: str) -> Sources:
    """The feeds of an OPML file, in its order, each once; *name* is the file's, for messages.

    Raises `UsageError` with file and line for broken XML, for a file that is no OPML, without a feed, or with an
    address that cannot be fetched.
    """
    from lxml import etree

    if len(data) > _MOST_BYTES:
        raise UsageError(f"{name}: {len(data):,} bytes, more than the {_MOST_BYTES:,} of any list of feeds")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(data, parser=parser)
    except etree.XMLSyntaxError as error:
        raise UsageError(f"{name}:{error.lineno or 1}: broken XML: {error.msg}") from None
    if root.tag.lower() != "opml":
        raise UsageError(f"{name}: not OPML but <{root.tag}>; export the list of feeds again, or write a sources.toml")
    feeds: dict[str, Feed] = {}
    faults: list[str] = []
    for outline in root.iter("outline"):
        try:
            feed = _feed(outline)
        except ValueError as error:
            faults.append(f"{name}:{outline.sourceline}: xmlUrl: {error}")
            continue
        if feed is not None:
            feeds.setdefault(feed.url, feed)
    if faults:
        raise UsageError("; ".join(faults))
    if not feeds:
        raise UsageError(f"{name}: no feed in it: no outline has an xmlUrl")
    return Sources(feeds=tuple(feeds.values()))


def _feed(outline: Any) -> Feed | None:
    attributes = {str(key).lower(): str(value).strip() for key, value in outline.attrib.items()}
    address = attributes.get("xmlurl")
    if not address:
        return None
    title = attributes.get("title") or attributes.get("text") or None
    return Feed(url=web_url(address), name=title)
