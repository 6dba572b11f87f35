"""How fast articles are read, stage by stage: `python benchmarks/read.py FOLDER...`."""

from __future__ import annotations

import sys
import time
from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from briefgen.clean import clean
from briefgen.extract import extract
from briefgen.knowledge import load_knowledge
from briefgen.parse import parse
from briefgen.parse.engines import load_engine
from briefgen.parse.lexicon import Lexicon
from briefgen.parse.relations import reader
from briefgen.parsed import Mention
from briefgen.pipeline import collect
from briefgen.settings import Settings
from briefgen.terms import day_of

if TYPE_CHECKING:
    from spacy.tokens import Doc


def main(paths: list[str]) -> None:
    """Print articles and words a second, and each stage's share of the time."""
    spent: Counter[str] = Counter()
    knowledge = load_knowledge()
    inner = load_engine("minilm")
    inner("Warm.")
    find = reader.find
    reader.load_graph()

    def engine(text: str) -> object:
        start = time.perf_counter()
        doc = inner(text)
        spent["engine"] += time.perf_counter() - start
        return doc

    def relations(doc: Doc, mentions: Sequence[Mention], *, lexicon: Lexicon) -> reader.Read:
        start = time.perf_counter()
        found = find(doc, mentions, lexicon=lexicon)
        spent["relations"] += time.perf_counter() - start
        return found

    reader.find = relations  # timed
    start = time.perf_counter()
    articles = collect(paths, settings=Settings()).articles
    spent["load"] = time.perf_counter() - start
    start = time.perf_counter()
    articles = clean(articles)
    spent["clean"] = time.perf_counter() - start
    for article in articles:
        start = time.perf_counter()
        day = day_of(article.source.published)
        parsed = parse(article, engine=engine, knowledge=knowledge, day=day)  # type: ignore[arg-type]  # timed
        between = time.perf_counter()
        extract(parsed, knowledge=knowledge)
        spent["parse"] += between - start
        spent["extract"] += time.perf_counter() - between
    spent["parse"] -= spent["engine"] + spent["relations"]
    total = sum(spent.values())
    words = sum(len(article.text.split()) for article in articles)
    print(f"{len(articles)} articles, {words} words in {total:.1f} s: {words / total:.0f} words a second")
    for stage, seconds in spent.most_common():
        print(f"  {stage:9} {seconds:7.2f} s  {seconds / total:4.0%}")


if __name__ == "__main__":
    main(sys.argv[1:] or ["seeds"])
