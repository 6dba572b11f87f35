"""Say why: what the parser saw in an article, and which rule found which fact in which words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from briefgen.model import EFFECTS, Finding, Findings
from briefgen.parsed import ParsedArticle

KINDS = ("parties", "casualties", "reactions", "claims", "alliances", "events")
QUOTE = 160  # characters of a quote that a table shows


def explanation(parsed: ParsedArticle, findings: Findings) -> dict[str, Any]:
    """All of it as plain data (what `briefgen explain --json` writes); offsets are those of the article's text."""
    return {
        "article": parsed.article.id,
        "source": parsed.article.source.model_dump(mode="json"),
        "noise": [noise.model_dump() for noise in parsed.article.noise],
        "sentences": [sentence.text.strip() for sentence in parsed.doc.sents if sentence.text.strip()],
        "mentions": list(_mentions(parsed)),
        "quantities": list(_quantities(parsed)),
        "dates": list(_dates(parsed)),
        "speeches": list(_speeches(parsed)),
        "findings": {kind: [item.model_dump(mode="json") for item in getattr(findings, kind)] for kind in KINDS},
    }


def lines(parsed: ParsedArticle, findings: Findings) -> Iterator[tuple[str, list[tuple[str, ...]]]]:
    """Tables for a reader: a heading and rows each, empty ones left out."""
    tables: list[tuple[str, list[tuple[str, ...]]]] = [
        ("mentions", [(m["text"], m["form"], m["head"], ", ".join(m["actors"]) or "?") for m in _mentions(parsed)]),
        ("quantities", [(q["text"], bounds(q["low"], q["high"]), q["unit"] or "") for q in _quantities(parsed)]),
        ("dates", [(d["text"], f"{d['start']} – {d['end']}", d["precision"]) for d in _dates(parsed)]),
        ("speeches", [(s["speaker"] or "?", s["cue"], _short(s["text"])) for s in _speeches(parsed)]),
    ]
    tables += [(kind, [_row(item) for item in getattr(findings, kind)]) for kind in KINDS]
    yield from ((heading, rows) for heading, rows in tables if rows)


def bounds(low: int | None, high: int | None) -> str:
    """Bounds in short.

    >>> bounds(5, 5), bounds(50, None), bounds(None, 50), bounds(None, None)
    ('5', '≥ 50', '≤ 50', '?')
    """
    if low is None or high is None:
        return f"≥ {low}" if low is not None else f"≤ {high}" if high is not None else "?"
    return str(low) if low == high else f"{low} – {high}"


def _row(item: Finding) -> tuple[str, ...]:
    """What was found, the rule, and the words it stands on."""
    evidence = item.evidence[0]
    return (_told(item), evidence.rule, _short(evidence.quote))


def _told(item: Finding) -> str:
    """The fields of a finding that say something, in order, numbers as bounds."""
    values = item.model_dump(mode="json", exclude={"id", "evidence", "low", "high"})
    parts = [bounds(getattr(item, "low", None), getattr(item, "high", None))] if hasattr(item, "low") else []
    for name, value in values.items():
        if isinstance(value, dict):
            value = value.get("text")
        if value in (None, False, [], ""):
            continue
        shown = ", ".join(value) if isinstance(value, list) else str(value)
        parts.append(name if value is True else shown if shown in EFFECTS else f"{name} {shown}")
    return " · ".join(parts)


def _mentions(parsed: ParsedArticle) -> Iterator[dict[str, Any]]:
    for mention in parsed.mentions:
        yield {
            **_span(parsed, mention.start, mention.end),
            "form": mention.form,
            "head": mention.head,
            "actors": [actor.name for actor in mention.actors],
            "person": mention.person.name if mention.person else None,
            "place": mention.place,
        }


def _quantities(parsed: ParsedArticle) -> Iterator[dict[str, Any]]:
    for quantity in parsed.quantities:
        yield {
            **_span(parsed, quantity.start, quantity.end),
            "low": quantity.low,
            "high": quantity.high,
            "approx": quantity.approx,
            "vague": quantity.vague,
            "unit": parsed.doc[quantity.unit].text if quantity.unit is not None else None,
        }


def _dates(parsed: ParsedArticle) -> Iterator[dict[str, Any]]:
    for mention in parsed.dates:
        yield {
            **_span(parsed, mention.start, mention.end),
            **mention.interval.model_dump(mode="json", exclude={"text"}),
        }


def _speeches(parsed: ParsedArticle) -> Iterator[dict[str, Any]]:
    for speech in parsed.speeches:
        tokens = speech.speaker_tokens
        yield {
            **_span(parsed, speech.start, speech.end),
            "cue": parsed.doc[speech.cue].text,
            "lemma": speech.lemma,
            "speaker": parsed.doc[tokens[0] : tokens[1]].text if tokens else None,
            "actors": [actor.name for actor in speech.speaker.actors] if speech.speaker else [],
            "quoted": speech.quoted,
            "carried": speech.carried,
        }


def _span(parsed: ParsedArticle, start: int, end: int) -> dict[str, Any]:
    """The words of tokens [start, end) and their place; an empty stretch gives empty words."""
    if start >= end:
        return {"text": "", "start": 0, "end": 0}
    first, last = parsed.doc[start], parsed.doc[end - 1]
    stop = last.idx + len(last)
    return {"text": parsed.article.text[first.idx : stop], "start": first.idx, "end": stop}


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= QUOTE else text[: QUOTE - 1] + "…"
