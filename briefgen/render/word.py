"""DOCX (an extra): the brief as a document that editors can edit, from the same view as every other format."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from briefgen.errors import RenderError
from briefgen.render.citations import Quote
from briefgen.render.view import BriefView, ClaimColumn, Line, SituationView
from briefgen.render.wording import Wording

_EPOCH = (1980, 1, 1, 0, 0, 0)


def render_docx(view: BriefView, *, wording: Wording) -> bytes:
    """The brief as DOCX, the same bytes each time. Raises `RenderError` when python-docx is not installed."""
    try:
        import docx
    except ImportError as error:
        raise RenderError("DOCX needs python-docx: pip install 'briefgen[docx]'") from error
    document = docx.Document()
    _Writer(document, view, wording).write()
    properties = document.core_properties
    properties.title, properties.author, properties.language = view.title[:250], "", view.language
    properties.created = properties.modified = datetime.fromisoformat(view.as_of_iso[:10])  # the clock has no part
    return _packed(document)


class _Writer:
    """Writes the sections in the order of the design."""

    def __init__(self, document: Any, view: BriefView, wording: Wording) -> None:
        self.document, self.view, self.wording = document, view, wording

    def write(self) -> None:
        """The whole brief."""
        view, t = self.view, self.wording.label
        head = [t("header.brief"), t("header.number", number=view.number) if view.number else ""]
        head += [t("header.as_of", when=view.as_of), t("header.period", when=view.period) if view.period else ""]
        head += [t("header.next", when=view.next_issue) if view.next_issue else ""]
        self.document.add_paragraph(" \u00b7 ".join(part for part in (*head, view.handling) if part))
        self.document.add_heading(view.title, 0)
        self._heading("bottom_line", 1)
        self._lines([view.bottom_line] if view.bottom_line else [], none="situation")
        self._heading("key_points", 1)
        self._lines(view.key_points, style="List Bullet", none="key_points")
        self._heading("key_figures", 1)
        self._table(
            [("figure", "loss", "who")], [(f.value, f.label, f.who + self._marks(f.quotes)) for f in view.figures]
        )
        self._heading("changes", 1)
        self._lines(view.changes, style="List Bullet", none="changes_same" if view.previous else "changes")
        for situation in view.situations:
            self._situation(situation, 1 if len(view.situations) == 1 else 2)
        self._sources()
        self._heading("method", 1)
        for text in view.method:
            self.document.add_paragraph(text)

    def _situation(self, s: SituationView, level: int) -> None:
        if level > 1:
            self.document.add_heading(s.title, level - 1)
        self._heading("situation", level)
        self._lines(s.narrative)
        rows = [(f"{r.group}, {r.effect_label}", r.figure, self._who(r), f"{r.where} {r.when}") for r in s.tolls]
        self._table([("loss", "figure", "who", "when")], rows)
        self._heading("parties", level)
        self._table([("party", "role")], [(p.name, p.role + self._marks(p.quotes)) for p in s.parties])
        self._heading("claims", level)
        for columns in (*s.disputes, s.claims):
            self._claims(columns)
        self._heading("reactions", level)
        reactions = [(r.actor, r.text + self._marks(r.quotes), r.speaker) for r in s.reactions]
        self._table([("actor", "stance", "speaker")], reactions)
        self._heading("alliances", level)
        self._lines([*s.implications, *(fact for a in s.alliances for fact in a.items)], style="List Bullet")
        self._heading("timeline", level)
        for event in s.timeline:
            self.document.add_paragraph(f"{event.when}: {event.text}{self._marks(event.quotes)}", style="List Number")
        self._heading("gaps", level)
        self._lines(s.gaps, style="List Bullet", none="gaps")

    def _claims(self, columns: Iterable[ClaimColumn]) -> None:
        for side in columns:
            for claim in side.claims:
                quoted = self.wording.label("phrase.quoted", quote=claim.text)
                text = f"{side.claimant}, {claim.label}: {quoted}{self._marks(claim.quotes)}"
                self.document.add_paragraph(text, style="List Bullet")

    def _sources(self) -> None:
        self._heading("sources", 1)
        for source in self.view.sources:
            parts = (source.outlet, source.title, source.published, source.url or source.path, source.note)
            self.document.add_paragraph(f"{source.number}. " + ", ".join(part for part in parts if part))
            for quote in source.quotes:
                quoted = self.wording.label("phrase.quoted", quote=quote.evidence.quote)
                self.document.add_paragraph(f"{self.view.citations.label(quote)}  {quoted}", style="List Bullet 2")
        for path, reason in self.view.skipped:
            self.document.add_paragraph(f"{self.wording.label('source.skipped')}: {path}: {reason}")

    def _heading(self, key: str, level: int) -> None:
        self.document.add_heading(self.wording.label(f"section.{key}"), level)

    def _lines(self, lines: Sequence[Line], *, style: str | None = None, none: str = "") -> None:
        for line in lines:
            judged = f"{self.wording.label('mark.inferred')}: " if line.inferred else ""
            self.document.add_paragraph(f"{judged}{line.text}{self._marks(line.quotes)}", style=style)
        if not lines and none:
            self.document.add_paragraph(self.wording.label(f"none.{none}"))

    def _table(self, head: Sequence[tuple[str, ...]], rows: Sequence[tuple[str, ...]]) -> None:
        if not rows:
            return
        names = tuple(self.wording.label(f"column.{name}") for name in head[0])
        table = self.document.add_table(rows=0, cols=len(names), style="Light List")
        for row in (names, *rows):
            for cell, text in zip(table.add_row().cells, row, strict=True):
                cell.text = text.strip()

    def _who(self, toll: Any) -> str:
        return "; ".join(part for part in (self._reports(toll.reports), toll.support) if part)

    def _reports(self, reports: Iterable[Any]) -> str:
        return "; ".join(f"{r.who or r.outlet}: {r.figure}{self._marks(r.quotes)}" for r in reports)

    def _marks(self, quotes: Sequence[Quote]) -> str:
        return f" [{', '.join(map(self.view.citations.label, quotes))}]" if quotes else ""


def _packed(document: Any) -> bytes:
    """The file, packed anew with fixed times so that the bytes depend on the brief alone."""
    raw, packed = io.BytesIO(), io.BytesIO()
    document.save(raw)
    with zipfile.ZipFile(raw) as source, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            target.writestr(zipfile.ZipInfo(name, _EPOCH), source.read(name), zipfile.ZIP_DEFLATED)
    return packed.getvalue()
