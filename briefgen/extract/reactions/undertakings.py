"""What a speaker says of itself: a resolve or refusal, a threat, its forces that will come or go home."""

from __future__ import annotations

from spacy.tokens import Token

from briefgen.extract import syntax
from briefgen.extract.cues import Lexicon
from briefgen.extract.frames import complements, holds
from briefgen.extract.reactions.stand_words import COMING, INTENDED, has_aux, is_of
from briefgen.model import ReactionType
from briefgen.parsed import Mention, ParsedArticle

_MAY = frozenset({"might", "may", "could"})  # "it might hold up the loan"
_HOME = frozenset({"home", "back"})


def undertaken(token: Token, lexicon: Lexicon) -> ReactionType | None:
    """What the speaker says of its own part in the predicate *token*: `warns`, `statement`, or None."""
    if _menaces(token, lexicon):
        return "warns"
    if not _is_resolved(token, lexicon):
        return None
    if syntax.negated(token):
        return "warns" if has_aux(token, COMING) and is_of(token, "forbidden", lexicon) else "statement"
    return "warns" if is_of(token, "threatened", lexicon) else "statement"


def _menaces(token: Token, lexicon: Lexicon) -> bool:
    """ "it might hold up the loan", "could intervene": what one leaves open to withhold or to do."""
    if not has_aux(token, _MAY) or syntax.negated(token):
        return False
    kept = lexicon.content["relations"] | lexicon.content["sanction"]
    withheld = is_of(token, "withdrawn", lexicon) and holds(complements(token), kept)
    return withheld or is_of(token, "threatened", lexicon)


def marched(token: Token, *, parsed: ParsedArticle, speaker: Mention, lexicon: Lexicon) -> ReactionType | None:
    """Where the speaker's own forces are to come or to go home: "its company will sail", "the last of its troops would
    be home"."""
    found = syntax.own_subject(token)
    if found is None or syntax.negated(token):
        return None
    named = [found, *syntax.obliques(found, "of")]
    theirs = any(set(m.actors) & set(speaker.actors) for t in named for m in parsed.mentions_at(t))
    theirs = theirs or any(c.lower_ in syntax.POSSESSIVE for t in named for c in syntax.children(t, "nmod:poss"))
    if not theirs or not holds(_of_forces(named), lexicon.content["forces"]):
        return None
    gone = token.lower_ in _HOME or any(c.lower_ in _HOME for c in syntax.children(token, "advmod"))
    if gone or is_of(token, "leaving", lexicon):
        return "withdraws_forces"
    bound = has_aux(token, INTENDED) or syntax.child(token, "cop") is not None
    return "sends_forces" if bound and is_of(token, "moving", lexicon) else None


def _of_forces(named: list[Token]) -> list[Token]:
    return [t for item in named for t in (item, *syntax.children(item, "compound", "amod", "flat"))]


def _is_resolved(token: Token, lexicon: Lexicon) -> bool:
    """ "is determined to", "will not accept", "will defend itself": a position or a measure on the speaker's own part.

    To be unable or unwilling to tell something is none.
    """
    told = [token, *syntax.children(token, "xcomp")]
    withheld = syntax.negated(token) or is_of(token, "withheld", lexicon)
    if withheld and holds(told, lexicon.content.get("uninforming", frozenset())):
        return False
    if is_of(token, "resolved", lexicon):
        return True
    if syntax.negated(token):
        firm = has_aux(token, INTENDED) and token.pos_ == "VERB"
        refused = is_of(token, "refused", lexicon) or is_of(token, "undertaken", lexicon)
        return firm or (has_aux(token, COMING) and (refused or is_of(token, "forbidden", lexicon)))
    return has_aux(token, INTENDED) and is_of(token, "undertaken", lexicon)
