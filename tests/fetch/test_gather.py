"""A run as a user sees it: what lands in the folder, what is known again, what is tried again."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler

from briefgen.fetch.sources import Feed, Limits, Page, Sources
from briefgen.load import load
from briefgen.settings import LoadSettings
from tests.fetch.conftest import FEED_TYPE, NOW, STORY, Desk, Reply, article, item, rss

HOUR = timedelta(hours=1)
OWN = f"<description>{STORY * 4}</description>"


def feed(*items: str, **headers: str) -> Reply:
    return Reply(rss(*items), type=FEED_TYPE, headers=headers)


def test_fetch_stores_pages_as_served_with_metadata_that_build_reads(desk: Desk) -> None:
    page = article("Four die at Dorn")
    desk.site.routes |= {"/rss": feed(item(desk.site.url("/a?utm_source=rss&id=7"))), "/a?utm_source=rss&id=7": page}
    report = desk.fetch(desk.feed(outlet="Valley Post"))
    assert report.outcome == "fine"
    (path,) = desk.files()
    assert path.startswith("2026-03-01/four-die-at-dorn-")
    assert (desk.folder / path).read_text() == page.body
    meta = json.loads((desk.folder / path.replace(".html", ".meta.json")).read_text())
    assert meta["url"] == desk.site.url("/a?id=7")
    assert meta["fetched"] == NOW.isoformat()
    assert meta["origin"] == "page"
    (read,) = load([desk.folder], settings=LoadSettings()).articles
    assert read.title == "Four die at Dorn"
    assert read.source.outlet == "Valley Post"
    assert read.source.published == datetime(2026, 2, 28, 8, 15, tzinfo=UTC)
    assert read.source.published.utcoffset() == timedelta(hours=2)
    assert read.source.sha256_file == meta["sha256"]


def test_fetch_lets_the_page_speak_before_the_feed(desk: Desk) -> None:
    metas = {"article:published_time": "2026-02-27T09:00:00Z", "og:site_name": "Dorn Daily"}
    head = "".join(f'<meta property="{name}" content="{value}">' for name, value in metas.items())
    desk.site.routes |= {
        "/rss": feed(item(desk.site.url("/a"), "Feed title")),
        "/a": article("Page title of Dorn", head=head),
    }
    desk.fetch(desk.feed())
    (read,) = load([desk.folder], settings=LoadSettings()).articles
    assert read.title == "Page title of Dorn"
    assert read.source.outlet == "Dorn Daily"
    assert read.source.published == datetime(2026, 2, 27, 9, tzinfo=UTC)


def test_fetch_day_of_fetching_is_an_assumed_day_of_publication(desk: Desk) -> None:
    desk.site.routes["/a"] = article("Undated")
    desk.fetch(desk.page("/a"))
    (read,) = load([desk.folder], settings=LoadSettings()).articles
    assert read.source.date_assumed


def test_fetch_uses_the_charset_that_the_server_names(desk: Desk) -> None:
    text = "Vojska je u utorak ušla u Šabac. " * 10
    body = f"<html><body><article><h1>Šabac</h1><p>{text}</p></article></body></html>".encode("iso-8859-2")
    desk.site.routes["/a"] = Reply(body, type="text/html; charset=iso-8859-2")
    desk.fetch(desk.page("/a"))
    (read,) = load([desk.folder], settings=LoadSettings()).articles
    assert "Šabac" in read.text


def test_fetch_again_asks_conditionally_and_stores_nothing_twice(desk: Desk) -> None:
    desk.site.routes |= {
        "/rss": [feed(item(desk.site.url("/a")), ETag='"v1"'), Reply(status=304)],
        "/a": article("Four die at Dorn"),
    }
    desk.fetch(desk.feed())
    report = desk.fetch(desk.feed(), later=HOUR)
    assert report.outcome == "fine"
    assert report.sources[0].unchanged
    assert desk.site.headers[-1]["If-None-Match"] == '"v1"'
    assert desk.site.paths() == ["/rss", "/a", "/rss"]
    assert len(desk.files()) == 1


def test_fetch_knows_an_address_again_without_its_tracking(desk: Desk) -> None:
    urls = [desk.site.url(path) for path in ("/a?utm_source=x", "/a?fbclid=y", "/a#top")]
    desk.site.routes |= {"/rss": feed(*(item(url) for url in urls)), "/a?utm_source=x": article("One")}
    desk.fetch(desk.feed())
    assert desk.site.paths() == ["/rss", "/a?utm_source=x"]


def test_fetch_stores_what_two_addresses_redirect_to_once(desk: Desk) -> None:
    def ever_new(handler: BaseHTTPRequestHandler) -> None:
        article("One", f"{STORY} Seen by {len(desk.site.asked)} readers.")(handler)

    moved = Reply(status=302, headers={"Location": "/story"})
    urls = [desk.site.url(path) for path in ("/r1", "/r2", "/story")]
    desk.site.routes |= {"/rss": feed(*map(item, urls)), "/r1": moved, "/r2": moved, "/story": ever_new}
    report = desk.fetch(desk.feed())
    assert len(desk.files()) == 1
    assert report.sources[0].copies == 2


def test_fetch_stores_the_same_content_once(desk: Desk) -> None:
    noisy = article("One", head="<meta name='served' content='7'>")
    pages = {"/a": article("One"), "/b": article("One"), "/c": noisy}
    desk.site.routes |= {"/rss": feed(*(item(desk.site.url(path)) for path in pages)), **pages}
    report = desk.fetch(desk.feed())
    assert len(desk.files()) == 1
    assert report.sources[0].copies == 2
    assert desk.fetch(desk.feed(), later=HOUR).sources[0].known == 3


def test_fetch_takes_the_feeds_own_text_where_the_page_is_gone(desk: Desk) -> None:
    desk.site.routes["/rss"] = feed(item(desk.site.url("/gone"), more=OWN))
    report = desk.fetch(desk.feed())
    assert report.outcome == "fine"
    assert report.stored[0].origin == "feed"
    (read,) = load([desk.folder], settings=LoadSettings()).articles
    assert read.text.startswith("Four die at Dorn")
    assert "four of its men were killed" in read.text
    assert read.source.url == desk.site.url("/gone")


def test_fetch_takes_the_feeds_own_text_before_a_wall(desk: Desk) -> None:
    wall = article("Four die at Dorn", "Subscribe to read on.")
    desk.site.routes |= {"/rss": feed(item(desk.site.url("/a"), more=OWN)), "/a": wall}
    assert desk.fetch(desk.feed()).stored[0].origin == "feed"


def test_fetch_asks_for_no_page_where_the_feed_is_to_do(desk: Desk) -> None:
    desk.site.routes["/rss"] = feed(
        item(desk.site.url("/a"), more=OWN), item(desk.site.url("/b"), more="<description>Short.</description>")
    )
    report = desk.fetch(desk.feed(pages=False))
    assert desk.site.paths() == ["/rss"]
    assert [stored.url for stored in report.stored] == [desk.site.url("/a")]
    assert report.outcome == "partly"


def test_fetch_tries_a_failed_page_again_later_and_later(desk: Desk) -> None:
    desk.site.routes |= {
        "/rss": [feed(item(desk.site.url("/a")), ETag='"1"'), Reply(status=304)],
        "/a": Reply(status=500),
    }
    report = desk.fetch(desk.feed())
    assert report.outcome == "partly"
    assert report.failures[0].again == NOW + timedelta(minutes=30)
    assert desk.fetch(desk.feed(), later=timedelta(minutes=10)).sources[0].waiting == 1
    assert desk.site.paths().count("/a") == 1
    report = desk.fetch(desk.feed(), later=timedelta(minutes=30))
    assert report.failures[0].again == desk.now + timedelta(minutes=60)
    desk.site.routes["/a"] = article("Back")
    assert desk.fetch(desk.feed(), later=HOUR).sources[0].stored == 1


def test_fetch_gives_up_in_the_end_and_says_so(desk: Desk) -> None:
    desk.site.routes |= {"/rss": feed(item(desk.site.url("/a")), item(desk.site.url("/404"))), "/a": Reply(status=500)}
    sources = desk.feed(limits=Limits(attempts=2))
    desk.fetch(sources)
    assert desk.fetch(sources, later=HOUR).failures[0].again is None
    assert desk.fetch(sources, later=24 * HOUR).outcome == "fine"
    assert [desk.site.paths().count(path) for path in ("/a", "/404")] == [2, 1]
    desk.site.routes["/a"] = article("Back")
    assert desk.fetch(sources, later=HOUR, retry=True).sources[0].stored == 1


def test_fetch_tells_apart_some_failures_and_nothing_at_all(desk: Desk) -> None:
    desk.site.routes |= {"/a": article("One"), "/bad": Reply(status=503)}
    bad = Feed(url=desk.site.url("/bad"), name="Bad")
    assert desk.fetch(Sources(feeds=(bad,))).outcome == "nothing"
    report = desk.fetch(Sources(feeds=(bad,), pages=(Page(url=desk.site.url("/a")),)))
    assert report.outcome == "partly"
    assert [(failure.source, failure.is_source) for failure in report.failures] == [("Bad", True)]
    assert "503" in report.failures[0].reason


def test_fetch_dry_run_stores_nothing_and_notes_nothing(desk: Desk) -> None:
    desk.site.routes |= {"/rss": feed(item(desk.site.url("/a")), ETag='"1"'), "/a": article("One")}
    report = desk.fetch(desk.feed(), dry_run=True)
    assert [found.url for found in report.stored] == [desk.site.url("/a")]
    assert not desk.folder.exists()
    assert desk.fetch(desk.feed()).sources[0].stored == 1
    before = {path: path.read_bytes() for path in desk.folder.rglob("*") if path.is_file()}
    desk.fetch(desk.feed(), dry_run=True, later=HOUR)
    assert {path: path.read_bytes() for path in desk.folder.rglob("*") if path.is_file()} == before


def test_fetch_since_leaves_older_items_for_another_run(desk: Desk) -> None:
    old = item(desk.site.url("/old"), "Old", day="Mon, 05 Jan 2026 08:00:00 +0000")
    desk.site.routes |= {"/rss": feed(item(desk.site.url("/a")), old), "/a": article("One"), "/old": article("Two")}
    report = desk.fetch(desk.feed(), since="2 days")
    assert (report.sources[0].stored, report.sources[0].waiting) == (1, 1)
    assert desk.fetch(desk.feed(), later=HOUR).sources[0].stored == 1


def test_fetch_passes_over_what_is_too_old_or_too_many(desk: Desk) -> None:
    old = item(desk.site.url("/old"), day="Mon, 05 Jan 2026 08:00:00 +0000")
    desk.site.routes |= {"/rss": feed(old, *(item(desk.site.url(f"/{n}")) for n in range(5)))}
    desk.site.routes |= {f"/{n}": article(f"Story {n}") for n in range(5)}
    report = desk.fetch(desk.feed(limits=Limits(max_age_days=7, max_items=2)))
    assert [found.title for found in report.stored] == ["Story 0", "Story 1"]
    assert report.sources[0].waiting == 0


def test_fetch_page_of_the_user_that_fails_is_asked_again_in_each_run(desk: Desk) -> None:
    assert desk.fetch(desk.page("/a")).outcome == "nothing"
    desk.site.routes["/a"] = article("Now there")
    assert desk.fetch(desk.page("/a"), later=HOUR).sources[0].stored == 1
    assert desk.fetch(desk.page("/a"), later=HOUR).sources[0].known == 1
    assert desk.site.paths() == ["/a", "/a"]


def test_fetch_stores_pdf_and_text_under_their_suffixes(desk: Desk) -> None:
    desk.site.routes |= {"/text": Reply(STORY, type="text/plain"), "/fake": Reply(b"\x89PNG\r\n\x1a\n" + b"\0" * 99)}
    sources = Sources(pages=tuple(Page(url=desk.site.url(path)) for path in ("/text", "/fake")))
    report = desk.fetch(sources)
    assert [path.rpartition(".")[2] for path in desk.files()] == ["txt"]
    assert "picture" in report.failures[0].reason


def test_fetch_tells_of_feeds_that_moved_and_of_pages_that_are_feeds(desk: Desk) -> None:
    desk.site.routes |= {
        "/old": Reply(status=301, headers={"Location": "/rss"}),
        "/rss": feed(),
        "/home": Reply('<html><head><link rel="alternate" type="application/rss+xml" href="/rss"></head><body>'),
    }
    report = desk.fetch(desk.feed("/old"))
    assert report.sources[0].notes == (f"moved for good to {desk.site.url('/rss')}: change it in your sources",)
    assert desk.site.url("/rss") in desk.fetch(desk.feed("/home")).failures[0].reason
    assert "[[feed]]" in desk.fetch(desk.page("/rss")).failures[0].reason
