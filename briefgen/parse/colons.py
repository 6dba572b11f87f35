"""Attribution by a colon, as headlines and running tickers write it: "Peru: no troops will be sent"."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from briefgen.parse.carried import Scene
from briefgen.parsed import Mention, Speech

if TYPE_CHECKING:
    from spacy.tokens import Token

_LONGEST_NAME = 9  # tokens before the colon
_LONGEST_SAID = 80
_ACTING = frozenset({"actor", "institution", "person"})


def before_colons(scene: Scene) -> Iterator[Speech]:
    """A line that begins with nothing but who speaks, then a colon, then a clause to the end of the line.

    >>> # "German FM spokesman: there can be no military solution" -> the spokesman says the rest
    """
    for token in scene.doc:
        if token.text == ":":
            start, end = _line(token)
            speaker = _speaker(scene, start, token.i)
            if speaker is not None and _is_clause(scene, token.i + 1, end):
                yield Speech(token.i, "say", token.i + 1, end, speaker, (start, token.i))


def _line(token: Token) -> tuple[int, int]:
    """From the beginning of the line, or of a sentence on it, to the end of the line."""
    doc, start, end = token.doc, token.i, token.i + 1
    while start > 0 and token.i - start <= _LONGEST_NAME and not _ends(doc[start - 1]):
        start -= 1
    while end < len(doc) and end - token.i <= _LONGEST_SAID and not _breaks(doc[end]):
        end += 1
    return start, end


def _ends(token: Token) -> bool:
    return _breaks(token) or token.text in (".", "!", "?", ":", ";", "”", '"')


def _breaks(token: Token) -> bool:
    return token.is_space and "\n" in token.text


def _speaker(scene: Scene, start: int, colon: int) -> Mention | None:
    """The one mention that the words before the colon are; no verb may stand among them."""
    if not 0 < colon - start <= _LONGEST_NAME or any(t.pos_ in ("VERB", "AUX") for t in scene.doc[start:colon]):
        return None
    found = [m for i in range(start, colon) for m in scene.mentions.get(i, ()) if m.actors and m.head in _ACTING]
    last = [m for m in found if m.end == colon or m.root == colon - 1]
    return last[0] if last and not last[0].place else None


def _is_clause(scene: Scene, start: int, end: int) -> bool:
    return end - start > 2 and any(t.pos_ in ("VERB", "AUX") for t in scene.doc[start:end])
