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


def known(brief: Brief, *, rule: str) -> Brief:
    """*brief* with the evidence of its first party found by *rule* alone."""
    situation = brief.situations[0]
    first, *others = situation.parties
    evidence = tuple(one.model_copy(update={"rule": rule}) for one in first.evidence)
    parties = (first.model_copy(update={"evidence": evidence}), *others)
    return brief.model_copy(update={"situations": (situation.model_copy(update={"parties": parties}),)})


def as_markdown(brief: Brief) -> str:
    (document,) = render(brief, formats=["md"], settings=RenderSettings())
    return document.content.decode()


def test_a_part_that_only_the_register_of_wars_knows_is_marked_and_explained() -> None:
    told = as_markdown(known(samples.full(), rule="parties.known"))
    assert "fighting side (by the register of wars)" in told
    assert "a register of wars and their days says it" in told


def test_a_part_that_a_source_tells_bears_no_mark() -> None:
    told = as_markdown(known(samples.full(), rule="parties.violence"))
    assert "register of wars" not in told
