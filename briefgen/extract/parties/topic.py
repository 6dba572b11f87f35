"""Whether an article is about armed conflict at all: how much of it is words of war, attack and arms."""

from __future__ import annotations

from functools import lru_cache

from briefgen.extract.parties.scope import party_words
from briefgen.knowledge import Knowledge
from briefgen.parsed import ParsedArticle, ParsedKey

_SHARE = 0.006  # of the words of the article
_MANY = 1500  # words from which on an article has room for what is aside
_LEAST = 150  # words by which the topic of an article can be told
_FEW = 30  # words from which on an item on armed conflict has a second word of it


def is_warlike(parsed: ParsedArticle, knowledge: Knowledge) -> bool:
    """Whether at least six of a thousand words are of class "warfare" in words/parties.toml or name an armed group.

    A brief item has too few words to tell: it is taken to be about what it is read for.
    """
    return _is_warlike(ParsedKey(parsed), knowledge)


def is_brief(parsed: ParsedArticle) -> bool:
    """Whether an item has too few words for its topic to be told."""
    return sum(token.is_alpha for token in parsed.doc) < _LEAST


def is_survey(parsed: ParsedArticle) -> bool:
    """Whether an article is so long that a clause on some state may stand in it in passing."""
    return sum(token.is_alpha for token in parsed.doc) >= _MANY


def hardly_warlike(parsed: ParsedArticle, knowledge: Knowledge) -> bool:
    """Whether a brief item has room for two words of war and does not have them: "a trade war"."""
    words, told = _told(ParsedKey(parsed), knowledge)
    return is_brief(parsed) and words >= _FEW and told <= 1


def _is_warlike(key: ParsedKey, knowledge: Knowledge) -> bool:
    words, told = _told(key, knowledge)
    return is_brief(key.parsed) or told >= _SHARE * words


@lru_cache(maxsize=2)
def _told(key: ParsedKey, knowledge: Knowledge) -> tuple[int, int]:
    """How many words an article has, and how many of them are of war or name an armed group."""
    words = party_words(knowledge)
    tokens = [token for token in key.parsed.doc if token.is_alpha]
    told = sum("warfare" in words.either(token) for token in tokens)
    groups = sum(mention.actors[0].kind == "armed_group" for mention in key.parsed.mentions if mention.actors)
    return len(tokens), told + groups
