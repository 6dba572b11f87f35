"""Papers that point back: "the statement" is that of whoever issued the last paper told of before it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from briefgen.parse.wordset import wordset
from briefgen.parsed import ACTING, Mention

if TYPE_CHECKING:
    from spacy.tokens import Token

PAPERS = wordset(
    "statement release communique communiqué bulletin dispatch telegram broadcast message letter declaration note "
    "memorandum protest complaint manifesto announcement circular leaflet post tweet text cable proclamation despatch"
)
_SENDING = wordset(
    "sent issued published released handed delivered addressed presented dispatched circulated lodged submitted "
    "telegraphed transmitted broadcast forwarded made read posted tabled sends issues delivers"
)
_KNOWN = wordset("the this that")
_WHOSE = ("nmod:poss", "compound", "amod", "flat")
_FROM = wordset("from by of")
_IN = wordset("in through by")
_SUBJECTS = ("nsubj", "nsubj:pass")
_BACK = 160  # tokens: some six sentences


def issuer(paper: Token, *, by_root: Mapping[int, Sequence[Mention]]) -> Mention | None:
    """Who issued what *paper* points back to; *by_root* holds the mentions before it by the position of their head.

    "In a note from Bogotá, the ELN freed two men. The note said …": the ELN.
    """
    if paper.lower_ not in PAPERS or not _points_back(paper):
        return None
    before = next((t for t in reversed(paper.doc[max(0, paper.i - _BACK) : paper.i]) if t.lower_ in PAPERS), None)
    return None if before is None else next(_issuers(before, by_root=by_root), None)


def _points_back(paper: Token) -> bool:
    """ "the statement", with nothing beside it that says whose; "the statement by the dean" has its own issuer."""
    kinds = {c.dep_.split(":")[0] for c in paper.children}
    return any(c.lower_ in _KNOWN for c in paper.children) and not kinds & {"nmod", "compound", "acl", "amod", "flat"}


def _issuers(paper: Token, *, by_root: Mapping[int, Sequence[Mention]]) -> Iterator[Mention]:
    """Whose *paper* is: its owner, who it comes from, or who says or does a thing "in a statement"."""
    told_in = paper.dep_.startswith("obl") and any(c.lower_ in _IN for c in paper.children)
    sent = paper.dep_ == "obj" and paper.head.lower_ in _SENDING
    owners = [paper, *(c for c in paper.head.children if c.dep_ in _SUBJECTS)] if told_in or sent else [paper]
    named = [c for c in paper.children if c.dep_ in _WHOSE or _comes_from(c)]
    named += [o for c in paper.children if c.dep_ == "acl" for o in c.children if _comes_from(o)]
    owners += [*named, *(o for c in named for o in c.children if o.dep_ in _WHOSE)]
    for owner in owners:
        found = [m for m in by_root.get(owner.i, ()) if m.root == owner.i and m.actors]
        found = [m for m in found if m.head in ACTING or owner == paper]  # "the Soviet note" is the Soviet Union's
        yield from (m for m in found if not m.place or m.form == "metonym")


def _comes_from(token: Token) -> bool:
    return token.dep_.startswith(("nmod", "obl")) and any(
        c.dep_ == "case" and c.lower_ in _FROM for c in token.children
    )
