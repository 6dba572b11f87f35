"""What all merging of facts shares: many findings with one key become one, with the evidence of all, best first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import TypeVar

from briefgen.model import Evidence, Finding, Interval, Moment

Fact = TypeVar("Fact", bound=Finding)
Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value", bound=Hashable)

MOST_EVIDENCE = 16  # passages kept for one fact: more are of no use to a reader


def grouped(facts: Iterable[Fact], key: Callable[[Fact], Key]) -> dict[Key, list[Fact]]:
    """The facts by key, in the order given."""
    found: dict[Key, list[Fact]] = {}
    for fact in facts:
        found.setdefault(key(fact), []).append(fact)
    return found


def all_evidence(facts: Iterable[Finding]) -> tuple[Evidence, ...]:
    """The evidence of all facts: the main passage of each before further ones, no span twice."""
    facts = list(facts)
    main = [fact.evidence[0] for fact in facts]
    rest = [evidence for fact in facts for evidence in fact.evidence[1:]]
    unique = {(e.article, e.start, e.end): e for e in reversed([*main, *rest])}
    return tuple(e for e in dict.fromkeys([*main, *rest]) if unique[(e.article, e.start, e.end)] == e)[:MOST_EVIDENCE]


def counted(facts: Iterable[Fact], *, families: Mapping[str, str]) -> tuple[Fact, ...]:
    """*facts* with the number of independent sources behind each; *families* are the houses of outlets by article."""
    return tuple(
        fact.model_copy(update={"independent": len({families.get(e.article, e.article) for e in fact.evidence})})
        for fact in facts
    )


def commonest(values: Iterable[Value | None]) -> Value | None:
    """The value told most often, the first told of equals; None where none is told.

    >>> commonest(["a", None, "b", "b"])
    'b'
    """
    told = Counter(value for value in values if value is not None)
    return max(told, key=lambda value: told[value]) if told else None


def only(values: Iterable[Value | None]) -> Value | None:
    """The value where all that tell one tell the same; None where they differ or none tells one."""
    told = {value for value in values if value is not None}
    return told.pop() if len(told) == 1 else None


def earliest(whens: Sequence[Interval | None]) -> Interval | None:
    """The first resolved interval by its start, else the first told."""
    told = [when for when in whens if when is not None]
    resolved = [when for when in told if when.start is not None]
    if resolved:
        return min(resolved, key=lambda when: (str(when.start), str(when.end), when.text))
    return told[0] if told else None


def until(when: Interval | None, published: Moment | None) -> Interval | None:
    """*when* cut at the day of publication, where that falls into it: what is told of "this week" has happened."""
    day = published.date() if isinstance(published, datetime) else published
    if when is None or day is None or when.start is None or when.end is None or not when.start <= day < when.end:
        return when
    return when.model_copy(update={"end": day})


def place_in_text(fact: Finding) -> tuple[str, int, int]:
    """Where a fact stands, for sorting."""
    evidence = fact.evidence[0]
    return (evidence.article, evidence.start, evidence.end)
