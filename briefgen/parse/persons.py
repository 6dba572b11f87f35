"""Persons: an office or rank and a name beside each other, known leaders, and the surname alone later on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from briefgen.knowledge import Knowledge
from briefgen.knowledge.types import Leader
from briefgen.parse.names import fold
from briefgen.parse.scene import Link, Scene, actor_of
from briefgen.parsed import Actor, Mention, Person

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token

_PARTICLES = frozenset(
    "al el bin ibn bint abu umm abd de da di del della la le van von der den ter ten ben ap dos das ould y e ag".split()
)
_FILL = frozenset(("ADJ", "NOUN", "PROPN", "NUM", "PART", "X", "ADV", "DET"))
_LONGEST_OFFICE = 6
_PREPOSITIONS = frozenset(("of", "for", "in", "at", "to", "with"))


@dataclass(frozen=True, slots=True)
class Office:
    """An office in the text: tokens [start, end), its words, its class, and the actor that it is an office of."""

    start: int
    end: int
    words: str
    cls: str
    actor: Actor | None
    phrase: int
    reach: int
    former: bool = False


@dataclass
class Register:
    """The persons met, by folded name parts; the fullest name wins."""

    people: list[Person] = field(default_factory=list)
    by_part: dict[str, list[int]] = field(default_factory=dict)

    def find(self, name: str) -> int | None:
        """The person whose name holds every part of *name*; a last name before a first name, the latest before others."""
        parts = name_parts(name)
        if not parts:
            return None
        numbers = [n for n in self.by_part.get(parts[-1], ()) if set(parts) <= set(name_parts(self.people[n].name))]
        if len(parts) == 1:
            last = [n for n in numbers if name_parts(self.people[n].name)[-1] == parts[0]]
            numbers = last or [n for n in numbers if _family_first(self.people[n].name, parts[0])]
        return numbers[-1] if numbers else None

    def enter(self, person: Person) -> Person:
        """Merge *person* with the one known under this name, or add it; give what is now known."""
        number = self.find(person.name)
        if number is None:
            number = next((n for n in self._shorter(person.name)), None)
        if number is None:
            self.people.append(person)
            number = len(self.people) - 1
        else:
            self.people[number] = _merge(self.people[number], person)
        for part in name_parts(person.name):
            known = self.by_part.setdefault(part, [])
            if number not in known:
                known.append(number)
        return self.people[number]

    def _shorter(self, name: str) -> Iterator[int]:
        parts = set(name_parts(name))
        for number, person in enumerate(self.people):
            known = name_parts(person.name)
            if (
                len(known) < len(parts)
                and known
                and set(known) <= parts
                and (known[-1] == name_parts(name)[-1] or len(known) > 1)
            ):
                yield number


def name_parts(name: str) -> list[str]:
    """The parts of a name, folded, without particles: "Bashar al-Assad" gives "bashar", "assad"."""
    words = fold(name).replace("-", " ").replace(".", " ").replace("'", "").split()
    return [word for word in words if word not in _PARTICLES and len(word) > 1]


def _family_first(name: str, part: str) -> bool:
    """Names with the family name first: "Lee Do-hoon", "Xi Jinping", "Nguyen Phu Trong"."""
    parts = name_parts(name)
    return parts[0] == part and part in _FAMILY_FIRST


_FAMILY_FIRST = frozenset(
    "kim lee park choi moon jung jeong kang cho yoon yun jang lim han oh seo shin kwon hwang ahn song ryu ri pak cho ro xi wang li "
    "zhang liu chen yang huang zhao wu zhou xu sun ma zhu hu guo lin he gao luo zheng liang xie tang feng yu dong geng hua lu mao hong "
    "tsai lai nguyen tran le pham phan vo dang bui do ho ngo duong hun sen min aung thein tun ne wei qin jiang deng peng cao".split()
)


def _merge(old: Person, new: Person) -> Person:
    name = new.name if len(new.name) > len(old.name) else old.name
    return Person(name=name, office=old.office or new.office, actor=old.actor or new.actor)


def find_persons(scene: Scene) -> Register:
    """Add every named person to *scene*, and give the register of them; offices without a name are left for later."""
    register = Register()
    named = list(_titled(scene))
    for start, end, name, office in named:
        register.enter(_person(scene, name=name, office=office))
    for start, end, name, office in named:
        person = register.people[register.find(name) or 0] if register.find(name) is not None else None
        if person is not None and scene.free(start, end):
            _add(scene, start, end, person, name=name)
    for span in _person_entities(scene):
        _enter_entity(scene, span, register)
    for leader, start, end in _known_leaders(scene):
        if scene.free(start, end):
            person = register.enter(Person(leader.name, leader.office or None, _leader_actor(scene, leader)))
            _add(scene, start, end, person, name=scene.doc[start:end].text)
    _later_surnames(scene, register)
    _refresh(scene, register)
    return register


def offices(scene: Scene) -> list[Office]:
    """Every office in the text, the longest phrase first, none inside another; with the actor named beside it."""
    doc, table = scene.doc, scene.lexicon.offices
    firsts = _first_words(scene.knowledge, tuple(table))
    found = []
    i = 0
    while i < len(doc):
        office = _office_at(scene, i, table) if _plain(doc[i].text) in firsts else None
        if office is None:
            i += 1
            continue
        found.append(office)
        i = office.end
    return found


@lru_cache(maxsize=4)
def _first_words(knowledge: Knowledge, words: tuple[str, ...]) -> frozenset[str]:
    return frozenset(part for word in words for part in (word.split()[0], word.replace("-", " ").split()[0]))


def _plain(text: str) -> str:
    return fold(text).replace(".", "")


def _office_at(scene: Scene, i: int, table: Mapping[str, str]) -> Office | None:
    doc = scene.doc
    for length in range(min(_LONGEST_OFFICE, len(doc) - i), 0, -1):
        words = " ".join(_plain(doc[i : i + length].text).split())
        cls = table.get(words) or (table.get(words[:-1]) if words.endswith("s") else None)
        if cls and not (length == 1 and doc[i].pos_ in ("VERB", "AUX", "PRON", "ADV", "ADP", "DET")):
            if cls == "former":
                return None
            return _with_actor(scene, start=i, end=i + length, words=words, cls=cls)
    return None


def _with_actor(scene: Scene, *, start: int, end: int, words: str, cls: str) -> Office:
    """The office with the actor before it ("the Turkish president") or after it ("president of Turkey")."""
    first, link, former = _look_left(scene, start)
    reach = end
    if link is None:
        link, reach = _look_right(scene, end, spokes=cls == "spokes" or "spokes" in words)
    actor = link.actor if link else None
    return Office(start, end, words, cls, None if former else actor, first, reach, former)


def _look_left(scene: Scene, start: int) -> tuple[int, Link | None, bool]:
    """The first token of the phrase that ends at *start*, the nearest actor in it, and whether the office is past."""
    doc, link, former = scene.doc, None, False
    i = start
    while i > 0 and start - i < 9 and not doc[i].is_sent_start:
        token = doc[i - 1]
        inside = scene.link_at.get(i - 1)
        if inside is not None and inside.mode in ("plain", "pair"):
            if link is None:
                link = inside
            i = inside.start
            continue
        if token.lower_ in ("former", "ex", "late", "ousted", "deposed", "then", "retired", "shadow", "exiled"):
            former = True
        if token.pos_ not in _FILL and token.text not in ("'s", "’s", "-", "'", "’", "[", "("):
            break
        if token.pos_ == "DET":
            i -= 1
            break
        if token.text == "-" and i > 1 and doc[i - 2].whitespace_:
            break
        if (
            link is not None
            and token.pos_ in ("NOUN", "PROPN")
            and token.lower_ not in ("deputy", "acting", "state", "vice", "chief", "senior", "assistant")
        ):
            break
        i -= 1
    while i < start and doc[i].text in ("-", "'s", "’s", "'", "’", "[", "("):
        i += 1
    return i, link, former


def _look_right(scene: Scene, end: int, *, spokes: bool) -> tuple[Link | None, int]:
    """The actor of "of NAME", "for NAME" (spokesmen only) after an office, and where that phrase ends."""
    doc = scene.doc
    if end >= len(doc) or doc[end].lower_ not in ("of", "for", "in", "at", "from"):
        return None, end
    only_body = doc[end].lower_ == "for" and not spokes
    for i in range(end + 1, min(end + 9, len(doc))):
        link = scene.link_at.get(i)
        if link is not None:
            return (
                (link, link.end)
                if link.mode == "plain" and not (only_body and not _is_body(scene, link))
                else (None, end)
            )
        if doc[i].pos_ not in _FILL and doc[i].lower_ not in ("of", "and", "'s", "’s"):
            break
    return None, end


def _is_body(scene: Scene, link: Link) -> bool:
    """An organisation, or a state's institution ("the US National Security Council"); "envoy for Syria" is not Syria's."""
    if link.actor.kind != "state":
        return link.actor.kind != "armed_group"
    words = [w for w in scene.words(link.end, min(link.end + 4, len(scene.doc)))]
    return any(scene.lexicon.heads.get(w) == "institution" for w in words)


def _titled(scene: Scene) -> Iterator[tuple[int, int, str, Office]]:
    """(start, end, name, office) of each name beside an office or a rank."""
    for office in offices(scene):
        found = _name_after(scene, office) or _name_before(scene, office)
        if found:
            start, end, name = found
            yield start, end, name, office


def _name_after(scene: Scene, office: Office) -> tuple[int, int, str] | None:
    """The name right after an office ("President X", "spokesman Cmdr X"), or after a comma ("the president, X,")."""
    doc, i = scene.doc, office.end
    i = _skip_ranks(scene, i)
    end = name_end(scene, i)
    if end > i:
        return office.phrase, end, doc[i:end].text
    if office.cls in ("honorific", "rank"):
        return None
    i = office.reach
    if i < len(doc) and doc[i].text in (",", "-", "–") and doc[office.phrase].lower_ not in ("a", "an"):
        after = _skip_ranks(scene, i + 1)
        end = name_end(scene, after)
        closed = (
            end >= len(doc)
            or not doc[end].text[:1].isalnum()
            or doc[end].pos_ in ("VERB", "AUX")
            or doc[end].text in ("'s", "’s")
        )
        if end - after >= (2 if doc[after].ent_type_ != "PERSON" else 1) if after < len(doc) else False:
            return (office.phrase, end, doc[after:end].text) if closed else None
    return None


def _skip_ranks(scene: Scene, i: int) -> int:
    """Past ranks and honorifics between an office and the name."""
    doc, table = scene.doc, scene.lexicon.offices
    for _ in range(3):
        for length in (2, 1):
            words = " ".join(_plain(doc[i : i + length].text).split())
            if table.get(words) in ("rank", "honorific") and doc[i : i + length].text[:1].isupper():
                i += length
                break
        else:
            return i
        if i < len(doc) and doc[i].text == ".":
            i += 1
    return i


def _name_before(scene: Scene, office: Office) -> tuple[int, int, str] | None:
    """The name before a comma before the office: "Lee Do-hoon, South Korea's special representative"."""
    doc, i = scene.doc, office.phrase
    if office.cls in ("rank", "honorific") or i < 2 or doc[i].is_sent_start:
        return None
    comma = i - 1
    if doc[comma].lower_ in ("as", "the", "a", "an") or doc[comma].pos_ in ("ADJ", "NOUN"):
        comma -= 1
    if comma < 1 or doc[comma].text not in (",", "(", "-", "–"):
        return None
    end = comma
    if doc[end - 1].like_num and end > 2 and doc[end - 2].text == ",":
        end -= 2
    start = end
    while start > 0 and _in_name(scene, start - 1) and end - start < 6 and not doc[start].is_sent_start:
        start -= 1
    while start < end and not doc[start].text[:1].isupper() and doc[start].lower_ not in _PARTICLES:
        start += 1
    named = end - start >= 2 or (start < end and doc[start].ent_type_ == "PERSON")
    return (start, office.reach, doc[start:end].text) if named and start < end else None


def name_end(scene: Scene, i: int) -> int:
    """Where the personal name that starts at token *i* ends; *i* when none starts there."""
    doc, end = scene.doc, i
    while end < len(doc) and end - i < 7 and _in_name(scene, end) and (end == i or not doc[end].is_sent_start):
        end += 1
    while end > i and (
        not doc[end - 1].text[-1:].isalnum()
        or doc[end - 1].lower_ in _PARTICLES
        and not doc[end - 1].text[:1].isupper()
    ):
        end -= 1
    if end == i or not (doc[i].text[:1].isupper() or doc[i].lower_ in _PARTICLES):
        return i
    if end - i == 1 and scene.lexicon.offices.get(_plain(doc[i].text)):
        return i
    return end


def _in_name(scene: Scene, i: int) -> bool:
    """Whether token *i* can be a part of a personal name."""
    token = scene.doc[i]
    if i in scene.link_at and token.ent_type_ != "PERSON":
        return False
    if token.lower_ in _PARTICLES:
        return (
            i + 1 < len(scene.doc)
            and scene.doc[i + 1].text[:1].isupper()
            or scene.doc[min(i + 1, len(scene.doc) - 1)].text == "-"
        )
    if token.text in ("-", "‐", "’", "'", "."):
        return (
            0 < i < len(scene.doc) - 1
            and not scene.doc[i - 1].whitespace_
            and scene.doc[i - 1].text[:1].isalpha()
            and len(scene.doc[i - 1]) < (99 if token.text != "." else 2)
        )
    if token.ent_type_ == "PERSON" and token.text[:1].isalpha():
        return token.text[:1].isupper() or not scene.doc[i - 1].whitespace_
    glued = i > 0 and not scene.doc[i - 1].whitespace_ and scene.doc[i - 1].text in ("-", "‐", "’", "'")
    if token.pos_ == "PROPN" and (token.text[:1].isupper() or glued):
        return token.ent_type_ in ("", "PERSON", "ORG") and scene.lexicon.offices.get(_plain(token.text)) is None
    return glued and token.is_alpha


def _person(scene: Scene, *, name: str, office: Office) -> Person:
    """The person; a rank or honorific gives no office, and what the leaders table knows fills what the text leaves out."""
    name = " ".join(name.replace("]", "").split())
    leader = leader_named(scene, name)
    if office.cls in ("rank", "honorific"):
        words, actor = None, office.actor if office.cls == "rank" else None
    else:
        words, actor = office.words, office.actor
    if actor is None and leader is not None and not office.former:
        actor = _leader_actor(scene, leader)
    return Person(name=name, office=words or (leader.office if leader else None) or None, actor=actor)


def _add(scene: Scene, start: int, end: int, person: Person, *, name: str) -> None:
    span = scene.doc[start:end]
    actors = (person.actor,) if person.actor else ()
    scene.add(Mention(start, end, _root(span, name), "person", "person", actors, person))


def _root(span: Span, name: str) -> int:
    """The head of the phrase: of the tokens that hang outside it, the first that is no stray modifier."""
    outside = [t for t in span if t.head.i < span.start or t.head.i >= span.end or t.head is t]
    nominal = [t for t in outside if t.pos_ in ("PROPN", "NOUN") and t.dep_ not in ("punct", "case", "amod", "det")]
    return int((nominal or outside or [span.root])[0].i)


def _person_entities(scene: Scene) -> Iterator[Span]:
    for span in scene.doc.ents:
        if span.label_ == "PERSON" and scene.free(span.start, span.end):
            inside = [scene.link_at[i] for i in range(span.start, span.end) if i in scene.link_at]
            if not inside or (len(span) > 1 and not any(link.actor.kind == "armed_group" for link in inside)):
                yield span


def _enter_entity(scene: Scene, span: Span, register: Register) -> None:
    text = " ".join(span.text.split())
    if not any(c.isalpha() for c in text) or len(text) < 2 or text.islower():
        return
    start, end = span.start, span.end
    while end > start and scene.doc[end - 1].text in ("'s", "’s", "'", "’"):
        end -= 1
    text = " ".join(scene.doc[start:end].text.split())
    leader = leader_named(scene, text)
    if leader is None and _no_person(scene, start, end, text, register):
        return
    if leader is not None:
        register.enter(Person(leader.name, leader.office or None, _leader_actor(scene, leader)))
    number = register.find(text)
    if number is None and len(span) > 1:
        register.enter(Person(text))
        number = register.find(text)
    person = register.people[number] if number is not None else Person(text)
    _add(scene, start, end, person, name=text)


def _no_person(scene: Scene, start: int, end: int, text: str, register: Register) -> bool:
    """A town that the recogniser took for a person, or a single word that nothing introduces."""
    if register.find(text) is not None:
        return False
    if fold(text) in scene.knowledge.places or text.casefold() in scene.knowledge.places:
        return True
    if len(name_parts(text)) > 1:
        before = scene.doc[start - 1].lower_ if start else ""
        return before in ("in", "near", "at") and scene.doc[start].dep_ in ("obl", "nmod")
    root = scene.doc[start:end].root
    return not (
        root.dep_ in ("nsubj", "nsubj:pass")
        and root.head.pos_ == "VERB"
        and root.head.lower_ in ("said", "says", "told", "added", "adds", "warned")
    )


def _known_leaders(scene: Scene) -> Iterator[tuple[Leader, int, int]]:
    """Leaders by full name or surname that the entity recogniser passed over."""
    doc = scene.doc
    by_surname = _leaders(scene.knowledge)
    for token in doc:
        if not token.text[:1].isupper() or token.i in scene.taken or token.i in scene.link_at or token.pos_ != "PROPN":
            continue
        for leader in by_surname.get(fold(token.text), ()):
            parts = len(leader.name.split())
            before = doc[max(0, token.i - parts + 1) : token.i + 1]
            full = fold(before.text) == fold(leader.name)
            if full or (_alone(token) and leader_named(scene, token.text) == leader):
                yield leader, before.start if full else token.i, token.i + 1
                break


def _alone(token: Token) -> bool:
    return not any(child.pos_ == "PROPN" for child in token.children) and not (
        token.dep_ in ("compound", "flat") and token.head.pos_ == "PROPN"
    )


@lru_cache(maxsize=4)
def _leaders(knowledge: Knowledge) -> Mapping[str, tuple[Leader, ...]]:
    found: dict[str, list[Leader]] = {}
    for leader in knowledge.leaders:
        for form in {fold(leader.surname), fold(leader.name), *(p for p in name_parts(leader.surname))}:
            found.setdefault(form, []).append(leader)
    return {form: tuple(rows) for form, rows in found.items()}


def leader_named(scene: Scene, name: str) -> Leader | None:
    """The known leader of this name in the article's year; a surname alone needs the leader's actor in the text."""
    rows = _leaders(scene.knowledge).get(fold(name), ())
    full = len(name_parts(name)) > 1
    if full and not rows:
        parts = name_parts(name)
        rows = tuple(r for r in _leaders(scene.knowledge).get(parts[-1], ()) if name_parts(r.name)[0] == parts[0])
    present = {link.actor.id for link in scene.links}
    fitting = [r for r in rows if _in_years(r, scene) and (full or r.actor in present)]
    actors = {row.actor for row in fitting}
    return fitting[-1] if len(actors) == 1 else None


def _in_years(leader: Leader, scene: Scene) -> bool:
    if scene.day is None:
        return True
    return leader.since - 1 <= scene.day.year <= (leader.until or 9999)


def _leader_actor(scene: Scene, leader: Leader) -> Actor | None:
    row = scene.knowledge.actors.get(leader.actor)
    return actor_of(row) if row else None


def _later_surnames(scene: Scene, register: Register) -> None:
    """Capitalised tokens that are the surname of a person met anywhere in the text."""
    for token in scene.doc:
        if (
            not token.text[:1].isupper()
            or token.i in scene.taken
            or token.i in scene.link_at
            or token.pos_ not in ("PROPN", "NOUN")
        ):
            continue
        folded = fold(token.text)
        if folded not in register.by_part or (token.is_sent_start and token.pos_ == "NOUN"):
            continue
        number = register.find(token.text)
        if number is not None and _alone(token):
            _add(scene, token.i, token.i + 1, register.people[number], name=token.text)


def _refresh(scene: Scene, register: Register) -> None:
    """Give earlier mentions what was learned of the person later."""
    for n, mention in enumerate(scene.mentions):
        if mention.person is None:
            continue
        number = register.find(mention.person.name)
        if number is not None and register.people[number] != mention.person:
            person = register.people[number]
            actors = mention.actors or ((person.actor,) if person.actor else ())
            scene.mentions[n] = replace(mention, person=person, actors=actors)
