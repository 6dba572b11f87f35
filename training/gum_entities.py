"""A layer of named entities out of GUM's markables.

GUM marks every nominal mention with its type, nested, in the MISC column (`Entity=(3-person-new-…`). Universal NER
marks names only, flat. The bridge: a person, organization or place whose head word is a proper noun is a name; titles
and determiners are cut off, the outermost name wins.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from training.corpus import Sentence

_KINDS: Final = {"person": "PER", "organization": "ORG", "place": "LOC"}
_EVENT: Final = re.compile(r"\((\d+)-(\w+)[^()]*(\))?|(\d+)\)")
_INNER: Final = frozenset({"of", "the", "and", "for", "'s", "’s", "-", "&", "de", "del", "la", "al"})
_LEADS: Final = frozenset({"compound", "flat", "amod", "nummod"})
_OFFICES: Final = frozenset(
    {"president", "minister", "secretary", "general", "king", "queen", "pope", "mom", "dad", "mr", "god"}
)
_TITLES: Final = frozenset({"nmod:desc", "det", "nummod"})


@dataclass(frozen=True)
class _Markable:
    start: int
    end: int
    kind: str


def name_layer(sentence: Sentence) -> list[str]:
    """BIO tags over PER, ORG, LOC for one sentence of GUM, from the `Entity` field of its MISC column."""
    tags = ["O"] * len(sentence.words)
    for markable in sorted(_markables(sentence.misc), key=lambda one: one.start - one.end):
        kind = _KINDS.get(markable.kind)
        span = _name_span(sentence, markable) if kind else None
        if span and all(tags[place] == "O" for place in range(*span)):
            for place in range(*span):
                tags[place] = f"{'B' if place == span[0] else 'I'}-{kind}"
    return tags


def _markables(misc: list[str]) -> list[_Markable]:
    found: list[_Markable] = []
    open_: list[tuple[str, str, int]] = []
    for place, fields in enumerate(misc):
        entity = next((part[7:] for part in fields.split("|") if part.startswith("Entity=")), "")
        for match in _EVENT.finditer(entity):
            if match[4] is None:
                open_.append((match[1], match[2], place))
            if match[3] or match[4]:
                number = match[4] or match[1]
                latest = next((one for one in reversed(open_) if one[0] == number), None)
                if latest:
                    open_.remove(latest)
                    found.append(_Markable(latest[2], place + 1, latest[1]))
    return found


def _name_span(sentence: Sentence, markable: _Markable) -> tuple[int, int] | None:
    heads, upos = sentence.heads or [], sentence.upos or []
    inside = range(markable.start, markable.end)
    head = next((place for place in inside if heads[place] - 1 not in inside), None)
    if head is None:
        return None
    if upos[head] == "NOUN" and markable.kind == "person":
        return _name_after_title(sentence, markable, head)
    if upos[head] != "PROPN" or (markable.kind == "person" and _is_no_person(sentence, head)):
        return None
    start, end = head, head + 1
    while start > markable.start and _leads_name(sentence, start - 1, head):
        start -= 1
    while end < markable.end and (_is_name(sentence, end) or sentence.words[end].lower() in _INNER):
        end += 1
    while end - start > 1 and not _is_name(sentence, end - 1):
        end -= 1
    while end - start > 1 and not _is_name(sentence, start):
        start += 1
    return (start, end) if start <= head < end else None


def _name_after_title(sentence: Sentence, markable: _Markable, head: int) -> tuple[int, int] | None:
    """In "Texas student Ahmed Mohamed" the noun is the head and the name hangs on it as flat."""
    heads, labels = sentence.heads or [], sentence.labels or []
    end = head + 1
    while end < markable.end and heads[end] - 1 == head and labels[end] == "flat" and _is_name(sentence, end):
        end += 1
    return (head + 1, end) if end > head + 1 else None


def _is_no_person(sentence: Sentence, head: int) -> bool:
    """Plural peoples ("Bangladeshis") and bare offices ("the President") are no names of a person."""
    return (sentence.xpos or [])[head] == "NNPS" or sentence.words[head].lower() in _OFFICES


def _leads_name(sentence: Sentence, place: int, head: int) -> bool:
    heads, labels = sentence.heads or [], sentence.labels or []
    if sentence.words[place] in {"-", "."}:
        return True
    return _is_name(sentence, place) and labels[place] in _LEADS and place < heads[place] - 1 <= head


def _is_name(sentence: Sentence, place: int) -> bool:
    xpos, labels = sentence.xpos or [], sentence.labels or []
    return xpos[place] in {"NNP", "NNPS"} and labels[place] not in _TITLES
