"""The entry point: one document a format, the PDF last, JSON that reads back."""

from __future__ import annotations

import pytest

from briefgen.errors import RenderError
from briefgen.model import Brief
from briefgen.render import render
from briefgen.settings import RenderSettings
from tests.render import samples


def test_render_gives_the_pdf_last() -> None:
    documents = render(samples.empty(), formats=["pdf", "md", "json"], settings=RenderSettings())
    assert [next(documents).format, next(documents).format] == ["json", "md"]


def test_json_reads_back_as_the_same_brief() -> None:
    (document,) = render(samples.full(), formats=["json"], settings=RenderSettings())
    assert Brief.model_validate_json(document.content) == samples.full()
    assert document.media_type == "application/json"


def test_unknown_format_and_language_are_errors() -> None:
    with pytest.raises(RenderError, match="no such format: odt"):
        next(render(samples.empty(), formats=["odt"], settings=RenderSettings()))  # type: ignore[list-item]
    with pytest.raises(RenderError, match="there is: "):
        next(render(samples.empty(), formats=["md"], settings=RenderSettings(language="tlh")))
