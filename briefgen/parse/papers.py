"""Papers that speak without saying whose they are: "UNITA put its dead at 30 in a statement. The statement charged …".

A definite paper ("the release", "this communiqué") is that of whoever issued the last paper told of before it.
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
    "memorandum manifesto announcement circular leaflet post tweet text cable proclamation despatch"
)
_KNOWN = wordset("the this that")
_WHOSE = ("nmod:poss", "compound", "amod", "flat")
_FROM = wordset("from by of")
_IN = wordset("in through by")
_ACTING = ("actor", "institution", "person", "forces")
_SUBJECTS = ("nsubj", "nsubj:pass")
_BACK = 160  # tokens: some six sentences


def issued(told: Sequence[Speech], *, scene: Scene) -> list[Speech]:
    """*told*, with the issuer as the speaker where a paper that names none speaks.

    "In a note from Bogotá, the ELN freed two men. The note said that the army had …" is told by the ELN.
    """
    return [_with_issuer(speech, scene=scene) for speech in told]


def _with_issuer(speech: Speech, *, scene: Scene) -> Speech:
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
    owners = [c for c in paper.head.children if c.dep_ in _SUBJECTS] if told_in else []
    named = [c for c in paper.children if c.dep_ in _WHOSE or _comes_from(c)]
    named += [o for c in paper.children if c.dep_ == "acl" for o in c.children if _comes_from(o)]
    owners += [*named, *(o for c in named for o in c.children if o.dep_ in _WHOSE)]
    for owner in owners:
        found = [m for m in scene.mentions.get(owner.i, ()) if m.root == owner.i and m.actors and m.head in _ACTING]
        yield from (m for m in found if not m.place or m.form == "metonym")


def _comes_from(token: Token) -> bool:
    return token.dep_.startswith(("nmod", "obl")) and any(
        c.dep_ == "case" and c.lower_ in _FROM for c in token.children
    )
