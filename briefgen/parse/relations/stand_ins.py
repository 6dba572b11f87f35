"""Words that stand for an actor without naming it: "the ministry", "the president", an officer of nobody named.

The rules of `briefgen.parse` resolve some of them; the model is asked about the nouns that they leave. Where the two
differ, and of pronouns, it was right no more often than the rules (`training/held_out`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Final, cast

from briefgen.parse.lexicon import Lexicon
from briefgen.parse.phrases import phrase_start
from briefgen.parse.scene import lemma
from briefgen.parsed import Actor, HeadKind, Mention

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

SURE: Final = 0.8
"""What the model must give an actor before a word is taken to stand for it."""
_OFFICES: Final = frozenset(("national", "office", "spokes"))
_NOUNS: Final = frozenset(("NOUN", "PROPN"))
_INNER: Final = frozenset(("compound", "amod", "flat", "nmod:desc"))


def stand_ins(doc: Doc, mentions: Sequence[Mention], lexicon: Lexicon) -> dict[int, Mention]:
    """Each word of *doc* that may stand for an actor, with the mention that it would be or is."""
    found = {mention.root: mention for mention in mentions if is_open(mention)}
    taken = {i for mention in mentions for i in range(mention.start, mention.end)}
    heads = _heads(lexicon)
    for token in doc:
        made = _made(token, lexicon) if token.i not in taken and lemma(token) in heads else None
        if made is not None and taken.isdisjoint(range(made.start, made.end)):
            found[token.i] = made
    return found


def _heads(lexicon: Lexicon) -> frozenset[str]:
    """The last words of all phrases that may stand for an actor."""
    return frozenset(phrase.split()[-1] for phrase in (*lexicon.heads, *lexicon.offices, *lexicon.descriptions))


def is_open(mention: Mention) -> bool:
    """Whether *mention* is of an officer of whom the rules do not know whose he is."""
    officer = mention.form == "person" and mention.person is not None and mention.person.office is not None
    return officer and not mention.actors


def _made(token: Token, lexicon: Lexicon) -> Mention | None:
    """A noun phrase with an office, an institution or a force as its head."""
    if token.pos_ not in _NOUNS or token.dep_ in _INNER:
        return None
    start = phrase_start(token)
    words = [word.lower_ for word in token.doc[start : token.i]] + [lemma(token)]
    kind = _kind(words, lexicon)
    return None if kind is None else Mention(start, token.i + 1, token.i, "description", kind, ())


def _kind(words: Sequence[str], lexicon: Lexicon) -> HeadKind | None:
    for length in range(min(4, len(words)), 0, -1):
        office = " ".join(words[-length:])
        if lexicon.offices.get(office) in _OFFICES:
            return "institution" if "spokes" in office else "person"
    cls = lexicon.head_class(list(words))
    if cls in ("forces", "institution", "rebels"):
        return "institution" if cls == "institution" else "forces"
    row = next((row for row in lexicon.descriptions.get(words[-1], ()) if row.cls != "owned"), None)
    return None if row is None else cast("HeadKind", row.attrs.get("head", "actor"))


def settled(mention: Mention, shares: Mapping[Actor | None, float]) -> Mention | None:
    """*mention* as of the actor that the model is sure of, by the shares it gives each and nobody; None without one."""
    best = max(shares, key=lambda actor: shares[actor])
    if best is None or shares[best] < SURE:
        return None
    person = mention.person
    return replace(mention, actors=(best,), person=None if person is None else replace(person, actor=best))
