"""The heartbeat of a profile: a small JSON file that says when it last ran, how it went, and when it is next due.

It is written whole at the start and at the end of a run, so that another program can watch it; a run that was killed
leaves `ended` empty.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from pydantic import AwareDatetime, ValidationError

from briefgen.deliver.files import write_file
from briefgen.model import Model, Moment


class Heartbeat(Model):
    """How the last run went.

    `exit` is its exit code, `message` what it said last. `succeeded` is the end of the last run that went well (with
    skips too), `failures` how many have failed since. `brief` and `as_of` name the last brief that was built.
    """

    profile: str
    started: AwareDatetime
    ended: AwareDatetime | None = None
    exit: int | None = None
    message: str = ""
    succeeded: AwareDatetime | None = None
    failures: int = 0
    brief: int | None = None
    as_of: Moment | None = None
    next_due: AwareDatetime | None = None

    def begun(self, now: datetime, *, next_due: datetime | None) -> Heartbeat:
        """That of the run that starts *now*; what is known of success and failure is kept."""
        return self.model_copy(
            update={"started": now, "ended": None, "exit": None, "message": "", "next_due": next_due}
        )

    def finished(self, now: datetime, *, code: int, message: str) -> Heartbeat:
        """That of a run that ended *now* with *code*."""
        well = code in GOOD
        return self.model_copy(
            update={
                "ended": now,
                "exit": code,
                "message": message,
                "succeeded": now if well else self.succeeded,
                "failures": 0 if well else self.failures + 1,
            }
        )


GOOD = (0, 3, 4)  # exit codes with which a brief was built, or none was wanted


def read_heartbeat(path: Path) -> Heartbeat | None:
    """The heartbeat at *path*; None where there is none, or none that can be read."""
    try:
        return Heartbeat.model_validate_json(path.read_bytes())
    except (OSError, ValidationError):
        return None


def write_heartbeat(path: Path, heartbeat: Heartbeat) -> None:
    """Write *heartbeat* at once: a reader meets the old one or the new one. Raises `BriefgenError` where it cannot."""
    write_file(path, heartbeat.model_dump_json(indent=1).encode() + b"\n")
