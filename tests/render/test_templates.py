"""Templates: found, listed, copied, extended by a user's own, and kept in their sandbox."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

import pytest

from briefgen.errors import RenderError
from briefgen.render import render
from briefgen.render.templates import copy_template, find_template, list_templates
from briefgen.settings import RenderSettings
from tests.render import samples


def made(folder: Path, format: str = "html") -> str:
    brief = samples.full().model_copy(update={"handling": None})
    (document,) = render(brief, formats=[format], template=folder, settings=RenderSettings())  # type: ignore[list-item]
    return document.content.decode()


def test_list_names_the_built_in_templates() -> None:
    listed = {template.name: template.description for template in list_templates()}
    assert "situation" in listed and all(listed.values())


def test_unknown_template_names_those_there_are() -> None:
    with pytest.raises(RenderError, match="situation"):
        find_template("nonesuch")


def test_copy_starts_a_template_of_ones_own(tmp_path: Path) -> None:
    folder = copy_template("situation", tmp_path / "mine")
    assert made(folder) == made(find_template("situation").folder)
    with pytest.raises(RenderError, match="not an empty folder"):
        copy_template("situation", folder)


def test_own_template_overrides_a_block_a_colour_and_a_word(tmp_path: Path) -> None:
    (tmp_path / "template.toml").write_text(
        'extends = "situation"\n[files]\nhtml = "mine.html.j2"\n[theme]\naccent = "#004400"\n'
        '[wording]\n"section.bottom_line" = "In short"\n'
    )
    (tmp_path / "mine.html.j2").write_text(
        '{% extends "situation/brief.html.j2" %}{% block masthead %}<header><p>Ministry</p></header>{% endblock %}'
    )
    page = made(tmp_path)
    assert "Ministry" in page and "--accent:#004400" in page and "In short" in page and "Competing claims" in page


def test_own_template_cannot_leave_the_sandbox(tmp_path: Path) -> None:
    (tmp_path / "template.toml").write_text('extends = "situation"\n[files]\nhtml = "x.j2"\n')
    for attack in ("{{ brief.__class__.__mro__ }}", "{{ t.__globals__ }}", "{% include '/etc/hostname' %}"):
        (tmp_path / "x.j2").write_text(attack)
        with pytest.raises(RenderError):
            made(tmp_path)


@pytest.mark.parametrize("name", ["../secret.css", "/etc/hostname"])
def test_style_sheets_stay_in_the_folder(tmp_path: Path, name: str) -> None:
    (tmp_path / "template.toml").write_text(f'extends = "situation"\n[files]\ncss = ["{name}"]\n')
    with pytest.raises(RenderError):
        made(tmp_path)


@pytest.mark.parametrize("line", ['accent = "red;}body{display:none"', 'accent = "#12"'])
def test_colours_must_be_colours(tmp_path: Path, line: str) -> None:
    (tmp_path / "template.toml").write_text(f'extends = "situation"\n[theme]\n{line}\n')
    with pytest.raises(RenderError, match="colour"):
        made(tmp_path)


def luminance(colour: str) -> float:
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("mode", ["theme", "dark"])
@pytest.mark.parametrize("name", [template.name for template in list_templates()])
def test_text_colours_meet_wcag_aa(name: str, mode: str) -> None:
    theme = getattr(find_template(name), mode)
    for ink in ("ink", "muted", "accent", "death"):
        for ground in ("paper", "land", "land_marked") if ink == "ink" else ("paper",):
            light, dark = sorted((luminance(theme[ink]), luminance(theme[ground])), reverse=True)
            assert (light + 0.05) / (dark + 0.05) >= 4.5, (mode, ink, ground)


LOGO = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><rect width="9" height="9"/></svg>'


def test_own_template_brings_a_logo_a_font_and_a_handling_line(tmp_path: Path) -> None:
    face = Path(str(files("briefgen.render"))) / "fonts" / "source-sans-3-latin-400-normal.woff2"
    (tmp_path / "logo.svg").write_text(LOGO)
    (tmp_path / "house.woff2").write_bytes(face.read_bytes())
    (tmp_path / "template.toml").write_text(
        'extends = "situation"\nhandling = "For the desk only"\n[logo]\nfile = "logo.svg"\nalt = "A black square"\n'
        '[[font]]\nfamily = "serif"\nfile = "house.woff2"\nweight = 600\n'
    )
    page = made(tmp_path)
    assert 'alt="A black square" src="data:image/svg+xml;base64,' in page
    assert '--serif:"Own serif","Brief Serif"' in page and "url(data:font/woff2;base64," in page
    assert "For the desk only" in page


@pytest.mark.parametrize(
    ("table", "reason"),
    [
        ('[logo]\nfile = "logo.svg"', "alt"),
        ('[logo]\nfile = "../logo.svg"\nalt = "x"', "neither there"),
        ('[logo]\nfile = "logo.exe"\nalt = "x"', "not of a known kind"),
        ('[[font]]\nfamily = "mono"\nfile = "logo.svg"', "serif"),
        ('[[font]]\nfamily = "sans"\nfile = "logo.svg"\nweight = "bold;}"', "weight"),
    ],
)
def test_own_template_with_an_unusable_mark_is_refused(tmp_path: Path, table: str, reason: str) -> None:
    for name in ("logo.svg", "logo.exe"):
        (tmp_path / name).write_text(LOGO)
    (tmp_path / "template.toml").write_text(f'extends = "situation"\n{table}\n')
    with pytest.raises(RenderError, match=reason):
        made(tmp_path)
