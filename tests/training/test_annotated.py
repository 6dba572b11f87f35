"""The texts of the relation model: every one is read, and what is wrong in one is named."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from briefgen.parse.relations.inputs import LABELS, ROLES
from training.annotated import FOLDER, HELD_OUT, blocks, read_block, read_text

FILES = sorted(FOLDER.glob("*.txt"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_text_of_a_file_is_sound_and_no_two_are_alike(path: Path) -> None:
    read = [read_block(block, where=f"{path.name}: block {number}") for number, block in enumerate(blocks(path), 1)]
    assert len(read) >= (40 if path.stem.startswith("articles") else 150)
    assert len({tuple(sentence.text for sentence in one.sentences) for one in read}) == len(read)


def test_nothing_held_out_is_trained_on() -> None:
    trained = {block for path in FILES for block in blocks(path)}
    held = [block for path in HELD_OUT.glob("*.txt") for block in blocks(path)]
    assert trained.isdisjoint(held)
    for block in held:
        read_block(block, where="held out")


def test_every_label_and_role_is_told_and_many_sentences_tell_nothing() -> None:
    texts = [read_block(block, where=path.name) for path in FILES for block in blocks(path)]
    told = [sentence for text in texts for sentence in text.sentences if sentence.told]
    labels = Counter(label for sentence in told for _, label, _ in sentence.facts)
    roles = Counter(role for text in texts for role in text.roles.values())
    assert [label for label in LABELS if labels[label] < 100] == []
    assert [role for role in ROLES if roles[role] < 300] == []
    assert 0.3 < sum(not sentence.facts for sentence in told) / len(told) < 0.7


def test_text_becomes_words_sentences_actors_and_facts() -> None:
    text = read_text(
        "< [FIN Finland] waited.\n[FIN It] asked [SWE the Swedes] for guns.\n= FIN help_requested SWE\n@ SWE backer",
        where="here",
    )
    assert text.window.words == ["Finland", "waited", ".", "It", "asked", "the", "Swedes", "for", "guns", "."]
    assert list(text.window.opens) == [0, 3]
    assert [(span.actor, span.start, span.end) for span in text.window.spans] == [(0, 0, 1), (0, 3, 4), (1, 5, 7)]
    assert text.labelled == {1}
    assert text.facts == {(1, 0, "help_requested", 1)}
    assert text.roles == {1: "backer"}


def test_tolls_are_read_with_their_flags_and_nested_marks() -> None:
    block = "{killed Nine [FIN Finns]} fell, {killed-part two} by fire; [SWE {injured-past ten} Swedes] lay hurt."
    read = read_block(block, where="here")
    told = {(read.sentences[0].text[a:b], tuple(sorted(signs))) for signs, a, b in read.sentences[0].tolls}
    assert told == {("Nine Finns", ("killed",)), ("two", ("killed", "part")), ("ten", ("injured", "past"))}
    assert read.counted
    assert [read.sentences[0].text[a:b] for _, a, b in read.sentences[0].marks] == ["Finns", "ten Swedes"]


def test_text_says_its_tolls_where_it_has_one_or_says_that_it_has_none() -> None:
    assert not read_block("[FIN Finland] waited.", where="here").counted
    assert read_block("[FIN Finland] waited.\n{none}", where="here").counted


def test_membership_holds_both_ways() -> None:
    text = read_text("[FIN Finland] and [SWE Sweden] are allies.\n= FIN membership SWE", where="here")
    assert text.facts == {(0, 0, "membership", 1), (0, 1, "membership", 0)}


@pytest.mark.parametrize(
    ("block", "fault"),
    [
        ("It left.", "no actor is marked"),
        ("< [FIN It] left.", "nothing is told"),
        ("[FIN It] left.\n= FIN leaves -", "not `= KEY label KEY`"),
        ("[FIN It] left.\n= FIN warns SWE\n[SWE They] stayed.", "not `= KEY label KEY`"),
        ("[FIN It] left.\n= FIN help_granted -", "wants the key of a partner"),
        ("[FIN It] left.\n@ FIN winner", "not `@ KEY role`"),
        ("[FIN It] left {hurt two}.", "is not an effect"),
        ("[FIN It] left {killed-all two}.", "is not an effect"),
        ("[FIN It] left {killed two.", "never closed"),
        ("[FIN It] left two}.", "closes nothing"),
        ("[FIN It] left {killed }.", "no words in it"),
    ],
)
def test_fault_is_named_with_its_place(block: str, fault: str) -> None:
    with pytest.raises(ValueError, match=f"^bad.txt: block 3: .*{fault}"):
        read_block(block, where="bad.txt: block 3")
