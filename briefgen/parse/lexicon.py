"""The word lists that linking reads, turned once into sets and dictionaries keyed by lower-case phrase."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from briefgen.knowledge import Knowledge
from briefgen.knowledge.inflection import forms
from briefgen.knowledge.types import Word


@dataclass(frozen=True)
class Lexicon:
    """Classes of words by phrase, all lower case.

    `heads` maps a head phrase ("border guard") to its class, `modifiers` are words that make a force not the state's,
    `apart` words behind a name that make it another name ("Times"), `sites` those that stand where the name says
    ("University"), `accords` nouns of treaties and talks ("agreements"),
    `offices` maps an office ("prime minister") to its class, `descriptions` maps a definite description to its rows,
    `locative` maps a class of locative.toml to its words, `ambiguous` a name (case kept) to its row, `kin` a people or
    creed to the ids of groups that it may stand for, `office_states` an office that one state alone has to that state,
    `office_among` an office that few states have to their names.
    """

    heads: Mapping[str, str]
    modifiers: frozenset[str]
    apart: frozenset[str]
    accords: frozenset[str]
    sites: frozenset[str]
    state_heads: frozenset[str]
    group_heads: frozenset[str]
    body_words: frozenset[str]
    state_army: frozenset[str]
    offices: Mapping[str, str]
    descriptions: Mapping[str, tuple[Word, ...]]
    locative: Mapping[str, frozenset[str]]
    ambiguous: Mapping[str, Word]
    kin: Mapping[str, tuple[str, ...]]
    office_states: Mapping[str, str]
    office_among: Mapping[str, frozenset[str]]

    def head_class(self, words: list[str]) -> str | None:
        """The class of the longest phrase of `heads` at the end of *words*, or None.

        >>> from briefgen.knowledge import load_knowledge
        >>> lexicon(load_knowledge()).head_class(["ethiopian", "border", "guard"])
        'forces'
        """
        for length in range(min(3, len(words)), 0, -1):
            found = self.heads.get(" ".join(words[-length:]))
            if found:
                return found
        return None

    def is_in(self, word: str, cls: str) -> bool:
        """Whether *word* (lower case; a verb in any form) stands in class *cls* of locative.toml."""
        return word in self.locative.get(cls, ())


HEAD_CLASSES = ("forces", "institution", "people", "rebels", "ethnic")


@lru_cache(maxsize=8)
def lexicon(knowledge: Knowledge) -> Lexicon:
    """The lexicon of *knowledge*, built once."""
    heads = _by_class(knowledge.words("heads"))
    locative = _by_class(knowledge.words("locative"))
    descriptions: dict[str, list[Word]] = {}
    for row in knowledge.words("descriptions"):
        for word in row.words:
            descriptions.setdefault(word.lower(), []).append(row)
    return Lexicon(
        heads={word: cls for cls in reversed(HEAD_CLASSES) for word in heads.get(cls, ())},
        modifiers=heads.get("rebel_modifier", frozenset()),
        apart=heads.get("apart", frozenset()) | heads.get("site", frozenset()),
        accords=_inflected(heads.get("accord", frozenset()), pos="NOUN"),
        sites=heads.get("site", frozenset()),
        state_heads=heads.get("state_head", frozenset()),
        group_heads=heads.get("group_head", frozenset()),
        body_words=heads.get("body_word", frozenset()),
        state_army=heads.get("state_army", frozenset()),
        offices={word.lower(): row.cls for row in knowledge.words("offices") for word in row.words},
        descriptions={word: tuple(rows) for word, rows in descriptions.items()},
        locative={cls: _inflected(words) if cls.endswith("_verb") else words for cls, words in locative.items()},
        ambiguous={word: row for row in knowledge.words("ambiguous") for word in row.words},
        office_states={
            word: str(row.attrs["state"])
            for row in knowledge.words("offices")
            for word in row.words
            if "state" in row.attrs
        },
        office_among={
            word: frozenset(_names(row.attrs["among"]))
            for row in knowledge.words("offices")
            for word in row.words
            if "among" in row.attrs
        },
        kin={word.lower(): _groups(row) for row in knowledge.words("kin") for word in row.words},
    )


def _by_class(rows: tuple[Word, ...]) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for row in rows:
        found.setdefault(row.cls, set()).update(word.lower() for word in row.words)
    return {cls: frozenset(words) for cls, words in found.items()}


def _inflected(words: frozenset[str], *, pos: str = "VERB") -> frozenset[str]:
    """Words in all their forms, so that a match does not hang on the engine's lemma."""
    return frozenset(form for word in words for form in forms(word, pos))


def _groups(row: Word) -> tuple[str, ...]:
    return _names(row.attrs.get("groups", ()))


def _names(value: object) -> tuple[str, ...]:
    return value if isinstance(value, tuple) else ()
