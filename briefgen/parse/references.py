"""What refers back, in one pass in the order of the text over a memory of who was mentioned."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from briefgen.parse.descriptions import description, pair
from briefgen.parse.incumbents import nameless_office
from briefgen.parse.memory import Memory, is_subject
from briefgen.parse.offices import PAST, Office, offices
from briefgen.parse.papers import issuer
from briefgen.parse.phrases import phrase_start
from briefgen.parse.pronouns import learn_gender, pronoun
from briefgen.parse.scene import Scene, lemma
from briefgen.parsed import Mention, Person

if TYPE_CHECKING:
    from spacy.tokens import Token


def resolve(scene: Scene) -> None:
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
            found = _resolve(scene, token, memory=memory, office=titles.get(token.i)) or _paper(token, ready)
            if found is not None:
                scene.add(found)
                mentions = [found]
                ready[token.i] = mentions
        for mention in mentions:
            known = _spokesman_named(scene, mention, memory, sentence)
            known = _officer_of(scene, known, memory, sentence)
            learn_gender(scene, known, memory)
            memory.keep(known, sentence=sentence, root=token)


def _paper(token: Token, by_root: Mapping[int, Sequence[Mention]]) -> Mention | None:
    """ "The statement said": the words of who issued the last paper."""
    source = issuer(token, by_root=by_root) if is_subject(token) else None
    if source is None:
        return None
    return Mention(
        phrase_start(token), token.i + 1, token.i, "description", "institution", source.actors, source.person
    )


def _resolve(scene: Scene, token: Token, *, memory: Memory, office: Office | None) -> Mention | None:
    found = pronoun(scene, token, memory)
    if found is not None:
        return found
    if office is not None and office.cls in ("national", "office", "spokes"):
        return nameless_office(scene, token, office, memory)
    if token.pos_ in ("NOUN", "PROPN"):
        return description(scene, token, memory)
    if token.lower_ == "both" and is_subject(token):
        return pair(scene, token, memory, start=token.i, kinds=("state", "armed_group"))
    return None


def _spokesman_named(scene: Scene, mention: Mention, memory: Memory, sentence: int) -> Mention:
    """An officer named after "a Pentagon spokesman said": the spokesman, where nothing else says whom he speaks for."""
    person = mention.person
    if person is None or person.actor is not None or person.office or mention.form != "person":
        return mention
    first = scene.doc[mention.start].lower_.replace(".", "")
    if scene.lexicon.offices.get(first) != "rank":
        return mention
    for entry in memory.since(sentence - 3):
        spokes = entry.mention.head == "institution" and lemma(entry.root).startswith("spokes")
        if spokes and entry.mention.actor:
            known = replace(person, actor=entry.mention.actor, office=entry.root.lower_)
            _replace_person(scene, person, known)
            return replace(mention, person=known, actors=(entry.mention.actor,))
    return mention


def _officer_of(scene: Scene, mention: Mention, memory: Memory, sentence: int) -> Mention:
    """A named minister or spokesman of nobody named: of the one state (or, for spokesmen, body) just spoken of."""
    person = mention.person
    if mention.form != "person" or person is None or person.actor is not None or not person.office:
        return mention
    national = scene.lexicon.offices.get(person.office) == "national"
    spokes = "spokes" in person.office and not national
    if not spokes and not national:
        return mention
    near = {
        entry.mention.actor
        for entry in memory.since(sentence - 1)
        if entry.mention.actor and entry.mention.head != "other" and (spokes or entry.mention.actor.kind == "state")
    }
    if len(near) != 1 or _was(scene, mention):
        return mention
    known = replace(person, actor=near.pop())
    _replace_person(scene, person, known)
    return replace(mention, person=known, actors=(known.actor,) if known.actor else ())


def _was(scene: Scene, mention: Mention) -> bool:
    words = {token.lower_ for token in scene.doc[max(0, mention.start - 2) : mention.end]}
    return bool(words & PAST)


def _replace_person(scene: Scene, old: Person, new: Person) -> None:
    actors = (new.actor,) if new.actor else ()
    for n, mention in enumerate(scene.mentions):
        if mention.person == old:
            scene.mentions[n] = replace(mention, person=new, actors=actors)
