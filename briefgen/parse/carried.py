"""Speech that goes on: quotations without a cue of their own, and sentences that continue a report."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from briefgen.parse.quotes import Quote
from briefgen.parsed import Mention, Speech

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from briefgen.knowledge.types import Word

_BREAKS = frozenset(
    {
        "but",
        "however",
        "meanwhile",
        "separately",
        "elsewhere",
        "earlier",
        "later",
        "despite",
        "yet",
        "although",
        "while",
    }
)
_CARRIED_CLASSES = ("say", "report", "claim", "confirm", "accuse")


@dataclass(frozen=True, slots=True)
class Scene:
    """What every rule reads: the document, who is mentioned where, the cues by lemma, the quotations."""

    doc: Doc
    mentions: Mapping[int, Sequence[Mention]]
    words: Mapping[tuple[str, str], tuple[Word, ...]]
    quotes: Sequence[Quote]

    def quotes_near(self, start: int, end: int) -> Iterator[Quote]:
        """The quotations that end at or after *start* and begin before *end*, in order."""
        for place in range(bisect_left(self.quotes, start, key=lambda quote: quote.end), len(self.quotes)):
            if self.quotes[place].start >= end:
                return
            yield self.quotes[place]


def quoted_on(told: Sequence[Speech], *, scene: Scene) -> Iterator[Speech]:
    """A quotation without a cue goes on with the speaker of the one before it: the next paragraph of an open one, or a
    further quotation in the same paragraph."""
    quoted = sorted((speech for speech in told if speech.quoted), key=lambda speech: speech.start)
    starts = [speech.start for speech in quoted]
    spoken = {
        i for speech in told if not speech.quoted for i in range(speech.start, min(speech.end, speech.start + 200))
    }
    last: Speech | None = None
    last_quote: Quote | None = None
    for quote in scene.quotes:
        place = bisect_left(starts, quote.start)
        own = quoted[place] if place < len(quoted) and starts[place] < quote.end else None
        if own is not None:
            last, last_quote = own, quote
            continue
        follows = last_quote is not None and (
            last_quote.open_ended or _same_paragraph(last_quote.end, quote.start, scene.doc)
        )
        if last is not None and follows and is_clause(quote, scene.doc) and quote.start not in spoken:
            yield replace(last, start=quote.start, end=quote.end, carried=True, quoted=True)
            last_quote = quote


def _same_paragraph(first: int, second: int, doc: Doc) -> bool:
    between = doc[first:second]
    return len(between) <= 30 and not any("\n" in t.text for t in between)


def carried_on(told: Sequence[Speech], *, scene: Scene) -> Iterator[Speech]:
    """One sentence, in the same paragraph and without a cue, after a sentence whose main clause is a report."""
    sentences = [s for s in scene.doc.sents if any(not t.is_space for t in s)]
    cues: dict[int, Speech] = {}
    spoken: set[int] = set()
    for speech in told:
        cues.setdefault(speech.cue, speech)
        spoken.update(range(speech.start, speech.end))
    for before, sentence in pairwise(sentences):
        source = cues.get(before.root.i) or next(
            (cues[t.i] for t in before.root.children if t.i in cues and t.dep_ == "parataxis"), None
        )
        if source is None or source.speaker_tokens is None or not _says(source, scene=scene):
            continue
        if (
            any(t.i in cues or t.i in spoken for t in sentence)
            or "\n" in scene.doc[before.start : sentence.start].text.rstrip()
        ):
            continue
        if sentence[0].lower_ in _BREAKS or scene.doc[before.start : sentence.start].text.rstrip(" ").endswith("\n"):
            continue
        yield replace(source, start=sentence.start, end=sentence.end, carried=True, quoted=False)


def _says(speech: Speech, *, scene: Scene) -> bool:
    rows = scene.words.get((scene.doc[speech.cue].lower_, "VERB"), ())
    return any(row.cls in _CARRIED_CLASSES for row in rows)


def is_clause(quote: Quote, doc: Doc) -> bool:
    """A quotation with a verb of its own; a quoted word or name ("the “caliphate”") is no speech."""
    return any(t.pos_ in ("VERB", "AUX") for t in doc[quote.start : quote.end])
