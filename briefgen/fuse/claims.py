"""The claims of one story, and the disputes that they make: who accuses whom, who answers, who supports which side."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from briefgen.fuse.merging import all_evidence, earliest, grouped, place_in_text
from briefgen.fuse.names import Names, likeness, words_of
from briefgen.model import Claim, Dispute, DisputeSide, Party

_ALIKE = 0.5  # shared words of two accusations by which they are one, told twice


def merged_claims(claims: Sequence[Claim], *, names: Names) -> tuple[Claim, ...]:
    """Each accusation once over all articles, in order of article and place; denials point to the merged one."""
    ordered = sorted({claim.id: claim for claim in claims}.values(), key=place_in_text)
    merged: dict[str, Claim] = {}
    for denying in (False, True):
        part = [claim for claim in ordered if (claim.denies is not None) == denying]
        for group in _alike(part, names):
            claim = _claim(group, names=names, merged=merged)
            merged.update(dict.fromkeys((one.id for one in group), claim))
    return tuple(sorted({claim.id: claim for claim in merged.values()}.values(), key=place_in_text))


def disputes(claims: Sequence[Claim], *, parties: Sequence[Party]) -> tuple[Dispute, ...]:
    """The claims of two sides against each other side by side; one side's unanswered claim makes no dispute.

    Whoever else accuses the same side supports its accuser, unless it fights there itself.
    """
    fighting = {party.name for party in parties if party.role == "belligerent"}
    found = []
    for (a, b), group in sorted(grouped(claims, _pair_of).items()):
        mine, theirs = ([c for c in group if c.claimant == side] for side in (a, b))
        if not (a and b and mine and theirs):
            continue
        sides = tuple(
            DisputeSide(claimant=side, claims=tuple(own), supporters=_supporters(claims, against, {a, b} | fighting))
            for side, own, against in ((a, mine, b), (b, theirs, a))
        )
        found.append(
            Dispute(sides=_first_first(sides), evidence=all_evidence([*mine[:1], *theirs[:1], *mine, *theirs]))
        )
    return tuple(found)


def _pair_of(claim: Claim) -> tuple[str, str]:
    a, b = sorted((claim.claimant or "", claim.accused or ""))
    return (a, b)


def _first_first(sides: tuple[DisputeSide, ...]) -> tuple[DisputeSide, ...]:
    """The side that accuses first, denials aside, in the left column."""
    return tuple(
        sorted(
            sides, key=lambda s: (all(c.denies for c in s.claims), min(map(place_in_text, s.claims)), s.claimant or "")
        )
    )


def _supporters(claims: Iterable[Claim], accused: str, outside: set[str]) -> tuple[str, ...]:
    return tuple(
        sorted({c.claimant for c in claims if c.accused == accused and c.claimant and c.claimant not in outside})
    )


def _alike(claims: Sequence[Claim], names: Names) -> list[list[Claim]]:
    """Claims in groups of one claimant, accused and denied claim whose acts read alike; 60 groups are compared."""
    found: list[list[Claim]] = []
    by_pair = grouped(claims, lambda c: (names.maybe(c.claimant), names.maybe(c.accused), c.denies))
    for group in by_pair.values():
        made: list[tuple[frozenset[str], list[Claim]]] = []
        for claim in group:
            words = words_of(claim.act or claim.evidence[0].quote)
            same = next((kept for known, kept in made[-60:] if likeness(words, known) >= _ALIKE), None)
            if same is None:
                made.append((words, [claim]))
            else:
                same.append(claim)
        found += [kept for _, kept in made]
    return found


def _claim(group: Sequence[Claim], *, names: Names, merged: Mapping[str, Claim]) -> Claim:
    first = group[0]
    denied = merged.get(first.denies) if first.denies else None
    return Claim(
        claimant=names.maybe(first.claimant),
        accused=names.maybe(first.accused),
        act=next((c.act for c in group if c.act), None),
        denies=denied.id if denied else first.denies,
        when=earliest([c.when for c in group]),
        evidence=all_evidence(group),
        corrected=any(c.corrected for c in group),
    )
