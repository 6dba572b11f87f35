"""Words to word pieces and case classes, the input of the embedded model.

The vocabulary is BERT's uncased one, so a word is lower-cased and stripped of accents before it is looked up, and
what the lower-casing loses comes back as one of eight case classes that are embedded beside the pieces. Training and
engine share this module: what the model saw is what it sees.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Final

MAX_PIECES: Final = 8
"""Pieces kept of one word; the rest of a longer word is not looked at."""

PAD, UNK, CLS, SEP, MASK = "[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"

CASE_CLASSES: Final = ("lower", "title", "caps", "capital", "mixed", "digit", "punct", "special")
_CASE_ID: Final = {name: number for number, name in enumerate(CASE_CLASSES)}
SPECIAL_CASE: Final = _CASE_ID["special"]

_ASCII: Final = str.maketrans(
    {
        "‘": "'", "’": "'", "‚": "'", "‛": "'", "`": "'", "´": "'", "“": '"', "”": '"', "„": '"', "‟": '"', "«": '"',
        "»": '"',
        "–": "-", "—": "-", "―": "-", "‐": "-", "‑": "-", "‒": "-", "−": "-", "…": "...",
    }
)  # fmt: skip
_LONGEST: Final = 64


class WordPieces:
    """BERT's greedy longest-match word pieces for single words.

    >>> pieces = WordPieces({"[UNK]": 0, "shell": 1, "##ing": 2, "'": 3, "s": 4})
    >>> pieces("Shelling"), pieces("’s"), pieces("qq")
    ((1, 2), (3, 4), (0,))
    """

    def __init__(self, vocabulary: Mapping[str, int]) -> None:
        """Take the ids of all pieces; `[UNK]` must be one of them."""
        self._ids = vocabulary
        self._unknown = vocabulary[UNK]
        self._cached = lru_cache(maxsize=50_000)(self._look_up)

    def __call__(self, word: str) -> tuple[int, ...]:
        """Return the ids of the pieces of `word`, at least one and at most `MAX_PIECES`."""
        return self._cached(word[:_LONGEST])

    def _look_up(self, word: str) -> tuple[int, ...]:
        found: list[int] = []
        for part in _split_punctuation(plain_form(word)):
            found += self._greedy(part)
            if len(found) >= MAX_PIECES:
                break
        return tuple(found[:MAX_PIECES]) or (self._unknown,)

    def _greedy(self, part: str) -> list[int]:
        found: list[int] = []
        start = 0
        while start < len(part):
            for end in range(len(part), start, -1):
                piece = part[start:end] if start == 0 else "##" + part[start:end]
                if piece in self._ids:
                    found.append(self._ids[piece])
                    start = end
                    break
            else:
                return [self._unknown]
        return found


def plain_form(word: str) -> str:
    """Lower-case, straighten quotes and dashes, and drop accents and control characters.

    >>> plain_form("Azərbaycan’s"), plain_form("São"), plain_form("…")
    ("azərbaycan's", 'sao', '...')
    """
    decomposed = unicodedata.normalize("NFD", word.translate(_ASCII).lower())
    return "".join(char for char in decomposed if unicodedata.category(char) not in {"Mn", "Cc", "Cf"})


@lru_cache(maxsize=50_000)
def case_class(word: str) -> int:
    """Number of the case class of `word`, an index into `CASE_CLASSES`.

    >>> [CASE_CLASSES[case_class(word)] for word in ("war", "Iran", "NATO", "A", "McCain", "1,200", "--")]
    ['lower', 'title', 'caps', 'capital', 'mixed', 'digit', 'punct']
    """
    letters = [char for char in word if char.isalpha()]
    if not letters:
        return _CASE_ID["digit" if any(char.isdigit() for char in word) else "punct"]
    upper = [char.isupper() for char in letters]
    if not any(upper):
        return _CASE_ID["lower"]
    if len(letters) == 1:
        return _CASE_ID["capital"]
    if all(upper):
        return _CASE_ID["caps"]
    return _CASE_ID["title" if upper[0] and not any(upper[1:]) else "mixed"]


def read_vocabulary(lines: Sequence[str]) -> dict[str, int]:
    """Ids of the pieces of a vocabulary file: the line number is the id."""
    return {line.rstrip("\n"): number for number, line in enumerate(lines)}


def _split_punctuation(text: str) -> list[str]:
    parts: list[str] = []
    glue = False
    for char in text:
        if not char.isalnum() and not unicodedata.category(char).startswith("M"):
            if not char.isspace():
                parts.append(char)
            glue = False
        elif glue:
            parts[-1] += char
        else:
            parts.append(char)
            glue = True
    return parts
