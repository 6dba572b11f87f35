"""Armed groups that only the text names: capitalised names headed by "Front" or "Army", acronyms in brackets, and
unnamed ones that stand under their noun phrase ("Kurdish fighters")."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from briefgen.parse.phrases import phrase_start, root_of
from briefgen.parse.scene import Link, Scene, actor_of, lemma
from briefgen.parse.wordset import wordset
from briefgen.parsed import Actor, HeadKind, Mention

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_INSIDE = frozenset(("of", "the", "for", "and", "in", "al", "-", "’", "'", "'s", "’s", "&", "de", "du", "da"))
_ACRONYM = re.compile(r"[A-Z][A-Za-z]?[A-Z][A-Za-z-]{0,6}$|[A-Z]{2,8}(?:-[A-Z]{1,3})?$")
_ARMED_WORDS = wordset(
    "rebel rebels rebellion militia militias militant militants insurgent insurgents guerrilla guerrillas "
    "separatist separatists jihadist jihadists fighters fighter armed paramilitary islamist islamists "
    "extremist extremists terrorist insurgency ambush faction factions combatants rebelled"
)
_LIKELIEST = 25  # for the group that the word list puts first: "the Kurds" of a text on the YPG and the PKK
_ATTACKS = frozenset(("attacked", "ambushed", "raided", "bombed", "shelled", "fought", "clashed", "killed", "seized"))
_ARMED_HEADS = wordset(
    "army front brigade brigades militia militias battalion battalions resistance jihad martyrs fighters "
    "guerrillas rebels legion tigers defenders volunteers fano"
)


def find_groups(scene: Scene) -> None:
    """Add a link for each armed group that the text names and the knowledge base does not know."""
    scene.links = [link for link in scene.links if not _within_longer(scene, link)]
    scene.__dict__.pop("link_at", None)
    found: dict[str, Actor] = {}
    for start, end in list(_capital_runs(scene)):
        name = _clean_name(scene, start, end)
        if name and name.casefold() not in found and _is_group(scene, start, end):
            found[name.casefold()] = Actor(name, "armed_group")
        actor = found.get(name.casefold()) if name else None
        if actor is not None:
            scene.links.append(_link(scene, start, end, actor))
    _sort_links(scene)


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


def _sort_links(scene: Scene) -> None:
    scene.links.sort(key=lambda link: (link.start, -link.end))
    scene.__dict__.pop("link_at", None)


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


def _drop_redefined(scene: Scene) -> None:
    """Leave out acronyms that the text defines as something unknown: "the Australian Rail Authority (ARA)"."""
    doc = scene.doc
    other: set[str] = set()
    for token in doc[2:]:
        if doc[token.i - 1].text != "(" or not _ACRONYM.match(token.text) or token.i - 2 in scene.link_at:
            continue
        start = token.i - 1
        while (
            start > 0
            and token.i - start < 9
            and (doc[start - 1].text[:1].isupper() or doc[start - 1].lower_ in _INSIDE)
        ):
            start -= 1
        if start < token.i - 2 and _initials(token.text, doc[start : token.i - 1].text):
            other.add(token.text)
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
        _sort_links(scene)
        return
    scene.links = [replace(link, actor=defined[link.text]) if link.text in defined else link for link in scene.links]
    covered = {i for link in scene.links for i in range(link.start, link.end)}
    for token in doc:
        if token.text in defined and token.i not in covered:
            scene.links.append(_link(scene, token.i, token.i + 1, defined[token.text], form="acronym"))
    _sort_links(scene)


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


def unnamed_groups(scene: Scene) -> None:
    """Add a mention for each noun phrase that names an armed group without a name of its own ("Karen guerrillas")."""
    for token in scene.doc:
        if token.pos_ not in ("NOUN", "PROPN") or token.i in scene.taken:
            continue
        found = _unnamed(scene, token)
        if found is not None:
            scene.add(found)


def _unnamed(scene: Scene, token: Token) -> Mention | None:
    start = phrase_start(token)
    cls = scene.lexicon.head_class(scene.words(start, token.i + 1)[-3:])
    modifiers = _modifiers(scene, start, token.i)
    if cls == "ethnic" and token.tag_ in ("NNS", "NNPS"):
        return _ethnic(scene, token, start)
    if cls not in ("rebels", "forces", "institution") or _opposes(token):
        return None
    if cls != "rebels" and not scene.made_other(start, token.i):
        return None
    head: HeadKind = "institution" if cls == "institution" else "forces"
    known = _known_group(scene, start, token.i) or _apposed(scene, token) or kin_group(scene, modifiers)
    if known is not None:
        return Mention(start, token.i + 1, token.i, "demonym", head, (known,))
    if cls == "institution" or not _telling(scene, start, token.i) or _only_predicated(token):
        return None
    actor = named_by_phrase(scene, modifiers, token)
    return Mention(start, token.i + 1, token.i, "demonym", head, (actor,)) if actor else None


def _opposes(token: Token) -> bool:
    """ "Britain's opposition to the raid" is nobody."""
    return token.lower_ == "opposition" and any(c.dep_ == "nmod" and _case(c) == "to" for c in token.children)


def _case(token: Token) -> str:
    return next((c.lower_ for c in token.children if c.dep_ == "case"), "")


def _telling(scene: Scene, start: int, end: int) -> bool:
    """Whether a word before the head says which group: a state or people that is no mere backer, a creed."""
    return any(
        (i in scene.link_at and scene.link_at[i].mode != "tie")
        or scene.doc[i].lower_ in scene.lexicon.kin
        or scene.doc[i].lower_ in _CREEDS
        for i in range(start, end)
    ) or any(i in scene.link_at and scene.link_at[i].mode == "prefix" for i in range(start, end))


def _only_predicated(token: Token) -> bool:
    """ "a terrorist group" in "sees it as a terrorist group", "is a Shia militia", or beside the name explained."""
    if token.tag_ in ("NNS", "NNPS"):
        return any(c.dep_ == "cop" for c in token.children)
    indefinite = any(c.lower_ in ("a", "an") for c in token.lefts)
    predicate = token.dep_ in ("appos", "xcomp") or any(c.dep_ == "cop" or c.lower_ == "as" for c in token.children)
    return predicate or (indefinite and token.dep_ not in ("nsubj", "obj", "obl", "nsubj:pass", "obl:agent", "nmod"))


def _apposed(scene: Scene, token: Token) -> Actor | None:
    """The group of "the Kurdish militia, the YPG," or "rebel group M23"."""
    beside = [c for c in token.children if c.dep_ in ("appos", "flat", "nmod:desc")]
    if token.dep_ == "appos":
        beside.append(token.head)
    after = token.doc[token.i + 1] if token.i + 1 < len(token.doc) else None
    if after is not None and after.i in scene.link_at and scene.link_at[after.i].form in ("name", "acronym"):
        beside.append(after)
    for other in beside:
        link = scene.link_at.get(other.i)
        if link is not None and link.actor.kind == "armed_group" and link.mode == "plain":
            return link.actor
    return None


def _modifiers(scene: Scene, start: int, end: int) -> list[str]:
    """The words before the head, in lower case."""
    return [t.lower_ for t in scene.doc[start:end]]


def _known_group(scene: Scene, start: int, end: int) -> Actor | None:
    links = [scene.link_at[i] for i in range(start, end) if i in scene.link_at]
    groups = [link.actor for link in links if link.actor.kind == "armed_group" and link.mode == "plain"]
    return groups[-1] if groups else None


def _ethnic(scene: Scene, token: Token, start: int) -> Mention | None:
    """ "the Kurds": the group of that people that the text names, acting where they are subject or agent."""
    actor = kin_group(scene, [token.lower_])
    if actor is None:
        return None
    acts = token.head.pos_ == "VERB" and token.dep_ in ("nsubj", "obl:agent", "obj", "obl")
    head: HeadKind = "actor" if acts and scene.doc[start].lower_ == "the" else "people"
    return Mention(start, token.i + 1, token.i, "demonym", head, (actor,))


def kin_group(scene: Scene, words: list[str]) -> Actor | None:
    """The group of the people or creed among *words* that the text names most, or None.

    A name with that word beside it ("the Kurdish YPG") and a group at home where the text plays count for more.
    """
    word = next((w for w in words if w in scene.lexicon.kin), None)
    if word is None:
        return None
    if word not in scene.kin:
        scene.kin[word] = _kin_group(scene, word)
    return scene.kin[word]


def _kin_group(scene: Scene, word: str) -> Actor | None:
    stem, order = word[:4], scene.lexicon.kin[word]
    states = Counter(link.actor.id for link in scene.links if link.actor.kind == "state")
    weights: Counter[Actor] = Counter()
    for link in scene.links:
        if link.actor.id in order:
            beside = any(t.lower_.startswith(stem) for t in scene.doc[max(0, link.start - 4) : link.start])
            home = max((states[c] for c in scene.knowledge.actors[link.actor.id].countries), default=0)
            weights[link.actor] += 10 + 30 * beside + min(home, 8)
    likeliest = min(weights, key=lambda a: order.index(a.id or ""), default=None)
    if likeliest is not None:
        weights[likeliest] += _LIKELIEST
    return max(weights, key=lambda a: (weights[a], -order.index(a.id or ""))) if weights else None


def named_by_phrase(scene: Scene, modifiers: list[str], token: Token) -> Actor | None:
    """The group under its noun phrase, as the guidelines name it: "Kurdish fighters", "Syrian opposition"."""
    doc = scene.doc
    start = phrase_start(token)
    state = next(
        (
            scene.link_at[i]
            for i in range(start, token.i)
            if i in scene.link_at and scene.link_at[i].actor.kind == "state" and scene.link_at[i].mode == "plain"
        ),
        None,
    )
    if (
        state
        and state.actor.name == "Syria"
        and lemma(token) in _SYRIAN
        and (lemma(token) != "group" or "opposition" in modifiers or "rebel" in modifiers)
        and not any(w.lower() in ("kurdish", "druze", "alawite") for w in modifiers)
    ):
        row = scene.knowledge.named("Syrian opposition")
        return actor_of(row) if row else Actor("Syrian opposition", "armed_group")
    words = [
        t
        for t in doc[_naming_start(doc, start, token.i) : token.i + 1]
        if t.pos_ not in ("DET", "NUM", "PRON", "PUNCT") or t.text == "-"
    ]
    words = [t for t in words if t.lower_ not in _LOOSE_ADJECTIVES]
    if not words:
        return None
    text = "".join(t.text + (" " if t.whitespace_ else "") for t in words).strip(" -")
    return Actor(text[:1].upper() + text[1:], "armed_group") if text else None


def _naming_start(doc: Doc, start: int, head: int) -> int:
    """Past a count and a first coordinate: "up to 200 Russian mercenaries", "the US and Russian mercenaries"."""
    breaks = [i for i in range(start, head) if doc[i].pos_ in ("CCONJ", "NUM", "ADP")]
    return breaks[-1] + 1 if breaks else start


_CREEDS = wordset("shia shiite sunni arab druze alawite islamist jihadist turkmen tribal christian communist houthi")
_SYRIAN = wordset("rebel opposition insurgent faction fighter proxy group")
_LOOSE_ADJECTIVES = wordset(
    "other many several some suspected alleged remaining local armed dozen hundreds thousands few more "
    "main largest powerful masked unidentified unknown own heavily advancing withdrawing retreating "
    "captured foreign-backed former fellow certain"
)
