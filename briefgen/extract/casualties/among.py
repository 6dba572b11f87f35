"""Who was among the lost: "a monk was among the dead", "the victims included a nurse", "of the dead, 34 were sappers".

Such a part is a toll of its own only where the whole is not told beside it: "The raid killed 20. Among the dead were
three nurses" is one toll; those of a named nation are a group of their own ("… two British nurses").
"""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Span, Token

from briefgen.extract import syntax
from briefgen.extract.casualties.reading import Loss, Reading, as_state
from briefgen.extract.casualties.sums import lost
from briefgen.extract.casualties.verbs import is_national, is_plain
from briefgen.extract.casualties.words import frame_of, is_person
from briefgen.knowledge.inflection import forms
from briefgen.model import Effect

_INCLUDE = forms("include", "VERB")
_AMONG = frozenset({"among", "amongst"})
_THOSE = frozenset({"those", "people", "persons"})
_NEAR = 60  # tokens on either side in which the whole may be told
_VICTIMS = frozenset({"victims"})


def among(reading: Reading) -> Iterator[Loss]:
    """Those said to be of the lost, where the sentence tells no toll of the same kind besides."""
    for token in reading.parsed.doc:
        effect = None if token.pos_ == "PUNCT" else _lost_of(token, reading)
        if effect is None or _is_told(_around(token), token, effect, reading=reading):
            continue
        counted = _is_told(_sentence_before(token, reading), token, effect, reading=reading)
        number = reading.number(token)
        if number is not None and syntax.case_of(token) in _AMONG:
            yield Loss(effect, token, None, "casualties.among", number)  # "among the fifteen hurt were two nuns"
            continue
        for member in _members(token):
            head = syntax.nominal_head(member)
            national = is_national(head, reading) or any(reading.parsed.mentions_at(t) for t in syntax.modifiers(head))
            if national or (not counted and is_person(head, reading.lexicon, strict=True)):
                yield Loss(effect, token, member, "casualties.among")


def _lost_of(token: Token, reading: Reading) -> Effect | None:
    """The effect that a phrase for the lost tells of: "the dead", "the victims", "those killed", "those who died"."""
    if token.lower_ in _VICTIMS:
        return "killed"
    if token.lower_ not in _THOSE:
        return lost(token, None, reading) if as_state(token, reading.lexicon) else None
    for verb in syntax.children(token, "acl", "acl:relcl"):
        rows = [row for row in reading.lexicon.at(verb) if is_plain(row) and frame_of(row) in ("object", "subject")]
        if rows and syntax.modality(verb) == "real":
            return rows[0].cls  # type: ignore[return-value]  # rows of the index are of the five effects
    return None


def _is_told(tokens: Span, token: Token, effect: Effect, *, reading: Reading) -> bool:
    """ "The raid killed 12, two nuns among the dead": whether *tokens* tell the whole besides."""
    for other in tokens:
        inside = other == token or other in token.children
        rows = () if inside else reading.lexicon.at(other) or as_state(other, reading.lexicon)
        if any(row.cls == effect and is_plain(row) for row in rows):
            return True
    return False


def _around(token: Token) -> Span:
    """The tokens near *token* in its sentence."""
    return token.doc[max(token.sent.start, token.i - _NEAR) : min(token.sent.end, token.i + _NEAR)]


def _sentence_before(token: Token, reading: Reading) -> Span:
    """The end of the sentence before, where it counts anything."""
    first = token.sent.start
    start = max(first - _NEAR, token.doc[first - 1].sent.start) if first else first
    return token.doc[start:first] if reading.quantities(start, first) else token.doc[first:first]


def _members(token: Token) -> list[Token]:
    head = token.head
    if token.dep_ == "nsubj" and head.lower_ in _INCLUDE and syntax.modality(head) == "real":
        return syntax.objects(head)
    case = syntax.case_of(token)
    if case == "of" and token.dep_.startswith("obl") and token.i < head.i and syntax.child(head, "cop") is not None:
        own = syntax.own_subject(head)
        return [own] if own is not None and own.pos_ == "NUM" else []
    if case not in _AMONG:
        return []
    own = syntax.own_subject(token) if syntax.child(token, "cop") is not None else None
    if own is None and head.pos_ in ("VERB", "AUX"):
        own = syntax.own_subject(head) if head.lemma_ == "be" else None
    elif own is None and head != token:
        own = head if head.pos_ in ("NOUN", "PROPN", "NUM") else None
    return syntax.conjuncts(own) if own is not None else []
