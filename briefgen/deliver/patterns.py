"""Patterns in settings, such as a subject "{title}, as of {as_of}": known names only, filled from a brief's card."""

from __future__ import annotations

from string import Formatter
from typing import Annotated

from pydantic import AfterValidator

from briefgen.delivery import Card

NAMES = ("title", "as_of", "number", "bottom_line", "handling", "profile", "slug")


def checked(pattern: str) -> str:
    """*pattern* itself. Raises `ValueError` for a name that is not known, and for anything but plain names.

    >>> checked("{title.__class__}")
    Traceback (most recent call last):
    ...
    ValueError: '{title.__class__}' is no name; there is {title}, {as_of}, {number}, {bottom_line}, {handling}, \
{profile}, {slug}
    """
    for _, name, form, conversion in Formatter().parse(pattern):
        if name is not None and (name not in NAMES or form or conversion):
            raise ValueError(f"'{{{name}}}' is no name; there is {', '.join(f'{{{one}}}' for one in NAMES)}")
    return one_line(pattern)


def one_line(text: str) -> str:
    """*text* itself. Raises `ValueError` where a control character could end a header and begin another."""
    if any(not character.isprintable() for character in text):
        raise ValueError("line ends and control characters are not allowed here")
    return text


Pattern = Annotated[str, AfterValidator(checked)]
OneLine = Annotated[str, AfterValidator(one_line)]


def fill(pattern: str, card: Card) -> str:
    """*pattern* filled from *card*; what a brief does not have is empty, and what that leaves dangling is dropped.

    >>> from datetime import UTC, datetime
    >>> when = datetime(2022, 9, 14, tzinfo=UTC)
    >>> card = Card(slug="2022-09-14", title="Border", when="14 September 2022", instant=when)
    >>> fill("{title}, as of {as_of} no. {number}", card)
    'Border, as of 14 September 2022 no.'
    """
    values = {
        "title": card.title,
        "as_of": card.when,
        "number": "" if card.number is None else str(card.number),
        "bottom_line": card.bottom_line,
        "handling": card.handling,
        "profile": card.profile,
        "slug": card.slug,
    }
    return " ".join(pattern.format_map(values).split())
