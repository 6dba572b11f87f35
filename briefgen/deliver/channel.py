"""What a channel is: a `Kind` with its settings model, the targets that it serves, and how it carries a delivery there.

A new kind is a file with a `Kind` and a line in `briefgen.deliver.channels.KINDS`; a plug-in offers the same object
through the entry-point group `briefgen.channels`, under the name that stands as `kind` in the settings.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any

from briefgen.delivery import Delivery
from briefgen.model import Model
from briefgen.settings import Format

NOWHERE = "briefgen.invalid"  # right side of a Message-ID where no mail domain is known (RFC 2606)


class ChannelSettings(Model):
    """What every `[channel.NAME]` table has: its kind, and the formats of the brief that it carries."""

    kind: str
    formats: tuple[Format, ...] = ()

    @property
    def domain(self) -> str:
        """The right side of its message ids."""
        return NOWHERE


@dataclass(frozen=True, slots=True)
class Stamp:
    """Where one delivery goes and under which id; the id stays the same however often it is tried."""

    target: str
    message_id: str


Carry = Callable[[Delivery, Stamp], str]  # what was done, in a few words; raises a `DeliveryError`


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of channel.

    `targets` gives the recipients or places, named without any secret. `open` readies a channel without touching the
    network and gives the function that carries; leaving it ends the connection. `show` says what would be carried,
    and fails as carrying would where that can be known beforehand. A channel that `replaces` what it brought before
    (files, pages) is asked every time; others get the same content once.
    """

    name: str
    settings: type[ChannelSettings]
    targets: Callable[[Any], Sequence[str]]
    open: Callable[[Any], AbstractContextManager[Carry]]
    show: Callable[[Any, Delivery, Stamp], str]
    replaces: bool = False


@dataclass(frozen=True, slots=True)
class Channel:
    """A kind under a name, with its settings."""

    name: str
    kind: Kind
    settings: ChannelSettings

    def open(self) -> AbstractContextManager[Carry]:
        """The function that carries, while the context lasts."""
        return self.kind.open(self.settings)
