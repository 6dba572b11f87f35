"""What a side reports another to have done: hostile acts told of in its speeches."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from spacy.tokens import Token

from briefgen.extract import syntax
from briefgen.extract.claims.acts import hostile_agents, hostile_doer, is_harm, is_hostile, is_slur
from briefgen.extract.claims.deeds import is_deed, told_elsewhere
from briefgen.extract.claims.pairs import Alleged, each_other, named
from briefgen.extract.claims.sides import Field, organ_kinds, unnamed_forces
from briefgen.extract.cues import Lexicon
from briefgen.extract.frames import complements, holds
from briefgen.extract.parties.scope import Words
from briefgen.knowledge.inflection import forms
from briefgen.parsed import Mention, ParsedArticle, Speech

_SOURCES = frozenset(
    {"official", "police", "authority", "source", "officer", "governor", "mayor", "spokesman", "policeman"}
)
_PERSONS = frozenset({"people", "men", "persons", "soldiers", "fighters", "criminals", "gangs", "ones"})
_SPEAKING = frozenset({"speaking", "talking", "referring", "alluding", "describing", "pointing", "meaning"})
_ACCUSING = frozenset(form for verb in ("accuse", "blame", "charge", "suspect") for form in forms(verb, "VERB"))
_ADMITTING = frozenset({"admit", "acknowledge", "concede", "recognise", "recognize", "own", "confess"})
_SENTENCES = 2
_LONG = 60  # tokens
_NEAR = 160  # tokens: some six sentences


@dataclass(frozen=True)
class Telling:
    """A speech of a side as it is read for claims, with the word lists and the roles of the article's parties."""

    parsed: ParsedArticle
    speech: Speech
    speaker: Mention | None  # None for an organ of a side that is not named
    lexicon: Lexicon
    words: Words
    field: Field

    @cached_property
    def own(self) -> frozenset[str]:
        """The names of those who speak."""
        return frozenset() if self.speaker is None else frozenset(actor.name for actor in self.speaker.actors)


def reported_by(telling: Telling) -> Iterator[Alleged]:
    """The claims of one speech: each hostile act that is told of another than the speaker."""
    parsed, speech = telling.parsed, telling.speech
    for token in () if speech.lemma in _ADMITTING else parsed.doc[speech.start : speech.end]:
        if parsed.speech_over(token) != speech or _is_aside(telling, token):
            continue
        if _is_the_other(telling, token):
            yield from each_other(parsed, token, _all_tellers(telling))
            continue
        accused = [] if _is_help_to_own(telling, token) else _accused(telling, token)
        if "fight" in telling.words.classes(token):
            accused = _no_news(telling, token, accused)
        if not accused:
            continue
        rule = f"report.{token.lemma_.lower()}"
        span = _span(telling, token)
        who = [telling.speaker] if telling.speaker is not None else _left(telling, accused)
        yield from named(parsed, who, accused, span=span, act=token, where=speech.cue, rule=rule)


def _no_news(telling: Telling, token: Token, accused: Sequence[Mention]) -> list[Mention]:
    """Plain attacks are no allegation where an unnamed official tells of a group's, or an unnamed organ of a battle."""
    content = telling.lexicon.content
    if telling.speaker is None:
        told = [*complements(token), *(t for p in syntax.patients(token) for t in p.subtree)]
        foul = holds([token], content["foul"]) or holds(told, content["shield"] | content["harmless"])
        return list(accused) if foul else []
    return [m for m in accused if not _is_source(telling) or any(actor.kind == "state" for actor in m.actors)]


def _left(telling: Telling, accused: Sequence[Mention]) -> list[Mention]:
    """Whose the unnamed organ is that speaks: whom the accused fight, if they are one; a ministry is a state's."""
    names = [actor.name for mention in accused for actor in mention.actors]
    tokens = telling.speech.speaker_tokens
    head = None if tokens is None else telling.parsed.doc[slice(*tokens)].root
    kinds = organ_kinds(head, telling.lexicon)
    return telling.field.foe_of(names, kinds=kinds, near=head) if names else []


def _is_help_to_own(telling: Telling, token: Token) -> bool:
    """ "Ankara trained us", the rebels said: help to the speaker's own side is no reproach."""
    lent = [t for t in syntax.obliques(token, "at") if t.lemma_ == "disposal"]
    owners = [c for t in lent for c in (*syntax.children(t, "nmod:poss"), *syntax.obliques(t, "of"))]
    if any(_is_own(telling, m) for t in owners for m in telling.parsed.mentions_at(t)):
        return True
    if not holds([token], telling.lexicon.content["helping"]):
        return False
    helped = [*syntax.patients(token), *syntax.obliques(token, "to", "for", "with"), *syntax.children(token, "iobj")]
    return any(_is_own(telling, m) for t in helped for m in telling.parsed.mentions_at(t))


def _is_aside(telling: Telling, token: Token) -> bool:
    """ "accused Lima of paying the rebels, who attacked a post": of the rebels the article itself tells."""
    accusing = telling.parsed.doc[telling.speech.cue].lower_ in _ACCUSING and not telling.speech.quoted
    clause = next((t for t in (token, *token.ancestors) if t.dep_ == "acl:relcl"), None)
    return accusing and clause is not None and telling.speech.start <= clause.i < telling.speech.end


def _accused(telling: Telling, token: Token) -> list[Mention]:
    parsed, lexicon, words = telling.parsed, telling.lexicon, telling.words
    if telling.speech.quoted and is_slur(token, lexicon):
        return [m for m in parsed.mentions_at(token) if m.head in ("forces", "actor") and not m.place]
    pointed = _pointed_at(telling, token)
    cue = telling.speech.cue
    found = pointed or hostile_agents(parsed, token, lexicon=lexicon, words=words, speech_cue=cue)
    return found or _said_of_a_deed(telling, token)


def _said_of_a_deed(telling: Telling, token: Token) -> list[Mention]:
    """ "Islamabad said the strikes were an act of war": the deeds of who was told of to do them."""
    parsed, lexicon = telling.parsed, telling.lexicon
    subject = syntax.own_subject(token) if syntax.child(token, "cop") is not None else None
    real = subject is not None and is_deed(parsed, token, lexicon) and syntax.modality(token) == "real"
    if subject is None or telling.speaker is None or not real:
        return []
    return told_elsewhere(parsed, subject, other_than=[telling.speaker], lexicon=lexicon)


def _span(telling: Telling, token: Token) -> tuple[int, int]:
    """The whole telling, speaker and all; of direct speech and long ones the clause alone."""
    speech, who = telling.speech, telling.speech.speaker_tokens
    start, end = min(speech.start, speech.cue), max(speech.end, speech.cue + 1)
    if who is not None:
        start, end = min(start, who[0]), max(end, who[1])
    return syntax.clause_span(token) if speech.quoted or end - start > _LONG else (start, end)


def _pointed_at(telling: Telling, token: Token) -> list[Mention]:
    """Whom a side means by "they" or "you" in direct speech, or by "the enemy", where a hostile act is told of them."""
    parsed, lexicon = telling.parsed, telling.lexicon
    hostile = is_hostile(parsed, token, lexicon=lexicon, words=telling.words)
    if not hostile and (holds([token], lexicon.content["kind"]) or not is_harm(token)):
        return []
    doer = hostile_doer(parsed, token, lexicon=lexicon)
    if doer is None or any(not telling.own & {a.name for a in m.actors} for m in parsed.mentions_at(doer)):
        return []
    if hostile and telling.speech.quoted and _is_they(doer):
        return _topic(telling) or _last_foe(telling, doer) or telling.field.foe_of(telling.own)
    if telling.speaker is None:
        return []
    if holds([doer, *syntax.children(doer, "compound", "amod")], lexicon.content["enemy"]):
        kinds = organ_kinds(doer, lexicon)  # "the regime" is a state's
        return telling.field.foe_of(telling.own, kinds=kinds) or (_last_foe(telling, doer) if kinds is None else [])
    return _unnamed_foe(telling, doer) if hostile else []


def _unnamed_foe(telling: Telling, doer: Token) -> list[Mention]:
    """The one foe whose forces "soldiers" or "the rebels" are; a state's own soldiers are no foe's."""
    kinds = unnamed_forces(telling.parsed, doer, telling.lexicon)
    own_kinds = {telling.field.sides[name].kind for name in telling.own if name in telling.field.sides}
    return [] if kinds is None or kinds & own_kinds else telling.field.foe_of(telling.own, kinds=kinds)


def _is_they(token: Token) -> bool:
    if token.lower_ == "you":  # "you have burnt our villages", not "you lose your way"
        return token.head.tag_ in ("VBD", "VBN")
    if token.lower_ == "they":
        return True
    return token.lower_ in _PERSONS and any(c.lower_ in ("these", "those") for c in syntax.children(token, "det"))


def _topic(telling: Telling) -> list[Mention]:
    """Of whom it is said: "…," he said of the rebels; "…," she said, speaking of the army."""
    cue = telling.parsed.doc[telling.speech.cue]
    speaking = [cue, *(c for c in syntax.children(cue, "advcl") if c.lower_ in _SPEAKING)]
    about = [o for t in speaking for o in syntax.obliques(t, "of", "about", "to", "on") if o.i > cue.i]
    about += [o for t in speaking[1:] for o in syntax.objects(t)]
    return [m for o in about for m in telling.parsed.mentions_at(o) if m.actors and not _is_own(telling, m)][:1]


def _last_foe(telling: Telling, token: Token) -> list[Mention]:
    """The side that was named last before *token*, not the speaker's own, in this sentence or the two before."""
    here = telling.parsed.sentence_index(token)
    for earlier in reversed(telling.parsed.doc[max(0, token.i - _NEAR) : token.i]):
        for mention in telling.parsed.mentions_at(earlier):
            fights = mention.actor is not None and _role(telling, mention.actor.name) in ("belligerent", "backer")
            if fights and not mention.place and not _is_own(telling, mention):
                near = here - telling.parsed.sentence_index(mention.root) <= _SENTENCES
                return [mention] if near and mention.head != "people" else []
    return []


def _is_own(telling: Telling, mention: Mention) -> bool:
    return any(actor.name in telling.own for actor in mention.actors)


def _role(telling: Telling, name: str) -> str | None:
    party = telling.field.sides.get(name)
    return None if party is None else party.role


def _is_the_other(telling: Telling, token: Token) -> bool:
    """ "Both sides say the other fired first": the doer of a hostile act is whichever of them does not speak."""
    parsed, lexicon = telling.parsed, telling.lexicon
    doer = syntax.agent(token) if token.pos_ == "VERB" else None
    words = [] if doer is None else [doer, *syntax.children(doer, "amod")]
    other = doer is not None and any(t.lower_ == "other" for t in words) and syntax.child(doer, "det") is not None
    return other and is_hostile(parsed, token, lexicon=lexicon, words=telling.words)


def _all_tellers(telling: Telling) -> list[str]:
    """The names of all who speak together: "Delhi and Islamabad say …", "both sides say …"."""
    if telling.speaker is None:
        return []
    tokens = syntax.conjuncts(telling.parsed.doc[telling.speaker.root])
    return list(dict.fromkeys(a.name for t in tokens for m in telling.parsed.mentions_at(t) for a in m.actors))


def _is_source(telling: Telling) -> bool:
    """True for unnamed officials, police, governors, who tell of attacks as sources of facts, unless quoted."""
    if telling.speaker is None:
        return False
    word = telling.parsed.doc[telling.speaker.root].lemma_.lower()
    return telling.speaker.person is None and word in _SOURCES and not telling.speech.quoted
