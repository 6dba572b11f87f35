"""Fixed wording by language: English from `messages/en.toml`, other languages from gettext catalogues beside it.

`messages/en.toml` holds every sentence and label by id; `messages/LANG.po` translates it, the id as `msgctxt` and the
English as `msgid`, so that ordinary gettext tools work. Numbers, dates and lists follow the locale (CLDR, by Babel).
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache
from importlib.resources import files
from typing import Any

from babel import Locale
from babel.core import UnknownLocaleError
from babel.dates import format_date, format_time
from babel.lists import format_list
from babel.messages.pofile import read_po
from babel.numbers import format_decimal

from briefgen.errors import RenderError

SOURCE_LANGUAGE = "en"


@dataclass(frozen=True)
class Catalogue:
    """The wording of one language: `texts` by id (a choice is "id#value"), and how its locale writes things."""

    language: str
    locale: Locale
    texts: Mapping[str, str]
    tables: Mapping[str, Any] = field(default_factory=dict)

    def text(self, id: str) -> str | None:
        """The wording of *id*, or None where the table has none."""
        return self.texts.get(id)

    def number(self, value: int) -> str:
        """12345 as "12,345"."""
        return str(format_decimal(value, locale=self.locale))

    def listing(self, items: Sequence[str]) -> str:
        """("A", "B", "C") as "A, B and C"."""
        text = str(format_list(list(items), locale=self.locale)) if items else ""
        return text.replace(", and ", " and ") if self.language == "en" else text

    def day(self, value: date, *, year: bool = True) -> str:
        """2022-09-14 as "14 September 2022"."""
        return str(format_date(value, self.texts["format.day" if year else "format.day_no_year"], locale=self.locale))

    def short_day(self, value: date) -> str:
        """2022-09-14 as "14 Sept"."""
        return str(format_date(value, self.texts["format.short_day"], locale=self.locale))

    def month(self, value: date) -> str:
        """2022-09-14 as "September 2022"."""
        return str(format_date(value, "LLLL y", locale=self.locale))

    def moment(self, value: date | datetime) -> str:
        """A day, with its time and zone where it has one: "14 September 2022, 06:00 UTC"."""
        if not isinstance(value, datetime):
            return self.day(value)
        clock = format_time(value, "HH:mm", locale=self.locale)
        zone = value.tzname() or ""
        return f"{self.day(value.date())}, {clock} {zone}".rstrip()


@lru_cache(maxsize=8)
def load_catalogue(language: str) -> Catalogue:
    """The catalogue of *language* ("en", "de", "de_AT"); a missing translation falls back to English.

    Raises `RenderError` naming the languages there are.
    """
    folder = files("briefgen.render").joinpath("messages")
    english = tomllib.loads(folder.joinpath("en.toml").read_text(encoding="utf-8"))
    texts = dict(flatten(english["messages"]))
    base = language.replace("-", "_").split("_")[0].lower()
    if base != SOURCE_LANGUAGE:
        path = folder.joinpath(f"{base}.po")
        if not path.is_file():
            there = sorted({f.name.partition(".")[0] for f in folder.iterdir() if f.name.endswith((".po", ".toml"))})
            raise RenderError(f"no wording in the language {language!r}; there is: {', '.join(there)}")
        with path.open("rb") as file:
            entries = {m.context: m.string for m in read_po(file) if m.id and m.context and m.string}
        texts |= {str(id): str(text) for id, text in entries.items()}
    try:
        locale = Locale.parse(language.replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        locale = Locale.parse(base)
    if base == "en" and not locale.territory:
        locale = Locale.parse("en_GB")
    tables = {key: value for key, value in english.items() if key != "messages"}
    return Catalogue(language=base, locale=locale, texts=texts, tables=tables)


def flatten(table: Mapping[str, Any], prefix: str = "") -> list[tuple[str, str]]:
    """Ids and texts of a nested table.

    >>> flatten({"section": {"gaps": "Gaps"}, "effect": {"killed": "killed"}})
    [('section.gaps', 'Gaps'), ('effect.killed', 'killed')]
    """
    found: list[tuple[str, str]] = []
    for key, value in table.items():
        id = f"{prefix}.{key}" if prefix else key
        found += flatten(value, id) if isinstance(value, Mapping) else [(id, str(value))]
    return found
