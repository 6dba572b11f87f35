"""Copies of one story are folded; different stories on one event, and later versions with new figures, are not."""

from __future__ import annotations

import random
from datetime import date

import pytest

from briefgen.load.copies import fold_copies
from briefgen.model import Article, Noise, Source
from briefgen.settings import LoadSettings

WIRE = (
    "Soldiers of Riverland and Hillmark exchanged fire for a second day on Tuesday along the river between them. "
    "The defence ministry of Riverland said that four of its men were killed and eleven hurt near the bridge at Dorn. "
    "Hillmark denied that its forces had fired first and said that shells had hit a clinic and a school on its bank. "
    "The council of the lake states called on both to withdraw their guns and to let monitors reach the crossing. "
    "Villagers carried what they could to the railway, where two trains waited under the trees without lights. "
    "A truce signed in spring had held until Sunday, when a patrol boat was lost in the fog and never found. "
    "Each government has asked its allies for ammunition, diplomats in both capitals said, and neither has an answer."
)
OTHER = (
    "Two days of shelling on the river have emptied Dorn, the market town where the border runs down the main street. "
    "Riverland counts four dead soldiers and eleven wounded; Hillmark speaks of a hit on a clinic, and shows no list. "
    "In the hills above, farmers say that the guns came a week ago, long before the patrol boat that started it all. "
    "The truce of the spring is a paper now, said a teacher who keeps the keys of the school and sleeps in its cellar. "
    "Monitors of the lake states were turned back at the bridge. Trains leave at night, without lights, for the south."
)


def article(
    name: str, text: str, *, outlet: str | None = None, day: int | None = None, title: str | None = None
) -> Article:
    published = date(2021, 5, day) if day else None
    return Article(
        id=name, title=title, text=text, source=Source(path=f"{name}.txt", outlet=outlet, published=published)
    )


def folded(*articles: Article) -> dict[str, tuple[str, ...]]:
    return {a.id: a.source.carried_by for a in fold_copies(articles, settings=LoadSettings())}


def test_fold_copies_exact_copy_keeps_the_earliest() -> None:
    assert folded(article("b", WIRE, outlet="Valley Post", day=4), article("a", WIRE, day=3)) == {
        "a": ("Valley Post (b)",)
    }


def test_fold_copies_other_headline_and_dateline_are_copies() -> None:
    one = article("a", f"Fire on the river\n\nDORN, May 4 (Reuters) — {WIRE}", title="Fire on the river")
    two = article("b", f"Guns at Dorn again\n\n{WIRE}", title="Guns at Dorn again")
    assert len(folded(one, two)) == 1


@pytest.mark.parametrize("share", [0.15, 0.35, 0.6, 0.9])
def test_fold_copies_truncated_copy_is_folded_into_the_whole(share) -> None:
    cut = WIRE[: int(len(WIRE) * share)].rsplit(" ", 1)[0]
    assert folded(article("short", cut, outlet="Valley Post"), article("whole", WIRE)) == {
        "whole": ("Valley Post (short)",)
    }


def test_fold_copies_noise_does_not_count() -> None:
    noisy = WIRE + "\n\nShare post:\n" + OTHER
    made = article("noisy", noisy).model_copy(
        update={"noise": (Noise(start=len(WIRE), end=len(noisy), reason="related headlines"),)}
    )
    assert len(folded(made, article("plain", WIRE))) == 1


def test_fold_copies_two_stories_on_one_event_stay_two() -> None:
    assert len(folded(article("a", WIRE), article("b", OTHER))) == 2


def test_fold_copies_shared_quotes_are_no_copy() -> None:
    quote = " ".join(WIRE.split(". ")[1:3])
    assert len(folded(article("a", WIRE), article("b", f"{OTHER} {quote}."))) == 2


def test_fold_copies_later_version_with_a_new_toll_stays() -> None:
    later = WIRE.replace("four of its men", "seven of its men")
    assert len(folded(article("a", WIRE, day=3), article("b", later, day=4))) == 2


def test_fold_copies_is_the_same_in_any_order() -> None:
    pool = [
        article("a", WIRE, day=3, outlet="One"),
        article("b", WIRE[:700], day=2, outlet="Two"),
        article("c", WIRE + " More was not known.", day=5),
        article("d", OTHER, day=3),
        article("e", OTHER, day=3, outlet="Three"),
        article("f", "Short note.", day=1),
    ]
    expected = folded(*pool)
    assert set(expected) == {"c", "d", "f"}
    for seed in range(6):
        shuffled = random.Random(seed).sample(pool, len(pool))
        assert folded(*shuffled) == expected


def test_fold_copies_undated_keeper_takes_the_day_of_its_copy() -> None:
    kept = fold_copies([article("a", WIRE + " More."), article("b", WIRE, day=3)], settings=LoadSettings())
    assert [(a.id, a.source.published) for a in kept] == [("a", date(2021, 5, 3))]


def test_fold_copies_of_nothing_and_one() -> None:
    assert folded() == {}
    assert folded(article("a", WIRE)) == {"a": ()}


def test_fold_copies_a_thousand_copies_fold_to_one() -> None:
    assert len(folded(*(article(f"a{number}", WIRE) for number in range(1000)))) == 1
