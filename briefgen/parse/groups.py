"""Armed groups that only the text names: capitalised names headed by "Front" or "Army", and acronyms in brackets."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from briefgen.parse.phrases import root_of
from briefgen.parse.scene import Link, Scene
from briefgen.parse.wordset import wordset
from briefgen.parsed import Actor

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_UNITS = frozenset(
    ("brigade", "brigades", "battalion", "battalions", "army", "corps", "division", "regiment", "legion")
)
_ORDINAL = re.compile(r"\d+(st|nd|rd|th|d)$|(fir|thi|four|fif|six|seven|eigh|nin|ten|eleven|twelf)(st|rd|th)$|second$")
_INSIDE = frozenset(("of", "the", "for", "and", "in", "al", "-", "’", "'", "'s", "’s", "&", "de", "du", "da"))
_ACRONYM = re.compile(r"[A-Z][A-Za-z]?[A-Z][A-Za-z-]{0,6}$|[A-Z]{2,8}(?:-[A-Z]{1,3})?$")
_ARMED_WORDS = wordset(
    "rebel rebels rebellion militia militias militant militants insurgent insurgents guerrilla guerrillas "
    "separatist separatists jihadist jihadists fighters fighter armed paramilitary islamist islamists "
    "extremist extremists terrorist insurgency ambush faction factions combatants rebelled"
)
_ATTACKS = frozenset(("attacked", "ambushed", "raided", "bombed", "shelled", "fought", "clashed", "killed", "seized"))
_ARMED_HEADS = wordset(
    "army front brigade brigades militia militias battalion battalions resistance jihad martyrs fighters "
    "guerrillas rebels legion tigers defenders volunteers fano"
)


def find_groups(scene: Scene) -> None:
    """Add a link for each armed group that the text names and the knowledge base does not know."""
    scene.relink(link for link in scene.links if not _within_longer(scene, link))
    found: dict[str, Actor] = {}
    for start, end in list(_capital_runs(scene)):
        name = _clean_name(scene, start, end)
        if name and name.casefold() not in found and _is_group(scene, start, end):
            found[name.casefold()] = Actor(name, "armed_group")
        actor = found.get(name.casefold()) if name else None
        if actor is not None:
            scene.links.append(_link(scene, start, end, actor))
    scene.relink(scene.links)


def _within_longer(scene: Scene, link: Link) -> bool:
    """ "Independent National Patriotic Front of Liberia" is not the National Patriotic Front of Liberia."""
    if link.actor.kind != "armed_group" or link.end - link.start < 3 or link.start == 0:
        return False
    before = scene.doc[link.start - 1]
    own = before.lower_ in scene.lexicon.kin or before.lower_ in scene.lexicon.modifiers or before.i in scene.link_at
    capital = (
        before.text[:1].isupper() and before.is_alpha and not before.is_sent_start and before.pos_ in ("ADJ", "PROPN")
    )
    return capital and not own and link.start <= before.head.i < link.end


def _link(scene: Scene, start: int, end: int, actor: Actor, *, form: str = "name") -> Link:
    span = scene.doc[start:end]
    return Link(start, end, root_of(span).i, actor, "acronym" if form == "acronym" else "name", "plain", span.text)


def _capital_runs(scene: Scene) -> Iterator[tuple[int, int]]:
    """Capitalised runs, small words inside allowed, that end with a head of group names and hold no known group."""
    doc, heads = scene.doc, scene.lexicon.group_heads
    i = 0
    while i < len(doc):
        if not doc[i].text[:1].isupper() or doc[i].pos_ in ("PRON", "DET", "SCONJ", "ADP"):
            i += 1
            continue
        end = i + 1
        while (
            end < len(doc)
            and end - i < 9
            and not doc[end].is_sent_start
            and (doc[end].text[:1].isupper() or doc[end].lower_ in _INSIDE)
        ):
            end += 1
        last = max((n for n in range(i, end) if doc[n].lower_ in heads and doc[n].text[:1].isupper()), default=-1)
        if last > i and not doc[i:end].text.isupper() and _unknown(scene, i, last + 1):
            tail = _of_tail(scene, last + 1, end)
            yield i, tail
        i = end


def _of_tail(scene: Scene, last: int, end: int) -> int:
    """Past "of NAME", "for the Liberation of NAME" after the head."""
    doc = scene.doc
    if last < end and doc[last].lower_ in ("of", "for"):
        while end > last and not doc[end - 1].text[:1].isupper():
            end -= 1
        return end
    return last


def _unknown(scene: Scene, start: int, end: int) -> bool:
    return all(
        scene.link_at[i].actor.kind == "state" and scene.link_at[i].form in ("name", "adjective", "people")
        for i in range(start, end)
        if i in scene.link_at
    )


def _clean_name(scene: Scene, start: int, end: int) -> str:
    text = " ".join(scene.doc[start:end].text.split())
    return text if len(text.split()) > 1 else ""


def _is_group(scene: Scene, start: int, end: int) -> bool:
    """Whether the name is that of an armed group, by its head or armed words beside it; a state's own army is not."""
    doc = scene.doc
    words = [t.lower_ for t in doc[start:end]]
    foreign = [w for w in words if w not in scene.lexicon.state_army and w not in _INSIDE]
    own = [i for i in range(start, end) if i in scene.link_at]
    if not foreign or (
        own
        and all(scene.doc[i].lower_ not in foreign or i in own for i in range(start, end))
        and len(foreign) <= len(own)
    ):
        return False
    if _is_unit(scene, start, end):
        return False
    head = next((w for w in reversed(words) if w in scene.lexicon.group_heads), "")
    after = doc[end : end + 3]
    if head and len(after) == 3 and after[0].text == "(" and _initials(after[1].text, doc[start:end].text):
        return any(t.lower_ in _ARMED_WORDS or t.lower_ in _ATTACKS for t in doc)
    around = {t.lower_ for t in doc[max(0, start - 6) : start]} | {t.lower_ for t in doc[end : end + 10]}
    if head in _ARMED_HEADS and len(words) > 1:
        return (
            bool(around & _ARMED_WORDS)
            or head not in ("front", "resistance", "legion", "volunteers")
            or "liberation" in words
            or "revolutionary" in words
        )
    if "liberation" in words or "resistance" in words or "defence" in words or "defense" in words:
        return (
            head
            in (
                "army",
                "front",
                "movement",
                "force",
                "forces",
                "organisation",
                "organization",
                "units",
                "council",
                "union",
            )
            and head != ""
        )
    return bool(around & _ARMED_WORDS)


def _is_unit(scene: Scene, start: int, end: int) -> bool:
    """ "the Turkish Brigade", "the Sixth Brigade", "the Army's Arce Battalion": part of a state's army."""
    words = [(i, scene.doc[i].lower_) for i in range(start, end)]
    owned = words[0][1] in ("army", "navy", "guard") and len(words) > 1 and words[1][1] in ("'s", "’s")
    return owned or all(w in _UNITS or i in scene.link_at or _ORDINAL.match(w) for i, w in words)


def spelled_out(doc: Doc) -> Iterator[tuple[int, Token]]:
    """Each acronym in brackets that the capitalised words before it spell out, and where those start: "the Australian
    Rail Authority (ARA)"."""
    for token in doc[2:]:
        if doc[token.i - 1].text != "(" or not _ACRONYM.match(token.text):
            continue
        start = token.i - 1
        while (
            start > 0
            and token.i - start < 9
            and (doc[start - 1].text[:1].isupper() or doc[start - 1].lower_ in _INSIDE)
        ):
            start -= 1
        if start < token.i - 2 and _initials(token.text, doc[start : token.i - 1].text):
            yield start, token


def _drop_redefined(scene: Scene) -> None:
    """Leave out acronyms that the text defines as something unknown."""
    other = {token.text for _, token in spelled_out(scene.doc) if token.i - 2 not in scene.link_at}
    scene.links = [link for link in scene.links if link.text not in other]


def acronyms_defined(scene: Scene) -> None:
    """Link "(SDF)" after a name, and the acronym wherever else it stands, to the actor named."""
    _drop_redefined(scene)
    doc = scene.doc
    defined: dict[str, Actor] = {}
    for link in scene.links:
        i = link.end
        if (
            i + 2 < len(doc)
            and doc[i].text == "("
            and doc[i + 2].text in (")", ",", ";")
            and _ACRONYM.match(doc[i + 1].text)
        ) and (_initials(doc[i + 1].text, link.text) or link.actor.kind != "state"):
            defined.setdefault(doc[i + 1].text, link.actor)
    renamed = dict(_renamed(scene))
    scene.links = [replace(link, actor=renamed.get(link.actor, link.actor)) for link in scene.links]
    defined = {text: renamed.get(actor, actor) for text, actor in defined.items()}
    if not defined:
        scene.relink(scene.links)
        return
    scene.links = [replace(link, actor=defined[link.text]) if link.text in defined else link for link in scene.links]
    covered = {i for link in scene.links for i in range(link.start, link.end)}
    for token in doc:
        if token.text in defined and token.i not in covered:
            scene.links.append(_link(scene, token.i, token.i + 1, defined[token.text], form="acronym"))
    scene.relink(scene.links)


def _renamed(scene: Scene) -> Iterator[tuple[Actor, Actor]]:
    """(the old, the name used) of "X, formerly known as Y and Z": one group under two names of the knowledge base."""
    for one, other in pairwise(scene.links):
        between = {t.lower_ for t in scene.doc[one.end : other.start]}
        if (
            (
                other.actor != one.actor
                and other.start - one.end <= 6
                and between & {"formerly", "previously", "aka", "known"}
            )
            and one.actor.kind == other.actor.kind != "state"
            and not between & {"of", "with", "against"}
        ):
            yield other.actor, one.actor


def _initials(acronym: str, name: str) -> bool:
    """Whether the capitals of *acronym* are initials of words of *name* in order."""
    initials = [word[0].lower() for word in re.split(r"[\s-]+", name) if word]
    letters = [c.lower() for c in acronym if c.isalpha()]
    position = 0
    for letter in letters:
        if letter not in initials[position:]:
            return False
        position = initials.index(letter, position) + 1
    return True
