"""What the alliance rules ask of a clause: who does it, its subjects, and whether it is so or only promised."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from spacy.tokens import Token

from briefgen.extract.syntax import (
    RELATIVES,
    agent,
    children,
    conjuncts,
    first_conjunct,
    modality,
    obliques,
    own_subject,
    patients,
    subject,
)
from briefgen.parsed import Actor

WILL = frozenset({"will", "would", "shall", "wo", "'ll", "'d", "can", "could", "ca"})  # what a side will or can do
BEFORE = frozenset({"obl", "compound", "nsubj", "amod", "nmod"})  # "Rwanda" in "Rwanda-backed rebels"


def doer(token: Token) -> Token | None:
    """The agent of a verb; its subject too where nothing but the label speaks of a passive ("Mali called on …")."""
    found = agent(token)
    if found is not None and found.pos_ in ("VERB", "AUX"):  # "…, which backs Assad" hung on the verb
        found = _before_relative(token) or found
    mislabelled = token.dep_ not in ("acl", "amod") and not children(token, "aux:pass")
    return subject(token) if found is None and mislabelled else found


def subjects(token: Token) -> list[Token]:
    """The subject of a predicate with its conjuncts."""
    found = subject(token)
    return [] if found is None else conjuncts(found)


def undergoers(token: Token) -> list[Token]:
    """Who or what it is done to; the noun before a relative clause that is about it ("the drones that Iran sold")."""
    found = [t for t in patients(token) if t.lower_ not in RELATIVES]
    top = first_conjunct(token)
    own = own_subject(top)
    about = top.dep_ == "acl:relcl" and own is not None and own != top.head and not found
    return [top.head] if about else found


def called(noun: Token) -> list[Token]:
    """Other names of *noun*: appositions, the subject of its copula ("UNITA was the force which Pretoria armed")."""
    found = [item for t in children(noun, "appos") for item in conjuncts(t)]
    found += [noun.head] if noun.dep_ == "appos" else []
    bearer = own_subject(noun) if children(noun, "cop") else None
    return found + ([] if bearer is None else conjuncts(bearer))


def reached(token: Token, *cases: str) -> list[Token]:
    """The phrases after one of the prepositions *cases* under a verb, or under its adverb ("home from Angola")."""
    adverbs = children(token, "advmod", "compound:prt")
    return [t for top in (token, *adverbs) for t in obliques(top, *cases)]


def pairs(ones: Sequence[Actor], others: Sequence[Actor]) -> Iterable[tuple[Actor, Actor]]:
    """Each of *ones* with each of *others* that is someone else."""
    return [(one, other) for one in ones for other in others if one.name != other.name]


def is_real(token: Token) -> bool:
    """Whether the clause of *token* tells of something that is or was."""
    return modality(token) == "real"


def is_promised(token: Token) -> bool:
    """Whether the clause of *token* tells of something to come: "will send", "said it would send"."""
    kind = modality(token)
    would = any(c.lower_ in ("would", "'d") for c in children(token, "aux"))
    return kind == "future" or (kind == "hypothetical" and would and token.dep_ in ("ccomp", "conj", "acl:relcl"))


def possessor_before(noun: Token) -> Token | None:
    """The name before "'s" in front of a noun where the parser hung it elsewhere ("France's commitment … stands")."""
    at = noun.i - 1
    while at > noun.sent.start and noun.doc[at].pos_ in ("ADJ", "ADV", "NUM") and noun.i - at < 4:
        at -= 1
    return noun.doc[at - 1] if at > noun.sent.start and noun.doc[at].lower_ in ("'s", "’s") else None


def _before_relative(token: Token) -> Token | None:
    """The noun right before ", which" where a relative clause was hung on the whole sentence."""
    pronoun = next((c for c in children(token, "nsubj") if c.lower_ in ("which", "who", "that")), None)
    at = pronoun.i - 1 if pronoun is not None else -1
    while at > token.sent.start and token.doc[at].is_punct:
        at -= 1
    return token.doc[at] if at >= token.sent.start and token.doc[at].pos_ in ("NOUN", "PROPN") else None
