"""Who acts, speaks or is meant by a phrase: the mentions behind the subject of a verb, the owner of a noun, an office.

A phrase without a mention of its own is followed to the body that it speaks for ("a spokesman for the agency", "a
statement from Chile").
"""

from __future__ import annotations

from collections.abc import Sequence

from spacy.tokens import Token

from briefgen.extract import syntax
from briefgen.extract.cues import Cue, Lexicon
from briefgen.extract.frames import SENT, holds, is_infinitive, sent
from briefgen.parsed import Mention, ParsedArticle

_OFFICE_CASES = ("for", "of", "at", "from", "with", "in")
_ACTING = frozenset({"actor", "institution", "person", "forces"})  # voters, doctors, territory do not act for a state
_ACTING_FOR = frozenset({"act", "speak", "work", "mediate", "negotiate"})  # "envoys acting for the EU and the UN"
_BESIDE = ("along with", "together with", "as well as", "alongside")  # "Russia, along with Iran, …"
_THIRD = frozenset({"he", "she", "it", "they"})
_PERSONAL = frozenset({"he", "she", "him", "her", "his", "hers"})
_ORGANS = frozenset({"council", "assembly", "commission", "parliament", "secretariat", "congress", "senate"})


def actors(parsed: ParsedArticle, token: Token | None, *, lexicon: Lexicon, places: bool = False) -> list[Mention]:
    """Who the phrase headed by *token* is: its mentions and those of its conjuncts; places are nobody, unless *places*.

    A phrase without a mention of its own is followed to the body that it speaks for ("a spokesman for the agency").
    """
    if token is None:
        return []
    found: list[Mention] = []
    for item in syntax.conjuncts(token):
        own = [m for m in parsed.mentions_at(item) if m.actors and (places or not m.place)]
        found += own or _office_holder(parsed, item, lexicon=lexicon)
    return found


def doers(parsed: ParsedArticle, cue: Cue, *, lexicon: Lexicon) -> list[Mention]:
    """Who acts: the subject or "by" phrase of a verb, the subject of an adjective, the owner or source of a noun."""
    token = cue.token
    if token.pos_ in ("NOUN", "PROPN"):
        return _owning(parsed, _noun_doers(parsed, cue, lexicon=lexicon))
    if cue.row.pos == "ADJ":
        found = actors(parsed, bearer(token), lexicon=lexicon) or _quoted_speaker(parsed, token)
        return [mention for mention in found if acts(parsed, mention)]
    found = [m for m in _verb_doers(parsed, token, lexicon=lexicon) if acts(parsed, m)]
    if not found and cue.row.attrs.get("needs") == SENT:
        found = sent(parsed, token)
    return found or _owning(parsed, _from_above(parsed, token, lexicon=lexicon))


def _owning(parsed: ParsedArticle, found: Sequence[Mention]) -> list[Mention]:
    """Those that can act, and those after which a thing is named ("Chilean criticism", "a UN resolution")."""
    return [mention for mention in found if acts(parsed, mention) or mention.head == "other"]


def _verb_doers(parsed: ParsedArticle, token: Token, *, lexicon: Lexicon) -> list[Mention]:
    agent = _agent(token)
    if agent is not None and agent.lower_ in syntax.RELATIVES and token.dep_.startswith("acl"):
        agent = token.head
    found = _subject_doers(parsed, agent, lexicon=lexicon) or _told_of_oneself(parsed, agent)
    if not found or agent is None:
        return []
    beside = [c for item in (agent, token) for c in syntax.obliques(item, *_BESIDE) if c.i < token.i]
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
        bearer_of = syntax.own_subject(noun) or (syntax.subject(verb) if noun.dep_ in ("obj", "xcomp") else None)
        return _owners(parsed, noun, lexicon=lexicon) or actors(parsed, bearer_of, lexicon=lexicon)
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
    return [m for c in papers if holds([c], issued) for m in _owners(parsed, c, lexicon=lexicon)]


def _subject_doers(parsed: ParsedArticle, agent: Token | None, *, lexicon: Lexicon) -> list[Mention]:
    """Who the agent is.

    A dateline taken for a subject gives way to the subject after it; a capital that is the only subject acts for its
    state, whatever it was taken for.
    """
    found = actors(parsed, agent, lexicon=lexicon)
    if found or agent is None or agent.dep_ != "nsubj":
        return found
    if agent.pos_ != "PROPN":
        return found
    beside = [c for c in syntax.children(agent.head, "nsubj") if agent.i < c.i < agent.head.i]
    for other in beside:
        found = actors(parsed, other, lexicon=lexicon)
        if found:
            return found
    return [] if beside else actors(parsed, agent, lexicon=lexicon, places=True)


def acts(parsed: ParsedArticle, mention: Mention) -> bool:
    """True for what can act for an actor: "the Americans" can, "American voters" and "American territory" cannot.

    Nor can a "he" who is nobody in particular speak for a group.
    """
    first, root = parsed.doc[mention.start], parsed.doc[mention.root]
    if mention.form == "pronoun" and root.lower_ in _PERSONAL:
        return mention.person is not None or any(actor.kind != "armed_group" for actor in mention.actors)
    nation = mention.head == "people" and first.lower_ == "the" and root.text[:1].isupper()
    return mention.head in _ACTING or nation


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


def _noun_doers(parsed: ParsedArticle, cue: Cue, *, lexicon: Lexicon) -> list[Mention]:
    token, verb = cue.token, cue.token.head
    own = [m for m in parsed.mentions_at(token) if m.actors and not m.place]
    found = own or _owners(parsed, token, lexicon=lexicon, aimed=cue.row.attrs.get("of") == "toward")
    if not found and verb.pos_ == "VERB" and syntax.case_of(token) == "as":
        return actors(parsed, syntax.agent(verb), lexicon=lexicon)
    if found or verb.pos_ != "VERB" or token.dep_ != "obj":
        return found
    if verb.lemma_ in lexicon.content.get("drawing", ()):
        return [m for c in syntax.obliques(verb, "from") for m in actors(parsed, c, lexicon=lexicon)]
    if verb.lemma_ in lexicon.content.get("light", ()):
        return actors(parsed, syntax.agent(verb), lexicon=lexicon)
    return []


def _owners(parsed: ParsedArticle, token: Token, *, lexicon: Lexicon, aimed: bool = False) -> list[Mention]:
    """Whose a noun is: the possessor or modifier, who it comes "from" or is "by"; else what "of" tells, unless *aimed*
    ("Chile's criticism of Peru")."""
    before = syntax.children(token, "nmod:poss", "compound", "amod", "nmod:desc")
    for group in (before, syntax.obliques(token, "by"), [] if aimed else syntax.obliques(token, "of"), _sources(token)):
        found = [m for c in group for m in actors(parsed, c, lexicon=lexicon, places=c.dep_ == "nmod:poss")]
        if found:
            return found
    return []


def _sources(token: Token) -> list[Token]:
    """ "from X" under a noun, or under the noun that it is a part of ("calls from X for …", "a chorus of … from X")."""
    own = syntax.obliques(token, "from")
    return own or (syntax.obliques(token.head, "from") if token.head.pos_ == "NOUN" else [])


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
    whose = bool(syntax.obliques(token, "of"))  # "the office in Bogotá of the agency" is of the agency, known or not
    for places in (False,) if whose else (False, True):
        for item in beside:
            found = _acting(parsed, item, places=places)
            if found:
                return found
    return []


def _all_acting(parsed: ParsedArticle, token: Token) -> list[Mention]:
    return [m for item in syntax.conjuncts(token) for m in _acting(parsed, item)]


def _acting(parsed: ParsedArticle, token: Token, *, places: bool = False) -> list[Mention]:
    found = [m for m in parsed.mentions_at(token) if m.head in ("actor", "institution", "person") and m.actors]
    return [m for m in found if places or not m.place]
