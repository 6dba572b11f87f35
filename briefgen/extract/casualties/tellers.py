"""Who is said to report a toll: the speech that it stands in, the speaker's name, and whom a pronoun stands for."""

from __future__ import annotations

from spacy.tokens import Token

from briefgen.extract import syntax
from briefgen.extract.casualties.counters import counter_of, is_event, is_private, issuer
from briefgen.extract.casualties.counts import Toll
from briefgen.extract.casualties.reading import Reading
from briefgen.parsed import Mention, ParsedArticle, Speech

_FINITE = frozenset({"VBZ", "VBD", "VBP", "MD"})
_PRONOUNS = frozenset({"he", "she", "it", "they", "who", "we", "i", "that"})
_LATER = frozenset({"he", "she", "it", "they"})
_BACK = 60  # tokens back to the speaker that a pronoun stands for
_SPOKESMEN = frozenset({"spokesman", "spokeswoman", "spokesperson"})


def speech_of(toll: Toll, *, reading: Reading) -> Speech | None:
    """The speech that holds the toll: its word of loss, else its number ("doctors counted 12 deaths")."""
    found = reading.parsed.speech_over(toll.trigger)
    if found is None and toll.trigger.pos_ == "VERB":
        found = reading.parsed.speech_over(toll.end - 1)
        found = found if found is not None and found.cue == toll.trigger.i else None
    return found


def attributed_to(toll: Toll, *, reading: Reading, affiliation: str | None = None) -> str | None:
    """Who is said to report it: the canonical actor or the person where known, else the words of the text.

    Of two sides that each report their own losses it is the side of *affiliation*. A sentence without a cue of its own
    goes on with unnamed witnesses and officials, never with an actor: no words are put into its mouth.
    """
    speech = speech_of(toll, reading=reading)
    if speech is None or not _may_tell(speech, toll, reading=reading):
        return counter_of(toll, reading=reading)
    if _is_known(toll, speech):
        return None
    if speech.carried and not speech.quoted and speech.speaker is not None:
        return counter_of(toll, reading=reading)
    found = tellers(toll, reading=reading) or []
    if len(found) > 1:
        return affiliation if affiliation in found else " and ".join(found)
    return _name_of(speech, reading.parsed) or _earlier(speech, reading.parsed)


def _may_tell(speech: Speech, toll: Toll, *, reading: Reading) -> bool:
    """ "Their deaths", "repeated attacks" and the victims themselves tell nothing."""
    if speech.speaker is not None or speech.speaker_tokens is None:
        return True
    root = reading.parsed.doc[slice(*speech.speaker_tokens)].root
    return not (is_event(root, reading=reading) or root in toll.victims)


def tellers(toll: Toll, *, reading: Reading) -> list[str] | None:
    """The actors who tell it, several where they are joined; None where no actor is known."""
    speech = speech_of(toll, reading=reading)
    if speech is None or speech.speaker_tokens is None:
        return None
    start, end = speech.speaker_tokens
    root = reading.parsed.doc[start:end].root
    found = [
        a.name for t in syntax.conjuncts(root) for m in reading.parsed.mentions_at(t) if not m.place for a in m.actors
    ]
    return found or None


def _name_of(speech: Speech, parsed: ParsedArticle) -> str | None:
    mention = speech.speaker
    if mention is not None and mention.person is not None and mention.form in ("person", "pronoun"):
        return _for_whom(mention, parsed)
    if mention is not None and mention.actor is not None and not is_private(mention, parsed):
        return mention.actor.name
    if speech.speaker_tokens is None:
        return None
    start, end = speech.speaker_tokens
    person = _person_at(parsed, start, end)
    if person is not None:
        return person
    behind = issuer(parsed, start, end)
    if behind is not None:
        return behind
    verbs = [t.i for t in parsed.doc[start + 1 : end] if t.tag_ in _FINITE and not _is_relative(t)]
    text = _within_sentence(parsed, start, min([end, *verbs]))  # a speaker is a noun phrase
    return text if text.lower() not in _PRONOUNS else None


def _within_sentence(parsed: ParsedArticle, start: int, end: int) -> str:
    """The words of tokens [start, end) as they stand within a sentence: "Local doctors" that open one are "local"."""
    text, first = " ".join(parsed.doc[start:end].text.split()), parsed.doc[start]
    named = first.pos_ == "PROPN" or first.ent_type_ or parsed.mention_over(first) is not None
    opens = first.is_sent_start and first.is_title and not named
    return text[:1].lower() + text[1:] if opens else text


def _for_whom(mention: Mention, parsed: ParsedArticle) -> str | None:
    """A person's name; the armed group where its spokesman speaks."""
    actor = mention.actor
    speaks = any(t.lower_ in _SPOKESMEN for t in parsed.doc[mention.start : mention.end])
    if actor is not None and actor.kind == "armed_group" and speaks:
        return actor.name
    return mention.person.name if mention.person is not None else None


def _person_at(parsed: ParsedArticle, start: int, end: int) -> str | None:
    """The person named in the speaker's phrase, or right after it: "the mayor, Jens Holm"."""
    for mention in parsed.mentions:
        if mention.start >= end + 2:
            break
        inside = mention.end > start and (mention.start < end or parsed.doc[end : mention.start].text in (",", ""))
        if inside and mention.form == "person" and mention.person is not None and _fits(parsed.doc[mention.root]):
            return mention.person.name
    return None


def _fits(root: Token) -> bool:
    return root.dep_ != "nmod:poss"  # "the prime minister's aides" are not he


def _earlier(speech: Speech, parsed: ParsedArticle) -> str | None:
    """Whom "he added" goes on from, where parsing left the pronoun open: the speaker named last, close before."""
    if speech.speaker_tokens is None or speech.speaker is not None:
        return None
    start, end = speech.speaker_tokens
    if parsed.doc[start:end].text.lower() not in _LATER:
        return None
    before = [s for s in parsed.speeches if s.speaker_tokens and start - _BACK <= s.speaker_tokens[0] < start]
    for other in sorted(before, key=lambda s: -(s.speaker_tokens or (0, 0))[0]):
        found = _name_of(other, parsed)
        if found is not None:
            return found
    return None


def _is_known(toll: Toll, speech: Speech) -> bool:
    """ "the reporter captured in May is alive, the ministry said": what only says who is meant is not what is said."""
    trigger = toll.trigger
    tags = toll.single and trigger.dep_ in ("acl", "acl:relcl") and trigger.head in toll.victims
    definite = any(c.lower_ in ("the", "his", "her", "their") or c.dep_ == "nmod:poss" for c in trigger.head.children)
    return tags and definite and not speech.quoted


def _is_relative(token: Token) -> bool:
    return "acl:relcl" in (token.dep_, token.head.dep_)
