"""Counts of what the cases and the gold set find, miss, and find too much, kept over a test run."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import astuple, dataclass, field
from typing import Any


@dataclass(slots=True)
class Tally:
    """Expected and found, expected and missed, found and not expected."""

    right: int = 0
    missed: int = 0
    extra: int = 0

    @property
    def precision(self) -> float:
        """Share of the found that is right; 1 where nothing was found."""
        return self.right / (self.right + self.extra) if self.right + self.extra else 1.0

    @property
    def recall(self) -> float:
        """Share of the expected that was found; 1 where nothing was expected."""
        return self.right / (self.right + self.missed) if self.right + self.missed else 1.0

    @property
    def f1(self) -> float:
        """Harmonic mean of the two."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0

    def add(self, other: Tally) -> None:
        """Count *other* in."""
        self.right += other.right
        self.missed += other.missed
        self.extra += other.extra


@dataclass(slots=True)
class Tallies:
    """A tally for each kind within each set ("cases", "gold"), printed when the run ends."""

    by_set: dict[str, dict[str, Tally]] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)

    def add(self, name: str, kind: str, tally: Tally) -> None:
        """Count *tally* in for *kind* of the set *name*."""
        self.by_set.setdefault(name, {}).setdefault(kind, Tally()).add(tally)

    def dump(self) -> dict[str, Any]:
        """All of it in plain values, to cross from one process to another."""
        counts = {name: {kind: astuple(tally) for kind, tally in kinds.items()} for name, kinds in self.by_set.items()}
        return {"counts": counts, "notes": list(self.notes)}

    def load(self, dumped: Mapping[str, Any]) -> None:
        """Count in what another process dumped; a note that stands already is not told twice."""
        for name, kinds in dumped.get("counts", {}).items():
            for kind, counts in kinds.items():
                self.add(name, kind, Tally(*counts))
        self.notes += [note for note in dumped.get("notes", ()) if note not in self.notes]

    def lines(self) -> Iterator[str]:
        """A table a set."""
        for name, kinds in sorted(self.by_set.items()):
            yield f"{name:14} precision recall     F1   right missed extra"
            for kind, tally in sorted(kinds.items()):
                figures = f"{tally.precision:9.3f} {tally.recall:6.3f} {tally.f1:6.3f}"
                yield f"  {kind:12} {figures} {tally.right:7} {tally.missed:6} {tally.extra:5}"
        if self.notes:
            yield "gained (+) and lost (-) against the kept list of faults:"
            yield from self.notes


TALLIES = Tallies()
