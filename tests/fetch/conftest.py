"""A real server on 127.0.0.1 that misbehaves on demand, under invented host names; nothing else is ever reached."""

from __future__ import annotations

import socket
import threading
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from briefgen.fetch import fetch
from briefgen.fetch.lanes import Timer
from briefgen.fetch.network import Network
from briefgen.fetch.report import Report
from briefgen.fetch.sources import Feed, Options, Page, Sources

NOW = datetime(2026, 3, 1, 6, 0, tzinfo=UTC)
STORY = (
    "The border guard of Riverland said on Tuesday that four of its men were killed near the bridge at Dorn. "
    "Hillmark denied that its soldiers had opened fire and called for an inquiry into the shooting. "
)
Act = Callable[[BaseHTTPRequestHandler], None]


@dataclass(frozen=True)
class Reply:
    """An answer: its body, and what the headers claim of it."""

    body: bytes | str = b""
    status: int = 200
    type: str = "text/html; charset=utf-8"
    headers: Mapping[str, str] = field(default_factory=dict)

    def __call__(self, handler: BaseHTTPRequestHandler) -> None:
        body = self.body.encode() if isinstance(self.body, str) else self.body
        handler.send_response(self.status)
        for name, value in {"Content-Type": self.type, "Content-Length": str(len(body)), **self.headers}.items():
            handler.send_header(name, value)
        handler.end_headers()
        handler.wfile.write(body)


class Site:
    """A server: what it answers by path, and what it was asked."""

    def __init__(self) -> None:
        self.routes: dict[str, Act | list[Act]] = {}
        self.asked: list[str] = []
        self.headers: list[Mapping[str, str]] = []
        self.open: Counter[str] = Counter()
        self.most_open: Counter[str] = Counter()  # slow requests at once, by host and in all ("")
        self._lock = threading.Lock()
        site = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                site.answer(self)

            def log_message(self, format: str, *args: Any) -> None:
                pass

        class Server(ThreadingHTTPServer):
            daemon_threads = True

            def handle_error(self, request: Any, client_address: Any) -> None:
                pass  # a client that hangs up is what many tests are about

        self.server = Server(("127.0.0.1", 0), Handler)
        self.port = self.server.server_address[1]
        threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True).start()

    def url(self, path: str, host: str = "post.example") -> str:
        return f"http://{host}:{self.port}{path}"

    def paths(self) -> list[str]:
        """What was asked for, robots.txt aside."""
        return [path for path in self.asked if path != "/robots.txt"]

    def answer(self, handler: BaseHTTPRequestHandler) -> None:
        with self._lock:
            self.asked.append(handler.path)
            self.headers.append(dict(handler.headers.items()))
            act = self.routes.get(handler.path, Reply(b"no such page", status=404))
            if isinstance(act, list):
                act = act.pop(0) if len(act) > 1 else act[0]
        act(handler)

    def slowly(self, act: Act, *, first: threading.Event | None = None, seconds: float = 0.05) -> Act:
        """*act* after *first* and some time, in which a second request, were one made, is counted."""

        def slow(handler: BaseHTTPRequestHandler) -> None:
            hosts = ("", str(handler.headers["Host"]).partition(":")[0])
            with self._lock:
                self.open.update(hosts)
                self.most_open |= self.open
            if first is not None:
                first.wait(10)
            threading.Event().wait(seconds)
            with self._lock:
                self.open.subtract(hosts)
            act(handler)

        return slow


def raw(data: bytes, *, times: int = 1, pause: float = 0.0) -> Act:
    """An act that writes *data* to the wire as it is, *times* times, and hangs up."""

    def act(handler: BaseHTTPRequestHandler) -> None:
        handler.close_connection = True
        gap = threading.Event()
        for _ in range(times):
            handler.wfile.write(data)
            handler.wfile.flush()
            if pause:
                gap.wait(pause)

    return act


def article(title: str, text: str = STORY * 3, *, head: str = "") -> Reply:
    return Reply(
        f"<!DOCTYPE html><html><head><title>{title}</title>{head}</head>"
        f"<body><article><h1>{title}</h1><p>{text}</p><p>{title}: {text}</p></article></body></html>"
    )


def rss(*items: str, title: str = "Valley Post - World") -> str:
    return (
        '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" '
        'xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>'
        f"<title>{title}</title><link>http://post.example/</link>{''.join(items)}</channel></rss>"
    )


def item(
    url: str, title: str = "Four die at Dorn", *, day: str = "Sat, 28 Feb 2026 10:15:00 +0200", more: str = ""
) -> str:
    return f"<item><title>{title}</title><link>{url}</link><pubDate>{day}</pubDate>{more}</item>"


FEED_TYPE = "application/rss+xml; charset=utf-8"


@dataclass
class Clock:
    """Time that passes only in waits."""

    seconds: float = 0.0
    waits: list[float] = field(default_factory=list)

    def sleep(self, seconds: float) -> None:
        self.waits.append(round(seconds, 3))
        self.seconds += seconds

    @property
    def timer(self) -> Timer:
        return Timer(monotonic=lambda: self.seconds, sleep=self.sleep)


@dataclass
class Desk:
    """A user of `fetch`: a site, a folder, and a clock of days."""

    site: Site
    folder: Path
    now: datetime = NOW
    clock: Clock = field(default_factory=Clock)
    allowed: tuple[str, ...] = ("post.example", "wire.example", "127.0.0.1")
    resolve: Callable[[str, int], list[str]] = lambda host, port: ["127.0.0.1"]
    proxies: Mapping[str, str] = field(default_factory=dict)

    def fetch(self, sources: Sources, *, later: timedelta = timedelta(0), **options: Any) -> Report:
        self.now += later
        allowed = sources.allow_hosts or self.allowed
        network = Network(allowed=allowed, resolve=self.resolve, proxies=self.proxies)
        return fetch(
            sources,
            folder=self.folder,
            now=self.now,
            options=Options(**options),
            network=network,
            timer=self.clock.timer,
        )

    def feed(self, path: str = "/rss", **values: Any) -> Sources:
        return Sources(feeds=(Feed(url=self.site.url(path), **values),))

    def page(self, path: str, **values: Any) -> Sources:
        return Sources(pages=(Page(url=self.site.url(path), **values),))

    def files(self) -> list[str]:
        return sorted(
            path.relative_to(self.folder).as_posix()
            for path in self.folder.rglob("*")
            if path.is_file() and not path.name.startswith(".") and not path.name.endswith(".meta.json")
        )


@pytest.fixture
def site() -> Iterator[Site]:
    site = Site()
    yield site
    site.server.shutdown()
    site.server.server_close()


@pytest.fixture
def desk(site: Site, tmp_path: Path) -> Desk:
    return Desk(site, tmp_path / "news")


@pytest.fixture(autouse=True)
def only_loopback(monkeypatch: pytest.MonkeyPatch) -> None:
    """No test asks a resolver or connects to anything but 127.0.0.1."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: Any) -> None:
        assert self.family == getattr(socket, "AF_UNIX", None) or address[0] in ("127.0.0.1", "::1"), address
        connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", guarded)
