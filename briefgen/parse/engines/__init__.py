"""Language engines: a text in, a parsed spaCy `Doc` out, in Universal Dependencies whatever the engine.

`minilm` is the embedded one, packaged with its model. `spacy:NAME` takes any spaCy pipeline that is installed, with
ClearNLP or Universal Dependencies labels. Any other name is looked for among the plug-ins (group `briefgen.engines`).
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from briefgen.errors import EngineError

if TYPE_CHECKING:
    from spacy.tokens import Doc


@runtime_checkable
class Engine(Protocol):
    """What parsing needs of a language engine.

    The `Doc` that it returns has `doc.text == text` for any text, `pos_` in UPOS, `tag_` in Penn Treebank tags,
    `lemma_`,
    `dep_` in Universal Dependencies labels as in UD English EWT with spaCy's `ROOT` for roots, sentences by its heads,
    and `ents` labelled PERSON, ORG, GPE, LOC, NORP or FAC. Space tokens have `pos_` SPACE and `dep_` dep and no
    children.
    """

    @property
    def name(self) -> str:
        """Name that the engine is asked for by."""

    @property
    def version(self) -> str:
        """Version of the model behind it."""

    def __call__(self, text: str) -> Doc:
        """Parse `text`; any text, the empty one too. The same text gives the same `Doc`."""


@lru_cache(maxsize=4)
def load_engine(spec: str = "minilm") -> Engine:
    """Load an engine once a process: `minilm`, `spacy:NAME`, or the name of a plug-in.

    Raises `EngineError` where there is no such engine or its model cannot be used.
    """
    if spec == "minilm":
        from briefgen.parse.engines.minilm.engine import MiniLmEngine

        return MiniLmEngine()
    if spec.startswith("spacy:"):
        from briefgen.parse.engines.spacy_pipeline import load_pipeline

        return load_pipeline(spec.removeprefix("spacy:"))
    return _plug_in(spec)


def _plug_in(name: str) -> Engine:
    from briefgen.plugins import load

    made = load("briefgen.engines", name)
    engine = made() if isinstance(made, type) or not hasattr(made, "version") else made
    if not isinstance(engine, Engine):
        raise EngineError(f"engine plug-in {name!r}: {made!r} gives no engine (name, version, and a call with a text)")
    return engine
