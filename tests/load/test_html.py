"""Web pages: the article and nothing else, its metadata, charsets, and trees that no library likes."""

from __future__ import annotations

import json

import pytest

from briefgen.load.html import strip_markup

LEAKS = [
    "31 dead in hidden",
    "32 dead in comment",
    "33 dead in related",
    "34 dead in script",
    "35 dead in template",
    "36 dead",
]


def page(body: str, head: str = "") -> str:
    return f"<!doctype html><html lang=en><head><meta charset=utf-8>{head}</head><body>{body}</body></html>"


@pytest.fixture
def body(story: str) -> str:
    return (
        "<nav><a href=/>Home</a></nav><article><h1>Four die at Dorn</h1>"
        f"<div style='display: none'>31 dead in hidden</div><p>{story}</p><!-- <p>32 dead in comment</p> -->"
        f"<aside class=related><a href=/x>33 dead in related</a></aside>"
        f"<p>{story[:60]} as talks went on in the capital.</p>"
        "<script>say('34 dead in script')</script><template><p>35 dead in template</p></template></article>"
        "<section id=comments><p>eagle: 36 dead</p></section><footer>All rights reserved</footer>"
    )


def test_html_keeps_the_article_and_leaks_nothing(read, story, body) -> None:
    text = read({"a.html": page(body)}).articles[0].text
    assert text.startswith("Four die at Dorn\n\n" + story)
    assert "as talks went on" in text
    assert [leak for leak in LEAKS if leak in text] == []


def test_html_metadata_comes_from_json_ld_before_meta_tags(read, body) -> None:
    ld = {
        "@graph": [
            {"@type": "BreadcrumbList"},
            {
                "@type": ["NewsArticle"],
                "headline": "Four die at Dorn bridge",
                "datePublished": "2021-05-03T08:00:00+04:00",
                "publisher": {"@type": "Organization", "name": "Valley Post"},
                "url": "https://valley.example/dorn",
            },
        ]
    }
    head = (
        f'<script type="application/ld+json">{json.dumps(ld)}</script>'
        '<script type="application/ld+json">{broken</script>'
        '<meta property="article:published_time" content="2020-01-01"><meta property="og:site_name" content="Other">'
    )
    (article,) = read({"a.html": page(body, head)}).articles
    assert (article.title, article.source.outlet) == ("Four die at Dorn bridge", "Valley Post")
    assert article.source.published.isoformat() == "2021-05-03T08:00:00+04:00"
    assert (article.source.url, article.source.language) == ("https://valley.example/dorn", "en")


def test_html_metadata_from_meta_tags_title_and_canonical(read, story) -> None:
    head = (
        '<title>Four die at Dorn | Valley Post</title><meta name="pubdate" content="May 3, 2021">'
        '<link rel=canonical href="https://valley.example/2021/05/03/dorn">'
    )
    (article,) = read({"a.html": page(f"<p>{story}</p>", head)}).articles
    assert article.title == "Four die at Dorn"
    assert str(article.source.published) == "2021-05-03"


def test_html_layout_table_is_read_as_paragraphs_and_a_table_of_figures_as_rows(read, story) -> None:
    figures = "<table><tr><th>Side</th><th>Killed</th></tr><tr><td>Riverland</td><td>4</td></tr></table>"
    layout = (
        f"<table><tr><td><h1>Four die at Dorn</h1><p>{story}</p><p>{story[:90]} in May.</p>{figures}</td></tr></table>"
    )
    text = read({"a.html": page(layout)}).articles[0].text
    assert text.startswith(f"Four die at Dorn\n\n{story}\n\n")
    assert "Side | Killed\n\nRiverland | 4" in text


def test_html_copyright_year_is_no_date(read, story) -> None:
    (article,) = read({"a.html": page(f"<p>{story}</p><footer>© 2026 Valley Post</footer>")}).articles
    assert article.source.published is None


def test_html_link_of_another_scheme_is_no_url(read, story) -> None:
    head = '<meta property="og:url" content="javascript:alert(1)">'
    assert read({"a.html": page(f"<p>{story}</p>", head)}).articles[0].source.url is None


def test_html_declared_charset_is_used(read, story) -> None:
    html = (
        f'<meta http-equiv="Content-Type" content="text/html; charset=windows-1252"><p>{story} “Enough,” he said.</p>'
    )
    assert "“Enough,”" in read({"a.html": html.encode("cp1252")}).articles[0].text


def test_html_unknown_charset_name_is_no_hindrance(read, story) -> None:
    html = f'<meta charset="x-klingon"><p>{story} “Enough,” he said.</p>'
    assert "“Enough,”" in read({"a.html": html}).articles[0].text


@pytest.mark.parametrize("tag", ["div", "span", "blockquote", "b", "ul><li", "x-y"])
@pytest.mark.parametrize("closed", [True, False])
def test_html_nested_ten_thousand_deep_is_read(read, story, tag, closed) -> None:
    end = f"</{tag.split('>')[0]}>" * 10_000 if closed else ""
    loaded = read({"a.html": f"<body>{f'<{tag}>' * 10_000}<p>{story}</p>{end}"})
    assert story in loaded.articles[0].text
    assert "read" in loaded.notes[0].text


@pytest.mark.parametrize("piece", ["<!--", "<", "<a", "<p ", "<script>", "</", "&", "<![CDATA["])
def test_strip_markup_takes_one_pass_over_hostile_pages(piece) -> None:
    assert isinstance(strip_markup(piece * 200_000), str)


def test_strip_markup_keeps_a_less_than_sign() -> None:
    assert strip_markup("<p>Fewer than 5 < 10 &lt;b&gt;</p>") == "Fewer than 5 < 10 <b>"
