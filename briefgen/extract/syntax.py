"""Small pure questions about a dependency tree (Universal Dependencies), shared by every extractor.

A *predicate* is the head of a clause: a verb, or the noun or adjective of a nominal clause. Functions take and give
spaCy tokens; spans are pairs of token positions, end exclusive. Labels are those of UD English ("nsubj:pass",
"obl:agent", "acl:relcl", "ROOT"); a subtype that a model does not know ("obl" for "obl:agent") is met by looking at the
preposition. All walks go up or down the tree once, so that time is linear in the sentence.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from spacy.tokens import Token

from briefgen.extract.modality import Modality, is_none, modality, negated
from briefgen.extract.tree import (
    NOMINAL,
    RELATIVES,
    SUBJECTS,
    case_of,
    child,
    children,
    conjuncts,
    first_conjunct,
    own_subject,
)

__all__ = [
    "CLAUSES",
    "NOMINAL",
    "RELATIVES",
    "SUBJECTS",
    "Modality",
    "agent",
    "case_of",
    "child",
    "children",
    "clause_span",
    "conjuncts",
    "first_conjunct",
    "is_none",
    "is_passive",
    "modality",
    "modifiers",
    "negated",
    "nominal_head",
    "noun_phrase",
    "objects",
    "obliques",
    "own_subject",
    "patients",
    "predicate_of",
    "predicates",
    "subject",
    "subtree_span",
    "trim",
]


POINTING = frozenset({"the", "this", "that", "these", "those", "such"})
POSSESSIVE = frozenset({"his", "her", "its", "our", "their", "my"})


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


CLAUSES = frozenset({"ccomp", "advcl", "acl", "acl:relcl", "advcl:relcl", "parataxis", "csubj", "csubj:pass", "xcomp"})
_PARTS = _words(
    "group number lot majority minority handful bunch couple pair half third quarter part rest total score dozen"
    " hundred thousand million billion ten hundreds thousands millions dozens scores tens series type kind member"
    " crowd convoy team band groups members numbers crowds teams bands couples pairs types kinds most"
    " many some several few all each both none one any"
)
_SENDING_FOR = _words("summon summons summoned summoning")  # "summoned the envoy to protest": the summoner protests
_TOLD = _words("protest lodge complain object express convey deliver demand voice register")
_LEFT_OUT = _words(
    "acl:relcl acl parataxis punct cc appos discourse dep orphan list advcl advcl:relcl ccomp csubj cop nsubj"
    " nsubj:outer aux mark expl dislocated vocative"
)


def is_passive(token: Token) -> bool:
    """True for "were killed", "killed in the raid" after a noun, and "(were killed or) wounded".

    A participle after a noun is passive when no object follows it: "soldiers killed in the raid".
    """
    labels = {c.dep_ for c in token.children}
    if any(c.dep_ == "aux" and c.lemma_ == "have" for c in token.children) and "aux:pass" not in labels:
        return False  # "had fired" is active, whatever its subject was labelled
    if "obj" in labels and not labels & {"aux:pass", "obl:agent"}:
        return False  # "gunmen kidnapped 30 passengers", whatever the parser calls the subject
    if labels & {"nsubj:pass", "aux:pass", "csubj:pass", "obl:agent"}:
        return True
    if token.tag_ != "VBN" or labels & {"aux", "nsubj", "obj"}:
        return token.tag_ == "VBN" and "obj" not in labels and any(_gets(c) for c in token.children)
    if token.dep_ == "conj" and token.head.pos_ in ("VERB", "AUX"):
        return is_passive(token.head)
    return token.dep_ in ("acl", "acl:relcl", "advcl", "ROOT", "amod", "xcomp", "parataxis", "ccomp")


def _gets(token: Token) -> bool:
    return token.dep_ in ("aux", "aux:pass") and token.lemma_ in ("get", "be")


def subject(token: Token) -> Token | None:
    """The subject of a predicate, its own or one that it shares; passive subjects too.

    "The army killed 12 and wounded 30": army, for both verbs. "Troops sent to free them": the freer is troops
    (control by the object goes before the subject). "soldiers killed in the raid": soldiers. "Killing 12, the bomb":
    bomb.
    """
    seen = set()
    current: Token | None = token
    while current is not None and current.i not in seen:
        seen.add(current.i)
        found = own_subject(current)
        if found is not None:
            return found
        if current.dep_ in ("acl", "acl:relcl") and current.head.pos_ in NOMINAL:
            return current.head
        if current.dep_ == "ccomp" and current.tag_ in ("VBD", "VBZ", "VBP", "VBN"):
            outer = [c for c in children(current.head, "nsubj", "nsubj:pass") if c.i < current.i < current.head.i]
            return outer[0] if outer else None  # "X, 56, died, the mayor said" with X hung on "said"
        if current.dep_ == "xcomp" and not (current.head.lower_ in _SENDING_FOR and current.lemma_ in _TOLD):
            controlled = child(current.head, "obj", "iobj")
            if controlled is not None and not is_passive(current.head):
                return controlled
        shares = current.dep_ in ("xcomp", "conj", "advcl", "appos") or (
            current.dep_ in ("parataxis", "dep") and current.tag_ == "VBG"
        )
        current = current.head if shares and current.head != current else None
    return None


def agent(token: Token) -> Token | None:
    """Who does it, said in the clause: the subject of an active verb, the "by" phrase of a passive one."""
    if not is_passive(token):
        return subject(token)
    return next((c for c in token.children if _is_by(c)), None)


def _is_by(token: Token) -> bool:
    return token.dep_ == "obl:agent" or (token.dep_ in ("obl", "nmod") and case_of(token) == "by")


def objects(token: Token) -> list[Token]:
    """The direct objects of a verb with their conjuncts; shared ones too ("shelled and burned two villages").

    In "killing six and injuring seventeen" each verb has its own, whichever verb a parser hangs the second on.
    """
    own = [c for c in children(token, "obj") if c != own_subject(token)]
    joined = [c for c in children(token, "conj") if c.pos_ == "VERB"]
    if own and joined:
        before = [c for c in own if c.i < joined[0].i]
        own = before or own
    elif not own:
        own = _shared_objects(token, joined)
    return [item for c in own for item in conjuncts(c)]


def _shared_objects(token: Token, joined: Sequence[Token]) -> list[Token]:
    """Of a coordination, the objects that stand after this verb and are not nearer to another."""
    if token.dep_ == "conj" and token.head.pos_ == "VERB":
        following = [c for c in children(token.head, "obj") if c.i > token.i]
        later = [c.i for c in children(token.head, "conj") if c.i > token.i and c.pos_ == "VERB"]
        return [c for c in following if not any(i < c.i for i in later)]
    near = [c for c in joined[:1] if c.i - token.i <= 3]
    return [item for verb in near for item in children(verb, "obj")]


def patients(token: Token) -> list[Token]:
    """Who it is done to: the objects of an active verb, the subject (with its conjuncts) of a passive one."""
    if is_passive(token):
        found = subject(token)
        return [] if found is None else conjuncts(found)
    return objects(token)


def obliques(token: Token, *prepositions: str) -> list[Token]:
    """Nominals under *token* with one of *prepositions* ("against", "according to"); all obliques by default."""
    found = [c for c in token.children if c.dep_.split(":")[0] in ("obl", "nmod") and c.dep_ != "nmod:poss"]
    return [c for c in found if not prepositions or case_of(c) in prepositions]


def nominal_head(token: Token) -> Token:
    """The noun that a phrase is about, through counts and parts: "soldiers" of "50 of their soldiers", "a group of
    soldiers", "most of the soldiers"; *token* itself otherwise."""
    for _ in range(4):
        if token.pos_ != "NUM" and token.lower_ not in _PARTS:
            return token
        inner = next((c for c in token.children if c.dep_.startswith("nmod") and case_of(c) == "of"), None)
        if inner is None:
            return token
        token = inner
    return token


def modifiers(token: Token) -> list[Token]:
    """Adjectives, compounds and possessors of a noun, in order of the text."""
    return children(token, "amod", "compound", "nmod:poss", "nmod:desc", "det", "flat", "nmod:unmarked")


def noun_phrase(token: Token) -> tuple[int, int]:
    """The phrase headed by *token* without its preposition, clauses, appositions and coordination.

    "the two Afghan soldiers of the 3rd brigade who had …": up to "brigade".
    """
    start, end, queue = token.i, token.i + 1, [token]
    while queue:
        for c in queue.pop().children:
            left_out = (
                c.dep_ in _LEFT_OUT | {"conj", "case"} if c.head == token else c.dep_ in ("acl:relcl", "parataxis")
            )
            if left_out and not (c.dep_ == "punct" and c.text == "-"):
                continue
            start, end = min(start, c.i), max(end, c.i + 1)
            queue.append(c)
    return trim(token, start, end)


def subtree_span(token: Token) -> tuple[int, int]:
    """All that hangs under *token*, outer punctuation trimmed."""
    return trim(token, token.left_edge.i, token.right_edge.i + 1)


def clause_span(token: Token) -> tuple[int, int]:
    """The shortest readable clause around the predicate of *token*: subject, verb, complements; no coordinated or side
    clauses, no leading conjunction, no outer punctuation.

    "The army said on Monday that rebels had shelled the port, killing two, and that …", at "shelled": "rebels had
    shelled the port".
    """
    predicate = predicate_of(token)
    skip = {"parataxis", "punct", "cc", "mark", "discourse", "advcl", "advcl:relcl", "list", "orphan"}
    if predicate.dep_ not in ("xcomp",):
        skip |= {"conj"} if predicate.pos_ in ("VERB", "AUX") else set()
    start = end = predicate.i
    for c in predicate.children:
        if c.dep_ in skip:
            continue
        start, end = min(start, c.left_edge.i), max(end, c.right_edge.i)
    if own_subject(predicate) is None and predicate.dep_ in ("acl", "acl:relcl"):
        start = min(start, noun_phrase(predicate.head)[0])
    return trim(token, start, end + 1)


def predicate_of(token: Token) -> Token:
    """The head of the clause that *token* stands in: the nearest verb or clause head at or above it."""
    for _ in range(60):
        is_clause = token.dep_ in CLAUSES or token.dep_ == "ROOT" or token.pos_ == "VERB"
        if is_clause or token.head == token or own_subject(token) is not None:
            return token
        token = token.head
    return token


def predicates(token: Token) -> Iterator[Token]:
    """The clause heads from the clause of *token* up to the root: innermost first."""
    current = predicate_of(token)
    while True:
        yield current
        if current.head == current:
            return
        current = predicate_of(current.head)


def trim(token: Token, start: int, end: int) -> tuple[int, int]:
    """Cut outer punctuation and white space off a span of the document of *token*."""
    doc = token.doc
    while end - start > 1 and (doc[start].is_punct or doc[start].is_space) and doc[start].text not in ("$", "#"):
        start += 1
    while end - start > 1 and (doc[end - 1].is_punct or doc[end - 1].is_space):
        end -= 1
    return start, end
