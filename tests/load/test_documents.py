"""Markdown, PDF and Word."""

from __future__ import annotations

import io
import sys
from datetime import date

import pytest

from briefgen.load.pdf import join_lines


def pdf(*pages: list[str]) -> bytes:
    """A small PDF with these lines of text on its pages (no lines: an empty page)."""
    count = len(pages)
    kids = " ".join(f"{3 + 2 * i} 0 R" for i in range(count))
    objects = ["<< /Type /Catalog /Pages 2 0 R >>", f"<< /Type /Pages /Kids [{kids}] /Count {count} >>"]
    font = "<< /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >>"
    for i, lines in enumerate(pages):
        shown = "".join(f"({line}) Tj 0 -14 Td " for line in lines)
        stream = f"BT /F1 10 Tf 50 700 Td {shown}ET"
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Resources {font} /Contents {4 + 2 * i} 0 R >>"
        )
        objects.append(f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream")
    out, offsets = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        offsets.append(len(out))
        out += f"{number} 0 obj\n{content}\nendobj\n".encode()
    table = "".join(f"{offset:010d} 00000 n \n" for offset in offsets)
    size = len(objects) + 1
    tail = f"xref\n0 {size}\n0000000000 65535 f \n{table}"
    tail += f"trailer << /Size {size} /Root 1 0 R >>\nstartxref\n{len(out)}\n%%EOF"
    return out + tail.encode()


def test_pdf_lines_become_paragraphs_without_running_heads(read) -> None:
    pages = [
        [
            "Valley Post",
            f"The border guard of Riverland said on Tuesday that {n} of its men were",
            f"killed near Dorn {n}.",
            str(n),
        ]
        for n in (1, 2, 3)
    ]
    (article,) = read({"a.pdf": pdf(*pages)}).articles
    said = "The border guard of Riverland said on Tuesday that {0} of its men were killed near Dorn {0}."
    assert article.text == "\n\n".join(said.format(n) for n in (1, 2, 3))


def test_pdf_without_text_is_skipped_with_what_to_do(read) -> None:
    loaded = read({"a.pdf": pdf([])})
    assert "ocrmypdf" in loaded.skipped[0].reason


def test_pdf_under_another_name_is_read_and_noted(read, story) -> None:
    loaded = read({"a.txt": pdf([story[:60], "and the talks went on in the capital all night."])})
    assert loaded.articles[0].source.reader.startswith("pdf")
    assert "read as .pdf" in loaded.notes[0].text


def test_join_lines_keeps_a_heading_apart_and_joins_broken_words() -> None:
    lines = ["Four die at Dorn", "", "The border guard of Riverland said that four of its sol-", "diers were killed."]
    assert join_lines([lines]) == (
        "Four die at Dorn\n\nThe border guard of Riverland said that four of its soldiers were killed."
    )


def test_docx_paragraphs_and_tables_in_order(read, story) -> None:
    docx = pytest.importorskip("docx", reason="python-docx is an extra")
    document = docx.Document()
    document.add_heading("Four die at Dorn")
    document.add_paragraph(story)
    table = document.add_table(rows=1, cols=2)
    table.rows[0].cells[0].text, table.rows[0].cells[1].text = "Killed", "4"
    stream = io.BytesIO()
    document.save(stream)
    (article,) = read({"a.docx": stream.getvalue()}).articles
    assert article.text == f"Four die at Dorn\n\n{story}\n\nKilled | 4"
    assert article.title == "Four die at Dorn"


def test_docx_without_its_library_says_how_to_install_it(read, monkeypatch) -> None:
    monkeypatch.setitem(sys.modules, "docx", None)
    assert "briefgen[docx]" in read({"a.docx": b"PK\x03\x04"}).skipped[0].reason


def test_markdown_front_matter_and_reading_text(read, story) -> None:
    text = (
        "---\ntitle: Four die at Dorn\ndate: 2021-05-03T10:15:00+08:00\nsource: {name: Valley Post}\n"
        "lang: en-GB\n---\n\n"
        f"# Four die at Dorn\n\n![Guards](a.jpg)\n\n**DORN** -- {story} [More](https://x.example).\n\n- one\n- two\n\n"
        "<!-- 99 killed? -->\n"
    )
    (article,) = read({"a.md": text}).articles
    assert article.text == f"Four die at Dorn\n\nDORN -- {story} More.\n\none\n\ntwo"
    assert article.source.published.isoformat() == "2021-05-03T10:15:00+08:00"
    assert (article.source.outlet, article.source.language) == ("Valley Post", "en")


def test_markdown_toml_front_matter(read, story) -> None:
    (article,) = read({"a.md": f'+++\ntitle = "Four die at Dorn"\ndate = 2021-05-03\n+++\n{story}'}).articles
    assert article.source.published == date(2021, 5, 3)


@pytest.mark.parametrize("value", ["[" * 5000, "!!python/object/apply:os.getcwd []", "{a: b", "&a [*a]"])
def test_markdown_bad_front_matter_does_no_harm(read, story, value) -> None:
    loaded = read({"a.md": f"---\ntitle: {value}\n---\n{story}"})
    assert loaded.articles[0].text == story
