"""Lists of sources: TOML and OPML as people write and export them, each fault named with its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from briefgen.errors import UsageError
from briefgen.fetch.reading import merged, read_sources
from briefgen.fetch.sources import Feed, Limits, MailFolder, Sources


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
        ('allow_hosts = ["http://a/"]\n[[page]]\nurl = "http://a.example/"\n', [":1: allow_hosts: 'http://a/'"]),
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
