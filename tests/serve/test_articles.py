"""Texts beside facts: cut at the words of a fact, whole or around them, read again when a file has changed."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, strategies as st

from briefgen import pipeline
from briefgen.serve.articles import LONGEST, Articles, mark_of, parts
from briefgen.settings import Settings
from tests.render import caucasus, samples
from tests.serve.desks import ARTICLES, with_hashes, write_articles

SPANS = st.lists(st.tuples(st.integers(0, 60), st.integers(1, 20)).map(lambda s: (s[0], s[0] + s[1])), max_size=6)


@given(SPANS)
def test_parts_give_the_text_back_and_mark_exactly_the_spans(spans: list[tuple[int, int]]) -> None:
    text = "".join(chr(33 + n) for n in range(90))
    made = parts(text, spans)
    assert "".join(part.text for part in made) == text
    marked = {c for part in made if part.mark for c in part.text}
    assert marked == {text[n] for start, end in spans for n in range(start, end)}
    numbers = [part.mark for part in made if part.mark]
    assert numbers == list(range(1, len(numbers) + 1))


def test_long_text_is_shown_around_the_first_mark() -> None:
    text = "x" * 500_000 + "HERE" + "y" * 500_000
    made = parts(text, [(500_000, 500_004)])
    assert [part.text for part in made if part.mark] == ["HERE"]
    assert sum(len(part.text) for part in made) <= LONGEST + 10
    assert made[0].text == "… " and made[-1].text == " …"


def test_mark_of_a_quote_is_the_one_that_it_stands_in() -> None:
    quote = caucasus.ev("late", "A truce took hold")
    spans = [(quote.start + 3, quote.end + 5), (quote.start, quote.end), (90, 95)]
    assert mark_of(quote, spans) == 1


def test_sources_are_read_once_and_again_only_when_something_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "articles"
    write_articles(folder, ARTICLES)
    brief, count = with_hashes(samples.full(), folder), []
    real = pipeline.collect
    monkeypatch.setattr(pipeline, "collect", lambda *a, **k: (count.append(1), real(*a, **k))[1])
    articles = Articles([str(folder)], Settings(output=tmp_path / "out"))
    assert articles.texts(brief).there == articles.texts(brief).there == ARTICLES
    assert len(count) == 1
    (folder / "late.txt").write_text("Something else stands here today, and at some length.", encoding="utf-8")
    texts = articles.texts(brief)
    assert len(count) == 2 and set(texts.there) == {"morning", "evening"}
    assert "another text" in texts.lacking["late"]


def test_moved_file_with_the_same_text_is_shown(tmp_path: Path) -> None:
    folder = tmp_path / "articles"
    write_articles(folder, ARTICLES)
    brief = with_hashes(samples.full(), folder)
    (folder / "sub").mkdir()
    (folder / "late.txt").rename(folder / "sub" / "later.txt")
    assert set(Articles([str(folder)], Settings()).texts(brief).there) == set(ARTICLES)


def test_folder_that_went_away_is_told(tmp_path: Path) -> None:
    texts = Articles([str(tmp_path / "gone")], Settings()).texts(samples.full())
    assert texts.there == {} and all("not there" in reason for reason in texts.lacking.values())
