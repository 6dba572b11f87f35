"""What is wanted: one article-to-be, as the state keeps it until it is stored or given up."""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import Literal

from briefgen.fetch.feeds import Entry, FeedContent
from briefgen.fetch.mail import Mail
from briefgen.fetch.sources import Feed, MailFolder, Page
from briefgen.fetch.urls import article_key
from briefgen.model import Model

Origin = Literal["page", "feed", "mail"]  # whose bytes were stored: the page's, the feed's own text, a message


class Item(Model):
    """An article that a source names. `key` is the same however often and wherever it is named.

    `published` is the feed's own writing, `moment` the same in UTC. `content` is the feed's own text (HTML). A mail has
    no url; an item of a feed may have none.
    """

    key: str
    source: str
    url: str | None = None
    title: str | None = None
    published: str | None = None
    moment: datetime | None = None
    content: str | None = None
    outlet: str | None = None
    feed_title: str | None = None

    @property
    def shown(self) -> str:
        """What the user is shown of it."""
        return self.url or self.title or self.key


def entry_item(entry: Entry, *, feed: Feed, content: FeedContent) -> Item:
    """The item of a feed's entry; without pages, or without a link, its key is the entry's id in that feed."""
    mark = hashlib.sha256("\n".join((feed.url, entry.id)).encode("utf-8", "replace")).hexdigest()
    return Item(
        key=article_key(entry.url) if entry.url else f"entry:{mark}",
        source=feed.id,
        url=entry.url,
        title=entry.title,
        published=entry.published,
        moment=entry.moment,
        content=entry.content,
        outlet=feed.outlet,
        feed_title=content.title,
    )


def page_item(page: Page) -> Item:
    """The item of a page that the user names."""
    return Item(key=article_key(page.url), source=page.id, url=page.url, title=page.name, outlet=page.outlet)


def mail_item(mail: Mail, *, folder: MailFolder) -> Item:
    """The item of a message."""
    return Item(key=mail.key, source=folder.id, title=mail.subject, moment=mail.moment, outlet=folder.outlet)
