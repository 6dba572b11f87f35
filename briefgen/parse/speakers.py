"""Speakers whose name stands earlier in the text: papers, and spokesmen of a body that is named by its last word.

A definite paper ("the release", "this communiqué") is that of whoever issued the last paper told of before it. "A front
spokesman" speaks for the last actor before whose name ends in "Front".
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from briefgen.parse.carried import Scene
from briefgen.parse.wordset import wordset
from briefgen.parsed import Mention, Speech

if TYPE_CHECKING:
    from spacy.tokens import Token

_PAPERS = wordset(
    "statement release communique communiqué bulletin dispatch telegram broadcast message letter declaration note "
    "memorandum protest complaint manifesto announcement circular leaflet post tweet text cable proclamation despatch"
)
_SENDING = wordset(
    "sent issued published released handed delivered addressed presented dispatched circulated lodged submitted "
    "telegraphed transmitted broadcast forwarded made read posted tabled sends issues delivers"
)
_BODIES = wordset(
    "coalition front movement alliance league bloc"
)  # an army's or a council's spokesman may be any state's
_SPOKESMEN = wordset(
    "spokesman spokeswoman spokesperson spokesmen spokespeople official officials officer officers commander "
    "commanders leader leaders statement communique communiqué source sources"
)
_KNOWN = wordset("the this that")
_WHOSE = ("nmod:poss", "compound", "amod", "flat")
_FROM = wordset("from by of")
_IN = wordset("in through by")
_ACTING = ("actor", "institution", "person", "forces")
_SUBJECTS = ("nsubj", "nsubj:pass")
_VOICED = {"he": ("person", "institution"), "she": ("person", "institution"), "it": ("actor", "institution", "forces")}
_NEAR = 90  # tokens between two verbs of saying
_BACK = 160  # tokens: some six sentences


def pointed_back(told: Sequence[Speech], *, scene: Scene) -> list[Speech]:
    """*told*, with speakers where a paper or a spokesman points back to who was named before.

    "In a note from Bogotá, the ELN freed two men. The note said that the army had …" is told by the ELN.
    """
    found = [_of_namesake(_of_issuer(speech, scene=scene), scene=scene) for speech in told]
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


def _of_issuer(speech: Speech, *, scene: Scene) -> Speech:
    if speech.speaker is not None or speech.speaker_tokens is None:
        return speech
    paper = next((t for t in scene.doc[slice(*speech.speaker_tokens)] if t.lower_ in _PAPERS), None)
    if paper is None or not _points_back(paper):
        return speech
    before = next((t for t in reversed(scene.doc[max(0, paper.i - _BACK) : paper.i]) if t.lower_ in _PAPERS), None)
    issuer = None if before is None else next(_issuers(before, scene=scene), None)
    return speech if issuer is None else replace(speech, speaker=issuer)


def _points_back(paper: Token) -> bool:
    """ "the statement", with nothing beside it that says whose; "the statement by the dean" has its own issuer."""
    kinds = {c.dep_.split(":")[0] for c in paper.children}
    return any(c.lower_ in _KNOWN for c in paper.children) and not kinds & {"nmod", "compound", "acl", "amod", "flat"}


def _issuers(paper: Token, *, scene: Scene) -> Iterator[Mention]:
    """Whose *paper* is: its owner, who it comes from, or who says or does a thing "in a statement"."""
    told_in = paper.dep_.startswith("obl") and any(c.lower_ in _IN for c in paper.children)
    sent = paper.dep_ == "obj" and paper.head.lower_ in _SENDING
    owners = [paper, *(c for c in paper.head.children if c.dep_ in _SUBJECTS)] if told_in or sent else [paper]
    named = [c for c in paper.children if c.dep_ in _WHOSE or _comes_from(c)]
    named += [o for c in paper.children if c.dep_ == "acl" for o in c.children if _comes_from(o)]
    owners += [*named, *(o for c in named for o in c.children if o.dep_ in _WHOSE)]
    for owner in owners:
        found = [m for m in scene.mentions.get(owner.i, ()) if m.root == owner.i and m.actors]
        found = [m for m in found if m.head in _ACTING or owner == paper]  # "the Soviet note" is the Soviet Union's
        yield from (m for m in found if not m.place or m.form == "metonym")


def _comes_from(token: Token) -> bool:
    return token.dep_.startswith(("nmod", "obl")) and any(
        c.dep_ == "case" and c.lower_ in _FROM for c in token.children
    )
