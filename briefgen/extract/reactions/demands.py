"""What a statement asks for: "must stop", "stop the bombing", "it is time to talk", "we need access"."""

from __future__ import annotations

from spacy.tokens import Token

from briefgen.extract import syntax
from briefgen.extract.cues import Lexicon, request_type
from briefgen.extract.frames import complements, holds
from briefgen.extract.reactions.stand_words import OUGHT, has_aux, is_of
from briefgen.model import ReactionType

_ANYONE = frozenset({"one", "you", "everyone", "people"})
_NEEDING = frozenset({"need", "want", "require", "demand"})


def demanded(token: Token, *, own: bool, quoted: bool, lexicon: Lexicon) -> ReactionType | None:
    """The type of what the predicate *token* asks for, or None; what one asks of oneself is a position (*own*)."""
    if _lacks(token, own=own, lexicon=lexicon):
        return request_type(complements(token) if own else _of_need(token), lexicon)
    asks = (
        (has_aux(token, OUGHT) and not _is_case_put(token))
        or _needs_to(token)
        or (quoted and _commands(token))
        or _is_urgent(token, lexicon)
    )
    if not asks or (not own and _is_anyone(token)):
        return None
    return _shared(token, lexicon) if own else _asked(token, lexicon)


def _lacks(token: Token, *, own: bool, lexicon: Lexicon) -> bool:
    """ "We need unhindered access", "there is an urgent need for a pause"."""
    wanted = lexicon.content["demandable"] | lexicon.content["ceasefire"]
    if own:
        return token.lemma_ in _NEEDING and not syntax.negated(token) and holds(syntax.objects(token), wanted)
    return syntax.child(token, "expl") is not None and holds(_of_need(token), wanted)


def _of_need(token: Token) -> list[Token]:
    needs = [c for c in syntax.children(token, "nsubj", "obj") if c.lemma_ in ("need", "urgency", "necessity")]
    return [t for c in needs if not syntax.is_none(c) for t in complements(c)]


def _needs_to(token: Token) -> bool:
    """ "needs to stop", "has to end"; "would have to be paid" and "it has to start" only tell of a necessity."""
    subject = syntax.own_subject(token)
    told = subject is None or (subject.pos_ == "PRON" and subject.lower_ != "we")
    if token.lemma_ == "have" and (syntax.child(token, "aux") is not None or told):
        return False
    if token.lower_ == "ought":
        return syntax.child(token, "xcomp") is not None
    bare = syntax.child(token, "obj") is None and token.pos_ == "VERB"
    return token.lemma_ in ("need", "have") and bare and syntax.child(token, "xcomp") is not None


def _commands(token: Token) -> bool:
    """An imperative: "Stop the bombing", '"Let aid in," she urged'."""
    alone = syntax.child(token, "nsubj", "nsubj:pass", "aux", "mark", "cop", "expl", "aux:pass") is None
    first = token.dep_ == "ROOT" or (token.dep_ == "ccomp" and token.text[:1].isupper())
    return token.tag_ == "VB" and first and alone and bool(syntax.objects(token))


def _is_case_put(token: Token) -> bool:
    """ "should the fighting spread": a condition, not what ought to be."""
    subject = syntax.own_subject(token)
    should = [c for c in syntax.children(token, "aux") if c.lower_ == "should"]
    return subject is not None and any(c.i < subject.left_edge.i for c in should)


def _is_anyone(token: Token) -> bool:
    """ "one has to beware": advice to nobody in particular."""
    found = syntax.own_subject(token)
    return found is not None and found.lower_ in _ANYONE


def _shared(token: Token, lexicon: Lexicon) -> ReactionType:
    """ "We must be patient": what one holds that oneself, or all together, ought to do is a position."""
    kind = _asked(token, lexicon)
    return kind if kind in ("calls_for_ceasefire", "calls_for_restraint") else "statement"


def _is_urgent(token: Token, lexicon: Lexicon) -> bool:
    """ "it is essential that both sides withdraw", "it is high time for them to talk"."""
    found = syntax.own_subject(token)
    said_of_it = found is None or found.lower_ in ("it", "what") or found.dep_.startswith("csubj")
    asked = syntax.child(token, "csubj", "ccomp", "xcomp", "advcl", "acl") is not None
    return said_of_it and asked and not syntax.negated(token) and is_of(token, "urgent", lexicon)


def _asked(token: Token, lexicon: Lexicon) -> ReactionType:
    found = syntax.own_subject(token)
    if is_of(token, "defied", lexicon):  # "nobody should doubt our resolve"
        return "warns"
    asked = [token, *complements(token), *(found.subtree if found is not None else ())]
    return request_type(asked, lexicon)
