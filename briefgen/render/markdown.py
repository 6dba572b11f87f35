"""Markdown that reads well raw: tables, footnotes as citations, no raw HTML, every word of an article escaped."""

from __future__ import annotations

import re
from typing import Any

from markupsafe import Markup

from briefgen.errors import RenderError
from briefgen.model import Param
from briefgen.render.citations import Quote
from briefgen.render.templates import Template, environment
from briefgen.render.text import clean
from briefgen.render.view import BriefView
from briefgen.render.wording import Wording

_SPECIAL = re.compile(r"[\\`*\[\]<>|~]|(?<![^\W_])_|_(?![^\W_])|&(?=#?\w+;)|!(?=\[)")
_LEADING = re.compile(r"^(\d{1,9})([.)])(?=\s|$)|^([-+#=])")


def render_markdown(view: BriefView, *, template: Template, wording: Wording) -> str:
    """The brief as Markdown. Raises `RenderError` when the template fails."""
    from jinja2 import TemplateError

    def t(id: str, **params: Param) -> str:
        return template.wording.get(id) or wording.label(id, **params)

    used: dict[str, None] = {}

    def cites(quotes: tuple[Quote, ...]) -> Markup:
        labels = [view.citations.label(quote) for quote in quotes]
        used.update(dict.fromkeys(labels))
        return Markup("".join(f"[^{label}]" for label in labels))  # noqa: S704 - digits and letters

    env = environment(template, autoescape=True, finalize=_finalize)
    env.filters |= {"words": clean, "url": _url, "capitalise": lambda text: text[:1].upper() + text[1:]}
    scope = {
        "brief": view,
        "t": t,
        "cites": cites,
        "label": view.citations.label,
        "used": used,
        "order": template.sections,
    }
    try:
        text = env.get_template(str(template.files["md"])).render(scope)
    except (TemplateError, KeyError, TypeError, RecursionError) as error:
        raise RenderError(f"template {template.name}: {error}") from error
    return re.sub(r"\n{3,}", "\n\n", text).strip() + "\n"


def escape(text: str) -> str:
    """Text as it stands in Markdown: what would be markup gets a backslash, and only that.

    >>> escape("1. <b>5*3</b> [x](y) a_b")
    '1\\\\. \\\\<b\\\\>5\\\\*3\\\\</b\\\\> \\\\[x\\\\](y) a_b'
    """
    text = _SPECIAL.sub(r"\\\g<0>", " ".join(text.split()))
    return _LEADING.sub(lambda m: f"{m[1]}\\{m[2]}" if m[1] else f"\\{m[3]}", text)


def _finalize(value: Any) -> Any:
    if isinstance(value, Markup) or value is None:
        return value if value is not None else ""
    return Markup(escape(str(value)))  # noqa: S704 - escaped for Markdown, where HTML has no part


def _url(url: str) -> Markup:
    """A link destination in angle brackets."""
    return Markup("<" + re.sub(r"[<>\s\\]", lambda m: f"%{ord(m[0]):02X}", url) + ">")  # noqa: S704 - escaped here
