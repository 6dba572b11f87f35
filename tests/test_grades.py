"""The user's table of sources: read from the settings or a CSV, looked up by outlet or domain."""

from __future__ import annotations

from pathlib import Path

import pytest

from briefgen.errors import UsageError
from briefgen.grades import Grade, grade_of, read_grade, table_of
from briefgen.profile import read_profile
from briefgen.settings import read_settings

TABLE = {"The Kestrel Post": Grade("B"), "example.org": Grade("D", 4), "wire.example.org": Grade("A", 2)}


@pytest.mark.parametrize(
    ("said", "wanted"), [("B", ("B", 6)), ("b2", ("B", 2)), ("C/3", ("C", 3)), (" F 6 ", ("F", 6))]
)
def test_grade_is_a_letter_with_or_without_a_number(said: str, wanted: tuple[str, int]) -> None:
    assert read_grade(said) == wanted


@pytest.mark.parametrize("said", ["", "G", "B7", "B0", "2B", "good", "BB", 2, None])
def test_grade_that_is_none_is_refused(said: object) -> None:
    with pytest.raises(ValueError, match="is no grade"):
        read_grade(said)


@pytest.mark.parametrize(
    ("outlet", "url", "wanted"),
    [
        ("kestrel post", None, "B6"),
        ("Kestrel  Post", "https://www.example.org/a", "B6"),  # the name goes before the domain
        (None, "https://www.example.org/a", "D4"),
        (None, "https://news.example.org/a", "D4"),
        (None, "https://de.wire.example.org/a", "A2"),  # the nearest domain
        ("www.example.org", None, "D4"),  # an outlet known by its domain alone
        (None, "https://example.org.evil.test/a", "F6"),
        (None, "https://notexample.org/a", "F6"),
        ("Kestrel Postman", None, "F6"),
        (None, None, "F6"),
        (None, "http://[broken", "F6"),
    ],
)
def test_grade_is_looked_up_by_outlet_or_domain(outlet: str | None, url: str | None, wanted: str) -> None:
    grade = grade_of(outlet, url, table=TABLE)
    assert f"{grade.reliability}{grade.credibility}" == wanted


def test_table_in_the_settings_file(tmp_path: Path) -> None:
    file = tmp_path / "briefgen.toml"
    file.write_text('[grades]\n"Harbour Times" = "B"\n"example.org" = "e5"\n', encoding="utf-8")
    settings = read_settings(flags={}, environ={}, file=file)
    assert table_of(settings.grades) == {"Harbour Times": Grade("B"), "example.org": Grade("E", 5)}


def test_table_in_a_csv_named_by_flag_variable_or_file(tmp_path: Path) -> None:
    path = tmp_path / "grades.csv"
    path.write_text("source,reliability,credibility\nHarbour Times,B,\n# mine\nexample.org,C,3\n", encoding="utf-8")
    for settings in (
        read_settings(flags={"grades": str(path)}, environ={}),
        read_settings(flags={}, environ={"BRIEFGEN_GRADES": str(path)}),
    ):
        assert table_of(settings.grades) == {"Harbour Times": Grade("B"), "example.org": Grade("C", 3)}


def test_table_of_a_profile_lies_beside_its_file(tmp_path: Path) -> None:
    (tmp_path / "grades.csv").write_text("Harbour Times,A,1\n", encoding="utf-8")
    file = tmp_path / "briefgen.toml"
    file.write_text('grades = "grades.csv"\n[profile.morning]\n', encoding="utf-8")
    profile = read_profile("morning", file=file, environ={})
    assert table_of(profile.settings.grades) == {"Harbour Times": Grade("A", 1)}


def test_faults_of_a_table_name_their_place(tmp_path: Path) -> None:
    file = tmp_path / "briefgen.toml"
    file.write_text('[grades]\n"Harbour Times" = "good"\n', encoding="utf-8")
    with pytest.raises(UsageError, match=r"briefgen\.toml: grades.*Harbour Times: 'good' is no grade"):
        read_settings(flags={}, environ={}, file=file)
    path = tmp_path / "grades.csv"
    path.write_text("source,reliability\nHarbour Times,B\nexample.org,Z\n", encoding="utf-8")
    with pytest.raises(UsageError, match=r"grades\.csv:3: 'Z' is no grade"):
        table_of(path)
    with pytest.raises(UsageError, match="cannot be read as a table of grades"):
        table_of(tmp_path / "none.csv")
