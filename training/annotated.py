"""Texts with marked actors and what they do, written for the relation model: `training/texts`, `training/held_out`.

A text is a block of lines, parted from the next by an empty one. In an *item* each line is a sentence, followed by the
facts that it states, and at the end stands the part of every actor in the whole:

    [FIN Finland]'s envoy called at the Foreign Office in [SWE Stockholm] on Monday.
    [FIN He] asked for two divisions and was told that none could be spared.
    = FIN help_requested SWE
    = SWE help_refused FIN
    @ FIN belligerent
    @ SWE backer

In a *passage* lines that open with `<` are context, of which nothing is said; the one line without a sign and the facts
below it are all there is. `[KEY words]` marks a phrase of the actor KEY; a line with `=` says who, a label of
`briefgen.parse.relations.inputs.LABELS`, toward whom (`-`: nobody named). All of it is invented, and nobody real is
made to say anything.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from briefgen.parse.engines.minilm.tokens import english_tokenizer
from briefgen.parse.relations.inputs import LABELS, ROLES, TIES, Span, Window

FOLDER: Final = Path(__file__).parent / "texts"
HELD_OUT: Final = Path(__file__).parent / "held_out"
"""Texts of the same making as those of files of the same names in `FOLDER`: never trained on, but measured on."""
MARK: Final = re.compile(r"\[([A-Z0-9]+) ([^\[\]]+)\]")
_BOTH_WAYS: Final = frozenset({"membership"})
_NEED_PARTNER: Final = frozenset({"membership", "help_requested", "help_granted", "help_refused"})


@dataclass(frozen=True, slots=True)
class Sentence:
    """Words without their signs, the marked phrases (key, start, end), and the facts (key, label, key or None).

    Where nothing is *told* the sentence is context, and may state more than its facts.
    """

    text: str
    marks: tuple[tuple[str, int, int], ...]
    told: bool
    facts: tuple[tuple[str, str, str | None], ...]


@dataclass(frozen=True, slots=True)
class Annotated:
    """The sentences of a text, and the role of each key, or "none"; no roles in a passage."""

    sentences: tuple[Sentence, ...]
    roles: dict[str, str]


def blocks(path: Path) -> list[str]:
    """The blocks of a file."""
    return re.split(r"\n\s*\n", path.read_text(encoding="utf-8").strip())


def read_block(block: str, *, where: str) -> Annotated:
    """What stands in *block*; raises `ValueError` saying where and what is wrong with it.

    >>> read = read_block("[FRA Paris] condemned [MLI Mali].\\n= FRA condemns MLI\\n@ FRA commentator", where="here")
    >>> read.sentences[0].text, read.sentences[0].marks, read.sentences[0].facts, read.roles
    ('Paris condemned Mali.', (('FRA', 0, 5), ('MLI', 16, 20)), (('FRA', 'condemns', 'MLI'),), {'FRA': 'commentator'})
    """
    sentences, roles, keys = list[Sentence](), dict[str, str](), set[str]()
    for line in block.split("\n"):
        if line.startswith("=") and sentences:
            last = sentences[-1]
            sentences[-1] = replace(last, facts=(*last.facts, _fact(line, keys, where=where)))
        elif line.startswith("@"):
            key, role = _role(line, keys, where=where)
            roles[key] = role
        else:
            sentences.append(_sentence(line))
            keys.update(key for key, _, _ in sentences[-1].marks)
    if not keys or not any(sentence.told for sentence in sentences):
        raise ValueError(f"{where}: no actor is marked, or nothing is told: {block[:60]!r}")
    return Annotated(tuple(sentences), roles)


def _sentence(line: str) -> Sentence:
    told, line = not line.startswith("<"), line.removeprefix("<").strip()
    text, marks, at = "", list[tuple[str, int, int]](), 0
    for mark in MARK.finditer(line):
        text += line[at : mark.start()]
        marks.append((mark[1], len(text), len(text) + len(mark[2])))
        text, at = text + mark[2], mark.end()
    return Sentence(text + line[at:], tuple(marks), told, ())


def _fact(line: str, keys: Set[str], *, where: str) -> tuple[str, str, str | None]:
    row = line.removeprefix("=").split()
    if len(row) != 3 or row[1] not in LABELS or row[0] not in keys or row[2] not in {*keys, "-"} or row[0] == row[2]:
        raise ValueError(f"{where}: {line!r} is not `= KEY label KEY`, of keys marked before and a label known")
    if row[2] == "-" and row[1] in _NEED_PARTNER:
        raise ValueError(f"{where}: {line!r} wants the key of a partner")
    return row[0], row[1], None if row[2] == "-" else row[2]


def _role(line: str, keys: Set[str], *, where: str) -> tuple[str, str]:
    row = line.removeprefix("@").split()
    if len(row) != 2 or row[0] not in keys or row[1] not in ROLES:
        raise ValueError(f"{where}: {line!r} is not `@ KEY role`, of a key marked before and a role known")
    return row[0], row[1]


Fact = tuple[int, int, str, int | None]
"""Number of the sentence, of the actor, the label, number of the partner."""


@dataclass(frozen=True, slots=True)
class Text:
    """A window, the sentences that are labelled, the facts, and the roles by number of the actor."""

    window: Window
    labelled: frozenset[int]
    facts: frozenset[Fact]
    roles: dict[int, str]


def read_text(block: str, *, where: str) -> Text:
    """*block* as the model takes it; raises `ValueError` as `read_block` does."""
    read = read_block(block, where=where)
    keys = list(dict.fromkeys(key for sentence in read.sentences for key, _, _ in sentence.marks))
    words, opens, spans, facts = list[str](), list[int](), list[Span](), set[Fact]()
    for number, sentence in enumerate(read.sentences):
        opens.append(len(words))
        spans += _marked(sentence, words, keys)
        for one, label, other in sentence.facts:
            facts.add((number, keys.index(one), label, None if other is None else keys.index(other)))
            if label in _BOTH_WAYS and other is not None:
                facts.add((number, keys.index(other), label, keys.index(one)))
    labelled = frozenset(number for number, sentence in enumerate(read.sentences) if sentence.told)
    roles = {keys.index(key): role for key, role in read.roles.items()}
    return Text(Window(words, opens, spans, len(keys)), labelled, frozenset(facts), roles)


def _marked(sentence: Sentence, words: list[str], keys: Sequence[str]) -> Iterator[Span]:
    """Add the words of *sentence* to *words*; yield its marked phrases."""
    tokens = [token for token in english_tokenizer()(sentence.text) if not token.is_space]
    base = len(words)
    words += [token.text for token in tokens]
    for key, start, end in sentence.marks:
        inside = [n for n, token in enumerate(tokens) if token.idx < end and token.idx + len(token) > start]
        yield Span(keys.index(key), base + inside[0], base + inside[-1] + 1)


def is_tie(label: str) -> bool:
    """Whether a label is an aspect of an alliance, and no act of one side.

    >>> is_tie("strain"), is_tie("condemns")
    (True, False)
    """
    return label in TIES
