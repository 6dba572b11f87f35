"""Any spaCy pipeline as an engine: its layout, labels and entities brought to the engines' contract."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from briefgen.errors import EngineError
from briefgen.parse.engines.clearnlp import Tree, to_universal
from briefgen.parse.engines.minilm.layout import paragraphs

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

ENTITY_LABELS: Final = {
    **{label: label for label in ("PERSON", "ORG", "GPE", "LOC", "NORP", "FAC")},
    **{"PER": "PERSON", "FACILITY": "FAC"},
}


class SpacyEngine:
    """A loaded spaCy pipeline that parses; see `briefgen.parse.engines.Engine` for what it promises."""

    def __init__(self, language: Language, *, name: str) -> None:
        """Take a pipeline with a parser; raises `EngineError` where it has none."""
        labels = {
            label for pipe in ("parser", "experimental_biaffine_parser") for label in language.pipe_labels.get(pipe, ())
        }
        if not labels:
            raise EngineError(f"spaCy pipeline {name!r} has no dependency parser: choose one that has")
        self.name = f"spacy:{name}"
        self.version = str(language.meta.get("version", ""))
        self._language = language
        self._is_clearnlp = bool(labels & {"pobj", "dobj", "auxpass"})

    def __call__(self, text: str) -> Doc:
        """Parse `text`; paragraphs are hard sentence breaks."""
        raw = self._parse(text)
        words = [token.i for token in raw if not token.is_space]
        if not words:
            return _blank(raw)
        heads, labels = self._trees(raw)
        _detach_spaces(raw, heads, labels, words)
        return _made(raw, heads=heads, labels=labels, entities=_entities(raw))

    def _parse(self, text: str) -> Doc:
        self._language.max_length = max(self._language.max_length, len(text) + 1)
        doc = self._language.make_doc(text)
        starts = {start for start, _ in paragraphs(text)}
        for token in doc:
            if token.idx in starts or (token.i and doc[token.i - 1].is_space and _opens(doc, token.i, starts)):
                token.is_sent_start = True
        return self._language(doc)

    def _trees(self, doc: Doc) -> tuple[list[int], list[str]]:
        heads = [token.head.i for token in doc]
        labels = [token.dep_ or "dep" for token in doc]
        if not self._is_clearnlp:
            return heads, [
                "ROOT" if head == place else label
                for place, (head, label) in enumerate(zip(heads, labels, strict=True))
            ]
        for sentence in doc.sents:
            start, end = sentence.start, sentence.end
            tree = Tree(
                heads=[head - start for head in heads[start:end]],
                labels=labels[start:end],
                words=[token.text for token in sentence],
                upos=[token.pos_ for token in sentence],
                lemmas=[token.lemma_ for token in sentence],
                persons=[
                    (one.start - start, one.end - start) for one in sentence.ents if one.label_ in {"PERSON", "PER"}
                ],
            )
            to_universal(tree)
            heads[start:end] = [head + start for head in tree.heads]
            labels[start:end] = tree.labels
        return heads, labels


def load_pipeline(name: str) -> SpacyEngine:
    """The installed spaCy pipeline `name` as an engine; raises `EngineError` where it cannot be loaded."""
    import spacy

    try:
        language = spacy.load(name)
    except (OSError, ImportError, ValueError) as error:
        raise EngineError(
            f"spaCy pipeline {name!r} cannot be loaded ({error}); install it, or use the engine minilm"
        ) from error
    return SpacyEngine(language, name=name)


def _opens(doc: Doc, place: int, starts: set[int]) -> bool:
    """Whether only indentation stands between a paragraph's start and the token."""
    before = doc[place - 1]
    return any(start in starts for start in range(before.idx, doc[place].idx))


def _detach_spaces(doc: Doc, heads: list[int], labels: list[str], words: Sequence[int]) -> None:
    """Space tokens hang on the word before them, and nothing hangs on a space token."""
    for place in words:
        seen = set()
        while doc[heads[place]].is_space and heads[place] not in seen:
            seen.add(heads[place])
            above = heads[heads[place]]
            heads[place] = place if above == heads[place] else above
        if heads[place] == place:
            labels[place] = "ROOT"
    word = words[0]
    for token in doc:
        if token.is_space:
            heads[token.i], labels[token.i] = word, "dep"
        else:
            word = token.i


def _entities(doc: Doc) -> list[str]:
    tags = ["O"] * len(doc)
    for entity in doc.ents:
        label = ENTITY_LABELS.get(entity.label_)
        if label:
            tags[entity.start : entity.end] = [f"B-{label}", *[f"I-{label}"] * (len(entity) - 1)]
    return tags


def _blank(doc: Doc) -> Doc:
    labels = ["ROOT" if token.i == 0 else "dep" for token in doc]
    return _made(doc, heads=[0] * len(doc), labels=labels, entities=["O"] * len(doc))


def _made(doc: Doc, *, heads: list[int], labels: list[str], entities: list[str]) -> Doc:
    from spacy.tokens import Doc as MadeDoc

    return MadeDoc(
        doc.vocab,
        words=[token.text for token in doc],
        spaces=[bool(token.whitespace_) for token in doc],
        pos=["SPACE" if token.is_space else token.pos_ or "X" for token in doc],
        tags=["_SP" if token.is_space else token.tag_ for token in doc],
        lemmas=[token.lemma_ or token.text for token in doc],
        heads=heads,
        deps=labels,
        ents=entities,
    )
