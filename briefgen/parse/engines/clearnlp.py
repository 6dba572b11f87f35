"""ClearNLP trees, as spaCy's English pipelines make them, to Universal Dependencies.

Labels are mapped and structure is turned over where the two disagree: prepositions and copulas stop being heads,
conjuncts hang on the first one, a name's first word is its head. The rules follow the guidelines of Universal
Dependencies for English (https://universaldependencies.org/en/) and the habits of UD English EWT.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

LABELS: Final = {
    "acomp": "xcomp", "attr": "xcomp", "auxpass": "aux:pass", "csubjpass": "csubj:pass", "dative": "iobj",
    "dobj": "obj", "intj": "discourse", "meta": "dep", "neg": "advmod", "nsubjpass": "nsubj:pass", "oprd": "xcomp",
    "poss": "nmod:poss", "preconj": "cc:preconj", "predet": "det:predet", "prt": "compound:prt", "quantmod": "advmod",
    "relcl": "acl:relcl", "agent": "obl:agent", "pcomp": "advcl", "pobj": "obl", "prep": "advmod",
}  # fmt: skip
"""Labels that differ, once structure has been turned over."""

_PREPOSITIONS: Final = frozenset({"prep", "agent", "dative"})
_NOMINAL: Final = frozenset({"NOUN", "PROPN", "PRON", "NUM", "DET", "SYM"})
_FIXED: Final = {
    ("according", "to"): "case", ("because", "of"): "case", ("due", "to"): "case", ("such", "as"): "case",
    ("more", "than"): "advmod", ("less", "than"): "advmod", ("up", "to"): "advmod", ("instead", "of"): "case",
}  # fmt: skip


@dataclass
class Tree:
    """A sentence or document: places of heads (a root is its own head), labels, and the words with their UPOS."""

    heads: list[int]
    labels: list[str]
    words: Sequence[str]
    upos: Sequence[str]
    lemmas: Sequence[str]
    persons: Sequence[tuple[int, int]] = ()

    def children(self, place: int) -> list[int]:
        """Places of the words that hang on `place`."""
        return [child for child, head in enumerate(self.heads) if head == place and child != place]

    def hang(self, place: int, head: int, label: str) -> None:
        """Hang `place` on `head`."""
        self.heads[place], self.labels[place] = head, label

    def replace(self, old: int, new: int) -> None:
        """Let `new`, which hangs on `old`, stand where `old` stands, with all its other children; `old` hangs on it."""
        for child in self.children(old):
            if child != new:
                self.heads[child] = new
        self.heads[new] = new if self.heads[old] == old else self.heads[old]
        self.labels[new] = self.labels[old]
        self.heads[old] = new


def to_universal(tree: Tree) -> None:
    """Turn a ClearNLP tree into a UD one, in place."""
    steps: tuple[Callable[[Tree], None], ...] = (
        _prepositions, _copulas, _conjuncts, _names, _unmarked, _labels, _fixed_expressions,
    )  # fmt: skip
    for step in steps:
        step(tree)


def _prepositions(tree: Tree) -> None:
    """A preposition becomes the case of its object, or the mark of its clause; deepest first."""
    for place in sorted(_all(tree, _PREPOSITIONS | {"conj", "pcomp"}), key=lambda one: -_depth(tree, one)):
        if tree.upos[place] not in {"ADP", "SCONJ", "VERB", "ADV"}:
            continue
        objects = [child for child in tree.children(place) if tree.labels[child] in {"pobj", "pcomp"}]
        if not objects:
            continue
        new, clause, old = objects[0], tree.labels[objects[0]] == "pcomp", tree.labels[place]
        nominal = tree.upos[tree.heads[place]] in _NOMINAL and tree.heads[place] != place
        tree.replace(place, new)
        tree.labels[place] = "mark" if clause and tree.upos[new] in {"VERB", "AUX"} else "case"
        if old in _PREPOSITIONS:
            tree.labels[new] = _object_label(old, clause=clause, nominal=nominal)
            if tree.labels[tree.heads[new]] in _PREPOSITIONS and not clause:
                tree.labels[new] = "pobj"


def _object_label(old: str, *, clause: bool, nominal: bool) -> str:
    if clause:
        return "acl" if nominal else "advcl"
    if old == "agent":
        return "obl:agent"
    return "nmod" if nominal and old == "prep" else "obl"


def _copulas(tree: Tree) -> None:
    """The predicate becomes the head of "be"; an existential keeps "be" and its noun becomes the subject."""
    for place in range(len(tree.heads)):
        if tree.lemmas[place] != "be" or tree.labels[place] in {"aux", "auxpass"}:
            continue
        children = tree.children(place)
        predicates = [child for child in children if tree.labels[child] in {"attr", "acomp"}]
        if any(tree.labels[child] == "expl" for child in children):
            for child in predicates:
                tree.labels[child] = "nsubj"
            continue
        predicates = predicates or [child for child in children if child > place and tree.labels[child] == "obl"]
        if predicates:
            tree.replace(place, predicates[0])
            tree.labels[place] = "cop"


def _conjuncts(tree: Tree) -> None:
    """All conjuncts hang on the first; a conjunction hangs on the conjunct behind it."""
    for place in _all(tree, {"conj"}):
        while tree.labels[tree.heads[place]] == "conj":
            tree.heads[place] = tree.heads[tree.heads[place]]
    for place in _all(tree, {"cc"}):
        first = tree.heads[place]
        while tree.labels[first] == "conj":
            first = tree.heads[first]
        behind = [child for child in tree.children(first) if tree.labels[child] == "conj" and child > place]
        if behind:
            tree.heads[place] = behind[0]


def _names(tree: Tree) -> None:
    """A person's first name heads the others as flat; a title before the name becomes its description."""
    for start, end in tree.persons:
        last = end - 1
        if last > start and all(tree.heads[place] == last for place in range(start, last)):
            tree.replace(last, start)
            for place in range(start + 1, end):
                tree.hang(place, start, "flat")
        title = start - 1
        if title < 0 or tree.heads[title] != start or tree.labels[title] not in {"compound", "nmod", "appos"}:
            continue
        if tree.upos[title] not in {"NOUN", "PROPN"}:
            continue
        tree.labels[title] = "nmod:desc"
        for place in tree.children(start):
            if place < title and tree.labels[place] in {"amod", "compound", "nmod"}:
                tree.heads[place] = title


def _unmarked(tree: Tree) -> None:
    """Nouns used as adverbs ("Tuesday", "two days ago"), and "to" before an infinitive."""
    for place in _all(tree, {"npadvmod"}):
        nominal = tree.upos[tree.heads[place]] in _NOMINAL
        tree.labels[place] = "nmod:unmarked" if nominal else "obl:unmarked"
    for place in _all(tree, {"aux"}):
        if tree.words[place].lower() == "to":
            tree.labels[place] = "mark"


def _labels(tree: Tree) -> None:
    for place, label in enumerate(tree.labels):
        tree.labels[place] = "ROOT" if tree.heads[place] == place else LABELS.get(label, label.lower())


def _fixed_expressions(tree: Tree) -> None:
    """ "more than 15", "according to": the second word hangs on the first; "at least": a phrase on the number."""
    for first in range(len(tree.words) - 1):
        second = first + 1
        pair = tree.words[first].lower(), tree.words[second].lower()
        if pair in _FIXED and tree.heads[first] == tree.heads[second] and tree.heads[first] not in {first, second}:
            tree.labels[first] = _FIXED[pair]
            tree.hang(second, first, "fixed")
        elif pair in {("at", "least"), ("at", "most")} and tree.heads[second] not in {first, second}:
            tree.hang(first, second, "case")
            tree.labels[second] = "nmod" if tree.upos[tree.heads[second]] == "NUM" else "obl"


def _all(tree: Tree, labels: set[str] | frozenset[str]) -> Iterator[int]:
    return (place for place, label in enumerate(list(tree.labels)) if label in labels)


def _depth(tree: Tree, place: int) -> int:
    depth = 0
    while tree.heads[place] != place:
        place, depth = tree.heads[place], depth + 1
    return depth
