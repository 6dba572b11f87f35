"""Self-written sentences of news constructions, drawn from the annotated grammar in `news.grammar`.

The grammar holds constructions that the treebanks are short of: titles before names, appositions, late attribution,
tolls
with coordination and gapping, headlines, datelines. Every sentence drawn comes with its tree and its names.
"""

from __future__ import annotations

import random
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from training.corpus import Document, Sentence

GRAMMAR: Final = Path(__file__).with_name("news.grammar")
_RULE: Final = re.compile(r"([A-Z0-9]+)(?::([A-Z]+))? = (.*)")
_UPOS: Final = {
    "NN": "NOUN", "NNS": "NOUN", "NNP": "PROPN", "NNPS": "PROPN", "JJ": "ADJ", "JJR": "ADJ", "JJS": "ADJ", "RB": "ADV",
    "MD": "AUX", "IN": "ADP", "TO": "PART", "DT": "DET", "PRP": "PRON", "PRP$": "PRON", "WDT": "PRON", "CC": "CCONJ",
    "CD": "NUM", "POS": "PART", "RP": "ADP", "HYPH": "PUNCT",
}  # fmt: skip
_AUXILIARY: Final = frozenset({"aux", "aux:pass", "cop"})


@dataclass(frozen=True)
class Item:
    """A word or a reference in an alternative: `head` names another item of the same alternative, "" for the head
    itself."""

    name: str
    xpos: str
    label: str
    head: str


@dataclass(frozen=True)
class Rule:
    """Alternatives of one rule, and the kind of name that it spells, if any."""

    entity: str
    alternatives: tuple[tuple[Item, ...], ...]


@dataclass
class _Word:
    form: str
    xpos: str
    label: str
    head: int | None
    entity: str = "O"


def news_documents(count: int = 3_000, *, seed: int = 1) -> list[Document]:
    """`count` sentences in documents of a headline, a dateline and a few paragraphs, the same for the same seed."""
    grammar, dice = read_grammar(GRAMMAR.read_text(encoding="utf-8")), random.Random(seed)
    documents: list[Document] = []
    made = 0
    while made < count:
        kinds = (
            ["HEADLINE"] * (dice.random() < 0.6)
            + ["DATELINE"] * (dice.random() < 0.4)
            + ["SENTENCE"] * dice.randint(1, 6)
        )
        documents.append([draw(kind, grammar, dice) for kind in kinds])
        made += len(kinds)
    return documents


def read_grammar(text: str) -> dict[str, Rule]:
    """Rules by name; the format is told at the head of the grammar file.

    Raises `ValueError` for a line that cannot be read, and for a head or a reference that is not there.
    """
    joined = re.sub(r"\n\|", " |", text)
    grammar: dict[str, Rule] = {}
    for line in joined.splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        match = _RULE.fullmatch(line.strip())
        if not match:
            raise ValueError(f"news grammar: cannot read {line[:60]!r}")
        alternatives = tuple(tuple(map(_item, alternative.split())) for alternative in match[3].split(" | "))
        grammar[match[1]] = Rule(match[2] or "", alternatives)
    for name, rule in grammar.items():
        for alternative in rule.alternatives:
            _check(name, alternative, grammar)
    return grammar


def draw(name: str, grammar: Mapping[str, Rule], dice: random.Random) -> Sentence:
    """One sentence of the rule `name`, its first letter a capital, with trees and entities and without lemmas."""
    words = _without_doubled_marks(_expand(name, grammar, dice))
    words[0].form = words[0].form[:1].upper() + words[0].form[1:]
    root = next(place for place, word in enumerate(words) if word.head is None)
    words[root].label = "root"
    return Sentence(
        words=[word.form for word in words],
        spaces=[True] * len(words),
        upos=[_upos(word) for word in words],
        xpos=[word.xpos for word in words],
        heads=[0 if word.head is None else word.head + 1 for word in words],
        labels=[word.label for word in words],
        entities=[word.entity for word in words],
        paragraph=True,
        name="news",
    )


def _item(text: str) -> Item:
    if text.startswith("@"):
        name, label, head = ([*text.split("/", 2), "", ""])[:3]
        return Item(name, "", label, head)
    if text.startswith("/"):
        raise ValueError(f"news grammar: a word without a form in {text!r}")
    name, xpos, label, head = ([*text.split("/", 3), "", "", ""])[:4]
    return Item(name, xpos, label, head)


def _check(name: str, alternative: Sequence[Item], grammar: Mapping[str, Rule]) -> None:
    names = [item.name for item in alternative]
    if len(set(names)) != len([name for name in names if not _is_mark(name)]) + len(
        {name for name in names if _is_mark(name)}
    ):
        raise ValueError(f"news grammar: {name} has two items of one name: {' '.join(names)}")
    for item in alternative:
        if item.head and item.head not in names:
            raise ValueError(f"news grammar: {name}: {item.name} hangs on {item.head}, which is not there")
        if item.name.startswith("@") and _rule_name(item.name) not in grammar:
            raise ValueError(f"news grammar: {name}: no rule for {item.name}")
    if sum(not item.head for item in alternative) != 1:
        raise ValueError(f"news grammar: {name} needs one head: {' '.join(names)}")


def _is_mark(name: str) -> bool:
    """Commas, articles and other words that nothing hangs on may stand twice."""
    return name.lower() in {
        ",",
        '"',
        ".",
        "-",
        "the",
        "a",
        "an",
        "in",
        "on",
        "of",
        "by",
        "were",
        "was",
        "and",
        "to",
        "'s",
        "its",
    }


def _rule_name(reference: str) -> str:
    return reference[1:].split("~")[0]


def _expand(name: str, grammar: Mapping[str, Rule], dice: random.Random) -> list[_Word]:
    rule = grammar[name]
    alternative = dice.choice(rule.alternatives)
    words: list[_Word] = []
    tops: dict[str, int] = {}
    hanging: list[tuple[int, Item]] = []
    for item in alternative:
        if item.name.startswith("@"):
            part = _expand(_rule_name(item.name), grammar, dice)
        else:
            part = [_Word(item.name.split("~")[0], item.xpos, "", None)]
        offset = len(words)
        top = offset + next(place for place, word in enumerate(part) if word.head is None)
        for word in part:
            word.head = None if word.head is None else word.head + offset
        words += part
        tops[item.name] = top
        hanging.append((top, item))
    for top, item in hanging:
        words[top].label, words[top].head = item.label, tops[item.head] if item.head else None
    if rule.entity:
        for place, word in enumerate(words):
            word.entity = f"{'I' if place else 'B'}-{rule.entity}"
    return words


def _without_doubled_marks(words: list[_Word]) -> list[_Word]:
    """Drop the comma that closes an apposition where another mark follows; nothing hangs on it."""
    marks = {",", ".", ";"}
    kept = [
        place
        for place, word in enumerate(words)
        if not (word.form == "," and place + 1 < len(words) and words[place + 1].form in marks)
    ]
    moved = {place: number for number, place in enumerate(kept)}
    for place in kept:
        head = words[place].head
        words[place].head = None if head is None else moved[head]
    return [words[place] for place in kept]


def _upos(word: _Word) -> str:
    if word.xpos.startswith("VB"):
        return "AUX" if word.label in _AUXILIARY else "VERB"
    if word.xpos in {"NNP", "NNPS"} and word.label == "amod":
        return "ADJ"
    if word.xpos == "IN" and word.label == "mark":
        return "SCONJ"
    if word.form in {"n't", "not"}:
        return "PART"
    return _UPOS.get(word.xpos, "PUNCT")
