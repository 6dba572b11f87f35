"""What an examination looks at, and what it finds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Any, Literal

from briefgen.errors import BriefgenError
from briefgen.profile import Profile, profile_names, read_profile
from briefgen.schedule import Machine
from briefgen.settings import Settings, named_tables, read_settings


@dataclass(frozen=True, slots=True)
class Check:
    """One finding: what was looked at, how it is, and what to do where it is not well."""

    name: str
    state: Literal["ok", "warn", "fail"]
    said: str
    advice: str = ""


@dataclass(frozen=True)
class Scene:
    """What is examined: a settings file and its environment, on a machine, at a moment; mail servers with *network*."""

    file: Path
    environ: Mapping[str, str]
    machine: Machine
    now: datetime
    network: bool = False
    free_bytes: int | None = field(default=None)  # of a test

    @cached_property
    def settings(self) -> Settings:
        """The settings at the top of the file, the defaults where it cannot be read (`profiles` tells of that)."""
        try:
            return read_settings(flags={}, environ=self.environ, file=self.file)
        except BriefgenError:
            return Settings()

    @cached_property
    def profiles(self) -> tuple[Profile, ...]:
        """The profiles that can be read."""
        found = []
        for name in self.names:
            try:
                found.append(read_profile(name, file=self.file, environ=self.environ))
            except BriefgenError:
                continue
        return tuple(found)

    @cached_property
    def channels(self) -> Mapping[str, Mapping[str, Any]]:
        """The tables of the channels; none where the file cannot be read."""
        try:
            return named_tables("channel", file=self.file)
        except BriefgenError:
            return {}

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The names of all profiles; none where the file cannot be read."""
        try:
            return profile_names(self.file)
        except BriefgenError:
            return ()
