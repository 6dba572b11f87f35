"""Frames of verbs that a word beside them cannot tell: who the object is, between whom it stands, against whom it goes.

"got both sides to sign" mediates, "got the boys to sign up" does not; "broke with Chile" is a breach, "broke with
tradition" none; "closed its border with Chile" is aimed at somebody, "closed its border" need not be.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from spacy.tokens import Token

from briefgen.extract import syntax

if TYPE_CHECKING:
    from briefgen.extract.cues import Lexicon

_BOTH = frozenset({"both", "two", "three", "all", "several", "rival", "warring", "opposing"})
_PEOPLE = frozenset({"people", "person", "family", "man", "woman", "fugitive"})
_TABLE = frozenset({"table", "room", "roof", "fountain"})


def is_named(token: Token, lexicon: Lexicon) -> bool:
    """ "suspended Sudan", "recognised Croatia": the object is a name."""
    return any(item.pos_ == "PROPN" for item in syntax.patients(token))


def parts_with(token: Token, lexicon: Lexicon) -> bool:
    """ "broke with Pretoria": with a name, and nothing is broken."""
    return not syntax.objects(token) and any(c.pos_ == "PROPN" for c in syntax.obliques(token, "with"))


def is_of_another(token: Token, lexicon: Lexicon) -> bool:
    """ "took Chile's part", "took the side of the rebels": one object, and it is somebody else's."""
    return any(
        item.tag_ == "NN"
        and any(c.pos_ != "PRON" for c in (*syntax.children(item, "nmod:poss"), *syntax.obliques(item, "of")))
        for item in syntax.objects(token)
    )


def brings_to_terms(token: Token, lexicon: Lexicon) -> bool:
    """ "got both sides to sign", "coaxed the two presidents into talking": foes, and what they are brought to."""
    done = [*syntax.children(token, "xcomp", "ccomp", "advcl"), *syntax.obliques(token, "into", "to")]
    pressed = syntax.obliques(token, "on", "upon")
    done += [c for item in (*syntax.objects(token), *pressed) for c in syntax.children(item, "acl")]
    settled = any(t.lemma_ in lexicon.content["settling"] for c in done for t in syntax.conjuncts(c))
    subjects = [c for verb in done for c in syntax.children(verb, "nsubj")]
    foes = [*syntax.objects(token), *syntax.children(token, "iobj"), *pressed, *subjects]
    return settled and _are_foes(foes, lexicon)


def seats(token: Token, lexicon: Lexicon) -> bool:
    """ "sat the two delegations down", "seated both sides at one table"."""
    where = [*syntax.children(token, "advmod", "compound:prt"), *syntax.obliques(token, "at", "round", "around", "in")]
    placed = any(t.lower_ == "down" or t.lemma_ in _TABLE for t in where)
    return placed and _are_foes(syntax.objects(token), lexicon)


def is_quarrel_of_others(token: Token, lexicon: Lexicon) -> bool:
    """ "mend the quarrel between the two kingdoms"; one's own dispute is settled, not mediated."""
    objects = [item for item in syntax.objects(token) if item.lemma_ in lexicon.content["quarrel"]]
    return any(syntax.obliques(item, "between", "among") for item in (*objects, *([token] if objects else [])))


def counts_people(token: Token, lexicon: Lexicon) -> bool:
    """ "took in a million Afghans", "let in 32 people": the object is a number of people."""
    for item in syntax.objects(token):
        head = syntax.nominal_head(item)
        counted = item != head or syntax.child(item, "nummod") is not None
        if counted and (head.tag_ == "NNPS" or head.lemma_ in _PEOPLE or item.pos_ == "NUM"):
            return True
    return False


def takes_in(token: Token, lexicon: Lexicon) -> bool:
    """ "took in the refugees": "in" goes with the verb, not with a place."""
    return any(c.lower_ == "in" for c in syntax.children(token, "compound:prt", "advmod"))


def sends_off(token: Token, lexicon: Lexicon) -> bool:
    """ "gave the consul 48 hours", "told the diplomats to be gone"."""
    told = [*syntax.patients(token), *syntax.children(token, "iobj")]
    if not any(t.lemma_.lower() in lexicon.content["ambassador"] for t in told):
        return False
    below = [t for c in syntax.children(token, "xcomp", "ccomp", "advcl", "obj", "obl:unmarked") for t in c.subtree]
    return any(
        t.lemma_.lower() in lexicon.content["sent_off"] or t.lower_ in lexicon.content["sent_off"] for t in below
    )


def is_against_land(token: Token, lexicon: Lexicon) -> bool:
    """ "closed its border with Chile", "shut its ports to Bolivian goods": the one whom it is aimed at is named."""
    held = [token, *syntax.patients(token)]
    aimed = [c for item in held for c in syntax.obliques(item, "with", "to", "against", "in")]
    named = [t for c in aimed for t in (c, *syntax.children(c, "amod", "compound"))]
    return any(t.pos_ == "PROPN" or (t.dep_ == "amod" and t.text[:1].isupper()) for t in named)


def _are_foes(items: list[Token], lexicon: Lexicon) -> bool:
    """True for two or more that may be at odds: coordinated names, "both", "the two sides", plural parties."""
    if sum(item.pos_ == "PROPN" for item in items) > 1 or any(item.lower_ in ("both", "two") for item in items):
        return True
    return any(
        item.tag_ in ("NNS", "NNPS")
        and (item.lemma_.lower() in lexicon.content["parties"] or any(c.lower_ in _BOTH for c in item.children))
        and item.lemma_ not in _PEOPLE
        for item in items
    )
