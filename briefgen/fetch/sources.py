"""What is fetched, and within which limits: the types that `sources.toml` and OPML files are read into."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, Field

from briefgen.fetch.urls import web_url
from briefgen.model import Model
from briefgen.when import When


def host_name(text: str) -> str:
    """*text* where it is a host alone, with or without a port. Raises `ValueError` for a whole address.

    >>> host_name("localhost:8080"), host_name("[::1]")
    ('localhost:8080', '[::1]')
    """
    if not text.strip() or re.search(r"[/@?#\s]", text):
        raise ValueError('write the host alone, or with its port: "localhost:8080"')
    return text


WebUrl = Annotated[str, AfterValidator(web_url)]
HostName = Annotated[str, AfterValidator(host_name)]


class Limits(Model):
    """How much, how long and how often; each may be set for all sources or for one.

    `delay_seconds` lies between two requests to one host; a host's own Crawl-delay or Retry-After counts up to
    `max_delay_seconds` (what asks for more is left for the next run). `max_bytes` holds before and after unpacking.
    `total_seconds` is for one answer, headers and body. A feed's own text stands in for a page that cannot be had
    where it has `min_feed_chars` characters. `attempts`: how many runs try a page before it is given up.
    """

    max_bytes: int = Field(default=10 * 1024 * 1024, ge=1024)
    connect_seconds: float = Field(default=10, gt=0, le=300)
    read_seconds: float = Field(default=20, gt=0, le=300)
    total_seconds: float = Field(default=60, gt=0, le=3600)
    max_redirects: int = Field(default=5, ge=0, le=20)
    delay_seconds: float = Field(default=1, ge=0, le=3600)
    max_delay_seconds: float = Field(default=30, ge=0, le=3600)
    max_items: int = Field(default=100, ge=1, le=10_000)
    max_age_days: int | None = Field(default=None, ge=0)
    min_feed_chars: int = Field(default=600, ge=1)
    attempts: int = Field(default=6, ge=1, le=100)


class Feed(Model):
    """An RSS or Atom feed; with `pages` false its own text is taken and no page is asked for."""

    url: WebUrl
    name: str | None = None
    outlet: str | None = None
    pages: bool = True
    limits: Limits = Field(default_factory=Limits)

    @property
    def id(self) -> str:
        """What the state knows the source by."""
        return self.url

    @property
    def label(self) -> str:
        """What the user is shown."""
        return self.name or self.outlet or self.url


class Page(Model):
    """One article by its address."""

    url: WebUrl
    name: str | None = None
    outlet: str | None = None
    limits: Limits = Field(default_factory=Limits)

    @property
    def id(self) -> str:
        """What the state knows the source by."""
        return self.url

    @property
    def label(self) -> str:
        """What the user is shown."""
        return self.name or self.url


class MailFolder(Model):
    """A maildir (a folder with `cur` and `new`) or an mbox file; only messages from `senders`, where any are named.

    A sender is a pattern for the address: "alerts@post.example", "*@post.example".
    """

    path: Path
    name: str | None = None
    outlet: str | None = None
    senders: tuple[str, ...] = ()
    limits: Limits = Field(default_factory=Limits)

    @property
    def id(self) -> str:
        """What the state knows the source by."""
        return f"mail:{self.path}"

    @property
    def label(self) -> str:
        """What the user is shown."""
        return self.name or str(self.path)


Source = Feed | Page | MailFolder


class Sources(Model):
    """All that a run fetches from.

    `allow_hosts` names hosts ("localhost", "wiki.intra.example:8080") that may have a private address. `contact` (a
    mail address or a page) is told to every server. `parallel_hosts` is how many hosts are asked at once, each one
    request at a time.
    """

    feeds: tuple[Feed, ...] = ()
    pages: tuple[Page, ...] = ()
    mail: tuple[MailFolder, ...] = ()
    allow_hosts: tuple[HostName, ...] = ()
    contact: str | None = Field(default=None, max_length=200, pattern=r"^[\x21-\x7e]+$")
    parallel_hosts: int = Field(default=4, ge=1, le=32)

    @property
    def all(self) -> tuple[Source, ...]:
        """Every source, in the order in which a report names them."""
        return (*self.feeds, *self.pages, *self.mail)


class Options(Model):
    """What one run is told.

    `since` (words such as "2 days" count back from now) leaves older items for a later run, `dry_run` stores nothing,
    `retry` tries now what failed before, also what was given up.
    """

    since: When | None = None
    dry_run: bool = False
    retry: bool = False
