"""What a run has come to so far, source by source, until it becomes the report."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Literal

from briefgen.errors import FetchError
from briefgen.fetch.items import Item, Origin
from briefgen.fetch.report import Failure, Report, SourceReport, Stored
from briefgen.fetch.sources import Feed, Page, Source
from briefgen.fetch.state import State

Count = Literal["known", "copies"]


@dataclass(slots=True)
class Tally:
    """Counts, notes and failures; sources are told apart by their id."""

    _counts: dict[tuple[str, Count], int] = field(default_factory=lambda: defaultdict(int))
    _notes: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    _stored: list[tuple[str, Stored]] = field(default_factory=list)
    _failures: list[Failure] = field(default_factory=list)
    _broken: set[str] = field(default_factory=set)
    _unchanged: set[str] = field(default_factory=set)

    def count(self, source: Source, what: Count, number: int = 1) -> None:
        """Add *number* to what is *what* of *source*."""
        self._counts[source.id, what] += number

    def note(self, source: Source, text: str) -> None:
        """Something that the user should know about a source that works all the same; said once."""
        if text not in self._notes[source.id]:
            self._notes[source.id].append(text)

    def unchanged(self, source: Source) -> None:
        """The source says that it is as it was."""
        self._unchanged.add(source.id)

    def stored(
        self, source: Source, item: Item, *, title: str | None, path: str | None = None, origin: Origin | None = None
    ) -> None:
        """An article was stored; in a dry run, would be fetched."""
        found = Stored(source=source.label, url=item.url, title=title, path=path, origin=origin)
        self._stored.append((source.id, found))

    def failed(
        self, source: Source, error: FetchError, *, item: Item | None = None, again: datetime | None = None
    ) -> None:
        """*source* itself failed, or one *item* of it. A page that the user names is its own item."""
        whole = item is None or isinstance(source, Page)
        what = source.label if item is None else item.shown
        self._failures.append(Failure(source=source.label, what=what, reason=str(error), again=again, is_source=whole))
        if whole:
            self._broken.add(source.id)

    def report(self, sources: Sequence[Source], *, folder: Path, state: State, dry_run: bool) -> Report:
        """All of it."""
        return Report(
            folder=folder,
            dry_run=dry_run,
            sources=tuple(self._of(source, state=state) for source in sources),
            stored=tuple(stored for _, stored in self._stored),
            failures=tuple(self._failures),
        )

    def _of(self, source: Source, *, state: State) -> SourceReport:
        return SourceReport(
            label=source.label,
            kind="feed" if isinstance(source, Feed) else "page" if isinstance(source, Page) else "mail",
            stored=sum(1 for id, _ in self._stored if id == source.id),
            known=self._counts[source.id, "known"],
            copies=self._counts[source.id, "copies"],
            waiting=state.waiting(source.id),
            failed=source.id in self._broken,
            unchanged=source.id in self._unchanged,
            notes=tuple(self._notes[source.id]),
        )
