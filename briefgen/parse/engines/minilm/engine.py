"""Text to a spaCy `Doc` with the embedded model."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Final

from briefgen.parse.engines.minilm.graph import Graph
from briefgen.parse.engines.minilm.layout import paragraphs
from briefgen.parse.engines.minilm.names import spans
from briefgen.parse.engines.minilm.tokens import english_tokenizer
from briefgen.parse.engines.minilm.windows import ParsedSentence, parse_paragraph

if TYPE_CHECKING:
    from spacy.tokens import Doc

MODEL_FOLDER: Final = Path(__file__).parent.parent / "minilm_en"
ENTITY_LABELS: Final = {"PER": "PERSON", "ORG": "ORG", "LOC": "LOC"}


class MiniLmEngine:
    """The embedded engine; see `briefgen.parse.engines.Engine` for what it promises.

    Every window of words is run by itself and every paragraph is parsed by itself, so a paragraph's parse depends on
    nothing outside it.
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
        words = [token.i for token in raw if not token.is_space]
        columns = _Columns.blank(len(raw))
        done = 0
        for sentence in self._sentences(raw, words):
            columns.add(sentence, words[done : done + len(sentence.words)])
            done += len(sentence.words)
        columns.attach_spaces(words)
        return Doc(
            raw.vocab,
            words=[token.text for token in raw],
            spaces=[bool(token.whitespace_) for token in raw],
            pos=columns.pos,
            tags=columns.tags,
            lemmas=[lemma or token.text for lemma, token in zip(columns.lemmas, raw, strict=True)],
            heads=columns.heads,
            deps=columns.deps,
            ents=columns.entities,
        )

    def _sentences(self, raw: Doc, words: list[int]) -> Iterator[ParsedSentence]:
        """Parsed sentences of all paragraphs, in order; together they hold every token of `words`."""
        starts = [start for start, _ in paragraphs(raw.text)]
        for _, group in groupby(words, key=lambda place: bisect_right(starts, raw[place].idx)):
            tokens = [raw[place] for place in group]
            gaps = [token.i == 0 or bool(raw[token.i - 1].whitespace_) or raw[token.i - 1].is_space for token in tokens]
            yield from parse_paragraph([token.text for token in tokens], gaps, self._graph)


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
