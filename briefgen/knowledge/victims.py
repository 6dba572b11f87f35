"""Which group of people a toll counts, as a class word, so that reports on one group can be told from those on another.

The classes are those of `words/victims.toml`. A plain crowd ("people", "others", nothing said) is "people"; a single
named person is "person:SURNAME"; someone known only through another ("his wife") is "kin:WORDS"; the nationals of a
state among others ("three Tunisians") are "national:STATE".
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from briefgen.knowledge.loader import Knowledge

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_BREAKDOWN = re.compile(r"\b(?:including|among them|of whom|mostly|most of them)\b|[–—(]| - ")
_POSSESSIVES = frozenset({"his", "her", "their", "its", "my", "our"})
_KIN = frozenset(
    (
        "wife",
        "husband",
        "son",
        "sons",
        "daughter",
        "daughters",
        "mother",
        "father",
        "parents",
        "family",
        "brother",
        "sister",
        "cousin",
        "uncle",
        "aunt",
        "nephew",
        "niece",
        "grandmother",
        "grandfather",
        "fiancee",
        "friend",
        "friends",
        "colleague",
        "colleagues",
        "bodyguard",
        "driver",
    )
)
_PLAIN = frozenset(
    (
        "people",
        "person",
        "persons",
        "others",
        "other",
        "victims",
        "victim",
        "dead",
        "men",
        "man",
        "members",
        "member",
        "lives",
        "souls",
        "casualties",
        "deaths",
        "injured",
        "wounded",
        "killed",
        "at",
        "least",
        "more",
        "than",
        "about",
        "some",
        "several",
        "dozens",
        "scores",
        "hundreds",
        "thousands",
        "the",
        "a",
    )
)
ATTACKERS = "attackers"  # those who shot, bombed or stabbed: never the dead of their own attack
_LONGEST = 160


@dataclass(frozen=True)
class VictimClasses:
    """Reads victims' words; `rows` maps a word or two to (rank of its row, class)."""

    rows: Mapping[str, tuple[int, str]]
    hostile: frozenset[str]
    knowledge: Knowledge

    def of(self, words: str | None) -> str:
        """The class of *words*: "soldiers", "civilians", "person:Khashoggi", "people" where nothing finer is said."""
        if not words:
            return "people"
        tokens = _WORD.findall(_BREAKDOWN.split(words[:_LONGEST])[0])
        lower = [token.lower() for token in tokens]
        if lower and lower[0] in _POSSESSIVES and _KIN & set(lower):
            return "kin:" + " ".join(lower)
        found = [(place, *self.rows[words]) for place, words in _grams(lower) if words in self.rows]
        if found:
            return min(found)[2]
        return self._nationals(tokens) or _named(tokens, words) or "people"

    def is_hostile(self, words: str | None) -> bool:
        """Whether *words* name the victims as a side names its enemies: "terrorists", "invaders", "rebel fighters"."""
        return self.of(words) in self.hostile

    def _nationals(self, tokens: list[str]) -> str | None:
        for token in tokens:
            if token[0].isupper() and (row := self.knowledge.named(token)) and row.kind == "state":
                return f"national:{row.name}"
        return None


def victim_classes(knowledge: Knowledge) -> VictimClasses:
    """The classes of *knowledge*, made once.

    >>> from briefgen.knowledge import load_knowledge
    >>> classes = victim_classes(load_knowledge())
    >>> classes.of("about 50 of their soldiers"), classes.of("at least 12 people"), classes.of("his wife")
    ('soldiers', 'people', 'kin:his wife')
    """
    return _classes(knowledge)


@lru_cache(maxsize=4)
def _classes(knowledge: Knowledge) -> VictimClasses:
    rows: dict[str, tuple[int, str]] = {}
    hostile: set[str] = set()
    for rank, row in enumerate(knowledge.words("victims")):
        for word in row.words:
            rows.setdefault(word, (rank, row.cls))
        if row.attrs.get("hostile"):
            hostile.add(row.cls)
    return VictimClasses(rows=rows, hostile=frozenset(hostile), knowledge=knowledge)


def _grams(tokens: list[str]) -> list[tuple[int, str]]:
    """The words, one and two at a time, with their places: the first that is known decides."""
    pairs = [(place, f"{a} {b}") for place, (a, b) in enumerate(pairwise(tokens))]
    return [*enumerate(tokens), *pairs]


def _named(tokens: list[str], words: str) -> str | None:
    """A person's name: two or more capitalised words in a row, none of them an ordinary word of counting."""
    run = [token for token in tokens if token[0].isupper() and token.lower() not in _PLAIN]
    if len(run) >= 2 and not re.search(r"\d", words.split(",")[0]):
        return f"person:{run[-1]}"
    return f"person:{run[0]}" if len(run) == len(tokens) == 1 else None
