"""Frames of nouns: how a noun like "condemnation" or "alarm" stands in its clause, so that it tells of an act.

It may be drawn ("drew condemnation from Chile"), given ("issued a denial"), sourced ("alarm from Ghana"), come by
itself ("condemnation came from Lima"), be the manner of taking note ("watches with concern"), the side that is taken
("voted in favour of"), be felt at a seat of power ("alarm in Lima") or be owned ("its misgivings").
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from spacy.tokens import Token

from briefgen.extract import syntax

if TYPE_CHECKING:
    from briefgen.extract.cues import Lexicon


def is_itself(token: Token, lexicon: Lexicon) -> bool:
    """ "acted as a mediator": the noun is said of the actor."""
    return token.dep_ in ("ROOT", "obl", "xcomp", "conj", "obj", "nmod", "nsubj", "nsubj:pass") and not syntax.is_none(
        token
    )


def is_drawn(token: Token, lexicon: Lexicon) -> bool:
    """ "drew praise from Chile": the object of a verb of getting it."""
    return token.dep_ == "obj" and _is_of(token.head, "drawing", lexicon)


def is_given(token: Token, lexicon: Lexicon) -> bool:
    """ "issued a denial", "drew a denial": the object of a verb of giving or getting it."""
    return is_drawn(token, lexicon) or (token.dep_ == "obj" and _is_of(token.head, "light", lexicon))


def is_announced(token: Token, lexicon: Lexicon) -> bool:
    """ "announced a contribution of …": the object of a verb of announcing it."""
    return token.dep_ == "obj" and _is_of(token.head, "announcing", lexicon)


def is_sourced(token: Token, lexicon: Lexicon) -> bool:
    """Who it comes from is said: "concern from Ghana", "drew accusations from Chile"."""
    sources = syntax.obliques(token, "from", "by")
    return bool(sources) or (is_drawn(token, lexicon) and bool(syntax.obliques(token.head, "from")))


def comes(token: Token, lexicon: Lexicon) -> bool:
    """ "condemnation came from Lima", "messages of support poured in from Lima"."""
    head = token.head if token.dep_ != "nmod" else token.head.head
    moved = token.dep_.startswith(("nsubj", "nmod")) and _is_of(head, "coming", lexicon)
    return moved and bool(syntax.obliques(head, "from"))


def is_manner(token: Token, lexicon: Lexicon) -> bool:
    """ "reacted with fury", "is watching with concern": with what a thing is taken note of."""
    return syntax.case_of(token) == "with" and _is_of(token.head, "noticing", lexicon)


def is_stance(token: Token, lexicon: Lexicon) -> bool:
    """ "voted in favour of", "spoke in support of": the side that one takes."""
    verb = token.head if token.head.pos_ == "VERB" else token.head.head
    return syntax.case_of(token) == "in" and _is_of(verb, "siding", lexicon)


def is_felt(token: Token, lexicon: Lexicon) -> bool:
    """ "There is alarm in Lima", "met with dismay in Lima"."""
    return bool(felt_at(token, lexicon))


def felt_at(token: Token, lexicon: Lexicon) -> list[Token]:
    """The nominals of place at which what *token* names is felt."""
    verb = syntax.predicate_of(token.head)
    prevails = any(_is_of(verb, name, lexicon) for name in ("prevailing", "drawing", "noticing"))
    return [*syntax.obliques(token, "in", "at"), *syntax.obliques(verb, "in", "at")] if prevails else []


def is_to_whose(token: Token, lexicon: Lexicon) -> bool:
    """ "to the dismay of Kyiv": by whom what is told in the clause is so taken."""
    return syntax.case_of(token) == "to" and bool(syntax.obliques(token, "of"))


def is_owned(token: Token, lexicon: Lexicon) -> bool:
    """ "its misgivings", "Ghana's alarm"; "security concerns" are no reaction."""
    return syntax.child(token, "nmod:poss") is not None and syntax.child(token, "compound") is None


def _is_of(token: Token, name: str, lexicon: Lexicon) -> bool:
    words = lexicon.content.get(name, frozenset())
    return token.lemma_.lower() in words or token.lower_ in words
