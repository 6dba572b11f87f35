"""Texts cut to windows, and their marks left out as parsing leaves them out."""

from __future__ import annotations

import random

from briefgen.parse.relations.inputs import NEAR
from training.annotated import read_text
from training.windows import weakened, windows

ITEM = """[FIN Finland]'s envoy waited in the rain.
{killed Nine men} died and {killed-past two} had died before.
[SWE Sweden] was silent.
[FIN He] asked [SWE Stockholm] for guns.
= FIN help_requested SWE
[NOR Norway] sent {injured none}.
= NOR statement -
@ FIN belligerent
@ SWE commentator
@ NOR none"""


def test_text_that_fits_stays_whole() -> None:
    text = read_text(ITEM, where="here")
    assert list(windows(text, longest=100)) == [text]


def test_windows_tell_every_sentence_once_and_open_with_context() -> None:
    text = read_text(ITEM, where="here")
    cut = list(windows(text, longest=18))
    assert len(cut) > 1
    assert sum(len(part.labelled) for part in cut) == len(text.labelled)
    for part in cut[1:]:
        assert 0 < min(part.labelled) <= NEAR
    words = [word for part in cut for word in part.window.words[part.window.opens[min(part.labelled)] :]]
    assert words == text.window.words


def test_facts_and_tolls_keep_their_words() -> None:
    text = read_text(ITEM, where="here")
    for longest in range(18, 40):
        cut = list(windows(text, longest=longest))
        assert {label for part in cut for _, _, label, _ in part.facts} == {"help_requested", "statement"}
        told = {" ".join(part.window.words[start:end]) for part in cut for _, start, end in part.tolls}
        assert told == {"Nine men", "two", "none"}
        for part in cut:
            assert all(part.who[span.start] == span.actor for span in part.window.spans)


def test_act_toward_one_whom_no_mark_is_left_of_is_toward_nobody() -> None:
    text = read_text("[FIN Finland] sent word.\n[FIN It] warned [SWE the visitors].\n= FIN warns SWE", where="here")
    dice = random.Random(2)
    facts = {fact for _ in range(100) for fact in weakened(text, dice).facts}
    assert {partner for _, _, _, partner in facts} == {1, None}


def test_sentence_longer_than_a_window_stands_alone() -> None:
    text = read_text(f"[FIN It] {'marched ' * 30}on.\n[SWE Sweden] waited.\n@ FIN none\n@ SWE none", where="here")
    assert [len(part.window.opens) for part in windows(text, longest=10)] == [1, 1]


def test_left_out_marks_take_what_rests_on_them_along() -> None:
    text = read_text(ITEM, where="here")
    dice = random.Random(3)
    for _ in range(200):
        weak = weakened(text, dice)
        marked = [span for span in weak.window.spans if span.marked]
        shown = {span.actor for span in marked if weak.who[span.start] == span.actor}
        assert shown == {*range(weak.window.actors)}
        assert {one for _, one, _, _ in weak.facts} | {*weak.roles} <= shown
        assert {actor for actor in weak.who.values() if actor is not None} <= shown
        assert weak.window.words == text.window.words


def test_names_are_left_out_less_often_than_words_that_stand_for_them() -> None:
    text = read_text("[FIN Finland] and [SWE Sweden] met.\n[FIN It] and [SWE the army] left.", where="here")
    assert [text.names(span) for span in text.window.spans] == [True, True, False, False]
    dice, left_out = random.Random(5), [0, 0]
    for _ in range(500):
        marked = {span.start for span in weakened(text, dice).window.spans if span.marked}
        for span in text.window.spans:
            left_out[text.names(span)] += span.start not in marked
    assert left_out[True] * 3 < left_out[False]
