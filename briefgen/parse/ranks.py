"""Officers and men counted one after the other are one number: "5 officers, 104 men", "28 officers and 1,200 men"."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from briefgen.parsed import Quantity

if TYPE_CHECKING:
    from spacy.tokens import Doc

_OFFICERS = frozenset({"officer", "officers", "sergeant", "sergeants", "ncos"})
_MEN = frozenset({"man", "men", "soldiers", "sailors", "privates", "ranks", "ratings", "troopers", "bluejackets"})
_JOINTS = frozenset({",", "and", "&"})


def summed(doc: Doc, found: list[Quantity]) -> list[Quantity]:
    """*found* with each pair of officers and men made one quantity of the men.

    Bulletins count officers apart from other ranks, and mean one loss (London Gazette, Times war reports).
    """
    merged: list[Quantity] = []
    for quantity in found:
        last = merged[-1] if merged else None
        if last is not None and _goes_on(doc, last, quantity):
            merged[-1] = _sum(last, quantity)
        else:
            merged.append(quantity)
    return merged


def _goes_on(doc: Doc, one: Quantity, other: Quantity) -> bool:
    if one.unit is None or other.unit is None or one.low is None or one.low != one.high:
        return False
    officers, men = doc[one.unit].lower_ in _OFFICERS, doc[other.unit].lower_ in _MEN
    between = [token.lower_ for token in doc[one.unit + 1 : other.start]]
    return officers and men and 0 < len(between) <= 2 and _JOINTS.issuperset(between)


def _sum(one: Quantity, other: Quantity) -> Quantity:
    low = None if other.low is None else (one.low or 0) + other.low
    high = None if other.high is None else (one.high or 0) + other.high
    return replace(other, start=one.start, root=one.root, low=low, high=high, approx=one.approx or other.approx)
