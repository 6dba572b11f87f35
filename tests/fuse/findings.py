"""Findings built by hand for cases: a text is made of the facts' own quotes, so that every span is true."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from briefgen.model import (
    AllianceFact,
    Article,
    CasualtyReport,
    Claim,
    DatedEvent,
    Evidence,
    Findings,
    Interval,
    Party,
    Reaction,
    Source,
)

KINDS = {
    "parties": Party,
    "casualties": CasualtyReport,
    "reactions": Reaction,
    "claims": Claim,
    "alliances": AllianceFact,
    "events": DatedEvent,
}


def build(row: Mapping[str, Any]) -> tuple[Article, Findings]:
    """An article and its findings from a row of a case: id, outlet, published, text, title, and lists of facts."""
    text = str(row.get("text", ""))
    facts: dict[str, list[Any]] = {}
    for kind, model in KINDS.items():
        for number, fields in enumerate(row.get(kind, ())):
            values = dict(fields)
            rule = values.pop("rule", "case")
            quote = values.pop("quote", None) or _quote(kind, values, number)
            start = text.find(quote)
            if start < 0:
                text += ("\n\n" if text else "") + quote
                start = len(text) - len(quote)
            evidence = Evidence(article=row["id"], start=start, end=start + len(quote), quote=quote, rule=rule)
            facts.setdefault(kind, []).append(model(**_complete(kind, values), evidence=(evidence,)))
    source = Source(path=f"{row['id']}.txt", outlet=row.get("outlet"), published=row.get("published"))
    article = Article(id=row["id"], title=row.get("title"), text=text, source=source)
    return article, Findings(article=row["id"], **{kind: tuple(found) for kind, found in facts.items()})


def _complete(kind: str, values: dict[str, Any]) -> dict[str, Any]:
    if kind == "parties":
        values.setdefault("kind", "state")
    if isinstance(when := values.get("when"), str):
        first, _, last = when.partition("/")
        start, end = date.fromisoformat(first), date.fromisoformat(last or first)
        values["when"] = Interval(text=when, start=start, end=end, precision="day")
    return values


def _quote(kind: str, values: Mapping[str, Any], number: int) -> str:
    words = [
        str(v) for key, v in values.items() if isinstance(v, str | int) and not isinstance(v, bool) and key != "when"
    ]
    return " ".join([*words, kind, str(number)]).capitalize() if kind != "parties" else str(values["name"])
