"""A brief of the samples with its articles on the disk, served: what the tests of `serve` begin with."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from werkzeug.test import Client, TestResponse

from briefgen import pipeline
from briefgen.cli.briefs import read_brief
from briefgen.model import Brief
from briefgen.review import Decision, read_review
from briefgen.serve import Articles, Shelf, Site, guard_for
from briefgen.serve.facts import Fact, facts_of
from briefgen.settings import Settings
from tests.render import caucasus, samples

PORT = 8000
HERE = f"http://127.0.0.1:{PORT}"
ARTICLES = dict(caucasus.TEXTS)


@dataclass
class Served:
    """The folder `out` with a brief in it, the folder `articles` it was made from, and a client of what serves them."""

    root: Path
    site: Site
    client: Client

    @property
    def out(self) -> Path:
        return self.root / "out"

    @property
    def review_file(self) -> Path:
        return self.out / "review.toml"

    @property
    def brief(self) -> Brief:
        return read_brief(str(self.out / "brief.json"))

    @property
    def decisions(self) -> tuple[Decision, ...]:
        return read_review(self.review_file)

    def fact(self, kind: str, number: int = 0) -> Fact:
        """One of the facts of *kind*, in the order of the page."""
        return [fact for fact in facts_of(self.brief) if fact.kind == kind][number]

    def get(self, path: str, **headers: str) -> TestResponse:
        return self.client.get(path, base_url=HERE, headers={k.replace("_", "-"): v for k, v in headers.items()})

    def post(self, path: str, *, headers: dict[str, str] | None = None, **form: Any) -> TestResponse:
        """A form sent as a browser sends it, with the token of the pages."""
        form = {"token": self.site.guard.token, **form}
        sent = {"Origin": HERE, "Sec-Fetch-Site": "same-origin", **(headers or {})}
        return self.client.post(path, base_url=HERE, headers=sent, data=form)

    def decide(self, fact: Fact, action: str, **form: Any) -> TestResponse:
        return self.post(f"/briefs/-/review/{fact.key}", action=action, **form)

    def page(self, fact: Fact) -> str:
        return self.get(f"/briefs/-/review/{fact.key}").text


def served(root: Path, *, brief: Brief | None = None, editable: bool = True, sources: bool = True) -> Served:
    """A folder below *root* with *brief* (the full sample), its articles and the site of both."""
    write_articles(root / "articles", ARTICLES)
    out = root / "out"
    out.mkdir(exist_ok=True)
    brief = with_hashes(brief or samples.full(), root / "articles")
    (out / "brief.json").write_text(brief.model_dump_json(), encoding="utf-8")
    (out / "brief.html").write_text("<!DOCTYPE html><title>A brief</title><p>As it stands", encoding="utf-8")
    (out / "brief.md").write_text("# A brief\n", encoding="utf-8")
    paths = (str(root / "articles"),) if sources else ()
    articles = Articles(paths, Settings(output=out))
    site = Site(Shelf(out, read_brief), articles, guard_for("127.0.0.1", PORT), editable=editable, by="Zoe")
    return Served(root, site, Client(site))


def write_articles(folder: Path, texts: dict[str, str]) -> None:
    folder.mkdir(exist_ok=True)
    for name, text in texts.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")


def with_hashes(brief: Brief, folder: Path) -> Brief:
    """*brief* with the hashes that its sources have on the disk."""
    loaded = {one.id: one for one in pipeline.collect([str(folder)], settings=Settings()).articles}
    sources = []
    for one in brief.sources:
        found = loaded[one.article].source
        update = {"sha256_file": found.sha256_file, "sha256_text": found.sha256_text, "path": found.path}
        sources.append(one.model_copy(update={"source": one.source.model_copy(update=update)}))
    return brief.model_copy(update={"sources": tuple(sources)})


def marks(page: str) -> list[str]:
    """The words that *page* highlights."""
    return re.findall(r"<mark[^>]*>(.*?)</mark>", page, re.DOTALL)
