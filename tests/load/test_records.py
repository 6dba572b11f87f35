"""JSON and JSON lines in the shapes that services give."""

from __future__ import annotations

import gzip
import json
from datetime import date

import pytest


def test_records_news_please(read, story) -> None:
    record = {
        "title": "Four die at Dorn", "maintext": story, "text": None, "date_publish": "2021-05-03 19:11:52",
        "date_download": "2021-05-09 07:02:11", "source_domain": "valley.example", "url": "https://valley.example/dorn",
        "language": "en", "title_page": None, "authors": ["Desk"],
    }  # fmt: skip
    (article,) = read({"a.json": json.dumps(record)}).articles
    assert article.text == f"Four die at Dorn\n\n{story}"
    assert article.source.published == date(2021, 5, 3)
    assert (article.source.outlet, article.source.url) == ("valley.example", "https://valley.example/dorn")


def test_records_newsapi_cut_content_is_joined_to_its_lead_and_noted(read, story) -> None:
    item = {
        "source": {"id": None, "name": "Valley Post"}, "author": None, "title": "Four die at Dorn",
        "description": "Guards of two states fired across the river.", "url": "https://valley.example/dorn",
        "publishedAt": "2021-05-03T08:00:00Z", "content": f"{story}… [+1234 chars]",
    }  # fmt: skip
    loaded = read({"a.json": json.dumps({"status": "ok", "totalResults": 1, "articles": [item]})})
    (article,) = loaded.articles
    assert article.text == f"Four die at Dorn\n\nGuards of two states fired across the river.\n\n{story}"
    assert article.source.outlet == "Valley Post"
    assert "cut the text short" in loaded.notes[0].text


def test_records_list_gets_numbered_ids(read, story) -> None:
    loaded = read({"a.json": json.dumps([{"text": story}, {"text": story + " More."}])})
    assert [article.id for article in loaded.articles] == ["a-1", "a-2"]


def test_records_text_with_the_title_is_not_given_it_twice(read, story) -> None:
    text = f"Four die at Dorn\n\n{story}"
    (article,) = read({"a.json": json.dumps({"title": "Four Die at Dorn", "text": text})}).articles
    assert article.text == text


def test_records_markup_in_the_text_is_read_as_a_page(read, story) -> None:
    (article,) = read({"a.json": json.dumps({"content": f"<p>{story}</p><script>x()</script><p>More.</p>"})}).articles
    assert article.text == f"{story}\n\nMore."


def test_records_lone_surrogates_are_replaced(read, story) -> None:
    (article,) = read({"a.json": '{"title": "At Dorn \\ud800 four die", "text": "' + story + ' \\udfff"}'}).articles
    assert article.text.encode()
    assert article.title == "At Dorn \ufffd four die"


def test_records_lines_skip_the_bad_one_and_name_it(read, story) -> None:
    lines = [json.dumps({"id": "one", "text": story}), "{bad", "", json.dumps({"id": "../../two", "text": story}), "7"]
    loaded = read({"a.jsonl.gz": gzip.compress("\n".join(lines).encode())})
    assert [article.id for article in loaded.articles] == ["one", "two"]
    assert [item.path for item in loaded.skipped] == ["a.jsonl.gz, line 2", "a.jsonl.gz, line 5"]


def test_records_json_that_is_lines_is_read_as_lines(read, story) -> None:
    loaded = read({"a.json": "\n".join(json.dumps({"id": name, "text": story}) for name in "ab")})
    assert [article.id for article in loaded.articles] == ["a", "b"]


@pytest.mark.parametrize("value", [5, [], {}, None, True, "x" * 3000])
def test_records_odd_metadata_is_no_fault(read, story, value) -> None:
    record = dict.fromkeys(("id", "title", "source", "published", "url", "language"), value) | {"text": story}
    (article,) = read({"a.json": json.dumps(record)}).articles
    assert len(article.id) <= 120
    assert article.source.published is None
