"""Findings in the vocabulary of the annotation guidelines."""

from __future__ import annotations

import json

from briefgen.extract.vocabulary import to_gold
from tests.conftest import Read

TEXT = (
    "Eritrean troops killed 12 soldiers in Badme. Norway condemned the attack. "
    "The raid killed 12 soldiers, Ethiopia said."
)


def test_to_gold_writes_spans_into_the_text(read: Read) -> None:
    gold = to_gold(read(TEXT)[1])
    for name in ("parties", "casualties", "reactions", "claims", "alliances"):
        for item in gold[name]:
            for start, end in (item["span"], *item.get("also", [])):
                assert 0 <= start < end <= len(TEXT)
    json.dumps(gold)


def test_to_gold_keeps_what_the_scorer_reads(read: Read) -> None:
    gold = to_gold(read(TEXT)[1])
    norway = next(party for party in gold["parties"] if party["name"] == "Norway")
    assert (norway["role"], norway["kind"]) == ("commentator", "state")
    assert {"effect", "low", "high", "span"} <= set(gold["casualties"][0])


def test_to_gold_repeats_no_span(read: Read) -> None:
    for item in to_gold(read(TEXT)[1])["casualties"]:
        spans = [item["span"], *item.get("also", [])]
        assert len({tuple(span) for span in spans}) == len(spans)
