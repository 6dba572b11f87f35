"""Armed groups without a name of their own: they stand under their noun phrase ("Kurdish fighters"), or are the group
that the text names and that their people's name stands for."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from briefgen.parse.phrases import phrase_start
from briefgen.parse.scene import Scene, actor_of, lemma
from briefgen.parse.wordset import wordset
from briefgen.parsed import Actor, HeadKind, Mention

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_STEM = 4  # letters that "Kurds" and "Kurdish" share
_LIKELIEST = 25  # for the group that the word list puts first: "the Kurds" of a text on the YPG and the PKK


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
    strange = any(_is_stranger(scene, i, head=token.i) for i in range(start, token.i))
    if cls != "rebels" and not strange and not scene.made_other(start, token.i):
        return None
    head: HeadKind = "institution" if cls == "institution" else "forces"
    known = _known_group(scene, start, token.i) or _apposed(scene, token) or kin_group(scene, modifiers)
    if known is not None:
        return Mention(start, token.i + 1, token.i, "demonym", head, (known,))
    if cls == "institution" or not _telling(scene, start, token.i) or _only_predicated(token):
        return None
    actor = _same_people(scene, modifiers) or named_by_phrase(scene, modifiers, token)
    if actor is not None and actor.id is None and lemma(token) != "proxy":
        _remember(scene, modifiers, actor=actor)
    return Mention(start, token.i + 1, token.i, "demonym", head, (actor,)) if actor else None


def _same_people(scene: Scene, modifiers: list[str]) -> Actor | None:
    """The group that the text called by this people before: "Kurdish militias", then "Kurdish fighters"."""
    word = next((word for word in modifiers if word in scene.lexicon.kin), None)
    return scene.unnamed.get(word[:_STEM]) if word is not None else None


def _remember(scene: Scene, modifiers: list[str], *, actor: Actor) -> None:
    for word in modifiers:
        if word in scene.lexicon.kin:
            scene.unnamed.setdefault(word[:_STEM], actor)


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
        or _is_stranger(scene, i, head=end)
        for i in range(start, end)
    ) or any(i in scene.link_at and scene.link_at[i].mode == "prefix" for i in range(start, end))


def _is_stranger(scene: Scene, i: int, *, head: int) -> bool:
    """The name of a people unknown to the knowledge base before a word of peoples in arms: "Baluba tribesmen"."""
    token = scene.doc[i]
    named = token.text[:1].isupper() and token.is_alpha and token.pos_ in ("PROPN", "ADJ") and i == head - 1
    return named and i not in scene.link_at and scene.doc[head].lower_ in _TRIBAL


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
    actor = kin_group(scene, [token.lower_]) or scene.unnamed.get(token.lower_[:_STEM])
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
    stem, order = word[:_STEM], scene.lexicon.kin[word]
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
_TRIBAL = wordset(
    "tribesmen clansmen warriors militiamen irregulars bands guerrillas insurgents horsemen levies militia"
)
_SYRIAN = wordset("rebel opposition insurgent faction fighter proxy group")
_LOOSE_ADJECTIVES = wordset(
    "other many several some suspected alleged remaining local armed dozen hundreds thousands few more "
    "main largest powerful masked unidentified unknown own heavily advancing withdrawing retreating "
    "captured foreign-backed former fellow certain"
)
