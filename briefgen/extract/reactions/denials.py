"""What a statement denies: a deed of the speaker's own side, the presence of its men, its part in a thing.

"We have no troops there", "had never paid a ransom", "not one of its soldiers crossed", "had given them nothing".
"""

from __future__ import annotations

from spacy.tokens import Token

from briefgen.extract import syntax
from briefgen.extract.cues import Lexicon
from briefgen.extract.frames import holds
from briefgen.extract.reactions.stand_words import COMING, OUGHT, has_aux, words_of
from briefgen.parsed import Mention, ParsedArticle

_OPEN = frozenset({"yet", "still"})  # "has not sent any yet"
_GIVEN = frozenset({"give", "receive", "get", "buy", "ask", "sign", "offer"})  # deeds that are denied of goods alone
_NOTHING = frozenset({"nothing", "none", "nobody", "anything", "any"})
_SUFFERED = frozenset({"die", "suffer", "lose", "fall", "arrive", "return", "take"})  # tolls and courses of events
_PARTY = frozenset({"party", "side"})  # "is no party to the conflict"


def disowned(token: Token, *, own: bool, parsed: ParsedArticle, speaker: Mention, lexicon: Lexicon) -> bool:
    """True where the predicate *token* of a statement denies what the speaker's side is said to do; *own* where the
    subject is that side itself, else its men may be it ("no Ethiopian soldier had left barracks")."""
    told = not has_aux(token, COMING | OUGHT) and not any(c.lower_ in _OPEN for c in token.children)
    if not told or not _is_denied(token):
        return False
    if own:
        return _never_did(token, lexicon)
    subject = syntax.own_subject(token)
    if subject is None or token.lemma_ in _SUFFERED or syntax.is_passive(token):
        return False
    named = [subject, *syntax.obliques(subject, "of")]
    men = holds([t for item in named for t in (item, *syntax.children(item, "compound"))], lexicon.content["forces"])
    return men and any(_is_of_speaker(t, parsed=parsed, speaker=speaker) for t in named)


def _is_denied(token: Token) -> bool:
    """True where the predicate is negated, or what it is done to is nobody ("had called on nobody")."""
    return syntax.negated(token) or any(syntax.is_none(c) for c in syntax.obliques(token))


def _never_did(token: Token, lexicon: Lexicon) -> bool:
    goods = lexicon.content["forces"] | lexicon.content["arms"]
    held = syntax.objects(token)
    if token.lemma_ == "have":
        single = any(syntax.is_none(item) for item in held) or syntax.negated(token)
        return single and holds(held, lexicon.content["forces"] | words_of("unfounded", lexicon))
    if token.lemma_ in _PARTY and syntax.child(token, "cop") is not None:
        return bool(syntax.obliques(token, "to"))
    if token.lemma_ in _GIVEN:
        return holds(held, goods | _NOTHING) and syntax.is_passive(token) is False
    return token.pos_ == "VERB" and token.lemma_.lower() in words_of("reproached", lexicon) | words_of(
        "disowned", lexicon
    )


def _is_of_speaker(token: Token, *, parsed: ParsedArticle, speaker: Mention) -> bool:
    """ "our soldiers", "Ethiopian soldiers" said by Addis Ababa."""
    whose = [token, *syntax.children(token, "nmod:poss", "amod", "compound")]
    return any(set(m.actors) & set(speaker.actors) for t in whose for m in parsed.mentions_at(t)) or any(
        c.lower_ in syntax.POSSESSIVE for c in syntax.children(token, "nmod:poss")
    )
