"""Profiles: the `[profile.NAME]` tables of a settings file, each a whole morning's work under one name.

A profile is laid over the top of the file, so that what several share is said once. Its paths are relative to the
folder of the file, wherever the run is started from.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime, time
from pathlib import Path
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo

from pydantic import AwareDatetime, BeforeValidator, ValidationError, field_validator

from briefgen.errors import BriefgenError, UsageError
from briefgen.model import Model
from briefgen.settings import Settings, Words, named_tables, read_settings, split_words

KIND = "profile"
SINCE = "2 days"  # the default window: a day of news, and the day before, so that fusion sees what it revises
STORE = "briefgen.db"
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}")  # it becomes a folder, a unit, a task


class Timing(Model):
    """When a profile runs: at a time of day, every day or on weekdays, in a time zone (None: that of the machine).

    >>> Timing(at="6:05", weekdays=True).clock
    '06:05'
    """

    at: time
    weekdays: bool = False
    tz: str | None = None

    @field_validator("at", mode="before")
    @classmethod
    def _read_time(cls, value: Any) -> Any:
        match = re.fullmatch(r"([01]?\d|2[0-3]):([0-5]\d)(?::00)?", value.strip()) if isinstance(value, str) else None
        if match:
            return time(int(match[1]), int(match[2]))
        if isinstance(value, time) and value.tzinfo is None:
            return value.replace(second=0, microsecond=0)
        raise ValueError("a time of day is written 06:00")

    @field_validator("tz")
    @classmethod
    def _check_zone(cls, value: str | None) -> str | None:
        if value is None:
            return None
        try:
            return ZoneInfo(value).key
        except (OSError, ValueError, KeyError):  # a folder, a path upwards, an unknown name
            raise ValueError("no such time zone; name one such as Europe/Vienna or UTC") from None

    @property
    def clock(self) -> str:
        """ "06:00"."""
        return f"{self.at:%H:%M}"


class Plan(Model):
    """What a profile has beside the settings of a build.

    `sources` are files of sources for `briefgen fetch`, `articles` the folder that they are fetched to and the brief is
    built from. `channels` are names of `[channel.NAME]` tables, `notify_on_failure` is one. `when_empty` says whether a
    brief is built where no article is new.
    """

    sources: Annotated[tuple[Path, ...], BeforeValidator(split_words)] = ()
    articles: Path = Path("articles")
    channels: Words = ()
    schedule: Timing | None = None
    when_empty: Literal["skip", "build"] = "skip"
    notify_on_failure: str | None = None


class Profile(Model):
    """A profile as it is run: its name, the file that it stands in, its plan, and the settings of its build.

    All paths are absolute; briefs go to `settings.output`/AS-OF, their history to `store`.
    """

    name: str
    file: Path
    plan: Plan
    settings: Settings

    def planned(self, **values: Any) -> Profile:
        """This profile with other *values* in its plan."""
        return self.model_copy(update={"plan": self.plan.model_copy(update=values)})

    @property
    def store(self) -> Path:
        """The history that its briefs are kept in."""
        return self.settings.store or self.settings.output / STORE

    @property
    def lock_file(self) -> Path:
        """Where a run says that it is under way."""
        return self.settings.output / "run.lock"

    @property
    def heartbeat_file(self) -> Path:
        """Where a run leaves how it went."""
        return self.settings.output / "heartbeat.json"

    @property
    def timing_file(self) -> Path:
        """Where it stands when the machine's scheduler runs the profile, since it was installed."""
        return self.settings.output / "schedule.json"


def profile_names(file: Path) -> tuple[str, ...]:
    """The names of the profiles in *file*, in its order."""
    return tuple(named_tables(KIND, file=file))


def read_profile(
    name: str, *, file: Path, environ: Mapping[str, str], flags: Mapping[str, Any] | None = None
) -> Profile:
    """The profile *name* of *file*: flags over the environment over its table over the top of the file.

    Raises `UsageError` naming what is unknown or cannot be used, and where.
    """
    tables = named_tables(KIND, file=file)
    if name not in tables:
        known = ", ".join(tables) or f"none; write a table [profile.{name}]"
        raise UsageError(f"{file}: no profile {name!r}; there is: {known}")
    if not _NAME.fullmatch(name):
        raise UsageError(f"{file}: profile.{name}: a name has up to 64 letters, digits, - and _, no others")
    table = tables[name]
    own = {key: value for key, value in table.items() if key in Plan.model_fields}
    rest = {key: value for key, value in table.items() if key not in Plan.model_fields}
    settings = _settings(rest, name=name, file=file, environ=environ, flags=flags or {})
    folder = file.absolute().parent
    plan = _plan(own, where=f"{file}: profile.{name}")
    return Profile(
        name=name,
        file=file.absolute(),
        plan=plan.model_copy(
            update={
                "articles": folder / plan.articles,
                "sources": tuple(folder / path for path in plan.sources),
            }
        ),
        settings=_placed(settings, folder),
    )


class Scheduled(Model):
    """That a profile was installed in this machine's scheduler: to run when, and since when."""

    timing: Timing
    since: AwareDatetime


def timing_of(profile: Profile) -> Timing | None:
    """When *profile* runs: as it was installed on this machine, else as its table says, else None."""
    found = scheduled(profile)
    return found.timing if found else profile.plan.schedule


def scheduled(profile: Profile) -> Scheduled | None:
    """What is known of the installation of *profile* on this machine, None where there is none."""
    try:
        return Scheduled.model_validate_json(profile.timing_file.read_bytes())
    except (OSError, ValidationError):
        return None


def write_timing(profile: Profile, timing: Timing, *, now: datetime) -> None:
    """Keep that *profile* is installed to run at *timing*, from *now* on.

    Raises `BriefgenError` where it cannot be written.
    """
    try:
        profile.timing_file.parent.mkdir(parents=True, exist_ok=True)
        text = Scheduled(timing=timing, since=now).model_dump_json(indent=1)
        profile.timing_file.write_text(text + "\n", encoding="utf-8")
    except OSError as error:
        raise BriefgenError(f"{profile.timing_file}: cannot be written: {error.strerror or error}") from None


def forget_timing(profile: Profile) -> None:
    """Forget that *profile* was installed."""
    profile.timing_file.unlink(missing_ok=True)


def _settings(
    table: Mapping[str, Any], *, name: str, file: Path, environ: Mapping[str, str], flags: Mapping[str, Any]
) -> Settings:
    """The settings of the build; without an output of its own a profile writes to a folder of its name."""
    try:
        settings = read_settings(flags=flags, environ=environ, file=file, required=True, over=table)
    except UsageError as error:
        raise UsageError(f"profile {name}: {error}") from None
    select = settings.select if settings.select.since else settings.select.model_copy(update={"since": SINCE})
    output = settings.output if "output" in table else settings.output / name
    return settings.model_copy(update={"select": select, "output": output})


def _plan(values: Mapping[str, Any], *, where: str) -> Plan:
    try:
        return Plan.model_validate(dict(values))
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"] if isinstance(part, str))
        reason = "no such setting" if first["type"] == "extra_forbidden" else first["msg"].removeprefix("Value error, ")
        raise UsageError(f"{where}.{place}: {first['input']!r} cannot be used: {reason}") from None


def _placed(settings: Settings, folder: Path) -> Settings:
    """*settings* with paths from *folder*; a template by a path too, by a name not."""
    template = settings.template
    if "/" in template or (folder / template / "template.toml").is_file():
        template = str(folder / template)
    store = folder / settings.store if settings.store else None
    grades = folder / settings.grades if isinstance(settings.grades, Path) else settings.grades
    return settings.model_copy(
        update={"output": folder / settings.output, "store": store, "template": template, "grades": grades}
    )
