"""One run: the feeds first, then the pages that they name and those the user names, then the mail."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from functools import cached_property

from briefgen.errors import FetchError
from briefgen.fetch.client import ACCEPT_FEED, Answer, Client
from briefgen.fetch.crawl import Job, crawl
from briefgen.fetch.feeds import read_feed
from briefgen.fetch.items import Item, entry_item, mail_item, page_item
from briefgen.fetch.keep import Keeper
from briefgen.fetch.mail import Mail, TooLarge, is_from, read_mail
from briefgen.fetch.sources import Feed, MailFolder, Options, Source, Sources
from briefgen.fetch.state import State
from briefgen.fetch.tally import Tally
from briefgen.when import read_when

Tell = Callable[[str, int, int], None]  # what is being fetched, how many are done, of how many
Wanted = tuple[Source, Item]
_NO_PAGE = "the feed gives no page, and too little text of its own"


@dataclass(frozen=True)
class Gathering:
    """What a run works with; `run` does it, and `tally` holds what came of it."""

    sources: Sources
    options: Options
    state: State
    client: Client
    keeper: Keeper
    tally: Tally
    now: datetime
    tell: Tell

    def run(self) -> None:
        """All of it, in order; no fault of a source ends it."""
        if not self.options.dry_run:
            self.keeper.settle()
        self._list_feeds()
        self._list_pages()
        self._fetch([wanted for source in self.sources.all for wanted in self._due(source)])
        for done, folder in enumerate(self.sources.mail, 1):
            self._take_mail(folder)
            self.tell("mail", done, len(self.sources.mail))

    def _list_feeds(self) -> None:
        jobs = [Job(feed.url, (feed, self.state.validators(feed.id))) for feed in self.sources.feeds]

        def ask(job: Job[tuple[Feed, dict[str, str]]]) -> Answer:
            feed, known = job.what
            return self.client.get(feed.url, limits=feed.limits, accept=ACCEPT_FEED, known=known)

        for done, (job, answer) in enumerate(crawl(jobs, ask, parallel=self.sources.parallel_hosts), 1):
            feed, _ = job.what
            try:
                self._list_feed(feed, answer)
            except FetchError as error:
                self.tally.failed(feed, error)
            self._keep_hosts()
            self.tell("feeds", done, len(jobs))

    def _list_feed(self, feed: Feed, answer: Answer | FetchError) -> None:
        """Note what a feed names as wanted. Raises `FetchError` where it cannot be had or read."""
        if isinstance(answer, FetchError):
            raise answer
        if answer.moved:
            self.tally.note(feed, f"moved for good to {answer.moved}: change it in your sources")
        if answer.status == 304:
            self.tally.unchanged(feed)
            return
        content = read_feed(answer.body, url=answer.url, content_type=answer.headers.get("content-type", ""))
        if content.note:
            self.tally.note(feed, content.note)
        found = [entry_item(entry, feed=feed, content=content) for entry in content.entries]
        recent = [item for item in found if not self._is_older(item.moment, feed.limits.max_age_days)]
        items = {item.key: item for item in reversed(recent[: feed.limits.max_items])}
        added = self.state.keep_feed(feed.id, reversed(items.values()), headers=answer.headers, now=self.now)
        self.tally.count(feed, "known", len(items) - added)

    def _list_pages(self) -> None:
        for page in self.sources.pages:
            item = page_item(page)
            self.state.want(item, again=True)
            if self.state.stored_at(item.key):
                self.tally.count(page, "known")

    def _due(self, source: Source) -> Iterator[Wanted]:
        """What is wanted of *source* now."""
        if isinstance(source, MailFolder):
            return
        if self.options.retry:
            self.state.retry(source.id)
        for item in self.state.wanted(source.id, now=self.now):
            if not self._is_before_since(item.moment):
                yield source, item

    def _fetch(self, wanted: list[Wanted]) -> None:
        """Fetch and store each; a dry run only lists them."""
        if self.options.dry_run:
            for source, item in wanted:
                self.tally.stored(source, item, title=item.title)
            return
        jobs = []
        for source, item in wanted:
            if item.url and not (isinstance(source, Feed) and not source.pages):
                jobs.append(Job(item.url, (source, item)))
            else:
                self.keeper.without_page(source, item, FetchError(_NO_PAGE, lasting=True))

        def ask(job: Job[Wanted]) -> Answer:
            return self.client.get(job.url, limits=job.what[0].limits)

        for done, (job, answer) in enumerate(crawl(jobs, ask, parallel=self.sources.parallel_hosts), 1):
            self.keeper.page(*job.what, answer)
            self._keep_hosts()
            self.tell("articles", done, len(jobs))

    def _take_mail(self, folder: MailFolder) -> None:
        try:
            for found in read_mail(folder.path, max_bytes=folder.limits.max_bytes):
                if isinstance(found, TooLarge):
                    self.tally.note(folder, f"{found.where}: larger than max_bytes, not read")
                elif not self._is_passed_over(found, folder):
                    self._take_message(found, folder)
        except FetchError as error:
            self.tally.failed(folder, error)

    def _take_message(self, mail: Mail, folder: MailFolder) -> None:
        item = mail_item(mail, folder=folder)
        if self.state.is_known(item.key):
            self.tally.count(folder, "known")
            return
        new = self.state.want(item)
        if self.options.dry_run:
            if new:
                self.tally.stored(folder, item, title=item.title)
            return
        try:
            self.keeper.message(folder, item, mail.data)
        except FetchError as error:
            self.tally.note(folder, f"{item.shown}: {error}")

    def _is_passed_over(self, mail: Mail, folder: MailFolder) -> bool:
        old = self._is_older(mail.moment, folder.limits.max_age_days) or self._is_before_since(mail.moment)
        return old or not is_from(mail.sender, folder.senders)

    def _is_older(self, moment: datetime | None, days: int | None) -> bool:
        return moment is not None and days is not None and moment < self.now - timedelta(days=days)

    def _is_before_since(self, moment: datetime | None) -> bool:
        return moment is not None and self._since is not None and moment < self._since

    @cached_property
    def _since(self) -> datetime | None:
        """The instant before which items are left for later; a day begins at midnight, UTC."""
        if self.options.since is None:
            return None
        since = read_when(self.options.since, base=self.now)
        if not isinstance(since, datetime):
            return datetime.combine(since, time.min, tzinfo=UTC)
        return since if since.tzinfo else since.replace(tzinfo=UTC)

    def _keep_hosts(self) -> None:
        self.state.keep_hosts(self.client.robots.take_new(), self.client.lanes.parked())
