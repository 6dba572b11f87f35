"""Text to a spaCy `Doc` with the embedded model."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Final

from briefgen.parse.engines.minilm.graph import Graph
from briefgen.parse.engines.minilm.layout import paragraphs
from briefgen.parse.engines.minilm.names import spans
from briefgen.parse.engines.minilm.tokens import english_tokenizer
from briefgen.parse.engines.minilm.windows import ParsedSentence, Words, parse_words

if TYPE_CHECKING:
    from spacy.tokens import Doc

MODEL_FOLDER: Final = Path(__file__).parent.parent / "minilm_en"
ENTITY_LABELS: Final = {"PER": "PERSON", "ORG": "ORG", "LOC": "LOC"}


class MiniLmEngine:
    """The embedded engine; see `briefgen.parse.engines.Engine` for what it promises.

    Every window of words is run by itself, so a text's parse depends on nothing but the text.
    """

    name = "minilm"

    def __init__(self, folder: Path = MODEL_FOLDER, *, threads: int = 1) -> None:
        """Load the model in `folder`; raises `EngineError` where its files are missing or altered."""
        self._graph = Graph(folder, threads=threads)
        self.version = self._graph.version

    def __call__(self, text: str) -> Doc:
        """Parse `text`; the same text always gives the same `Doc`."""
        from spacy.tokens import Doc

        raw = english_tokenizer()(text)
        forms = [token.text for token in raw]
        spaces = [bool(token.whitespace_) for token in raw]
        places = [token.i for token in raw if not token.is_space]
        columns = _Columns.blank(len(forms))
        done = 0
        for sentence in parse_words(_words(raw, forms, spaces, places), self._graph):
            columns.add(sentence, places[done : done + len(sentence.words)])
            done += len(sentence.words)
        columns.attach_spaces(places)
        return Doc(
            raw.vocab,
            words=forms,
            spaces=spaces,
            pos=columns.pos,
            tags=columns.tags,
            lemmas=[lemma or form for lemma, form in zip(columns.lemmas, forms, strict=True)],
            heads=columns.heads,
            deps=columns.deps,
            ents=columns.entities,
        )


def _words(raw: Doc, forms: Sequence[str], spaces: Sequence[bool], places: Sequence[int]) -> Words:
    """The tokens of `raw` at `places`, with their spacing and the starts of paragraphs."""
    starts = [start for start, _ in paragraphs(raw.text)]
    numbers = [bisect_right(starts, raw[place].idx) for place in places]
    return Words(
        forms=[forms[place] for place in places],
        gaps=[place == 0 or spaces[place - 1] or place - 1 != before for before, place in pairwise([-1, *places])],
        opens=[before != number for before, number in pairwise([-1, *numbers])],
    )


@dataclass
class _Columns:
    """The annotation of a `Doc`, a list an attribute; heads are places in the `Doc`."""

    pos: list[str]
    tags: list[str]
    lemmas: list[str]
    heads: list[int]
    deps: list[str]
    entities: list[str]

    @classmethod
    def blank(cls, count: int) -> _Columns:
        """Columns of a `Doc` that holds nothing but space."""
        return cls(["SPACE"] * count, ["_SP"] * count, [""] * count, list(range(count)), ["dep"] * count, ["O"] * count)

    def add(self, sentence: ParsedSentence, places: Sequence[int]) -> None:
        """Lay the annotation of `sentence` over the tokens at `places`."""
        for number, place in enumerate(places):
            head = sentence.heads[number]
            self.pos[place] = sentence.upos[number]
            self.tags[place] = sentence.xpos[number]
            self.lemmas[place] = sentence.lemmas[number]
            self.heads[place] = places[head - 1] if head else place
            self.deps[place] = sentence.labels[number] if head else "ROOT"
        for start, end, kind in spans(sentence.entities):
            label = ENTITY_LABELS[kind]
            self.entities[places[start]] = f"B-{label}"
            for place in range(places[start] + 1, places[end - 1] + 1):
                self.entities[place] = f"I-{label}"

    def attach_spaces(self, words: Sequence[int]) -> None:
        """Hang every space token on the word before it, else on the first word, else on the first token."""
        if not words and self.deps:
            self.deps[0] = "ROOT"
        is_word = set(words)
        above = words[0] if words else 0
        for place in range(len(self.heads)):
            if place in is_word:
                above = place
            else:
                self.heads[place] = above
