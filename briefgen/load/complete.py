"""From a reader's record to an `Article`: what the format did not say is read from the text, the URL, the file name."""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from briefgen.errors import LoadError
from briefgen.load.dateline import (
    copyright_year,
    credit,
    day_line,
    find_dateline,
    headline,
    masthead,
    strip_datelines,
)
from briefgen.load.fields import clean_text, record_fields
from briefgen.load.moments import Moment, in_name, in_url, read_moment
from briefgen.load.plain import too_long
from briefgen.load.record import RawFile, Record
from briefgen.model import Article, Source

_GUESS_FROM = 40
_FEW_CHARS = "only {n} characters of text, fewer than the {least} of load.min_text_chars: no article?"


def complete(record: Record, file: RawFile, *, stem: str, reader: str) -> Article:
    """The article of *record*; *stem* (the path without suffix) is its id where the record has none.

    Order of trust: `X.meta.json`, the format's own metadata, what stands under `fallback` in `X.meta.json`, labelled
    lines and dateline, the URL, the file name (but not of a file that was fetched: it is named by the day of that). An
    article that was fetched and says nothing of its time takes the day of that, as an assumed date: it would be of
    today in every brief to come.
    Raises `LoadError` where the text is too short or too long to be an article.
    """
    _from_meta(record, file.meta)
    named = None if "fetched" in file.meta else in_name(stem)
    text = record.text if record.verbatim else clean_text(_with_title(record))
    if record.verbatim and record.title is None:
        record.title = headline(text)
    _refuse_size(text, file)
    published = record.published or in_url(record.url)
    known = published or named
    dateline = find_dateline(text, year=known.year if known else copyright_year(text))
    head, head_day = masthead(text)
    published = published or day_line(text) or (dateline.day if dateline else None) or head_day or named
    fetched = read_moment(file.meta.get("fetched")) if published is None else None
    source = Source(
        path=file.path,
        outlet=record.outlet
        or (dateline.outlet if dateline else None)
        or credit(text)
        or head
        or record.fallback_outlet,
        url=record.url,
        published=_whole_zone(published) or (fetched.date() if isinstance(fetched, datetime) else fetched),
        date_assumed=fetched is not None,
        language=_language(record.language) or guess_language(text),
        sha256_file=file.sha256,
        sha256_text=hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest(),
        reader=reader,
    )
    return Article(id=safe_id(record.id) or stem, title=record.title, text=text, source=source)


def distinct(articles: Iterable[Article]) -> list[Article]:
    """The same articles with ids of their own: those that collide get the first of their sha256, "a-1f2e3d4c"."""
    articles = list(articles)
    for digest in ("sha256_text", "sha256_file", None):
        groups: dict[str, list[int]] = defaultdict(list)
        for position, article in enumerate(articles):
            groups[article.id.casefold()].append(position)  # ids become file names, and not every disk tells A from a
        for positions in groups.values():
            for number, position in enumerate(positions if len(positions) > 1 else (), 1):
                article = articles[position]
                mark = getattr(article.source, digest)[:8] if digest else str(number)
                articles[position] = article.model_copy(update={"id": f"{article.id}-{mark}"})
    return articles


def safe_id(raw: str | None) -> str | None:
    """A record's id as a file name may hold it: letters, digits, dot, dash and underscore, 120 characters.

    >>> safe_id("urn:news/2022 09"), safe_id("../../etc/passwd"), safe_id(None)
    ('urn-news-2022-09', 'etc-passwd', None)
    """
    cleaned = re.sub(r"[^\w.-]+", "-", (raw or "")[:300]).strip("-._")
    cleaned = re.sub(r"\.{2,}", ".", cleaned)
    return re.sub(r"-[.-]+", "-", cleaned)[:120] or None


def guess_language(text: str) -> str | None:
    """The language of *text* as an ISO 639-1 code, None where there is too little text to tell.

    Datelines are left out first: place names mislead the guess.
    """
    sample = strip_datelines(text)
    if len(sample.split()) < 8 or len(sample) < _GUESS_FROM:
        return None
    from py3langid import classify

    return str(classify(sample)[0])


def _from_meta(record: Record, meta: Mapping[str, Any]) -> None:
    """Let `X.meta.json` overrule what the file says, and its `fallback` fill what the file leaves open.

    A null there is no statement. An outlet to fall back on (a feed's title) is trusted less than a dateline's.
    """
    given = record_fields(meta)
    spare = record_fields(meta["fallback"]) if isinstance(meta.get("fallback"), Mapping) else Record(text="")
    for name in ("id", "title", "outlet", "url", "published", "language"):
        if getattr(given, name) is not None:
            setattr(record, name, getattr(given, name))
    for name in ("title", "url", "published", "language"):
        if getattr(record, name) is None:
            setattr(record, name, getattr(spare, name))
    record.fallback_outlet = record.fallback_outlet or spare.outlet


def _with_title(record: Record) -> str:
    """Title, blank line, body; the body alone where it begins with the title or carries it among its first lines."""
    text = record.text.strip("\n")
    title = record.title
    if not title:
        record.title = headline(text)
        return text
    wanted = _folded(title)
    opening = [_folded(line) for line in text[:3000].split("\n") if line.strip()][:6]
    if not wanted or wanted in opening or _folded(text[: 2 * len(title) + 20]).startswith(wanted):
        return text
    return f"{title}\n\n{text}"


def _folded(text: str) -> str:
    """For comparing headlines: letters and digits alone, in lower case."""
    return "".join(char for char in text.casefold() if char.isalnum())


def _refuse_size(text: str, file: RawFile) -> None:
    size = len("".join(text.split())) if len(text) < 10_000 else len(text)
    if size < file.settings.min_text_chars:
        least = file.settings.min_text_chars
        raise LoadError(_FEW_CHARS.format(n=size, least=least) if size else "empty: white space only")
    if len(text) > file.settings.max_text_chars:
        raise LoadError(too_long(f"{len(text):,} characters", file.settings.max_text_chars))


def _whole_zone(moment: Moment | None) -> Moment | None:
    """A zone as a plain offset of whole minutes, which is what ISO 8601 can write."""
    if isinstance(moment, datetime) and (moment.utcoffset() is None or moment.utcoffset().total_seconds() % 60):  # type: ignore[union-attr]
        return moment.date()
    return moment


def _language(declared: str | None) -> str | None:
    """A declared language as a two or three letter code.

    >>> _language("en-GB"), _language("English"), _language("x-default")
    ('en', 'en', None)
    """
    code = re.split(r"[-_;, ]", (declared or "").strip().lower(), maxsplit=1)[0]
    if re.fullmatch(r"[a-z]{2,3}", code):
        return code if code not in ("und", "mul", "zxx") else None
    from babel import Locale

    names = {str(name).lower(): key for key, name in Locale("en").languages.items() if re.fullmatch(r"[a-z]{2,3}", key)}
    return names.get(code)
