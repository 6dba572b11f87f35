"""The pages of a web archive: an index by date, a page a year, a feed, and a search that needs no server.

The pages work from a disk as from a server, and without a script except for the search. They load nothing from
elsewhere and run no script but their own; what a brief says enters them escaped, and the search only as text.
Same shelf, same bytes.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from html import escape
from itertools import groupby
from typing import Any

from jinja2 import Environment, TemplateError

from briefgen.delivery import Shelved
from briefgen.errors import RenderError
from briefgen.model import Param
from briefgen.render.build import wording_for
from briefgen.render.fonts import font_css, used_faces
from briefgen.render.look import own_faces, root_css
from briefgen.render.templates import Template, builtin_folder, environment, find_template
from briefgen.render.wording import Wording
from briefgen.settings import RenderSettings

RECENT = 30  # briefs on the index and in the feed; the rest is a year's page away
PAGE_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; font-src data:; img-src data:; base-uri 'none'; "
    "form-action 'none'"
)
BRIEF_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; font-src data:; img-src data:; base-uri 'none'; form-action 'none'"
)
_BODY = re.compile(rb'<body\b[^>]*>(?:\s*<a class="skip"[^>]*>[^<]*</a>)?')  # the way past a head comes first in a page
_HEAD = re.compile(rb'<meta charset="[^"]*">')
_NO_ICON = '<link rel="icon" href="data:,">'  # so that no browser asks the server for one
_FRAME = "max-width:62rem;margin:0 auto;padding:.9rem 1.5rem 0;font-size:.875rem"


@dataclass(frozen=True)
class WebSite:
    """Makes the pages of an archive in one language and look: a `Site`."""

    template: Template
    wording: Wording

    def pages(self, shelf: Sequence[Shelved], *, title: str, base_url: str | None) -> Iterator[tuple[str, bytes]]:
        """(path, content) of the style, the scripts, the feed, the years and, last, the index.

        Raises `RenderError` when a template fails.
        """
        newest = sorted(shelf, key=lambda one: (one.card.instant, one.card.slug), reverse=True)
        title = title or self._label("archive.title")
        env = self._environment()
        pages = dict(self._html(env, newest, title=title, feed=bool(base_url)))
        yield "assets/archive.css", self._css("".join(pages.values())).encode()
        yield "assets/search.js", (builtin_folder() / "archive" / "search.js").read_bytes()
        yield "assets/briefs.js", _search_data(newest).encode()
        if base_url:
            scope = {"shelf": newest[:RECENT], "title": title, "base": base_url, "updated": _latest(newest)}
            yield "feed.xml", self._render(env, "feed.xml.j2", **scope).encode()
        for path, page in pages.items():
            yield path, page.encode()

    def frame(self, page: bytes) -> bytes:
        """The HTML of a brief with a line that leads to the archive, and a policy that lets it load and run nothing."""
        policy = f'<meta http-equiv="Content-Security-Policy" content="{BRIEF_POLICY}">\n{_NO_ICON}'.encode()
        words = escape(self._label("archive.all"))
        place = escape(self._label("archive.place"))
        line = f'<nav aria-label="{place}" style="{_FRAME}"><a href="../../index.html">{words}</a></nav>'.encode()
        page = _HEAD.sub(lambda head: head[0] + b"\n" + policy, page, count=1)
        return _BODY.sub(lambda body: body[0] + b"\n" + line, page, count=1)

    def _html(
        self, env: Environment, newest: Sequence[Shelved], *, title: str, feed: bool
    ) -> Iterator[tuple[str, str]]:
        """The years, then the index."""
        years = {year: list(group) for year, group in groupby(newest, key=lambda one: one.card.instant.year)}
        counts = {year: len(group) for year, group in years.items()}
        scope: dict[str, Any] = {"title": title, "feed": feed, "years": counts, "policy": PAGE_POLICY}
        for year, group in years.items():
            months = self._months(group)
            yield f"years/{year}.html", self._render(env, "page.html.j2", root="../", year=year, months=months, **scope)
        first, rest = newest[:1], newest[1:RECENT]
        months = self._months(rest)
        page = self._render(env, "page.html.j2", root="", year=None, months=months, latest=first, **scope)
        yield "index.html", page

    def _months(self, shelf: Sequence[Shelved]) -> list[tuple[str, list[Shelved]]]:
        catalogue = self.wording.catalogue
        grouped = groupby(shelf, key=lambda one: catalogue.month(one.card.instant))
        return [(month, list(group)) for month, group in grouped]

    def _environment(self) -> Environment:
        env = environment(self.template, autoescape=True)
        env.filters["instant"] = _rfc3339
        env.globals |= {"t": self._label, "language": self.wording.catalogue.language}
        return env

    def _render(self, env: Environment, name: str, **scope: Any) -> str:
        try:
            return env.get_template(f"archive/{name}").render({"latest": [], **scope})
        except (TemplateError, KeyError, TypeError, RecursionError) as error:
            raise RenderError(f"template {self.template.name}: archive/{name}: {error}") from error

    def _label(self, id: str, **params: Param) -> str:
        return self.template.wording.get(id) or self.wording.label(id, **params)

    def _css(self, text: str) -> str:
        """The fonts that *text* needs, the colours of the template, and the style of the archive."""
        faces = used_faces(text)
        style = (builtin_folder() / "archive" / "archive.css").read_text(encoding="utf-8")
        root = root_css(self.template, faces=faces, screen=True)
        return "\n".join((own_faces(self.template) + font_css(faces), root, style))


def site_of(*, template: str, settings: RenderSettings) -> WebSite:
    """What makes the pages of an archive in the look of *template* and the language of *settings*."""
    return WebSite(find_template(template), wording_for(settings))


def _search_data(newest: Sequence[Shelved]) -> str:
    """What the search goes through, as a script, since a page on a disk may load no other data.

    `<` is written as an escape, so that no text can end the script; letters beyond ASCII likewise.
    """
    rows = [
        {
            "page": f"briefs/{one.card.slug}/index.html",
            "when": one.card.when,
            "title": one.card.title,
            "lines": [line for line in (one.card.bottom_line, *one.card.points, *one.card.lines) if line],
            "words": " ".join(one.card.words),
        }
        for one in newest
    ]
    data = json.dumps(rows, separators=(",", ":")).replace("<", "\\u003c")
    return f'"use strict";\nwindow.briefgenBriefs = {data};\n'


def _latest(shelf: Sequence[Shelved]) -> datetime:
    return max((one.updated for one in shelf), default=datetime(1970, 1, 1, tzinfo=UTC))


def _rfc3339(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
