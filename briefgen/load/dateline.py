"""What a text says about itself: dateline, header lines, a headline, the credit at its end.

Nothing here changes a text; it only reads the places where newspapers and agencies put such things: the first lines,
the start of a paragraph ("KABUL, Nov. 11 (Reuters) — …"), and a line of its own at the end ("Source: Krone").
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from briefgen.load.moments import WRITTEN, YEAR, Moment, in_words, read_moment
from briefgen.load.outlets import agency, sender

_WORD = r"[A-ZÀ-ÖØ-Þ][\w'’.-]{0,24}"
_CAPS = r"[A-ZÀ-ÖØ-Þ][A-ZÀ-ÖØ-Þ'’.-]{1,24}"
_PLACE = rf"(?P<place>{_CAPS}(?:[ /]{_CAPS}){{0,4}}|{_WORD}(?:[ /]{_WORD}){{0,3}})"
_REGION = rf"(?:, {_WORD}(?: {_WORD}){{0,2}}(?=[ ,(—–:-]))?"
_WHEN = rf"(?:[,.]? ?(?P<when>(?i:{WRITTEN})))?"
_AGENCY = (
    r"(?:[.,]? ?(?:\((?P<paren>[A-Z][\w .,&/'’-]{1,40})\)|/(?P<slash>[A-Z][\w .-]{1,24})/)"
    r"|, (?P<bare>[A-Z][\w-]{2,24}))?"
)
_END = r"(?P<end>\.? ?(?:—|–|―|--|-) |(?<=[)/])\.? ?(?:—|–|―|--|-)|\. (?=[A-Z“\"‘(])|: (?=[A-Z“\"‘(])|$)"
_DATELINE = re.compile(rf"{_PLACE}{_REGION}{_WHEN}{_AGENCY}{_END}")
_BARE_AGENCY = re.compile(r"\((?P<paren>[A-Z][\w .&'’-]{1,30})\) ?(?:(?:—|–|--|-) ?)?(?=[A-Z“\"‘])")
_LABEL = re.compile(
    r"(?P<label>title|headline|date|published|published on|publication date|pubdate|source|outlet|publication|"
    r"publisher|newspaper|agency|url|link|language|author|by|byline|quelle)[ \t]{0,3}:[ \t]*(?P<value>.{0,300})",
    re.IGNORECASE,
)
_FIELDS = {
    "title": "title", "headline": "title", "date": "published", "published": "published", "published on": "published",
    "publication date": "published", "pubdate": "published", "source": "outlet", "outlet": "outlet",
    "publication": "outlet", "publisher": "outlet", "newspaper": "outlet", "agency": "outlet", "quelle": "outlet",
    "url": "url", "link": "url", "language": "language",
}  # fmt: skip
_CREDIT = re.compile(r"(?:source|quelle|via)[ \t]{0,3}:[ \t]*(?P<value>[^\n]{2,60})", re.IGNORECASE)
_DAY_LINE = re.compile(
    rf"(?:(?:published|posted|first published|issued)(?: on| at)?:? *)?(?:[a-z]{{3,6}}day,? *)?"
    rf"(?P<when>{WRITTEN}|{YEAR}-\d\d-\d\d)"
    r"(?:[ ,|·•-]{1,3}(?:at )?\d{1,2}[:.]\d\d.{0,20})?",
    re.IGNORECASE,
)
_COPYRIGHT_YEAR = re.compile(rf"(?:copyright|©|\(c\)) ?(?:©|\(c\))? ?({YEAR})", re.IGNORECASE)
_NAME = re.compile(r"(?:The )?[A-Z][\w'’.-]{1,20}(?: (?:of|the|[A-Z][\w'’.-]{1,20})){1,4}")
_IMAGE_BANKS = frozenset({"getty images", "shutterstock", "istock", "unsplash", "wikimedia commons", "depositphotos"})
_HEAD_CHARS = 4000
_HEAD_LINES = 12


@dataclass(frozen=True, slots=True)
class Dateline:
    """The start of a story: agency and day where given, and how many characters it takes."""

    outlet: str | None
    day: date | None
    length: int


def read_dateline(paragraph: str, *, year: int | None = None) -> Dateline | None:
    """The dateline at the start of *paragraph*, None where there is none.

    A place alone needs capitals or a dash, and an agency or a day stands for itself. *year* completes "Nov. 11".

    >>> read_dateline("KABUL, Nov. 11 (Reuters) — A blast shook the city.", year=2016)
    Dateline(outlet='Reuters', day=datetime.date(2016, 11, 11), length=27)
    >>> read_dateline("Geneva, 14 September 2022 – The committee visited prisoners.").day
    datetime.date(2022, 9, 14)
    >>> read_dateline("Smith: We saw it - twice.") is None
    True
    """
    head = paragraph[:160]
    if (match := _BARE_AGENCY.match(head)) and agency(match["paren"]):
        return Dateline(outlet=match["paren"], day=None, length=match.end())
    match = _DATELINE.match(head)
    if match is None or not _stands(match):
        return None
    outlet, when = _credited(match), match["when"]
    return Dateline(outlet=outlet, day=in_words(when, year=year) if when else None, length=match.end())


def find_dateline(text: str, *, year: int | None = None) -> Dateline | None:
    """The first dateline among the text's first paragraphs."""
    return next(
        (found for _, line in _head(text) if (found := read_dateline(line, year=year)) is not None),
        None,
    )


def header_fields(text: str) -> dict[str, str]:
    """Labelled lines among the first twelve ("Date: 14 September 2022"), by field; a blank one is left out.

    Only a run of labels before the first long paragraph counts, so that "Source: …" in the story is none.

    >>> header_fields("Shells hit village\\n\\nDate:\\nSource: Valley Post\\n\\nThe shelling began at dawn.")
    {'outlet': 'Valley Post'}
    """
    fields: dict[str, str] = {}
    for _, line in _head(text):
        if len(line) > 300:
            break
        match = _LABEL.fullmatch(line)
        name = _FIELDS.get(match["label"].lower()) if match else None
        if match and name and match["value"].strip():
            fields.setdefault(name, match["value"].strip())
    return fields


def day_line(text: str, *, year: int | None = None) -> Moment | None:
    """A line among the first that holds a date and nothing else ("Published: 14 September 2022, 06:12")."""
    for _, line in _head(text):
        match = _DAY_LINE.fullmatch(line[:100]) if len(line) <= 100 else None
        if match:
            return read_moment(match["when"]) or in_words(match["when"], year=year)
    return None


def masthead(text: str) -> tuple[str | None, date | None]:
    """Outlet and day of a line near the top that names both ("Hill Gazette, Dorn, 3 May 2021").

    >>> masthead("Four die at Dorn\\n\\nHill Gazette, Dorn, 3 May 2021\\n\\nThe guards fired.")
    ('Hill Gazette', datetime.date(2021, 5, 3))
    """
    for _, line in _head(text):
        name, *rest = re.split(r" ?[,|·•–—] ", line) if len(line) < 90 else [""]
        day = in_words(line) if rest else None
        if day and _NAME.fullmatch(name) and sender(name):
            return name, day
    return None, None


def credit(text: str) -> str | None:
    """The outlet of the last line that reads "Source: X", None where it names an image bank or a sentence.

    >>> credit("The truce held.\\n\\nSource: Krone\\n\\nLEAVE A REPLY"), credit("The truce held.")
    ('Krone', None)
    """
    for line in reversed(text[-20_000:].splitlines()):
        match = _CREDIT.fullmatch(line.strip()) if len(line) < 90 else None
        if match:
            value = match["value"].strip(" .")
            return value if value and value.lower() not in _IMAGE_BANKS and ". " not in value else None
    return None


def headline(text: str) -> str | None:
    """The first line, when it looks like a headline: short, more follows, and no sentence, label or dateline.

    >>> headline("Shells hit border village\\n\\nThe shelling began at dawn, officials said.")
    'Shells hit border village'
    >>> headline("The shelling began at dawn.\\n\\nIt went on.") is None
    True
    """
    lines = _head(text)
    first = next(lines, None)
    if first is None or len(first[1]) > 180 or next(lines, None) is None:
        return None
    line = first[1].lstrip("# ").strip()
    if len(line) < 8 or len(line.split()) < 2 or (line.endswith((".", ",", ";", ":")) and not line.endswith("...")):
        return None
    if _LABEL.fullmatch(line) or _DAY_LINE.fullmatch(line) or read_dateline(line) or line[0] in "([<{*-•":
        return None
    return line if len(text) > 2 * len(line) else None


def copyright_year(text: str) -> int | None:
    """The year of a copyright line at the text's end, a last help to date a dateline without one."""
    years = _COPYRIGHT_YEAR.findall(text[-3000:])
    return int(years[-1]) if years else None


def strip_datelines(text: str) -> str:
    """The text without its dateline, for guessing its language: place names mislead the guess."""
    return "\n".join(
        line[found.length :] if (found := read_dateline(line)) else line for line in text[:_HEAD_CHARS].splitlines()
    )


def _head(text: str) -> Iterator[tuple[int, str]]:
    count = 0
    for line in text[:_HEAD_CHARS].splitlines():
        if stripped := line.strip():
            yield count, stripped
            count += 1
            if count == _HEAD_LINES:
                return


def _stands(match: re.Match[str]) -> bool:
    """Whether what looks like a dateline has enough of one: a dash after capitals, or a day, or a known agency."""
    capitals = match["place"] == match["place"].upper() and len(match["place"]) > 2
    known = agency(match["paren"] or match["slash"] or match["bare"] or "") is not None
    if match["bare"] and not known:
        return False
    if match["end"].strip() in ("", ":", "."):
        return bool(match["when"]) and (known or capitals)
    return capitals or bool(match["when"]) or known


def _credited(match: re.Match[str]) -> str | None:
    """The agency in the brackets; an unknown one only after a place in capitals with a day, else it may be a region."""
    name = match["paren"] or match["slash"] or match["bare"]
    if name is None or agency(name):
        return agency(name) if name else None
    printed = match["when"] and match["place"] == match["place"].upper() and not re.search(r"\d", name)
    return name.strip(" ,.") if printed else None
