"""Markdown: no raw HTML on any renderer, every footnote defined, words of articles kept as words."""

from __future__ import annotations

import re

import pytest
from markdown_it import MarkdownIt

from briefgen.model import Brief, Message, Skipped
from briefgen.render import render
from briefgen.render.markdown import escape
from briefgen.settings import RenderSettings
from tests.render import samples


def markdown(brief: Brief, *, template: str = "situation") -> str:
    (document,) = render(brief, formats=["md"], template=template, settings=RenderSettings())
    return document.content.decode()


@pytest.mark.parametrize("name", ["full", "several", "empty", "hostile", "crowded"])
def test_markdown_holds_no_raw_html(name: str) -> None:
    tokens = MarkdownIt("commonmark").enable("table").parse(markdown(getattr(samples, name)()))
    inner = [child for token in tokens for child in token.children or ()]
    assert not [token for token in (*tokens, *inner) if token.type.startswith("html")]
    links = [str(token.attrs["href"]) for token in inner if token.type == "link_open"]
    assert all(link.startswith("https://news.example/") for link in links)


@pytest.mark.parametrize("name", ["full", "several", "empty", "hostile", "crowded"])
@pytest.mark.parametrize("template", ["situation", "flash", "digest", "memo"])
def test_markdown_footnotes_are_defined_once_and_used(name: str, template: str) -> None:
    text = markdown(getattr(samples, name)(), template=template)
    defined = re.findall(r"^\[\^(\w+)\]: ", text, re.MULTILINE)
    used = set(re.findall(r"\[\^(\w+)\](?!:)", text))
    assert len(defined) == len(set(defined))
    assert used == set(defined)


def test_markdown_headings_are_those_of_the_design() -> None:
    tokens = MarkdownIt("commonmark").parse(markdown(samples.full()))
    headings = [tokens[n + 1].content for n, token in enumerate(tokens) if token.type == "heading_open"]
    assert headings[1:] == [
        "Bottom line", "Key points", "Key figures", "What changed", "Situation", "Parties", "Competing claims",
        "International reactions", "Alliance implications", "Timeline and map", "Gaps and assumptions", "Sources",
        "Method",
    ]  # fmt: skip


def test_markdown_tables_have_as_many_cells_as_columns() -> None:
    for name in ("full", "crowded", "hostile"):
        rows = [line for line in markdown(getattr(samples, name)()).splitlines() if line.startswith("|")]
        assert rows
        assert {len(re.findall(r"(?<!\\)\|", row)) for row in rows} <= {4, 5}


@pytest.mark.parametrize(
    "text",
    [
        "*a* _b_ `c`",
        "[x](javascript:y)",
        "<b>x</b>",
        "# x",
        "1. x",
        "- x",
        "&lt; &copy;",
        "a_b_c ~~x~~ | y",
        "![x](y)",
        "==",
    ],
)
def test_escaped_text_reads_back_as_it_was(text: str) -> None:
    (_, inline, *_) = MarkdownIt("commonmark").enable("strikethrough").parse(escape(text))
    assert "".join(child.content for child in inline.children or ()) == text


def test_markdown_names_the_first_of_many_that_were_not_read() -> None:
    from briefgen.render.build import MOST_SKIPPED

    skipped = tuple(Skipped(path=f"{n}.txt", reason="not on the topic") for n in range(MOST_SKIPPED + 7))
    text = markdown(samples.full().model_copy(update={"skipped": skipped}))
    assert f"- {MOST_SKIPPED - 1}.txt: " in text
    assert f"- {MOST_SKIPPED}.txt: " not in text
    assert "and 7 more, named in brief.json" in text


def test_markdown_marks_a_source_of_no_situation_and_prints_the_rule() -> None:
    brief = samples.full()
    text = markdown(brief)
    assert "no situation found" not in text
    rule = Message(message="method.no_situation", params={"dead": 10, "affected": 100, "harmed": 4})
    one = brief.situations[0]
    others = tuple(s for s in brief.situations if not set(s.articles) & set(one.articles))
    text = markdown(brief.model_copy(update={"situations": others, "no_situation": rule}))
    assert text.count("; read, no situation found.") == len(one.articles)
    assert "fewer than 4 hurt by violence at once" in text and "10 dead or missing or 100 hurt" in text


def test_method_names_the_relation_model_where_it_read() -> None:
    brief = samples.full()
    assert "by the model relations_en" in markdown(brief)
    alone = markdown(brief.model_copy(update={"relations": False}))
    assert "facts are read from the articles by rules, and every" in alone
