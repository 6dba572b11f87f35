"""Whether the name of a state or of its capital acts, or only says where: read from its relation and its governor."""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefgen.parse.lexicon import Lexicon
from briefgen.parse.phrases import case_of, role_of
from briefgen.parse.scene import lemma

if TYPE_CHECKING:
    from spacy.tokens import Token

_SUBJECT = frozenset(("nsubj", "csubj", "nsubj:outer"))
_OBJECT = frozenset(("obj", "iobj", "dobj"))


def only_place(token: Token, *, lexicon: Lexicon, capital: bool) -> bool:
    """True where *token*, the head of a state's or (with *capital*) a capital's name, only locates.

    "Shells fell in Liberia", "near Tunis", "the north of Liberia" are places; "Liberia said", "talks with Liberia",
    "accused Lomé" are not. A capital is a place unless its relation says otherwise.
    """
    node = role_of(token)
    case = case_of(token)
    if _in_dateline(token) or _after_town(token):
        return True
    if node.dep_ in _SUBJECT and not case:
        if capital and _joined_capital(node):
            return False
        return capital and _subject_of_town(node, lexicon=lexicon)
    if node.dep_ == "nsubj:pass" and not case:
        told = any(c.dep_ in ("xcomp", "ccomp") for c in node.head.children)  # "Bonn is said to be unhappy"
        return capital and not told and not lexicon.is_in(lemma(node.head), "addressing_verb")
    if node.dep_ in _OBJECT and not case:
        return _object_place(node.head, lexicon=lexicon, capital=capital)
    if case:
        return _prepositional(node, case=case, lexicon=lexicon, capital=capital)
    return capital and node.dep_ not in ("ROOT", "root", "vocative", "parataxis")


def _subject_of_town(node: Token, *, lexicon: Lexicon) -> bool:
    """A capital as subject is a town where the verb is one of being, suffering or seeing, or a predicate is nominal."""
    verb = node.head
    if lexicon.is_in(verb.lower_, "attitude") or (verb.pos_ == "NOUN" and lexicon.is_in(verb.lower_, "actor_noun")):
        return False
    if verb.pos_ not in ("VERB", "AUX"):
        return not any(child.dep_ == "cop" for child in verb.children) or not _attitude(verb)
    return lexicon.is_in(lemma(verb), "city_verb") and not any(c.dep_ in ("ccomp", "xcomp") for c in verb.children)


def _joined_capital(node: Token) -> bool:
    """ "Washington and Ankara are at odds": two capitals as one subject are two governments."""
    others = [c for c in node.children if c.dep_ == "conj" and c.pos_ == "PROPN"]
    return bool(others) and not any(c.dep_ == "aux:pass" for c in node.head.children)


def _attitude(predicate: Token) -> bool:
    """Adjectives that only a government can be ("Ankara is furious"), told by what they govern."""
    return predicate.pos_ == "ADJ" and any(c.dep_ in ("ccomp", "xcomp", "advcl", "obl") for c in predicate.children)


def _object_place(verb: Token, *, lexicon: Lexicon, capital: bool) -> bool:
    if lexicon.is_in(lemma(verb), "addressing_verb"):
        return False
    return capital or lexicon.is_in(lemma(verb), "motion_verb")


def _prepositional(node: Token, *, case: str, lexicon: Lexicon, capital: bool) -> bool:
    governor = node.head
    word = lemma(governor)
    last = case.split()[-1]
    if last in ("to", "from", "of", "on", "for", "upon") and not case.startswith(("north", "south", "east", "west")):
        return not _acts_under(
            last, word=word, verbal=governor.pos_ in ("VERB", "AUX"), lexicon=lexicon, capital=capital
        )
    if lexicon.is_in(case, "actor_preposition") or lexicon.is_in(case.split()[0], "actor_preposition"):
        return word in ("border", "frontier", "boundary") and last == "with"
    return lexicon.is_in(last, "place_preposition") or lexicon.is_in(case, "place_preposition") or capital


def _acts_under(last: str, *, word: str, verbal: bool, lexicon: Lexicon, capital: bool) -> bool:
    """Whether "to, from, of, on, for NAME" under *word* makes the name a party to something."""
    if lexicon.is_in(word, "actor_noun") and not verbal:
        return not (capital and last == "on") or word in ("pressure", "sanction", "embargo", "call")
    if lexicon.is_in(word, "place_noun") and not verbal:
        return False
    if not verbal:
        return not capital and last != "from"
    if last == "to":
        return lexicon.is_in(word, "giving_verb") or (not capital and not lexicon.is_in(word, "motion_to_verb"))
    if last == "from":
        return lexicon.is_in(word, "taking_verb")
    if last in ("on", "upon"):
        return lexicon.is_in(word, "addressing_verb") or not capital
    return not capital


def _in_dateline(token: Token) -> bool:
    """In "KUNDUZ, Afghanistan — …" or "TUNIS (Reuters) - …" at the beginning of a line."""
    doc, i = token.doc, token.i
    start = i
    while start > 0 and i - start < 6 and "\n" not in doc[start - 1].text_with_ws:
        start -= 1
    if start > 0 and "\n" not in doc[start - 1].text_with_ws:
        return False
    if not doc[start].text.isupper() or len(doc[start]) < 2:
        return False
    end = i + 1
    while end < len(doc) and end < i + 12 and "\n" not in doc[end - 1].text_with_ws and "\n" not in doc[end].text:
        end += 1
    after = [t.text for t in doc[i + 1 : end]]
    return any(mark in after for mark in ("—", "–", "--", "-")) and all(len(word) < 14 for word in after[:2])


def _after_town(token: Token) -> bool:
    """In "Homs, Syria" or "from Gao, Mali,": after a comma that follows a capitalised name with no verb between."""
    doc, i = token.doc, token.i
    if (
        i < 2
        or doc[i - 1].text != ","
        or token.dep_
        not in (
            "appos",
            "nmod",
            "npadvmod",
            "obl:npmod",
            "list",
            "dep",
            "nmod:npmod",
            "parataxis",
            "nmod:unmarked",
            "obl:unmarked",
            "flat",
            "compound",
        )
    ):
        return False
    before = doc[i - 2]
    if before.pos_ != "PROPN":
        return False
    following = doc[i + 1] if i + 1 < len(doc) else None
    return following is None or not following.text[:1].isalpha() or following.pos_ != "CCONJ"
