"""What the relation model does on texts that it has not seen, and the score from which it is believed."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import torch

from briefgen.parse.relations.inputs import LABELS, ROLES
from briefgen.parse.relations.stand_ins import SURE
from briefgen.terms import EFFECTS
from training.annotated import FOLDER, HELD_OUT
from training.relation_model import RelationModel
from training.relations import all_blocks, judged, meant, whole_windows

PRECISION: Final = 0.85
"""What a relation must reach to be taken on the model's word alone: a wrong fact costs more than a missing one."""
FEWEST: Final = 8  # relations right above a threshold before its precision is believed
UNTRUSTED: Final = 2.0  # of a label that never reaches the precision wanted: no score is as high
LEAST: Final = 0.85  # no threshold is below: articles are harder than the texts written for this
LEAST_OF_TOLLS: Final = 0.9  # the rules leave few of these, and a word of one is not yet a toll

Judged = tuple[str, float, bool]
"""Label, score, whether it is so."""


@dataclass(frozen=True)
class Row:
    """Precision and recall of a label from its threshold on; `told` is how many relations there are."""

    threshold: float
    told: int
    found: int
    right: int

    @property
    def precision(self) -> float:
        """Right ones among those found."""
        return self.right / self.found if self.found else 0.0

    @property
    def recall(self) -> float:
        """Right ones among those told."""
        return self.right / self.told if self.told else 0.0


def measure(weights: Path) -> tuple[dict[str, float], str]:
    """The least scores by label for `PRECISION` on the texts held out, and the model card that tells of them."""
    model = RelationModel()
    model.load_state_dict(torch.load(weights, weights_only=True)["weights"])
    held = whole_windows(HELD_OUT)
    found = judged(model, held)
    least = thresholds(found.relations, labels=LABELS)
    least |= thresholds(found.tolls, labels=EFFECTS, floor=LEAST_OF_TOLLS)
    rows = table(found.relations, least, labels=LABELS) | table(found.tolls, least, labels=EFFECTS)
    told = Counter(found.roles)
    stand_ins = list(meant(model, held))
    return least, card(rows, told, stand_ins, trained=len(all_blocks(FOLDER)), held=len(all_blocks(HELD_OUT)))


def thresholds(found: Iterable[Judged], *, labels: Iterable[str], floor: float = LEAST) -> dict[str, float]:
    """By label the lowest score, but none below *floor*, from which on `PRECISION` of what is read is right.

    >>> rows = [("warns", 0.9, True)] * 9 + [("warns", 0.5, True), ("warns", 0.4, False)] + [("warns", 0.2, False)] * 9
    >>> thresholds(rows, labels=["warns", "strain"])
    {'warns': 0.85, 'strain': 2.0}
    """
    by_label = _by_label(found)
    return {label: _least(by_label[label], floor) for label in labels}


def table(found: Iterable[Judged], least: Mapping[str, float], *, labels: Iterable[str]) -> dict[str, Row]:
    """What each label reaches from its threshold in *least* on."""
    by_label = _by_label(found)
    return {
        label: Row(
            threshold=least[label],
            told=sum(so for _, so in rows),
            found=sum(score >= least[label] for score, _ in rows),
            right=sum(so and score >= least[label] for score, so in rows),
        )
        for label, rows in ((label, by_label[label]) for label in labels)
    }


def _by_label(found: Iterable[Judged]) -> Mapping[str, list[tuple[float, bool]]]:
    rows: dict[str, list[tuple[float, bool]]] = defaultdict(list)
    for label, score, so in found:
        rows[label].append((score, so))
    return rows


def _least(rows: Sequence[tuple[float, bool]], floor: float) -> float:
    right, least = 0, UNTRUSTED
    for number, (score, so) in enumerate(sorted(rows, reverse=True), 1):
        right += so
        if right >= FEWEST and right / number >= PRECISION:
            least = max(score, floor)
    return least


CARD: Final = """# relations_en: who does what toward whom, and who plays which part

A run of sentences of English news with the phrases of its actors marked, to what each actor does in each sentence (15
types of reaction), how two are tied (10 aspects of alliances), the part of each actor in the whole (5 roles, or none),
the words that tell of a toll (5 effects), and whom a word stands for that bears no mark ("the ministry"). The encoder
of all-MiniLM-L6-v2, six layers of width 384, fine-tuned; pairs of actors are judged one by one. int8 ONNX, run on the
processor by onnxruntime.

| file | what |
|---|---|
| `read.onnx` | pieces and the marks of actors to the state of each piece, what it tells of a toll, whom it stands for |
| `judge.onnx` | those states, sentences, and the phrases of actors to logits of relations and of roles |
| `manifest.json` | version, labels, the score from which each counts, and the checksums of the files above |

## Figures

Trained on {trained:,} texts that this project wrote for it (`training/texts`), measured on {held:,} more
(`training/held_out`), before quantisation. A relation, or a word of a toll, is taken on the model's word alone from the
lowest score on at which {precision:.0%} are right. A fact that it is never asked about, because its actors stand too
far apart, counts as missed.

| label | told | precision | recall | from score |
|---|---|---|---|---|
{rows}

Of {stand_ins:,} words that stand for an actor and bear no mark, {meant_recall:.0%} are given to the right one with a
share of {sure} or more, and {meant_precision:.0%} of all words so given are right.

Roles, {accuracy:.0%} right; a line for each true one:

| | {names} |
|---|{lines}|
{roles}

## Limits

- The scores are chosen on the very texts that the figures are of, and so are the labels whose doubt counts in
  extraction: on other texts they are somewhat lower.
- The texts are invented, and written by few hands; real articles tell less and hide it in longer sentences.
- It reads only for actors that parsing has linked, and knows nothing of who fights whom: the rules of extraction do.
- Sentences of other languages give noise.

## Licence

Apache License 2.0, as the base encoder and the code.
"""


def card(
    rows: Mapping[str, Row],
    told: Mapping[tuple[str, str], int],
    stand_ins: Sequence[tuple[bool, float, bool]],
    *,
    trained: int,
    held: int,
) -> str:
    """The model card of `relations_en`; *told* counts (true role, role read), *stand_ins* are those of `meant`."""
    given = [right for _, share, right in stand_ins if share >= SURE]
    there = sum(stands for stands, _, _ in stand_ins)
    lines = [
        f"| {label} | {row.told} | {row.precision:.2f} | {row.recall:.2f} | {row.threshold:.2f} |"
        if row.threshold < UNTRUSTED
        else f"| {label} | {row.told} | | | never |"
        for label, row in rows.items()
    ]
    right = sum(count for (true, read), count in told.items() if true == read)
    roles = [f"| {true} | {' | '.join(str(told.get((true, read), 0)) for read in ROLES)} |" for true in ROLES]
    return CARD.format(
        trained=trained,
        held=held,
        precision=PRECISION,
        rows="\n".join(lines),
        stand_ins=there,
        sure=SURE,
        meant_recall=sum(given) / max(there, 1),
        meant_precision=sum(given) / max(len(given), 1),
        accuracy=right / max(sum(told.values()), 1),
        names=" | ".join(ROLES),
        lines="|".join("---" for _ in ROLES),
        roles="\n".join(roles),
    )
