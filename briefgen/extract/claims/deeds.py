"""Deeds told of by a noun, and whose they are: "an incursion by …", "Chinese aggression", "support for the rebels".

A deed is a word of the claims list (class "fault"), any noun that a reproach stands beside ("unprovoked firing"), help
given to whom it is a reproach to help ("Ugandan support for the rebels"), or a part of one ("acts of aggression").
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from spacy.tokens import Token

from briefgen.extract import syntax
from briefgen.extract.bodies import actors
from briefgen.extract.cues import Lexicon
from briefgen.extract.frames import holds
from briefgen.knowledge.inflection import forms
from briefgen.parsed import Mention, ParsedArticle

_PARTS = frozenset(
    {"act", "campaign", "policy", "series", "wave", "string", "spate", "case", "pattern", "catalogue", "war", "list"}
)
_ON = 40  # tokens: the next sentence
_BETWEEN = ("between", "with", "of", "by")
_COMING_FROM = frozenset(form for verb in ("come", "originate", "emanate") for form in forms(verb, "VERB"))
_BACK = 160  # tokens: some six sentences
_JOINT = frozenset({"ally", "side", "two"})  # "the allies' exercises": of those who were told to hold them


def is_fault(token: Token, lexicon: Lexicon) -> bool:
    """A deed by its own word, or a part of one: "shelling", "acts of aggression"."""
    if any(row.cls == "fault" for row in lexicon.at(token)):
        return True
    parts = syntax.obliques(token, "of") if token.lemma_.lower() in _PARTS else []
    return any(part.lower_ == "war" or any(row.cls == "fault" for row in lexicon.at(part)) for part in parts)


def is_reproached(token: Token, lexicon: Lexicon) -> bool:
    """A noun with a word of reproach beside it: "unprovoked firing", "a cowardly raid"."""
    return token.pos_ == "NOUN" and holds(syntax.children(token, "amod"), lexicon.content["reproach"])


def is_abetting(parsed: ParsedArticle, token: Token, lexicon: Lexicon) -> bool:
    """Help to a group or to whom it is a reproach to help: "support for the Houthis", "arms deliveries to rebels"."""
    if not holds([token], lexicon.content["abetting"]):
        return False
    given = [c for o in syntax.obliques(token, "for", "to", "of", "with") for c in syntax.conjuncts(o)]
    groups = any(actor.kind == "armed_group" for t in given for m in parsed.mentions_at(t) for actor in m.actors)
    return groups or holds(given, lexicon.content["abetted"])


def is_deed(parsed: ParsedArticle, token: Token, lexicon: Lexicon) -> bool:
    return is_fault(token, lexicon) or is_reproached(token, lexicon) or is_abetting(parsed, token, lexicon)


def fault_of(parsed: ParsedArticle, token: Token, *, lexicon: Lexicon) -> list[Mention]:
    """Whose deed a noun tells of: "an incursion by Ugandan troops", "Chinese aggression", "crimes committed by …".

    "of" tells the doer only of deeds done to nobody named beside them ("the raids of Bulgarian bands").
    """
    owners = [*syntax.children(token, "nmod:poss", "compound", "amod"), *syntax.obliques(token, "by", "from")]
    owners += [doer for c in syntax.children(token, "acl") if (doer := syntax.agent(c)) is not None]
    owners += [*_what_is_done(token), *_where_from(token)]
    if holds([token], lexicon.content["doings"]):
        owners += syntax.obliques(token, "of")
    own = [m for m in parsed.mentions_at(token) if not m.place]
    return own or [m for c in owners for m in _owner(parsed, c, lexicon=lexicon)] or _in_part(parsed, token, lexicon)


def _owner(parsed: ParsedArticle, token: Token, *, lexicon: Lexicon) -> list[Mention]:
    """Who an owner is, or whose it is: "a raid by Serb gunners", "an attack by an Iranian-made …" is nobody's."""
    return actors(parsed, token, lexicon=lexicon) or [
        m for c in syntax.children(token, "amod", "compound", "nmod:poss") for m in actors(parsed, c, lexicon=lexicon)
    ]


def _what_is_done(token: Token) -> list[Token]:
    """ "What Serbia is doing is genocide": the doer in the clause that is the subject of the deed."""
    subject = syntax.own_subject(token) if syntax.child(token, "cop") is not None else None
    clause = None if subject is None or subject.lower_ != "what" else syntax.child(subject, "acl:relcl", "acl")
    doer = None if clause is None else syntax.agent(clause)
    return [] if doer is None else [doer]


def _where_from(token: Token) -> list[Token]:
    """ "The shelling came from Ukrainian positions": whence a deed that is a subject came."""
    came = token.dep_ == "nsubj" and token.head.lower_ in _COMING_FROM
    return syntax.obliques(token.head, "from") if came else []


def _in_part(parsed: ParsedArticle, token: Token, lexicon: Lexicon) -> list[Mention]:
    """ "acts of Israeli aggression": the owner stands beside what there are parts of."""
    parts = syntax.obliques(token, "of") if token.lemma_.lower() in _PARTS else []
    return [m for part in parts for m in fault_of(parsed, part, lexicon=lexicon)]


def told_elsewhere(
    parsed: ParsedArticle, token: Token, *, other_than: Sequence[Mention], lexicon: Lexicon
) -> list[Mention]:
    """Whose a deed is that points elsewhere ("such drills", "the raid"): who was last told of to do one of its kind, or
    who is told of next."""
    pointing = (
        token.lower_ == "it"
        or any(c.lower_ in syntax.POINTING for c in syntax.children(token, "det", "amod"))
        or any(c.lemma_.lower() in _JOINT for c in syntax.children(token, "nmod:poss"))
    )
    kinds = [lexicon.content[name] for name in ("drill", "strike") if holds([token], lexicon.content[name])]
    kinds = kinds or ([lexicon.content["strike"]] if token.lower_ == "it" else [])
    if not pointing or not kinds:
        return []
    own = {actor for mention in other_than for actor in mention.actors}
    before, after = parsed.doc[max(0, token.i - _BACK) : token.i], parsed.doc[token.sent.end : token.sent.end + _ON]
    for other in (*reversed(before), *after):
        if holds([other], kinds[0]):
            found = [m for m in _told_doers(parsed, other, lexicon=lexicon) if not own & set(m.actors)]
            if found:
                return found
    return []


def _told_doers(parsed: ParsedArticle, token: Token, *, lexicon: Lexicon) -> Iterator[Mention]:
    """Who does the deed at *token*: the agent of its verb, its owners, or those between whom it is."""
    if token.pos_ == "VERB":
        yield from actors(parsed, syntax.agent(token), lexicon=lexicon)
        return
    if token.dep_ == "obj" and token.head.pos_ == "VERB":
        yield from actors(parsed, syntax.agent(token.head), lexicon=lexicon)
        yield from (m for o in syntax.obliques(token.head, "with") for m in actors(parsed, o, lexicon=lexicon))
    for clause in syntax.children(token, "acl:relcl"):  # "drills that the two began on Monday"
        subject = syntax.own_subject(clause)
        if subject is not None and subject.lower_ not in syntax.RELATIVES:
            yield from actors(parsed, subject, lexicon=lexicon)
    yield from fault_of(parsed, token, lexicon=lexicon)
    yield from (m for o in syntax.obliques(token, *_BETWEEN) for m in actors(parsed, o, lexicon=lexicon))
