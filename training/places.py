"""Places as briefgen types them: the model's names, then the knowledge base for states, capitals and demonyms.

Universal NER calls a state that acts an organization ("Russia said"); briefgen calls it a state wherever it stands. So
the gold places are the gold locations, and those gold organizations that are the name of a state or of its capital.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Final

from briefgen.knowledge import Knowledge, load_knowledge
from briefgen.parse.engines.minilm.names import spans
from briefgen.parse.names import Hit, find_names, settle
from training.corpus import Document
from training.measures import Counts, gold_layout

_PLACE_FORMS: Final = frozenset({"name", "acronym", "capital", "territory"})
_FOLK_FORMS: Final = frozenset({"adjective", "people"})
Span = tuple[int, int]


def score_places(documents: Iterable[Document], parse: Callable[[str], Any]) -> dict[str, float]:
    """F1 of places over raw text, after the knowledge base."""
    knowledge, counts = load_knowledge(), Counts()
    for document in documents:
        text, words, *_ = gold_layout(document)
        hits = settle(find_names(text, knowledge=knowledge), knowledge=knowledge, year=None, text=text)
        places = {(hit.start, hit.end) for hit in hits if _is_place(hit, knowledge)}
        folk = {(hit.start, hit.end) for hit in hits if hit.form in _FOLK_FORMS}
        entities = [(entity.start_char, entity.end_char, entity.label_) for entity in parse(text).ents]
        counts.add(typed_places(entities, places=places, folk=folk), _gold(document, words, places))
    return {"places": round(counts.f1, 2)}


def typed_places(entities: Iterable[tuple[int, int, str]], *, places: set[Span], folk: set[Span]) -> set[Span]:
    """Spans of places: the model's, less demonyms, and the knowledge base's, less those inside a longer name.

    >>> entities = [(0, 6, "ORG"), (10, 15, "LOC"), (20, 40, "ORG")]
    >>> sorted(typed_places(entities, places={(0, 6), (20, 24)}, folk={(10, 15)}))
    [(0, 6)]
    """
    entities = list(entities)
    known = {
        span
        for span in places
        if not any(start <= span[0] and span[1] <= end and (start, end) != span for start, end, _ in entities)
    }
    own = {
        (start, end) for start, end, label in entities if label in {"LOC", "GPE", "FAC"} and (start, end) not in folk
    }
    return known | own


def _is_place(hit: Hit, knowledge: Knowledge) -> bool:
    return hit.form in _PLACE_FORMS and hit.mode == "plain" and knowledge.actors[hit.actor].kind == "state"


def _gold(document: Document, words: list[Span], places: set[Span]) -> set[Span]:
    found: set[Span] = set()
    offset = 0
    for sentence in document:
        for start, end, kind in spans(sentence.entities or ["O"] * len(sentence.words)):
            span = (words[offset + start][0], words[offset + end - 1][1])
            if kind == "LOC" or (kind == "ORG" and span in places):
                found.add(span)
        offset += len(sentence.words)
    return found
