"""Whose a speech is, as claims ask: its speaker, who went on speaking, a state's press, or an unnamed organ."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from spacy.tokens import Token

from briefgen.extract import syntax
from briefgen.extract.bodies import acts, seated
from briefgen.extract.claims.sides import Field, is_organ
from briefgen.extract.cues import Lexicon
from briefgen.extract.frames import holds
from briefgen.knowledge import Knowledge
from briefgen.parsed import Mention, ParsedArticle, Speech

_OWNERS = ("nmod:poss", "compound", "amod", "nmod:desc")
_PRONOUNS = frozenset({"it", "he", "she", "they"})
_NEAR = 90  # tokens between two verbs of saying
_FREE = frozenset({"Kyodo News", "Yonhap News Agency", "Interfax", "Wafa"})  # agencies that are no state's voice
_OLD = 1946  # until then a capital's newspapers are told of as its voice


def voiced(*, lexicon: Lexicon, ground: Field, knowledge: Knowledge) -> Iterator[tuple[Speech, Mention | None]]:
    """The speeches of sides, each with its speaker; None stands for an organ of a side that the text does not name.

    A "he" or "it" that is nobody else goes on with the voice before: "Peking's news agency said …. It charged that …".
    """
    parsed = ground.parsed
    last: tuple[int, Mention] | None = None
    for speech in sorted((s for s in parsed.speeches if not s.carried), key=lambda s: s.cue):
        head = _head(parsed, speech)
        speaker = speech.speaker or shared_speaker(parsed, speech) or _press(head, lexicon=lexicon, ground=ground)
        speaker = speaker or _seat(speech, head, lexicon=lexicon, ground=ground)
        speaker = speaker if speaker is None else _state_behind(speaker, ground, knowledge) or speaker
        if speaker is None and head is not None and _is_nobody(parsed, head):
            near = last is not None and speech.cue - last[0] <= _NEAR
            speaker = last[1] if last is not None and near else _subject_before(parsed, head)
        if speaker is not None:
            last = (speech.cue, speaker)
            if speaker.actor is not None and (acts(parsed, speaker) or speech.speaker != speaker):
                yield speech, speaker
        elif head is not None and head.lower_ not in _PRONOUNS:
            last = None
            if is_organ(parsed, head, lexicon) and not speech.quoted:
                yield speech, None


def _head(parsed: ParsedArticle, speech: Speech) -> Token | None:
    return None if speech.speaker_tokens is None else parsed.doc[slice(*speech.speaker_tokens)].root


def _is_nobody(parsed: ParsedArticle, token: Token) -> bool:
    return token.lower_ in _PRONOUNS and not parsed.mentions_at(token)


def _subject_before(parsed: ParsedArticle, pronoun: Token) -> Mention | None:
    """Who an "it" that speaks may only be: the organ or side that is the subject of its sentence or of the one before.

    "The Porte has sent a note in which it charges …", "The Porte has sent a note. It asserts that …".
    """
    if pronoun.lower_ != "it":
        return None
    start = pronoun.sent.start
    roots = [pronoun.sent.root, *([parsed.doc[start - 1].sent.root] if start else [])]
    subjects = (subject for root in roots if (subject := syntax.own_subject(root)) is not None and subject != pronoun)
    found = [m for subject in subjects for m in parsed.mentions_at(subject) if m.head in ("actor", "institution")]
    return next((m for m in found if m.actor is not None and not m.place), None)


def shared_speaker(parsed: ParsedArticle, speech: Speech) -> Mention | None:
    """Who speaks where a second verb of saying has no subject: "It said the bridge had fallen and charged that …"."""
    cue = parsed.doc[speech.cue]
    alone = speech.speaker_tokens is None or cue.dep_ == "conj"
    if not alone or syntax.own_subject(cue) is not None:
        return None
    here = parsed.sentence_index(speech.cue)
    before = [s for s in parsed.speeches if s.cue < speech.cue and parsed.sentence_index(s.cue) == here]
    return before[-1].speaker if before else None


def _press(head: Token | None, *, lexicon: Lexicon, ground: Field) -> Mention | None:
    """The state whose press or officer speaks: "Damascus radio", of old "the Lima newspapers", "Kyiv's ombudsman"."""
    if head is None:
        return None
    published = ground.parsed.article.source.published
    old = published is not None and published.year < _OLD
    press = holds([head], lexicon.content["voice"]) or (old and holds([head], lexicon.content["paper"]))
    if not press and not holds([head], lexicon.content["office"] | lexicon.content["organ"]):
        return None
    return next(_states(ground.parsed, syntax.children(head, *(_OWNERS if press else ("nmod:poss",)))), None)


def _state_behind(speaker: Mention, ground: Field, knowledge: Knowledge) -> Mention | None:
    """The state for which its news agency speaks ("Sana said Israeli jets had …"), where the article has it."""
    row = None if speaker.actor is None else knowledge.actors.get(speaker.actor.id or "")
    if row is None or row.sort != "news_agency" or row.name in _FREE:
        return None
    states = {knowledge.actors[id].name for id in row.countries if id in knowledge.actors}
    if "Russia" in states and "Soviet Union" in ground.sides:
        states.add("Soviet Union")
    return next((ground.firsts[name] for name in sorted(states) if name in ground.firsts), None)


def _seat(speech: Speech, head: Token | None, *, lexicon: Lexicon, ground: Field) -> Mention | None:
    """The state in whose capital an unnamed organ speaks: "In Tbilisi the president's office said", "a communiqué
    issued in Helsinki"."""
    if head is None or not holds([head], lexicon.content["organ"]):
        return None
    issued = [o for c in syntax.children(head, "acl") for o in syntax.obliques(c, "in", "at", "from")]
    cue = ground.parsed.doc[speech.cue]
    places = [*issued, *(o for o in syntax.obliques(cue, "in", "at", "from") if o.i < head.i)]
    return next((m for t in places for m in seated(ground.parsed, t)), None)


def _states(parsed: ParsedArticle, tokens: Sequence[Token]) -> Iterator[Mention]:
    return (m for t in tokens for m in parsed.mentions_at(t) if m.actor is not None and m.actor.kind == "state")
