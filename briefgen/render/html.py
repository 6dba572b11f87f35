"""HTML: one self-contained file for screens, and the HTML that becomes the PDF."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Literal
from urllib.parse import quote

from markupsafe import Markup

from briefgen.errors import RenderError
from briefgen.model import Param
from briefgen.render.bidi import visual
from briefgen.render.fonts import Face, font_css, missing, used_faces
from briefgen.render.look import colours, family, own_faces, root_css
from briefgen.render.templates import Template, environment
from briefgen.render.text import clean
from briefgen.render.view import BriefView
from briefgen.render.wording import Wording
from briefgen.settings import RenderSettings


def render_html(
    view: BriefView,
    *,
    template: Template,
    wording: Wording,
    settings: RenderSettings,
    medium: Literal["html", "pdf"] = "html",
) -> str:
    """The brief as HTML. Raises `RenderError` when the template fails."""
    from jinja2 import TemplateError

    env = environment(template, autoescape=True)
    env.filters |= {
        "svg_uri": _svg_uri,
        "capitalise": lambda text: text[:1].upper() + text[1:],
        "groupby_order": _group,
        "words": clean,
        "visual": visual,
    }
    scope = _scope(view, template=template, wording=wording) | {"medium": medium}
    try:
        page = env.get_template(str(template.files["html"]))
        bare = page.render(scope | {"fonts": "", "css": "", "missing": ""})
        chosen = used_faces(bare)
        return page.render(
            scope
            | {
                "missing": missing(bare),
                "fonts": Markup(own_faces(template) + font_css(chosen)),  # noqa: S704 - made here from our own files
                "css": Markup(_css(view, template=template, settings=settings, medium=medium, faces=chosen)),  # noqa: S704
            }
        )
    except (TemplateError, KeyError, TypeError, RecursionError) as error:
        raise RenderError(f"template {template.name}: {error}") from error


def _scope(view: BriefView, *, template: Template, wording: Wording) -> dict[str, Any]:
    def t(id: str, **params: Param) -> str:
        return template.wording.get(id) or wording.label(id, **params)

    return {
        "brief": view,
        "t": t,
        "label": view.citations.label,
        "theme": colours(template.theme, template),
        "order": template.sections,
        "logo": _logo(template),
        "charts": template.charts,
        "cite_sources": template.cite_sources,
    }


def _css(view: BriefView, *, template: Template, settings: RenderSettings, medium: str, faces: Iterable[Face]) -> str:
    faces = tuple(faces)
    root = root_css(template, faces=faces, screen=medium == "html")
    if medium == "pdf":
        sans = family("sans", template, faces=faces)
        style = "\n".join((root, template.css("print"), _pages(view, settings=settings, sans=sans)))
    else:
        style = "\n".join((root, template.css("css")))
    if "</" in style:
        raise RenderError(f"template {template.name}: a style sheet may not hold '</'")
    return style


def _pages(view: BriefView, *, settings: RenderSettings, sans: str) -> str:
    """The page size and the running lines."""
    page, of = (_string(f"{word} ") for word in view.page_words)
    return (
        f"@page{{size:{settings.page};font-family:{sans};@top-left{{content:{_string(view.title[:90])}}}"
        f"@top-right{{content:{_string(view.handling[:60])}}}@bottom-left{{content:{_string(view.running)}}}"
        f'@bottom-right{{content:{page} counter(page) " " {of} counter(pages)}}}}'
    )


def _string(text: str) -> str:
    """A CSS string: everything but letters, digits and spaces as an escape.

    >>> _string('a"b')
    '"a\\\\22 b"'
    """
    return '"' + "".join(c if c.isalnum() or c == " " else f"\\{ord(c):x} " for c in text) + '"'


def _logo(template: Template) -> Mapping[str, str]:
    logo = template.logo
    return {"alt": logo["alt"], "uri": template.data_uri(logo["file"])} if logo else {}


def _svg_uri(svg: str) -> str:
    return "data:image/svg+xml;charset=utf-8," + quote(str(svg))


def _group(rows: Iterable[Any], attribute: str) -> list[tuple[Any, list[Any]]]:
    """Rows by an attribute, in order of first appearance."""
    groups: dict[Any, list[Any]] = {}
    for row in rows:
        groups.setdefault(getattr(row, attribute), []).append(row)
    return list(groups.items())
