"""One `Settings`: defaults, then `briefgen.toml`, the environment, flags; handed to the stages as an argument."""

from __future__ import annotations

import datetime
from typing import Literal

from pydantic import Field

from briefgen.model import Model, Moment

Format = Literal["md", "html", "pdf", "json", "docx"]


class LoadSettings(Model):
    """Limits on what is read, and when two texts are copies of one story."""

    max_file_bytes: int = 64 * 1024 * 1024
    max_text_chars: int = 1_000_000
    min_text_chars: int = 40
    copy_similarity: float = 0.3


class FuseSettings(Model):
    """Thresholds of grouping articles into situations and reports into tolls."""

    story_window_days: int = 14
    toll_window_days: int = 3


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
    jobs: int = 1
    as_of: Moment | None = None
    date: datetime.date | None = None
    strict: bool = False
    quiet: bool = False
    number: int | None = None
    load: LoadSettings = Field(default_factory=LoadSettings)
    fuse: FuseSettings = Field(default_factory=FuseSettings)
    render: RenderSettings = Field(default_factory=RenderSettings)
