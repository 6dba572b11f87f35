"""A channel that writes a brief as a telex into a spool folder, one file a station, for a sender that watches it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

from briefgen.deliver import ChannelSettings, Kind, Stamp, write_file
from briefgen.deliver.channel import Carry
from briefgen.delivery import Delivery
from briefgen.errors import Refused


class WireSettings(ChannelSettings):
    """`[channel.NAME]` with kind = "wire": the spool folder, and the stations that get the brief."""

    kind: Literal["wire"] = "wire"
    spool: Path
    stations: tuple[str, ...]


def text_of(delivery: Delivery) -> str:
    """The bottom line and the key points in the letters of a telex. Raises `Refused` where nothing is to be said."""
    card = delivery.card
    if not card.bottom_line:
        raise Refused("a telex needs a bottom line, and this brief has none")
    lines = [f"ZCZC BRIEFGEN {card.instant:%Y-%m-%d}", card.title, card.bottom_line, *card.points, "NNNN"]
    return "\n".join(line.upper() for line in lines) + "\n"


@contextmanager
def _open(settings: WireSettings) -> Iterator[Carry]:
    def carry(delivery: Delivery, stamp: Stamp) -> str:
        path = settings.spool / f"{stamp.target}-{delivery.card.slug}.telex"
        write_file(path, text_of(delivery).encode("ascii", "replace"))
        return str(path)

    yield carry


KIND = Kind(
    "wire",
    WireSettings,
    targets=lambda settings: settings.stations,
    open=_open,
    show=lambda settings, delivery, stamp: f"{len(text_of(delivery))} letters to {stamp.target}",
)
