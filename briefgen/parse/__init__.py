"""Parsing: an article's text becomes a parse with linked mentions, quantities, dates, speeches and relations."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import TYPE_CHECKING

from briefgen.knowledge import Knowledge
from briefgen.model import Article, Noise
from briefgen.parsed import ParsedArticle

if TYPE_CHECKING:
    from spacy.tokens import Doc


def parse(
    article: Article,
    *,
    engine: Callable[[str], Doc],
    knowledge: Knowledge,
    day: date | None,
    relations: bool = True,
) -> ParsedArticle:
    """Parse *article*; *day* is what relative dates and years in office are counted from (None: unknown).

    Without *relations* the model of relations does not read it.

    Noise is blanked out by line feeds, so that offsets in the parse are offsets in the article.
    """
    from briefgen.parse import dates, mentions, quantities, speeches
    from briefgen.parse.lexicon import lexicon
    from briefgen.parse.relations import reader

    doc = engine(blanked(article.text, article.noise))
    found = mentions.find(doc, knowledge=knowledge, day=day)
    read = reader.find(doc, found, lexicon=lexicon(knowledge)) if relations else reader.Read(found)
    said = speeches.find(doc, read.mentions, knowledge=knowledge)
    found = mentions.with_speakers(doc, read.mentions, said)
    return ParsedArticle(
        article=article,
        doc=doc,
        mentions=found,
        quantities=quantities.find(doc),
        dates=dates.find(doc, day=day),
        speeches=said,
        relations=read.relations,
        asked=read.asked,
        parts=read.parts,
        signs=read.signs,
    )


def blanked(text: str, noise: Sequence[Noise]) -> str:
    r"""*text* with each stretch of *noise* overwritten by line feeds; as long as it was.

    >>> blanked("Fighting. Share this!", [Noise(start=10, end=21, reason="share")])
    'Fighting. \n\n\n\n\n\n\n\n\n\n\n'
    """
    parts, at = [], 0
    for span in sorted(noise, key=lambda n: n.start):
        if span.end > at:
            start = max(span.start, at)
            parts += [text[at:start], "\n" * (span.end - start)]
            at = span.end
    return "".join([*parts, text[at:]])
