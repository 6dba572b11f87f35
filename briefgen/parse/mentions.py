"""Finds who is meant: names of the knowledge base, persons, groups named from the text, descriptions and pronouns."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from briefgen.knowledge import Knowledge
from briefgen.parse.bodies import find_bodies
from briefgen.parse.entities import make_whole
from briefgen.parse.groups import acronyms_defined, find_groups
from briefgen.parse.lexicon import lexicon
from briefgen.parse.linking import link_names
from briefgen.parse.names import find_names, settle
from briefgen.parse.persons import find_persons
from briefgen.parse.rebels import rising_rebels
from briefgen.parse.references import resolve
from briefgen.parse.scene import Link, Scene
from briefgen.parse.senses import sensible
from briefgen.parse.unnamed import unnamed_groups
from briefgen.parsed import Mention, Speech

if TYPE_CHECKING:
    from spacy.tokens import Doc


def find(doc: Doc, *, knowledge: Knowledge, day: date | None) -> list[Mention]:
    """The mentions of *doc* in order of the text.

    Names are linked first, then persons with their offices, groups that only the text names, and last what refers back.
    A phrase that cannot be resolved with some certainty is left out. The entities of *doc* are made whole on the way.
    """
    scene = Scene(doc=doc, knowledge=knowledge, lexicon=lexicon(knowledge), day=day)
    scene.links = known_names(scene)
    make_whole(doc, scene.links)
    find_groups(scene)
    find_bodies(scene)
    acronyms_defined(scene)
    find_persons(scene)
    link_names(scene)
    unnamed_groups(scene)
    resolve(scene)
    rising_rebels(scene)
    return sorted(scene.mentions, key=lambda m: (m.start, -m.end, m.root))


def known_names(scene: Scene) -> list[Link]:
    """The names of the knowledge base in the text of *scene*, each with the one actor that it means there."""
    hits = sensible(find_names(scene.text, knowledge=scene.knowledge), text=scene.text, scene=scene)
    year = scene.day.year if scene.day else None
    return [scene.link(hit) for hit in settle(hits, text=scene.text, knowledge=scene.knowledge, year=year)]


_WE = frozenset(("we", "us", "our", "ours", "ourselves"))
_I = frozenset(("i", "me", "my", "mine", "myself"))


def with_speakers(doc: Doc, mentions: Sequence[Mention], speeches: Sequence[Speech]) -> list[Mention]:
    """*mentions* and those of "we" and "I" inside quotations: the side or the person that speaks.

    "We will not yield," the Kremlin said: "we" is Russia.
    """
    speaker: dict[int, tuple[int, Speech]] = {}
    for speech in speeches:
        if speech.speaker is None or not speech.speaker.actors:
            continue
        for i in range(speech.start, min(speech.end, len(doc))):
            length = speech.end - speech.start
            if doc[i].lower_ in _WE | _I and doc[i].text != "US" and (i not in speaker or length < speaker[i][0]):
                speaker[i] = (length, speech)
    covered = {i for mention in mentions for i in range(mention.start, mention.end) if mention.root == i}
    found = [_first_person(i, doc, speech) for i, (_, speech) in sorted(speaker.items()) if i not in covered]
    return sorted([*mentions, *found], key=lambda m: (m.start, -m.end, m.root))


def _first_person(i: int, doc: Doc, speech: Speech) -> Mention:
    source = speech.speaker
    assert source is not None  # noqa: S101  (callers pass only speeches with a speaker)
    alone = doc[i].lower_ in _I
    return Mention(
        i, i + 1, i, "pronoun", "person" if alone else "actor", source.actors, source.person if alone else None
    )
