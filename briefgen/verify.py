"""Prove a brief against its sources: every quote equals its span, and each failure says of which sort it is.

`changed` is a file whose bytes are not those that the brief was made from, `missing` one that is not there or holds no
such article, `mismatched` a citation whose quote is not what stands at its place in an unchanged source.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from pydantic import BaseModel

from briefgen.model import Article, Brief, BriefSource, Evidence

Sort = Literal["changed", "missing", "mismatched"]


@dataclass(frozen=True, slots=True)
class Failure:
    """One thing that does not hold: of which sort, of which article, and what in words."""

    sort: Sort
    article: str
    detail: str


@dataclass(frozen=True, slots=True)
class Report:
    """What verification found; `citations` counts the distinct spans checked."""

    sources: int
    citations: int
    failures: tuple[Failure, ...]

    @property
    def holds(self) -> bool:
        """Whether the brief is proven: nothing failed."""
        return not self.failures


def verify(brief: Brief, articles: Iterable[Article]) -> Report:
    """Check each source and each citation of *brief* against *articles*, as loaded again from its sources."""
    loaded = list(articles)
    by_id = {article.id: article for article in loaded}
    by_place = {(article.source.path, article.source.sha256_text): article for article in loaded}
    by_path: dict[str, list[Article]] = {}
    for article in loaded:
        by_path.setdefault(article.source.path, []).append(article)
    found: dict[str, Article] = {}
    failures: list[Failure] = []
    for source in brief.sources:
        place = (source.source.path, source.source.sha256_text)
        there = by_place.get(place) or _candidate(source, by_id=by_id, by_path=by_path)
        if failure := _source_failure(source, there):
            failures.append(failure)
        if there:
            found[source.article] = there
    spans = sorted(set(citations(brief)), key=lambda e: (e.article, e.start, e.end, e.rule, e.quote))
    failures += _span_failures(spans, found, broken={f.article for f in failures}, known=_ids(brief))
    return Report(len(brief.sources), len(spans), tuple(failures))


def citations(value: object) -> Iterator[Evidence]:
    """Every `Evidence` anywhere inside *value* (a model, a list, a table)."""
    if isinstance(value, Evidence):
        yield value
    elif isinstance(value, BaseModel):
        for name in type(value).model_fields:
            yield from citations(getattr(value, name))
    elif isinstance(value, Mapping):
        for inner in value.values():
            yield from citations(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from citations(inner)


def _ids(brief: Brief) -> set[str]:
    return {source.article for source in brief.sources}


def _candidate(
    source: BriefSource, *, by_id: Mapping[str, Article], by_path: Mapping[str, Sequence[Article]]
) -> Article | None:
    """The article that stands where *source* stood: of its path and id, or the only one of its path."""
    there = by_path.get(source.source.path, [])
    named = by_id.get(source.article)
    if named in there:
        return named
    return there[0] if len(there) == 1 else None


def _source_failure(source: BriefSource, article: Article | None) -> Failure | None:
    """None where the very text is there; a file changed around an unchanged text is no failure of the citations."""
    path = source.source.path
    if article is None:
        return Failure("missing", source.article, f"{path}: not there, or it holds no such article")
    same_text = article.source.sha256_text == source.source.sha256_text
    if article.source.sha256_file != source.source.sha256_file:
        text = "the same text" if same_text else "another text"
        return Failure("changed", source.article, f"{path}: not the file that the brief was made from ({text})")
    if not same_text:
        return Failure("changed", source.article, f"{path}: the same file, but it reads differently (another reader?)")
    return None


def _span_failures(
    spans: Sequence[Evidence], found: Mapping[str, Article], *, broken: set[str], known: set[str]
) -> Iterator[Failure]:
    """The citations that do not hold; those of a source that changed or is missing are told with the source."""
    for span in spans:
        if span.article not in known:
            yield Failure("mismatched", span.article, f"cited at {span.start}-{span.end}, but not among the sources")
        elif span.article not in broken and found[span.article].text[span.start : span.end] != span.quote:
            actual = found[span.article].text[span.start : span.end]
            yield Failure(
                "mismatched",
                span.article,
                f"{span.start}-{span.end}: quotes {span.quote[:60]!r}, there stands {actual[:60]!r}",
            )
