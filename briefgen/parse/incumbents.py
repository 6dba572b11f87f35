"""Offices without a name ("the president", "the envoy"): the person met in that office, or whose office it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefgen.parse.focus import at_seat, focus
from briefgen.parse.memory import FAR, Entry, Memory
from briefgen.parse.offices import Office
from briefgen.parse.scene import Scene, actor_of
from briefgen.parsed import Actor, HeadKind, Mention

if TYPE_CHECKING:
    from spacy.tokens import Token

_SECRETARY = "secretary general"
_BODY_OFFICES = frozenset((_SECRETARY, "deputy secretary general", "chairperson", "officer in charge"))


def nameless_office(scene: Scene, token: Token, office: Office, memory: Memory) -> Mention | None:
    """ "the president": the person met in that office, else the actor named with it, else the state in focus."""
    if not scene.free(office.start, office.end) or token.pos_ not in ("NOUN", "PROPN") or office.former:
        return None
    if office.actor is None and scene.doc[office.end : office.end + 1].text.lower() == "of":
        return None
    actor, person = office.actor or _owner(scene, token), None
    entry = _holder(scene, token, office, memory)
    if entry is not None:
        actor, person = (entry.mention.actor or actor), entry.mention.person
    elif actor is None:
        spoken = office.cls == "national" and "spokes" in office.words  # "a government spokesman said"
        definite = spoken or scene.doc[office.phrase].lower_ in ("the", "its", "their")
        actor = at_seat(scene, token) or (_same_office(scene, token, memory) if definite else None)
        actor = actor or (_of_one_body(scene, office, memory) if definite else None)
        if actor is None and (office.cls == "office" or not definite):
            return None
        national = office.cls == "national"
        actor = actor or (focus(scene, token, memory) if national else _spoken_for(scene, token, memory))
        if actor is not None and not _has_office(scene, actor, office):
            return None
    if actor is None:
        return None
    start = office.phrase if scene.free(office.phrase, office.start) else office.start
    end = max(office.end, office.reach if scene.free(office.end, office.reach) else office.end)
    plural = token.tag_ in ("NNS", "NNPS")
    spokes = office.cls == "spokes" or "spokes" in office.words
    head: HeadKind = "institution" if spokes or plural else "person"
    return Mention(start, end, token.i, "description", head, (actor,), person)


def _has_office(scene: Scene, actor: Actor, office: Office) -> bool:
    """Whether *actor* may have this office: there is no sultan of Greece."""
    among = scene.lexicon.office_among.get(office.words)
    return among is None or actor.name in among


def _owner(scene: Scene, token: Token) -> Actor | None:
    """The one actor of the pronoun in "its president", "whose envoy"."""
    owners = [m for c in token.lefts if c.dep_ == "nmod:poss" for m in scene.headed(c.i) if m.form == "pronoun"]
    actors = {actor for mention in owners for actor in mention.actors}
    return actors.pop() if len(actors) == 1 else None


def _holder(scene: Scene, token: Token, office: Office, memory: Memory) -> Entry | None:
    """The last person met in the same office, of the same actor where one is named."""
    if scene.doc[office.phrase].lower_ in ("a", "an") or token.tag_ in ("NNS", "NNPS"):
        return None
    last = office.words.split()[-1]
    for entry in memory.since(scene.sentence_of[token.i] - 2 * FAR):
        person = entry.mention.person
        if person is None or not person.office:
            continue
        same = person.office == office.words or person.office.split()[-1] == last
        if same and (office.actor is None or entry.mention.actor == office.actor):
            return entry
    return None


def _same_office(scene: Scene, token: Token, memory: Memory) -> Actor | None:
    """ "A Kenyan envoy met both. The envoy …": of the actor of the last one called so, in the last sentences."""
    if token.tag_ in ("NNS", "NNPS"):
        return None
    for entry in memory.since(scene.sentence_of[token.i] - FAR):
        same = entry.root.lower_ == token.lower_ and entry.mention.head in ("institution", "person")
        if same and entry.mention.actor is not None:
            return entry.mention.actor
    return None


def _of_one_body(scene: Scene, office: Office, memory: Memory) -> Actor | None:
    """ "The Secretary-General": of the one intergovernmental body that the text names; of the UN if it names none."""
    if office.words.replace("-", " ") not in _BODY_OFFICES:
        return None
    bodies = {actor for actor in memory.counts if actor.kind == "intergovernmental" and _is_whole(scene, actor)}
    owned = any(c.dep_ in ("nmod:poss", "nmod") for c in scene.doc[office.end - 1].children)
    if not bodies and not owned and office.words.replace("-", " ").endswith(_SECRETARY):
        year = scene.day.year if scene.day else None
        un = scene.knowledge.named("United Nations")
        return actor_of(un) if un and (year is None or year >= (un.since or 0)) else None
    return bodies.pop() if len(bodies) == 1 else None


def _is_whole(scene: Scene, actor: Actor) -> bool:
    """A body by itself, no agency or mission of another."""
    row = scene.knowledge.actors.get(actor.id or "")
    return row is not None and row.parent is None and row.sort in ("organisation", "alliance")


def _spoken_for(scene: Scene, token: Token, memory: Memory) -> Actor | None:
    """ "the spokesman": of the actor for whom a spokesman was met in the last sentences."""
    for entry in memory.since(scene.sentence_of[token.i] - 4):
        office = entry.mention.person.office if entry.mention.person else ""
        words = " ".join(t.lower_ for t in scene.doc[entry.mention.start : entry.mention.end])
        if "spokes" in (office or "") or "spokes" in words:
            return entry.mention.actor
    return None
