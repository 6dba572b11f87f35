"""Texts with marked actors and what they do, written for the relation model: `training/texts`, `training/held_out`.

A text is a block of lines, parted from the next by an empty one. In an *item* each line is a sentence, followed by the
facts that it states, and at the end stands the part of every actor in the whole:

    [FIN Finland]'s envoy called at the Foreign Office in [SWE Stockholm] on Monday.
    [FIN He] asked for two divisions and was told that none could be spared.
    = FIN help_requested SWE
    = SWE help_refused FIN
    @ FIN belligerent
    @ SWE backer

Words that tell of a toll stand in braces, after its effect: `killing {killed 14 people}`; `{killed-part three}` is a
breakdown of a toll of the text, `{killed-past 96}` a toll of another event. A text in which no brace stands says
nothing of tolls, unless a line `{none}` closes it.

In a *passage* lines that open with `<` are context, of which nothing is said; the one line without a sign and the facts
below it are all there is. `[KEY words]` marks a phrase of the actor KEY; a line with `=` says who, a label of
`briefgen.parse.relations.inputs.LABELS`, toward whom (`-`: nobody named). All of it is invented, and nobody real is
made to say anything.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

from spacy.tokens import Token

from briefgen.parse.engines.minilm.tokens import english_tokenizer
from briefgen.parse.relations.inputs import LABELS, ROLES, TIES, TOLLS, Span, Window
from briefgen.terms import EFFECTS

FOLDER: Final = Path(__file__).parent / "texts"
HELD_OUT: Final = Path(__file__).parent / "held_out"
"""Texts of the same making as those of files of the same names in `FOLDER`: never trained on, but measured on."""
MARK: Final = re.compile(r"\[([A-Z0-9]+) ([^\[\]]+)\]")
NO_TOLLS: Final = "{none}"
_SIGN: Final = re.compile(r"\[(?P<key>[A-Z0-9]+) |\{(?P<toll>[a-z-]+) |(?P<end>[\]}])")
_BOTH_WAYS: Final = frozenset({"membership"})
_SMALL: Final = frozenset(
    ("the", "a", "an", "this", "that", "these", "those", "one", "both", "each", "some", "no", "another", "he", "she",
     "it", "they", "we", "i", "his", "her", "its", "their", "our", "my", "us", "him", "them", "who", "whose", "which")
)  # fmt: skip
_NEED_PARTNER: Final = frozenset({"membership", "help_requested", "help_granted", "help_refused"})


@dataclass(frozen=True, slots=True)
class Sentence:
    """Words without their signs, the marked phrases (key, start, end), the words of tolls (effect with its flags,
    start, end), and the facts (key, label, key or None).

    Where nothing is *told* the sentence is context, and may state more than its facts.
    """

    text: str
    marks: tuple[tuple[str, int, int], ...]
    tolls: tuple[tuple[frozenset[str], int, int], ...]
    told: bool
    facts: tuple[tuple[str, str, str | None], ...]


@dataclass(frozen=True, slots=True)
class Annotated:
    """The sentences of a text, the role of each key, or "none" (no roles in a passage); whether all tolls are told."""

    sentences: tuple[Sentence, ...]
    roles: dict[str, str]
    counted: bool


def blocks(path: Path) -> list[str]:
    """The blocks of a file."""
    return re.split(r"\n\s*\n", path.read_text(encoding="utf-8").strip())


def read_block(block: str, *, where: str) -> Annotated:
    """What stands in *block*; raises `ValueError` saying where and what is wrong with it.

    >>> read = read_block("[FRA Paris] condemned [MLI Mali].\\n= FRA condemns MLI\\n@ FRA commentator", where="here")
    >>> read.sentences[0].text, read.sentences[0].marks, read.sentences[0].facts, read.roles
    ('Paris condemned Mali.', (('FRA', 0, 5), ('MLI', 16, 20)), (('FRA', 'condemns', 'MLI'),), {'FRA': 'commentator'})
    """
    sentences, roles, keys, counted = list[Sentence](), dict[str, str](), set[str](), False
    for line in block.split("\n"):
        if line.startswith("=") and sentences:
            last = sentences[-1]
            sentences[-1] = replace(last, facts=(*last.facts, _fact(line, keys, where=where)))
        elif line.startswith("@"):
            key, role = _role(line, keys, where=where)
            roles[key] = role
        elif line == NO_TOLLS:
            counted = True
        else:
            sentences.append(_sentence(line, where=where))
            keys.update(key for key, _, _ in sentences[-1].marks)
    if not keys or not any(sentence.told for sentence in sentences):
        raise ValueError(f"{where}: no actor is marked, or nothing is told: {block[:60]!r}")
    return Annotated(tuple(sentences), roles, counted or any(sentence.tolls for sentence in sentences))


def _sentence(line: str, *, where: str) -> Sentence:
    told, line = not line.startswith("<"), line.removeprefix("<").strip()
    text, at, opened = "", 0, list[tuple[re.Match[str], int]]()
    marks, tolls = list[tuple[str, int, int]](), list[tuple[frozenset[str], int, int]]()
    for sign in _SIGN.finditer(line):
        text, at = text + line[at : sign.start()], sign.end()
        if sign["end"] is None:
            opened.append((sign, len(text)))
            continue
        if not opened or (sign["end"] == "}") != (opened[-1][0]["toll"] is not None):
            raise ValueError(f"{where}: a sign closes nothing: {line!r}")
        opening, start = opened.pop()
        if not text[start:].strip():
            raise ValueError(f"{where}: a sign with no words in it: {line!r}")
        if opening["toll"] is None:
            marks.append((opening["key"], start, len(text)))
        else:
            tolls.append((_toll(opening["toll"], where=where), start, len(text)))
    text += line[at:]
    if opened or {*text} & {*"[]{}"}:
        raise ValueError(f"{where}: a sign is never closed, or is none: {line!r}")
    return Sentence(text, tuple(marks), tuple(tolls), told, ())


def _toll(sign: str, *, where: str) -> frozenset[str]:
    effect, *flags = sign.split("-")
    if effect not in EFFECTS or not {*flags} <= {*TOLLS}.difference(EFFECTS):
        raise ValueError(f"{where}: {sign!r} is not an effect, with -part or -past after it where it is so")
    return frozenset((effect, *flags))


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
    """A window, the sentences that are labelled, the facts, the roles by number of the actor; the words [start, end) of
    tolls, with their effect and flags, where the labelled sentences say them all (*counted*); and *who* each word of a
    phrase stands for (None: nobody whom the window mentions)."""

    window: Window
    labelled: frozenset[int]
    facts: frozenset[Fact]
    roles: dict[int, str]
    tolls: tuple[tuple[frozenset[str], int, int], ...] = ()
    counted: bool = False
    who: Mapping[int, int | None] = field(default_factory=dict)

    def names(self, span: Span) -> bool:
        """Whether a phrase names its actor, and does not only stand for it ("it", "the ministry").

        A capital letter tells, but for that of a small word; a noun that opens a sentence counts as a name.
        """
        words = self.window.words[span.start : span.end]
        return any(word[:1].isupper() and (word == "US" or word.lower() not in _SMALL) for word in words)


def read_text(block: str, *, where: str) -> Text:
    """*block* as the model takes it; raises `ValueError` as `read_block` does."""
    read = read_block(block, where=where)
    keys = list(dict.fromkeys(key for sentence in read.sentences for key, _, _ in sentence.marks))
    words, opens, spans, facts = list[str](), list[int](), list[Span](), set[Fact]()
    tolls = list[tuple[frozenset[str], int, int]]()
    for number, sentence in enumerate(read.sentences):
        opens.append(len(words))
        tokens = [token for token in english_tokenizer()(sentence.text) if not token.is_space]
        spans += (Span(keys.index(key), *_words(tokens, a, b, len(words))) for key, a, b in sentence.marks)
        tolls += ((toll, *_words(tokens, a, b, len(words))) for toll, a, b in sentence.tolls)
        words += [token.text for token in tokens]
        for one, label, other in sentence.facts:
            facts.add((number, keys.index(one), label, None if other is None else keys.index(other)))
            if label in _BOTH_WAYS and other is not None:
                facts.add((number, keys.index(other), label, keys.index(one)))
    labelled = frozenset(number for number, sentence in enumerate(read.sentences) if sentence.told)
    roles = {keys.index(key): role for key, role in read.roles.items()}
    inner = sorted(spans, key=lambda span: span.start - span.end)  # the innermost phrase counts
    who: dict[int, int | None] = {word: span.actor for span in inner for word in range(span.start, span.end)}
    window = Window(words, opens, spans, len(keys))
    return Text(window, labelled, frozenset(facts), roles, tuple(tolls), read.counted, who)


def _words(tokens: Sequence[Token], start: int, end: int, base: int) -> tuple[int, int]:
    """The words [first, end) of characters [start, end), counted from *base*."""
    inside = [n for n, token in enumerate(tokens) if token.idx < end and token.idx + len(token) > start]
    return base + inside[0], base + inside[-1] + 1


def is_tie(label: str) -> bool:
    """Whether a label is an aspect of an alliance, and no act of one side.

    >>> is_tie("strain"), is_tie("condemns")
    (True, False)
    """
    return label in TIES
