"""Claims: what a fighting side or its backer alleges against another, and the denials that answer.

Three ways to allege are read: words of accusing ("accused Iran of …", "blamed …"), words of branding ("regards … as
terrorists"), and plain speech in which a side reports a hostile act of another ("Tbilisi said Russian troops had
fired …"). Observers' reports, threats, and a side's words on its own deeds are no claims.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence, Set
from dataclasses import replace

from briefgen.extract import syntax
from briefgen.extract.bodies import actors
from briefgen.extract.claims.pairs import Alleged
from briefgen.extract.claims.reports import Telling, reported_by
from briefgen.extract.claims.sides import Field, field
from briefgen.extract.claims.voices import voiced
from briefgen.extract.claims.words import NAMING, accusation, accused_by, branded_by, complained_by, so_called
from briefgen.extract.cues import Lexicon, cues, lexicon_of
from briefgen.extract.frames import complements, holds
from briefgen.extract.parties.extractor import parties
from briefgen.extract.parties.scope import Words, party_words
from briefgen.knowledge import Knowledge
from briefgen.model import Claim
from briefgen.parsed import Mention, ParsedArticle, Speech

_DENYING = frozenset({"deny", "reject", "dismiss", "refute", "dispute", "rebut"})
_CLAIMING_ROLES = frozenset({"belligerent", "backer", "affected"})
_CLAIMING_KINDS = frozenset({"state", "armed_group"})
_PLAIN = frozenset({"this", "that", "with", "were", "been", "being", "have", "having", "from", "they", "which", "what"})
_COMPARED = 60  # claims of a pair
_PASSAGE = 150  # characters
_SHARED = 2  # words


def claims(parsed: ParsedArticle, knowledge: Knowledge) -> Iterator[Claim]:
    """The allegations in an article, in order of the text; a denial names the claim that it answers."""
    lexicon = lexicon_of(knowledge, "claims", beside="reactions")
    sides = {party.name: party for party in parties(parsed, knowledge)}
    ground = field(parsed, sides, knowledge)
    voices = list(voiced(lexicon=lexicon, ground=ground, knowledge=knowledge))
    ground = replace(ground, tellers={speech.cue: speaker for speech, speaker in voices if speaker is not None})
    told = list(_all(lexicon, words=party_words(knowledge), ground=ground, voices=voices))
    found = _admitted(told, ground)
    made: list[Claim] = []
    of_pair: dict[tuple[str, str], list[int]] = defaultdict(list)  # where the claims of a pair stand in *made*
    for item in sorted(_unique(found), key=lambda one: (one.denial, one.evidence.start, one.accused)):
        places = of_pair[item.claimant, item.accused]
        again = next((n for n in places[-_COMPARED:] if _is_same(item, made[n])), None)
        claim = _claim(item, made) if again is None else None
        if again is not None:
            made[again] = made[again].model_copy(update={"evidence": (*made[again].evidence, item.evidence)})
        elif claim is not None:
            places.append(len(made))
            made.append(claim)
    yield from sorted(made, key=lambda claim: (claim.evidence[0].start, claim.claimant or "", claim.accused or ""))


def _all(
    lexicon: Lexicon, *, words: Words, ground: Field, voices: Sequence[tuple[Speech, Mention | None]]
) -> Iterator[Alleged]:
    by_rule = list(_by_rule(lexicon, words=words, ground=ground, voices=voices))
    yield from by_rule
    yield from _by_model(ground.parsed, by_rule)


def _by_rule(
    lexicon: Lexicon, *, words: Words, ground: Field, voices: Sequence[tuple[Speech, Mention | None]]
) -> Iterator[Alleged]:
    parsed = ground.parsed
    for cue in cues(parsed, lexicon):
        if cue.row.cls == "accuse":
            yield from accused_by(cue, lexicon=lexicon, ground=ground)
        elif cue.row.cls == "brand":
            yield from branded_by(cue, lexicon=lexicon, ground=ground)
        elif cue.row.cls == "accusation":
            yield from accusation(cue, lexicon=lexicon, ground=ground)
        elif cue.row.cls in ("complain", "protest"):
            yield from complained_by(cue, lexicon=lexicon, ground=ground)
    for speech, speaker in voices:
        yield from reported_by(Telling(parsed, speech, speaker, lexicon, words, ground))
    yield from so_called(lexicon=lexicon, ground=ground)
    yield from _denials(parsed, lexicon)


def _by_model(parsed: ParsedArticle, known: Sequence[Alleged]) -> Iterator[Alleged]:
    """Who accuses whom, as the relation model is sure of it and no rule reads in the same sentence."""
    told = {(item.claimant, item.accused, parsed.sentence_index(item.where)) for item in known}
    for relation in parsed.relations:
        other = relation.other
        if relation.label != "accuses" or other is None or not (relation.sure and relation.mention.acts):
            continue
        if (relation.actor.name, other.name, parsed.sentence_index(relation.start)) not in told:
            evidence = parsed.evidence(relation.start, relation.end, rule="claims.read")
            yield Alleged(relation.actor.name, other.name, None, evidence, relation.start)


def _denials(parsed: ParsedArticle, lexicon: Lexicon) -> Iterator[Alleged]:
    untrue = lexicon.content["stand:denies"]
    for token in parsed.doc:
        denies = token.lemma_ in _DENYING or (token.lemma_ in NAMING and holds(complements(token), untrue))
        if denies and token.pos_ == "VERB" and syntax.modality(token) == "real":
            span = syntax.clause_span(token)
            for mention in actors(parsed, syntax.agent(token), lexicon=lexicon):
                for actor in mention.actors:
                    evidence = parsed.evidence(*span, rule=f"claims.denial.{token.lemma_}")
                    yield Alleged(actor.name, "", None, evidence, token.i, denial=True)


def _admitted(told: Sequence[Alleged], ground: Field) -> list[Alleged]:
    """The allegations of those who may make them; who has made one against a side that fights is a side in all."""
    pairs = frozenset((item.claimant, item.accused) for item in told)
    deniers = frozenset(item.claimant for item in told if item.denial)
    may = [_may_claim(item, ground, pairs=pairs, deniers=deniers) for item in told]
    found = [item for item, yes in zip(told, may, strict=True) if yes]
    claimants = {item.claimant for item in found if not item.denial and ground.fights(item.accused)}
    sides = [item.claimant in claimants and not (_is_outside(item) or item.private) for item in told]
    return [item for item, yes, side in zip(told, may, sides, strict=True) if yes or side]


def _is_outside(item: Alleged) -> bool:
    """An outsider's condemnation is a reaction."""
    return item.evidence.rule.startswith("claims.complain.")


def _may_claim(item: Alleged, ground: Field, *, pairs: Set[tuple[str, str]], deniers: Set[str]) -> bool:
    """True where a side or its backer speaks, or whoever says that the act was done to its own.

    A state or group of no settled role is a side where it is accused in turn, or where none else fights the accused.
    """
    party = ground.sides.get(item.claimant)
    if item.private:
        return ground.fights(item.claimant) and item.accused in ground.sides
    if item.mutual or (item.aggrieved and (party is None or party.role != "mediator")):
        return True
    if party is not None and party.role in _CLAIMING_ROLES:
        return item.denial or not _is_friend(item, ground)
    if item.denial or _is_outside(item) or party is None or party.kind not in _CLAIMING_KINDS:
        return False
    fighting = {name for name in ground.sides if ground.fights(name)}
    if item.abetting and party.kind == "state":
        return True  # it minds whom the other helps
    if item.claimant in deniers or (item.accused, item.claimant) in pairs:
        return True  # who denies or is accused in turn is a side
    return not fighting - {item.claimant, item.accused}


def _is_friend(item: Alleged, ground: Field) -> bool:
    """Whether the accused is on the claimant's side, or a body that only speaks and so no side at all."""
    accused = ground.sides.get(item.accused)
    if accused is None:
        return False
    bystander = accused.kind not in _CLAIMING_KINDS and accused.role in ("commentator", "mediator")
    return bystander or item.accused in ground.friends.get(item.claimant, ())


def _unique(found: Sequence[Alleged]) -> list[Alleged]:
    """One claim a telling and pair of sides; being branded is one claim a pair, however often it is told."""
    kept: dict[tuple[str, str, int, bool], Alleged] = {}
    told = {(item.claimant, item.accused) for item in found if item.act and not (item.denial or item.mutual)}
    for item in found:
        if item.mutual and item.act is None and {(item.claimant, item.accused), (item.accused, item.claimant)} <= told:
            continue  # the "traded accusations" of a title are told out below it
        brand = item.evidence.rule.startswith("claims.brand.")
        kept.setdefault((item.claimant, item.accused, -1 if brand else item.where, item.denial), item)
    return list(kept.values())


def _is_same(item: Alleged, claim: Claim) -> bool:
    """Whether *item* tells again what *claim* of the same two tells: words in common, or the same passage."""
    if item.denial or claim.denies:
        return False
    mine, known = _words(item.act, item), _words(claim.act, item)
    if not mine and not item.evidence.rule.startswith("claims.brand."):
        return True  # "which it has already blamed on …" says no more than that
    if not mine or not known:
        return any(abs(item.evidence.start - told.start) <= _PASSAGE for told in claim.evidence)
    return len(mine & known) >= _SHARED and 2 * len(mine & known) >= min(len(mine), len(known))


def _words(act: str | None, item: Alleged) -> frozenset[str]:
    """The telling words of an act: the longer ones, without the names of the two."""
    names = {word.lower() for name in (item.claimant, item.accused) for word in name.split()}
    return frozenset(word for word in re.findall(r"[^\W\d_]{4,}", (act or "").lower()) if word not in _PLAIN | names)


def _claim(item: Alleged, made: Sequence[Claim]) -> Claim | None:
    if not item.denial:
        return Claim(claimant=item.claimant, accused=item.accused, act=item.act, evidence=(item.evidence,))
    answered = [c for c in made if c.accused == item.claimant and c.denies is None]
    before = [c for c in answered if c.evidence[0].start <= item.evidence.start]
    if not before:
        return None
    claim = max(before, key=lambda c: c.evidence[0].start)
    return Claim(
        claimant=item.claimant, accused=claim.claimant, act=claim.act, denies=claim.id, evidence=(item.evidence,)
    )
