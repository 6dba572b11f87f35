"""Labels: the source's number, and a letter where a source is quoted more than once."""

from __future__ import annotations

from briefgen.model import Evidence
from briefgen.render.citations import Citations
from tests.render.samples import sources


def evidence(article: str, start: int) -> Evidence:
    return Evidence(article=article, start=start, end=start + 5, quote="words", rule="r")


def test_label_takes_a_letter_only_where_needed() -> None:
    citations = Citations(sources("a", "b"))
    first, second = citations.cite([evidence("a", 0), evidence("b", 0)])
    (third,) = citations.cite([evidence("b", 9)])
    assert [citations.label(q) for q in (first, second, third)] == ["1", "2a", "2b"]


def test_cite_gives_the_same_quote_for_the_same_span() -> None:
    citations = Citations(sources("a"))
    assert citations.cite([evidence("a", 3)]) == citations.cite([evidence("a", 3)])
    assert len(citations.quotes(1)) == 1


def test_cite_prefers_another_source_to_another_quote() -> None:
    citations = Citations(sources("a", "b", "c"))
    found = citations.cite([evidence("a", 0), evidence("a", 9), evidence("b", 0), evidence("c", 0)], most=3)
    assert [quote.number for quote in found] == [1, 2, 3]


def test_cite_passes_over_articles_that_are_no_source() -> None:
    assert Citations(sources("a")).cite([evidence("elsewhere", 0)]) == ()
