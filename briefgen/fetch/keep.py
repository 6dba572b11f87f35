"""From an answer to a stored article: the page, or the feed's own text where the page is none; each article once."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from briefgen.errors import FetchError
from briefgen.fetch.client import Answer
from briefgen.fetch.folder import Candidate, is_whole, metadata, own_text, place, read_back, write
from briefgen.fetch.items import Item
from briefgen.fetch.kinds import suffix_for
from briefgen.fetch.sources import Feed, Page, Source
from briefgen.fetch.state import State
from briefgen.fetch.tally import Tally
from briefgen.fetch.urls import article_key
from briefgen.load.html import strip_markup
from briefgen.model import Article
from briefgen.parts import sweep

_WALL = 600  # characters; shorter texts that are the same under two titles bid the reader log in or prove human
_TEASER = 0.5  # a page with less than this share of the feed's own text is a teaser before a wall


@dataclass(frozen=True, slots=True)
class Keeper:
    """Stores articles of one run under FOLDER/DAY, the day of *now*."""

    folder: Path
    state: State
    tally: Tally
    now: datetime

    def settle(self) -> None:
        """Finish what a killed run left half done: a file that is whole is stored, any other is wanted anew."""
        sweep((self.folder,))
        for found in self.state.unfinished():
            if is_whole(self.folder, found):
                self.state.stored(found.key)
            else:
                self.state.again(found.key)

    def page(self, source: Source, item: Item, answer: Answer | FetchError) -> None:
        """Store what was answered for *item*, or the feed's own text of it, or note that neither can be had."""
        try:
            self._page(source, item, answer)
        except FetchError as error:
            self.without_page(source, item, error)

    def without_page(self, source: Source, item: Item, error: FetchError) -> None:
        """Store the feed's own text where that is long enough, else note *error*."""
        own = self._own(source, item)
        try:
            if own is None:
                raise error
            self._store(source, item, own)
        except FetchError as reason:
            again = self.state.failed(item.key, reason, attempts=source.limits.attempts, now=self.now)
            self.tally.failed(source, reason, item=item, again=again)

    def message(self, source: Source, item: Item, data: bytes) -> None:
        """Store a message as it is. Raises `FetchError`, and gives it up, where it has no readable text."""
        try:
            self._store(source, item, Candidate(data, ".eml", "mail"))
        except FetchError as error:
            self.state.failed(item.key, error, attempts=1, now=self.now)
            raise

    def _page(self, source: Source, item: Item, answer: Answer | FetchError) -> None:
        """Store the page, or the feed's own text where the page has much less. Raises `FetchError` where it is none."""
        if isinstance(answer, FetchError):
            raise answer
        if isinstance(source, Page) and answer.moved:
            self.tally.note(source, f"moved for good to {answer.moved}: change it in your sources")
        if path := self.state.stored_at(article_key(answer.url)):
            self._copy(source, item, path)
            return
        suffix = suffix_for(answer.body, content_type=answer.content_type)
        candidate = Candidate(answer.body, suffix, "page", url=answer.url, headers=answer.headers)
        article = self._read(item, candidate)
        own = self._own(source, item)
        if own is not None and len(article.text) < _TEASER * _length(item):
            self._store(source, item, replace(own, url=answer.url))
        else:
            self._store(source, item, candidate, article=article)

    def _own(self, source: Source, item: Item) -> Candidate | None:
        if not isinstance(source, Feed) or _length(item) < source.limits.min_feed_chars:
            return None
        return own_text(item)

    def _read(self, item: Item, candidate: Candidate) -> Article:
        return read_back(candidate, metadata(item, candidate, fetched=self.now), place=self.folder)

    def _store(self, source: Source, item: Item, candidate: Candidate, *, article: Article | None = None) -> None:
        """Store *candidate*, or note that its content is there already. Raises `FetchError` where it is no article."""
        article = article or self._read(item, candidate)
        text_sha256 = article.source.sha256_text or ""
        if same := self.state.same_content(candidate.sha256, text_sha256):
            path, title = same
            if len(article.text) < _WALL and candidate.origin == "page" and title != item.title:
                raise FetchError(f"the same few words as at {path}: a wall, not the article")
            self._copy(source, item, path, url=candidate.url)
            return
        path = place(item, candidate, day=f"{self.now:%Y-%m-%d}", title=article.title)
        self.state.intend(item.key, path=path, sha256=candidate.sha256, text_sha256=text_sha256)
        write(self.folder, path, body=candidate.body, meta=metadata(item, candidate, fetched=self.now))
        self.state.stored(item.key, aliases=_keys(candidate.url))
        self.tally.stored(source, item, title=article.title, path=path, origin=candidate.origin)

    def _copy(self, source: Source, item: Item, path: str, *, url: str | None = None) -> None:
        self.state.stored(item.key, aliases=_keys(url), path=path)
        self.tally.count(source, "copies")


def _length(item: Item) -> int:
    """Characters of the feed's own text of *item*."""
    return len(strip_markup(item.content)) if item.content else 0


def _keys(url: str | None) -> tuple[str, ...]:
    return (article_key(url),) if url else ()
