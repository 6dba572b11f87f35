"""The raw files of the development corpus load to its articles, as far as its manifest asks."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from briefgen.load import load
from briefgen.settings import LoadSettings

CORPUS = Path(os.environ.get("BRIEFGEN_CORPUS", "/nonexistent"))
pytestmark = pytest.mark.skipif(not (CORPUS / "raw").is_dir(), reason="BRIEFGEN_CORPUS is not set: no corpus to read")


def lines(text: str) -> list[str]:
    return [joined for line in text.split("\n") if (joined := " ".join(line.split()))]


@pytest.fixture(scope="module")
def raw():
    loaded = load([CORPUS / "raw"], settings=LoadSettings())
    assert (loaded.skipped, loaded.notes) == ([], [])
    return {article.id: article for article in loaded.articles}


def entries() -> list[dict]:
    path = CORPUS / "raw" / "manifest.json"
    return json.loads(path.read_text(encoding="utf-8"))["files"] if path.is_file() else []


@pytest.mark.parametrize("entry", entries(), ids=lambda entry: entry.get("record") or entry["file"])
def test_raw_file_loads_to_its_article(raw, entry) -> None:
    article = raw[entry.get("record") or entry["file"].rsplit(".", 1)[0]]
    stem = entry["article"] or entry["duplicate_of"]
    wanted = (CORPUS / "articles" / f"{stem}.txt").read_text(encoding="utf-8")
    if "text_end" in entry:
        wanted = wanted[: wanted.index(entry["text_end"]) + len(entry["text_end"])]
    assert [leak for leak in entry["must_not_contain"] if leak in article.text] == []
    if "white space" in entry["text"]:
        assert " ".join(article.text.split()).endswith(" ".join(wanted.split()))
    else:
        skip = {" ".join(line.split()) for line in entry.get("skip_lines", ())}
        may = skip | set(entry.get("may_contain", ())) | {entry.get("title") or ""}
        assert [line for line in lines(wanted) if line not in lines(article.text) and line not in skip] == []
        assert [line for line in lines(article.text) if line not in lines(wanted) and line not in may] == []
    if entry.get("published"):
        assert str(article.source.published)[:10] == entry["published"]
    if entry.get("title"):
        assert article.title == entry["title"]
    if entry.get("source"):
        assert article.source.outlet == entry["source"]
    if entry.get("url"):
        assert article.source.url == entry["url"]


def test_articles_load_with_their_ids_and_exact_texts() -> None:
    loaded = load([CORPUS / "articles"], settings=LoadSettings())
    files = sorted((CORPUS / "articles").glob("*.txt"))
    assert loaded.skipped == []
    assert [article.id for article in loaded.articles] == [path.stem for path in files]
    for article, path in zip(loaded.articles, files, strict=True):
        meta = json.loads(path.with_name(f"{path.stem}.meta.json").read_text(encoding="utf-8"))
        assert article.text == path.read_bytes().decode()
        assert article.source.sha256_text == meta["sha256"]
        assert (article.title, article.source.outlet, article.source.url) == (
            meta["title"],
            meta["source"],
            meta["url"],
        )
        assert str(article.source.published) == str(meta["published"])
        assert article.source.language == "en"
