"""Settings: flags over environment over file over defaults, and each fault told with its place."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from briefgen.errors import UsageError
from briefgen.settings import Settings, read_settings


def settings_file(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "briefgen.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_settings_without_anything_are_the_defaults() -> None:
    assert read_settings(flags={}, environ={}) == Settings()


def test_flag_wins_over_environment_over_file(tmp_path: Path) -> None:
    file = settings_file(tmp_path, 'title = "file"\njobs = 2\nengine = "spacy:x"\n')
    environ = {"BRIEFGEN_TITLE": "environment", "BRIEFGEN_JOBS": "3"}
    settings = read_settings(flags={"title": "flag", "jobs": None}, environ=environ, file=file)
    assert (settings.title, settings.jobs, settings.engine) == ("flag", 3, "spacy:x")


def test_group_setting_by_short_name_in_every_layer(tmp_path: Path) -> None:
    file = settings_file(tmp_path, '[render]\npage = "Letter"\nhandling = "file"\n[load]\nmin_text_chars = 7\n')
    settings = read_settings(flags={"handling": "flag"}, environ={"BRIEFGEN_BRIEF_LANGUAGE": "de"}, file=file)
    assert settings.render.page == "Letter"
    assert settings.render.handling == "flag"
    assert settings.render.language == "de"
    assert settings.load.min_text_chars == 7


@pytest.mark.parametrize("value", [("md,pdf", "md"), "md, PDF", ["md", "pdf"]])
def test_formats_take_commas_and_repetition(value: object) -> None:
    assert read_settings(flags={"format": value}, environ={}).formats == ("md", "pdf")


def test_days_are_read() -> None:
    settings = read_settings(flags={"date": "2022-09-13"}, environ={"BRIEFGEN_AS_OF": "2022-09-14T06:00:00Z"})
    assert settings.date == date(2022, 9, 13)
    assert settings.as_of is not None
    assert settings.as_of.isoformat() == "2022-09-14T06:00:00+00:00"


def test_variables_of_others_are_left_alone() -> None:
    assert read_settings(flags={}, environ={"BRIEFGEN_CORPUS": "/corpus"}) == Settings()


@pytest.mark.parametrize(
    ("flags", "environ", "text", "told"),
    [
        ({"jobs": "many"}, {}, "", "--jobs"),
        ({"format": "odt"}, {}, "", "--format"),
        ({}, {"BRIEFGEN_PAGE": "A9"}, "", "BRIEFGEN_PAGE"),
        ({}, {"BRIEFGEN_AS_OF": "yesterday"}, "", "BRIEFGEN_AS_OF"),
        ({}, {}, "tilte = 1", "tilte: no such setting"),
        ({}, {}, "[load]\nspeed = 1", "load.speed: no such setting"),
        ({}, {}, "title =", "cannot be read as TOML"),
    ],
)
def test_fault_names_its_place(
    tmp_path: Path, flags: dict[str, str], environ: dict[str, str], text: str, told: str
) -> None:
    with pytest.raises(UsageError, match=told):
        read_settings(flags=flags, environ=environ, file=settings_file(tmp_path, text))


def test_missing_file_matters_only_when_named(tmp_path: Path) -> None:
    assert read_settings(flags={}, environ={}, file=tmp_path / "none.toml") == Settings()
    with pytest.raises(UsageError, match=r"none\.toml"):
        read_settings(flags={}, environ={}, file=tmp_path / "none.toml", required=True)
