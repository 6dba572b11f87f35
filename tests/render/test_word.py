"""DOCX: opens again with headings, tables and citations, and is the same twice."""

from __future__ import annotations

import io

import pytest

from briefgen.model import Brief
from briefgen.render import render
from briefgen.settings import RenderSettings
from tests.render import samples

docx = pytest.importorskip("docx")


def word(brief: Brief) -> bytes:
    (document,) = render(brief, formats=["docx"], settings=RenderSettings())
    return document.content


def test_docx_holds_the_sections_and_the_figures() -> None:
    document = docx.Document(io.BytesIO(word(samples.full())))
    headings = [p.text for p in document.paragraphs if p.style.name.startswith("Heading")]
    assert headings[:2] == ["Bottom line", "Key points"] and headings[-2:] == ["Sources", "Method"]
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    assert "49–105" in cells and "105" in cells
    assert any(p.text.endswith("[2a]") for p in document.paragraphs)


@pytest.mark.parametrize("name", ["several", "empty", "hostile", "crowded"])
def test_docx_holds_under_any_brief(name: str) -> None:
    assert docx.Document(io.BytesIO(word(getattr(samples, name)()))).paragraphs


def test_docx_is_the_same_twice() -> None:
    assert word(samples.full()) == word(samples.full())
