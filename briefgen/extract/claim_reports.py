"""What a side reports another to have done: hostile acts told of in its speeches."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from spacy.tokens import Token

from briefgen.extract import syntax
from briefgen.extract.claim_acts import hostile_agents, is_slur
from briefgen.extract.claim_pairs import Alleged, named
from briefgen.extract.cues import Lexicon
from briefgen.extract.frames import holds
from briefgen.extract.party_scope import Words
from briefgen.model import Party
from briefgen.parsed import Mention, ParsedArticle, Speech

_SOURCES = frozenset(
    {"official", "police", "authority", "source", "officer", "governor", "mayor", "spokesman", "policeman"}
)


def shared_speaker(parsed: ParsedArticle, speech: Speech) -> Mention | None:
    """Who speaks where a second verb of saying has no subject: "It said the bridge had fallen and charged that …"."""
    cue = parsed.doc[speech.cue]
    alone = speech.speaker_tokens is None or cue.dep_ == "conj"
    if not alone or syntax.own_subject(cue) is not None:
        return None
    here = parsed.sentence_index(speech.cue)
    before = [s for s in parsed.speeches if s.cue < speech.cue and parsed.sentence_index(s.cue) == here]
    return before[-1].speaker if before else None


def reported_by(
    parsed: ParsedArticle,
    speech: Speech,
    *,
    speaker: Mention,
    lexicon: Lexicon,
    words: Words,
    sides: Mapping[str, Party],
) -> Iterator[Alleged]:
    for token in parsed.doc[speech.start : speech.end]:
        if parsed.speech_over(token) != speech:
            continue
        accused = hostile_agents(parsed, token, lexicon=lexicon, words=words, speech_cue=speech.cue)
        accused = accused or _enemies(parsed, token, speaker=speaker, sides=sides, lexicon=lexicon)
        if speech.quoted and is_slur(token, lexicon):
            accused = [m for m in parsed.mentions_at(token) if m.head in ("forces", "actor") and not m.place]
        if _is_source(parsed, speaker):
            accused = [m for m in accused if any(actor.kind == "state" for actor in m.actors)]
        start, end = min(speech.start, speech.cue), max(speech.end, speech.cue + 1)
        if speech.speaker_tokens is not None:
            start, end = min(start, speech.speaker_tokens[0]), max(end, speech.speaker_tokens[1])
        span = syntax.clause_span(token) if speech.quoted or end - start > 60 else (start, end)
        yield from named(
            parsed, [speaker], accused, span=span, act=token, where=speech.cue, rule=f"report.{token.lemma_.lower()}"
        )


def _enemies(
    parsed: ParsedArticle, token: Token, *, speaker: Mention, sides: Mapping[str, Party], lexicon: Lexicon
) -> list[Mention]:
    """ "enemy aircraft bombed the town", in a side's words: the one side that it fights."""
    doer = syntax.agent(token) if any(row.cls == "act" for row in lexicon.at(token)) else None
    if doer is None or parsed.mentions_at(doer) or syntax.modality(token) != "real":
        return []
    if not holds([doer, *syntax.children(doer, "compound", "amod")], lexicon.content["enemy"]):
        return []
    own = {actor.name for actor in speaker.actors}
    foes = [name for name, party in sides.items() if party.role == "belligerent" and name not in own]
    named = [m for m in parsed.mentions if m.actor is not None and m.actor.name in foes]
    return named[:1] if len(foes) == 1 else []


def _is_source(parsed: ParsedArticle, speaker: Mention) -> bool:
    """True for unnamed officials, police, governors: of what an armed group did they tell as a source of facts."""
    return speaker.person is None and parsed.doc[speaker.root].lemma_.lower() in _SOURCES
