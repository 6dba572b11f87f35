"""Servers that are slow, broken, huge, false or in the wrong place: each is told of, none ends or blocks a run."""

from __future__ import annotations

import gzip
import ssl
import subprocess
import threading
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import httpcore
import pytest

from briefgen.errors import FetchError
from briefgen.fetch import fetch
from briefgen.fetch.addresses import checked, resolved
from briefgen.fetch.bodies import read_body
from briefgen.fetch.client import _next_hop
from briefgen.fetch.connection import Budget, CheckedNetwork
from briefgen.fetch.network import Network
from briefgen.fetch.sources import Limits, Page, Sources
from tests.fetch.conftest import FEED_TYPE, STORY, Desk, Reply, article, item, raw, rss

SHORT = Limits(total_seconds=0.4, read_seconds=0.3, connect_seconds=2)
OK = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"


def reason(desk: Desk, path: str, **values: object) -> str:
    """Why the page at *path* was not stored; the page after it always is."""
    title = f"A good page after {path}"
    desk.site.routes[f"/good{path}"] = article(title)
    pages = (Page(url=desk.site.url(path), **values), Page(url=desk.site.url(f"/good{path}")))
    report = desk.fetch(Sources(pages=pages))
    assert [stored.title for stored in report.stored] == [title]
    (failure,) = report.failures
    return failure.reason


def test_body_that_drips_ends_at_the_deadline(desk: Desk) -> None:
    def drip(handler: BaseHTTPRequestHandler) -> None:
        raw(OK + b"Content-Length: 100000\r\n\r\n")(handler)
        raw(b"x", times=200, pause=0.05)(handler)

    desk.site.routes["/a"] = drip
    assert "0.4 s" in reason(desk, "/a", limits=SHORT)


def test_headers_that_drip_end_at_the_deadline(desk: Desk) -> None:
    desk.site.routes["/a"] = raw(b"X", times=200, pause=0.05)
    assert "0.4 s" in reason(desk, "/a", limits=SHORT)


def test_server_that_says_nothing_is_left(desk: Desk) -> None:
    gap = threading.Event()
    desk.site.routes["/a"] = lambda handler: gap.wait(2) and None
    assert "nothing came for 0.3 s" in reason(desk, "/a", limits=SHORT)
    gap.set()


def test_answer_that_comes_after_the_deadline_is_not_waited_for(desk: Desk) -> None:
    gap = threading.Event()

    def late(handler: BaseHTTPRequestHandler) -> None:
        gap.wait(5)
        article("Too late")(handler)

    desk.site.routes["/a"] = late
    assert "0.4 s" in reason(desk, "/a", limits=Limits(total_seconds=0.4, read_seconds=20))
    gap.set()


@pytest.mark.parametrize(
    "wire",
    [
        OK + b"Transfer-Encoding: chunked\r\n\r\nzz\r\nabc\r\n",
        OK + b"Transfer-Encoding: chunked\r\n\r\n5\r\nab",
        OK + b"Content-Length: 5000\r\n\r\n" + STORY.encode(),
        OK + b"Content-Length: 5\r\nContent-Length: 7\r\n\r\nabcdefg",
        b"HTTP/9.9 what\r\n\r\n",
        b"\x00\x01\x02 no http at all\r\n\r\n",
        b"",
        OK + b"X-Endless: " + b"y" * 300_000 + b"\r\n\r\n",
    ],
    ids=["chunk", "half-chunk", "length-too-large", "two-lengths", "version", "noise", "nothing", "endless-header"],
)
def test_broken_answer_is_told(desk: Desk, wire: bytes) -> None:
    desk.site.routes["/a"] = raw(wire)
    assert "broke" in reason(desk, "/a")


def test_length_that_is_too_small_gives_no_half_article(desk: Desk) -> None:
    gap = threading.Event()

    def lying(handler: BaseHTTPRequestHandler) -> None:
        raw(OK + b"Content-Length: 20\r\n\r\n" + article("Cut short").body.encode())(handler)
        gap.wait(5)  # the connection stays open, with the rest in it

    desk.site.routes["/a"] = lying
    assert "text" in reason(desk, "/a")
    gap.set()


def test_body_that_is_announced_too_large_is_not_read(desk: Desk) -> None:
    desk.site.routes["/a"] = raw(OK + b"Content-Length: 99999999999\r\n\r\n")
    assert "99,999,999,999 bytes announced" in reason(desk, "/a")


def test_body_without_end_is_cut_off(desk: Desk) -> None:
    desk.site.routes["/a"] = raw(OK + b"\r\n" + b"<p>" + b"x" * 100_000, times=50)
    assert "larger than the 200,000 bytes" in reason(desk, "/a", limits=Limits(max_bytes=200_000))


def test_gzip_bomb_is_not_unpacked(desk: Desk) -> None:
    bomb = gzip.compress(b"\0" * 20_000_000)
    desk.site.routes["/a"] = Reply(bomb, headers={"Content-Encoding": "gzip"})
    assert len(bomb) < 100_000
    assert "unpacks to more than the 1,000,000 bytes" in reason(desk, "/a", limits=Limits(max_bytes=1_000_000))


def test_packed_answer_is_unpacked_and_a_damaged_one_told(desk: Desk) -> None:
    packed = gzip.compress(article("Packed well").body.encode())
    desk.site.routes["/a"] = Reply(packed, headers={"Content-Encoding": "gzip"})
    assert desk.fetch(desk.page("/a")).stored[0].title == "Packed well"
    desk.site.routes["/b"] = Reply(packed[:-30], headers={"Content-Encoding": "gzip"})
    assert "ends early" in reason(desk, "/b")
    desk.site.routes["/c"] = Reply(STORY, headers={"Content-Encoding": "gzip"})
    assert "damaged" in reason(desk, "/c")
    desk.site.routes["/d"] = Reply(packed, headers={"Content-Encoding": "br"})
    assert "not asked for" in reason(desk, "/d")


def test_read_body_ends_though_nothing_comes_of_it() -> None:
    empty = gzip.compress(b"")
    with pytest.raises(FetchError, match="larger than"):
        read_body(iter(lambda: empty, None), encoding="gzip", limit=100_000)


def test_read_body_reads_all_members_of_a_gzip() -> None:
    packed = gzip.compress(b"a" * 600_000) + gzip.compress(b"b")
    chunks = [packed[i : i + 7] for i in range(0, len(packed), 7)]
    assert read_body(chunks, encoding="gzip", limit=1_000_000) == b"a" * 600_000 + b"b"


def test_host_that_fails_again_and_again_is_left_for_the_next_run(desk: Desk) -> None:
    paths = [f"/{n}" for n in range(6)]
    desk.site.routes |= dict.fromkeys(paths, raw(b"no http\r\n\r\n"))
    far = Page(url=desk.site.url("/good", "wire.example"))
    desk.site.routes["/good"] = article("From another host")
    sources = Sources(pages=(*(Page(url=desk.site.url(path)) for path in paths), far))
    report = desk.fetch(sources)
    assert [stored.title for stored in report.stored] == ["From another host"]
    assert len({path for path in desk.site.paths() if path in paths}) == 3
    assert [failure.again == desk.now for failure in report.failures] == [False] * 3 + [True] * 3
    desk.site.routes |= {path: article(f"Story at {path}") for path in paths}
    assert len(desk.fetch(sources).stored) == 3


def test_wall_before_every_article_is_no_copy(desk: Desk) -> None:
    words = "Please prove that you are a human before you read on."
    wall = Reply(f"<html><head><title>Just a moment</title></head><body><p>{words}</p></body></html>")
    entries = [item(desk.site.url(f"/{n}"), f"Story {n}") for n in range(3)]
    desk.site.routes |= {"/rss": Reply(rss(*entries), type=FEED_TYPE), **dict.fromkeys(("/0", "/1", "/2"), wall)}
    report = desk.fetch(desk.feed())
    assert (report.sources[0].copies, report.sources[0].waiting) == (0, 2)
    assert all("a wall" in failure.reason for failure in report.failures)


def test_redirects_end(desk: Desk) -> None:
    desk.site.routes |= {
        "/a": Reply(status=302, headers={"Location": "/b"}),
        "/b": Reply(status=307, headers={"Location": "/a"}),
    }
    assert "more than 5 redirects" in reason(desk, "/a")
    assert desk.site.asked.count("/a") == 3


@pytest.mark.parametrize(
    ("target", "why"),
    [
        ("http://secret.example:{port}/", "private or local"),
        ("http://127.0.0.1:{port}/", "private or local"),
        ("http://[::1]:{port}/", "private or local"),
        ("http://[::ffff:127.0.0.1]:{port}/", "private or local"),
        ("http://169.254.169.254/latest/meta-data/", "private or local"),
        ("file:///etc/passwd", "only http and https"),
        ("http://user:secret@post.example/", "credentials"),
        ("http://post.example:99999/", "ort"),
        ("http://a b/x", "host"),
    ],
)
def test_redirect_into_a_private_place_is_refused(desk: Desk, target: str, why: str) -> None:
    desk.allowed = ("post.example",)
    desk.resolve = lambda host, port: [host if host[0].isdigit() or ":" in host else "127.0.0.1"]
    desk.site.routes["/a"] = Reply(status=302, headers={"Location": target.format(port=desk.site.port)})
    assert why in reason(desk, "/a")
    assert desk.site.paths() == ["/a", "/good/a"]


@pytest.mark.parametrize("host", ["localhost", "127.1", "2130706433", "0x7f.1", "0"])
def test_every_spelling_of_this_machine_is_refused(host: str) -> None:
    with pytest.raises(FetchError, match=r"private or local|no such host"):
        checked(host, 80, allowed=(), resolve=resolved)


def test_connection_goes_to_the_address_that_was_checked() -> None:
    answers = iter([["93.184.215.14"], ["127.0.0.1"]])
    connected = []

    class Inner(CheckedNetwork):
        def connect_tcp(self, host: str, *args: object, **values: object) -> object:  # type: ignore[override]
            connected.append(host)
            return httpcore.MockStream([])

    network = Network(resolve=lambda host, port: next(answers))
    budget = Budget()
    budget.start(5)
    inner = Inner(network.addresses, budget)
    CheckedNetwork(network.addresses, budget, inner).connect_tcp("rebind.example", 80)
    assert connected == ["93.184.215.14"]
    with pytest.raises(FetchError, match="private or local"):
        CheckedNetwork(network.addresses, budget, inner).connect_tcp("rebind.example", 80)


def test_public_address_of_a_host_is_used_where_another_is_private() -> None:
    found = ["10.0.0.1", "93.184.215.14", "::1"]
    assert checked("mixed.example", 80, allowed=(), resolve=lambda host, port: found) == ["93.184.215.14"]
    assert checked("mixed.example", 80, allowed=["mixed.example"], resolve=lambda host, port: found) == found


@pytest.mark.parametrize("location", ["http://post.example/a", "HTTP://POST.example/a"])
def test_redirect_from_https_to_http_is_refused(location: str) -> None:
    with pytest.raises(FetchError, match="from https to http"):
        _next_hop("https://post.example/", location)
    assert _next_hop("http://post.example/", "https://post.example/") == "https://post.example/"


def test_false_media_type_is_not_believed(desk: Desk) -> None:
    page = article("Called a picture")
    desk.site.routes["/a"] = Reply(page.body, type="image/png")
    assert desk.fetch(desk.page("/a")).stored[0].title == "Called a picture"
    desk.site.routes["/b"] = Reply(b"\xff\xd8\xff\xe0" + b"\x01\x00" * 999, type="text/html")
    assert "picture" in reason(desk, "/b")
    desk.site.routes["/c"] = Reply(b'{"a": 1}', type="text/html")
    assert "data for programs" in reason(desk, "/c")
    desk.site.routes["/d"] = Reply(gzip.compress(STORY.encode()), type="text/html")
    assert "gzip" in reason(desk, "/d")


def test_page_that_only_a_script_could_show_is_no_article(desk: Desk) -> None:
    desk.site.routes["/a"] = Reply("<!DOCTYPE html><html><body><script>draw()</script></body></html>")
    assert "text" in reason(desk, "/a")
    assert len(desk.files()) == 1


def test_no_cookie_is_kept_and_none_sent(desk: Desk) -> None:
    desk.site.routes["/a"] = Reply(status=302, headers={"Location": "/b", "Set-Cookie": "id=7"})
    desk.site.routes["/b"] = article("Without a cookie")
    desk.fetch(desk.page("/a"))
    assert not any("Cookie" in headers or "Authorization" in headers for headers in desk.site.headers)


@pytest.mark.parametrize(("named", "fine"), [("post.example", True), ("other.example", False)])
def test_tls_proves_the_name_though_the_address_is_connected_to(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, named: str, fine: bool
) -> None:
    certificate = tmp_path / "cert.pem"
    line = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
    line += ["-keyout", str(certificate) + ".key", "-out", str(certificate), "-days", "2", "-subj", f"/CN={named}"]
    try:
        subprocess.run([*line, "-addext", f"subjectAltName=DNS:{named}"], check=True, capture_output=True)
    except FileNotFoundError:
        pytest.skip("no openssl to make a certificate with")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, str(certificate) + ".key")
    desk.site.server.socket = context.wrap_socket(desk.site.server.socket, server_side=True)
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    desk.site.routes["/a"] = article("Over TLS")
    report = desk.fetch(Sources(pages=(Page(url=f"https://post.example:{desk.site.port}/a"),)))
    assert [stored.title for stored in report.stored] == (["Over TLS"] if fine else [])
    assert fine or "certificate" in report.failures[0].reason.lower()


def test_run_that_is_stopped_waits_for_no_server(desk: Desk) -> None:
    gap = threading.Event()
    desk.site.routes |= {"/silent": lambda handler: gap.wait(30) and None, "/good": article("Good")}

    def stop(stage: str, done: int, total: int) -> None:
        raise KeyboardInterrupt

    own = Limits(delay_seconds=0)
    urls = (desk.site.url("/silent"), desk.site.url("/good", "wire.example"))
    pages = tuple(Page(url=url, limits=own) for url in urls)
    network = Network(allowed=desk.allowed, resolve=desk.resolve, proxies={})
    with pytest.raises(KeyboardInterrupt):
        fetch(Sources(pages=pages), folder=desk.folder, now=desk.now, network=network, tell=stop)
    waiting = [thread for thread in threading.enumerate() if thread.name.startswith("briefgen-fetch")]
    for thread in waiting:
        thread.join(10)
    assert not any(thread.is_alive() for thread in waiting)
    assert not gap.is_set()
    gap.set()
    assert desk.fetch(Sources(pages=pages[1:])).sources[0].known == 1
