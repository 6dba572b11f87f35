"""A set of words written as one text, for the short closed lists that a rule keeps beside itself."""

from __future__ import annotations


def wordset(text: str) -> frozenset[str]:
    """The words of *text*, whatever white space stands between them.

    >>> sorted(wordset("north south"))
    ['north', 'south']
    """
    return frozenset(text.split())
