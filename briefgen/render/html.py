"""HTML: one self-contained file for screens, and the HTML that becomes the PDF."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any, Literal
from urllib.parse import quote

from markupsafe import Markup

from briefgen.errors import RenderError
from briefgen.model import Param
from briefgen.render.bidi import visual
from briefgen.render.fonts import Face, font_css, missing, stack, used_faces
from briefgen.render.templates import Template, environment
from briefgen.render.text import clean
from briefgen.render.view import BriefView
from briefgen.render.wording import Wording
from briefgen.settings import RenderSettings

_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")


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
                "fonts": Markup(_own_faces(template) + font_css(chosen)),  # noqa: S704 - made here from our own files
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
        "theme": _colours(template.theme, template),
        "order": template.sections,
        "logo": _logo(template),
        "charts": template.charts,
        "cite_sources": template.cite_sources,
    }


def _css(view: BriefView, *, template: Template, settings: RenderSettings, medium: str, faces: Iterable[Face]) -> str:
    faces = tuple(faces)
    serif = _own("serif", template) + stack("Brief Serif", faces, fallback="Georgia,serif" if medium == "html" else "")
    sans = _own("sans", template) + stack(
        "Brief Sans", faces, fallback="system-ui,sans-serif" if medium == "html" else ""
    )
    root = f":root{{--serif:{serif};--sans:{sans};{variables(template.theme, template)}}}"
    if medium == "pdf":
        style = "\n".join((root, template.css("print"), _pages(view, settings=settings, sans=sans)))
    else:
        dark = f":root{{{variables(template.dark, template)}}}"
        scheme = f"@media screen and (prefers-color-scheme:dark){{{dark}}}" if template.dark else ""
        style = "\n".join((root, scheme, template.css("css")))
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


def variables(theme: Mapping[str, str], template: Template) -> str:
    """The colours of *theme* as CSS variables. Raises `RenderError` for a colour that is none."""
    return "".join(f"--{name.replace('_', '-')}:{value};" for name, value in _colours(theme, template).items())


def _string(text: str) -> str:
    """A CSS string: everything but letters, digits and spaces as an escape.

    >>> _string('a"b')
    '"a\\\\22 b"'
    """
    return '"' + "".join(c if c.isalnum() or c == " " else f"\\{ord(c):x} " for c in text) + '"'


def _colours(theme: Mapping[str, str], template: Template) -> dict[str, str]:
    for name, value in theme.items():
        if not _COLOUR.fullmatch(value):
            raise RenderError(f"template {template.name}: the colour {name} = {value!r} is not of the form #rrggbb")
    return dict(theme)


def _logo(template: Template) -> Mapping[str, str]:
    logo = template.logo
    return {"alt": logo["alt"], "uri": template.data_uri(logo["file"])} if logo else {}


def _own(family: str, template: Template) -> str:
    """The template's own family, which goes before ours, where it brings one."""
    return f'"Own {family}",' if any(font["family"] == family for font in template.fonts) else ""


def _own_faces(template: Template) -> str:
    """`@font-face` rules for the template's own fonts, with the files inside."""
    rules = []
    for font in template.fonts:
        weight, style = font.get("weight", 400), font.get("style", "normal")
        if weight not in range(1, 1001) or style not in ("normal", "italic"):
            raise RenderError(f"template {template.name}: {font['file']}: no weight {weight!r} with style {style!r}")
        source = f"src:url({template.data_uri(font['file'])})"
        rules.append(
            f'@font-face{{font-family:"Own {font["family"]}";font-weight:{weight};font-style:{style};{source}}}\n'
        )
    return "".join(rules)


def _svg_uri(svg: str) -> str:
    return "data:image/svg+xml;charset=utf-8," + quote(str(svg))


def _group(rows: Iterable[Any], attribute: str) -> list[tuple[Any, list[Any]]]:
    """Rows by an attribute, in order of first appearance."""
    groups: dict[Any, list[Any]] = {}
    for row in rows:
        groups.setdefault(getattr(row, attribute), []).append(row)
    return list(groups.items())
