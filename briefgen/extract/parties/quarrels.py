"""Signs of a quarrel between states: who rejects a charge of violence and lays one in return is a side."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from briefgen.extract import syntax
from briefgen.extract.parties.scope import Scope, Sign, mentions_of, sign_of
from briefgen.parsed import Actor, Mention

_WEIGHT = 1.6
_DASHES = ("-", "–", "—", "/")


def quarrel_signs(scope: Scope) -> Iterator[Sign]:
    """States that both accuse another state and reject a charge, or that accuse each other."""
    accusing: dict[Actor, list[tuple[Mention, frozenset[Actor]]]] = {}
    rejecting: dict[Actor, Mention] = {}
    for token in scope.parsed.doc:
        classes = scope.words.classes(token) if token.pos_ == "VERB" else frozenset()
        if "accuse" in classes and not syntax.is_passive(token):
            accused = frozenset(
                a for m in _acting(scope, syntax.patients(token)) for a in m.actors if a.kind == "state"
            )
            for doer in _doers(scope, token) if accused else ():
                for actor in doer.actors:
                    accusing.setdefault(actor, []).append((doer, accused - {actor}))
        if "refuse" in classes and _charge(scope, token):
            for doer in _doers(scope, token):
                for actor in doer.actors:
                    rejecting.setdefault(actor, doer)
    for actor, charges in accusing.items():
        against = frozenset(other for _, accused in charges for other in accused)
        mutual = [o for o in against if any(actor in accused for _, accused in accusing.get(o, ()))]
        if actor.kind == "state" and against and (mutual or actor in rejecting):
            yield from sign_of(charges[0][0], "belligerent", _WEIGHT, "quarrel")


def paired(scope: Scope, noun: Token) -> list[Mention]:
    """ "the Armenia–Azerbaijan clashes": the two before the noun."""
    doc = scope.parsed.doc
    if noun.i < 3 or doc[noun.i - 2].text not in _DASHES:
        return []
    sides = [m for i in (noun.i - 3, noun.i - 1) for m in scope.parsed.mentions_at(i) if m.actor is not None]
    return sides if len({m.actor for m in sides}) == 2 else []


def _charge(scope: Scope, verb: Token) -> bool:
    """ "rejected the allegation"; "a charge that Baku rejects"."""
    named = [*syntax.objects(verb), *([verb.head] if verb.dep_ == "acl:relcl" else [])]
    return any("charge" in scope.words.nouns.get(t.lower_, ()) for t in named)


def _doers(scope: Scope, verb: Token) -> list[Mention]:
    subject = syntax.agent(verb)
    return _acting(scope, syntax.conjuncts(subject)) if subject is not None else []


def _acting(scope: Scope, tokens: list[Token]) -> list[Mention]:
    return [m for m in mentions_of(scope.parsed, tokens) if m.acts]
