"""Pronouns: "he" and "she" for persons, "it" and "they" for actors, relatives for the noun before them.

The order of trust: the subject of the same clause or of one above it, then the subject of the sentence before. Where a
thing that is no actor stands between, or two would do, nothing is resolved.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefgen.parse.memory import NEAR, SUBJECTS, Entry, Memory, is_medium, members_of
from briefgen.parse.phrases import clause_of, subject_over
from briefgen.parse.scene import Scene, lemma
from briefgen.parse.wordset import wordset
from briefgen.parsed import Actor, HeadKind, Mention

if TYPE_CHECKING:
    from spacy.tokens import Token

SINGULAR = frozenset(("it", "its", "itself"))
PLURAL = frozenset(("they", "their", "them", "themselves", "theirs"))
_GENDER = dict.fromkeys(("he", "his", "him", "himself"), "m") | dict.fromkeys(("she", "her", "herself", "hers"), "f")
PERSONAL = frozenset(_GENDER)
_THINGS = wordset(
    "exploded detonated landed crashed collapsed burned burnt began lasted happened occurred followed marked contained "
    "included ended erupted sank missed fell flew hit struck ripped destroyed tore contains includes marks follows"
)
_TITLES = dict.fromkeys(
    wordset("mr sir king prince father brother husband son lord sheikh emir chairman spokesman"), "m"
)
_TITLES |= dict.fromkeys(
    wordset("mrs ms miss queen princess mother sister wife daughter lady chairwoman spokeswoman"), "f"
)
_HOSTILE = wordset(
    "fired attacked shelled bombed hit killed targeted struck violated seized occupied invaded raided "
    "ambushed shot destroyed threatened entered crossed wounded injured"
)
_IMPERSONAL = wordset("seems seemed appears appeared rained snowed turns turned takes took remains remained")


def pronoun(scene: Scene, token: Token, memory: Memory) -> Mention | None:
    """The mention of a pronoun, or None where it is no pronoun or what it stands for is not sure."""
    word = token.lower_
    if word in PERSONAL:
        return _personal(scene, token, memory)
    if word in SINGULAR or word in PLURAL:
        return _impersonal(scene, token, memory)
    if word in ("which", "who", "that") and token.tag_ in ("WDT", "WP"):
        return _relative(scene, token)
    if word == "whose":
        return _relative_owner(scene, token)
    return None


def learn_gender(scene: Scene, mention: Mention, memory: Memory) -> None:
    """Keep what a title says: "Mr Rusk", "her father Tano"."""
    if mention.person is None:
        return
    for token in scene.doc[max(0, mention.start - 1) : mention.end]:
        gender = _TITLES.get(token.lower_.rstrip("."))
        if gender:
            memory.genders.setdefault(mention.person.name, gender)
            return


def governing_subject(scene: Scene, token: Token, memory: Memory, *, persons: bool) -> Entry | None:
    """The mention that is subject of the same clause (for objects and possessives) or of a clause above it."""
    by_root = {e.mention.root: e for e in memory.since(scene.sentence_of[token.i])}
    verb = clause_of(token)
    for step in range(8):
        subject = next((c for c in verb.children if c.dep_ in SUBJECTS), None)
        if step == 0 and subject is not None and token.head == verb and token.dep_ in ("obj", "iobj"):
            if verb.dep_ in ("ROOT", "conj") or token.lower_.endswith(("self", "selves")):
                return by_root.get(subject.i) if token.lower_.endswith(("self", "selves")) else None
        elif subject is not None and subject.i < token.i:
            entry = by_root.get(subject.i)
            attacked = token.dep_ == "nmod:poss" and verb.lower_ in _HOSTILE and verb.dep_ in ("ccomp", "parataxis")
            if entry is not None and not attacked and (_is_person(scene, entry) if persons else not _named(entry)):
                return entry
            if entry is None and not persons and step == 0 and not subject.is_ancestor(token):
                return None
        if verb.dep_ in ("acl", "ccomp") and not persons and verb.head.i in by_root:
            entry = by_root[verb.head.i]
            return entry if entry.mention.head == "institution" else None
        if verb.head == verb or (verb.dep_.startswith("acl") and not persons and _crowded(memory, verb.head)):
            return None
        verb = clause_of(verb) if verb.head.pos_ in ("NOUN", "PROPN") else verb.head
    return None


def _named(entry: Entry) -> bool:
    return entry.mention.head == "person"


def _crowded(memory: Memory, noun: Token) -> bool:
    """Whether the noun that a relative clause hangs on is an actor itself, so that "it" may be either."""
    return any(e.mention.start <= noun.i < e.mention.end for e in memory.entries[-6:])


def _personal(scene: Scene, token: Token, memory: Memory) -> Mention | None:
    gender = _GENDER[token.lower_]
    entry = governing_subject(scene, token, memory, persons=True)
    if entry is None or not _fits_gender(entry, gender, memory):
        entry = _latest_person(scene, token, memory, gender=gender)
    if entry is None:
        return _state_as_woman(scene, token, memory) if gender == "f" else None
    found = entry.mention
    if found.person is not None:
        memory.genders.setdefault(found.person.name, gender)
    return Mention(token.i, token.i + 1, token.i, "pronoun", "person", found.actors, found.person)


def _state_as_woman(scene: Scene, token: Token, memory: Memory) -> Mention | None:
    """ "Italy declared herself neutral", "Bulgaria lets it be known that she will not stir": in older English."""
    found = _impersonal(scene, token, memory)
    return found if found is not None and all(actor.kind == "state" for actor in found.actors) else None


def _fits_gender(entry: Entry, gender: str, memory: Memory) -> bool:
    person = entry.mention.person
    return person is None or memory.genders.get(person.name, gender) == gender


def _latest_person(scene: Scene, token: Token, memory: Memory, *, gender: str) -> Entry | None:
    """The last person who was a subject in this or the sentence before; else the only person of these sentences."""
    here = scene.sentence_of[token.i]
    recent = [e for e in memory.since(here - NEAR) if _is_person(scene, e) and _fits_gender(e, gender, memory)]
    subjects = [e for e in recent if e.subject]
    near = [e for e in subjects if e.sentence >= here - 1]
    names = {(e.mention.person.name if e.mention.person else "") for e in recent}
    found = near or (subjects if subjects or len(names) != 1 else recent)
    return found[0] if found and not _stranger_between(scene, found[0], token) else None


def _stranger_between(scene: Scene, entry: Entry, token: Token) -> bool:
    """Whether someone unnamed became subject since: "A doctor showed him the ward. … he said"."""
    return any(
        t.dep_ in SUBJECTS
        and t.pos_ == "NOUN"
        and t.i not in scene.taken
        and scene.lexicon.heads.get(lemma(t)) == "people"
        for t in scene.doc[entry.root.i + 1 : token.i]
    )


def _is_person(scene: Scene, entry: Entry) -> bool:
    """A person named or in office, or one spokesman or official without a name."""
    if entry.mention.head == "person":
        return bool(entry.mention.person or entry.mention.actors)
    words = lemma(entry.root)
    single = entry.root.tag_ not in ("NNS", "NNPS") and entry.mention.head == "institution"
    return single and (words in scene.lexicon.offices or words in ("official", "lawmaker", "source"))


def _impersonal(scene: Scene, token: Token, memory: Memory) -> Mention | None:
    if token.dep_ == "expl" or _pleonastic(token):
        return None
    plural = token.lower_ in PLURAL
    told = _told_before(scene, token, memory)
    entry = told or governing_subject(scene, token, memory, persons=False) or _subject_before(scene, token, memory)
    if (
        entry is None
        or not _agrees(scene, entry, plural=plural)
        or (entry is not told and _rivalled(scene, token, entry, memory, plural=plural))
    ):
        return None
    found = entry.mention
    head: HeadKind = "actor" if found.head in ("institution", "person") else found.head
    actors = _all_joined(entry, memory) if plural else found.actors
    return Mention(token.i, token.i + 1, token.i, "pronoun", head, actors)


def _told_before(scene: Scene, token: Token, memory: Memory) -> Entry | None:
    """ "France will not interfere, its ambassador said": a speaker who follows a statement is its subject's."""
    speaker = token.head
    while speaker.dep_ == "nmod:poss":
        speaker = speaker.head
    if token.dep_ != "nmod:poss" or speaker.dep_ != "nsubj":
        return None
    saying = speaker.head
    told = [c for c in saying.children if c.dep_ == "ccomp" and c.i < token.i]
    told += [saying.head] if saying.dep_ == "parataxis" and saying.head.i < token.i else []
    subject = next((s for c in told for s in c.children if s.dep_ in SUBJECTS and s.i < token.i), None)
    if subject is None or any(c.lower_ in _HOSTILE for c in told):
        return None
    return next((e for e in memory.since(scene.sentence_of[token.i]) if e.mention.root == subject.i), None)


def _rivalled(scene: Scene, token: Token, entry: Entry, memory: Memory, *, plural: bool) -> bool:
    """Whether another actor stands nearer to a possessive or object: "the UN fined Mali for its test" may be either."""
    if token.dep_ in SUBJECTS or entry.sentence != scene.sentence_of[token.i]:
        return False
    return any(
        entry.root.i < other.root.i < token.i
        and not other.mention.place
        and other.root.dep_ != "conj"
        and other.mention.actors != entry.mention.actors
        and other.mention.head in ("actor", "institution")
        and other.mention.form in ("name", "acronym", "metonym", "demonym")
        and _agrees(scene, other, plural=plural)
        for other in memory.since(entry.sentence)
    )


def _pleonastic(token: Token) -> bool:
    """ "It is likely that", "it was unclear whether", "it is believed that", "it was a test", "it rained"."""
    if token.lower_ != "it" or token.dep_ not in SUBJECTS:
        return (
            token.lower_ == "it"
            and token.dep_ == "obj"
            and token.head.lower_ in ("sees", "saw", "makes", "made", "find")
        )
    head = token.head
    kinds = {c.dep_ for c in head.children}
    if kinds & {"csubj", "csubj:pass", "expl"} or head.pos_ in ("NOUN", "NUM") or head.lower_ in _IMPERSONAL | _THINGS:
        return True
    if head.pos_ == "ADJ" and kinds & {"ccomp", "xcomp", "advcl", "acl:relcl", "acl"}:
        return head.lower_ not in ("ready", "willing", "prepared", "determined", "able", "unable", "keen", "set")
    return token.dep_ == "nsubj:pass" and bool(kinds & {"ccomp", "xcomp"})


def _subject_before(scene: Scene, token: Token, memory: Memory) -> Entry | None:
    """The subject of the sentence before, when *token* is the first subject of its own and nothing stands between."""
    here = scene.sentence_of[token.i]
    for other in scene.doc[scene.sentence_starts[here] : token.i]:
        if other.dep_ in SUBJECTS and other.pos_ in ("NOUN", "PROPN", "PRON"):
            return None
    for entry in reversed(memory.entries):
        if entry.sentence < here - 1:
            return None
        if entry.sentence == here - 1 and entry.subject and not _named(entry) and _main_subject(entry.root):
            return entry
    return None


def _main_subject(token: Token) -> bool:
    """Whether *token* is subject of the main clause, or of what the main clause reports."""
    head = clause_of(token)
    return head.head == head or head.dep_ in ("ccomp", "parataxis", "conj", "ROOT", "root")


def _agrees(scene: Scene, entry: Entry, *, plural: bool) -> bool:
    """Number and kind: "they" is several, an armed group or people; "it" is one and no people."""
    mention = entry.mention
    rows = [scene.knowledge.actors.get(actor.id or "") for actor in mention.actors]
    if mention.head == "other" or not mention.actors or any(row and is_medium(row.sort) for row in rows):
        return False
    plural_noun = entry.root.tag_ in ("NNS", "NNPS") and mention.head in ("forces", "people", "institution")
    many = len(mention.actors) > 1 or plural_noun or members_of(entry.root) is not None
    if not plural:
        return not many and mention.head != "people"
    if mention.place:
        return False
    group = any(actor.kind == "armed_group" for actor in mention.actors)
    people = mention.form == "demonym" and mention.head in ("actor", "people", "forces")
    return many or group or people or _joined(entry.root) or entry.root.lower_ == "side"


def _joined(root: Token) -> bool:
    return any(c.dep_ == "conj" for c in root.children) or root.dep_ == "conj"


def _all_joined(entry: Entry, memory: Memory) -> tuple[Actor, ...]:
    """The actors of every conjunct, and of all that share one head: "Peru and Chile", "Thai and Lao soldiers"."""
    conjuncts = {entry.root.i, *(c.i for c in entry.root.children if c.dep_ == "conj")}
    joined = [e.mention for e in reversed(memory.since(entry.sentence)) if e.root.i in conjuncts]
    return tuple(dict.fromkeys(actor for mention in joined for actor in mention.actors))


def _relative(scene: Scene, token: Token) -> Mention | None:
    """ "who", "which", "that" as the subject of a relative clause stand for the noun before it."""
    if token.dep_ not in SUBJECTS or not token.head.dep_.startswith("acl") or subject_over(token) is None:
        return None
    return _standing_for(scene, token, token.head.head)


def _relative_owner(scene: Scene, token: Token) -> Mention | None:
    """ "whose" of "Rhodesia, whose army had crossed" stands for the noun before the relative clause."""
    clause = clause_of(token)
    found = _standing_for(scene, token, clause.head) if clause.dep_.startswith("acl") else None
    return found if found is not None and found.head != "people" else None


def _standing_for(scene: Scene, token: Token, antecedent: Token) -> Mention | None:
    if antecedent.i >= token.i:
        return None
    for mention in scene.headed(antecedent.i):
        if mention.head != "other":
            return Mention(token.i, token.i + 1, token.i, "pronoun", mention.head, mention.actors, mention.person)
    return None
