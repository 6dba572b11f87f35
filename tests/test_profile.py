"""Profiles: a table over the top of the file, paths from the file's folder, and each fault told with its place."""

from __future__ import annotations

from pathlib import Path

import pytest

from briefgen.errors import UsageError
from briefgen.profile import Profile, Timing, profile_names, read_profile
from briefgen.settings import Settings, named_tables, read_settings

FILE = """
title = "All"
formats = ["json"]
store = "briefs.db"

[select]
party = ["Armenia"]

[channel.desk]
kind = "folder"

[profile.morning]
sources = "sources.toml, more.opml"
articles = "in/articles"
title = "Morning"
channels = ["desk"]
select.since = "3 days"
schedule = { at = "6:00", weekdays = true, tz = "Europe/Vienna" }

[profile.quiet]
output = "elsewhere"
when_empty = "build"
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "briefgen.toml"
    path.write_text(FILE, encoding="utf-8")
    return path


def read(file: Path, name: str = "morning", **environ: str) -> Profile:
    return read_profile(name, file=file, environ=environ)


def test_profile_lies_over_the_top_of_the_file(file: Path) -> None:
    morning, quiet = read(file), read(file, "quiet")
    assert (morning.settings.title, quiet.settings.title) == ("Morning", "All")
    assert morning.settings.formats == quiet.settings.formats == ("json",)
    assert morning.settings.select.party == ("Armenia",)
    assert (morning.settings.select.since, quiet.settings.select.since) == ("3 days", "2 days")


def test_profile_paths_start_at_the_folder_of_the_file(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir("/")
    folder, morning = file.parent, read(file)
    assert morning.plan.sources == (folder / "sources.toml", folder / "more.opml")
    assert morning.plan.articles == folder / "in" / "articles"
    assert (morning.settings.output, morning.store) == (folder / "out" / "morning", folder / "briefs.db")
    assert read(file, "quiet").settings.output == folder / "elsewhere"
    assert morning.lock_file.parent == morning.heartbeat_file.parent == morning.settings.output


def test_profile_keeps_its_history_in_its_output_unless_told(file: Path) -> None:
    file.write_text("[profile.a]\n", encoding="utf-8")
    assert read(file, "a").store == file.parent / "out" / "a" / "briefgen.db"


def test_environment_and_flags_win_over_a_profile(file: Path) -> None:
    assert read(file, BRIEFGEN_TITLE="Environment").settings.title == "Environment"
    profile = read_profile("morning", file=file, environ={"BRIEFGEN_TITLE": "x"}, flags={"title": "Flag"})
    assert profile.settings.title == "Flag"


def test_template_of_a_profile_is_a_name_or_a_folder_beside_the_file(file: Path) -> None:
    (file.parent / "mine").mkdir()
    (file.parent / "mine" / "template.toml").write_text("", encoding="utf-8")
    file.write_text('[profile.a]\ntemplate = "mine"\n[profile.b]\ntemplate = "digest"\n', encoding="utf-8")
    assert read(file, "a").settings.template == str(file.parent / "mine")
    assert read(file, "b").settings.template == "digest"


def test_tables_of_profiles_do_not_disturb_the_settings(file: Path) -> None:
    assert read_settings(flags={}, environ={}, file=file).title == "All"
    assert profile_names(file) == ("morning", "quiet")
    assert list(named_tables("channel", file=file)) == ["desk"]
    assert profile_names(file.parent / "none.toml") == ()


@pytest.mark.parametrize(
    ("text", "name", "told"),
    [
        ("", "a", r"no profile 'a'; there is: none; write a table \[profile.a\]"),
        ("[profile.b]", "a", "no profile 'a'; there is: b"),
        ("[profile.a]\ntilte = 1", "a", "profile a: .*tilte: no such setting"),
        ("[profile.a]\nformats = 'odt'", "a", "profile a: .*formats: "),
        ("[profile.a]\nschedule = {at = '25:00'}", "a", r"profile\.a\.schedule\.at: '25:00' cannot be used: .*06:00"),
        ("[profile.a]\nschedule = {at = '6:00', tz = 'Vienna'}", "a", "Europe/Vienna"),
        ("[profile.a]\nschedule = {at = '6:00', tz = '../etc'}", "a", "no such time zone"),
        ("[profile.a]\nschedule = {at = '6:00', on = 1}", "a", r"schedule\.on: .*no such setting"),
        ("[profile.a]\nwhen_empty = 'never'", "a", "when_empty"),
        ("[profile.'a b']", "a b", "letters, digits"),
        ("profile = 3", "a", "write it as tables"),
        ("profile.a = 3", "a", "is no table"),
    ],
)
def test_fault_of_a_profile_names_its_place(tmp_path: Path, text: str, name: str, told: str) -> None:
    file = tmp_path / "briefgen.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(UsageError, match=told):
        read(file, name)


def test_timing_takes_a_time_of_toml_too(tmp_path: Path) -> None:
    (tmp_path / "b.toml").write_text("[profile.a]\nschedule = {at = 06:30:00}", encoding="utf-8")
    timing = read(tmp_path / "b.toml", "a").plan.schedule
    assert timing == Timing(at="06:30")
    assert timing is not None
    assert timing.clock == "06:30"


def test_settings_without_a_profile_have_no_window() -> None:
    assert Settings().select.since is None
