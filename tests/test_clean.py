"""Noise is marked with its reason, facts are not, and no text is ever changed."""

from __future__ import annotations

import pytest

from briefgen.clean import clean, mark, patterns
from briefgen.model import Article, Source

STORY = "Riverland said that four of its border guards were killed near the bridge at Dorn on Tuesday."
TABLE = patterns()


def marked(text: str, title: str | None = None) -> list[tuple[str, str]]:
    return [(text[noise.start : noise.end], noise.reason) for noise in mark(text, title=title, table=TABLE)]


@pytest.mark.parametrize(("row", "example"), [(row, example) for row in TABLE for example in row.examples], ids=str)
def test_table_example_is_marked_whole(row, example) -> None:
    text = f"{STORY}\n\n{example}\n"
    assert (example, row.reason) in marked(text) or [found for found, _ in marked(text)] == [example]


@pytest.mark.parametrize("example", [example for row in TABLE for example in row.not_examples])
def test_table_counter_example_is_not_marked(example) -> None:
    assert marked(f"{STORY}\n\n{example}\n\nIt went on.") == []


@pytest.mark.parametrize("row", TABLE, ids=lambda row: row.reason)
def test_table_row_is_whole(row) -> None:
    assert row.kind in ("line", "head", "tail", "span")
    assert row.examples and row.not_examples and row.reason and row.longest <= 1000


def test_clean_changes_no_text_and_marks_in_order() -> None:
    text = f"Four die at Dorn\r\n\r\nDate:\r\n\r\n{STORY}\r\n\r\n"
    text += "Source: Valley Post\r\n\r\nLEAVE A REPLY\r\nShare post:\r\n"
    (article,) = clean([Article(id="a", title="Four die at Dorn", text=text, source=Source(path="a.txt"))])
    assert article.text == text
    assert [text[n.start : n.end] for n in article.noise] == [
        "Date:",
        "Source: Valley Post",
        "LEAVE A REPLY",
        "Share post:",
    ]
    assert list(article.noise) == sorted(article.noise, key=lambda noise: noise.start)


def test_mark_headline_and_caption_that_stand_once_are_text() -> None:
    assert (
        marked(f"Four die at Dorn\n\nGetty Images Smoke over the bridge at Dorn\n\n{STORY}", "Four die at Dorn") == []
    )


def test_mark_repeated_line_is_marked_where_it_comes_again() -> None:
    text = f"Smoke over the bridge at Dorn\n\n{STORY}\n\nSmoke over the bridge  at Dorn\n"
    assert marked(text) == [("Smoke over the bridge  at Dorn", "repeated line")]


def test_mark_title_is_kept_though_a_pattern_fits() -> None:
    assert marked(f"Analysis: What the fire at Dorn means\n\n{STORY}", "Analysis: What the fire at Dorn means") == []


def test_mark_headlines_under_a_heading_go_with_it_and_prose_stays() -> None:
    text = f"{STORY}\n\nMost read\n\nFerry sinks, 80 dead\n\nBakery burns\n\n{STORY} Talks failed.\n"
    assert [found for found, _ in marked(text)] == ["Most read", "Ferry sinks, 80 dead", "Bakery burns"]


def test_mark_readers_comments_run_to_the_end() -> None:
    text = f"{STORY}\n\n{STORY} Again.\n\n2 Comments\n\neagle: They killed 4000 of ours!\n\nowl: Lies.\n"
    assert marked(text)[-1][0].startswith("2 Comments") and marked(text)[-1][0].endswith("owl: Lies.")


def test_mark_never_takes_most_of_an_article_by_position() -> None:
    text = f"Four die\n\nComments\n\n{STORY}\n\n{STORY} More.\n\n{STORY} Still more.\n"
    assert STORY not in "".join(found for found, _ in marked(text))


def test_mark_credit_inside_a_line_leaves_the_rest() -> None:
    credit = "(Reporting by Mara Quill; Editing by Ilir Dent)"
    assert marked(f"{STORY} {credit}") == [(credit, "agency credit")]


@pytest.mark.parametrize("piece", ["a", " ", "By Aa ", "share ", "(", "Photo / ", "©", "a/b", "1 ", "comments "])
def test_mark_hostile_lines_are_gone_over_in_bounded_time(piece) -> None:
    assert mark(piece * 100_000, table=TABLE) is not None
    assert mark("\n".join([piece * 40] * 3000), table=TABLE) is not None
