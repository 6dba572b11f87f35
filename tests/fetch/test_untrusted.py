"""Whatever bytes come, what reads them answers or says why not: never another error, never more than was allowed."""

from __future__ import annotations

import ipaddress
from urllib.parse import urlsplit

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from briefgen.errors import FetchError
from briefgen.fetch.addresses import is_public
from briefgen.fetch.bodies import read_body
from briefgen.fetch.feeds import read_feed
from briefgen.fetch.folder import slug
from briefgen.fetch.kinds import suffix_for
from briefgen.fetch.robots import _parsed
from briefgen.fetch.urls import article_key, clean_url, web_url
from tests.fetch.conftest import item, rss

ODD = "http:/[]@?#%.abzAB19 \\é世\u202e\ud800\x00\n\u0130ﬁ"
QUICK = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
PRIVATE = [ipaddress.ip_network(text) for text in ("10.0.0.0/8", "127.0.0.0/8", "169.254.0.0/16", "192.168.0.0/16")]


@QUICK
@given(st.text(ODD, max_size=40) | st.text(ODD, max_size=40).map("http://".__add__))
def test_web_url_gives_one_form_or_a_reason(text: str) -> None:
    try:
        url = web_url(text)
    except ValueError:
        return
    assert url.isascii()
    assert web_url(url) == url
    assert urlsplit(url).scheme in ("http", "https")
    assert article_key(clean_url(url)) == article_key(url)


@QUICK
@given(st.sampled_from(PRIVATE), st.integers(0, 2**16 - 1))
def test_private_address_stays_private_in_every_dress(network: ipaddress.IPv4Network, offset: int) -> None:
    address = int(network.network_address) + offset
    plain = ipaddress.IPv4Address(address)
    high, low = address >> 16, address & 0xFFFF
    dressed = (f"::ffff:{plain}", f"64:ff9b::{plain}", f"2002:{high:x}:{low:x}::1")
    assert not any(map(is_public, (str(plain), *dressed)))


@QUICK
@given(st.lists(st.binary(max_size=50)), st.sampled_from(["", "gzip", "deflate", "br"]), st.integers(1, 100))
def test_read_body_keeps_to_its_limit(chunks: list[bytes], encoding: str, limit: int) -> None:
    try:
        assert len(read_body(chunks, encoding=encoding, limit=limit)) <= limit
    except FetchError as error:
        assert str(error)


@QUICK
@given(
    st.binary(max_size=200) | st.integers(0, 400).map(lambda cut: rss(item("http://a.example/1", "T")).encode()[:cut])
)
def test_read_feed_reads_or_says_why_not(body: bytes) -> None:
    try:
        feed = read_feed(body, url="http://a.example/rss")
    except FetchError as error:
        assert str(error)
    else:
        assert all(entry.url or entry.content for entry in feed.entries)


@QUICK
@given(st.binary(max_size=100), st.sampled_from(["", "text/html", "image/png"]))
def test_suffix_is_one_that_build_reads(body: bytes, kind: str) -> None:
    try:
        assert suffix_for(body, content_type=kind) in (".html", ".pdf", ".docx", ".txt", ".md", ".eml")
    except FetchError as error:
        assert str(error)


@QUICK
@given(st.text(ODD))
def test_slug_is_a_name_on_every_system(text: str) -> None:
    name = slug(text)
    assert len(name) <= 80
    assert set(name) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")


@QUICK
@given(st.text(alphabet="User-agent: *\nDisallow/$Crawl-dely0.", max_size=200))
def test_robots_text_of_any_kind_is_read(text: str) -> None:
    rules = _parsed(text)
    assert rules.can_fetch("http://a.example/a", "briefgen") in (True, False)
    assert (rules.crawl_delay("briefgen") or 0) >= 0


@pytest.mark.parametrize("stars", [5, 50, 500])
def test_robots_text_costs_no_more_for_many_stars(stars: int) -> None:
    rules = _parsed("User-agent: *\nDisallow: /" + "*a" * stars + "*b$\n")
    assert rules.can_fetch("http://a.example/" + "a" * 2000, "briefgen")
