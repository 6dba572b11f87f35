"""Who says that a tie is so, where the article does not say it itself: an accuser, or the speaker of its clause.

"Riyadh accused Tehran of arming the rebels" tells of help by the word of Saudi Arabia; what a side says of its own
help needs no witness.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from spacy.tokens import Token

from briefgen.extract.alliances.scene import Found, Scene
from briefgen.extract.syntax import subject
from briefgen.parsed import Actor, Speech

_ALLEGING = frozenset({"accuse", "suspect", "charge", "blame", "condemn", "criticise", "criticize", "allege", "claim"})
_REACH = 4  # heads up from the words of the tie to the word of accusing


def teller(scene: Scene, tellings: Iterable[Found]) -> str | None:
    """The actor by whose word alone a fact is known; None where the article itself tells it, or its own actor does."""
    found = [_of(scene, one) for one in tellings]
    return found[0] if all(found) else None


def _of(scene: Scene, fact: Found) -> str | None:
    actors = [*_accusers(scene, fact), *_speakers(scene.parsed.speech_over(fact.end - 1))]
    return next((actor.name for actor in actors if actor != fact.by), None)


def _accusers(scene: Scene, fact: Found) -> Iterator[Actor]:
    """The sides that accuse somebody of the tie."""
    root = scene.parsed.doc[fact.start : fact.end].root
    for token in (root, *_above(root)):
        if token.lemma_.lower() in _ALLEGING and token.pos_ == "VERB":
            yield from scene.sides(subject(token), places=True)


def _above(token: Token) -> Iterator[Token]:
    for _ in range(_REACH):
        if token.head == token:
            return
        token = token.head
        yield token


def _speakers(speech: Speech | None) -> Iterator[Actor]:
    if speech is not None and speech.speaker is not None and (speech.quoted or not speech.carried):
        yield from speech.speaker.actors
