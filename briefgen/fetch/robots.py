"""What a host's robots.txt allows, by RFC 9309: asked once a day, longest rule wins, no file allows all.

A file that cannot be had now (a server error, no connection) forbids all until it can; one that is not there (4xx)
allows all. Protego reads it, the parser that Scrapy uses; Python's own knows neither wildcards nor the longest rule.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from briefgen.errors import FetchError
from briefgen.fetch.sources import Limits
from briefgen.fetch.urls import origin_of

if TYPE_CHECKING:
    from protego import Protego

AGENT = "briefgen"  # the product token that a robots.txt names
MOST_BYTES = 512 * 1024  # RFC 9309, 2.5: at least 500 kibibytes are read
_FRESH = timedelta(days=1)

Ask = Callable[[str, Limits], "tuple[int, bytes]"]  # status and body of a robots.txt


@dataclass(frozen=True, slots=True)
class RobotsText:
    """A robots.txt as it was read, empty where there was none, and when."""

    body: str
    read: datetime


class Robots:
    """The rules of all hosts of a run; *known* are those read by earlier runs."""

    def __init__(self, *, known: Mapping[str, RobotsText], now: datetime, ask: Ask) -> None:
        self._texts = {origin: text for origin, text in known.items() if now - text.read < _FRESH}
        self._rules: dict[str, Protego] = {}
        self._now, self._ask = now, ask
        self._lock = threading.Lock()
        self._new: dict[str, RobotsText] = {}
        self._failed: dict[str, FetchError] = {}

    def require(self, url: str, *, limits: Limits) -> float:
        """The delay that the host of *url* asks for, in seconds (0 for none).

        Raises `FetchError` where robots.txt forbids *url*, or cannot be read now.
        """
        rules = self._of(origin_of(url), limits=limits)
        if not rules.can_fetch(url, AGENT):
            raise FetchError("robots.txt of the host forbids it")
        return float(rules.crawl_delay(AGENT) or 0)

    def take_new(self) -> dict[str, RobotsText]:
        """What was read since the last call, for the state to keep."""
        with self._lock:
            new, self._new = self._new, {}
        return new

    def _of(self, origin: str, *, limits: Limits) -> Protego:
        with self._lock:
            found = self._rules.get(origin)
            text = self._texts.get(origin)
            failed = self._failed.get(origin)
        if found is not None:
            return found
        if failed is not None:  # not asked again in this run
            raise failed
        if text is None:
            text = self._text(origin, limits=limits)
        rules = _parsed(text.body)
        with self._lock:
            self._rules[origin] = rules
        return rules

    def _text(self, origin: str, *, limits: Limits) -> RobotsText:
        try:
            text = self._read(origin, limits=limits)
        except FetchError as error:
            with self._lock:
                self._failed[origin] = error
            raise
        with self._lock:
            self._texts[origin] = self._new[origin] = text
        return text

    def _read(self, origin: str, *, limits: Limits) -> RobotsText:
        try:
            status, body = self._ask(f"{origin}/robots.txt", limits)
        except FetchError as error:
            if error.lasting:  # a host that is never asked: its pages are not either, for the same reason
                raise
            raise FetchError(f"its robots.txt cannot be read: {error}", until=error.until) from None
        if status == 429 or status >= 500 or status < 200:
            raise FetchError(f"its robots.txt cannot be read: the server answered {status}")
        return RobotsText(body.decode("utf-8", "replace") if status < 300 else "", self._now)


def _parsed(body: str) -> Protego:
    from protego import Protego

    return Protego.parse(body)
