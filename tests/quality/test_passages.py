"""What the rules read in passages that were written blind to them: hundreds of wordings a label."""

from __future__ import annotations

from collections import Counter

import pytest

from briefgen.terms import ASPECTS, REACTION_TYPES
from tests.quality.passages import EVERY, LABELS, YEARS, Judged, measure, passage, passages
from tests.tally import TALLIES, Tally

FLOORS = {"acts": (0.55, 0.40), "ties": (0.50, 0.13)}  # precision and recall over all labels of a kind
DAY = next(passages(["ties"])).day


@pytest.fixture(scope="module")
def measured() -> Judged:
    return measure(passages(every=EVERY))


@pytest.mark.parametrize(("kind", "labels"), [("acts", REACTION_TYPES), ("ties", ASPECTS)])
def test_reading_of_passages_keeps_its_floor(kind: str, labels: tuple[str, ...], measured: Judged) -> None:
    total = Tally()
    for label in labels:
        total.add(measured.tallies[label])
    TALLIES.add("passages", kind, total)
    precision, recall = FLOORS[kind]
    assert total.precision >= precision
    assert total.recall >= recall


@pytest.mark.parametrize("name", YEARS)
def test_every_passage_of_a_file_is_sound_and_a_part_tells_nothing(name: str) -> None:
    read = list(passages([name]))
    assert len(read) >= 500
    assert 0.1 <= sum(not one.facts for one in read) / len(read) <= 0.6
    assert len({one.text for one in read}) == len(read)


def test_every_label_is_told_often() -> None:
    counts = Counter(label for one in passages() for _, label, _ in one.facts)
    assert [label for label in LABELS if counts[label] < 50 and label != "clash_between_allies"] == []


@pytest.mark.parametrize(
    ("block", "fault"),
    [
        ("[FIN It] left.\n[FIN It] came.", "2 focus lines"),
        ("[FIN It] left.\n= FIN leaves -", "not `= KEY label KEY`"),
        ("[FIN It] left.\n= FIN warns SWE", "not `= KEY label KEY`"),
        ("[FIN It] left.\n= FIN help_granted -", "wants the key of a partner"),
    ],
)
def test_fault_in_a_passage_is_named_with_its_place(block: str, fault: str) -> None:
    with pytest.raises(ValueError, match=f"^one#3: .*{fault}"):
        passage(block, id="one#3", day=DAY)


def test_context_stands_before_the_focus() -> None:
    one = passage("< [FIN Helsinki] waits.\n[FIN It] asks.", id="one#1", day=DAY)
    assert one.text[one.focus :] == "It asks."
    assert [one.text[start:end] for _, start, end in one.marks] == ["Helsinki", "It"]
