"""Ties that the relation model reads, and those of the rules that it does not believe."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from briefgen.extract.alliances.scene import Found, Scene
from briefgen.extract.doubt import is_doubted
from briefgen.model import ASPECTS
from briefgen.parsed import Actor, Relation

_NAMED: Final = frozenset({"allied", "tie"})  # rules on words that name a tie: "its protective power", "a proxy"
_MUTUAL: Final = frozenset({"membership"})  # nobody acts


def told(scene: Scene) -> Iterator[Found]:
    """What no rule has found: both are sides, and they are no enemies; of two members of a pact the pact is told."""
    known = {(tie.alliance, tie.aspect) for tie in scene.ties}
    found = [tie for relation in scene.parsed.relations if relation.sure and (tie := _tie(scene, relation)) is not None]
    joined = {(tie.start, tie.by) for tie in found if tie.aspect in _MUTUAL and len(tie.sides) == 1}
    for tie in found:
        of_pact = tie.aspect in _MUTUAL and any((tie.start, side) in joined for side in tie.sides)
        if not of_pact and (tie.alliance, tie.aspect) not in known:
            yield replace(tie, by=None) if tie.aspect in _MUTUAL else tie


def _tie(scene: Scene, relation: Relation) -> Found | None:
    """The tie that a relation tells of: of the pact that one of both is, or of the two; None where one is no side."""
    one, other = relation.actor, relation.other
    if relation.label not in ASPECTS or relation.mention.place or not scene.is_side(one):
        return None
    of_one, of_other = scene.pact_of(one), scene.pact_of(other) if other is not None else None
    if (pact := of_other or of_one) is not None:
        sides: tuple[Actor, ...] = (pact,)
    elif other is None or not scene.is_side(other) or scene.are_foes(one, other):
        return None
    else:
        sides = (one, other)
    by = other if pact is not None and pact == of_one and relation.label in _MUTUAL else of_one or one
    return Found(sides, relation.label, by, relation.start, relation.end, f"read.{relation.label}")


def is_believed(scene: Scene, tie: Found) -> bool:
    """Whether the model gives a tie of the rules some chance in a sentence that it stands on, or cannot say."""
    if tie.rule.split(".")[0] in _NAMED:
        return True
    names = {side.name for side in (*tie.sides, *([tie.by] if tie.by else []))}
    known = all(side.id is not None for side in tie.sides)
    toward = names if known else None  # a group named anew from the text is not as the model saw it
    return not is_doubted(scene.parsed, tie.aspect, by=names, toward=toward, start=tie.start, end=tie.end)
