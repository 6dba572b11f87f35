"""The PDF: tagged, titled, bookmarked, paged, its own fonts only, the same bytes twice, and no word of warning."""

from __future__ import annotations

import io
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from briefgen.errors import PdfUnavailable, RenderError
from briefgen.model import Brief
from briefgen.render import pdf, render
from briefgen.render.build import build_view, wording_for
from briefgen.render.html import render_html
from briefgen.render.templates import find_template
from briefgen.settings import RenderSettings
from tests.deliver.parcels import half_written
from tests.render import samples

pikepdf = pytest.importorskip("pikepdf")


def make(brief: Brief, *, template: str = "situation", **settings: Any) -> bytes:
    try:
        (document,) = render(brief, formats=["pdf"], template=template, settings=RenderSettings(**settings))
    except PdfUnavailable as error:
        pytest.skip(str(error))
    return document.content


@pytest.fixture(scope="module")
def content() -> bytes:
    return make(samples.full())


@pytest.fixture
def document(content: bytes) -> Any:
    return pikepdf.open(io.BytesIO(content))


def fonts(document: Any) -> set[str]:
    names: set[str] = set()
    for page in document.pages:
        for font in page.resources.get("/Font", {}).values():
            names.add(str(font.BaseFont).partition("+")[2])
    return names


def test_pdf_is_tagged_titled_and_in_a_language(document: Any) -> None:
    assert document.Root.MarkInfo.Marked
    assert str(document.Root.Lang) == "en"
    assert str(document.docinfo["/Title"]) == "Armenia and Azerbaijan: armed clashes"
    with document.open_metadata() as metadata:
        assert metadata["pdfuaid:part"] == "1"


def test_pdf_bookmarks_are_the_sections(document: Any) -> None:
    with document.open_outline() as outline:
        top = outline.root[0]
        assert top.title.startswith("Armenia and Azerbaijan")
        assert [item.title for item in top.children][-2:] == ["Sources", "Method"]


def test_pdf_citations_link_to_the_list_of_sources(document: Any) -> None:
    links = [a for page in document.pages for a in page.get("/Annots", []) if a.get("/Subtype") == "/Link"]
    inner = [link for link in links if "/Dest" in link]
    assert len(inner) >= 20


def test_pdf_figures_have_alternative_text(document: Any) -> None:
    figures = [o for o in document.objects if isinstance(o, pikepdf.Dictionary) and o.get("/S") == "/Figure"]
    assert len(figures) >= 3
    assert all(len(str(figure.get("/Alt", ""))) > 20 for figure in figures)


def test_pdf_uses_only_the_fonts_of_the_brief(document: Any) -> None:
    assert fonts(document)
    assert all(name.startswith(("Brief", "Source")) for name in fonts(document)), fonts(document)


def test_pdf_pages_say_page_x_of_y(content: bytes) -> None:
    pypdfium2 = pytest.importorskip("pypdfium2")
    pages = pypdfium2.PdfDocument(content)
    for number in range(len(pages)):
        assert f"Page {number + 1} of {len(pages)}" in pages[number].get_textpage().get_text_range()


@pytest.mark.parametrize(("page", "width"), [("A4", 595), ("Letter", 612)])
def test_pdf_takes_the_page_size(page: str, width: int) -> None:
    document = pikepdf.open(io.BytesIO(make(samples.empty(), page=page)))
    assert round(float(document.pages[0].mediabox[2])) == width


@pytest.mark.parametrize("seed", ["1", "2"])
def test_pdf_is_the_same_under_any_hash_seed(content: bytes, seed: str) -> None:
    code = (
        "import sys; from tests.render import samples; from briefgen.render import render; "
        "from briefgen.settings import RenderSettings; "
        "sys.stdout.buffer.write(next(render(samples.full(), formats=['pdf'], settings=RenderSettings())).content)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, env={**os.environ, "PYTHONHASHSEED": seed})
    assert done.stdout == content


@pytest.mark.parametrize(
    ("name", "template"),
    [
        *((name, "situation") for name in ("full", "several", "empty", "hostile", "crowded")),
        *(("several", template) for template in ("flash", "digest", "memo")),
    ],
)
def test_pdf_is_laid_out_without_a_warning(name: str, template: str, monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[bytes] = []
    run = subprocess.run

    def listen(*args: Any, **options: Any) -> Any:
        done = run(*args, **options)
        said.append(done.stderr)
        return done

    monkeypatch.setattr(pdf.subprocess, "run", listen)
    make(getattr(samples, name)(), template=template)
    assert said == [b""]


def test_pdf_opens_no_file_and_no_network(tmp_path: Any) -> None:
    secret = tmp_path / "secret.svg"
    secret.write_text('<svg xmlns="http://www.w3.org/2000/svg"><text>secret</text></svg>')
    page = f'<html lang="en"><title>x</title><h1>x</h1><img alt="x" src="file://{secret}"><img alt="y" src="http://127.0.0.1:9/y">'
    try:
        made = pdf.render_pdf(page, settings=RenderSettings())
    except PdfUnavailable as error:
        pytest.skip(str(error))
    assert b"/Image" not in made and b"secret" not in made


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs a system with SIGKILL")
def test_pdf_leaves_no_temporary_file_nor_that_of_one_that_was_killed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    half_written(tmp_path / "briefgen")
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    try:
        pdf.render_pdf('<html lang="en"><title>x</title><h1>x</h1>', settings=RenderSettings())
    except PdfUnavailable as error:
        pytest.skip(str(error))
    assert list(tmp_path.iterdir()) == []


def test_pdf_that_takes_too_long_is_an_error() -> None:
    view = build_view(samples.full(), settings=RenderSettings())
    html = render_html(view, template=find_template("situation"), wording=wording_for(RenderSettings()),
                       settings=RenderSettings(), medium="pdf")  # fmt: skip
    with pytest.raises(RenderError, match="longer than 0 seconds"):
        pdf.render_pdf(html, settings=RenderSettings(pdf_timeout_seconds=0))


def test_pdf_that_needs_too_much_memory_is_an_error() -> None:
    with pytest.raises(RenderError):
        pdf.render_pdf("<p>x", settings=RenderSettings(pdf_memory_mb=40))


def test_missing_libraries_name_the_packages(monkeypatch: pytest.MonkeyPatch) -> None:
    answer = subprocess.CompletedProcess([], pdf.NO_LIBRARIES, b"", b"cannot load library 'libpango'")
    monkeypatch.setattr(pdf.subprocess, "run", lambda *args, **options: answer)
    with pytest.raises(PdfUnavailable, match=r"apt-get install -y python3-venv libpango-1.0-0") as caught:
        pdf.render_pdf("<p>x", settings=RenderSettings())
    assert caught.value.exit_code == 4


def test_pdf_holds_the_brief_as_data_on_demand() -> None:
    brief = samples.full()
    content = make(brief, attach=True)
    document = pikepdf.open(io.BytesIO(content))
    attached = document.attachments["brief.json"]
    assert Brief.model_validate_json(attached.get_file().read_bytes()) == brief
    assert attached.get_file().mime_type == "application/json"
    assert str(document.Root.AF[0].AFRelationship) == "/Data"
    assert document.Root.MarkInfo.Marked
    with document.open_metadata() as metadata:
        assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"]) == ("3", "A")
    assert content == make(brief, attach=True)


@pytest.mark.skipif(shutil.which("verapdf") is None, reason="veraPDF is not on this machine")
@pytest.mark.parametrize(("attach", "flavour"), [(False, "ua1"), (True, "3a")])
def test_pdf_passes_verapdf(attach: bool, flavour: str, tmp_path: Path) -> None:
    path = tmp_path / "brief.pdf"
    path.write_bytes(make(samples.full(), attach=attach))
    done = subprocess.run(["verapdf", "--flavour", flavour, "--format", "text", str(path)], capture_output=True)
    assert done.stdout.startswith(b"PASS"), done.stdout[:2000]


@pytest.mark.parametrize("name", ["full", "several", "empty"])
def test_pdf_flash_is_one_page(name: str) -> None:
    assert len(pikepdf.open(io.BytesIO(make(getattr(samples, name)(), template="flash"))).pages) == 1


def test_pdf_front_page_is_a_whole() -> None:
    pypdfium2 = pytest.importorskip("pypdfium2")
    pages = pypdfium2.PdfDocument(make(samples.full()))
    front, second = (pages[n].get_textpage().get_text_range() for n in range(2))
    assert "Where it happened" in front and "What changed" in front and "Every loss reported" not in front
    assert "Situation" in second
