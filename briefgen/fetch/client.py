"""Asking for an address: robots.txt first, redirects one by one with every check anew, Retry-After kept.

Only GET, without cookies or credentials. What comes back is a whole body within the limits or a `FetchError` that says
why not and whether asking again may help.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit

import httpcore

from briefgen.errors import FetchError
from briefgen.fetch.bodies import read_body
from briefgen.fetch.lanes import Lane, Lanes
from briefgen.fetch.robots import MOST_BYTES, Robots, RobotsText
from briefgen.fetch.sources import Limits
from briefgen.fetch.urls import web_url

ACCEPT_PAGE = "text/html,application/xhtml+xml,application/pdf;q=0.8,text/plain;q=0.8,*/*;q=0.1"
ACCEPT_FEED = "application/rss+xml,application/atom+xml,application/rdf+xml,application/xml;q=0.9,*/*;q=0.1"
_REDIRECTS = (301, 302, 303, 307, 308)
_PERMANENT = (301, 308)
_BUSY = (429, 503)
_TOO_MANY = 429
_PAUSE = 600.0  # seconds for a host that says "too many" but not for how long
_PASSING = (401, 403, 408, 425, 429)  # 4xx that may be another answer tomorrow: walls against many requests
_ROBOTS_REDIRECTS = 5  # RFC 9309, 2.3.1.2
_STRIKES = 3  # a host that fails so often in a row is left for the next run: each failure may take total_seconds


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server answered at last: the address it came from, status, headers (names in lower case) and body.

    `moved` is where permanent redirects alone led, for the user to correct the source.
    """

    url: str
    status: int
    headers: Mapping[str, str]
    body: bytes
    moved: str | None = None

    @property
    def content_type(self) -> str:
        """The media type that the server claims, without parameters."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()


class Client:
    """Asks for addresses, politely, for any number of threads."""

    def __init__(self, *, lanes: Lanes, known_robots: Mapping[str, RobotsText], now: datetime, agent: str) -> None:
        self.lanes = lanes
        self.robots = Robots(known=known_robots, now=now, ask=self._robots_text)
        self._now, self._agent = now, agent

    def get(
        self, url: str, *, limits: Limits, accept: str = ACCEPT_PAGE, known: Mapping[str, str] | None = None
    ) -> Answer:
        """The answer for *url* with status 200, or 304 where *known* holds conditional headers.

        Raises `FetchError` for anything else.
        """
        answer = self._follow(url, limits=limits, headers={"Accept": accept, **(known or {})})
        if answer.status == 200 or (answer.status == 304 and known):
            return answer
        lasting = 400 <= answer.status < 500 and answer.status not in _PASSING
        gone = ": it is gone for good" if answer.status == 410 else ""
        raise FetchError(f"the server answered {answer.status}{gone}", lasting=lasting)

    def _robots_text(self, url: str, limits: Limits) -> tuple[int, bytes]:
        limits = limits.model_copy(update={"max_bytes": MOST_BYTES, "max_redirects": _ROBOTS_REDIRECTS})
        answer = self._follow(url, limits=limits, headers={"Accept": "text/plain,*/*;q=0.1"}, robots=True)
        return answer.status, answer.body

    def _follow(self, url: str, *, limits: Limits, headers: Mapping[str, str], robots: bool = False) -> Answer:
        """The first answer that is no redirect; each address on the way is checked like the first."""
        at, moved = _checked_url(url, base=""), None
        permanent = True
        for _ in range(limits.max_redirects + 1):
            answer = self._ask(at, limits=limits, headers=headers, robots=robots)
            target = answer.headers.get("location")
            if answer.status not in _REDIRECTS or not target:
                return replace(answer, moved=moved)
            permanent = permanent and answer.status in _PERMANENT
            at = _next_hop(at, target)
            moved = at if permanent else moved
        raise FetchError(f"more than {limits.max_redirects} redirects, the last to {at}", lasting=True)

    def _ask(self, url: str, *, limits: Limits, headers: Mapping[str, str], robots: bool) -> Answer:
        lane = self.lanes.lane(url)
        self._refuse_early(lane)
        if not robots:
            lane.crawl_delay = max(lane.crawl_delay, self.robots.require(url, limits=limits))
        answer = self._once(lane, url, limits=limits, headers=headers, cut=robots)
        if answer.status in _BUSY:
            wait = _retry_after(answer.headers.get("retry-after"), now=self._now)
            wait = _PAUSE if wait is None and answer.status == _TOO_MANY else wait
            if wait is not None and wait <= limits.max_delay_seconds:
                lane.pause(wait)
                answer = self._once(lane, url, limits=limits, headers=headers, cut=robots)
            if answer.status in _BUSY and wait is not None:
                lane.park(wait, now=self._now)
        return answer

    def _refuse_early(self, lane: Lane) -> None:
        """Refuse what a host asked not to be asked, or what will fail as it just did."""
        if lane.strikes >= _STRIKES:
            why = f"{lane.host} failed {_STRIKES} times in a row: left for the next run"
            raise FetchError(why, until=self._now)
        until = lane.parked_until
        if until is not None and until > self._now:
            raise FetchError(f"{lane.host} asked to be left alone until {until:%Y-%m-%d %H:%M} UTC", until=until)

    def _once(self, lane: Lane, url: str, *, limits: Limits, headers: Mapping[str, str], cut: bool) -> Answer:
        sent: dict[bytes | str, bytes | str] = {
            "Host": urlsplit(url).netloc,
            "User-Agent": self._agent,
            "Accept-Encoding": "gzip",
            "Accept-Language": "en",
            "Connection": "close",
        }
        sent.update(headers)
        timeouts = {
            "connect": limits.connect_seconds,
            "read": limits.read_seconds,
            "write": limits.read_seconds,
            "pool": limits.total_seconds,
        }
        request = httpcore.Request("GET", url, headers=sent, extensions={"timeout": timeouts})
        with (
            _struck(lane),
            _told(limits),
            lane.turn(url, limits=limits) as pool,
            closing(pool.handle_request(request)) as response,
        ):
            found = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in response.headers}
            body = b""
            if response.status == 200:
                _refuse_length(found.get("content-length"), limit=limits.max_bytes, cut=cut)
                encoding = found.get("content-encoding", "")
                body = read_body(response.iter_stream(), encoding=encoding, limit=limits.max_bytes, cut=cut)
            return Answer(url=url, status=response.status, headers=found, body=body)


@contextmanager
def _struck(lane: Lane) -> Iterator[None]:
    """Count a strike against the host where its answer breaks off or does not come."""
    try:
        yield
    except FetchError as error:
        lane.strikes += not error.lasting
        raise
    lane.strikes = 0


@contextmanager
def _told(limits: Limits) -> Iterator[None]:
    """Turn what httpcore raises into a `FetchError` in words for the user."""
    try:
        yield
    except httpcore.ConnectTimeout:
        raise FetchError(f"no connection within {limits.connect_seconds:g} s") from None
    except (httpcore.ReadTimeout, httpcore.WriteTimeout, httpcore.PoolTimeout):
        raise FetchError(
            f"nothing came for {limits.read_seconds:g} s, or not all within {limits.total_seconds:g} s"
        ) from None
    except (httpcore.ConnectError, httpcore.ProxyError) as error:
        raise FetchError(f"no connection: {error}") from None
    except (httpcore.RemoteProtocolError, httpcore.LocalProtocolError) as error:
        raise FetchError(f"the answer is broken: {error}") from None
    except (httpcore.NetworkError, httpcore.UnsupportedProtocol, OSError) as error:
        raise FetchError(f"the connection broke: {error}") from None


def _checked_url(url: str, *, base: str) -> str:
    try:
        return web_url(url, base=base)
    except ValueError as error:
        raise FetchError(str(error), lasting=True) from None


def _next_hop(url: str, target: str) -> str:
    """Where a redirect leads. Raises `FetchError` where it would leave https for http."""
    following = _checked_url(target, base=url)
    if url.startswith("https:") and following.startswith("http:"):
        raise FetchError(f"redirected from https to {following}, which anybody on the way could alter", lasting=True)
    return following


def _refuse_length(announced: str | None, *, limit: int, cut: bool) -> None:
    """Stop before the body where the server itself says that it is too large; a false figure is caught on the way."""
    if not cut and announced and announced.isdigit() and int(announced[:20]) > limit:
        raise FetchError(f"{int(announced[:20]):,} bytes announced, more than the {limit:,} of max_bytes", lasting=True)


def _retry_after(value: str | None, *, now: datetime) -> float | None:
    """Seconds that a Retry-After asks for, None where there is none that can be read.

    >>> moment = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
    >>> _retry_after("120", now=moment), _retry_after("Sun, 01 Mar 2026 12:01:00 GMT", now=moment)
    (120.0, 60.0)
    """
    text = (value or "").strip()
    if text.isdigit():
        return float(text[:12])
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return max((aware - now).total_seconds(), 0.0)
