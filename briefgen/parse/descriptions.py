"""Definite descriptions: "the group", "the ministry", "both sides".

Each class of description (words/descriptions.toml) says which kinds of actor may answer it; the nearest that fits does,
and where two are as near nothing is resolved.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from briefgen.knowledge.types import Word
from briefgen.parse.focus import at_seat, focus
from briefgen.parse.memory import FAR, MOST, NEAR, SUBJECTS, Entry, Memory, is_medium, is_subject
from briefgen.parse.phrases import phrase_start
from briefgen.parse.pronouns import governing_subject
from briefgen.parse.scene import Scene, actor_of, lemma
from briefgen.parse.wordset import wordset
from briefgen.parsed import Actor, HeadKind, Mention

if TYPE_CHECKING:
    from spacy.tokens import Token

_DEFINITE = frozenset(("the", "this", "that", "these", "those"))
_FORCES = frozenset(("army", "military", "navy", "force", "police", "troop", "guard"))
_ARMIES = frozenset(("army", "military"))
_STATES = wordset(
    "country nation state republic government neighbour neighbor capital army military president korea "
    "leader minister ambassador envoy premier diplomat head"
)
_EXTRAS = wordset(
    "militant rebel armed extremist terrorist terror jihadist insurgent islamist whole entire regional "
    "military defence defense separatist guerrilla violent shadowy powerful outlawed banned hardline "
    "small tiny african asian arab european neighbouring neighboring landlocked poor impoverished same "
    "ruling northern southern eastern western world gulf island nordic baltic himalayan caribbean sahelian balkan "
    "central latin south east north alpine andean oil-rich un u.n. international humanitarian medical global nuclear "
    "relief - based geneva london paris vienna rome brussels new york british french american german "
    "health human rights"
)
_LOCATING = wordset("in across from into of to around throughout inside over within")
_SIDES = ("state", "armed_group")
_OUTSIDERS = wordset(
    "urged called asked condemned tried brokered mediated welcomed hosted offered warned said expressed"
)
_COMMON = wordset(
    "army forces force state party council guard guards court bank agency commission committee nations union office "
    "government ministry republic democratic national islamic people's navy north south east west"
)
_CLASSES = ("group", "fighters", "alliance", "body", "kingdom", "country", "organ")


def description(scene: Scene, token: Token, memory: Memory) -> Mention | None:
    """The mention of a definite description headed by *token*, or None where nothing answers it surely."""
    start = phrase_start(token)
    owned = _owned(scene, token, start)
    if owned is not None or not scene.free(start, token.i + 1):
        return owned
    words = scene.words(start, token.i + 1)
    half = _half_of_korea(scene, token, words, memory) or _part_of_name(scene, token, words, memory)
    if half is not None:
        return half
    if _is_pair(words):
        row = _row(scene, words, "pair")
        kinds = cast("tuple[str, ...]", row.attrs.get("kinds", ())) if row else ()
        kinds = ("state",) if lemma(token) in _STATES else kinds if kinds == ("armed_group",) else _SIDES
        return pair(scene, token, memory, start=start, kinds=kinds) if row else None
    bare = len(words) == 1 and token.tag_ in ("NNS", "NNPS") and token.dep_ in (*SUBJECTS, "obl:agent")
    if words[0] not in _DEFINITE and not bare:
        return None
    for cls in _CLASSES if not bare else ("fighters",):
        row = _row(scene, words, cls)
        known = row is not None and (bare or not _introduced(scene, token))
        found = _answer(scene, token, memory, cls=cls, row=row, bare=bare) if row and known else None
        if row and found:
            head = cast("HeadKind", row.attrs.get("head", "actor"))
            head = "forces" if cls == "organ" and lemma(token) in _FORCES else head
            place = cls == "country" and _locates(token)
            return Mention(start, token.i + 1, token.i, "description", head, (found,), place=place)
    return None


def _introduced(scene: Scene, token: Token) -> bool:
    """Whether the noun came up just before as something else: "A group of teachers was on board. The group …"."""
    here = scene.sentence_of[token.i]
    start = scene.sentence_starts[max(0, here - 2)]
    return any(
        t.lower_ == token.lower_ and t.i not in scene.taken and any(c.lower_ in ("a", "an", "another") for c in t.lefts)
        for t in scene.doc[start : token.i]
    )


def _owned(scene: Scene, token: Token, start: int) -> Mention | None:
    """ "its security forces", "Maduro's men", "the Maduro government": of the actor that the possessor stands for."""
    first = next((c for c in token.lefts if c.dep_ in ("nmod:poss", "compound")), None)
    if first is None or not scene.free(first.right_edge.i + 1, token.i + 1):
        return None
    forms = ("pronoun", "person", "description") if first.dep_ == "nmod:poss" else ("person",)
    owner = next((m for m in scene.headed(first.i) if m.form in forms), None)
    words = scene.words(start, token.i + 1)
    head = _head_when_owned(scene, words) if owner else None
    if owner is None or not owner.actors or head is None:
        return None
    place = head == "actor" and _locates(token)
    return Mention(start, token.i + 1, token.i, "description", head, owner.actors, place=place)


def _head_when_owned(scene: Scene, words: list[str]) -> HeadKind | None:
    """What "its NOUN" is of its owner: by the class of the noun, else by the rows of class "owned"."""
    cls = scene.lexicon.head_class(words)
    if cls in ("forces", "institution"):
        return cast("HeadKind", cls)
    row = next((r for r in scene.lexicon.descriptions.get(words[-1], ()) if r.cls == "owned"), None)
    return cast("HeadKind", row.attrs["head"]) if row else None


def _half_of_korea(scene: Scene, token: Token, words: list[str], memory: Memory) -> Mention | None:
    """ "the North" and "the South" of a text on the Koreas."""
    name = {"north": "North Korea", "south": "South Korea"}.get(words[-1])
    before = scene.doc[token.i - 1].lower_ if token.i else ""
    if name is None or not token.text[0].isupper() or len(words) > 3 or "the" not in (before, words[0]):
        return None
    actor = next((a for a in memory.counts if a.name == name), None)
    if actor is None or any(c.dep_ == "nmod" for c in token.children):
        return None
    return Mention(phrase_start(token), token.i + 1, token.i, "description", "actor", (actor,))


def _part_of_name(scene: Scene, token: Token, words: list[str], memory: Memory) -> Mention | None:
    """ "the Tigers", "the Front": the one group of the text in whose name the word stands, if it is no common one."""
    word = token.text.lower()
    if len(words) != 2 or words[0] != "the" or not token.text[0].isupper() or word in _COMMON or len(word) < 4:
        return None
    groups = [a for a in memory.counts if a.kind in ("armed_group", "organisation") and word in a.name.lower().split()]
    if len(groups) != 1 or any(c.dep_ in ("nmod", "flat", "appos") for c in token.children):
        return None
    return Mention(phrase_start(token), token.i + 1, token.i, "description", "actor", (groups[0],))


def pair(scene: Scene, token: Token, memory: Memory, *, start: int, kinds: tuple[str, ...]) -> Mention | None:
    """The two actors most set beside or against each other, near sentences counting more; not who speaks of them."""
    here = scene.sentence_of[token.i]
    apart = {a for e in memory.since(here) if e.subject for a in e.mention.actors} if not is_subject(token) else set()
    actors = _koreas(scene) if lemma(token) == "korea" else _together(memory, here, kinds=kinds, apart=apart)
    if len(actors) != 2:
        ranked = _ranked_pairs(memory, here=here, kinds=kinds, apart=apart)
        if not ranked or (len(ranked) > 1 and ranked[1][0] > 0.7 * ranked[0][0]):
            return None
        actors = ranked[0][1]
    return Mention(start, token.i + 1, token.i, "description", "actor", actors)


def _is_pair(words: list[str]) -> bool:
    two = "two" in words[:-1] and words[0] in ("the", "these", "two", "those", "all")
    return words[0] in ("both", "either", "neither") or two


def _row(scene: Scene, words: list[str], cls: str) -> Word | None:
    """The row of class *cls* whose phrase ends *words*; what stands before it may only be colour."""
    for length in range(min(3, len(words)), 0, -1):
        for row in scene.lexicon.descriptions.get(" ".join(words[-length:]), ()):
            if row.cls == cls:
                plain = all(word in _EXTRAS for word in words[1 : len(words) - length])
                return row if plain or cls == "pair" else None
    return None


def _answer(scene: Scene, token: Token, memory: Memory, *, cls: str, row: Word, bare: bool) -> Actor | None:
    here = scene.sentence_of[token.i]
    if cls == "organ":
        return _located(scene, token) or at_seat(scene, token) or _organ(scene, token, memory)
    if cls == "fighters" and token.tag_ not in ("NNS", "NNPS"):
        return None
    if cls != "fighters" and any(c.dep_ in ("nmod", "acl:relcl", "acl") and c.i > token.i for c in token.children):
        return None
    if cls == "kingdom":
        names = cast("tuple[str, ...]", row.attrs.get("names", ()))
        return next((a for e in memory.since(here - FAR) for a in e.mention.actors if a.name in names), None)
    if cls == "country":
        return _country(scene, token, memory)
    return _latest(scene, token, memory, row=row, back=NEAR if bare else FAR)


def _located(scene: Scene, token: Token) -> Actor | None:
    """The state of "the defence ministry in Baku"."""
    for child in token.rights:
        if child.dep_ == "nmod" and child.i in scene.link_at and any(c.lower_ in ("in", "of") for c in child.lefts):
            actor = scene.link_at[child.i].actor
            return actor if actor.kind == "state" else None
    return None


def _organ(scene: Scene, token: Token, memory: Memory) -> Actor | None:
    """Of the actor of the last phrase with the same head; else of the state in focus."""
    if lemma(token) in _ARMIES:
        own = {e.mention.actor for e in memory.entries[-MOST:] if _is_army(e)}
        if len(own) == 1:
            return own.pop()
    for entry in memory.since(scene.sentence_of[token.i] - FAR):
        same = lemma(entry.root) == lemma(token) and entry.mention.head in ("institution", "forces")
        if same and entry.mention.actor:
            return entry.mention.actor
    return None if lemma(token) == "ministry" else focus(scene, token, memory)


def _is_army(entry: Entry) -> bool:
    """ "Chad's military", "the Chadian army": the army of a state."""
    actor = entry.mention.actor
    forces = entry.mention.head == "forces" and lemma(entry.root) in _ARMIES
    return forces and actor is not None and actor.kind == "state"


def _country(scene: Scene, token: Token, memory: Memory) -> Actor | None:
    """The one state of this and the last sentence; where it only locates, the last that did."""
    here = scene.sentence_of[token.i]
    locating = _locates(token) or (token.dep_ == "nmod:poss" and scene.lexicon.is_in(lemma(token.head), "place_noun"))
    near = [e for e in memory.since(here - NEAR) if e.mention.actor and e.mention.actor.kind == "state"]
    if locating:
        located = [e for e in near if e.mention.place and e.sentence >= here - 1]
        if located:
            return located[0].mention.actor
    names = {e.mention.actor for e in near if e.sentence >= here - 1}
    if len(names) == 1:
        return next(iter(names))
    if locating:
        return None
    subjects = [e for e in near if e.subject and e.mention.head in ("actor", "institution")]
    return subjects[0].mention.actor if subjects and subjects[0].sentence >= here - 1 else None


def _locates(token: Token) -> bool:
    return any(c.dep_ == "case" and c.lower_ in _LOCATING for c in token.children)


def _latest(scene: Scene, token: Token, memory: Memory, *, row: Word, back: int) -> Actor | None:
    """The fitting actor last spoken of; none where two are as near. No one calls itself "the terrorists"."""
    here = scene.sentence_of[token.i]
    speaker = _speaker(scene, token, memory) if row.attrs.get("hostile") else None
    near = [
        (entry, actor)
        for entry in memory.since(here - back)
        for actor in entry.mention.actors
        if actor != speaker and _fits(scene, actor, row)
    ]
    if not near:
        known = [actor for actor in memory.counts if actor != speaker and _fits(scene, actor, row)]
        return known[0] if len(known) == 1 and memory.counts[known[0]] > 1 else None
    near = [(e, a) for e, a in near if a.id is not None or e.mention.form in ("name", "acronym")] or near
    nearest = near[0][0].sentence
    if len({a for e, a in near if e.sentence == nearest}) == 1:
        return near[0][1]
    subjects = {a for e, a in near if e.sentence == nearest and e.subject}
    return next(iter(subjects)) if len(subjects) == 1 else None


def _fits(scene: Scene, actor: Actor, row: Word) -> bool:
    kinds = cast("tuple[str, ...]", row.attrs.get("kinds", ()))
    sorts = cast("tuple[str, ...]", row.attrs.get("sorts", ()))
    known = scene.knowledge.actors.get(actor.id or "")
    sort = known.sort if known else ""
    if actor.kind == "organisation" and row.cls == "group" and sort != "ngo":
        return False
    return actor.kind in kinds and not is_medium(sort) and (not sorts or not sort or sort in sorts)


def _speaker(scene: Scene, token: Token, memory: Memory) -> Actor | None:
    """Whose words *token* stands in: the subject of the clause above, or the first subject of the sentence."""
    entry = governing_subject(scene, token, memory, persons=False)
    entry = entry or governing_subject(scene, token, memory, persons=True)
    entry = entry or next((e for e in reversed(memory.since(scene.sentence_of[token.i])) if e.subject), None)
    return entry.mention.actor if entry else None


def _koreas(scene: Scene) -> tuple[Actor, ...]:
    rows = [scene.knowledge.named(name) for name in ("North Korea", "South Korea")]
    return tuple(actor_of(row) for row in rows if row)


def _ranked_pairs(
    memory: Memory, *, here: int, kinds: tuple[str, ...], apart: set[Actor]
) -> list[tuple[float, tuple[Actor, Actor]]]:
    """Pairs of actors with their weight: of one sentence 1, of one coordination ("between A and B") 4."""
    weights: dict[tuple[Actor, Actor], float] = {}
    for sentence, entries in _by_sentence(memory, kinds=kinds, apart=apart).items():
        here_only: dict[tuple[Actor, Actor], int] = {}
        for n, (one, root) in enumerate(entries):
            for other, second in entries[n + 1 :]:
                if one != other:
                    key = (one, other) if one.name < other.name else (other, one)
                    here_only[key] = max(here_only.get(key, 0), _bond(root, second))
        for key, weight in here_only.items():
            weights[key] = weights.get(key, 0.0) + weight * 0.85 ** (here - sentence)
    return sorted(((weight, key) for key, weight in weights.items()), key=lambda item: (-item[0], item[1][0].name))


def _bond(one: Token, other: Token) -> int:
    """How close two actors of a sentence stand: "between A and B", "A and B clashed", "A and B urged", apart."""
    first, second = (one, other) if one.i < other.i else (other, one)
    if second.dep_ != "conj" or second.head != first:
        return 1
    return 2 if first.dep_ in SUBJECTS and first.head.lower_ in _OUTSIDERS else 4


def _by_sentence(memory: Memory, *, kinds: tuple[str, ...], apart: set[Actor]) -> dict[int, list[tuple[Actor, Token]]]:
    found: dict[int, list[tuple[Actor, Token]]] = {}
    for entry in memory.entries[-4 * MOST :]:
        actor = entry.mention.actor
        if actor is None or entry.mention.place or entry.mention.form == "pronoun":
            continue
        if actor.kind in kinds and actor not in apart:
            found.setdefault(entry.sentence, []).append((actor, entry.root))
    return {sentence: entries[-12:] for sentence, entries in found.items()}


def _together(memory: Memory, sentence: int, *, kinds: tuple[str, ...], apart: set[Actor]) -> tuple[Actor, ...]:
    found = _by_sentence(memory, kinds=kinds, apart=apart).get(sentence, [])
    return tuple(dict.fromkeys(actor for actor, _ in found))
