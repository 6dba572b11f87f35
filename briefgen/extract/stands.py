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
from briefgen.extract.cues import Lexicon, request_type
from briefgen.extract.doers import acts
from briefgen.extract.frames import complements, holds
from briefgen.model import ReactionType
from briefgen.parsed import Mention, ParsedArticle, Speech

_OUGHT = frozenset({"must", "should", "need", "ought"})
_WOULD = frozenset({"would", "could", "might", "may", "can"})
_INTENDED = frozenset({"will", "'ll", "’ll", "would", "'d", "’d", "shall"})
_COMING = _WOULD | frozenset({"will", "'ll", "’ll"})
_JUDGED: tuple[ReactionType, ...] = ("condemns", "accuses", "expresses_concern", "warns", "supports", "denies")
_PREDICATIVE = ("pose", "face", "bear", "have", "remain", "become", "represent", "constitute", "mean", "amount", "mark")
_HELD = ("as", "for")  # "sees it as a threat", "takes it for a provocation"
_LEADING = frozenset({"lead", "bring", "push", "drag", "take", "drive", "cause", "result", "end", "pull", "draw"})
_POINTING = frozenset({"this", "these", "such", "the", "that", "those"})
_FIRST = frozenset({"we", "i"})
_HOMES = frozenset({"country", "government", "nation", "state", "people", "army", "alliance", "administration"})
_OWN = frozenset({"his", "her", "its", "our", "their", "my"})  # "his country would …"
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
        speaker = speech.speaker
        if speaker is None or not speaker.actors or (speech.carried and not speech.quoted) or not acts(parsed, speaker):
            continue
        for token in parsed.doc[speech.start : speech.end]:
            kind = _stand_of(token, parsed=parsed, speech=speech, speaker=speaker, lexicon=lexicon)
            if kind is not None:
                span = _within(syntax.clause_span(token), speech)
                yield Stand(speech.cue, speaker, kind, span, tuple(_weighed(token)), speech.quoted)


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
    if (
        _has_aux(token, _OUGHT)
        or _needs_to(token)
        or (speech.quoted and _commands(token))
        or _is_urgent(token, lexicon)
    ):
        return _shared(token, lexicon) if own else None if _is_anyone(token) else _asked(token, lexicon)
    if (own or _is_spoken_for(token, parsed=parsed, speech=speech, speaker=speaker)) and _is_resolved(token, lexicon):
        threatens = _in(token, "threatened", lexicon) and not syntax.negated(token)
        return "warns" if threatens else "statement"
    kind = _judged(token, lexicon)
    if kind is None and not syntax.negated(token) and not own:
        kind = _alleged(token, parsed=parsed, speaker=speaker, lexicon=lexicon)
    return kind


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


def _has_aux(token: Token, words: frozenset[str]) -> bool:
    return any(c.dep_ == "aux" and (c.lemma_ in words or c.lower_ in words) for c in token.children)


def _needs_to(token: Token) -> bool:
    """ "needs to stop", "has to end"; "would have to be paid" and "it has to start" only tell of a necessity."""
    subject = syntax.own_subject(token)
    told = subject is None or (subject.pos_ == "PRON" and subject.lower_ != "we")
    if token.lemma_ == "have" and (syntax.child(token, "aux") is not None or told):
        return False
    bare = syntax.child(token, "obj") is None and token.pos_ == "VERB"
    return token.lemma_ in ("need", "have") and bare and syntax.child(token, "xcomp") is not None


def _commands(token: Token) -> bool:
    """An imperative: "Stop the bombing"."""
    alone = syntax.child(token, "nsubj", "nsubj:pass", "aux", "mark", "cop", "expl", "aux:pass") is None
    return token.tag_ == "VB" and token.dep_ == "ROOT" and alone and bool(syntax.objects(token))


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
    if found.lemma_ in _HOMES and any(c.lower_ in _OWN for c in syntax.children(found, "nmod:poss")):
        return True
    if not mentions:
        return found.lower_ in ("it", "he", "she", "they") and not speech.quoted
    return any(set(m.actors) & set(speaker.actors) for m in mentions)


def _is_anyone(token: Token) -> bool:
    """ "one has to beware": advice to nobody in particular."""
    found = syntax.own_subject(token)
    return found is not None and found.lower_ in ("one", "you", "everyone", "people")


def _shared(token: Token, lexicon: Lexicon) -> ReactionType:
    """ "We must be patient": what one holds that oneself, or all together, ought to do is a position."""
    kind = _asked(token, lexicon)
    return kind if kind in ("calls_for_ceasefire", "calls_for_restraint") else "statement"


def _is_urgent(token: Token, lexicon: Lexicon) -> bool:
    """ "it is essential that both sides withdraw", "it is high time for them to talk"."""
    found = syntax.own_subject(token)
    said_of_it = found is None or found.lower_ in ("it", "what") or found.dep_.startswith("csubj")
    asked = syntax.child(token, "csubj", "ccomp", "xcomp", "advcl", "acl") is not None
    return said_of_it and asked and not syntax.negated(token) and _in(token, "urgent", lexicon)


def _in(token: Token, name: str, lexicon: Lexicon) -> bool:
    return holds([token], lexicon.content.get(f"stand:{name}", frozenset()))


def _is_resolved(token: Token, lexicon: Lexicon) -> bool:
    """ "is determined to", "will not accept", "will defend itself": a position or a measure on the speaker's own part.

    To be unable or unwilling to tell something is none.
    """
    told = [token, *syntax.children(token, "xcomp")]
    withheld = syntax.negated(token) or _in(token, "withheld", lexicon)
    if withheld and holds(told, lexicon.content.get("uninforming", frozenset())):
        return False
    if _in(token, "resolved", lexicon):
        return True
    if syntax.negated(token):
        return _has_aux(token, _COMING) and (_in(token, "refused", lexicon) or _in(token, "undertaken", lexicon))
    return _has_aux(token, _INTENDED) and _in(token, "undertaken", lexicon)


def _asked(token: Token, lexicon: Lexicon) -> ReactionType:
    found = syntax.own_subject(token)
    if _in(token, "defied", lexicon):  # "nobody should doubt our resolve"
        return "warns"
    asked = [token, *complements(token), *(found.subtree if found is not None else ())]
    return request_type(asked, lexicon)


def _judged(token: Token, lexicon: Lexicon) -> ReactionType | None:
    weighed = _predicated(token)
    subject = syntax.own_subject(token)
    named = [*weighed, *([subject] if subject is not None else [])]
    if syntax.negated(token) or any(syntax.is_none(item) for item in weighed):
        return _ruled_out(token, named, lexicon=lexicon)
    for kind in _JUDGED:
        if holds(weighed, lexicon.content.get(f"stand:{kind}", frozenset())):
            unreal = kind == "condemns" and _has_aux(token, _COMING)
            return "warns" if unreal else None if kind == "accuses" and _is_infinitive(token) else kind
    if subject is not None and _is_reproach(subject, lexicon):
        return "condemns"
    if holds(weighed, lexicon.content.get("stand:prescribed", frozenset())):
        return "statement"
    ended = token.lower_ in ("over", "up") and holds(named, lexicon.content.get("stand:ended", frozenset()))
    return "statement" if ended or _on_the_table(token) else "warns" if _forebodes(token, lexicon) else None


def _ruled_out(token: Token, named: list[Token], *, lexicon: Lexicon) -> ReactionType | None:
    """What a denied predicate says: "had no links to", "does not exist"; "there is no military solution"."""
    content = lexicon.content
    if _has_aux(token, _COMING) and holds(complements(token), content.get("stand:unanswered", frozenset())):
        return "warns"
    untrue = token.lemma_.lower() in content.get("stand:untrue", frozenset()) and syntax.own_subject(token) is not None
    parted = token.lemma_ == "have" and any(t.lower_ == "nothing" for t in named)  # "has nothing to do with"
    if untrue or parted or holds(named, content.get("stand:unfounded", frozenset())):
        return "denies"
    unsolved = token.lemma_.lower() in content.get("stand:solving", frozenset()) and _has_aux(token, _COMING)
    return "statement" if unsolved or holds(named, content.get("stand:excluded", frozenset())) else None


def _is_reproach(subject: Token, lexicon: Lexicon) -> bool:
    """ "This reckless act …", "These provocations …": the subject itself condemns what it names."""
    pointed = any(c.lower_ in _POINTING for c in syntax.children(subject, "det"))
    words = [subject, *syntax.children(subject, "amod", "conj")]
    return pointed and holds(words, lexicon.content.get("stand:condemns", frozenset()))


def _on_the_table(token: Token) -> bool:
    subject = syntax.own_subject(token)
    where = [token, *syntax.obliques(token, "on"), *syntax.children(token, "xcomp")]
    return subject is not None and subject.lemma_ == "option" and any(t.lower_ == "table" for t in where)


def _predicated(token: Token) -> list[Token]:
    """What is said of the subject: a nominal predicate with its adjectives, or what a verb like "pose" or "call … an
    outrage" takes; nothing for other verbs."""
    if syntax.child(token, "cop") is not None:
        of = [c for c in token.children if c.dep_ == "nmod" and syntax.case_of(c) == "of"]
        return [token, *(c for c in token.children if c.dep_ in ("case", "amod", "xcomp", "conj")), *of]
    if token.pos_ not in ("VERB", "AUX"):
        return []
    named = [c for c in token.children if c.dep_ == "xcomp" and c.pos_ in ("NOUN", "ADJ")]
    held = [c for c in token.children if syntax.case_of(c) in _HELD and c.dep_.startswith(("obl", "nmod"))]
    if token.lemma_.lower() in _PREDICATIVE or token.lower_ in ("there", "is", "was", "'s"):
        held += [c for c in token.children if c.dep_ in ("obj", "obl", "nsubj") and c.i > token.i]
    phrases = [*named, *held]
    return [t for item in phrases for t in (item, *syntax.children(item, "amod", "conj", "compound"))]


def _is_infinitive(token: Token) -> bool:
    return any(c.dep_ == "mark" and c.lower_ == "to" for c in token.children)


def _forebodes(token: Token, lexicon: Lexicon) -> bool:
    """ "could spill over", "will plunge the region into war"."""
    content = lexicon.content
    if not _has_aux(token, _COMING) and token.lemma_ != "risk":
        return False
    leads = token.lemma_.lower() in _LEADING and holds(complements(token), content.get("stand:warns", frozenset()))
    return leads or token.lemma_.lower() in content.get("stand:forebodes", frozenset())


def _alleged(token: Token, *, parsed: ParsedArticle, speaker: Mention, lexicon: Lexicon) -> ReactionType | None:
    """What another actor is reproached with: "Damascus is starving its own people". Attacks as such are facts told."""
    words = lexicon.content.get("stand:reproached", frozenset())
    verbs = [token, *(t for t in complements(token) if t.pos_ == "VERB" and t.tag_ in ("VB", "VBG"))]
    subject = syntax.own_subject(token)
    if subject is None or token.pos_ not in ("VERB", "ADJ") or syntax.modality(token) != "real":
        return None
    if not any(t.lemma_.lower() in words for verb in verbs for t in syntax.conjuncts(verb)):
        return None
    others = [m for m in parsed.mentions_at(subject) if not m.place and m.head in ("actor", "forces", "institution")]
    return "accuses" if any(set(m.actors) - set(speaker.actors) for m in others) else None


def _within(span: tuple[int, int], speech: Speech) -> tuple[int, int]:
    """The part of a clause that is said; the whole of it where only its end is quoted ("said charges 'are absurd'")."""
    if not span[0] <= speech.cue < span[1] and span[0] > speech.cue and span[1] <= speech.end:
        return span
    start, end = max(span[0], speech.start), min(span[1], speech.end)
    return (start, end) if start < end else (speech.start, speech.end)
