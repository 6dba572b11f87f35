"""Feeds as they come: Atom and RSS, broken, hostile, relative."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from briefgen.errors import FetchError
from briefgen.fetch.feeds import looks_like_feed, read_feed
from tests.fetch.conftest import item, rss

AT = "https://post.example/feeds/world"
ATOM = """<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom"><title>Border <b>monitor</b></title>
<entry><id>tag:1</id><title type="html">Talks &amp;amp; aid</title><link href="../a/1"/>
<updated>2026-02-28T10:15:00+02:00</updated>
<content type="html">&lt;p&gt;Aid came.&lt;/p&gt;&lt;script&gt;x()&lt;/script&gt;</content></entry>
<entry><id>tag:2</id><title>No page</title><updated>2026-02-27T00:00:00Z</updated><summary>Only this.</summary></entry>
<entry><id>tag:3</id><title>Mail</title><link href="mailto:a@b.example"/></entry></feed>"""


def declaring(*entities: str) -> str:
    """A feed that declares *entities* and uses the last, "x"."""
    lines = "".join(f"<!ENTITY {entity}>" for entity in entities)
    return f'<?xml version="1.0"?><!DOCTYPE rss [{lines}]>' + rss(title="&x;").partition("?>")[2]


def test_read_feed_reads_atom() -> None:
    feed = read_feed(ATOM.encode(), url=AT)
    first, second = feed.entries
    assert feed.title == "Border monitor"
    assert (first.id, first.url, first.title) == ("tag:1", "https://post.example/a/1", "Talks & aid")
    assert first.published == "2026-02-28T10:15:00+02:00"
    assert first.moment == datetime(2026, 2, 28, 8, 15, tzinfo=UTC)
    assert first.content == "<p>Aid came.</p>"
    assert (second.url, second.content) == (None, "Only this.")


def test_read_feed_reads_a_broken_one_as_far_as_it_goes() -> None:
    whole = rss(item("https://post.example/1", "One"), item("https://post.example/2", "Two & a half"))
    feed = read_feed(whole.removesuffix("</channel></rss>").encode(), url=AT)
    assert [entry.title for entry in feed.entries] == ["One", "Two & a half"]
    assert feed.note is not None


def test_read_feed_takes_the_address_before_a_counter_of_clicks() -> None:
    name = 'xmlns:f="http://rssnamespace.org/feedburner/ext/1.0"'
    origin = f"<f:origLink {name}>https://post.example/1</f:origLink>"
    feed = read_feed(rss(item("https://count.example/~r/1", more=origin)).encode(), url=AT)
    assert feed.entries[0].url == "https://post.example/1"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
@pytest.mark.parametrize(
    "entities",
    [
        ('a "lol"', f'b "{"&a;" * 20}"', 'x "&b;&b;"'),
        (f'x "{"y" * 500}"',),
        ('x SYSTEM "file:///etc/hostname"',),
        ('% d SYSTEM "http://a.example/x.dtd"',),
        tuple(f'e{n} "y"' for n in range(400)),
    ],
    ids=["nested", "long", "file", "outside", "many"],
)
def test_read_feed_refuses_entities_that_grow_or_lie_outside(encoding: str, entities: tuple[str, ...]) -> None:
    with pytest.raises(FetchError, match="entities"):
        read_feed(declaring(*entities).encode(encoding), url=AT)


def test_read_feed_takes_the_name_of_a_character() -> None:
    assert read_feed(declaring('x "&#169;"').encode(), url=AT).title == "©"


@pytest.mark.parametrize(
    ("body", "why"),
    [(b"", "neither"), (b"hello", "neither"), (b'{"items": []}', "neither"), (b"<html><body>Hi", "web page")],
)
def test_read_feed_says_why_something_is_none(body: bytes, why: str) -> None:
    with pytest.raises(FetchError, match=why):
        read_feed(body, url=AT)


def test_read_feed_without_items_is_a_feed() -> None:
    assert read_feed(rss().encode(), url=AT).entries == ()


@pytest.mark.parametrize(
    ("start", "is_feed"), [("<!-- <html> --><feed>", True), ("<rdf:RDF xmlns='x'>", True), ("<html>", False)]
)
def test_looks_like_feed(start: str, is_feed: bool) -> None:
    assert looks_like_feed(start.encode()) is is_feed
