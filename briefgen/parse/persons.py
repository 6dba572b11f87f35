"""Persons: an office or rank and a name beside each other, known leaders, and the surname alone later on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from briefgen.knowledge.types import Leader
from briefgen.parse.leaders import leader_actor, leader_named, leader_titled, leaders_by_surname, leads
from briefgen.parse.names import fold
from briefgen.parse.offices import Office, offices, plain
from briefgen.parse.phrases import root_of
from briefgen.parse.register import PARTICLES, Register, name_parts
from briefgen.parse.scene import Link, Scene
from briefgen.parsed import Mention, Person

if TYPE_CHECKING:
    from spacy.tokens import Span, Token


_LONG_NAME = 3  # words from which on a known name of a body holds no person


def find_persons(scene: Scene) -> Register:
    """Add every named person to *scene*, and give the register of them; offices without a name are left for later."""
    register = Register()
    named = list(_titled(scene))
    for _, _, name, office in named:
        register.enter(_person(scene, name=name, office=office))
    for start, end, name, _ in named:
        person = register.people[register.find(name) or 0] if register.find(name) is not None else None
        if person is not None and scene.free(start, end):
            _add(scene, start, end, person, name=name)
    for span in _person_entities(scene):
        _enter_entity(scene, span, register)
    for leader, start, end in _known_leaders(scene):
        if scene.free(start, end):
            person = register.enter(Person(leader.name, leader.office or None, leader_actor(scene, leader)))
            _add(scene, start, end, person, name=scene.doc[start:end].text)
    _later_surnames(scene, register)
    _refresh(scene, register)
    return register


def _titled(scene: Scene) -> Iterator[tuple[int, int, str, Office]]:
    """(start, end, name, office) of each name beside an office or a rank."""
    for office in offices(scene):
        found = _name_after(scene, office) or _name_before(scene, office)
        if found:
            start, end, name = found
            yield start, end, name, _of_state(scene, end, office)


def _of_state(scene: Scene, end: int, office: Office) -> Office:
    """The office with the state named after the person: "President Ana Nkosi of Zambia"."""
    link = scene.link_at.get(end + 1)
    if office.actor is not None or link is None or scene.doc[end].lower_ != "of" or office.former:
        return office
    known = link.actor.kind in ("state", "intergovernmental") and link.start == end + 1
    return replace(office, actor=link.actor) if known and office.cls in ("national", "office") else office


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
            words = " ".join(plain(doc[i : i + length].text).split())
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
    while start < end and not doc[start].text[:1].isupper() and doc[start].lower_ not in PARTICLES:
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
        or (doc[end - 1].lower_ in PARTICLES and not doc[end - 1].text[:1].isupper())
    ):
        end -= 1
    if end == i or not (doc[i].text[:1].isupper() or doc[i].lower_ in PARTICLES):
        return i
    if end - i == 1 and scene.lexicon.offices.get(plain(doc[i].text)):
        return i
    return end


def _in_name(scene: Scene, i: int) -> bool:
    """Whether token *i* can be a part of a personal name."""
    token = scene.doc[i]
    link = scene.link_at.get(i)
    if link is not None and (token.ent_type_ != "PERSON" or _holds_no_person(link)):
        return False
    if token.lower_ in PARTICLES:
        return (i + 1 < len(scene.doc) and scene.doc[i + 1].text[:1].isupper()) or scene.doc[
            min(i + 1, len(scene.doc) - 1)
        ].text == "-"
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
        return token.ent_type_ in ("", "PERSON", "ORG") and scene.lexicon.offices.get(plain(token.text)) is None
    return glued and token.is_alpha


def _person(scene: Scene, *, name: str, office: Office) -> Person:
    """The person; a rank or honorific gives no office; the leaders table fills what the text leaves out."""
    name = " ".join(name.replace("]", "").split())
    leader = leader_named(scene, name) or leader_titled(scene, name, office)
    if office.words.endswith("counterpart"):
        words, actor = None, office.actor
    elif office.cls in ("rank", "honorific"):
        words, actor = None, office.actor if office.cls == "rank" else None
    else:
        words, actor = office.words, office.actor
    if actor is None and leader is not None and not office.former:
        actor = leader_actor(scene, leader)
    return Person(name=name, office=words or (leader.office if leader else None) or None, actor=actor)


def _add(scene: Scene, start: int, end: int, person: Person, *, name: str) -> None:
    span = scene.doc[start:end]
    actors = (person.actor,) if person.actor else ()
    scene.add(Mention(start, end, _root(span, name), "person", "person", actors, person))


def _root(span: Span, name: str) -> int:
    """The head of the phrase: of the tokens that hang outside it, the first that is no stray modifier."""
    outside = [t for t in span if t.head.i < span.start or t.head.i >= span.end or t.head == t]
    nominal = [t for t in outside if t.pos_ in ("PROPN", "NOUN") and t.dep_ not in ("punct", "case", "amod", "det")]
    return int((nominal or outside or [root_of(span)])[0].i)


def _person_entities(scene: Scene) -> Iterator[Span]:
    for span in scene.doc.ents:
        if span.label_ == "PERSON" and scene.free(span.start, span.end):
            inside = [scene.link_at[i] for i in range(span.start, span.end) if i in scene.link_at]
            if not inside or (len(span) > 1 and not any(map(_holds_no_person, inside))):
                yield span


def _holds_no_person(link: Link) -> bool:
    return link.actor.kind == "armed_group" or link.end - link.start >= _LONG_NAME


def _enter_entity(scene: Scene, span: Span, register: Register) -> None:
    text = " ".join(span.text.split())
    if not any(c.isalpha() for c in text) or len(text) < 2 or text.islower():
        return
    start, end = span.start, span.end
    while end > start and scene.doc[end - 1].text in ("'s", "’s", "'", "’"):
        end -= 1
    text = " ".join(scene.doc[start:end].text.split())
    leader = leader_named(scene, text)
    known = len(span) == 1 and _full_name(scene, scene.doc[start])
    if leader is None and not known and _no_person(scene, start, end, text, register):
        return
    if leader is not None:
        register.enter(Person(leader.name, leader.office or None, leader_actor(scene, leader)))
    number = register.find(text)
    if number is None and len(span) == 1:
        text = _full_name(scene, scene.doc[start]) or text
    if number is None and " " in text:
        register.enter(Person(text))
        number = register.find(text)
    person = register.people[number] if number is not None else Person(text)
    _add(scene, start, end, person, name=text)


def _full_name(scene: Scene, surname: Token) -> str | None:
    """ "Lena Haddad" for "Haddad": the one capitalised word that stands before the same word elsewhere."""
    befores = {
        scene.doc[i - 1].text
        for i in scene.places_of.get(surname.text, ())
        if i and scene.doc[i - 1].pos_ == "PROPN" and scene.doc[i - 1].text.istitle() and _free_name(scene, i - 1)
    }
    return f"{befores.pop()} {surname.text}" if len(befores) == 1 else None


def _free_name(scene: Scene, i: int) -> bool:
    word = plain(scene.doc[i].text)
    return i not in scene.link_at and i not in scene.taken and word not in scene.lexicon.offices


def _no_person(scene: Scene, start: int, end: int, text: str, register: Register) -> bool:
    """A town that the recogniser took for a person, or a single word that nothing introduces."""
    if register.find(text) is not None:
        return False
    if (
        end - start > 2
        and scene.doc[start + 1].lower_ == "of"
        and plain(scene.doc[start].text) in scene.lexicon.offices
    ):
        return True  # "Emir of Kuwait"
    if fold(text) in scene.knowledge.places or text.casefold() in scene.knowledge.places:
        return True
    if len(name_parts(text)) > 1:
        before = scene.doc[start - 1].lower_ if start else ""
        return before in ("in", "near", "at") and scene.doc[start].dep_ in ("obl", "nmod")
    root = root_of(scene.doc[start:end])
    return not (
        root.dep_ in ("nsubj", "nsubj:pass")
        and root.head.pos_ == "VERB"
        and root.head.lower_ in ("said", "says", "told", "added", "adds", "warned")
    )


def _known_leaders(scene: Scene) -> Iterator[tuple[Leader, int, int]]:
    """Leaders by full name or surname that the entity recogniser passed over."""
    doc = scene.doc
    by_surname = leaders_by_surname(scene.knowledge)
    for token in doc:
        if not token.text[:1].isupper() or token.i in scene.taken or token.i in scene.link_at or token.pos_ != "PROPN":
            continue
        for leader in by_surname.get(fold(token.text), ()):
            parts = len(leader.name.split())
            before = doc[max(0, token.i - parts + 1) : token.i + 1]
            full = fold(before.text) == fold(leader.name)
            if full or (_alone(token) and leader in (leader_named(scene, token.text), leads(scene, token))):
                yield leader, before.start if full else token.i, token.i + 1
                break


def _alone(token: Token) -> bool:
    return not any(child.pos_ == "PROPN" for child in token.children) and not (
        token.dep_ in ("compound", "flat") and token.head.pos_ == "PROPN"
    )


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
        common = token.is_sent_start and token.pos_ == "NOUN" and not _is_bare_subject(token)
        if folded not in register.by_part or common:
            continue
        number = register.find(token.text)
        if number is not None and _alone(token):
            _add(scene, token.i, token.i + 1, register.people[number], name=token.text)


def _is_bare_subject(token: Token) -> bool:
    """ "Moon welcomed the offer": a singular without article that does something is a name."""
    bare = not any(child.dep_ in ("det", "amod", "compound", "nmod:poss") for child in token.children)
    return bare and token.tag_ in ("NN", "NNP") and token.dep_ == "nsubj" and token.head.pos_ == "VERB"


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
