"""Feeds as they come: Atom and RSS, broken, hostile, relative; and lists of feeds."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from briefgen.errors import FetchError, UsageError
from briefgen.fetch.feeds import looks_like_feed, read_feed
from briefgen.fetch.reading import merged, read_sources
from briefgen.fetch.sources import Feed, Limits, MailFolder, Sources
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


def test_read_sources_reads_opml_of_feed_readers(tmp_path: Path) -> None:
    path = tmp_path / "feeds.opml"
    path.write_text(
        '<?xml version="1.0"?><opml version="2.0"><head><title>Mine</title></head><body><outline text="War">'
        '<outline type="rss" text="Post" xmlUrl="https://post.example/rss"/></outline>'
        '<outline title="Wire" text="w" xmlurl="http://wire.example/atom#x"/>'
        '<outline text="again" xmlUrl="https://post.example/rss"/></body></opml>'
    )
    assert read_sources(path).feeds == (
        Feed(url="https://post.example/rss", name="Post"),
        Feed(url="http://wire.example/atom", name="Wire"),
    )


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("<opml>\n<body>\n<outline xmlUrl='ftp://a.example/'/></body></opml>", ":3: xmlUrl: ftp: only http"),
        ("<opml><body>\n</opml>", ":2: broken XML"),
        ("<opml><body/></opml>", "no feed in it"),
        ("<html/>", "not OPML but <html>"),
    ],
)
def test_read_sources_names_faults_of_opml(tmp_path: Path, text: str, why: str) -> None:
    path = tmp_path / "feeds.opml"
    path.write_text(text)
    with pytest.raises(UsageError) as found:
        read_sources(path)
    assert why in str(found.value)


def test_read_sources_expands_no_entity_of_opml(tmp_path: Path) -> None:
    path = tmp_path / "feeds.opml"
    lines = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
    path.write_text(
        f'<!DOCTYPE opml [<!ENTITY e0 "lol">{lines}]><opml><body>'
        '<outline text="&e11;" xmlUrl="https://post.example/rss"/></body></opml>'
    )
    try:
        assert len(str(read_sources(path))) < 1000
    except UsageError as error:
        assert "XML" in str(error)


def test_read_sources_merges_limits_and_resolves_mail(tmp_path: Path) -> None:
    path = tmp_path / "sources.toml"
    path.write_text(
        'contact = "mailto:a@b.example"\n[limits]\ndelay_seconds = 2\nmax_items = 5\n'
        '[[feed]]\nurl = "https://post.example/rss"\nmax_items = 9\n[[mail]]\npath = "box"\n'
    )
    sources = read_sources(path)
    assert sources.feeds[0].limits == Limits(delay_seconds=2, max_items=9)
    assert sources.mail == (MailFolder(path=tmp_path / "box", limits=Limits(delay_seconds=2, max_items=5)),)


@pytest.mark.parametrize(
    ("text", "faults"),
    [
        ("[[feed]\n", ["cannot be read as TOML", "line 1"]),
        ("", ["no source in it"]),
        ('[[feed]]\nname = "x"\n', [":1: [[feed]] url: must be given"]),
        ('[[feed]]\nurl = "http://a.example/"\n\n[[feed]]\nurl = "gopher://b"\n', [":5: [[feed]] url: 'gopher://b'"]),
        ('[[feed]]\nurl = "http://a.example/"\nuri = 1\n', [":3: [[feed]] uri: no such key"]),
        ('[[feed]]\nuri = 1\nmax_items = 0\n', [":1: [[feed]] url: must", ":3: [[feed]] max_items: 0"]),
        ('[limits]\ndelay_seconds = "x"\n[[page]]\nurl = "http://a.example/"\n', [":2: [limits] delay_seconds: 'x'"]),
        ('feed = "http://a.example/"\n', [":1: feed: write [[feed]]"]),
        ('alow_hosts = []\n[[page]]\nurl = "http://a.example/"\n', [":1: alow_hosts: no such key"]),
        ('[[page]]\nurl = "http://a.b"\n[[page]]\nurl = "http://a.b"', [":4: [[page]] url", "line 1 already"]),
        ('contact = "a b"\n[[page]]\nurl = "http://a.example/"\n', [":1: contact: 'a b'"]),
    ],
)  # fmt: skip
def test_read_sources_names_each_fault_with_its_line(tmp_path: Path, text: str, faults: list[str]) -> None:
    path = tmp_path / "sources.toml"
    path.write_text(text)
    with pytest.raises(UsageError) as found:
        read_sources(path)
    for fault in faults:
        assert fault in str(found.value)


def test_read_sources_names_a_fault_of_the_limits_once(tmp_path: Path) -> None:
    path = tmp_path / "sources.toml"
    path.write_text(
        '[limits]\nmax_itmes = 3\n[[page]]\nurl = "http://a.example/"\n[[page]]\nurl = "http://b.example/"\n'
    )
    with pytest.raises(UsageError) as found:
        read_sources(path)
    assert str(found.value).count("max_itmes") == 1


def test_merged_keeps_each_source_once_and_refuses_two_contacts() -> None:
    one = Sources(feeds=(Feed(url="http://a.example/", name="A"),), contact="x@a.example")
    two = Sources(feeds=(Feed(url="http://a.example/"), Feed(url="http://b.example/")))
    assert [feed.label for feed in merged([one, two]).feeds] == ["A", "http://b.example/"]
    assert merged([one, two]).contact == "x@a.example"
    with pytest.raises(UsageError, match="contact"):
        merged([one, Sources(feeds=two.feeds, contact="y@b.example")])
