"""Speakers that the text named before, read with the embedded engine through the whole of the parse stage."""

from __future__ import annotations

import pytest

from briefgen.knowledge import load_knowledge
from briefgen.parse import speeches
from briefgen.parse.engines import load_engine
from briefgen.parsed import Actor, Mention


def tellers(text: str, *, named: str) -> list[str | None]:
    """The actor behind each speech of *text*, where the first *named* in it is the only mention."""
    doc = load_engine("minilm")(text)
    span = doc.char_span(text.index(named), text.index(named) + len(named))
    assert span is not None
    mention = Mention(span.start, span.end, span.end - 1, "name", "actor", (Actor(named, "armed_group"),))
    found = speeches.find(doc, [mention], knowledge=load_knowledge())
    return [None if s.speaker is None or s.speaker.actor is None else s.speaker.actor.name for s in found]


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("The Dawn Front lost a town. A front spokesman said that the road was open.", "Dawn Front"),
        ("“Soldiers poisoned the well,” charged the Dawn Front.", "Dawn Front"),
    ],
)
def test_find_goes_back_to_who_was_named(text: str, named: str) -> None:
    assert named in tellers(text, named=named)


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("The Dawn Front lost a town. A union spokesman said that the road was open.", "Dawn Front"),
        ("The Dawn Front lost a town. A Danish front official said that the road was open.", "Dawn Front"),
    ],
)
def test_find_goes_back_to_nobody_without_a_sign(text: str, named: str) -> None:
    assert tellers(text, named=named).count(None) == len(tellers(text, named=named)) > 0
