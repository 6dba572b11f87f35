"""What a run did: a line a source, what was stored, what failed and when it is tried again."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Literal

from briefgen.fetch.items import Origin
from briefgen.model import Model


class Stored(Model):
    """An article that this run stored (or would, in a dry run: then without a path and an origin)."""

    source: str
    url: str | None
    title: str | None
    path: str | None = None
    origin: Origin | None = None


class Failure(Model):
    """What could not be had, why, and when it is tried again (None: given up, or a source: with the next run)."""

    source: str
    what: str
    reason: str
    again: datetime | None = None
    is_source: bool = False


class SourceReport(Model):
    """One source: how many articles it brought, how many of its items were known or copies, how many wait."""

    label: str
    kind: Literal["feed", "page", "mail"]
    stored: int = 0
    known: int = 0
    copies: int = 0
    waiting: int = 0
    failed: bool = False
    unchanged: bool = False
    notes: tuple[str, ...] = ()


class Report(Model):
    """All of a run. `folder` is where the articles lie, in a folder a day."""

    folder: Path
    dry_run: bool = False
    sources: tuple[SourceReport, ...] = ()
    stored: tuple[Stored, ...] = ()
    failures: tuple[Failure, ...] = ()

    @property
    def outcome(self) -> Literal["fine", "partly", "nothing"]:
        """Whether all went well, something failed, or every source did."""
        if not self.failures:
            return "fine"
        return "nothing" if self.sources and all(source.failed for source in self.sources) else "partly"
