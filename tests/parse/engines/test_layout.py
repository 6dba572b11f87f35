"""Where line breaks end paragraphs."""

from __future__ import annotations

import textwrap
from itertools import pairwise

from hypothesis import given, strategies as st

from briefgen.parse.engines.minilm.layout import paragraphs

PARAGRAPH = (
    "Fighting broke out near the border before dawn and went on into the evening, villagers said, as both armies"
    " accused each other of firing first and of moving heavy guns into places that the truce had cleared of them."
)


def test_paragraphs_joins_lines_wrapped_by_hand() -> None:
    text = textwrap.fill(PARAGRAPH, 66) + "\n\n" + textwrap.fill(PARAGRAPH, 66)
    assert len(paragraphs(text)) == 2


def test_paragraphs_joins_lines_with_carriage_returns() -> None:
    assert len(paragraphs(textwrap.fill(PARAGRAPH, 66).replace("\n", "\r\n"))) == 1


def test_paragraphs_ends_one_where_a_short_line_stops() -> None:
    text = textwrap.fill(PARAGRAPH, 66) + " So it was.\n" + textwrap.fill(PARAGRAPH, 66)
    assert len(paragraphs(text)) == 2


def test_paragraphs_breaks_after_a_headline() -> None:
    assert len(paragraphs(f"Truce breaks down\n{PARAGRAPH}\n{PARAGRAPH}")) == 3


def test_paragraphs_breaks_between_list_items() -> None:
    assert len(paragraphs("- three tanks\n- four guns\n- two trucks")) == 3


def test_paragraphs_breaks_at_single_line_ends_of_long_lines() -> None:
    assert len(paragraphs("\n".join([PARAGRAPH] * 4))) == 4


def test_paragraphs_leaves_blank_lines_out() -> None:
    assert paragraphs("\n\n  \nWar\n\n\n\nPeace\n") == [(5, 8), (12, 17)]


@given(st.text(alphabet="ab. \n\r\t\u2028-A", max_size=200))
def test_paragraphs_cover_all_that_is_not_space(text: str) -> None:
    spans = paragraphs(text)
    assert all(start < end for start, end in spans)
    assert all(one[1] <= two[0] for one, two in pairwise(spans))
    covered = {place for start, end in spans for place in range(start, end)}
    assert all(place in covered for place, char in enumerate(text) if not char.isspace())
