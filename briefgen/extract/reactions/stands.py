"""Stands: what a statement itself says, where the verb of saying is neutral ("said", "told reporters", "according to").

A stand is a predicate of the reported or quoted words that judges ("is unacceptable"), asks ("must stop"), worries
("is of grave concern"), warns ("will have consequences"), denies ("had no links to"), accuses ("is starving its own
people") or takes a position ("the time for talk is over"). Facts told by a spokesman are no stand.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Token

from briefgen.extract import syntax
from briefgen.extract.bodies import actors, acts
from briefgen.extract.cues import Lexicon
from briefgen.extract.frames import complements
from briefgen.extract.reactions.demands import demanded
from briefgen.extract.reactions.denials import disowned
from briefgen.extract.reactions.judgements import alleged, judged
from briefgen.extract.reactions.undertakings import marched, undertaken
from briefgen.model import ReactionType
from briefgen.parsed import Mention, ParsedArticle, Speech

_FIRST = frozenset({"we", "i"})
_HOMES = frozenset({"country", "government", "nation", "state", "people", "army", "alliance", "administration"})
_MOST_JOINT = 12  # speakers of one statement: a text of a thousand names before one "said" stays linear
_LOOK = 2  # clause heads of a statement that are read: its main one and what is coordinated or hangs under it


@dataclass(frozen=True, slots=True)
class Stand:
    """A position taken: by which cue of saying, who takes it, of what type, in which tokens."""

    cue: int
    speaker: Mention
    type: ReactionType
    span: tuple[int, int]
    tokens: tuple[Token, ...]
    quoted: bool


def stands(parsed: ParsedArticle, lexicon: Lexicon) -> Iterator[Stand]:
    """Every stand in the article's speeches, in order of the text; a quotation that goes on is its speaker's too."""
    for speech in parsed.speeches:
        if speech.carried and not speech.quoted:
            continue
        for speaker in _speakers(parsed, speech, lexicon=lexicon):
            for token in parsed.doc[speech.start : speech.end]:
                kind = _stand_of(token, parsed=parsed, speech=speech, speaker=speaker, lexicon=lexicon)
                if kind is not None:
                    span = _within(syntax.clause_span(token), speech)
                    yield Stand(speech.cue, speaker, kind, span, tuple(_weighed(token)), speech.quoted)


def _speakers(parsed: ParsedArticle, speech: Speech, *, lexicon: Lexicon) -> list[Mention]:
    """Who speaks: the speaker with those who speak along ("Chile and Peru said"), the examples of a group that does."""
    tokens = () if speech.speaker_tokens is None else parsed.doc[slice(*speech.speaker_tokens)]
    head = next((t for t in tokens if t.dep_ in syntax.SUBJECTS or t.dep_ == "obl:agent"), None)
    joint = actors(parsed, head, lexicon=lexicon)[:_MOST_JOINT]
    known = speech.speaker
    if known is not None and not any(set(known.actors) & set(m.actors) for m in joint):
        joint = [known]
    found = [known if known and set(known.actors) & set(m.actors) else m for m in joint]
    return [m for m in dict.fromkeys(found) if m.actors and acts(parsed, m)]


def _weighed(token: Token) -> list[Token]:
    """The subject of a stand and what its predicate governs: where the one that it is taken toward is to be found."""
    found = syntax.own_subject(token)
    return [*((found,) if found is not None else ()), *complements(token)]


def _stand_of(
    token: Token, *, parsed: ParsedArticle, speech: Speech, speaker: Mention, lexicon: Lexicon
) -> ReactionType | None:
    if not _is_main(token, speech) or parsed.speech_over(token) != speech:
        return None
    own = _is_speakers(token, parsed=parsed, speaker=speaker)
    kind = demanded(token, own=own, quoted=speech.quoted, lexicon=lexicon)
    kind = kind or marched(token, parsed=parsed, speaker=speaker, lexicon=lexicon)
    oneself = own or _is_spoken_for(token, parsed=parsed, speech=speech, speaker=speaker)
    if kind is None and disowned(token, own=oneself, parsed=parsed, speaker=speaker, lexicon=lexicon):
        return "denies"
    if kind is None and oneself:
        kind = undertaken(token, lexicon)
    return kind or judged(token, lexicon) or alleged(token, own=own, parsed=parsed, speaker=speaker, lexicon=lexicon)


def _is_main(token: Token, speech: Speech) -> bool:
    """True for the head of a statement's clause, or what is coordinated with it or complements it."""
    for _ in range(_LOOK):
        if not speech.start <= token.head.i < speech.end or token.head == token:
            return token.pos_ not in ("PUNCT", "SPACE", "CCONJ", "SCONJ", "ADP")
        apart = token.dep_ == "parataxis" and any(
            t.text == ";" for t in token.doc[token.head.i : token.left_edge.i + 1]
        )
        if apart or token.dep_ not in ("conj", "ccomp", "parataxis", "xcomp"):
            return False
        token = token.head
    return False


def _is_speakers(token: Token, *, parsed: ParsedArticle, speaker: Mention) -> bool:
    """True where the subject is the speaker, or the state or body spoken for."""
    found = syntax.subject(token)
    if found is None:
        return False
    others = (m.person is not None and m.person != speaker.person for m in parsed.mentions_at(found))
    if any(others):
        return False
    mentions = [m for m in parsed.mentions_at(found) if not m.place]
    return found.lower_ in _FIRST or any(set(m.actors) & set(speaker.actors) for m in mentions)


def _is_spoken_for(token: Token, *, parsed: ParsedArticle, speech: Speech, speaker: Mention) -> bool:
    """True where the subject is another person of the same state or body ("the President will …"), or a pronoun of
    reported speech that is nobody else ("said it was ready to …")."""
    found = syntax.subject(token) or syntax.child(token, "expl")  # "it was ready to …" is often read as expletive
    if found is None:
        return False
    mentions = [m for m in parsed.mentions_at(found) if not m.place]
    if found.lemma_ in _HOMES and any(c.lower_ in syntax.POSSESSIVE for c in syntax.children(found, "nmod:poss")):
        return True
    if not mentions:
        return found.lower_ in ("it", "he", "she", "they") and not speech.quoted
    return any(set(m.actors) & set(speaker.actors) for m in mentions)


def _within(span: tuple[int, int], speech: Speech) -> tuple[int, int]:
    """The part of a clause that is said; the whole of it where only its end is quoted ("said charges 'are absurd'")."""
    if not span[0] <= speech.cue < span[1] and span[0] > speech.cue and span[1] <= speech.end:
        return span
    start, end = max(span[0], speech.start), min(span[1], speech.end)
    return (start, end) if start < end else (speech.start, speech.end)
