"""One `Settings`: defaults, then `briefgen.toml`, the environment, flags; handed to the stages as an argument."""

from __future__ import annotations

import datetime
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

from pydantic import Field, ValidationError

from briefgen.errors import UsageError
from briefgen.model import Model, Moment

Format = Literal["md", "html", "pdf", "json", "docx"]

PREFIX = "BRIEFGEN_"
GROUPS = {
    "page": "render",
    "language": "render",
    "handling": "render",
}  # short names that a flag, a variable or the top of the file may use for a setting of a group
LISTS = {"format": "formats"}  # names whose value may be one word, a comma list, or a list


class LoadSettings(Model):
    """Limits on what is read, and when two texts are copies of one story."""

    max_file_bytes: int = 64 * 1024 * 1024
    max_text_chars: int = 1_000_000
    min_text_chars: int = 40
    copy_similarity: float = 0.3


class FuseSettings(Model):
    """Thresholds of grouping articles into situations and reports into tolls.

    `story_window_days`: reports on one fight or attack that appear within a month of each other are one story (counts
    of the dead still change three weeks after). `toll_window_days`: an article that does not say when tells of the
    last days.
    """

    story_window_days: int = Field(default=30, ge=0)
    toll_window_days: int = Field(default=3, ge=0)


class RenderSettings(Model):
    """How the brief looks."""

    page: Literal["A4", "Letter"] = "A4"
    language: str = "en"
    handling: str | None = None
    pdf_timeout_seconds: int = 300
    pdf_memory_mb: int = 2048


class Settings(Model):
    """All that a build can be told."""

    title: str | None = None
    template: str = "situation"
    formats: tuple[Format, ...] = ("md", "html", "pdf", "json")
    engine: str = "minilm"
    jobs: int = Field(default=1, ge=1, le=256)
    article_seconds: int = Field(default=120, ge=1)
    as_of: Moment | None = None
    date: datetime.date | None = None
    strict: bool = False
    quiet: bool = False
    number: int | None = None
    output: Path = Path("out")
    store: Path | None = None
    load: LoadSettings = Field(default_factory=LoadSettings)
    fuse: FuseSettings = Field(default_factory=FuseSettings)
    render: RenderSettings = Field(default_factory=RenderSettings)


def read_settings(
    *, flags: Mapping[str, Any], environ: Mapping[str, str], file: Path | None = None, required: bool = False
) -> Settings:
    """The settings of one run: a flag wins over the environment, that over *file*, that over the default.

    *flags* whose value is None were not given. *environ* is read for BRIEFGEN_TITLE, BRIEFGEN_FORMAT="md,pdf" and so
    on. A *file* that does not exist counts as empty unless *required*. Raises `UsageError` naming the place of an
    unknown or unusable value.

    >>> read_settings(flags={"jobs": None, "page": "Letter"}, environ={"BRIEFGEN_JOBS": "2"}).jobs
    2
    """
    values: dict[str, Any] = {}
    origins: dict[str, str] = {}
    given = {key: value for key, value in flags.items() if value not in (None, ())}
    _put_all(values, origins, layer=_file_layer(file, required=required), origin=f"{file}: {{0}}")
    _put_all(values, origins, layer=_environment_layer(environ), origin=PREFIX + "{1}")
    _put_all(values, origins, layer=given, origin="--{2}")
    return _checked(values, origins)


def _file_layer(file: Path | None, *, required: bool) -> dict[str, Any]:
    if file is None:
        return {}
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        if not required:
            return {}
        raise UsageError(f"{file}: no such settings file; name one that exists with --config") from None
    except (OSError, ValueError) as error:
        raise UsageError(f"{file}: cannot be read as TOML: {error}") from None


def _environment_layer(environ: Mapping[str, str]) -> dict[str, Any]:
    """The variables that name a setting; others that begin with the prefix (BRIEFGEN_CORPUS) are not ours."""
    known = {*Settings.model_fields, *GROUPS, *LISTS} - {"load", "fuse", "render"}
    return {key: environ[name] for key in sorted(known) if (name := PREFIX + key.upper()) in environ}


def _put_all(values: dict[str, Any], origins: dict[str, str], *, layer: Mapping[str, Any], origin: str) -> None:
    """Put each key of *layer*; *origin* takes the key as {0}, as a variable's as {1}, as a flag's as {2}."""
    for key, value in layer.items():
        name = {"formats": "format"}.get(key, key)
        _put(values, origins, key=key, value=value, origin=origin.format(key, name.upper(), name.replace("_", "-")))


def _put(values: dict[str, Any], origins: dict[str, str], *, key: str, value: Any, origin: str) -> None:
    """Set *key* in *values*, in its group where it has one; a table of a group is put key by key."""
    key = LISTS.get(key, key)
    if key in ("load", "fuse", "render") and isinstance(value, Mapping):
        for inner, inner_value in value.items():
            values.setdefault(key, {})[inner] = inner_value
            origins[f"{key}.{inner}"] = f"{origin}.{inner}"
        return
    if key == "formats":
        value = _split(value)
    if group := GROUPS.get(key):
        values.setdefault(group, {})[key] = value
        origins[f"{group}.{key}"] = origin
        return
    values[key] = value
    origins[key] = origin


def _split(value: Any) -> Any:
    """A comma list, or a list of them, as a tuple without repetition: ("md,pdf", "md") is ("md", "pdf")."""
    parts = [value] if isinstance(value, str) else value
    if not isinstance(parts, list | tuple) or not all(isinstance(part, str) for part in parts):
        return value
    return tuple(dict.fromkeys(word.strip().lower() for part in parts for word in part.split(",") if word.strip()))


def _checked(values: dict[str, Any], origins: Mapping[str, str]) -> Settings:
    try:
        return Settings.model_validate(values)
    except ValidationError as error:
        first = error.errors()[0]
        path = [str(part) for part in first["loc"] if not isinstance(part, int)]
        where = next((origins[key] for key in (".".join(path[:2]), path[0]) if key in origins), ".".join(path))
        raise UsageError(f"{where}: {_reason(first)}") from None


def _reason(fault: Any) -> str:
    if fault["type"] == "extra_forbidden":
        return "no such setting; see the list in README.md"
    return f"{fault['input']!r} cannot be used: {fault['msg']}"
