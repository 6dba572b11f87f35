"""The errors of briefgen: one subclass a boundary, each message saying what, where, and what to do."""

from __future__ import annotations

from datetime import datetime


class BriefgenError(Exception):
    """Base of every error that a user may see without a traceback."""

    exit_code = 1


class UsageError(BriefgenError):
    """Options or settings that cannot be used together, or a value that cannot be read."""

    exit_code = 2


class LoadError(BriefgenError):
    """A file that cannot be read as an article; the loader turns it into a `Skipped`."""


class KnowledgeError(BriefgenError):
    """A row of the knowledge tables that cannot be used: names the file and the line."""


class EngineError(BriefgenError):
    """A language engine that is missing, broken, or does not keep the engine's contract."""


class RenderError(BriefgenError):
    """A template or format that cannot be rendered."""


class PdfUnavailable(RenderError):
    """The libraries that WeasyPrint needs (Pango, HarfBuzz) are not on this machine."""

    exit_code = 4


class StoreError(BriefgenError):
    """The history of briefs cannot be read or written."""


class FetchError(BriefgenError):
    """A page or a source that cannot be fetched.

    `lasting` says that asking again will not help; `until` that nothing was asked, nor will be before that moment.
    """

    def __init__(self, message: str, *, lasting: bool = False, until: datetime | None = None) -> None:
        super().__init__(message)
        self.lasting = lasting
        self.until = until


class FolderHeld(StoreError):
    """Another run is fetching into the folder."""


class ScheduleError(BriefgenError):
    """The machine's scheduler is not there, or refuses what it is told."""


class RunLocked(BriefgenError):
    """Another run of the profile is under way."""

    exit_code = 6


class PluginError(BriefgenError):
    """A plug-in that fails to import, or is not of the kind its group asks for."""


class DeliveryError(BriefgenError):
    """A brief that was built but could not be delivered."""

    exit_code = 5


class TryLater(DeliveryError):
    """A target that did not take a delivery now and may take it later: a busy server, a line that broke."""


class Refused(DeliveryError):
    """A target that will never take this delivery: no such mailbox, a message too large."""


class ChannelUnusable(DeliveryError):
    """A channel that cannot work as it is set up: a password refused, a certificate that does not fit."""
