"""Reactions: what actors outside the fight say or do in answer to it, one a speaker and type.

Two readings feed the list. *Cues* are words that themselves tell of a reaction ("condemned", "imposed sanctions");
what a request is for decides its type. *Stands* are what a statement says where the verb of saying is neutral
("'This was a cowardly act', said …"). An actor that fights is left out: its words are claims, not reactions.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from spacy.tokens import Token

from briefgen.extract import syntax
from briefgen.extract.bodies import speaker_name, target
from briefgen.extract.cues import Cue, Lexicon, cues, is_performed, lexicon_of, request_type, telling
from briefgen.extract.doers import doers
from briefgen.extract.frames import complements, holds
from briefgen.extract.parties.extractor import onlookers, parties
from briefgen.extract.reactions import read
from briefgen.extract.reactions.echoes import echoes
from briefgen.extract.reactions.remote import remote
from briefgen.extract.reactions.stands import stands
from briefgen.knowledge import Knowledge
from briefgen.model import REACTION_TYPES, Evidence, Reaction, ReactionType
from briefgen.parsed import Actor, Mention, ParsedArticle

_SAME_PASSAGE = 400  # characters between an act and one who does the same
_FUTURE_TOO = frozenset(
    {"request", "mediates", "sends_forces", "withdraws_forces", "offers_aid", "sanctions", "position"}
)
_FELT = frozenset({"condemns", "accuses", "expresses_concern"})
_TYPES = frozenset(REACTION_TYPES)
_CARRIERS = frozenset({"news_agency", "broadcaster", "newspaper"})


@dataclass(frozen=True, slots=True)
class Found:
    """A reaction before merging, and before those who fight are left out: who, by which words, of what type."""

    mention: Mention
    type: ReactionType
    toward: Mention | None
    evidence: Evidence
    quoted: bool
    violent: bool = False


def reactions(parsed: ParsedArticle, knowledge: Knowledge) -> Iterator[Reaction]:
    """The reactions in an article, in order of the text.

    One for each actor, speaker and type; further passages become further evidence. A reaction without a speaker is
    dropped where the same actor's same type is told with one.
    """
    lexicon = lexicon_of(knowledge, "reactions")
    aside = onlookers(parsed, knowledge)
    everyone = list(parties(parsed, knowledge))
    outside = aside | remote(everyone, knowledge)
    sides = (party for party in everyone if party.role == "belligerent" and party.name not in outside)
    fighting = {party.name: party.evidence for party in sides}
    found = [item for item in told(parsed, lexicon) if _is_outside(item, fighting, aside=aside, knowledge=knowledge)]
    yield from _merge(parsed, found, knowledge=knowledge)


def told(parsed: ParsedArticle, lexicon: Lexicon) -> Iterator[Found]:
    """What is told of whoever does it, fighting sides too; and who does the same as another just told of.

    The latter is taken to do the last act of another within the same passage. What the relation model does not believe
    is left out, what it reads alone is added.
    """
    by_rule = (_aimed(parsed, item) for item in _told(parsed, lexicon) if _is_believed(parsed, item))
    first = sorted(by_rule, key=lambda item: item.evidence.start)
    yield from first
    yield from _by_model(parsed, first)
    for echo in echoes(parsed, lexicon):
        evidence = parsed.evidence(*telling(echo.token), rule=f"reactions.echo.{echo.token.lemma_}")
        before = [item for item in first if 0 < evidence.start - item.evidence.start <= _SAME_PASSAGE]
        for mention in echo.mentions:
            others = [item for item in before if set(item.mention.actors).isdisjoint(mention.actors)]
            if others:
                yield Found(mention, others[-1].type, others[-1].toward, evidence, quoted=False)


def _aimed(parsed: ParsedArticle, item: Found) -> Found:
    """The act toward whom the relation model takes it to go, if anybody."""
    aimed = read.toward(parsed, item.mention, item.type, item.evidence)
    return replace(item, toward=aimed) if aimed is not None else item


def _is_believed(parsed: ParsedArticle, item: Found) -> bool:
    return read.is_believed(parsed, item.mention, item.type, item.evidence)


def _by_model(parsed: ParsedArticle, known: Sequence[Found]) -> Iterator[Found]:
    """What the relation model reads and no rule does in the same sentence."""
    for mention, kind, toward, span in read.acts(parsed):
        evidence = parsed.evidence(*span, rule=f"reactions.read.{kind}")
        here = [item for item in known if _within(item.evidence, evidence) or _within(evidence, item.evidence)]
        if not any(item.type == kind and not set(item.mention.actors).isdisjoint(mention.actors) for item in here):
            yield Found(mention, kind, toward, evidence, quoted=False)


def _told(parsed: ParsedArticle, lexicon: Lexicon) -> Iterator[Found]:
    """Cues and stands; a stand says what a mere "insisted" holds, and what is warned or urged is no stand beside.

    Of the readings of one token the first counts that has somebody who does it, a particular one before a general one
    ("pledged aid").
    """
    taken = list(stands(parsed, lexicon))
    stood = {stand.cue for stand in taken}
    telling_cues: dict[int, int] = {}
    acts_told: set[int] = set()
    for _, group in groupby(cues(parsed, lexicon), key=lambda cue: cue.token.i):
        for cue in sorted(group, key=lambda cue: cue.row.cls == "position"):
            kind = _type_of(cue, lexicon)
            if kind is None or (cue.row.cls == "position" and cue.token.i in stood):
                continue
            found = list(_from_cue(parsed, cue, kind, lexicon=lexicon))
            if not found:
                continue
            if cue.row.cls != "position":
                telling_cues[cue.token.i] = cue.token.sent.end
                acts_told.add(cue.token.i)
            yield from found
            break
    for stand in taken:
        general = stand.type == "statement" and not acts_told.isdisjoint(range(*stand.span))
        if general or stand.span[0] < telling_cues.get(stand.cue, 0):
            continue
        evidence = parsed.evidence(*stand.span, rule=f"reactions.stand.{stand.type}")
        toward = target(parsed, stand.tokens, other_than=[stand.speaker])
        yield Found(stand.speaker, stand.type, toward, evidence, stand.quoted)


def _type_of(cue: Cue, lexicon: Lexicon) -> ReactionType | None:
    stance = syntax.modality(syntax.predicate_of(cue.token))
    supposed = stance == "hypothetical" and cue.row.cls in _FELT  # "we would find it unacceptable"
    to_come = (stance == "future" or supposed) and not is_performed(cue.token, lexicon)
    due = cue.row.cls in _FUTURE_TOO or bool(cue.row.attrs.get("due"))
    planned = due and not (cue.row.cls == "request" and cue.row.pos == "NOUN")
    if to_come and not planned:
        return None
    if cue.row.cls == "position":
        asks = holds(complements(cue.token), lexicon.content["necessity"])
        return request_type(complements(cue.token), lexicon) if asks else "statement"
    if cue.row.cls == "request":
        return request_type(complements(cue.token), lexicon)
    return cue.row.cls if cue.row.cls in _TYPES else None


def _from_cue(parsed: ParsedArticle, cue: Cue, kind: ReactionType, *, lexicon: Lexicon) -> Iterator[Found]:
    who = doers(parsed, cue, lexicon=lexicon)
    if not who:
        return
    if cue.row.cls == "request" and _is_at_home(parsed, cue.token, who):
        return
    governed = complements(cue.token)
    if syntax.is_passive(cue.token):
        governed = [*governed, *syntax.patients(cue.token)]
    toward = target(parsed, governed, other_than=who)
    evidence = parsed.evidence(*telling(cue.token), rule=f"reactions.{cue.row.cls}.{cue.token.lemma_}")
    speech = parsed.speech_over(cue.token)
    for mention in who:
        if speech is not None and speech.speaker is not None and speech.speaker.actors == mention.actors:
            mention = mention if mention.person else speech.speaker
        violent = holds(list(cue.token.subtree), lexicon.content["violence"])
        yield Found(mention, kind, toward, evidence, bool(speech and speech.quoted), violent)


def _is_at_home(parsed: ParsedArticle, token: Token, who: Sequence[Mention]) -> bool:
    """ "ordered Russians to leave the border": whom an actor calls upon are its own people."""
    asked = [m for item in syntax.patients(token) for m in parsed.mentions_at(item) if m.head in ("people", "forces")]
    own = {actor for mention in who for actor in mention.actors}
    return bool(asked) and all(own.issuperset(m.actors) for m in asked)


def _is_outside(
    item: Found, fighting: Mapping[str, Sequence[Evidence]], *, aside: Collection[str], knowledge: Knowledge
) -> bool:
    """True for an actor that does not fight and speaks for more than one person; news agencies only carry words.

    An actor of whose fighting nothing tells but the very words of the reaction does not fight, unless they tell of
    violence ("will send troops", not "sent jets to bomb").
    """
    actors = item.mention.actors
    rows = [knowledge.actors.get(actor.id) for actor in actors if actor.id]
    carries = any(row is not None and row.sort in _CARRIERS for row in rows)
    private = all(actor.kind == "person" for actor in actors)
    return bool(actors) and not (
        carries
        or private
        or any(_fights(actor, item, fighting) or _claims(actor, item, fighting, aside) for actor in actors)
    )


def _claims(actor: Actor, item: Found, fighting: Mapping[str, Sequence[Evidence]], aside: Collection[str]) -> bool:
    """True for what one that takes part, if a small one, lays to a fighting side: a claim, no reaction."""
    whom = item.toward.actor if item.toward else None
    return item.type == "accuses" and actor.name in aside and whom is not None and whom.name in fighting


def _fights(actor: Actor, item: Found, fighting: Mapping[str, Sequence[Evidence]]) -> bool:
    evidence = fighting.get(actor.name)
    if evidence is None:
        return actor.kind == "armed_group" and actor.id is None
    elsewhere = not all(_within(one, item.evidence) for one in evidence)
    return elsewhere or item.violent or actor.kind == "armed_group"


def _within(inner: Evidence, outer: Evidence) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end


def _merge(parsed: ParsedArticle, found: Sequence[Found], *, knowledge: Knowledge) -> Iterator[Reaction]:
    """One reaction an actor, type and named person; what an office or nobody named says joins the first person's.

    Statements do not join: two positions are two, where two condemnations are one told twice.
    """
    groups: dict[tuple[str, ReactionType], dict[str | None, list[Found]]] = {}
    for item in sorted(found, key=lambda one: one.evidence.start):
        person = item.mention.person.name if item.mention.person else None
        for actor in item.mention.actors:
            groups.setdefault((_body(actor, knowledge), item.type), {}).setdefault(person, []).append(item)
    for (name, kind), by_person in groups.items():
        unnamed = by_person.pop(None, [])
        if unnamed and (not by_person or kind == "statement"):
            offices = [speaker_name(parsed, one.mention) for one in unnamed]
            yield _reaction(name, next(filter(None, offices), None), kind, unnamed)
            unnamed = []
        for number, (person, items) in enumerate(by_person.items()):
            yield _reaction(name, person, kind, items + (unnamed if number == 0 else []))


def _body(actor: Actor, knowledge: Knowledge) -> str:
    """Whom an actor speaks for: an agency of a state (the FBI) speaks for the state."""
    row = knowledge.actors.get(actor.id or "")
    above = knowledge.actors.get(row.parent or "") if row and row.kind == "organisation" else None
    return above.name if above is not None and above.kind == "state" else actor.name


def _reaction(actor: str, speaker: str | None, kind: ReactionType, items: Sequence[Found]) -> Reaction:
    toward = next((one.toward.actor.name for one in items if one.toward and one.toward.actor), None)
    evidence = tuple({(one.evidence.start, one.evidence.end): one.evidence for one in items}.values())
    return Reaction(
        actor=actor,
        speaker=speaker,
        type=kind,
        toward=toward,
        quoted=any(one.quoted for one in items),
        evidence=evidence,
    )
