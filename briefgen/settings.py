"""One `Settings`: defaults, then `briefgen.toml`, the environment, flags; handed to the stages as an argument."""

from __future__ import annotations

import datetime
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, ValidationError

from briefgen.errors import UsageError
from briefgen.grades import Grades
from briefgen.model import Model, Moment
from briefgen.when import When

Format = Literal["md", "html", "pdf", "json", "docx"]

PREFIX = "BRIEFGEN_"
GROUPS = {
    "page": ("render", "page"),
    "handling": ("render", "handling"),
    "next_issue": ("render", "next_issue"),
    "attach": ("render", "attach"),
    "brief_language": ("render", "language"),
    **{name: ("select", name) for name in ("since", "until", "topic", "party", "place", "language")},
}  # short names that a flag, a variable or the top of the file may use for a setting of a group
NAMED = ("profile", "channel")  # tables of the file that their own packages read
TABLES = ("load", "select", "fuse", "render")
LISTS = {"format": "formats"}  # names whose value may be one word, a comma list, or a list


def split_words(value: Any) -> Any:
    """A comma list, or a list of them, as a tuple without repetition; other values are left to be refused.

    >>> split_words(["Armenia, NATO", "Armenia"])
    ('Armenia', 'NATO')
    """
    parts = [value] if isinstance(value, str) else value
    if not isinstance(parts, list | tuple) or not all(isinstance(part, str) for part in parts):
        return value
    return tuple(dict.fromkeys(word.strip() for part in parts for word in part.split(",") if word.strip()))


Words = Annotated[tuple[str, ...], BeforeValidator(split_words)]


class LoadSettings(Model):
    """Limits on what is read, and when two texts are copies of one story."""

    max_file_bytes: int = 64 * 1024 * 1024
    max_text_chars: int = 1_000_000
    min_text_chars: int = 40
    copy_similarity: float = 0.3


class SelectSettings(Model):
    """Which articles a brief is made of: those that meet every setting given, of several values of one any.

    `since` and `until` bound the time of publication (words such as "2 days" count back from the as-of); `language`
    holds codes ("en"), `topic` words or phrases of the text, `party` and `place` names, official or not.
    """

    since: When | None = None
    until: When | None = None
    topic: Words = ()
    party: Words = ()
    place: Words = ()
    language: Words = ()


class FuseSettings(Model):
    """Thresholds of grouping articles into situations and reports into tolls.

    `story_window_days`: reports on one fight or attack that appear within a month of each other are one story (counts
    of the dead still change three weeks after). `toll_window_days`: an article that does not say when tells of the
    last days. Where nobody fights, a story is a situation from so many dead or affected (`crisis_dead`,
    `crisis_affected`: the criteria of the disaster database EM-DAT), or hurt by violence at once (`violence_harmed`:
    four make a mass shooting in the Gun Violence Archive).
    """

    story_window_days: int = Field(default=30, ge=0)
    toll_window_days: int = Field(default=3, ge=0)
    crisis_dead: int = Field(default=10, ge=1)
    crisis_affected: int = Field(default=100, ge=1)
    violence_harmed: int = Field(default=4, ge=1)


class RenderSettings(Model):
    """How the brief looks.

    `next_issue` is when the next one is due, told in its head; `attach` puts brief.json inside the PDF.
    """

    page: Literal["A4", "Letter"] = "A4"
    language: str = "en"
    handling: str | None = None
    next_issue: Moment | None = None
    attach: bool = False
    pdf_timeout_seconds: int = 300
    pdf_memory_mb: int = 2048


class Settings(Model):
    """All that a build can be told; *relations*: whether the model of relations reads beside the rules."""

    title: str | None = None
    template: str = "situation"
    formats: tuple[Format, ...] = ("md", "html", "pdf", "json")
    engine: str = "minilm"
    relations: bool = True
    jobs: int = Field(default=1, ge=1, le=256)
    article_seconds: int = Field(default=120, ge=1)
    as_of: Moment | None = None
    date: datetime.date | None = None
    strict: bool = False
    quiet: bool = False
    number: int | None = None
    output: Path = Path("out")
    store: Path | None = None
    grades: Grades = Field(default_factory=dict)
    load: LoadSettings = Field(default_factory=LoadSettings)
    select: SelectSettings = Field(default_factory=SelectSettings)
    fuse: FuseSettings = Field(default_factory=FuseSettings)
    render: RenderSettings = Field(default_factory=RenderSettings)


def read_settings(
    *,
    flags: Mapping[str, Any],
    environ: Mapping[str, str],
    file: Path | None = None,
    required: bool = False,
    over: Mapping[str, Any] | None = None,
) -> Settings:
    """The settings of one run: a flag wins over the environment, that over *file*, that over the default.

    *flags* whose value is None were not given. *environ* is read for BRIEFGEN_TITLE, BRIEFGEN_FORMAT="md,pdf" and so
    on. A *file* that does not exist counts as empty unless *required*; *over* is a table of it (a profile) that wins
    over its top. Raises `UsageError` naming the place of an unknown or unusable value.

    >>> read_settings(flags={"jobs": None, "page": "Letter"}, environ={"BRIEFGEN_JOBS": "2"}).jobs
    2
    """
    values: dict[str, Any] = {}
    origins: dict[str, str] = {}
    given = {key: value for key, value in flags.items() if value not in (None, ())}
    layer = {key: value for key, value in _file_layer(file, required=required).items() if key not in NAMED}
    _put_all(values, origins, layer=layer, origin=f"{file}: {{0}}")
    _put_all(values, origins, layer=over or {}, origin=f"{file}: {{0}}")
    _put_all(values, origins, layer=_environment_layer(environ), origin=PREFIX + "{1}")
    _put_all(values, origins, layer=given, origin="--{2}")
    return _checked(values, origins)


def named_tables(kind: str, *, file: Path) -> dict[str, dict[str, Any]]:
    """The tables `[KIND.NAME]` of *file* by name, in its order; none where there is no such file.

    Raises `UsageError` where the file cannot be read or holds something else under that name.
    """
    tables = _file_layer(file, required=False).get(kind, {})
    if not isinstance(tables, dict):
        raise UsageError(f"{file}: {kind}: write it as tables, such as [{kind}.morning]")
    for name, table in tables.items():
        if not isinstance(table, dict):
            raise UsageError(f"{file}: {kind}.{name}: is no table; write [{kind}.NAME] and its settings below")
    return tables


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
    known = {*Settings.model_fields, *GROUPS, *LISTS} - set(TABLES)
    return {key: environ[name] for key in sorted(known) if (name := PREFIX + key.upper()) in environ}


def _put_all(values: dict[str, Any], origins: dict[str, str], *, layer: Mapping[str, Any], origin: str) -> None:
    """Put each key of *layer*; *origin* takes the key as {0}, as a variable's as {1}, as a flag's as {2}."""
    for key, value in layer.items():
        name = {"formats": "format"}.get(key, key)
        _put(values, origins, key=key, value=value, origin=origin.format(key, name.upper(), name.replace("_", "-")))


def _put(values: dict[str, Any], origins: dict[str, str], *, key: str, value: Any, origin: str) -> None:
    """Set *key* in *values*, in its group where it has one; a table of a group is put key by key."""
    key = LISTS.get(key, key)
    if key in TABLES and isinstance(value, Mapping):
        for inner, inner_value in value.items():
            values.setdefault(key, {})[inner] = inner_value
            origins[f"{key}.{inner}"] = f"{origin}.{inner}"
        return
    if key == "formats":
        words = split_words(value)
        value = tuple(word.lower() for word in words) if isinstance(words, tuple) else value
    if key in GROUPS:
        group, name = GROUPS[key]
        values.setdefault(group, {})[name] = value
        origins[f"{group}.{name}"] = origin
        return
    values[key] = value
    origins[key] = origin


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
