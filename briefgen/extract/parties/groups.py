"""Which groups are parties by being named alone: those with a name, and the fighters of a people or a rising land.

"Kurdish fighters" and "Libyan rebels" are a side wherever they stand. A creed, a citizenship or a temper names nobody:
"Islamist fighters", "British jihadists", "allied forces" are a party only where they are seen to fight.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache

from spacy.tokens import Token

from briefgen.knowledge import Knowledge
from briefgen.parsed import Actor, Mention, ParsedArticle

_OFFSPRING = frozenset(
    ("affiliate", "affiliates", "offshoot", "branch", "splinter", "franchise", "faction", "veteran", "veterans")
)
_CREEDS = frozenset(
    ("islamist", "jihadist", "extremist", "shia", "shiite", "sunni", "muslim", "christian", "communist", "salafist")
)
_RISING = frozenset(("rebels", "insurgents", "guerrillas", "guerillas", "separatists", "partisans", "opposition"))


def is_named_group(parsed: ParsedArticle, knowledge: Knowledge, mention: Mention, *, actor: Actor) -> bool:
    """Whether *mention* names the armed group *actor* so that it needs no deed to be a side."""
    if actor.kind != "armed_group" or _is_tie(parsed, mention) or _is_people(mention):
        return False
    if actor.id is not None or mention.form in ("name", "acronym"):
        return True
    return mention.head == "forces" and _called(parsed, knowledge, mention)


def _called(parsed: ParsedArticle, knowledge: Knowledge, mention: Mention) -> bool:
    """By their people, or as the rebels of their land."""
    root = parsed.doc[mention.root]
    said = mention.actor.name.lower().replace("-", " ").split() if mention.actor is not None else []
    word = next((name for name in _names(parsed.doc[mention.start : root.i]) if name in said), "")
    return word in peoples(knowledge) or (word in citizens(knowledge) and root.lower_ in _RISING)


def _names(before: Iterable[Token]) -> Iterator[str]:
    """The names and creeds in lower case, the nearest first; a creed ends them."""
    for token in reversed(list(before)):
        if token.lower_ in _CREEDS:
            return
        if token.text[:1].isupper() and token.is_alpha:
            yield token.lower_


@lru_cache(maxsize=4)
def peoples(knowledge: Knowledge) -> frozenset[str]:
    """Peoples without a state of their own, in lower case: "kurdish", "tamil", "arab"."""
    words = {word.lower() for row in knowledge.words("kin") for word in row.words}
    words |= {word.lower() for row in knowledge.words("heads") if row.cls == "ethnic" for word in row.words}
    return frozenset(words) - _CREEDS


@lru_cache(maxsize=4)
def citizens(knowledge: Knowledge) -> frozenset[str]:
    """The adjectives of states, in lower case."""
    states = {id for id, row in knowledge.actors.items() if row.kind == "state"}
    return frozenset(name.text.lower() for name in knowledge.names if name.form == "adjective" and name.actor in states)


def _is_people(mention: Mention) -> bool:
    """ "Tigrayan priests" are not the front that shares their adjective."""
    return mention.head == "people" or (mention.head == "other" and mention.form == "demonym")


def _is_tie(parsed: ParsedArticle, mention: Mention) -> bool:
    """ "al-Qaida-inspired groups", "an al-Qaida affiliate" do not make al-Qaida a party."""
    after = parsed.doc[mention.end].lower_ if mention.end < len(parsed.doc) else ""
    return mention.head == "other" and (after == "-" or after in _OFFSPRING)
