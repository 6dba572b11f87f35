"""The model's entities where the knowledge base knows the whole name: "People's Republic of China" is one place.

The model was trained on short names and cuts the official names of states in pieces; a piece may even be another state
("Republic of Korea" inside "Democratic People's Republic of Korea").
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

from briefgen.parse.scene import Link

if TYPE_CHECKING:
    from spacy.tokens import Doc

_LANDS: Final = frozenset(("name", "capital", "territory"))


def make_whole(doc: Doc, links: Iterable[Link]) -> None:
    """Put one GPE in *doc* over each name of a state, its capital or territory of which only parts are entities."""
    from spacy.tokens import Span

    inside = {token.i for token in doc if token.ent_iob_ == "I"}
    cut = [link for link in links if _is_land(link) and inside.isdisjoint((link.start, link.end))]
    whole = [Span(doc, *extent(doc, link), label="GPE") for link in cut if _in_pieces(doc, link)]
    doc.set_ents(whole, default="unmodified")


def extent(doc: Doc, link: Link) -> tuple[int, int]:
    """The tokens of a name without its article: "Gambia" of "The Gambia"."""
    return link.start + (link.end - link.start > 1 and doc[link.start].lower_ == "the"), link.end


def _is_land(link: Link) -> bool:
    return link.actor.kind == "state" and link.form in _LANDS and link.mode == "plain" and link.end - link.start > 1


def _in_pieces(doc: Doc, link: Link) -> bool:
    """Whether some of its tokens are entities, but not all of them one."""
    marks = [doc[i].ent_iob_ for i in range(*extent(doc, link))]
    return "B" in marks and ("O" in marks or "B" in marks[1:])
