"""What the tests of delivery share: a clock that only sleep moves, deliveries of sample briefs, a channel."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from pathlib import Path

from briefgen.deliver import Channel, ChannelSettings, Kind, Stamp
from briefgen.delivery import Delivery, LedgerEntry
from briefgen.model import Brief
from briefgen.pipeline import prepare
from briefgen.settings import Format, RenderSettings, Settings
from briefgen.store import Deliveries
from tests.render import samples

KILLS = (
    (1, False, 1),  # before the attempt is recorded
    (1, True, 1),  # before the target is asked
    (2, False, 2),  # between the target's yes and its record: the only double
    (2, True, 1),  # after the record
)  # (which write of the ledger, before or after it, how many copies arrive in the end)
NOON = datetime(2022, 9, 15, 12, tzinfo=UTC)


@dataclass
class Clock:
    """Time that passes only while somebody sleeps."""

    now: datetime = NOON
    slept: list[float] = field(default_factory=list)

    def __call__(self) -> datetime:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += timedelta(seconds=seconds)


def delivery_of(
    brief: Brief | None = None, *, formats: tuple[Format, ...] = (), language: str = "en", profile: str = ""
) -> Delivery:
    """A delivery of *brief*, else of the full sample, as the pipeline prepares it."""
    brief = brief or samples.full()
    settings = Settings(render=RenderSettings(language=language))
    return prepare(brief, formats=formats, settings=settings, now=NOON, profile=profile)


@lru_cache(maxsize=1)
def full_delivery() -> Delivery:
    """The full sample in all formats that an archive and a mail carry."""
    return delivery_of(formats=("html", "pdf", "json"))


class EchoSettings(ChannelSettings):
    """A channel for tests."""

    targets: tuple[str, ...] = ("a",)


def echo(carry: Callable[[Delivery, Stamp], str], *targets: str, name: str = "echo", replaces: bool = False) -> Channel:
    """A channel that calls *carry*."""

    @contextmanager
    def opened(settings: EchoSettings) -> Iterator[Callable[[Delivery, Stamp], str]]:
        yield carry

    kind = Kind(
        "echo",
        EchoSettings,
        targets=lambda settings: settings.targets,
        open=opened,
        show=lambda settings, delivery, stamp: f"to {stamp.target}",
        replaces=replaces,
    )
    return Channel(name, kind, EchoSettings(kind="echo", targets=targets or ("a",)))


ROOT = Path(__file__).resolve().parents[2]
_HALF = """
import os, signal, sys
from pathlib import Path
from briefgen.deliver import write_file
Path.replace = lambda self, target: os.kill(os.getpid(), signal.SIGKILL)
write_file(Path(sys.argv[1]), b"half")
"""


def half_written(path: Path) -> Path:
    """What a process leaves that is killed while it writes *path*."""
    before = set(path.parent.iterdir()) if path.parent.is_dir() else set()
    done = subprocess.run([sys.executable, "-c", _HALF, str(path)], check=False, cwd=ROOT)
    assert done.returncode == -9
    (left,) = set(path.parent.iterdir()) - before
    return left


class Killed(BaseException):
    """Stands for a kill: nothing catches it."""


@dataclass
class Dying:
    """A ledger whose process is killed at the write with a number, before or after it."""

    ledger: Deliveries
    write_number: int
    after: bool
    writes: int = 0

    def entries(self, **key: str) -> list[LedgerEntry]:
        return self.ledger.entries(**key)

    def write(self, entry: LedgerEntry) -> None:
        self.writes += 1
        if self.writes == self.write_number and not self.after:
            raise Killed
        self.ledger.write(entry)
        if self.writes == self.write_number:
            raise Killed

    @contextmanager
    def alone(self) -> Iterator[None]:
        with self.ledger.alone():
            yield
