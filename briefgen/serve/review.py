"""A brief under review: its facts with what was decided on each, where to go next, and the words of one fact."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby

from briefgen.errors import UsageError
from briefgen.model import Brief, BriefSource, Evidence
from briefgen.render.text import clean
from briefgen.review import Decision
from briefgen.serve.articles import Part, Texts, mark_of, parts, stands
from briefgen.serve.desk import Desk, Standing, standing_on, unmet
from briefgen.serve.facts import HEADINGS, Fact, facts_of, words

STATES = {"accept": "accepted", "reject": "left out", "correct": "corrected", "": "open"}
MOST_QUOTES = 12  # shown of one fact
MOST_SOURCES = 4  # named of one fact in a list


@dataclass(frozen=True, slots=True)
class Quote:
    """Words that a fact stands on, with their source; `mark` numbers their place in the article shown, 0: not there."""

    text: str
    source: BriefSource | None
    article: str
    mark: int = 0


@dataclass(frozen=True, slots=True)
class Shown:
    """The article beside a fact: cut into parts, or the reason why it is not there."""

    article: str
    source: BriefSource | None
    parts: tuple[Part, ...] = ()
    reason: str = ""


@dataclass(frozen=True)
class Review:
    """The brief called *name* under review; `fault` says why its decisions cannot be read."""

    name: str
    brief: Brief
    facts: tuple[Fact, ...]
    standing: Mapping[str, Standing]
    unmet: tuple[Standing, ...]
    pending: bool
    fault: str = ""

    @property
    def decided(self) -> int:
        """How many facts were decided on."""
        return len(self.standing)

    def fact(self, key: str) -> Fact | None:
        """The fact with *key*, None where the brief has none."""
        return next((fact for fact in self.facts if fact.key == key), None)

    def state(self, fact: Fact) -> str:
        """ "accept", "reject", "correct", or "" where nothing was decided."""
        one = self.standing.get(fact.key)
        return one.decision.action if one else ""

    def decision(self, fact: Fact) -> Decision | None:
        """What was decided on *fact*."""
        one = self.standing.get(fact.key)
        return one.decision if one else None

    def beside(self, fact: Fact) -> tuple[Fact | None, Fact | None]:
        """The facts before and after *fact*."""
        at = self.facts.index(fact)
        after = self.facts[at + 1] if at + 1 < len(self.facts) else None
        return (self.facts[at - 1] if at else None), after

    def next_open(self, fact: Fact | None = None) -> Fact | None:
        """The first fact after *fact* on which nothing was decided, going round; never *fact* itself."""
        at = self.facts.index(fact) + 1 if fact else 0
        round_ = (*self.facts[at:], *self.facts[:at])
        return next((one for one in round_ if one.key not in self.standing and one != fact), None)

    def groups(self) -> Iterator[tuple[str, list[tuple[str, list[Fact]]]]]:
        """The facts by situation and kind, with the words that head each."""
        for number, here in groupby(self.facts, key=lambda fact: fact.situation):
            kinds = [(HEADINGS[kind], list(facts)) for kind, facts in groupby(here, key=lambda fact: fact.kind)]
            yield clean(words().sentence(self.brief.situations[number].title).rstrip(".")), kinds

    def left(self, facts: Sequence[Fact]) -> int:
        """On how many of *facts* nothing was decided."""
        return sum(fact.key not in self.standing for fact in facts)

    def cited(self, fact: Fact) -> str:
        """The numbers of the sources of *fact*: "[2] [5]"."""
        articles = dict.fromkeys(evidence.article for evidence in fact.passages)
        found = sorted(source.number for one in articles if (source := self.source(one)))
        return " ".join(f"[{number}]" for number in found[:MOST_SOURCES]) + (" …" if found[MOST_SOURCES:] else "")

    def source(self, article: str) -> BriefSource | None:
        """The source of *article*, None where the brief lists none."""
        return self._sources.get(article)

    @cached_property
    def _sources(self) -> Mapping[str, BriefSource]:
        return {source.article: source for source in self.brief.sources}


def review_of(name: str, brief: Brief, *, desk: Desk) -> Review:
    """*brief* with what stands on *desk*; a review.toml that cannot be read is told, and counts as empty."""
    facts, fault = facts_of(brief), ""
    try:
        decisions = desk.decisions()
    except UsageError as error:
        decisions, fault = (), str(error)
    found = {fact.key: one for fact in facts if (one := standing_on(fact, decisions))}
    return Review(name, brief, facts, found, tuple(unmet(facts, decisions)), desk.pending(), fault)


def shown_of(review: Review, fact: Fact, *, article: str, texts: Texts) -> tuple[Shown, list[Quote]]:
    """*article* with the words of *fact* marked, and all quotes of the fact, those of this article first."""
    passages = sorted(fact.passages, key=lambda e: e.article != article)
    text = texts.there.get(article)
    marked = [e for e in passages if e.article == article and text is not None and stands(text, e)]
    spans = [(e.start, e.end) for e in marked]
    quotes = [_quote(review, e, mark=mark_of(e, spans) if e in marked else 0) for e in passages]
    source = review.source(article)
    if text is None:
        return Shown(article, source, reason=texts.lacking.get(article, "not among the sources of the brief")), quotes
    reason = "" if len(marked) == sum(e.article == article for e in passages) else "a quote does not stand in it"
    return Shown(article, source, tuple(parts(text, spans)), reason), quotes


def _quote(review: Review, evidence: Evidence, *, mark: int) -> Quote:
    return Quote(clean(evidence.quote), review.source(evidence.article), evidence.article, mark)
