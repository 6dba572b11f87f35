"""What the readings of a statement share: auxiliaries of what is to come, membership in a "stand:" word set."""

from __future__ import annotations

from spacy.tokens import Token

from briefgen.extract.cues import Lexicon
from briefgen.extract.frames import holds

INTENDED = frozenset({"will", "'ll", "’ll", "would", "'d", "’d", "shall"})
COMING = INTENDED | frozenset({"could", "might", "may", "can"})
OUGHT = frozenset({"must", "should", "need", "ought"})


def has_aux(token: Token, words: frozenset[str]) -> bool:
    """True where an auxiliary of *token* is one of *words*."""
    return any(c.dep_ == "aux" and (c.lemma_ in words or c.lower_ in words) for c in token.children)


def is_of(token: Token, name: str, lexicon: Lexicon) -> bool:
    """True where *token* is one of the words of the set "stand:*name*"."""
    return holds([token], words_of(name, lexicon))


def words_of(name: str, lexicon: Lexicon) -> frozenset[str]:
    """The words of the set "stand:*name*"; none where the list has no such set."""
    return lexicon.content.get(f"stand:{name}", frozenset())
