"""How a template looks: its colours and its fonts before ours, as the CSS that begins a page."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Literal

from briefgen.errors import RenderError
from briefgen.render.fonts import Face, stack
from briefgen.render.templates import Template

FAMILIES = {"serif": ("Brief Serif", "Georgia,serif"), "sans": ("Brief Sans", "system-ui,sans-serif")}
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")


def root_css(template: Template, *, faces: Iterable[Face], screen: bool) -> str:
    """The variables of colours and families; on a *screen* with fonts to fall back on and the dark colours too.

    Raises `RenderError` for a colour that is none.
    """
    faces = tuple(faces)
    serif, sans = (family(name, template, faces=faces, screen=screen) for name in ("serif", "sans"))
    root = f":root{{--serif:{serif};--sans:{sans};{_variables(template.theme, template)}}}"
    if not screen:
        return root
    dark = f":root{{{_variables(template.dark, template)}}}"
    return f"{root}\n@media screen and (prefers-color-scheme:dark){{{dark}}}" if template.dark else root + "\n"


def family(name: Literal["serif", "sans"], template: Template, *, faces: Iterable[Face], screen: bool = False) -> str:
    """The `font-family` of *name*: the template's own where it brings one, ours, and on a *screen* the system's."""
    ours, system = FAMILIES[name]
    own = f'"Own {name}",' if any(font["family"] == name for font in template.fonts) else ""
    return own + stack(ours, faces, fallback=system if screen else "")


def own_faces(template: Template) -> str:
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


def colours(theme: Mapping[str, str], template: Template) -> dict[str, str]:
    """*theme* itself. Raises `RenderError` for a colour that is none."""
    for name, value in theme.items():
        if not _COLOUR.fullmatch(value):
            raise RenderError(f"template {template.name}: the colour {name} = {value!r} is not of the form #rrggbb")
    return dict(theme)


def _variables(theme: Mapping[str, str], template: Template) -> str:
    return "".join(f"--{name.replace('_', '-')}:{value};" for name, value in colours(theme, template).items())
