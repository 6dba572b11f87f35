"""The word list of human loss by inflected form, and what it says of a noun: person, force, civilian, thing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from spacy.tokens import Token

from briefgen.extract import syntax
from briefgen.knowledge import Knowledge
from briefgen.knowledge.inflection import forms
from briefgen.knowledge.types import Word
from briefgen.model import EFFECTS

Sort = Literal["forces", "civilian", "plain", "collective", "thing", "unknown"]

POS = {"PROPN": "NOUN", "AUX": "VERB"}
KIN = frozenset(
    {"wife", "husband", "son", "daughter", "brother", "sister", "mother", "father", "child", "baby", "uncle", "aunt"}
    | {"grandmother", "grandfather", "grandson", "granddaughter", "nephew", "niece", "cousin", "girlfriend", "fiancee"}
)
"""Nouns for one relative: "his wife and son" are two persons, "lost her husband" is a death."""
_CIVIL = frozenset({"civilian", "civilians", "noncombatant", "noncombatants", "bystanders", "innocent", "unarmed"})
_PERSONAL = frozenset({"he", "she", "him", "her", "who", "whom", "they", "them", "we", "us", "i", "me"})
_PEOPLE_ENDINGS = ("men", "man", "women", "woman", "goers", "goer", "workers", "worker", "girls", "boys", "people")
_PLURAL_ENDINGS = (
    "ers",
    "ors",
    "ists",
    "ians",
    "ans",
    "ees",
    "ants",
    "ents",
    "eers",
    "ites",
    "ese",
    "ish",
    "is",
    "mates",
)
ORDINALS = frozenset(
    {"second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh", "twelfth"}
)
_AGES = frozenset({"youngest", "eldest", "oldest", "elder", "younger", "older"})
_FROM = frozenset({"from", "out of"})
_SHORT_TITLES = frozenset({"mr", "mrs", "ms", "dr", "sir"})


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Rows by form and part of speech; noun sorts by form; the forms of each helping list."""

    rows: Mapping[tuple[str, str], tuple[Word, ...]]
    sorts: Mapping[str, Sort]
    sets: Mapping[str, frozenset[str]]

    def at(self, token: Token) -> tuple[Word, ...]:
        """The effect rows that *token* may stand for."""
        return self.rows.get((token.lower_, POS.get(token.pos_, token.pos_)), ())

    def within(self, token: Token, name: str) -> bool:
        """True where *token* is a form of the helping list *name* ("motion", "undo", "war", …)."""
        return token.lower_ in self.sets.get(name, frozenset())


@lru_cache(maxsize=4)
def lexicon(knowledge: Knowledge) -> Lexicon:
    """The index of words/casualties.toml, made once for each knowledge."""
    return _indexed(knowledge.words("casualties"))


def _indexed(words: Sequence[Word]) -> Lexicon:
    rows: dict[tuple[str, str], tuple[Word, ...]] = {}
    sorts: dict[str, Sort] = {}
    sets: dict[str, frozenset[str]] = {}
    for word in words:
        found = frozenset(form for lemma in word.words for form in forms(lemma, word.pos))
        if word.cls.startswith("people:") or word.cls == "thing":
            sort = _sort(word.cls.removeprefix("people:"))
            for form in sorted(found):
                sorts.setdefault(form, sort)
        elif word.cls in EFFECTS:
            for form in sorted(found):
                rows[form, word.pos] = (*rows.get((form, word.pos), ()), word)
        else:
            sets[word.cls] = sets.get(word.cls, frozenset()) | found
    return Lexicon(rows, sorts, sets)


def _sort(name: str) -> Sort:
    sorts: dict[str, Sort] = {"forces": "forces", "civilian": "civilian", "collective": "collective", "thing": "thing"}
    return sorts.get(name, "plain")


def sort_of(token: Token, lexicon: Lexicon) -> Sort:
    """What a nominal's head noun is: listed, else guessed from its ending ("goldpanners"), its tag or entity label."""
    listed = lexicon.sorts.get(token.lower_)
    if listed is not None:
        return listed
    if token.lower_ == "old" and any(c.lower_ in ("year", "years", "month") for c in token.children):
        return "plain"  # "the 21-year-old"
    if token.pos_ == "PRON":
        return "plain" if token.lower_ in _PERSONAL else "unknown"
    if (
        token.ent_type_ == "PERSON"
        or token.pos_ == "NUM"
        or _is_one_more(token)
        or _is_said_who(token)
        or is_foremost(token)
    ):
        return "plain"
    if token.lower_.endswith(_PEOPLE_ENDINGS):
        return "plain"
    if token.tag_ in ("NNS", "NNPS") and token.lower_.endswith(_PLURAL_ENDINGS):
        return "plain"
    return "unknown"


def _is_one_more(token: Token) -> bool:
    """ "a third, a woman, gave herself up": an ordinal that stands for one more person."""
    one = token.lower_ in ORDINALS and any(c.lower_ == "a" for c in token.children) and token.pos_ in ("NOUN", "ADJ")
    return one and not syntax.obliques(token, "of") and token.dep_ in ("nsubj", "nsubj:pass", "obj", "conj")


def _is_said_who(token: Token) -> bool:
    """ "a tapper who raised the alarm", "a Bosnian, who …": only a person is said "who" of."""
    one = token.tag_ == "NN" or is_one_national(token)
    return one and any(k.lower_ == "who" for c in token.children if c.dep_ == "acl:relcl" for k in c.children)


def is_one_national(token: Token) -> bool:
    """ "a Bosnian": an adjective of a people with an article, for one of them."""
    named = token.pos_ == "ADJ" and token.text[:1].isupper()
    return named and any(c.lower_ in ("a", "an") for c in token.children)


def is_foremost(token: Token) -> bool:
    """ "the youngest of his sons", "the elder of the two": one of several, by age."""
    return token.lower_ in _AGES and any(c.dep_.startswith(("nmod", "obl")) for c in token.children)


def is_person(token: Token, lexicon: Lexicon, *, strict: bool) -> bool:
    """Whether *token* may head a phrase for victims; with *strict* only what is surely a person."""
    sort = sort_of(token, lexicon)
    if sort == "thing":
        return False
    if token.lower_ in ("more", "another", "own"):
        return True
    if token.pos_ == "NUM":
        return _may_count_persons(token)
    if sort == "collective":
        return not strict
    if sort != "unknown":
        return True
    if token.pos_ == "PROPN":
        named = token.ent_type_ in ("PERSON", "NORP") or _has_title(token, lexicon)
        return named or (not strict and token.ent_type_ not in ("GPE", "LOC", "ORG", "FAC", "NORP"))
    if token.pos_ == "ADJ":
        return token.lower_ in ("dead", "wounded", "injured", "missing") or not strict
    return not strict and token.pos_ in ("NOUN", "PRON", "DET") and token.lower_ not in ("it", "this", "that", "itself")


def _has_title(token: Token, lexicon: Lexicon) -> bool:
    """ "Mr. Ashdown", "Captain Ormsby": a name after a title or a rank."""
    ranks = (c for c in token.children if c.dep_ in ("nmod:desc", "compound", "flat") and c.i < token.i)
    titled = any(c.lower_.strip(".") in _SHORT_TITLES for c in token.children)
    return titled or any(lexicon.sorts.get(c.lower_) == "forces" and c.tag_ in ("NN", "NNP") for c in ranks)


def _may_count_persons(token: Token) -> bool:
    """A bare number: not one that stands beside a thing through "of" ("12 of the tanks" is settled by its unit)."""
    return not any(c.dep_ == "compound" and c.pos_ != "NUM" for c in token.children)


def is_civilian(token: Token, lexicon: Lexicon) -> bool | None:
    """True for civilians, children, tourists, patients and staff; False for forces; None for a plain crowd."""
    words = [token, *syntax.modifiers(token), *(c for c in token.children if c.dep_ == "appos")]
    if any(word.lower_ in _CIVIL for word in words) or _is_minor(token):
        return True
    sort = sort_of(token, lexicon)
    return {"civilian": True, "forces": False}.get(sort)


def _is_minor(token: Token) -> bool:
    """ "a 12-year-old cousin": younger than eighteen."""
    left = token.doc[max(token.left_edge.i, token.i - 8) : token.i]
    if not any(t.lower_ == "old" or t.lower_.endswith("year-old") for t in left):
        return False
    ages = [t.text.partition("-")[0] for t in left if t.text[:1].isdigit()]
    return any(age.isdigit() and int(age) < 18 for age in ages)


def has_need(token: Token, row: Word) -> bool:
    """Whether one of the row's `needs` stands among the complements of *token* (two levels down)."""
    without = attr(row, "without")
    if without and any(
        word.lower_ in without
        for c in token.children
        if c.dep_.startswith(("obl", "xcomp"))
        for word in (c, *c.children)
    ):
        return False
    needs = attr(row, "needs")
    if not needs or (token.i + 1 < len(token.doc) and token.nbor(1).lower_ in needs):
        return True
    cases = attr(row, "cases") if frame_of(row) not in ("where", "oblique") else ()
    if cases and syntax.obliques(token, *cases):
        return True
    if any(c.lower_ in needs for c in token.children if c.dep_ == "nsubj:pass"):
        return True  # "400 prisoners were taken"
    away = _FROM if row.attrs.get("bound") else frozenset[str]()
    for c in token.children:
        if syntax.case_of(c) not in away and c.dep_.split(":")[0] in (
            "obl",
            "xcomp",
            "obj",
            "advmod",
            "compound",
            "advcl",
            "nmod",
            "amod",
            "acl",
            "ccomp",
        ):
            near = [c, *(k for k in c.children if k.dep_.split(":")[0] in ("nmod", "compound", "amod", "obl", "conj"))]
            further = [k for inner in near if c.dep_ == "obj" for k in inner.children if k.dep_ == "conj"]
            if any(w.lower_ in needs and syntax.case_of(w) not in away for w in (*near, *further)):
                return True
    return False


def attr(row: Word, name: str) -> tuple[str, ...]:
    """A list attribute of a row; a single string counts as a list of one."""
    value = row.attrs.get(name, ())
    if isinstance(value, str):
        return (value,)
    return tuple(map(str, value)) if isinstance(value, tuple) else ()


def frame_of(row: Word) -> str:
    """The row's frame, "" where it has none."""
    return str(row.attrs.get("frame", ""))


def is_negated(row: Word) -> bool:
    """Whether the row tells of a loss only where it is denied ("did not survive")."""
    return bool(row.attrs.get("negated", False))


def is_counted(row: Word) -> bool:
    """Whether the row tells of a loss only where its victims are counted ("disposed of 12 guerrillas")."""
    return bool(row.attrs.get("counted", False))


def least_of(row: Word) -> int:
    """How many victims there must be at the least for the row to tell of a loss ("200 people left Sake"); else 0."""
    value = row.attrs.get("least", 0)
    return value if isinstance(value, int) else 0


def is_strict(row: Word) -> bool:
    """Whether the row's victims must surely be persons."""
    return bool(row.attrs.get("strict", False))
