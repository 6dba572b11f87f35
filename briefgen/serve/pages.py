"""The pages as HTML, everything escaped, and their style: the colours and fonts of the briefs."""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache
from importlib.resources import files
from typing import Any
from urllib.parse import quote

from jinja2 import Environment, PackageLoader, StrictUndefined

from briefgen.model import BriefSource, Moment
from briefgen.render.fonts import font_css, used_faces
from briefgen.render.look import root_css
from briefgen.render.templates import find_template
from briefgen.render.text import clean
from briefgen.serve.facts import words
from briefgen.serve.review import MOST_QUOTES, STATES

_LETTERS = "eğКα"  # one of each of the bundled scripts that names in news are mostly written in


def page(name: str, **scope: Any) -> str:
    """The page *name* ("review") filled with *scope*."""
    return _environment().get_template(f"{name}.html.j2").render(**scope)


@lru_cache(maxsize=1)
def style() -> bytes:
    """The style sheet of all pages."""
    faces = used_faces(_LETTERS)
    own = files("briefgen.serve").joinpath("pages/review.css").read_text(encoding="utf-8")
    return "\n".join((font_css(faces), root_css(find_template("situation"), faces=faces, screen=True), own)).encode()


@lru_cache(maxsize=1)
def _environment() -> Environment:
    env = Environment(
        loader=PackageLoader("briefgen.serve", "pages"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    env.filters |= {"plain": clean, "moment": _moment, "source": _source, "link": _link, "part": quote}
    env.globals |= {"states": STATES, "most_quotes": MOST_QUOTES}
    return env


def _moment(value: Moment | None) -> str:
    if value is None:
        return "undated"
    return words().catalogue.moment(value.replace(second=0) if isinstance(value, datetime) else value)


def _source(source: BriefSource | None) -> str:
    """A source in a line: "[3] Meridian Wire, 14 September 2022"."""
    if source is None:
        return "no source of this brief"
    name = source.source.outlet or source.source.path
    return clean(f"[{source.number}] {name}, {_moment(source.source.published)}")


def _link(url: str | None) -> str:
    """*url* where it leads to the web, else nothing: no script, no file."""
    return url if url and url.startswith(("https://", "http://")) else ""
