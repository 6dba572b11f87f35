"""What an editor decides on a fact, and how a decision finds its fact again when the brief is built anew.

A decision names the passages that the fact stands on and what was read there (its *identity*: "killed 49 to 49 of
Armenia"), not an id, since ids change with the text around. So it holds as long as the article says the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, Literal

from pydantic import Field, ValidationError

from briefgen.errors import UsageError
from briefgen.model import (
    AllianceFact,
    CasualtyReport,
    Claim,
    DatedEvent,
    Evidence,
    Finding,
    Model,
    Party,
    Reaction,
)

FactKind = Literal["parties", "casualties", "reactions", "claims", "alliances", "events"]
Action = Literal["accept", "reject", "correct"]
Value = str | int | bool | None

KINDS: Mapping[FactKind, type[Finding]] = {
    "parties": Party,
    "casualties": CasualtyReport,
    "reactions": Reaction,
    "claims": Claim,
    "alliances": AllianceFact,
    "events": DatedEvent,
}
SETTABLE: Mapping[FactKind, tuple[str, ...]] = {
    "parties": ("role", "kind"),
    "casualties": ("effect", "low", "high", "approx", "affiliation", "civilian", "attributed_to", "background"),
    "reactions": ("actor", "speaker", "type", "toward"),
    "claims": ("claimant", "accused"),
    "alliances": ("alliance", "aspect", "by", "attributed_to"),
    "events": (),
}
_IDENTITY: Mapping[FactKind, tuple[str, ...]] = {
    "parties": ("name",),
    "casualties": ("effect", "low", "high", "affiliation"),
    "reactions": ("actor", "type"),
    "claims": ("claimant", "accused"),
    "alliances": ("alliance", "aspect"),
    "events": (),
}


class Passage(Model):
    """Words of an article that a fact stands on; where they stood when the decision was taken."""

    article: str
    quote: str
    start: int = 0


class Decision(Model):
    """One decision: *was* is the identity of the fact as it was read, *set* what a correction puts in its place.

    In *set* None (in the file an empty string) means that a value is not told: `high` None is an open bound.
    """

    kind: FactKind
    action: Action
    passages: tuple[Passage, ...] = Field(min_length=1)
    was: dict[str, Value] = Field(default_factory=dict)
    set: dict[str, Value] = Field(default_factory=dict)
    note: str = ""
    by: str = ""
    at: datetime | None = None


def identity(fact: Finding, kind: FactKind) -> dict[str, Value]:
    """What tells *fact* from others on the same words.

    >>> from briefgen.model import Evidence
    >>> spot = Evidence(article="a", start=0, end=4, quote="Baku", rule="r")
    >>> identity(Claim(claimant="Azerbaijan", accused="Armenia", evidence=(spot,)), "claims")
    {'claimant': 'Azerbaijan', 'accused': 'Armenia'}
    """
    return {name: getattr(fact, name) for name in _IDENTITY[kind]}


def decide(
    fact: Finding,
    kind: FactKind,
    action: Action,
    *,
    set: Mapping[str, Value] | None = None,
    note: str = "",
    by: str = "",
    at: datetime | None = None,
) -> Decision:
    """The decision *action* on *fact*. Raises `UsageError` for a correction that the fact cannot take."""
    changed = dict(set or {}) if action == "correct" else {}
    if action == "correct":
        corrected(fact, kind, changed)
    passages = tuple(Passage(article=e.article, quote=e.quote, start=e.start) for e in _passages(fact.evidence))
    was = identity(fact, kind)
    return Decision(kind=kind, action=action, passages=passages, was=was, set=changed, note=note, by=by, at=at)


def covers(decision: Decision, fact: Finding, kind: FactKind) -> bool:
    """Whether *decision* is on *fact*, as it was read or as it was corrected.

    A party is known by its name wherever it stands; any other fact by its main passage too.
    """
    if kind != decision.kind:
        return False
    after = {name: decision.set.get(name, value) for name, value in decision.was.items()}
    if identity(fact, kind) not in (decision.was, after):
        return False
    main = fact.evidence[0]
    return kind == "parties" or any((p.article, p.quote) == (main.article, main.quote) for p in decision.passages)


def corrected(fact: Finding, kind: FactKind, set: Mapping[str, Value]) -> Finding:
    """*fact* with the values of *set*, marked as corrected, under its own id. Raises `UsageError` naming the value."""
    wrong = [name for name in set if name not in SETTABLE[kind]]
    if wrong or not set:
        what = f"{wrong[0]!r} of {kind} cannot be set" if wrong else "a correction sets nothing"
        raise UsageError(f"{what}; what can be: {', '.join(SETTABLE[kind]) or 'nothing'}")
    values: dict[str, Any] = {**fact.model_dump(), **set, "corrected": True}
    low, high = values.get("low"), values.get("high")
    if kind == "casualties" and isinstance(low, int) and isinstance(high, int) and low > high:
        raise UsageError(f"low {low} lies above high {high}")
    if {"low", "high"} & set.keys():
        values["vague"] = False
    try:
        return KINDS[kind].model_validate(values)
    except ValidationError as error:
        first = error.errors()[0]
        raise UsageError(f"{first['loc'][0]}: {first['input']!r} cannot be used: {first['msg']}") from None


def _passages(evidence: Iterable[Evidence]) -> list[Evidence]:
    """Each passage once, in order."""
    return list({(one.article, one.quote): one for one in evidence}.values())
