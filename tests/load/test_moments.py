"""Publication times as metadata, file names and addresses give them: old newspapers have theirs, empty fields none."""

from __future__ import annotations

from datetime import date

import pytest

from briefgen.load.moments import in_name, in_url, in_words, read_moment


@pytest.mark.parametrize(
    ("told", "day"),
    [
        ("1854-10-30", date(1854, 10, 30)),
        ("1790-02-11", date(1790, 2, 11)),
        ("November 6, 1862", date(1862, 11, 6)),
        ("2022-09-14", date(2022, 9, 14)),
        ("1899-12-30", None),
        ("1899-12-30T00:00:00Z", None),
        ("1900-01-01", None),
        ("1753-01-01", None),
        ("1970-01-01", None),
        ("1601-01-01", None),
        ("0001-01-01", None),
        ("2300-05-01", None),
    ],
)
def test_metadata_of_any_age_is_read_and_an_empty_field_is_not(told: str, day: date | None) -> None:
    assert read_moment(told) == day


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("1854-10-30-gazette", date(1854, 10, 30)),
        ("times_1870.09.02", date(1870, 9, 2)),
        ("20220914-wire", date(2022, 9, 14)),
        ("scan-18540312", None),
        ("photo 17120305", None),
    ],
)
def test_a_file_name_of_an_old_year_wants_separators(name: str, day: date | None) -> None:
    assert in_name(name) == day


def test_digits_in_an_address_are_no_old_year() -> None:
    assert in_url("https://example.org/1812/11/05/story") is None
    assert in_url("https://example.org/2012/11/05/story") == date(2012, 11, 5)


def test_a_written_day_of_the_nineteenth_century_is_read() -> None:
    assert in_words("PARIS, September 3, 1870.") == date(1870, 9, 3)
    assert in_words("Paris, 3 September 1870.") == date(1870, 9, 3)


def test_an_hour_after_a_day_is_no_year() -> None:
    assert in_words("KABUL, Nov. 11 1830 GMT", year=2016) == date(2016, 11, 11)
    assert in_words("14 September 1745 hours", year=2022) == date(2022, 9, 14)
    assert in_words("KABUL, Nov. 11 2016 GMT", year=2016) == date(2016, 11, 11)
