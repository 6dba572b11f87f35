"""States put in the place of others in a marked text, so that the model learns words and no names.

"[RUS Moscow] armed [SYR Damascus]" becomes "[RUS Lima] armed [SYR Oslo]": a name for a name, an adjective for an
adjective, a capital for a capital, by the table of states.
"""

from __future__ import annotations

import csv
import random
import re
from functools import lru_cache
from pathlib import Path
from typing import Final

import briefgen.knowledge
from training.annotated import MARK

_KINDS: Final = ("names", "adjectives", "people", "capitals")


@lru_cache(maxsize=1)
def _forms() -> tuple[dict[str, tuple[str, str]], dict[str, dict[str, str]]]:
    """Form to (state, kind), and state to kind to its first form, for states that have all kinds."""
    states: dict[str, dict[str, list[str]]] = {}
    table = (Path(briefgen.knowledge.__file__).parent / "states.csv").read_text(encoding="utf-8")
    for row in csv.DictReader(table.splitlines()):
        if row["sort"] == "state":
            states[row["id"]] = {
                "names": [row["name"], *row["other_names"].split("|"), *row["acronyms"].split("|")],
                **{kind: row[kind].split("|") for kind in _KINDS[1:]},
            }
    known: dict[str, tuple[str, str]] = {}
    for state, forms in states.items():
        for kind in _KINDS:
            for form in forms[kind]:
                if form:
                    known.setdefault(form, (state, kind))
    whole = {
        state: {kind: next(f for f in forms[kind] if f) for kind in _KINDS}
        for state, forms in states.items()
        if all(any(forms[kind]) for kind in _KINDS)
    }
    return known, whole


def exchanged(block: str, dice: random.Random, *, share: float) -> str:
    """*block* with about that *share* of its states exchanged for others that it does not name."""
    known, whole = _forms()
    keys = dict.fromkeys(mark[1] for mark in MARK.finditer(block))
    said = {key: [mark[2] for mark in MARK.finditer(block) if mark[1] == key] for key in keys}
    taken = {known[form][0] for form in known if form in block}
    into: dict[str, str] = {}
    for key, phrases in said.items():
        named = {known[form][0] for phrase in phrases for form in _inside(phrase, known)}
        if len(named) == 1 and named <= whole.keys() and dice.random() < share:
            new = dice.choice([state for state in whole if state not in taken])
            taken.add(new)
            into[key] = new
    return MARK.sub(lambda mark: _put(mark, into, known, whole), block) if into else block


def _inside(phrase: str, known: dict[str, tuple[str, str]]) -> list[str]:
    words = phrase.split(" ")
    spans = [" ".join(words[a:b]) for a in range(len(words)) for b in range(a + 1, min(a + 4, len(words)) + 1)]
    return [span for span in spans if span in known]


def _put(
    mark: re.Match[str],
    into: dict[str, str],
    known: dict[str, tuple[str, str]],
    whole: dict[str, dict[str, str]],
) -> str:
    key, phrase = mark[1], mark[2]
    if key in into:
        for form in sorted(_inside(phrase, known), key=len, reverse=True):
            phrase = phrase.replace(form, whole[into[key]][known[form][1]])
            break
    return f"[{key} {phrase}]"
