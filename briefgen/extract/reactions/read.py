"""Acts that the relation model reads, and those of the rules that it does not believe."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from briefgen.extract.doubt import is_doubted
from briefgen.model import REACTION_TYPES, Evidence, ReactionType
from briefgen.parsed import Mention, ParsedArticle

TOWARD: Final = 0.4
"""From here on the likeliest other actor is whom an act goes toward."""
_TYPES: Final = frozenset(REACTION_TYPES)


def acts(parsed: ParsedArticle) -> Iterator[tuple[Mention, ReactionType, Mention | None, tuple[int, int]]]:
    """Who does what, toward whom, in which sentence, where the model is sure and the phrase is of one who can act."""
    for relation in parsed.relations:
        if relation.sure and relation.other is None and relation.label in _TYPES and relation.mention.acts:
            span = relation.start, relation.end
            yield relation.mention, relation.label, _aim(parsed, relation.mention, relation.label, span), span


def toward(parsed: ParsedArticle, mention: Mention, kind: ReactionType, evidence: Evidence) -> Mention | None:
    """Whom the model takes an act of *mention* in the sentences of *evidence* to go toward; None below `TOWARD`."""
    return _aim(parsed, mention, kind, _span(parsed, evidence))


def _aim(parsed: ParsedArticle, mention: Mention, kind: str, span: tuple[int, int]) -> Mention | None:
    others = [
        (relation.score, relation.toward)
        for relation in parsed.relations_in(*span)
        if relation.label == kind
        and relation.actor in mention.actors
        and relation.other is not None
        and relation.other not in mention.actors
    ]
    score, aimed = max(others, key=lambda pair: pair[0], default=(0.0, None))
    return aimed if score >= TOWARD else None


def is_believed(parsed: ParsedArticle, mention: Mention, kind: ReactionType, evidence: Evidence) -> bool:
    """Whether the model gives an act of the rules some chance in the sentences of *evidence*, or cannot say."""
    start, end = _span(parsed, evidence)
    names = {actor.name for actor in mention.actors}
    return not is_doubted(parsed, kind, by=names, toward=None, start=start, end=end)


def _span(parsed: ParsedArticle, evidence: Evidence) -> tuple[int, int]:
    """The tokens [start, end) of *evidence*."""
    span = parsed.doc.char_span(evidence.start, evidence.end, alignment_mode="expand")
    return (span.start, span.end) if span is not None else (0, 0)
