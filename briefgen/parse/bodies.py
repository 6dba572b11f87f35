"""Aid, rights and church bodies that only the text names: "Nurses Beyond Frontiers", "the Malian Bar Association"."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING

from briefgen.parse.groups import spelled_out
from briefgen.parse.phrases import root_of
from briefgen.parse.scene import Link, Scene
from briefgen.parsed import Actor

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token

_SHORTEST = 2  # words: "the Association" refers back


def find_bodies(scene: Scene) -> None:
    """Add a link for each organisation that nobody knows and whose name tells what it is: where the engine finds one,
    or an acronym follows it in brackets.

    A state's name inside it is a part of it.
    """
    for name in [*_spelled_out(scene.doc), *_found(scene.doc)]:
        if _is_body(scene, name):
            actor = Actor(" ".join(name.text.split()), "organisation")
            others = [link for link in scene.links if not name.start <= link.start < name.end]
            scene.relink([*others, Link(name.start, name.end, root_of(name).i, actor, "name", "plain", name.text)])


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
    words, known = [token.lower_ for token in name], scene.lexicon.body_words
    if len(words) < _SHORTEST or name.text.isupper() or not name[-1].text[:1].isupper():
        return False
    told = any(word in known or f"{word} {after}" in known for word, after in pairwise([*words, ""]))
    inside = [link for link in scene.links if link.start < name.end and name.start < link.end]
    return told and all(
        link.actor.kind == "state" and link.start >= name.start and link.end <= name.end for link in inside
    )
