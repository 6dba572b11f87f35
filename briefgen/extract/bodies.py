"""Who a phrase is: the mentions at its head and in its coordination, the body that an office speaks for, the states
that stand as examples of a group ("several countries, among them Chile"); whom it is aimed at; how a speaker is named.

A phrase without a mention of its own is followed to the body that it speaks for ("a spokesman for the agency", "a
statement from Chile").
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from spacy.tokens import Token

from briefgen.extract import syntax
from briefgen.extract.cues import Lexicon
from briefgen.parsed import ACTING, Mention, ParsedArticle

_OFFICE_CASES = ("for", "of", "at", "from", "with", "in")
_POSTS = frozenset({"for", "in", "at", "with"})  # "the envoy for Yemen", "the coordinator in Bangui": sent by another
_ACTING_FOR = frozenset({"act", "speak", "work", "mediate", "negotiate"})  # "envoys acting for the EU and the UN"
_PERSONAL = frozenset({"he", "she", "him", "her", "his", "hers"})
_ORGANS = frozenset({"council", "assembly", "commission", "parliament", "secretariat", "congress", "senate"})
_SUCH = ("including", "among", "such as", "like", "notably")  # what stands as an example of a group


def actors(parsed: ParsedArticle, token: Token | None, *, lexicon: Lexicon, places: bool = False) -> list[Mention]:
    """Who the phrase headed by *token* is: its mentions and those of its conjuncts; places are nobody, unless *places*.

    A phrase without a mention of its own is followed to the body that it speaks for ("a spokesman for the agency").
    """
    if token is None:
        return []
    found: list[Mention] = []
    for item in syntax.conjuncts(token):
        own = [m for m in parsed.mentions_at(item) if m.actors and (places or not m.place)]
        found += [*own, *_of_several(parsed, item)] if own else []
        found += (
            []
            if own
            else _office_holder(parsed, item, lexicon=lexicon) or list(_examples(parsed, item, lexicon=lexicon))
        )
    return found


def _of_several(parsed: ParsedArticle, token: Token) -> list[Mention]:
    """ "the leaders of Chile, Peru and Bolivia": of many persons each is of one state; the first names the phrase."""
    if token.tag_ != "NNS":
        return []
    others = [c for body in syntax.obliques(token, "of") for c in syntax.conjuncts(body)[1:]]
    return [m for c in others for m in _acting(parsed, c, places=True) if m.head == "actor"]


def seated(parsed: ParsedArticle, token: Token) -> list[Mention]:
    """The states whose capital or seat of power *token* and its conjuncts are: "a warning from Moscow"."""
    found = [m for item in syntax.conjuncts(token) for m in parsed.mentions_at(item)]
    return [m for m in found if m.actors and m.form == "metonym" and m.head == "actor"]


def _examples(parsed: ParsedArticle, token: Token, *, lexicon: Lexicon) -> Iterator[Mention]:
    """ "several countries, among them Chile and Peru", "states such as Chile", "others, Chile included"."""
    if token.lemma_.lower() not in lexicon.content.get("grouping", ()):
        return
    among = any(c.lower_ == "them" and syntax.case_of(c) == "among" for c in token.children)
    named = [*syntax.children(token, "appos"), *syntax.obliques(token, *_SUCH)]
    named += [c for c in syntax.obliques(token) if among and not syntax.case_of(c)]
    named += [c for led in syntax.children(token, "acl") for c in syntax.children(led, "obl:agent")]
    for one in (item for c in named for item in syntax.conjuncts(c)):
        yield from (m for m in parsed.mentions_at(one) if m.actors and not m.place)


def acts(parsed: ParsedArticle, mention: Mention) -> bool:
    """True for what can act for an actor: "the Americans" can, "American voters" and "American territory" cannot.

    Nor can a "he" who is nobody in particular speak for a group.
    """
    first, root = parsed.doc[mention.start], parsed.doc[mention.root]
    if mention.form == "pronoun" and root.lower_ in _PERSONAL:
        return mention.person is not None or any(actor.kind != "armed_group" for actor in mention.actors)
    nation = mention.head == "people" and first.lower_ == "the" and root.text[:1].isupper()
    return mention.head in ACTING or nation


def target(parsed: ParsedArticle, tokens: Sequence[Token], *, other_than: Sequence[Mention]) -> Mention | None:
    """The first actor among *tokens* that is not one of *other_than*; None where several are meant at once.

    A people is no target ("the release of Nigerian girls"), unless it is all of it ("the Congolese people").
    """
    own = {actor.name for mention in other_than for actor in mention.actors}
    for token in tokens:
        for mention in parsed.mentions_at(token):
            person = mention.head == "people" and token.lemma_.lower() not in ("people", "nation")
            if mention.actor is None or mention.actor.name in own or mention.place or person:
                continue
            several = {m.actor for item in syntax.conjuncts(token)[1:] for m in parsed.mentions_at(item) if m.actor}
            return None if several - {mention.actor} else mention
    return None


def speaker_name(parsed: ParsedArticle, mention: Mention) -> str | None:
    """The person, or the office or organ as worded, that speaks for an actor; None where only the actor is named."""
    if mention.person is not None:
        return mention.person.name
    start = mention.start
    while start < mention.end - 1 and parsed.doc[start].pos_ in ("DET", "NUM"):
        start += 1
    root = parsed.doc[mention.root]
    organ = (
        mention.form == "name" and root.lower_ in _ORGANS and root.text not in "".join(a.name for a in mention.actors)
    )
    plain = not any(token.pos_ in ("VERB", "AUX") for token in parsed.doc[start : mention.end])
    office = mention.form != "pronoun" and mention.head in ("institution", "person") and plain
    return parsed.doc[start : mention.end].text if organ or office else None


def _office_holder(parsed: ParsedArticle, token: Token, *, lexicon: Lexicon) -> list[Mention]:
    content = lexicon.content
    if token.lemma_.lower() in content.get("medium", ()):
        beside = syntax.obliques(token, "from", "by", "of") + syntax.children(token, "nmod:poss", "compound", "amod")
        return [m for c in beside for m in _all_acting(parsed, c)]
    acting = [c for c in syntax.children(token, "acl") if c.lemma_ in _ACTING_FOR]
    found = [m for c in acting for body in syntax.obliques(c, "for") for m in _all_acting(parsed, body)]
    if found:
        return found
    if token.pos_ != "PROPN" and token.lemma_.lower() not in content.get("office", ()):
        return []
    beside = syntax.obliques(token, *_OFFICE_CASES) + syntax.children(token, "appos", "nmod:poss", "compound")
    sent = token.lemma_.lower() in content.get("sent", ())
    whose = bool(syntax.obliques(token, "of"))  # "the office in Bogotá of the agency" is of the agency, known or not
    for places in (False,) if whose else (False, True):
        for item in beside:
            if places and sent and syntax.case_of(item) in _POSTS:
                continue
            found = _acting(parsed, item, places=places)
            if found:
                return found
    return []


def _all_acting(parsed: ParsedArticle, token: Token) -> list[Mention]:
    return [m for item in syntax.conjuncts(token) for m in _acting(parsed, item)]


def _acting(parsed: ParsedArticle, token: Token, *, places: bool = False) -> list[Mention]:
    found = [m for m in parsed.mentions_at(token) if m.head in ("actor", "institution", "person") and m.actors]
    return [m for m in found if places or not m.place]
