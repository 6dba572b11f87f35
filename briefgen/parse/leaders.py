"""Known leaders (`knowledge/leaders.csv`) in the text: by full name, by surname with a title, by what they lead."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING

from briefgen.knowledge import Knowledge
from briefgen.knowledge.types import Leader
from briefgen.parse.names import fold
from briefgen.parse.offices import Office
from briefgen.parse.phrases import noun_over
from briefgen.parse.register import name_parts
from briefgen.parse.scene import Scene, actor_of
from briefgen.parse.wordset import wordset
from briefgen.parsed import Actor

if TYPE_CHECKING:
    from spacy.tokens import Token

_ALIKE = dict.fromkeys(wordset("tsar czar kaiser"), "emperor") | dict.fromkeys(wordset("premier pm"), "prime minister")
_ALIKE |= {"ameer": "amir", "emir": "amir"}
_LED = ("forces", "institution", "rebels")


@lru_cache(maxsize=4)
def leaders_by_surname(knowledge: Knowledge) -> Mapping[str, tuple[Leader, ...]]:
    """The rows of leaders.csv by folded surname, part of a surname, and full name."""
    found: dict[str, list[Leader]] = {}
    for leader in knowledge.leaders:
        for form in {fold(leader.surname), fold(leader.name), *(p for p in name_parts(leader.surname))}:
            found.setdefault(form, []).append(leader)
    return {form: tuple(rows) for form, rows in found.items()}


def leader_named(scene: Scene, name: str) -> Leader | None:
    """The known leader of this name in the article's year; a surname alone needs the leader's actor in the text."""
    rows = leaders_by_surname(scene.knowledge).get(fold(name), ())
    full = len(name_parts(name)) > 1
    if full and not rows:
        parts = name_parts(name)
        rows = tuple(
            r for r in leaders_by_surname(scene.knowledge).get(parts[-1], ()) if name_parts(r.name)[0] == parts[0]
        )
    present = {link.actor.id for link in scene.links}
    return _only(r for r in rows if _in_years(r, scene) and (full or r.actor in present))


def leader_titled(scene: Scene, name: str, office: Office) -> Leader | None:
    """ "President Nasser" without Egypt in the text: the one leader of that surname who then bore that title.

    A rank or "Mr" says too little by itself; "Mr. Kruger's burghers" are led by him.
    """
    rows = leaders_by_surname(scene.knowledge).get(fold(name), ())
    bearer = _only(r for r in rows if _in_years(r, scene) and _title(r.office) == _title(office.words))
    if bearer is not None or office.end >= len(scene.doc):
        return bearer
    surname = next((t for t in scene.doc[office.end : office.end + 4] if fold(t.text) == fold(name)), None)
    return leads(scene, surname) if surname is not None else None


def leads(scene: Scene, token: Token) -> Leader | None:
    """The one leader of the surname *token* in "Savimbi's men", "the Arbenz government"."""
    top = noun_over(token)
    owned = top.i > token.i and (scene.doc[token.i + 1].text in ("'s", "\u2019s") or top.i == token.i + 1)
    if not owned:
        return None
    rows = leaders_by_surname(scene.knowledge).get(fold(token.text), ())
    leader = _only(r for r in rows if _in_years(r, scene))
    return leader if leader is not None and _is_led(scene, leader, token=token, top=top) else None


def _is_led(scene: Scene, leader: Leader, *, token: Token, top: Token) -> bool:
    words = scene.words(token.i + 1, top.i + 1)
    nouns = {row.cls for row in scene.lexicon.descriptions.get(words[-1], ())}
    group = scene.knowledge.actors[leader.actor].kind == "armed_group" and "group" in nouns
    return group or "owned" in nouns or scene.lexicon.head_class(words) in _LED


def _title(office: str) -> str:
    """The title under its commonest name: a tsar is an emperor, a premier a prime minister."""
    return _ALIKE.get(office, office)


def _only(rows: Iterable[Leader]) -> Leader | None:
    """The last of *rows* where all are of one actor."""
    found = list(rows)
    return found[-1] if len({row.actor for row in found}) == 1 else None


def _in_years(leader: Leader, scene: Scene) -> bool:
    if scene.day is None:
        return True
    return leader.since - 1 <= scene.day.year <= (leader.until or 9999)


def leader_actor(scene: Scene, leader: Leader) -> Actor | None:
    """The actor that *leader* speaks for."""
    row = scene.knowledge.actors.get(leader.actor)
    return actor_of(row) if row else None
