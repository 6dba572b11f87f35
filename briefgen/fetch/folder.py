"""Articles as files: FOLDER/DAY/NAME.html with the bytes as served, and NAME.meta.json beside it.

The metadata is written first: who reads the folder meanwhile meets no article without it. In it `url` and `outlet`
(where the user named one) overrule what the article says; what stands under `fallback` (the feed's title and date)
counts only where the article says nothing, as `briefgen.load` reads it.
"""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from html import escape
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from briefgen.deliver.files import write_file
from briefgen.errors import FetchError
from briefgen.fetch.items import Item, Origin
from briefgen.fetch.state import Unfinished
from briefgen.fetch.urls import clean_url
from briefgen.jobs import Fault, run
from briefgen.load import load
from briefgen.model import Article
from briefgen.parts import scratch_folder
from briefgen.settings import LoadSettings

_LONGEST_NAME = 80
_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Candidate:
    """Bytes that may become an article: whose they are, where they came from, and the headers that came with them."""

    body: bytes
    suffix: str
    origin: Origin
    url: str | None = None
    headers: Mapping[str, str] | None = None

    @property
    def sha256(self) -> str:
        """The hash of the bytes as served."""
        return hashlib.sha256(self.body).hexdigest()


def own_text(item: Item) -> Candidate | None:
    """The feed's own text of an item as a page, None where it has none."""
    if not item.content:
        return None
    title = escape(item.title or "")
    page = (
        f'<!DOCTYPE html>\n<html><head><meta charset="utf-8"><title>{title}</title></head>\n'
        f"<body><article>\n<h1>{title}</h1>\n<div>{item.content}</div>\n</article></body></html>\n"
    )
    return Candidate(page.encode("utf-8", "replace"), ".html", "feed", url=item.url)


def metadata(item: Item, candidate: Candidate, *, fetched: datetime) -> dict[str, Any]:
    """What stands in NAME.meta.json; what is not known is left out."""
    headers = candidate.headers or {}
    charset = re.search(r"charset\s*=\s*[\"']?([\w:.-]{2,40})", headers.get("content-type", ""), re.IGNORECASE)
    fallback = {"title": item.title, "published": item.published, "outlet": item.feed_title}
    values = {
        "url": clean_url(candidate.url) if candidate.url else None,
        "outlet": item.outlet,
        "fallback": {key: value for key, value in fallback.items() if value},
        "fetched": fetched.isoformat(),
        "origin": candidate.origin,
        "feed": item.source,
        "asked_url": item.url,
        "final_url": candidate.url,
        "content_type": headers.get("content-type"),
        "charset": charset[1] if charset else None,
        "etag": headers.get("etag"),
        "last_modified": headers.get("last-modified"),
        "bytes": len(candidate.body),
        "sha256": candidate.sha256,
    }
    return {key: value for key, value in values.items() if value not in (None, {})}


def read_back(candidate: Candidate, meta: Mapping[str, Any], *, place: Path) -> Article:
    """The article that `briefgen build` will read from *candidate*: no file is stored that it could not.

    It is tried in a hidden folder in *place*. Raises `FetchError` with the reader's reason.
    """
    with scratch_folder(place) as folder:
        path = folder / f"article{candidate.suffix}"
        path.write_bytes(candidate.body)
        path.with_suffix(".meta.json").write_bytes(_json(meta))
        result = next(iter(run(_load, [path], seconds=_SECONDS)))
    if isinstance(result, Fault):
        raise FetchError(result.reason, lasting=True)
    if isinstance(result, str):
        raise FetchError(result, lasting=True)
    return result


def place(item: Item, candidate: Candidate, *, day: str, title: str | None) -> str:
    """The path of an article in the folder, one of its own: "2026-03-01/talks-held-1f2e3d4c.html"."""
    mark = hashlib.sha256(item.key.encode("utf-8", "replace")).hexdigest()[:8]
    name = slug(item.title or title or _last_part(item.url)) or candidate.origin
    return f"{day}/{name}-{mark}{candidate.suffix}"


def write(folder: Path, path: str, *, body: bytes, meta: Mapping[str, Any]) -> None:
    """Write an article and its metadata, each whole or not at all. Raises `BriefgenError` where that fails."""
    target = folder / path
    write_file(_meta_path(target), _json(meta))
    write_file(target, body)


def is_whole(folder: Path, found: Unfinished) -> bool:
    """Whether a file that a killed run was to write is there; what there is of one that is not is taken away."""
    target = folder / found.path
    try:
        if hashlib.sha256(target.read_bytes()).hexdigest() == found.sha256 and _meta_path(target).is_file():
            return True
    except OSError:
        pass
    for path in (target, _meta_path(target)):
        path.unlink(missing_ok=True)
    if target.parent.is_dir():
        starts = tuple(f".{path.name}." for path in (target, _meta_path(target)))
        for part in [part for part in target.parent.iterdir() if part.name.startswith(starts)]:
            part.unlink(missing_ok=True)
    return False


def slug(text: str) -> str:
    """A title as a file name holds it on every system.

    >>> slug("Ceasefire «holds» near Dorn: 3rd day"), slug("Überfall auf Kraljevo"), slug("停戦")
    ('ceasefire-holds-near-dorn-3rd-day', 'uberfall-auf-kraljevo', '')
    """
    plain = unicodedata.normalize("NFKD", text[:500]).encode("ascii", "ignore").decode()
    words = re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")
    return words if len(words) <= _LONGEST_NAME else words[:_LONGEST_NAME].rpartition("-")[0] or words[:_LONGEST_NAME]


def _load(path: Path) -> Article | str:
    """The article of a file, or why there is none."""
    loaded = load([path], settings=LoadSettings())
    if loaded.articles:
        return loaded.articles[0]
    return loaded.skipped[0].reason if loaded.skipped else "no article in it"


def _last_part(url: str | None) -> str:
    parts = [part for part in unquote(urlsplit(url or "").path).split("/") if part]
    return parts[-1].partition(".")[0] if parts else ""


def _meta_path(target: Path) -> Path:
    return target.with_name(target.name.removesuffix(target.suffix) + ".meta.json")


def _json(meta: Mapping[str, Any]) -> bytes:
    return (json.dumps(meta, ensure_ascii=False, indent=1) + "\n").encode("utf-8", "replace")
