"""What refers back: definite descriptions ("the group", "both sides"), offices without a name, pronouns, relatives.

One pass in the order of the text over a memory of who was mentioned; nothing is resolved that is not reasonably sure.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, cast

from briefgen.knowledge.types import Word
from briefgen.parse.persons import Office, Register, offices
from briefgen.parse.phrases import clause_of, phrase_start, subject_over
from briefgen.parse.scene import Scene, actor_of, lemma
from briefgen.parsed import Actor, HeadKind, Mention, Person

if TYPE_CHECKING:
    from spacy.tokens import Token

_SINGULAR = frozenset(("it", "its", "itself"))
_PLURAL = frozenset(("they", "their", "them", "themselves", "theirs"))
_PERSON = frozenset(("he", "she", "his", "her", "him", "himself", "herself", "hers"))
_SUBJECTS = frozenset(("nsubj", "nsubj:pass", "nsubj:outer"))
_DEFINITE = frozenset(("the", "this", "that", "these", "those"))
_BOTH = frozenset(("both", "two", "either", "neither", "all", "three"))
_COLLECTIVE = frozenset(
    "army military police government navy force ministry regime junta group alliance side leadership administration state parliament court".split()
)
_NEAR, _FAR = 2, 6
_HOSTILE = frozenset(
    "fired attacked shelled bombed hit killed targeted struck violated seized occupied invaded raided ambushed shot "
    "destroyed threatened entered crossed wounded injured".split()
)
_IMPERSONAL = frozenset("seems seemed appears appeared rained snowed turns turned takes took remains remained".split())


@dataclass(frozen=True, slots=True)
class Entry:
    """A mention as remembered: the mention, its sentence, and whether it was a subject."""

    mention: Mention
    sentence: int
    subject: bool
    root: Token


@dataclass
class Memory:
    """Who was mentioned, in order of the text."""

    entries: list[Entry] = field(default_factory=list)
    counts: dict[Actor, int] = field(default_factory=dict)

    def keep(self, mention: Mention, *, sentence: int, root: Token) -> None:
        """Remember *mention*."""
        self.entries.append(Entry(mention, sentence, _is_subject(root), root))
        for actor in mention.actors:
            self.counts[actor] = self.counts.get(actor, 0) + 1

    def since(self, sentence: int) -> list[Entry]:
        """The entries from *sentence* on, the latest first."""
        recent = []
        for entry in reversed(self.entries):
            if entry.sentence < sentence:
                break
            recent.append(entry)
        return recent


def resolve(scene: Scene, register: Register) -> None:
    """Add to *scene* every description, nameless office and pronoun whose antecedent is reasonably sure."""
    memory = Memory()
    titles = {office.end - 1: office for office in offices(scene)}
    ready: dict[int, list[Mention]] = {}
    for mention in scene.mentions:
        ready.setdefault(mention.root, []).append(mention)
    for token in scene.doc:
        sentence = scene.sentence_of[token.i]
        mentions = ready.get(token.i, [])
        if not mentions and token.i not in scene.taken:
            found = _resolve(scene, token, memory=memory, office=titles.get(token.i))
            if found is not None:
                scene.add(found)
                mentions = [found]
        for mention in mentions:
            mention = _spokesman_named(scene, mention, memory, sentence)
            memory.keep(mention, sentence=sentence, root=token)


def _spokesman_named(scene: Scene, mention: Mention, memory: Memory, sentence: int) -> Mention:
    """An officer named after "a Pentagon spokesman said": the spokesman, where nothing else says whom he speaks for."""
    person = mention.person
    if person is None or person.actor is not None or person.office or mention.form != "person":
        return mention
    first = scene.doc[mention.start].lower_.replace(".", "")
    if scene.lexicon.offices.get(first) != "rank":
        return mention
    for entry in memory.since(sentence - 3):
        root = scene.doc[entry.mention.root]
        if entry.mention.head == "institution" and lemma(root).startswith("spokes") and entry.mention.actor:
            known = replace(person, actor=entry.mention.actor, office=root.lower_)
            _replace_person(scene, person, known)
            return replace(mention, person=known, actors=(entry.mention.actor,))
    return mention


def _replace_person(scene: Scene, old: Person, new: Person) -> None:
    actors = (new.actor,) if new.actor else ()
    for n, mention in enumerate(scene.mentions):
        if mention.person == old:
            scene.mentions[n] = replace(mention, person=new, actors=actors)


def _is_subject(token: Token) -> bool:
    return token.dep_ in _SUBJECTS or (token.dep_ == "conj" and token.head.dep_ in _SUBJECTS)


def _resolve(scene: Scene, token: Token, *, memory: Memory, office: Office | None) -> Mention | None:
    word = token.lower_
    if word in _PERSON:
        return _person_pronoun(scene, token, memory)
    if word in _SINGULAR or word in _PLURAL:
        return _thing_pronoun(scene, token, memory)
    if word in ("which", "who", "that") and token.tag_ in ("WDT", "WP"):
        return _relative(scene, token)
    if office is not None and office.cls in ("national", "office", "spokes"):
        return _office(scene, token, office, memory)
    if token.pos_ in ("NOUN", "PROPN"):
        return _description(scene, token, memory)
    if word == "both" and _is_subject(token):
        return _pair(scene, token, memory, start=token.i, states=False)
    return None


# Pronouns


def _person_pronoun(scene: Scene, token: Token, memory: Memory) -> Mention | None:
    entry = _governing_subject(scene, token, memory, persons=True) or _latest_person(scene, token, memory)
    if entry is None:
        return None
    found = entry.mention
    return Mention(token.i, token.i + 1, token.i, "pronoun", "person", found.actors, found.person)


def _latest_person(scene: Scene, token: Token, memory: Memory) -> Entry | None:
    """The last person who was a subject in this or the sentence before; else the only person of these sentences."""
    here = scene.sentence_of[token.i]
    recent = [
        e for e in memory.since(here - _NEAR) if e.mention.head == "person" and (e.mention.person or e.mention.actors)
    ]
    if not recent:
        return None
    subjects = [e for e in recent if e.subject]
    near = [e for e in subjects if e.sentence >= here - 1]
    if near:
        return near[0]
    people = {(e.mention.person.name if e.mention.person else "") for e in recent}
    return (subjects or recent)[0] if len(people) == 1 or subjects else None


def _thing_pronoun(scene: Scene, token: Token, memory: Memory) -> Mention | None:
    if token.dep_ == "expl" or _pleonastic(token):
        return None
    plural = token.lower_ in _PLURAL
    entry = _governing_subject(scene, token, memory, persons=False)
    if entry is None:
        entry = _subject_before(scene, token, memory)
    if entry is None or not _agrees(scene, entry, plural=plural):
        return None
    found = entry.mention
    head: HeadKind = "actor" if found.head == "institution" or found.head == "person" else found.head
    actors = _all_joined(entry, memory) if plural else found.actors
    return Mention(token.i, token.i + 1, token.i, "pronoun", head, actors)


def _all_joined(entry: Entry, memory: Memory) -> tuple[Actor, ...]:
    """The actors of every conjunct: "Peru and Chile ... their" is both."""
    if not any(c.dep_ == "conj" for c in entry.root.children):
        return entry.mention.actors
    conjuncts = {entry.root.i, *(c.i for c in entry.root.children if c.dep_ == "conj")}
    joined = [e.mention for e in memory.entries if e.sentence == entry.sentence and e.root.i in conjuncts]
    return tuple(dict.fromkeys(actor for mention in joined for actor in mention.actors))


def _pleonastic(token: Token) -> bool:
    """ "It is likely that", "it was unclear whether", "it is believed that", "it rained"."""
    if token.lower_ != "it" or token.dep_ not in _SUBJECTS:
        return False
    head = token.head
    kinds = {c.dep_ for c in head.children}
    if "csubj" in kinds or "csubj:pass" in kinds:
        return True
    if head.pos_ in ("ADJ", "NOUN") and kinds & {"ccomp", "xcomp", "advcl", "acl:relcl", "acl"}:
        return True
    return token.dep_ == "nsubj:pass" and bool(kinds & {"ccomp", "xcomp"}) or head.lower_ in _IMPERSONAL


def _governing_subject(scene: Scene, token: Token, memory: Memory, *, persons: bool) -> Entry | None:
    """The mention that is subject of the same clause (for objects and possessives) or of a clause above it."""
    by_root = {e.mention.root: e for e in memory.since(scene.sentence_of[token.i])}
    verb = clause_of(token)
    own = subject_over(token)
    seen = {token.i}
    for _ in range(8):
        subject = next((c for c in verb.children if c.dep_ in _SUBJECTS), None)
        if subject is not None and subject.i not in seen and subject.i < token.i:
            entry = by_root.get(subject.i)
            if (
                entry is not None
                and token.dep_ == "nmod:poss"
                and verb.lower_ in _HOSTILE
                and verb.dep_ in ("ccomp", "parataxis")
            ):
                seen.add(subject.i)
                entry = None
            elif entry is not None and (entry.mention.head == "person") == persons:
                return entry
            if (
                entry is None
                and subject.i not in seen
                and subject.pos_ in ("NOUN", "PROPN")
                and not persons
                and subject is own
            ):
                return None
        if verb.dep_ in ("acl", "ccomp") and not persons and verb.head.i in by_root:
            entry = by_root[verb.head.i]
            return entry if entry.mention.head == "institution" else None
        if verb.head is verb or (verb.dep_.startswith("acl") and not persons and _crowded(memory, token, verb.head)):
            return None
        verb = verb.head
    return None


def _crowded(memory: Memory, token: Token, noun: Token) -> bool:
    """Whether the noun that a relative clause hangs on is an actor itself, so that "it" may be either."""
    return any(e.mention.root == noun.i or e.mention.start <= noun.i < e.mention.end for e in memory.entries[-6:])


def _subject_before(scene: Scene, token: Token, memory: Memory) -> Entry | None:
    """The subject of the sentence before, when *token* is the first subject of its own and nothing stands between."""
    here = scene.sentence_of[token.i]
    sentence = token.sent
    if any(t.i < token.i and t.dep_ in _SUBJECTS and t.pos_ in ("NOUN", "PROPN") for t in sentence):
        return None
    for entry in reversed(memory.entries):
        if entry.sentence < here - 1:
            return None
        if entry.sentence == here - 1 and entry.subject and entry.mention.head != "person":
            root = scene.doc[entry.mention.root]
            return entry if _main_subject(root) else None
    return None


def _main_subject(token: Token) -> bool:
    """Whether *token* is subject of the main clause, or of what the main clause reports."""
    head = clause_of(token)
    return head.head is head or head.dep_ in ("ccomp", "parataxis", "conj", "ROOT", "root")


def _agrees(scene: Scene, entry: Entry, *, plural: bool) -> bool:
    mention = entry.mention
    root = scene.doc[mention.root]
    many = (
        len(mention.actors) > 1 or root.tag_ in ("NNS", "NNPS") and mention.head in ("forces", "people", "institution")
    )
    if mention.head == "other" or (mention.place and plural):
        return False
    if plural:
        return (
            many
            or any(a.kind == "armed_group" for a in mention.actors)
            or mention.form == "demonym"
            and mention.head in ("actor", "people")
            or _joined(root)
        )
    return not many and mention.head != "people"


def _joined(root: Token) -> bool:
    return any(c.dep_ == "conj" for c in root.children) or root.dep_ == "conj"


def _relative(scene: Scene, token: Token) -> Mention | None:
    """ "who", "which", "that" as the subject of a relative clause stand for the noun before it."""
    if token.dep_ not in _SUBJECTS or token.head.dep_ not in ("acl:relcl", "acl"):
        return None
    antecedent = token.head.head
    if antecedent.i >= token.i:
        return None
    for mention in reversed(scene.mentions):
        if mention.root == antecedent.i and mention.head != "other":
            return Mention(token.i, token.i + 1, token.i, "pronoun", mention.head, mention.actors, mention.person)
    return None


# Offices without a name


def _office(scene: Scene, token: Token, office: Office, memory: Memory) -> Mention | None:
    """ "the president": the person met in that office, else the actor named with it, else the state in focus."""
    if not scene.free(office.start, office.end) or token.pos_ not in ("NOUN", "PROPN") or office.former:
        return None
    actor, person = office.actor, None
    entry = _holder(scene, token, office, memory)
    if entry is not None:
        actor, person = (entry.mention.actor or actor), entry.mention.person
    elif actor is None:
        if office.cls == "office" or scene.doc[office.phrase].lower_ not in ("the", "its", "their"):
            return None
        actor = _focus(scene, token, memory) if office.cls == "national" else _last_speaker_actor(scene, token, memory)
    if actor is None:
        return None
    start = office.phrase if scene.free(office.phrase, office.start) else office.start
    end = max(office.end, office.reach if scene.free(office.end, office.reach) else office.end)
    head: HeadKind = "institution" if office.cls == "spokes" or "spokes" in office.words else "person"
    return Mention(start, end, token.i, "description", head, (actor,), person)


def _holder(scene: Scene, token: Token, office: Office, memory: Memory) -> Entry | None:
    """The last person met in the same office, of the same actor where one is named."""
    if scene.doc[office.phrase].lower_ in ("a", "an") or token.tag_ in ("NNS", "NNPS"):
        return None
    last = office.words.split()[-1]
    for entry in reversed(memory.entries):
        person = entry.mention.person
        if person is None or not person.office or entry.sentence < scene.sentence_of[token.i] - 12:
            continue
        same = person.office == office.words or person.office.split()[-1] == last
        if same and (office.actor is None or entry.mention.actor == office.actor):
            return entry
    return None


def _last_speaker_actor(scene: Scene, token: Token, memory: Memory) -> Actor | None:
    """ "the spokesman": of the actor for whom a spokesman was met in the last sentences."""
    for entry in memory.since(scene.sentence_of[token.i] - 4):
        office = entry.mention.person.office if entry.mention.person else ""
        words = " ".join(t.lower_ for t in scene.doc[entry.mention.start : entry.mention.end])
        if "spokes" in (office or "") or "spokes" in words:
            return entry.mention.actor
    return None


def _focus(scene: Scene, token: Token, memory: Memory) -> Actor | None:
    """The one state of this and the sentence before, or the state that the text speaks of far more than of others."""
    here = scene.sentence_of[token.i]
    near = [
        a for e in memory.since(here - 1) for a in e.mention.actors if a.kind == "state" and e.mention.head != "other"
    ]
    if near and len(set(near)) == 1:
        return near[0]
    states = sorted(((n, a.name, a) for a, n in memory.counts.items() if a.kind == "state"), reverse=True)
    if not states:
        return None
    lead = states[0][0] >= 3 and (len(states) == 1 or states[0][0] >= 2 * states[1][0])
    return states[0][2] if lead else None


# Definite descriptions


def _description(scene: Scene, token: Token, memory: Memory) -> Mention | None:
    start = phrase_start(token)
    if not scene.free(start, token.i + 1):
        return None
    words = [w for w in scene.words(start, token.i + 1)]
    first = words[0]
    pair = _pair_words(words)
    if pair:
        return (
            _pair(scene, token, memory, start=start, states=lemma(token) in _STATE_WORDS)
            if _row(scene, words, "pair")
            else None
        )
    bare = len(words) == 1 and token.tag_ in ("NNS", "NNPS")
    if first not in _DEFINITE and not bare:
        return None
    for cls in ("group", "fighters", "alliance", "kingdom", "country", "organ"):
        row = _row(scene, words, cls)
        if row is not None and (not bare or cls == "fighters"):
            found = _of_class(scene, token, memory, cls=cls, row=row, start=start, bare=bare)
            if found is not None:
                return found
    return None


_STATE_WORDS = frozenset(
    "country nation state republic government neighbour neighbor capital army military president korea".split()
)


def _pair_words(words: list[str]) -> bool:
    return words[0] in ("both", "either", "neither") or (
        "two" in words[:-1] and words[0] in ("the", "these", "two", "those", "all")
    )


def _row(scene: Scene, words: list[str], cls: str) -> Word | None:
    for length in range(min(3, len(words)), 0, -1):
        rows = scene.lexicon.descriptions.get(" ".join(words[-length:]), ())
        for row in rows:
            if row.cls == cls:
                extra = words[1 : len(words) - length]
                return row if all(w in _PLAIN_EXTRAS for w in extra) or cls == "pair" else None
    return None


_PLAIN_EXTRAS = frozenset(
    "militant rebel armed extremist terrorist terror jihadist insurgent islamist whole entire regional military defence defense separatist guerrilla violent shadowy powerful outlawed banned hardline small tiny african asian arab european neighbouring neighboring landlocked poor impoverished same two-million-strong ruling northern southern eastern western world western-backed 54-member".split()
)


def _of_class(
    scene: Scene, token: Token, memory: Memory, *, cls: str, row: Word, start: int, bare: bool
) -> Mention | None:
    here = scene.sentence_of[token.i]
    kinds = cast("tuple[str, ...]", row.attrs.get("kinds", ()))
    located = _located(scene, token)
    if cls == "organ":
        actor = located or _organ(scene, token, memory)
        head: HeadKind = (
            "forces"
            if lemma(token) in ("army", "military", "navy", "force", "police", "troop", "guard")
            else "institution"
        )
        end = token.i + 1
        return Mention(start, end, token.i, "description", head, (actor,)) if actor else None
    if any(c.dep_ in ("nmod", "acl:relcl", "acl") and c.i > token.i for c in token.children) and cls not in (
        "fighters",
    ):
        return None
    if cls == "kingdom":
        names = cast("tuple[str, ...]", row.attrs.get("names", ()))
        actor = next((a for e in memory.since(here - _FAR) for a in e.mention.actors if a.name in names), None)
        return Mention(start, token.i + 1, token.i, "description", "actor", (actor,)) if actor else None
    if cls == "country":
        actor = _country(scene, token, memory)
    else:
        actor = _latest_of(scene, memory, kinds=kinds, here=here, sure=bare)
    if actor is None:
        return None
    place = cls == "country" and _locates(token)
    return Mention(
        start,
        token.i + 1,
        token.i,
        "description",
        cast("HeadKind", row.attrs.get("head", "actor")),
        (actor,),
        place=place,
    )


def _located(scene: Scene, token: Token) -> Actor | None:
    """The state of "the defence ministry in Baku"."""
    for child in token.rights:
        if child.dep_ == "nmod" and child.i in scene.link_at and any(c.lower_ in ("in", "of") for c in child.lefts):
            link = scene.link_at[child.i]
            return link.actor if link.actor.kind == "state" else None
    return None


def _organ(scene: Scene, token: Token, memory: Memory) -> Actor | None:
    """Of the actor of the last phrase with the same head; else of the state in focus."""
    here = scene.sentence_of[token.i]
    for entry in memory.since(here - _FAR):
        root = scene.doc[entry.mention.root]
        if lemma(root) == lemma(token) and entry.mention.head in ("institution", "forces") and entry.mention.actor:
            return entry.mention.actor
    if lemma(token) == "ministry":
        return None
    return _focus(scene, token, memory)


def _country(scene: Scene, token: Token, memory: Memory) -> Actor | None:
    here = scene.sentence_of[token.i]
    if _locates(token) or (token.dep_ == "nmod:poss" and scene.lexicon.is_in(lemma(token.head), "place_noun")):
        located = [
            e for e in memory.since(here - 1) if e.mention.place and e.mention.actor and e.mention.actor.kind == "state"
        ]
        if located:
            return located[0].mention.actor
    near = [
        e
        for e in memory.since(here - 2)
        if any(a.kind == "state" for a in e.mention.actors) and len(e.mention.actors) == 1
    ]
    if not near:
        return None
    names = {e.mention.actors[0] for e in near if e.sentence >= here - 1}
    if len(names) == 1:
        return next(iter(names))
    subjects = [e for e in near if e.subject and e.mention.head in ("actor", "institution")]
    return subjects[0].mention.actors[0] if subjects and subjects[0].sentence >= here - 1 else None


def _locates(token: Token) -> bool:
    return any(
        c.dep_ == "case"
        and c.lower_ in ("in", "across", "from", "into", "of", "to", "around", "throughout", "inside", "over")
        for c in token.children
    )


def _latest_of(scene: Scene, memory: Memory, *, kinds: tuple[str, ...], here: int, sure: bool) -> Actor | None:
    """The actor of these kinds last spoken of; none where two are as near."""
    near = [(e, a) for e in memory.since(here - (_NEAR if sure else _FAR)) for a in e.mention.actors if a.kind in kinds]
    if not near:
        known = [a for a in memory.counts if a.kind in kinds]
        return known[0] if len(known) == 1 and memory.counts[known[0]] > 1 else None
    named = [(e, a) for e, a in near if a.id is not None or e.mention.form in ("name", "acronym")]
    near = named or near
    nearest = near[0][0].sentence
    at = {a for e, a in near if e.sentence == nearest}
    if len(at) == 1:
        return near[0][1]
    subjects = {a for e, a in near if e.sentence == nearest and e.subject}
    return next(iter(subjects)) if len(subjects) == 1 else None


def _pair(scene: Scene, token: Token, memory: Memory, *, start: int, states: bool) -> Mention | None:
    """The two actors most set beside or against each other so far, near sentences counting more."""
    here = scene.sentence_of[token.i]
    actors = _together(memory, here, states=states)
    if len(actors) != 2:
        ranked = _ranked_pairs(scene, memory, here=here, states=states)
        if not ranked or (len(ranked) > 1 and ranked[1][0] > 0.7 * ranked[0][0]):
            return None
        actors = ranked[0][1]
    return Mention(start, token.i + 1, token.i, "description", "actor", actors)


def _ranked_pairs(scene: Scene, memory: Memory, *, here: int, states: bool) -> list[tuple[float, tuple[Actor, Actor]]]:
    """Pairs of actors with their weight: of one sentence 1, of one coordination ("A and B", "between A and B") 4."""
    weights: dict[tuple[Actor, Actor], float] = {}
    for sentence, entries in _by_sentence(memory, states=states).items():
        near = 0.85 ** (here - sentence)
        for n, (one, root) in enumerate(entries):
            for other, second in entries[n + 1 :]:
                if one != other:
                    pair = (one, other) if one.name < other.name else (other, one)
                    joined = (
                        second.dep_ == "conj" and second.head == root or root.dep_ == "conj" and root.head == second
                    )
                    weights[pair] = weights.get(pair, 0.0) + near * (4 if joined else 1)
    return sorted(((weight, pair) for pair, weight in weights.items()), key=lambda item: (-item[0], item[1][0].name))


def _by_sentence(memory: Memory, *, states: bool) -> dict[int, list[tuple[Actor, Token]]]:
    found: dict[int, list[tuple[Actor, Token]]] = {}
    for entry in memory.entries:
        mention = entry.mention
        if mention.place or len(mention.actors) != 1 or mention.form == "pronoun":
            continue
        actor = mention.actors[0]
        if actor.kind == "state" or (not states and actor.kind == "armed_group"):
            found.setdefault(entry.sentence, []).append((actor, entry.root))
    return found


def _together(memory: Memory, sentence: int, *, states: bool) -> tuple[Actor, ...]:
    found = _by_sentence(memory, states=states).get(sentence, [])
    return tuple(dict.fromkeys(actor for actor, _ in found))


__all__ = ["actor_of", "resolve"]
