"""How findings are scored against the gold set: the rules of matching are those of the annotation guidelines.

Parties match by name and role; casualties by effect, both bounds, and spans that touch; reactions by actor and type;
claims by claimant and accused; alliances by alliance and aspect. One found item meets one gold item. Where several
could, the one whose span lies nearest is taken. Optional gold items are free: found or missed, they change nothing. A
list of values is a choice; `numbers` are other readings of a toll's bounds that are as good.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.tally import Tally

GOLD = Path(__file__).parent / "gold"
AGES = Path(__file__).parent / "ages"  # of other times and styles: worked from, far harder than the gold set
UNSEEN = Path(__file__).parent / "unseen"
KEYS = {
    "parties": ("name", "role"),
    "casualties": ("effect", "low", "high"),
    "reactions": ("actor", "type"),
    "claims": ("claimant", "accused"),
    "alliances": ("alliance", "aspect"),
}
FAR = 10**9

Item = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Gold:
    """The annotation of one article: its id, its text where it is no seed, and the gold items by kind."""

    id: str
    text: str | None
    day: Any
    items: Mapping[str, list[dict[str, Any]]]


@dataclass(frozen=True, slots=True)
class Scored:
    """What was right, missed and extra in one article, kind by kind, and each told in a line."""

    tallies: Mapping[str, Tally]
    told: tuple[str, ...]


def gold(folder: Path = GOLD) -> Iterator[Gold]:
    """Every annotated article under *folder*."""
    for path in sorted(folder.glob("*.toml")):
        for table in tomllib.loads(path.read_text(encoding="utf-8"))["article"]:
            items = {kind: [dict(item) for item in table[kind]] for kind in KEYS}
            yield Gold(table["id"], table.get("text"), table.get("day"), items)


def score(annotated: Gold, *, text: str, found: Mapping[str, list[Item]]) -> Scored:
    """Score *found* (the five lists with "span"s into *text*) against *annotated*."""
    tallies, told = {}, []
    for kind, keys in KEYS.items():
        wanted = [_placed(item, text) for item in annotated.items[kind]]
        pairs = _pairs(kind, wanted, found[kind], keys=keys)
        hit = {index for index, _ in pairs}
        missed = [w for i, w in enumerate(wanted) if i not in hit and not w.get("optional")]
        extra = [f for i, f in enumerate(found[kind]) if i not in {j for _, j in pairs}]
        right = sum(1 for index, _ in pairs if not wanted[index].get("optional"))
        tallies[kind] = Tally(right, len(missed), len(extra))
        told += [f"{annotated.id}: {kind}: missed {_short(item, keys)}" for item in missed]
        told += [f"{annotated.id}: {kind}: extra {_short(item, keys)}" for item in extra]
    return Scored(tallies, tuple(told))


def _placed(item: Item, text: str) -> dict[str, Any]:
    """*item* with the places of its quotes; a quote that is not in the text is a fault of the gold."""
    spans = []
    for quote in [item["quote"], *item.get("also", ())] if "quote" in item else []:
        start = _start(text, quote, at=item.get("at", 0) if not spans else 0)
        spans.append((start, start + len(quote)))
    return {**item, "spans": spans}


def _start(text: str, quote: str, *, at: int) -> int:
    """Where occurrence *at* (0 first) of *quote* begins in *text*."""
    start = -1
    for _ in range(at + 1):
        start = text.find(quote, start + 1)
        if start < 0:
            raise ValueError(f"gold quote is not in the text: {quote!r}")
    return start


def _pairs(
    kind: str, wanted: list[dict[str, Any]], found: list[Item], *, keys: tuple[str, ...]
) -> list[tuple[int, int]]:
    """Greedy pairs of gold and found, required items before optional ones, near before far."""
    candidates = []
    for i, item in enumerate(wanted):
        for j, other in enumerate(found):
            distance = min((_distance(span, other.get("span")) for span in item["spans"]), default=0)
            if _reads(item, other, keys) and (kind != "casualties" or distance == 0):
                candidates.append((bool(item.get("optional")), distance, i, j))
    pairs: list[tuple[int, int]] = []
    for _, _, i, j in sorted(candidates):
        if all(i != one and j != two for one, two in pairs):
            pairs.append((i, j))
    return pairs


def _reads(item: Mapping[str, Any], other: Item, keys: tuple[str, ...]) -> bool:
    """Whether *other* is *item* in its first reading, or with other bounds that are as good."""
    readings = [item, *({**item, "low": None, "high": None, **bounds} for bounds in item.get("numbers", ()))]
    return any(all(_agrees(reading.get(key), other.get(key)) for key in keys) for reading in readings)


def _agrees(wanted: Any, actual: Any) -> bool:
    return actual in wanted if isinstance(wanted, list) else bool(actual == wanted)


def _distance(one: tuple[int, int], other: Any) -> int:
    """Characters between two spans; 0 where they touch."""
    return max(0, other[0] - one[1] + 1, one[0] - other[1] + 1) if other else FAR


def _short(item: Item, keys: tuple[str, ...]) -> str:
    return (
        ", ".join(f"{key} {item.get(key)}" for key in keys) + f" {str(item.get('quote', item.get('text', '')))[:80]!r}"
    )
