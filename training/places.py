"""Places as briefgen types them: the model's names, then the knowledge base for states, capitals and demonyms.

The names go through the steps that make mentions of them: what a text uses for something else or as part of another
name ("the Paris Agreement") is no place, and an official name is one place however the model cut it. Universal NER
calls a state that acts an organization ("Russia said"); briefgen calls it a state wherever it stands. So the gold
places are the gold locations, and those gold organizations that are the name of a state or of its capital.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Final

from briefgen.knowledge import Knowledge, load_knowledge
from briefgen.parse.engines.minilm.names import spans
from briefgen.parse.entities import extent, make_whole
from briefgen.parse.lexicon import lexicon
from briefgen.parse.linking import in_other_name
from briefgen.parse.mentions import known_names
from briefgen.parse.scene import Link, Scene
from training.corpus import Document
from training.measures import Counts, gold_layout

_PLACE_FORMS: Final = frozenset({"name", "acronym", "capital", "territory"})
_FOLK_FORMS: Final = frozenset({"adjective", "people"})
_PLACE_LABELS: Final = frozenset({"LOC", "GPE", "FAC"})
Span = tuple[int, int]


def score_places(documents: Iterable[Document], parse: Callable[[str], Any]) -> dict[str, float]:
    """F1 of places over raw text, after the knowledge base."""
    knowledge, counts = load_knowledge(), Counts()
    for document in documents:
        text, words, *_ = gold_layout(document)
        found, known = places(parse(text), knowledge=knowledge)
        counts.add(found, _gold(document, words, known))
    return {"places": round(counts.f1, 2)}


def places(doc: Any, *, knowledge: Knowledge) -> tuple[set[Span], set[Span]]:
    """Characters of the places in `doc`, and of those among the names of the knowledge base that are places."""
    scene = Scene(doc=doc, knowledge=knowledge, lexicon=lexicon(knowledge))
    scene.links = known_names(scene)
    make_whole(doc, scene.links)
    apart = {_span(doc, link) for link in scene.links if in_other_name(scene, link) or link.form in _FOLK_FORMS}
    known = {_span(doc, link) for link in scene.links if _is_place(link)} - apart
    entities = [(entity.start_char, entity.end_char, entity.label_) for entity in doc.ents]
    return typed_places(entities, places=known, apart=apart), known


def typed_places(entities: Iterable[tuple[int, int, str]], *, places: set[Span], apart: set[Span]) -> set[Span]:
    """Spans of places: the model's, less those `apart`, and the knowledge base's, less those inside a longer name.

    >>> entities = [(0, 6, "ORG"), (10, 15, "LOC"), (20, 40, "ORG")]
    >>> sorted(typed_places(entities, places={(0, 6), (20, 24)}, apart={(10, 15)}))
    [(0, 6)]
    """
    entities = list(entities)
    known = {
        span
        for span in places
        if not any(start <= span[0] and span[1] <= end and (start, end) != span for start, end, _ in entities)
    }
    return known | {
        (start, end) for start, end, label in entities if label in _PLACE_LABELS and (start, end) not in apart
    }


def _is_place(link: Link) -> bool:
    return link.form in _PLACE_FORMS and link.mode == "plain" and link.actor.kind == "state"


def _span(doc: Any, link: Link) -> Span:
    start, end = extent(doc, link)
    return doc[start].idx, doc[end - 1].idx + len(doc[end - 1])


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
