"""First steps on a dependency tree: dependents, coordination, prepositions, the subject that is written."""

from __future__ import annotations

from spacy.tokens import Token

SUBJECTS = frozenset({"nsubj", "nsubj:pass", "csubj", "csubj:pass", "nsubj:outer"})
NOMINAL = frozenset({"NOUN", "PROPN", "PRON", "NUM", "SYM"})
RELATIVES = frozenset({"who", "whom", "which", "that", "whose"})
_FIRST_OF_TWO = frozenset({"along", "together", "such", "out", "as", "because", "according", "due", "up"})


def children(token: Token, *labels: str) -> list[Token]:
    """The dependents of *token* with one of *labels*, in order of the text."""
    return [child for child in token.children if child.dep_ in labels]


def child(token: Token, *labels: str) -> Token | None:
    """The first dependent of *token* with one of *labels*, or None."""
    return next((c for c in token.children if c.dep_ in labels), None)


def conjuncts(token: Token) -> list[Token]:
    """*token* and what is coordinated under it, in order: "killed" of "killed 12 and wounded 30" gives both verbs."""
    found, queue = [token], [token]
    while queue:
        for item in children(queue.pop(), "conj"):
            found.append(item)
            queue.append(item)
    return sorted(found, key=lambda item: item.i)


def first_conjunct(token: Token) -> Token:
    """The head of the coordination that *token* stands in: "wounded" of "killed 12 and wounded 30" gives "killed"."""
    while token.dep_ == "conj" and token.head != token:
        token = token.head
    return token


def case_of(token: Token) -> str:
    """The preposition of a nominal in lower case, fixed parts joined: "according to" of "according to Kyiv", or ""."""
    markers = children(token, "case")
    if not markers and token.dep_ == "conj":
        markers = children(first_conjunct(token), "case")
    if not markers:
        return ""
    first = markers[0]
    words = [first.lower_, *(c.lower_ for c in children(first, "fixed"))]
    if len(words) == 1 and len(markers) > 1 and first.lower_ in _FIRST_OF_TWO:
        words.append(markers[1].lower_)
    return " ".join(words)


def own_subject(token: Token) -> Token | None:
    """The subject written at *token* itself; a relative pronoun is replaced by the noun that it stands for."""
    found = child(token, *sorted(SUBJECTS))
    if found is None and token.pos_ == "VERB":  # "more than 100,000 have fled", read as an object before its verb
        found = next((c for c in token.children if c.dep_ == "obj" and c.i < token.i and c.pos_ == "NUM"), None)
    if found is not None and found.lower_ in RELATIVES and token.dep_ in ("acl:relcl", "acl", "advcl:relcl"):
        return token.head
    return found
