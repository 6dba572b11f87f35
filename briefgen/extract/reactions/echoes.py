"""Who does as another did: "Kuwait followed suit", "Rwanda did likewise", "as did Bolivia", "echoed the call"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Token

from briefgen.extract import syntax
from briefgen.extract.bodies import actors, acts
from briefgen.extract.cues import Lexicon
from briefgen.extract.frames import holds
from briefgen.parsed import Mention, ParsedArticle

_LIKE = frozenset({"likewise", "similarly", "same", "too"})  # "did so" may be of one's own act
_AS = frozenset({"as", "so"})
_REPEATED = frozenset({"call", "appeal", "warning", "condemnation", "sentiment", "plea", "demand", "criticism", "view"})


@dataclass(frozen=True, slots=True)
class Echo:
    """Who does the same, and the verb that says so."""

    token: Token
    mentions: tuple[Mention, ...]


def echoes(parsed: ParsedArticle, lexicon: Lexicon) -> Iterator[Echo]:
    """The echoes of an article, in order of the text; of what, is for the caller to say: of the last act before."""
    for token in parsed.doc:
        if not _repeats(token) or syntax.modality(token) not in ("real", "future"):
            continue
        found = [m for m in actors(parsed, _doer(token), lexicon=lexicon) if acts(parsed, m)]
        if found:
            yield Echo(token, tuple(found))


def _doer(token: Token) -> Token | None:
    """The subject; after "so did" the name that follows, however a parser hangs it."""
    after = token.doc[token.i + 1] if token.i + 1 < len(token.doc) else None
    inverted = token.i > 0 and token.nbor(-1).lower_ in _AS and token.lemma_ == "do"
    return after if inverted and after is not None and after.pos_ == "PROPN" else syntax.subject(token)


def _repeats(token: Token) -> bool:
    """True for a verb that says only that the same is done."""
    if token.lemma_ == "follow":
        return any(c.lower_ == "suit" for c in syntax.objects(token))
    if token.lemma_ in ("echo", "repeat", "second"):
        return holds(syntax.objects(token), _REPEATED)
    if token.lemma_ == "say":
        return any(c.lower_ in ("same", "likewise") and c.i > token.i for c in syntax.children(token, "obj", "advmod"))
    if token.lemma_ != "do" or token.tag_ == "VB":
        return False
    if token.i > 0 and token.nbor(-1).lower_ in _AS:
        return _doer(token) is not None
    return any(c.lower_ in _LIKE for c in syntax.children(token, "advmod", "obj"))
