"""The word list of the alliance rules (knowledge/words/alliances.toml) as a lookup from tokens to classes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from spacy.tokens import Token

from briefgen.extract.syntax import case_of
from briefgen.knowledge import Knowledge
from briefgen.knowledge.inflection import forms
from briefgen.knowledge.types import Word

_POS = {"PROPN": "NOUN", "AUX": "VERB", "ADP": "VERB"}  # "backs" is at times taken for a preposition


@dataclass(frozen=True, slots=True)
class AllianceWords:
    """Rows by inflected form and part of speech."""

    rows: Mapping[tuple[str, str], tuple[Word, ...]]

    def classes(self, token: Token) -> frozenset[str]:
        """The classes that *token* may belong to, by form and part of speech alone."""
        return frozenset(row.cls for row in self.rows.get((token.lower_, _POS.get(token.pos_, token.pos_)), ()))

    def row(self, token: Token, cls: str) -> Word | None:
        """The row of *cls* that *token* meets by form, part of speech, particle and needed companions, or None."""
        for row in self.rows.get((token.lower_, _POS.get(token.pos_, token.pos_)), ()):
            if row.cls == cls and _is_complete(token, row):
                return row
        return None

    def has(self, token: Token, cls: str) -> bool:
        """Whether *token* is a word of *cls*."""
        return self.row(token, cls) is not None

    def any(self, tokens: Iterable[Token], cls: str) -> bool:
        """Whether one of *tokens* is a word of *cls*."""
        return any(self.has(token, cls) for token in tokens)


@lru_cache(maxsize=4)
def alliance_words(knowledge: Knowledge) -> AllianceWords:
    """The table as the rules read it; made once for a table."""
    rows: dict[tuple[str, str], list[Word]] = {}
    for row in knowledge.words("alliances"):
        for pos in row.pos.split():
            for form in sorted({form for word in row.words for form in (word, *forms(word, pos))}):
                rows.setdefault((form, pos), []).append(row)
    return AllianceWords(rows={key: tuple(found) for key, found in rows.items()})


def _is_complete(token: Token, row: Word) -> bool:
    particles = row.attrs.get("particles")
    if isinstance(particles, tuple) and not _particles(token) & set(particles):
        return False
    needs = row.attrs.get("needs")
    if isinstance(needs, tuple) and not {child.lower_ for child in token.children} & set(needs):
        return False
    wanted = row.attrs.get("needs_object")
    objects = {child.lemma_.lower() for child in token.children if child.dep_ == "obj"}
    return not isinstance(wanted, tuple) or bool(objects & set(wanted))


def _particles(token: Token) -> set[str]:
    """Such as "down" of "turned down", "tied down in Ukraine", "on" of "called on Algeria"."""
    own = {child.lower_ for child in token.children if child.dep_ in ("compound:prt", "advmod", "case")}
    return own | {case_of(child) for child in token.children if child.dep_.startswith("obl")}
