"""Who does what a cue tells of: the subject or agent of a verb, who an adjective is said of, whose a noun is.

Who a phrase is stands in `bodies`, whose a noun is in `owners`.
"""

from __future__ import annotations

from collections.abc import Sequence

from spacy.tokens import Token

from briefgen.extract import syntax
from briefgen.extract.bodies import actors, acts
from briefgen.extract.cues import Cue, Lexicon
from briefgen.extract.frames import SENT, holds, is_infinitive, sent
from briefgen.extract.owners import noun_doers, owners
from briefgen.parsed import Mention, ParsedArticle

_BESIDE = ("along with", "together with", "as well as", "alongside", "like")  # "Russia, along with Iran, …"
_TOGETHER = frozenset({"together", "along", "alongside", "jointly"})
_OF_FORCES = frozenset({"sends_forces", "withdraws_forces"})
_THIRD = frozenset({"he", "she", "it", "they"})


def doers(parsed: ParsedArticle, cue: Cue, *, lexicon: Lexicon) -> list[Mention]:
    """Who acts: the subject or "by" phrase of a verb, the subject of an adjective, the owner or source of a noun."""
    token = cue.token
    if token.pos_ in ("NOUN", "PROPN"):
        return _owning(parsed, noun_doers(parsed, cue, lexicon=lexicon))
    if cue.row.attrs.get("of") == "subject":
        in_passing = token.dep_ in ("acl", "acl:relcl", "advcl") and token.tag_ != "VBG"
        return [] if in_passing else _owning(parsed, _sent_by(parsed, syntax.subject(token), lexicon=lexicon))
    if cue.row.pos == "ADJ":
        of_whom = bearer(token)
        found = _subject_doers(parsed, of_whom, lexicon=lexicon) or _quoted_speaker(parsed, token)
        found = found or _told_of_oneself(parsed, of_whom)
        return [mention for mention in found if acts(parsed, mention)]
    if token.dep_ == "amod":
        return _owning(parsed, _hyphened(parsed, token))
    found = [m for m in _verb_doers(parsed, token, lexicon=lexicon) if acts(parsed, m)]
    if not found and cue.row.attrs.get("needs") == SENT:
        found = sent(parsed, token)
    if not found and syntax.is_passive(token) and cue.row.cls in _OF_FORCES:
        return [m for item in syntax.patients(token) for m in _sent_by(parsed, item, lexicon=lexicon)]
    return found or _owning(parsed, _from_above(parsed, token, lexicon=lexicon))


def _hyphened(parsed: ParsedArticle, token: Token) -> list[Mention]:
    """ "an Egyptian-brokered truce": by whom, where the participle before a noun says so."""
    before = [c for c in token.children if c.i < token.i and c.pos_ != "PUNCT" and token.nbor(-1).text == "-"]
    return [m for c in before for m in parsed.mentions_at(c) if m.actors]


def _sent_by(parsed: ParsedArticle, token: Token | None, *, lexicon: Lexicon) -> list[Mention]:
    """Whose forces or goods arrive, leave or are sent: "Kenyan police landed", "a convoy from Chile arrived"."""
    if token is None or token.lower_ in syntax.RELATIVES:
        return []
    own = [m for m in parsed.mentions_at(token) if m.actors and not m.place and m.head in ("forces", "other")]
    inner = syntax.obliques(token, "of")
    return own or [m for c in (token, *inner) for m in owners(parsed, c, lexicon=lexicon)]


def _owning(parsed: ParsedArticle, found: Sequence[Mention]) -> list[Mention]:
    """Those that can act, and those after which a thing is named ("Chilean criticism", "a UN resolution")."""
    return [mention for mention in found if acts(parsed, mention) or mention.head == "other"]


def _verb_doers(parsed: ParsedArticle, token: Token, *, lexicon: Lexicon) -> list[Mention]:
    agent = _agent(token)
    if agent is not None and agent.lower_ in syntax.RELATIVES and token.dep_.startswith("acl"):
        agent = token.head
    found = _subject_doers(parsed, agent, lexicon=lexicon) or _told_of_oneself(parsed, agent)
    if not found or agent is None:
        among = [c for c in syntax.obliques(token, "including") if syntax.is_passive(token)]  # "…, including by Chile"
        return [m for c in among for m in actors(parsed, c, lexicon=lexicon)]
    beside = [c for item in (agent, token) for c in syntax.obliques(item, *_BESIDE) if c.i < token.i]
    joint = [t for item in (agent, token) for t in syntax.children(item, "advmod") if t.lower_ in _TOGETHER]
    beside += [c for t in joint for c in syntax.obliques(t, "with") if c.i < token.i]
    return found + [m for c in beside for m in actors(parsed, c, lexicon=lexicon)]


def _told_of_oneself(parsed: ParsedArticle, agent: Token | None) -> list[Mention]:
    """ "The delegate said that he regards …": a pronoun that is nobody else is who speaks."""
    speech = None if agent is None or agent.lower_ not in _THIRD else parsed.speech_over(agent)
    known = agent is not None and bool(parsed.mentions_at(agent))
    return (
        [] if speech is None or speech.quoted or speech.carried or speech.speaker is None or known else [speech.speaker]
    )


def _from_above(parsed: ParsedArticle, token: Token, *, lexicon: Lexicon) -> list[Mention]:
    """Who acts where the clause itself names nobody: whose decision it is ("its decision to leave"), who a participle
    after an object goes back to ("imposed a boycott, accusing it of …"), whose ban or resolution was passed."""
    if token.dep_ == "acl" and token.head.pos_ == "NOUN" and is_infinitive(token):
        noun, verb = token.head, token.head.head  # "its decision to …", "X was the only state to …"
        by_subject = noun.dep_ in ("obj", "xcomp") or (noun.dep_ == "obl" and syntax.case_of(noun) in ("in", "as"))
        bearer_of = syntax.own_subject(noun) or (syntax.subject(verb) if by_subject else None)
        return owners(parsed, noun, lexicon=lexicon) or actors(parsed, bearer_of, lexicon=lexicon)
    if token.tag_ == "VBG" and token.dep_ == "acl" and syntax.child(token, "mark", "case") is None:
        above = next((v for v in syntax.predicates(token) if v != token and v.pos_ == "VERB"), None)
        return [] if above is None else _subject_doers(parsed, _agent(above), lexicon=lexicon)
    if not syntax.is_passive(token):
        return []
    issued = lexicon.content.get("sanction", frozenset()) | lexicon.content.get("medium", frozenset())
    papers = [
        *syntax.children(token, "obl:agent"),
        *syntax.obliques(token, "under", "by", "in"),
        *syntax.patients(token),
    ]
    return [m for c in papers if holds([c], issued) for m in owners(parsed, c, lexicon=lexicon)]


def _subject_doers(parsed: ParsedArticle, agent: Token | None, *, lexicon: Lexicon) -> list[Mention]:
    """Who the agent is.

    A dateline taken for a subject gives way to the subject after it; a capital that is the only subject acts for its
    state, whatever it was taken for.
    """
    found = actors(parsed, agent, lexicon=lexicon)
    if found or agent is None or agent.dep_ not in ("nsubj", "nsubj:pass"):
        return found
    if agent.pos_ != "PROPN":
        return found
    beside = [c for c in syntax.children(agent.head, "nsubj") if agent.i < c.i < agent.head.i]
    for other in beside:
        found = actors(parsed, other, lexicon=lexicon)
        if found:
            return found
    return [] if beside else actors(parsed, agent, lexicon=lexicon, places=True)


def _agent(token: Token) -> Token | None:
    """The agent of a verb; of a headline's infinitive the noun before it ("Kenya to send police"); of a participle that
    of "with" ("with Chile and Peru condemning the raid")."""
    beside = [c for c in syntax.obliques(token, "with") if c.i < token.i] if token.tag_ == "VBG" else []
    if beside and syntax.own_subject(token) is None:
        return beside[0]
    to_come = any(c.dep_ == "mark" and c.lower_ == "to" for c in token.children)
    if to_come and token.head.dep_ == "ROOT" and token.head.pos_ == "PROPN" and token.head.i < token.i:
        return token.head
    return syntax.agent(token)


def _quoted_speaker(parsed: ParsedArticle, token: Token) -> list[Mention]:
    """Who speaks, for an adjective of direct speech that is said of nobody ("Deeply concerned by the fighting")."""
    speech = parsed.speech_over(token)
    alone = speech is not None and speech.quoted and bearer(token) is None
    return [speech.speaker] if speech is not None and alone and speech.speaker is not None else []


def bearer(token: Token) -> Token | None:
    """Who an adjective is said of: the subject; of "behind" in "X was behind the raid", that of the nominal clause."""
    if token.dep_ == "case":
        return syntax.own_subject(token.head) if syntax.child(token.head, "cop") is not None else None
    return syntax.subject(token)
