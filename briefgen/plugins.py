"""The only code that reads entry points: readers, engines, extractors, templates and channels from other packages."""

from __future__ import annotations

from importlib.metadata import EntryPoint, entry_points
from typing import Any, Literal

from briefgen.errors import PluginError

Group = Literal[
    "briefgen.readers", "briefgen.engines", "briefgen.extractors", "briefgen.templates", "briefgen.channels"
]


def names(group: Group) -> tuple[str, ...]:
    """The names registered in *group*, sorted, without importing any of them."""
    return tuple(sorted({point.name for point in _points(group)}))


def load(group: Group, name: str) -> Any:
    """Import the plug-in *name* of *group*.

    Raises `PluginError` naming the plug-in when there is none of that name or when it fails to import.
    """
    for point in _points(group):
        if point.name == name:
            return _import(point)
    known = ", ".join(names(group)) or "none installed"
    raise PluginError(f"{group}: no plug-in named {name!r} (installed: {known})")


def load_all(group: Group) -> tuple[dict[str, Any], tuple[str, ...]]:
    """Every plug-in of *group* that imports, by name, and a line for each that does not."""
    loaded: dict[str, Any] = {}
    faults: list[str] = []
    for name in names(group):
        try:
            loaded[name] = load(group, name)
        except PluginError as error:
            faults.append(str(error))
    return loaded, tuple(faults)


def _points(group: Group) -> tuple[EntryPoint, ...]:
    return tuple(entry_points(group=group))


def _import(point: EntryPoint) -> Any:
    try:
        return point.load()
    except Exception as error:
        raise PluginError(f"{point.group}: plug-in {point.name!r} ({point.value}) failed to import: {error}") from error
