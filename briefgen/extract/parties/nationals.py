"""Signs of states whose people are among the victims: they are affected, though the fight is not theirs.

"Among the dead were six Norwegians", "a beach where nine Norwegian tourists were shot", "Norway lost four citizens",
"Norway said its nationals were among the hostages". The guidelines: affected is who suffers and is no fighting side.
"""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from briefgen.extract import syntax
from briefgen.extract.parties.scope import Scope, Sign, sign_of
from briefgen.parsed import Mention

_WEIGHT = 2.0
_PARTS = ("including", "among", "amongst")
_OF_THEM = frozenset(("them", "whom", "these", "those"))
_LOOK_BACK = 3


def national_signs(scope: Scope) -> Iterator[Sign]:
    """An affected state's sign for each mention of its people among those killed, hurt, held or missing."""
    for mention in scope.parsed.mentions:
        root = scope.parsed.doc[mention.root]
        if mention.place or not mention.actors or any(actor.kind != "state" for actor in mention.actors):
            continue
        if _are_people(scope, mention, root):
            suffers = _is_counted(scope, mention, root) or _are_lost(scope, root)
        else:
            suffers = any(_are_lost(scope, noun) for noun in _citizens_of(scope, root))
        if suffers:
            yield from sign_of(mention, "affected", _WEIGHT, "nationals")


def _are_people(scope: Scope, mention: Mention, root: Token) -> bool:
    """ "six Americans", "two French visitors", "a Dutch diplomat": not "the French coast", "Danish fighters"."""
    return (
        mention.form == "demonym"
        and syntax.first_conjunct(root).dep_ != "amod"
        and (mention.head == "people" or (mention.head in ("other", "institution") and _has(scope, root, "civilian")))
    )


def _has(scope: Scope, token: Token, *classes: str) -> bool:
    return bool(scope.words.nouns.get(token.lower_, frozenset()) & set(classes))


def _is_counted(scope: Scope, mention: Mention, root: Token) -> bool:
    """ "killed 40 people, including six Americans", "160 died, among them two French visitors"."""
    first = syntax.first_conjunct(root)
    start = min(mention.start, first.left_edge.i)
    before = {t.lower_ for t in root.doc[max(first.sent.start, start - _LOOK_BACK) : first.i]}
    part = syntax.case_of(first) in _PARTS or "including" in before or (before & set(_PARTS) and before & _OF_THEM)
    return bool(part) and any(
        _has(scope, t, "toll") or (t.pos_ == "VERB" and scope.words.classes(t) & {"kill", "fall", "abduct"})
        for t in first.sent
        if t.i < start
    )


def _among_victims(scope: Scope, root: Token) -> bool:
    """ "Among the dead were fifteen Romanians", "two Danes were among the hostages", "ten of the dead were Danes"."""
    first = syntax.first_conjunct(root)
    head = first.head if first.dep_ in syntax.SUBJECTS or first.dep_ in ("obl", "nmod", "attr") else first
    near = [*first.children, *head.children, head]
    near += [o for t in near if t.pos_ in ("NUM", "NOUN") for o in syntax.obliques(t, "of")]
    return any(
        _are_victims(scope, t) and t != first and syntax.case_of(t) in (*_PARTS, "of") and t.sent == first.sent
        for t in near
    )


def _are_victims(scope: Scope, token: Token) -> bool:
    """ "the dead", "the hostages", "those killed at Aden"."""
    deeds = [c for c in token.children if c.dep_ in ("acl", "amod", "acl:relcl")] if token.lower_ == "those" else []
    return _has(scope, token, "toll") or any(
        scope.words.verbs.get(c.lower_, frozenset()) & {"kill", "abduct"} for c in deeds
    )


def _in_a_fight(scope: Scope, verb: Token) -> bool:
    """ "died in the bombing": not "died in Paris of a heart attack"."""
    return any(_has(scope, t, "operation", "war") for t in syntax.obliques(verb, "in", "during", "from"))


def _citizens_of(scope: Scope, root: Token) -> list[Token]:
    """The nouns for the people of the actor at *root*: "its citizens", "The Netherlands, which lost 193 citizens"."""
    own = [root.head] if root.dep_ == "nmod:poss" else []
    lost = root.head if root.dep_ == "nsubj" and "mourn" in scope.words.classes(root.head) else None
    found = [*own, *(syntax.objects(lost) if lost is not None else [])]
    return [t for t in found if _has(scope, t, "citizen")]


def _are_lost(scope: Scope, noun: Token) -> bool:
    """Whether they are the object of a loss, the victims of a deed, or among the victims."""
    verb = noun.head
    if verb.pos_ == "VERB" and syntax.modality(verb) == "real":
        classes = scope.words.classes(verb)
        if noun.dep_ == "obj" and "mourn" in classes:
            return True
        if noun in syntax.patients(verb) and classes & {"fight", "abduct"}:
            return True
        if noun.dep_ == "nsubj" and "fall" in classes and _in_a_fight(scope, verb):
            return True
    return _among_victims(scope, noun)
