"""Where the command line gets a brief from: a brief.json, or the history."""

from __future__ import annotations

import os
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from briefgen.cli.options import settings_file, settings_of

if TYPE_CHECKING:
    from briefgen.model import Brief
    from briefgen.settings import Settings
    from briefgen.store import History


def history_of(settings: Settings, *, profile: str = "") -> History:
    """The history that the settings name, else briefgen.db in the output folder, as *profile* sees it."""
    from briefgen.store import History

    return History(settings.store or settings.output / "briefgen.db", profile=profile)


def history_for(config: str | None, *, profile: str, flags: Mapping[str, Any]) -> tuple[Settings, History]:
    """The settings and the history of *profile*, or of the top of the settings file where it is ""."""
    if not profile:
        settings = settings_of(config, **flags)
        return settings, history_of(settings)
    from briefgen.profile import read_profile

    found = read_profile(profile, file=settings_file(config), environ=os.environ, flags=flags)
    return found.settings, history_of(found.settings.model_copy(update={"store": found.store}), profile=profile)


def find_brief(which: str, *, history: History) -> Brief:
    """The brief that *which* names: a brief.json, a number, or an as-of. Raises `BriefgenError` where there is none."""
    from briefgen.errors import UsageError
    from briefgen.model import parse_moment

    if which.isdigit():
        return history.brief(int(which))
    if Path(which).is_file():
        return read_brief(which)
    try:
        moment = parse_moment(which)
    except ValueError:
        raise UsageError(f"{which}: no file, no number of a brief, and no as-of such as {date(2022, 9, 14)}") from None
    return history.brief(moment)


def read_brief(path: str) -> Brief:
    """The brief in a brief.json. Raises `BriefgenError` naming the file when it is none."""
    from pydantic import ValidationError

    from briefgen.errors import BriefgenError
    from briefgen.model import SCHEMA_VERSION, Brief

    try:
        return Brief.model_validate_json(Path(path).read_bytes())
    except OSError as error:
        raise BriefgenError(f"{path}: cannot be read: {error.strerror or error}") from None
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"]) or "the file"
        raise BriefgenError(f"{path}: not a brief.json of schema {SCHEMA_VERSION}: {where}: {first['msg']}") from None
