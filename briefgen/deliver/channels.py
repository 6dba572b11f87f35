"""The channels that a settings file names, from its `[channel.NAME]` tables: built-in kinds and those of plug-ins."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from briefgen import plugins
from briefgen.deliver.archive import ARCHIVE
from briefgen.deliver.channel import Channel, Kind
from briefgen.deliver.chat import CHAT
from briefgen.deliver.folder import FOLDER
from briefgen.deliver.mail import MAIL
from briefgen.errors import PluginError, UsageError
from briefgen.settings import Format

KINDS = (FOLDER, MAIL, ARCHIVE, CHAT)


def channels_of(
    tables: Mapping[str, Any], names: Iterable[str] | None = None, *, folder: Path | None = None
) -> tuple[Channel, ...]:
    """The channels with *names*, or all, in their order; paths in them start in *folder*, that of the settings file.

    Raises `UsageError` naming the table and the setting that cannot be used, and the names there are.
    """
    wanted = list(tables) if names is None else list(dict.fromkeys(names))
    if not tables:
        raise UsageError(
            "no channel is set up; add a [channel.NAME] table to briefgen.toml, see examples/delivery.toml"
        )
    if unknown := [name for name in wanted if name not in tables]:
        raise UsageError(f"no channel named {', '.join(unknown)}; there is: {', '.join(tables)}")
    return tuple(_placed(_channel(name, tables[name]), folder or Path()) for name in wanted)


def formats_of(channels: Iterable[Channel]) -> tuple[Format, ...]:
    """The formats that *channels* carry, each once."""
    return tuple(dict.fromkeys(format for channel in channels for format in channel.settings.formats))


def _channel(name: str, table: Any) -> Channel:
    where = f"channel.{name}"
    if not isinstance(table, Mapping) or not isinstance(table.get("kind"), str):
        raise UsageError(f"{where}: must be a table with a kind: {', '.join(_kind_names())}")
    kind = _kind(table["kind"], where=where)
    try:
        return Channel(name, kind, kind.settings.model_validate(dict(table)))
    except ValidationError as error:
        raise UsageError(f"{where}{_told(error)}") from None


def _placed(channel: Channel, folder: Path) -> Channel:
    """*channel* with its paths from *folder*; "~" is the user's own."""
    paths = {name: folder / value.expanduser() for name, value in channel.settings if isinstance(value, Path)}
    return replace(channel, settings=channel.settings.model_copy(update=paths))


def _kind(name: str, *, where: str) -> Kind:
    for kind in KINDS:
        if kind.name == name:
            return kind
    if name not in plugins.names("briefgen.channels"):
        raise UsageError(f"{where}.kind: no kind {name!r}; there is: {', '.join(_kind_names())}")
    found = plugins.load("briefgen.channels", name)
    if not isinstance(found, Kind):
        raise PluginError(f"briefgen.channels: plug-in {name!r} offers a {type(found).__name__}, not a Kind")
    return found


def _kind_names() -> list[str]:
    return [*(kind.name for kind in KINDS), *plugins.names("briefgen.channels")]


def _told(error: ValidationError) -> str:
    """The first fault with its setting; never the value, which might be a secret in the wrong place."""
    first = error.errors(include_input=False, include_url=False)[0]
    place = "".join(f".{part}" for part in first["loc"] if isinstance(part, str))
    reason = {"extra_forbidden": "no such setting", "missing": "is missing"}.get(first["type"], first["msg"])
    return f"{place}: {reason.removeprefix('Value error, ')}"
