"""Templates: where they are, what each says of itself, and the sandbox in which they run.

A template is a folder with `template.toml`. The built-in ones lie in `briefgen/templates` of an installed wheel and in
`templates/` of a checkout. A user's own may extend a built-in file (`{% extends "situation/brief.html.j2" %}`) to
override a block, or hold a file of the same path as one in `parts/` to override its macros.
"""

from __future__ import annotations

import shutil
import tomllib
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path
from typing import Any

from jinja2 import ChoiceLoader, FileSystemLoader, StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment

from briefgen import plugins
from briefgen.errors import RenderError
from briefgen.model import Brief
from briefgen.settings import RenderSettings

MEDIA_TYPES = {
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".woff2": "font/woff2",
    ".woff": "font/woff",
    ".ttf": "font/ttf",
    ".otf": "font/otf",
}
MOST_BYTES = 2 * 1024 * 1024  # of a logo or a font


@dataclass(frozen=True)
class Template:
    """A template folder: its files by format, theme (colours by name), the order of its sections, the house's marks.

    `logo` has `file` and `alt`; each of `fonts` has `file` and `family` ("serif" or "sans"), and may have `weight` and
    `style`. `handling` is the handling line where neither the settings nor the brief give one.
    """

    name: str
    folder: Path
    description: str = ""
    files: Mapping[str, Any] = field(default_factory=dict)
    theme: Mapping[str, str] = field(default_factory=dict)
    dark: Mapping[str, str] = field(default_factory=dict)
    sections: tuple[str, ...] = ()
    wording: Mapping[str, str] = field(default_factory=dict)
    logo: Mapping[str, str] = field(default_factory=dict)
    fonts: tuple[Mapping[str, Any], ...] = ()
    handling: str = ""
    charts: bool = True
    cite_sources: bool = False
    bases: tuple[Path, ...] = ()

    def css(self, kind: str) -> str:
        """The style sheets of *kind* ("css" for screens, "print" for paper), joined."""
        names = self.files.get(kind, ())
        return "\n".join(self.find(name).read_text(encoding="utf-8") for name in names)

    def data_uri(self, name: str) -> str:
        """The file *name* as a `data:` address, so that the brief needs no other file. Raises `RenderError`."""
        path = self.find(name)
        media_type = MEDIA_TYPES.get(path.suffix.lower())
        if media_type is None:
            raise RenderError(f"{path}: not of a known kind; use one of {', '.join(MEDIA_TYPES)}")
        content = path.read_bytes()
        if len(content) > MOST_BYTES:
            raise RenderError(f"{path}: {len(content)} bytes; at most {MOST_BYTES} go into each brief")
        return f"data:{media_type};base64,{b64encode(content).decode()}"

    def find(self, name: str) -> Path:
        """The file *name* of this template or of those it extends. Raises `RenderError` where it is nowhere."""
        for folder in (self.folder, *self.bases, builtin_folder()):
            path = folder / name
            if path.is_file() and path.resolve().is_relative_to(folder.resolve()):
                return path
        raise RenderError(f"{self.folder}: {name!r} is neither there nor in the templates it extends")


def builtin_folder() -> Path:
    """The folder of the built-in templates: inside the package when installed, beside it in a checkout."""
    packaged = Path(str(files("briefgen"))) / "templates"
    return packaged if packaged.is_dir() else packaged.parent.parent / "templates"


def list_templates() -> tuple[Template, ...]:
    """The built-in templates and those of plug-ins, by name."""
    return tuple(_read(folder, name=name) for name, folder in sorted(_folders().items()))


def copy_template(name: str, target: Path) -> Path:
    """Copy the template *name* to *target*, a folder that must not exist or be empty, as the start of a user's own.

    Raises `RenderError` when there is no such template or *target* holds files.
    """
    template = find_template(name)
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise RenderError(f"{target}: is not an empty folder; choose another place for the template")
    shutil.copytree(template.folder, target, dirs_exist_ok=True)
    return target


def find_template(template: str | Path) -> Template:
    """The template of this name or in this folder. Raises `RenderError` naming those there are."""
    folder = Path(template)
    if isinstance(template, Path) or "/" in template or folder.joinpath("template.toml").is_file():
        if not folder.joinpath("template.toml").is_file():
            raise RenderError(f"{template}: no template.toml in this folder")
        return _read(folder, name=folder.name)
    known = _folders()
    if template not in known:
        raise RenderError(f"no template named {template!r}; there is: {', '.join(sorted(known))}")
    return _read(known[str(template)], name=str(template))


def with_handling(settings: RenderSettings, *, brief: Brief, template: Template) -> RenderSettings:
    """*settings* with the handling line that holds: its own, else that of the brief, else that of the template."""
    handling = settings.handling or brief.handling or template.handling or None
    return settings.model_copy(update={"handling": handling})


def environment(template: Template, **options: Any) -> ImmutableSandboxedEnvironment:
    """The sandbox in which *template* runs; its own files come before the built-in ones."""
    folders = (template.folder, *template.bases, builtin_folder())
    loader = ChoiceLoader([FileSystemLoader(folder) for folder in folders])
    return ImmutableSandboxedEnvironment(
        loader=loader,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        **options,
    )


def _folders() -> dict[str, Path]:
    found = {path.parent.name: path.parent for path in builtin_folder().glob("*/template.toml")}
    for name in plugins.names("briefgen.templates"):
        found.setdefault(name, Path(str(plugins.load("briefgen.templates", name))))
    return found


def _read(folder: Path, *, name: str) -> Template:
    path = folder / "template.toml"
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise RenderError(f"{path}: {error}") from error
    base = table.get("extends")
    if base and base == name:
        raise RenderError(f"{path}: a template cannot extend itself")
    under = find_template(str(base)) if base else None
    return Template(
        name=name,
        folder=folder,
        description=str(table.get("description", "")),
        files={**(under.files if under else {}), **table.get("files", {})},
        theme={**(under.theme if under else {}), **table.get("theme", {})},
        dark={**(under.dark if under else {}), **table.get("dark", {})},
        sections=tuple(table.get("sections", under.sections if under else ())),
        wording={**(under.wording if under else {}), **table.get("wording", {})},
        logo=_logo(table, path) or (under.logo if under else {}),
        fonts=_fonts(table, path) or (under.fonts if under else ()),
        handling=str(table.get("handling", under.handling if under else "")),
        cite_sources=bool(table.get("cite_sources", under.cite_sources if under else False)),
        charts=bool(table.get("charts", under.charts if under else True)),
        bases=(under.folder, *under.bases) if under else (),
    )


def _logo(table: Mapping[str, Any], path: Path) -> Mapping[str, str]:
    """The logo; a picture without words for those who do not see it is refused."""
    logo = table.get("logo", {})
    if logo and not (isinstance(logo, dict) and logo.get("file") and logo.get("alt")):
        raise RenderError(f'{path}: [logo] needs file = "logo.svg" and alt = "what it shows"')
    return logo if isinstance(logo, dict) else {}


def _fonts(table: Mapping[str, Any], path: Path) -> tuple[Mapping[str, Any], ...]:
    fonts = table.get("font", [])
    for number, font in enumerate(fonts, 1):
        if font.get("family") not in ("serif", "sans") or not font.get("file"):
            raise RenderError(f'{path}: [[font]] {number} needs family = "serif" or "sans", and file = "name.woff2"')
    return tuple(fonts)
