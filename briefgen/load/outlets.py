"""Telling an outlet's name from other names, by the table `knowledge/words/outlets.toml`."""

from __future__ import annotations

import re
import tomllib
from functools import lru_cache
from importlib.resources import files


def agency(name: str) -> str | None:
    """The agency that *name* credits, as written, where the table knows it.

    >>> agency("ARMENPRESS"), agency("Mali")
    ('ARMENPRESS', None)
    """
    cleaned = name.strip(" ,./")
    return cleaned if cleaned.casefold() in _table()["agencies"] else None


def sender(name: str | None) -> str | None:
    """A mail sender's display name where it reads like an outlet's.

    >>> sender("Valley News"), sender("Press Alerts"), sender("Jane Doe")
    ('Valley News', None, None)
    """
    words = set(re.findall(r"[\w-]+", (name or "").casefold()))
    table = _table()
    return name if words & table["sender_words"] and not words & table["not_sender_words"] else None


@lru_cache(maxsize=1)
def _table() -> dict[str, frozenset[str]]:
    text = files("briefgen.knowledge").joinpath("words/outlets.toml").read_text(encoding="utf-8")
    return {key: frozenset(value.casefold() for value in values) for key, values in tomllib.loads(text).items()}
