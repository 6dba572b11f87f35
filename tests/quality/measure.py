"""Measure the gold set, and keep what was measured: `python -m tests.quality.measure` prints, `--keep` writes.

`--unseen` prints the figures, without a word of what was missed, of the articles that nobody works from.

Two files are kept: `floors.toml`, the F1 below which no kind may fall, and `faults.txt`, each missed and each extra
item, so that a change shows case by case what it gains and loses. `--keep` refuses to lower a floor without `--sink`.
"""

from __future__ import annotations

import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from briefgen.extract.vocabulary import to_gold
from briefgen.model import Article, Source
from briefgen.pipeline import collect, inspect
from briefgen.settings import Settings
from tests.quality.scoring import GOLD, KEYS, UNSEEN, gold, score
from tests.tally import Tally

HERE = Path(__file__).parent
SEEDS = HERE.parent.parent / "seeds"
FLOORS = HERE / "floors.toml"
FAULTS = HERE / "faults.txt"
MARGIN = 0.0005  # floors are written with three digits


@dataclass(frozen=True, slots=True)
class Measured:
    """A tally a kind over the whole gold set, and every fault in a line."""

    tallies: dict[str, Tally]
    faults: list[str]

    def all(self) -> Tally:
        """Over all kinds."""
        total = Tally()
        for tally in self.tallies.values():
            total.add(tally)
        return total


def measure(folder: Path = GOLD) -> Measured:
    """Read every annotated article in *folder* with the default engine and score it."""
    settings = Settings()
    seeds = {article.id: article for article in collect([str(SEEDS)], settings=settings).articles}
    tallies = {kind: Tally() for kind in KEYS}
    faults: list[str] = []
    for annotated in gold(folder):
        article = seeds.get(annotated.id) or _own(annotated.id, annotated.text or "", annotated.day)
        parsed, findings = next(iter(inspect([article], settings=settings)))
        scored = score(annotated, text=parsed.article.text, found=to_gold(findings))
        faults += scored.told
        for kind, tally in scored.tallies.items():
            tallies[kind].add(tally)
    return Measured(tallies, faults)


def floors() -> dict[str, float]:
    """The F1 that each kind must reach."""
    return tomllib.loads(FLOORS.read_text(encoding="utf-8"))["f1"]


def differences(measured: Measured) -> Iterator[str]:
    """What is gained ("+", a fault of the kept list that is gone) and lost ("-", a fault that is new)."""
    kept = FAULTS.read_text(encoding="utf-8").splitlines()
    yield from (f"+ {line}" for line in kept if line not in measured.faults)
    yield from (f"- {line}" for line in measured.faults if line not in kept)


def keep(measured: Measured, *, sink: bool) -> list[str]:
    """Write floors and faults; the floors that would sink, in which case nothing is written unless *sink*."""
    new = {kind: round(tally.f1, 3) for kind, tally in measured.tallies.items()} | {"all": round(measured.all().f1, 3)}
    old = floors() if FLOORS.exists() else {}
    sunk = [f"{kind}: {old[kind]} would sink to {value}" for kind, value in new.items() if value < old.get(kind, 0)]
    if sunk and not sink:
        return sunk
    lines = [f"{kind} = {value}" for kind, value in new.items()]
    FLOORS.write_text(
        "# F1 that the gold set must reach; raised, never lowered in silence.\n[f1]\n" + "\n".join(lines) + "\n"
    )
    FAULTS.write_text("".join(f"{line}\n" for line in measured.faults), encoding="utf-8")
    return []


def _own(id: str, text: str, day: object) -> Article:
    """An article whose text stands in the gold file itself."""
    return Article(id=id, text=text, source=Source(path=f"{id}.txt", published=day))


def main(arguments: list[str]) -> int:
    """Print the table and the differences; keep them when asked."""
    unseen = "--unseen" in arguments
    measured = measure(UNSEEN if unseen else GOLD)
    for kind, tally in [*measured.tallies.items(), ("all", measured.all())]:
        figures = f"P {tally.precision:.3f}  R {tally.recall:.3f}  F1 {tally.f1:.3f}"
        print(f"{kind:12} {figures}  right {tally.right:3}  missed {tally.missed:3}  extra {tally.extra:3}")
    if unseen:
        return 0
    print("\n".join(differences(measured) if FAULTS.exists() else measured.faults))
    sunk = keep(measured, sink="--sink" in arguments) if "--keep" in arguments else []
    print("\n".join(sunk))
    return 1 if sunk else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
