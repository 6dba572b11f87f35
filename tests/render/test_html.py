"""The HTML file: valid, self-contained, every link leads somewhere, and nothing of an article is markup."""

from __future__ import annotations

import re
import warnings
from html.parser import HTMLParser
from itertools import pairwise

import pytest

from briefgen.model import Brief
from briefgen.render import render
from briefgen.settings import RenderSettings
from tests.render import samples

SAMPLES = ("full", "several", "empty", "hostile", "crowded")
TEMPLATES = ("situation", "flash", "digest", "memo")


class Page(HTMLParser):
    """What the tests look at: tags with their attributes, ids, and text outside style."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self._style = False
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self._style = tag == "style"

    def handle_endtag(self, tag: str) -> None:
        self._style = False

    def handle_data(self, data: str) -> None:
        if not self._style:
            self.words.append(data)

    def values(self, attribute: str) -> list[str]:
        return [value for _, attrs in self.tags if (value := attrs.get(attribute)) is not None]


def html(brief: Brief, *, template: str = "situation", language: str = "en") -> str:
    (document,) = render(brief, formats=["html"], template=template, settings=RenderSettings(language=language))
    return document.content.decode()


@pytest.fixture(scope="module", params=[(s, t) for s in SAMPLES for t in TEMPLATES], ids="-".join)
def text(request: pytest.FixtureRequest) -> str:
    sample, template = request.param
    return html(getattr(samples, sample)(), template=template)


def test_html_parses_without_an_error(text: str) -> None:
    html5lib = pytest.importorskip("html5lib")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        html5lib.HTMLParser(strict=True).parse(text)


def test_html_ids_are_unique_and_links_lead_to_them(text: str) -> None:
    page = Page(text)
    ids = page.values("id")
    assert len(ids) == len(set(ids))
    targets = [href[1:] for href in page.values("href") if href.startswith("#")]
    named = [id for value in page.values("aria-labelledby") for id in value.split()]
    assert set(targets + named + page.values("popovertarget")) <= set(ids)


def test_html_loads_nothing_and_runs_nothing(text: str) -> None:
    page = Page(text)
    assert not {"script", "link", "iframe", "object", "img", "form"} & {tag for tag, _ in page.tags}
    assert not [name for _, attrs in page.tags for name in attrs if name.startswith("on")]
    assert all(href.startswith(("#", "https://", "http://")) for href in page.values("href"))
    assert set(re.findall(r"url\((.{5})", text)) <= {"data:"}
    assert "@import" not in text


def test_html_headings_do_not_skip_a_level(text: str) -> None:
    levels = [int(tag[1]) for tag, _ in Page(text).tags if re.fullmatch(r"h[1-6]", tag)]
    assert levels[0] == 1 and levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_html_has_language_landmarks_and_skip_link(text: str) -> None:
    page = Page(text)
    tags = [tag for tag, _ in page.tags]
    assert dict(page.tags)["html"]["lang"] == "en"
    assert {"main", "header", "footer"} <= set(tags)
    assert next(attrs for tag, attrs in page.tags if tag == "a")["class"] == "skip"


def test_html_charts_have_title_and_description() -> None:
    page = Page(html(samples.full()))
    charts = [attrs for tag, attrs in page.tags if tag == "svg"]
    assert len(charts) >= 4
    assert all(attrs["role"] == "img" and len((attrs["aria-labelledby"] or "").split()) == 2 for attrs in charts)


def test_html_sections_follow_the_design() -> None:
    ids = Page(html(samples.full())).values("id")
    order = ["bottom-line", "key-points", "key-figures", "changes", "situation", "parties", "claims", "reactions",
             "alliances", "timeline", "gaps", "sources", "method"]  # fmt: skip
    assert [id for id in ids if id in order] == order


def test_html_shows_hostile_text_as_text() -> None:
    text = html(samples.hostile())
    assert "<script" not in text and "javascript:alert" not in re.sub(r"&lt;.*?&gt;", "", text)
    assert "49" not in "".join(Page(text).words)  # {{7*7}} was not run
    assert "\u202e" not in text


def test_html_is_the_same_twice() -> None:
    assert html(samples.full()) == html(samples.full())


def test_html_every_key_point_has_a_citation() -> None:
    text = html(samples.full())
    points = re.search(r'<ul class="key-points">(.*?)</ul>', text, re.DOTALL)
    assert points
    items = points[1].split("<li>")[1:]
    assert items and all('class="cite"' in item for item in items)


def test_html_marks_a_judgement_and_names_its_basis() -> None:
    text = html(samples.full())
    part = text[text.index('id="alliances"') : text.index('id="timeline"')]
    assert "Judgement" in part and "CSTO, article 4" in part
