"""Which sense of a name that is also something else ("Georgia", "Jordan"), by the company that the text keeps."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import cast

from briefgen.knowledge.types import Word
from briefgen.parse.names import Hit
from briefgen.parse.scene import Scene


def sensible(hits: Iterable[Hit], *, text: str, scene: Scene) -> list[Hit]:
    """*hits* without the names that the text uses for something else.

    A row of ambiguous.toml lists words for and against the actor; more of either decides, else the row's default.
    """
    verdict: dict[str, bool] = {}
    kept = []
    for hit in hits:
        word = text[hit.start : hit.end]
        row = scene.lexicon.ambiguous.get(word)
        if row is not None and word not in verdict:
            verdict[word] = _means_actor(row, text)
        if verdict.get(word, True):
            kept.append(hit)
    return kept


def _means_actor(row: Word, text: str) -> bool:
    speaks_for, speaks_against = (_count(row, key, text) for key in ("actor", "other"))
    if speaks_for == speaks_against:
        return row.attrs.get("default", "actor") == "actor"
    return speaks_for > speaks_against


def _count(row: Word, key: str, text: str) -> int:
    words = cast("tuple[str, ...]", row.attrs.get(key, ()))
    return sum(1 for word in words if re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text))
