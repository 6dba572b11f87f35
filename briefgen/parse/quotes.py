"""Finds direct speech: spans between quotation marks, curly or straight, over sentences and paragraphs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_OPEN = frozenset("“„«")
_CLOSE = frozenset("”»")
_STRAIGHT = frozenset({'"', "''", "``"})
_LONGEST = 600


@dataclass(frozen=True, slots=True)
class Quote:
    """Tokens [start, end) between the marks, the marks left out. `open_ended`: the next paragraph continues it."""

    start: int
    end: int
    open_ended: bool = False


def find(doc: Doc) -> list[Quote]:
    """The quotations of *doc* in order. A mark that is never closed opens a quotation only when the next paragraph
    begins with a mark, as newspapers continue a quotation; else it is a stray.

    >>> # 'He said: “We saw it. We ran.” Then he left.' -> one quote over "We saw it. We ran."
    """
    quotes: list[Quote] = []
    opened: int | None = None
    for token in doc:
        if opened is not None and _ends_paragraph(token):
            if _next_opens(token):
                quotes.append(Quote(opened, token.i, open_ended=True))
            opened = None
        elif opened is None and _opens(token):
            opened = token.i + 1
        elif opened is not None and _closes(token):
            if token.i > opened:
                quotes.append(Quote(opened, token.i))
            opened = None
        elif opened is not None and token.i - opened > _LONGEST:
            opened = None
    return quotes


def _opens(token: Token) -> bool:
    if token.text in _OPEN:
        return True
    return token.text in _STRAIGHT and (not token.whitespace_ or token.i == 0 or token.text == "``")


def _closes(token: Token) -> bool:
    return token.text in _CLOSE or token.text in _STRAIGHT


def _ends_paragraph(token: Token) -> bool:
    return token.is_space and "\n" in token.text


def _next_opens(token: Token) -> bool:
    following = token.doc[token.i + 1 : token.i + 2].text
    return following in _OPEN or following in _STRAIGHT
