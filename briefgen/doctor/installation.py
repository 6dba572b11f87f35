"""Whether briefgen itself is whole: the models by their sha256, the fonts, and what makes a PDF."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files
from importlib.resources.abc import Traversable

from briefgen.doctor.finding import Check, Scene
from briefgen.errors import BriefgenError, PdfUnavailable

_PAGE = "<!doctype html><html lang='en'><head><title>Check</title></head><body><p>Check</p></body></html>"
REINSTALL = "install briefgen again: pip install --force-reinstall briefgen"


def model(scene: Scene) -> Iterator[Check]:
    """The language engine of the settings and the relation model load, and their files are those published."""
    from briefgen.parse.engines import load_engine
    from briefgen.parse.relations.reader import load_graph

    engine = scene.settings.engine
    try:
        load_engine(engine)
        if scene.settings.relations:
            load_graph()
    except BriefgenError as error:
        yield Check("model", "fail", str(error), REINSTALL)
        return
    read = f"the language engine {engine}" + " and the relation model" * scene.settings.relations
    yield Check("model", "ok", f"{read}: loaded, files whole")


def fonts(scene: Scene) -> Iterator[Check]:
    """Every bundled face is there."""
    from briefgen.render.fonts import faces

    folder = files("briefgen.render").joinpath("fonts")
    names = {face.file for face in faces()}
    broken = sorted(name for name in names if not _is_font(folder.joinpath(name)))
    if broken:
        yield Check("fonts", "fail", f"broken or missing: {', '.join(broken)}", REINSTALL)
    else:
        yield Check("fonts", "ok", f"{len(names)} faces are there")


def pdf(scene: Scene) -> Iterator[Check]:
    """A page becomes a PDF."""
    from briefgen.render.pdf import APT, render_pdf

    try:
        render_pdf(_PAGE, settings=scene.settings.render)
    except PdfUnavailable as error:
        advice = f"on Debian or Ubuntu: {APT}; on macOS: brew install pango; or leave pdf out of `formats`"
        yield Check("pdf", "fail", str(error), advice)
    except BriefgenError as error:
        yield Check("pdf", "fail", str(error), "raise pdf_memory_mb or pdf_timeout_seconds under [render]")
    else:
        yield Check("pdf", "ok", "Pango is here, and a page becomes a PDF")


def _is_font(path: Traversable) -> bool:
    try:
        return path.read_bytes().startswith(b"wOF2")
    except OSError:
        return False
