"""Speakers whose name stands earlier in the text: spokesmen of a body that is named by its last word, and who goes on.

"A front spokesman" speaks for the last actor before whose name ends in "Front".
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from briefgen.parse.carried import Scene
from briefgen.parse.wordset import wordset
from briefgen.parsed import Speech

if TYPE_CHECKING:
    pass

_BODIES = wordset(
    "coalition front movement alliance league bloc"
)  # an army's or a council's spokesman may be any state's
_SPOKESMEN = wordset(
    "spokesman spokeswoman spokesperson spokesmen spokespeople official officials officer officers commander "
    "commanders leader leaders statement communique communiqué source sources"
)
_VOICED = {"he": ("person", "institution"), "she": ("person", "institution"), "it": ("actor", "institution", "forces")}
_NEAR = 90  # tokens between two verbs of saying


def pointed_back(told: Sequence[Speech], *, scene: Scene) -> list[Speech]:
    """*told*, with speakers where a spokesman or a pronoun points back to who was named or spoke before."""
    found = [_of_namesake(speech, scene=scene) for speech in told]
    return list(_going_on(sorted(found, key=lambda speech: speech.cue), scene=scene))


def _going_on(told: Sequence[Speech], *, scene: Scene) -> Iterator[Speech]:
    """*told*, where a "he", "she" or "it" that is nobody yet and speaks is who spoke last: "… , he added"."""
    last: Speech | None = None
    for speech in told:
        word = _lone_pronoun(speech, scene=scene)
        near = last is not None and 0 < speech.cue - last.cue <= _NEAR
        voice = None if last is None or not near or word not in _VOICED else last.speaker
        if voice is not None and voice.head in _VOICED[word]:
            speech = replace(speech, speaker=voice)
        if speech.speaker_tokens is not None and (speech.speaker is not None or word not in _VOICED):
            last = speech if speech.speaker is not None and speech.speaker.actors else None
        yield speech


def _lone_pronoun(speech: Speech, *, scene: Scene) -> str:
    """The pronoun that speaks, where it is nobody yet; empty otherwise."""
    tokens = speech.speaker_tokens
    if tokens is None or tokens[1] - tokens[0] != 1 or speech.speaker is not None:
        return ""
    return "" if any(m.root == tokens[0] for m in scene.mentions.get(tokens[0], ())) else scene.doc[tokens[0]].lower_


def _of_namesake(speech: Speech, *, scene: Scene) -> Speech:
    """ "a coalition spokesman", "front officials": the last actor before with that word at the end of its name."""
    if speech.speaker is not None or speech.speaker_tokens is None:
        return speech
    start, end = speech.speaker_tokens
    body = next((t for t in scene.doc[start:end] if t.dep_ == "compound" and t.lower_ in _BODIES), None)
    if body is None or body.head.lower_ not in _SPOKESMEN or any(t.dep_ == "amod" for t in scene.doc[start:end]):
        return speech
    for i in range(start - 1, -1, -1):
        for mention in scene.mentions.get(i, ()):
            named = mention.actor is not None and mention.actor.name.lower().split()[-1] == body.lower_
            if named and mention.head == "actor" and not mention.place:
                return replace(speech, speaker=mention)
    return speech
