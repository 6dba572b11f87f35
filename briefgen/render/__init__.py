"""From a `Brief` to documents: every line worded and cited once, then set as Markdown, HTML, PDF, JSON or DOCX."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from briefgen.delivery import Document
from briefgen.errors import RenderError
from briefgen.model import Brief
from briefgen.settings import Format, RenderSettings

MEDIA_TYPES: dict[Format, str] = {
    "json": "application/json",
    "md": "text/markdown; charset=utf-8",
    "html": "text/html; charset=utf-8",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
}


def render(
    brief: Brief, *, formats: Iterable[Format], template: str | Path = "situation", settings: RenderSettings
) -> Iterator[Document]:
    """The documents of *brief*, one a format, the PDF last, so that `PdfUnavailable` leaves the others written.

    Raises `RenderError` for a format, template or language that is not there, and when a template fails.
    """
    wanted = set(formats)
    if unknown := wanted - set(MEDIA_TYPES):
        raise RenderError(f"no such format: {', '.join(sorted(unknown))}; there is: {', '.join(MEDIA_TYPES)}")
    for name, media_type in MEDIA_TYPES.items():
        if name in wanted:
            content = _render(brief, name, template=template, settings=settings)
            yield Document(format=name, media_type=media_type, content=content)


def _render(brief: Brief, name: Format, *, template: str | Path, settings: RenderSettings) -> bytes:
    if name == "json":
        return (brief.model_dump_json(indent=2) + "\n").encode()
    from briefgen.render.build import build_view, wording_for
    from briefgen.render.templates import find_template, with_handling

    chosen = find_template(template)
    settings = with_handling(settings, brief=brief, template=chosen)
    view, wording = build_view(brief, settings=settings), wording_for(settings)
    if name == "md":
        from briefgen.render.markdown import render_markdown

        return render_markdown(view, template=chosen, wording=wording).encode()
    if name == "docx":
        from briefgen.render.word import render_docx

        return render_docx(view, wording=wording)
    from briefgen.render.html import render_html

    if name == "html":
        return render_html(view, template=chosen, wording=wording, settings=settings).encode()
    from briefgen.render.fonts import missing
    from briefgen.render.pdf import render_pdf

    html = render_html(view, template=chosen, wording=wording, settings=settings, medium="pdf")
    attached = _render(brief, "json", template=template, settings=settings) if settings.attach else None
    return render_pdf(html, settings=settings, system_fonts=bool(missing(html)), attached=attached)
