"""Manners: one connection a host, delays, robots.txt, Retry-After, who we say we are, and the user's proxy."""

from __future__ import annotations

import json
import threading
from datetime import timedelta
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest

from briefgen import __version__
from briefgen.fetch.sources import Feed, Limits, Page, Sources
from briefgen.fetch.urls import article_key, clean_url, web_url
from tests.fetch.conftest import FEED_TYPE, Desk, Reply, article, item, rss


def robots(text: str) -> Reply:
    return Reply(text, type="text/plain")


def pages(desk: Desk, *paths: str, host: str = "post.example", **limits: float) -> Sources:
    desk.site.routes |= {path: article(f"Story at {path}") for path in paths if path not in desk.site.routes}
    own = Limits(**limits)  # type: ignore[arg-type]
    return Sources(pages=tuple(Page(url=desk.site.url(path, host), limits=own) for path in paths))


def test_every_request_says_who_asks(desk: Desk) -> None:
    desk.fetch(pages(desk, "/a").model_copy(update={"contact": "mailto:desk@post.example"}))
    assert {headers["User-Agent"] for headers in desk.site.headers} == {
        f"briefgen/{__version__} (+mailto:desk@post.example)"
    }
    assert desk.site.headers[0]["Host"] == f"post.example:{desk.site.port}"


def test_requests_to_a_host_keep_their_distance(desk: Desk) -> None:
    desk.fetch(pages(desk, "/a", "/b", delay_seconds=3))
    assert desk.site.asked == ["/robots.txt", "/a", "/b"]
    assert desk.clock.waits == [3.0, 3.0]


def test_host_gets_one_request_at_a_time_also_through_redirects(desk: Desk) -> None:
    redirected = threading.Event()

    def redirect(handler: BaseHTTPRequestHandler) -> None:
        Reply(status=302, headers={"Location": desk.site.url("/3")})(handler)
        redirected.set()

    for path in ("/1", "/2", "/3"):
        desk.site.routes[path] = desk.site.slowly(article(f"Story at {path}"), first=redirected, seconds=0.1)
    desk.site.routes["/to-3"] = redirect
    both = (*pages(desk, "/1", "/2").pages, *pages(desk, "/to-3", host="wire.example").pages)
    assert len(desk.fetch(Sources(pages=both)).stored) == 3
    assert desk.site.most_open["post.example"] == 1


def test_hosts_are_asked_side_by_side(desk: Desk) -> None:
    both = threading.Barrier(2, timeout=10)  # passed only by two requests at once

    def meeting(handler: BaseHTTPRequestHandler) -> None:
        both.wait()
        article(f"Story at {handler.path}")(handler)

    desk.site.routes |= {"/1": meeting, "/2": meeting}
    sources = (*pages(desk, "/1").pages, *pages(desk, "/2", host="wire.example").pages)
    assert len(desk.fetch(Sources(pages=sources)).stored) == 2


@pytest.mark.parametrize(("asked", "kept"), [(7, 7), (500, 10)])
def test_crawl_delay_counts_up_to_a_limit(desk: Desk, asked: int, kept: int) -> None:
    desk.site.routes["/robots.txt"] = robots(f"User-agent: *\nCrawl-delay: {asked}\n")
    desk.fetch(pages(desk, "/a", "/b", max_delay_seconds=10))
    assert desk.clock.waits[-1] == kept


def test_robots_text_is_obeyed_and_asked_for_once_a_day(desk: Desk) -> None:
    desk.site.routes["/robots.txt"] = robots(
        "User-agent: *\nDisallow: /\n\nUser-agent: briefgen\nDisallow: /no*\nAllow: /now\n"
    )
    sources = pages(desk, "/no", "/now", "/yes")
    report = desk.fetch(sources)
    assert sorted(desk.site.paths()) == ["/now", "/yes"]
    assert [failure.reason for failure in report.failures] == ["robots.txt of the host forbids it"]
    desk.fetch(sources, later=timedelta(hours=5))
    assert desk.site.asked.count("/robots.txt") == 1
    desk.fetch(sources, later=timedelta(hours=20))
    assert desk.site.asked.count("/robots.txt") == 2


@pytest.mark.parametrize(("status", "allowed"), [(404, True), (403, True), (500, False), (429, False)])
def test_robots_text_that_is_missing_allows_and_one_that_fails_forbids(desk: Desk, status: int, allowed: bool) -> None:
    desk.site.routes["/robots.txt"] = Reply(status=status)
    report = desk.fetch(pages(desk, "/a", "/b"))
    assert desk.site.paths() == (["/a", "/b"] if allowed else [])
    assert desk.site.asked.count("/robots.txt") == 1
    assert allowed or "robots.txt" in report.failures[0].reason


def test_robots_text_is_found_through_redirects_and_read_up_to_its_limit(desk: Desk) -> None:
    desk.site.routes |= {
        "/robots.txt": Reply(status=301, headers={"Location": "/real"}),
        "/real": robots("User-agent: *\nDisallow: /no\n" + "# padding\n" * 90_000),
    }
    report = desk.fetch(pages(desk, "/no", "/yes"))
    assert [stored.title for stored in report.stored] == ["Story at /yes"]


def test_short_pause_that_a_server_asks_for_is_waited(desk: Desk) -> None:
    desk.site.routes["/a"] = [Reply(status=429, headers={"Retry-After": "12"}), article("After the pause")]
    assert desk.fetch(pages(desk, "/a")).stored[0].title == "After the pause"
    assert 12.0 in desk.clock.waits


def test_host_that_says_too_many_is_left_alone(desk: Desk) -> None:
    desk.site.routes["/a"] = Reply(status=429)
    sources = pages(desk, "/a", "/b")
    assert [failure.again is not None for failure in desk.fetch(sources).failures] == [True, True]
    assert desk.site.paths() == ["/a"]
    desk.site.routes["/a"] = article("Later")
    assert len(desk.fetch(sources, later=timedelta(hours=1)).stored) == 2


def test_long_pause_that_a_server_asks_for_holds_for_all_of_it(desk: Desk) -> None:
    desk.site.routes["/a"] = Reply(status=503, headers={"Retry-After": "7200"})
    sources = pages(desk, "/a", "/b")
    report = desk.fetch(sources)
    assert desk.site.paths() == ["/a"]
    assert "left alone until 2026-03-01 08:00" in report.failures[1].reason
    desk.fetch(sources, later=timedelta(hours=1))
    assert desk.site.paths() == ["/a"]
    desk.fetch(sources, later=timedelta(hours=2))
    assert desk.site.paths() == ["/a", "/a"]


def test_proxy_of_the_environment_is_asked_and_no_other(desk: Desk) -> None:
    desk.resolve = lambda host, port: ["127.0.0.1"]
    desk.proxies = {"http": f"http://127.0.0.1:{desk.site.port}", "no": "wire.example"}
    target = "http://post.example/a"
    desk.site.routes |= {target: article("Through the proxy"), "/b": article("Around it")}
    both = Sources(pages=(Page(url=target), Page(url=desk.site.url("/b", "wire.example"))))
    assert {stored.title for stored in desk.fetch(both).stored} == {"Through the proxy", "Around it"}
    desk.allowed = ("wire.example",)
    desk.site.routes["http://post.example/c"] = article("Private")
    report = desk.fetch(Sources(pages=(Page(url="http://post.example/c"),)))
    assert "private or local" in report.failures[0].reason


def test_proxy_is_told_the_login_that_the_environment_has_for_it(desk: Desk) -> None:
    desk.proxies = {"http": f"me:secret@127.0.0.1:{desk.site.port}"}
    desk.site.routes["http://post.example/a"] = article("Through the proxy")
    assert len(desk.fetch(Sources(pages=(Page(url="http://post.example/a"),))).stored) == 1
    assert {headers["Proxy-Authorization"] for headers in desk.site.headers} == {"Basic bWU6c2VjcmV0"}


def test_proxy_of_another_kind_is_refused(desk: Desk) -> None:
    desk.proxies = {"http": "socks5://127.0.0.1:9"}
    report = desk.fetch(Sources(pages=(Page(url="http://post.example/a"),)))
    assert "only http and https proxies" in report.failures[0].reason


def test_no_more_hosts_than_asked_for_at_once(desk: Desk) -> None:
    hosts = [f"h{n}.example" for n in range(6)]
    desk.allowed = tuple(hosts)
    desk.site.routes["/rss"] = desk.site.slowly(Reply(rss(item("http://nowhere.invalid/")), type=FEED_TYPE))
    feeds = tuple(Feed(url=desk.site.url("/rss", host), pages=False) for host in hosts)
    desk.fetch(Sources(feeds=feeds, parallel_hosts=2))
    assert desk.site.most_open[""] <= 2
    assert desk.site.paths() == ["/rss"] * 6


@pytest.mark.parametrize(
    ("text", "url"),
    [
        ("http://Post.Example:80", "http://post.example/"),
        ("https://post.example/a b?x=ü#part", "https://post.example/a%20b?x=%C3%BC"),
        ("http://münchen.example/", "http://xn--mnchen-3ya.example/"),
        ("http://[::1]:8080/", "http://[::1]:8080/"),
        ("http://post.example/%7Ea", "http://post.example/%7Ea"),
    ],
)
def test_web_url_is_brought_to_one_form(text: str, url: str) -> None:
    assert web_url(text) == url
    assert web_url(url) == url


@pytest.mark.parametrize(
    "text", ["", "ftp://post.example/", "http://", "http://a b/", "http://u:p@post.example/", "/a"]
)
def test_web_url_refuses_what_cannot_be_asked_for(text: str) -> None:
    with pytest.raises(ValueError):
        web_url(text)


def test_tracking_table_keeps_to_its_examples() -> None:
    import tomllib

    table = Path(__file__).parents[2] / "briefgen" / "knowledge" / "words" / "tracking.toml"
    for row in tomllib.loads(table.read_text(encoding="utf-8"))["row"]:
        for name in row["examples"]:
            assert clean_url(f"https://post.example/?{name}=1") == "https://post.example/", name
        for name in row["not_examples"]:
            assert clean_url(f"https://post.example/?{name}=1").endswith(f"?{name}=1"), name
    assert article_key("http://post.example/a?b=1&utm_id=2") == article_key("https://post.example/a?b=1")


def test_state_is_json_that_a_person_can_read(desk: Desk) -> None:
    desk.fetch(pages(desk, "/a"))
    (meta,) = desk.folder.rglob("*.meta.json")
    assert json.loads(meta.read_text())["asked_url"] == desk.site.url("/a")
