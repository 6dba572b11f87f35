"""Verification tells apart what changed, what is missing, and what does not match."""

from __future__ import annotations

import hashlib
from datetime import date

from briefgen.model import Article, Brief, BriefSource, Evidence, KeyPoint, Source
from briefgen.verify import citations, verify

TEXT = "Twelve sailors died when the ferry was shelled, the harbour master said."


def article(name: str = "a", text: str = TEXT, *, file: str = "f") -> Article:
    digest = hashlib.sha256(text.encode()).hexdigest()
    return Article(id=name, text=text, source=Source(path=f"{name}.txt", sha256_file=file, sha256_text=digest))


def brief(*evidence: Evidence, sources: tuple[Article, ...]) -> Brief:
    listed = tuple(
        BriefSource(number=number, article=one.id, source=one.source) for number, one in enumerate(sources, 1)
    )
    point = KeyPoint(message="m", evidence=evidence)
    return Brief(title="t", as_of=date(2022, 9, 14), key_points=(point,), sources=listed)


def span(start: int, end: int, quote: str | None = None, name: str = "a") -> Evidence:
    return Evidence(article=name, start=start, end=end, quote=TEXT[start:end] if quote is None else quote, rule="r")


def sorts(made: Brief, *articles: Article) -> list[tuple[str, str]]:
    return [(failure.sort, failure.article) for failure in verify(made, articles).failures]


def test_verify_holds_where_every_quote_is_its_span() -> None:
    report = verify(brief(span(0, 6), span(7, 14), sources=(article(),)), [article()])
    assert report.holds
    assert (report.sources, report.citations) == (1, 2)


def test_verify_counts_a_span_once() -> None:
    assert verify(brief(span(0, 6), span(0, 6), sources=(article(),)), [article()]).citations == 1


def test_verify_names_a_quote_that_is_not_there() -> None:
    made = brief(span(0, 6, "Eleven"), span(7, 14), sources=(article(),))
    report = verify(made, [article()])
    assert [failure.sort for failure in report.failures] == ["mismatched"]
    assert "Eleven" in report.failures[0].detail
    assert "Twelve" in report.failures[0].detail


def test_verify_names_a_span_beyond_the_text() -> None:
    assert sorts(brief(span(500, 510, "nothing"), sources=(article(),)), article()) == [("mismatched", "a")]


def test_verify_names_a_source_that_is_gone_once() -> None:
    assert sorts(brief(span(0, 6), span(7, 14), sources=(article(),))) == [("missing", "a")]


def test_verify_names_a_source_that_changed_once() -> None:
    changed = article(text=TEXT.replace("Twelve", "Thirty"), file="g")
    assert sorts(brief(span(0, 6), sources=(article(),)), changed) == [("changed", "a")]


def test_verify_names_a_file_that_reads_differently() -> None:
    other = article(text=TEXT + "\n")
    assert sorts(brief(span(0, 6), sources=(article(),)), other) == [("changed", "a")]


def test_verify_names_a_citation_of_no_source() -> None:
    assert sorts(brief(span(0, 6, name="b"), sources=(article(),)), article()) == [("mismatched", "b")]


def test_verify_finds_an_article_whose_id_differs_by_its_path_and_text() -> None:
    renamed = article().model_copy(update={"id": "other"})
    assert sorts(brief(span(0, 6), sources=(article(),)), renamed) == []


def test_citations_are_found_at_every_depth() -> None:
    made = brief(span(0, 6), sources=(article(),))
    assert list(citations({"a": [made, (span(7, 14),)]})) == [span(0, 6), span(7, 14)]
