"""Stands: what a statement itself says, where the verb of saying is neutral ("said", "told reporters", "according to").

A stand is a predicate of the reported or quoted words that judges ("is unacceptable"), asks ("must stop"), worries
("is of grave concern") or warns ("will have consequences"). Facts told by a spokesman are no stand.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Token

from briefgen.extract import syntax
from briefgen.extract.cues import Lexicon, complements, holds, request_type
from briefgen.model import ReactionType
from briefgen.parsed import Mention, ParsedArticle, Speech

_OUGHT = frozenset({"must", "should", "need", "ought"})
_JUDGED: tuple[ReactionType, ...] = ("condemns", "accuses", "expresses_concern", "warns")
_LOOK = 2  # clause heads of a statement that are read: its main one and what is coordinated or hangs under it


@dataclass(frozen=True, slots=True)
class Stand:
    """A position taken: by which cue of saying, who takes it, of what type, in which tokens."""

    cue: int
    speaker: Mention
    type: ReactionType
    span: tuple[int, int]
    tokens: tuple[Token, ...]
    quoted: bool


def stands(parsed: ParsedArticle, lexicon: Lexicon) -> Iterator[Stand]:
    """Every stand in the article's speeches, in order of the text."""
    for speech in parsed.speeches:
        if speech.carried or speech.speaker is None or not speech.speaker.actors:
            continue
        for token in parsed.doc[speech.start : speech.end]:
            kind = _stand_of(token, parsed=parsed, speech=speech, lexicon=lexicon)
            if kind is not None:
                span = _within(syntax.clause_span(token), speech)
                yield Stand(speech.cue, speech.speaker, kind, span, tuple(_weighed(token)), speech.quoted)


def _weighed(token: Token) -> list[Token]:
    """The subject of a stand and what its predicate governs: where the one that it is taken toward is to be found."""
    found = syntax.own_subject(token)
    return [*((found,) if found is not None else ()), *complements(token)]


def _stand_of(token: Token, *, parsed: ParsedArticle, speech: Speech, lexicon: Lexicon) -> ReactionType | None:
    if not _is_main(token, speech) or parsed.speech_over(token) != speech:
        return None
    if any(child.dep_ == "aux" and child.lemma_ in _OUGHT for child in token.children) or _needs_to(token):
        return _asked(token, lexicon)
    if syntax.negated(token):
        return None
    return _judged(token, lexicon)


def _is_main(token: Token, speech: Speech) -> bool:
    """True for the head of a statement's clause, or what is coordinated with it or complements it."""
    for _ in range(_LOOK):
        if not speech.start <= token.head.i < speech.end or token.head == token:
            return token.pos_ not in ("PUNCT", "SPACE", "CCONJ", "SCONJ", "ADP")
        if token.dep_ not in ("conj", "ccomp", "parataxis", "xcomp"):
            return False
        token = token.head
    return False


def _needs_to(token: Token) -> bool:
    return token.lemma_ == "need" and token.pos_ == "VERB" and syntax.child(token, "xcomp") is not None


def _asked(token: Token, lexicon: Lexicon) -> ReactionType:
    found = syntax.own_subject(token)
    asked = [token, *complements(token), *(found.subtree if found is not None else ())]
    return request_type(asked, lexicon)


def _judged(token: Token, lexicon: Lexicon) -> ReactionType | None:
    is_predicate = syntax.child(token, "cop") is not None or token.pos_ == "VERB"
    if not is_predicate:
        return None
    weighed = [
        token,
        *syntax.children(token, "case"),
        *(c for c in token.children if c.dep_ in ("amod", "xcomp", "conj", "nmod")),
    ]
    if token.pos_ == "VERB":
        weighed = [c for c in token.children if c.dep_ in ("xcomp", "obj") or syntax.case_of(c) == "as"]
    for kind in _JUDGED:
        if holds(weighed, lexicon.content.get(f"stand:{kind}", frozenset())):
            return kind
    return None


def _within(span: tuple[int, int], speech: Speech) -> tuple[int, int]:
    start, end = max(span[0], speech.start), min(span[1], speech.end)
    return (start, end) if start < end else (speech.start, speech.end)
