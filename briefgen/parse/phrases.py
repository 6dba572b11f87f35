"""Noun phrases over universal dependencies: where one begins, its head over a modifier, what case it stands in."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Span, Token

_LEFT = frozenset(("det", "amod", "compound", "nmod:poss", "nummod", "nmod:desc", "nmod", "det:predet", "flat"))
_CLIMB = frozenset(
    (
        "amod",
        "compound",
        "nmod:poss",
        "nmod",
        "nmod:desc",
        "flat",
        "nummod",
        "obl:npmod",
        "obl:unmarked",
        "nmod:unmarked",
        "dep",
    )
)
_STRAY = frozenset(("mark", "case", "det", "punct", "advcl", "aux", "ROOT", "dep", "parataxis"))
_CORE = frozenset(("nsubj", "nsubj:pass", "obj", "iobj", "obl:agent"))
_NOMINAL = frozenset(("NOUN", "PROPN", "ADJ", "NUM", "X", "SYM"))


def phrase_start(head: Token) -> int:
    """Index of the first token of the noun phrase of *head*, without its preposition and relative clauses."""
    start = head.i
    for child in head.lefts:
        if child.dep_ in _LEFT:
            start = min(start, child.left_edge.i)
    return int(start)


def root_of(tokens: Span) -> Token:
    """The head of a stretch: its first token that hangs outside it; a subject or object goes before what a parser took
    for a particle or for another clause ("Save the Children said").

    Not `Span.root`, which walks the whole document each time.
    """
    first, last = tokens.start, tokens.end
    outside = [t for t in tokens if t.head.i == t.i or not first <= t.head.i < last]
    if len(outside) > 1 and outside[0].dep_ in _STRAY:
        return next((t for t in outside if t.dep_ in _CORE), outside[0])
    return outside[0] if outside else tokens[0]


def noun_over(token: Token) -> Token:
    """The noun that *token* modifies from the left, or *token* itself.

    "Armenian" in "the Armenian defence ministry" gives "ministry", both names of "FARC and ELN fighters" "fighters";
    "Russia" in "Russia's president" gives "president".
    """
    head = token
    for _ in range(6):
        parent = head.head
        if head.dep_ == "conj" and head.pos_ in ("ADJ", "PROPN") and _before_noun(head):
            parent = parent.head
        elif head.dep_ not in _CLIMB:
            break
        if parent.i <= token.i or parent.pos_ not in _NOMINAL or _has_case(head) or parent.i - token.i > 12:
            break
        head = parent
    return head


def _before_noun(token: Token) -> bool:
    return token.head.dep_ in _CLIMB and token.head.head.i > token.i


def _has_case(token: Token) -> bool:
    return any(child.dep_ == "case" and child.i < token.i and child.lower_ not in ("'s", "’s") for child in token.lefts)


def case_of(token: Token) -> str:
    """The preposition of *token* in lower case ("in", "because of"), or "".

    A coordinated noun takes that of the first one.
    """
    for node in _first_conjuncts(token):
        words = [child.lower_ for child in node.lefts if child.dep_ == "case"]
        if words:
            return " ".join(words)
    return ""


def role_of(token: Token) -> Token:
    """The token whose relation *token* has: itself, or the first of its coordination or the noun it stands beside."""
    return list(_first_conjuncts(token))[-1]


def _first_conjuncts(token: Token) -> Iterator[Token]:
    node = token
    for _ in range(8):
        yield node
        if node.dep_ not in ("conj", "appos") or node.head.i >= node.i or node.head.pos_ in ("VERB", "AUX"):
            return
        node = node.head


def subject_over(token: Token) -> Token | None:
    """The subject of the clause that *token* stands in; a shared one for coordinated and infinitive clauses."""
    verb = clause_of(token)
    for _ in range(6):
        for child in verb.children:
            if child.dep_ in ("nsubj", "nsubj:pass", "nsubj:outer"):
                return child
        if verb.dep_ not in ("conj", "xcomp", "advcl", "parataxis") or verb.head == verb:
            return None
        verb = verb.head
    return None


def clause_of(token: Token) -> Token:
    """The nearest predicate at or above *token*: a verb, or a word with a subject or a copula of its own."""
    node = token
    for _ in range(40):
        if node.head == node or (node.pos_ in ("VERB", "AUX") and node != token):
            return node
        if node != token and any(c.dep_ in ("nsubj", "nsubj:pass", "cop") for c in node.children):
            return node
        node = node.head
    return node
