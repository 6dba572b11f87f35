"""Plain text: characters as in the file, encodings, and what the text says about itself."""

from __future__ import annotations

from datetime import date

import pytest


@pytest.mark.parametrize("codec", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"])
def test_plain_reads_the_usual_encodings(read, story, codec) -> None:
    text = f"Clashes at the café\r\n\r\n{story} “No one fired first,” he said – twice.\r\n"
    (article,) = read({"a.txt": text.encode(codec)}).articles
    assert article.text == text


def test_plain_invalid_utf8_is_read_with_a_note(read, story) -> None:
    loaded = read({"a.txt": f"{story} “No.” — €".encode() + b" \xff\xfe."})
    assert loaded.articles[0].text.endswith("€ \ufffd\ufffd.")
    assert "2 bytes are not valid UTF-8" in loaded.notes[0].text


def test_plain_title_is_the_headline_and_stays_in_the_text(read, story) -> None:
    (article,) = read({"a.txt": f"Four die at Dorn\n\n{story}"}).articles
    assert article.title == "Four die at Dorn"
    assert article.text.startswith("Four die at Dorn\n")


@pytest.mark.parametrize(
    "first", ["The guards fired.", "Date: 3 May 2021", "DORN, May 3 (Reuters) — The guards", "3 May 2021"]
)
def test_plain_first_line_that_is_no_headline_is_no_title(read, story, first) -> None:
    assert read({"a.txt": f"{first}\n\n{story}"}).articles[0].title is None


@pytest.mark.parametrize(
    ("text", "outlet", "published"),
    [
        ("DORN, Riverland, May 3, 2021 (Reuters) — {}", "Reuters", date(2021, 5, 3)),
        ("Dorn, 3 May 2021 (SANA) - {}", "SANA", date(2021, 5, 3)),
        ("DORN. May 3, 2021. /TASS/. {}", "TASS", date(2021, 5, 3)),
        ("{}\n\nSource: Valley Post\n", "Valley Post", None),
        ("Four die\n\nDate:\n\n{}", None, None),
        ("Four die\nDate: 3 May 2021\nSource: Valley Post\n\n{}", "Valley Post", date(2021, 5, 3)),
        ("Four die\n\nPublished: 3 May 2021, 10:05 GMT\n\n{}", None, date(2021, 5, 3)),
        ("DORN, May 3 (Lake Wire) — {}\n\nCopyright 2021 Lake Wire", "Lake Wire", date(2021, 5, 3)),
        ("DORN, May 3 (AFP) — {}", "AFP", None),
        ("Four die\n\nHill Gazette, Dorn, 3 May 2021\n\n{}", "Hill Gazette", date(2021, 5, 3)),
        ("Riverland Democratic Front (RDF) - {}", None, None),
    ],
)
def test_plain_source_and_date_come_from_the_text(read, story, text, outlet, published) -> None:
    (article,) = read({"a.txt": text.format(story)}).articles
    assert (article.source.outlet, article.source.published) == (outlet, published)


def test_plain_date_comes_from_the_file_name_and_completes_the_dateline(read, story) -> None:
    loaded = read({"2021-05-04-dorn.txt": f"DORN, May 3 (AFP) — {story}", "20210505_b.txt": story})
    assert [article.source.published for article in loaded.articles] == [date(2021, 5, 3), date(2021, 5, 5)]
