"""The web archive as files: what lies where, the feed, the same bytes, updates that die, texts that attack."""

from __future__ import annotations

import json
import re
import signal
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlparse

import feedparser
import lxml.etree
import lxml.html
import pytest

from briefgen.deliver import channels_of, files, send
from briefgen.delivery import Delivery, Receipt, Shelved
from briefgen.errors import UsageError
from briefgen.store import Deliveries
from tests.deliver.parcels import NOON, Clock, delivery_of, full_delivery, half_written
from tests.render import samples

BASE = "https://briefs.example.org/"


def shelve(site: Path, *deliveries: Delivery, **more: Any) -> list[Receipt]:
    """Deliver to an archive in *site*, with a ledger beside it."""
    table = {"kind": "archive", "folder": str(site), "base_url": BASE, "formats": ["html", "json"], **more}
    channels = channels_of({"web": {name: value for name, value in table.items() if value is not None}})
    ledger, clock = Deliveries(site.parent / "briefgen.db"), Clock()
    found: list[Receipt] = []
    for delivery in deliveries:
        found += send(delivery, channels=channels, ledger=ledger, clock=clock, sleep=clock.sleep)
    return found


@lru_cache(maxsize=64)
def on(day: date | datetime, *, title: str = "Border", number: int | None = None, now: datetime = NOON) -> Delivery:
    """A small delivery of an as-of."""
    brief = samples.empty().model_copy(update={"as_of": day, "title": title, "number": number, "bottom_line": None})
    return replace(delivery_of(brief, formats=("html", "json")), now=now)


def named(day: date, title: str) -> Delivery:
    """The full sample as of *day* under *title*."""
    brief = samples.full().model_copy(update={"as_of": day, "title": title})
    return delivery_of(brief, formats=("html", "json"))


def tree(path: Path) -> Any:
    return lxml.html.fromstring(path.read_bytes())


def snapshot(site: Path) -> dict[str, bytes]:
    return {str(path.relative_to(site)): path.read_bytes() for path in sorted(site.rglob("*")) if path.is_file()}


def broken_links(site: Path) -> list[str]:
    """Links of all pages that lead nowhere inside the site."""
    broken = []
    for page in site.rglob("*.html"):
        for url in tree(page).xpath("//@href | //@src"):
            parts = urlparse(url)
            if not parts.scheme and parts.path and not (page.parent / unquote(parts.path)).is_file():
                broken.append(f"{page.relative_to(site)}: {url}")
    return broken


def test_a_brief_lies_under_its_as_of_with_its_files(tmp_path: Path) -> None:
    (receipt,) = shelve(tmp_path / "site", full_delivery(), formats=["html", "pdf", "json"])
    assert receipt.detail == f"{BASE}briefs/2022-09-15/ (1 in the archive)"
    folder = tmp_path / "site" / "briefs" / "2022-09-15"
    assert sorted(path.name for path in folder.iterdir()) == ["brief.json", "brief.pdf", "index.html", "shelf.json"]
    document = full_delivery().document("pdf")
    assert document and (folder / "brief.pdf").read_bytes() == document.content
    assert json.loads((folder / "brief.json").read_bytes())["number"] == 7


def test_index_lists_by_date_newest_first_and_every_link_leads_somewhere(tmp_path: Path) -> None:
    days = [date(2021, 12, 31), date(2022, 9, 14), date(2022, 9, 15), datetime(2022, 9, 15, 6, tzinfo=UTC)]
    shelve(tmp_path / "site", *(on(day, title=f"As of {day:%d %B}") for day in days))
    index = tree(tmp_path / "site" / "index.html")
    links = index.xpath("//h3/a/@href")
    assert links == [
        "briefs/2022-09-15/index.html",
        "briefs/2022-09-15T0600Z/index.html",
        "briefs/2022-09-14/index.html",
        "briefs/2021-12-31/index.html",
    ]
    assert [heading.text for heading in index.xpath("//h2")][1:3] == ["September 2022", "December 2021"]
    assert tree(tmp_path / "site" / "years" / "2021.html").xpath("//h3/a/text()") == ["As of 31 December"]
    assert broken_links(tmp_path / "site") == []


def test_index_shows_the_newest_and_the_years_show_all() -> None:
    delivery = on(date(2022, 1, 1))
    days = [datetime(2022, 1, 1, tzinfo=UTC) + timedelta(days=n) for n in range(40)]
    cards = [delivery.card.model_copy(update={"slug": f"{day:%Y-%m-%d}", "instant": day}) for day in days]
    shelf = [Shelved(card=card, content="", updated=NOON, files={}) for card in cards]
    pages = dict(delivery.site.pages(shelf, title="", base_url=BASE))
    assert list(pages)[-1] == "index.html"
    assert lxml.html.fromstring(pages["index.html"]).xpath("//h3/a/@href")[0] == "briefs/2022-02-09/index.html"
    assert [pages[name].count(b"<h3") for name in ("index.html", "years/2022.html")] == [30, 40]
    assert pages["assets/briefs.js"].count(b'"page"') == 40
    assert len(feedparser.parse(pages["feed.xml"]).entries) == 30


def test_the_same_briefs_give_the_same_site_in_any_order(tmp_path: Path) -> None:
    briefs = [on(date(2022, 9, day), title=f"Day {day}") for day in (13, 14, 15)]
    for name, order in (("one", briefs), ("other", [briefs[2], briefs[0], briefs[1], briefs[0]])):
        (tmp_path / name).mkdir()
        shelve(tmp_path / name / "site", *order)
    assert snapshot(tmp_path / "one" / "site") == snapshot(tmp_path / "other" / "site")


def test_a_brief_that_changed_replaces_its_page_and_is_updated_in_the_feed(tmp_path: Path) -> None:
    site, later = tmp_path / "site", NOON + timedelta(days=1)
    shelve(site, on(date(2022, 9, 15)), on(date(2022, 9, 15), now=later))
    assert feedparser.parse((site / "feed.xml").read_bytes()).entries[0].updated == "2022-09-15T12:00:00Z"
    shelve(site, on(date(2022, 9, 15), number=3, now=later))
    feed = feedparser.parse((site / "feed.xml").read_bytes())
    assert (len(feed.entries), feed.entries[0].updated, feed.feed.updated) == (1, *["2022-09-16T12:00:00Z"] * 2)


def test_feed_is_atom_with_the_pdf_enclosed_under_full_addresses(tmp_path: Path) -> None:
    shelve(tmp_path / "site", full_delivery(), on(date(2022, 9, 13)), formats=["html", "pdf"], title="Desk & Co")
    raw = (tmp_path / "site" / "feed.xml").read_bytes()
    feed = feedparser.parse(raw)
    assert not feed.bozo
    assert (feed.version, feed.feed.title, feed.feed.id) == ("atom10", "Desk & Co", BASE)
    newest = feed.entries[0]
    document = full_delivery().document("pdf")
    assert document
    (enclosure,) = newest.enclosures
    assert (enclosure.href, enclosure.type) == (f"{BASE}briefs/2022-09-15/brief.pdf", "application/pdf")
    assert int(enclosure.length) == len(document.content)
    assert (newest.id, newest.link) == (f"{BASE}briefs/2022-09-15/", f"{BASE}briefs/2022-09-15/index.html")
    assert newest.summary == full_delivery().card.bottom_line
    assert full_delivery().card.points[0] in newest.content[0].value
    assert newest.published == "2022-09-15T23:59:59Z"
    assert feed.entries[1].get("enclosures", []) == []
    addresses = lxml.etree.fromstring(raw).xpath("//@href")
    assert addresses and all(address.startswith(BASE) for address in addresses)


def test_without_an_address_there_is_no_feed_and_no_link_to_one(tmp_path: Path) -> None:
    shelve(tmp_path / "site", on(date(2022, 9, 15)), base_url=None)
    assert not (tmp_path / "site" / "feed.xml").exists()
    assert "feed" not in (tmp_path / "site" / "index.html").read_text()


def test_a_brief_leads_back_and_may_load_and_run_nothing(tmp_path: Path) -> None:
    shelve(tmp_path / "site", full_delivery())
    page = tree(tmp_path / "site" / "briefs" / "2022-09-15" / "index.html")
    assert page.xpath("//body/*[1]/@class") == ["skip"]
    assert page.xpath("//body/*[2]/a/@href") == ["../../index.html"]
    (policy,) = page.xpath("//head/meta[@http-equiv='Content-Security-Policy']/@content")
    assert policy.startswith("default-src 'none'")
    assert "script-src" not in policy


def test_pages_have_a_strict_policy_and_nothing_inline(tmp_path: Path) -> None:
    shelve(tmp_path / "site", full_delivery(), on(date(2021, 1, 1)))
    for path in (tmp_path / "site" / "index.html", tmp_path / "site" / "years" / "2021.html"):
        page = tree(path)
        (policy,) = page.xpath("//head/meta[@http-equiv='Content-Security-Policy']/@content")
        assert "unsafe" not in policy and "default-src 'none'" in policy and "script-src 'self'" in policy
        assert not page.xpath("//@style | //style | //script[not(@src)] | //@*[starts-with(name(), 'on')]")
        assert all(urlparse(url).scheme in ("", "data") for url in page.xpath("//@src | //link/@href"))


def test_titles_of_strangers_stay_text_everywhere(tmp_path: Path) -> None:
    title = '</script><script>alert(1)</script><img src=x onerror="alert(1)">]]>&amp;\u2028\u202e"\'`${x}'
    brief = samples.hostile().model_copy(update={"title": title})
    shelve(tmp_path / "site", delivery_of(brief, formats=("html",)), named(date(2022, 9, 16), title))
    for page in (tmp_path / "site").rglob("*.html"):
        assert not tree(page).xpath("//img[@src='x'] | //@onerror | //script[not(@src)]"), page
    assert tree(tmp_path / "site" / "index.html").xpath("//h3/a")[0].text.startswith("</script><script>alert(1)")
    data = (tmp_path / "site" / "assets" / "briefs.js").read_text(encoding="utf-8")
    assert data.isascii() and "<" not in data
    rows = json.loads(data[data.index("= ") + 2 : data.rindex(";")])
    assert rows[0]["title"].startswith("</script>")
    feed = feedparser.parse((tmp_path / "site" / "feed.xml").read_bytes())
    assert not feed.bozo
    assert "alert(1)" in feed.entries[0].title


def test_an_archive_speaks_the_language_of_the_briefs(tmp_path: Path) -> None:
    shelve(tmp_path / "site", delivery_of(formats=("html",), language="de"), formats=["html"])
    page = tree(tmp_path / "site" / "index.html")
    assert page.get("lang") == "de"
    assert [heading.text for heading in page.xpath("//h1 | //h2")][:2] == ["Lageberichte", "Neuester Lagebericht"]
    assert page.xpath("//time/text()")[0].strip() == "15. September 2022"
    brief = tree(tmp_path / "site" / "briefs" / "2022-09-15" / "index.html")
    assert brief.xpath("//body/nav/a/text()") == ["Alle Lageberichte"]


def test_search_script_puts_no_text_in_as_html() -> None:
    script = (Path(__file__).resolve().parents[2] / "templates" / "archive" / "search.js").read_text(encoding="utf-8")
    assert not re.search(
        r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\b|new Function|fetch\(", script
    )


@pytest.mark.parametrize("survived", [0, 1, 2, 4, 6, 8])
def test_an_update_that_dies_leaves_pages_that_work_and_the_next_completes_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, survived: int
) -> None:
    site = tmp_path / "site"
    shelve(site, on(date(2022, 9, 13)), on(date(2022, 9, 14), title="Old"))
    update = [on(date(2022, 9, 14), title="New"), on(date(2022, 9, 15))]
    replaced, real = 0, Path.replace

    def dying(self: Path, target: Any) -> Path:
        nonlocal replaced
        replaced += 1
        if replaced > survived:
            raise KeyboardInterrupt
        return real(self, target)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", dying)
        with pytest.raises(KeyboardInterrupt):
            shelve(site, *update)
    assert broken_links(site) == []
    feedparser_ok = feedparser.parse((site / "feed.xml").read_bytes())
    assert not feedparser_ok.bozo
    shelve(site, *update)
    (tmp_path / "whole").mkdir()
    shelve(tmp_path / "whole" / "site", on(date(2022, 9, 13)), on(date(2022, 9, 14), title="Old"), *update)
    assert snapshot(site) == snapshot(tmp_path / "whole" / "site")


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs a system with SIGKILL")
def test_what_a_killed_update_left_is_swept_and_nothing_else(tmp_path: Path) -> None:
    site = tmp_path / "site"
    shelve(site, on(date(2022, 9, 14)))
    left = [half_written(path) for path in (site / "index.html", site / "briefs" / "2022-09-14" / "brief.json")]
    kept = [site / ".htaccess", site / ".well-known.txt", site / "CNAME"]
    for path in (*left, *kept):
        path.write_text("x")
    fresh = site / "briefs" / left[0].name
    fresh.mkdir()
    (fresh / "index.html").write_text("x")
    shelve(site, on(date(2022, 9, 15)))
    assert [path.exists() for path in (*left, fresh)] == [False] * 3
    assert all(path.exists() for path in kept)


def test_a_folder_that_was_taken_out_leaves_the_index(tmp_path: Path) -> None:
    import shutil

    site = tmp_path / "site"
    shelve(site, on(date(2022, 9, 13)), on(date(2022, 9, 14)))
    shutil.rmtree(site / "briefs" / "2022-09-13")
    shelve(site, on(date(2022, 9, 15)))
    assert "2022-09-13" not in (site / "index.html").read_text()


def test_an_entry_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    site = tmp_path / "site"
    shelve(site, on(date(2022, 9, 13)))
    (site / "briefs" / "2022-09-13" / "shelf.json").write_text("{}")
    (receipt,) = shelve(site, on(date(2022, 9, 14)))
    assert receipt.state == "later"
    assert "2022-09-13/shelf.json: is no entry of an archive" in receipt.detail


def test_a_place_that_cannot_be_written_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(path: Path, content: bytes) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(files, "write_file", full)
    monkeypatch.setattr("briefgen.deliver.archive.write_file", full)
    (receipt,) = shelve(tmp_path / "site", on(date(2022, 9, 14)))
    assert receipt.state == "later"
    assert "No space left on device" in receipt.detail


def test_an_archive_without_html_is_refused(tmp_path: Path) -> None:
    (receipt,) = shelve(tmp_path / "site", on(date(2022, 9, 14)), formats=["json"])
    assert receipt.state == "failed"
    assert "needs the HTML" in receipt.detail


@pytest.mark.parametrize("url", ["ftp://x.example", 'https://x.example/"><b>', "briefs.example.org"])
def test_an_address_that_is_none_is_refused(tmp_path: Path, url: str) -> None:
    with pytest.raises(UsageError, match=r"channel\.web\.base_url"):
        shelve(tmp_path / "site", base_url=url)
