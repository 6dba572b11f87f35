"""Aid, rights and church bodies that only the text names: "Nurses Beyond Frontiers", "the Malian Bar Association"."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING

from briefgen.parse.groups import spelled_out
from briefgen.parse.lexicon import Lexicon
from briefgen.parse.phrases import root_of
from briefgen.parse.scene import Link, Scene
from briefgen.parsed import Actor

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token

_SHORTEST = 2  # words: "the Association" refers back
_PLAIN = frozenset({"human", "international", "national", "foreign", "red"})  # tell nothing apart
_OFFICIAL = frozenset({"forces", "institution"})


def find_bodies(scene: Scene) -> None:
    """Add a link for each organisation that nobody knows and whose name tells what it is: where the engine finds one,
    or an acronym follows it in brackets.

    A state's name inside it is a part of it.
    """
    found, taken = list[Link](), set[int]()
    for name in [*_spelled_out(scene.doc), *_found(scene.doc)]:
        places = range(name.start, name.end)
        if taken.isdisjoint(places) and _is_body(scene, name):
            actor = Actor(" ".join(name.text.split()), "organisation")
            found.append(Link(name.start, name.end, root_of(name).i, actor, "name", "plain", name.text))
            taken.update(places)
    scene.relink([*(link for link in scene.links if link.start not in taken), *found])


def _spelled_out(doc: Doc) -> Iterator[Span]:
    for start, acronym in spelled_out(doc):
        yield _without_article(doc[start : acronym.i - 1])


def _found(doc: Doc) -> Iterator[Span]:
    """The engine's names of organisations, with what it cut from their front: "Nurses" of "Nurses Beyond Frontiers"."""
    for entity in doc.ents:
        if entity.label_ == "ORG":
            start = entity.start
            while start > entity.sent.start and _goes_on(doc[start - 1], doc[start : entity.end]):
                start -= 1
            yield _without_article(doc[start : entity.end])


def _goes_on(before: Token, name: Span) -> bool:
    """Whether a capitalised word belongs to the name behind it by its dependencies."""
    joined = before.head in name or any(token.head == before for token in name)
    return joined and before.text[:1].isupper() and before.pos_ in ("NOUN", "PROPN", "ADJ")


def _without_article(name: Span) -> Span:
    return name[1:] if name[0].lower_ == "the" else name


def _is_body(scene: Scene, name: Span) -> bool:
    """Whether the name tells of a body that is no organ of a state, no building, and more than "Human Rights"."""
    words, lexicon = [token.lower_ for token in name], scene.lexicon
    if len(words) < _SHORTEST or name.text.isupper() or not name[-1].text[:1].isupper() or _runs_on(name):
        return False
    told = any(_told(pair, lexicon) for pair in pairwise([*words, ""]))
    own = any(w not in lexicon.body_words | _PLAIN and t.text[:1].isupper() for w, t in zip(words, name, strict=True))
    official = any(lexicon.heads.get(w) in _OFFICIAL or w in lexicon.offices or w in lexicon.sites for w in words)
    inside = [scene.link_at[i] for i in range(name.start, name.end) if i in scene.link_at]
    whole = all(link.actor.kind == "state" and link.start >= name.start and link.end <= name.end for link in inside)
    return told and own and whole and not official


def _told(pair: tuple[str, str], lexicon: Lexicon) -> bool:
    return pair[0] in lexicon.body_words or " ".join(pair) in lexicon.body_words


def _runs_on(name: Span) -> bool:
    """ "Human Rights Minister": the words are part of a longer name."""
    after = name.doc[name.end] if name.end < len(name.doc) else None
    return after is not None and after.is_alpha and after.text[:1].isupper() and after.sent == name.sent
