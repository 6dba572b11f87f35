"""Whose a noun is that tells of an act: its owner, source or author, who a verb beside it is done by, where it is felt.

"Chile's criticism of Peru", "calls from Chile for a truce", "condemnation came from Lima", "voted in favour of",
"watches with concern", "alarm in Lima".
"""

from __future__ import annotations

from spacy.tokens import Token

from briefgen.extract import syntax
from briefgen.extract.bodies import actors, seated
from briefgen.extract.cues import Cue, Lexicon
from briefgen.extract.noun_frames import comes, felt_at, is_manner, is_stance, is_to_whose
from briefgen.parsed import Mention, ParsedArticle

_DONE_BY_SUBJECT = ("light", "announcing")


def noun_doers(parsed: ParsedArticle, cue: Cue, *, lexicon: Lexicon) -> list[Mention]:
    """Who does what the noun of *cue* tells of; nobody where the text does not say."""
    token, verb = cue.token, cue.token.head
    own = [m for m in parsed.mentions_at(token) if m.actors and not m.place]
    aimed = cue.row.attrs.get("of") == "toward" and not is_to_whose(token, lexicon)
    found = own or owners(parsed, token, lexicon=lexicon, aimed=aimed)
    acted = (
        (verb.pos_ == "VERB" and syntax.case_of(token) == "as")
        or is_stance(token, lexicon)
        or is_manner(token, lexicon)
    )
    needs = cue.row.attrs.get("needs")
    of_oneself = needs == "self" or (isinstance(needs, tuple) and "self" in needs)
    if not found and of_oneself and syntax.child(token, "cop") is not None:  # "is host to the talks"
        found = actors(parsed, syntax.subject(token), lexicon=lexicon)
    if not found and acted:
        found = actors(parsed, syntax.agent(syntax.predicate_of(verb)), lexicon=lexicon)
    if found or verb.pos_ not in ("VERB", "AUX"):
        return found or _felt(parsed, token, lexicon=lexicon)
    if comes(token, lexicon) or (token.dep_ == "obj" and verb.lemma_ in lexicon.content.get("drawing", ())):
        found = _from(parsed, verb, lexicon=lexicon)
    elif token.dep_ == "obj" and any(verb.lemma_ in lexicon.content.get(name, ()) for name in _DONE_BY_SUBJECT):
        found = actors(parsed, syntax.agent(verb), lexicon=lexicon)
    return found or _felt(parsed, token, lexicon=lexicon)


def owners(parsed: ParsedArticle, token: Token, *, lexicon: Lexicon, aimed: bool = False) -> list[Mention]:
    """Whose a noun is: the possessor or modifier, who it comes "from" or is "by"; else what "of" tells, unless *aimed*
    ("Chile's criticism of Peru")."""
    before = syntax.children(token, "nmod:poss", "compound", "amod", "nmod:desc")
    for group in (before, syntax.obliques(token, "by"), [] if aimed else syntax.obliques(token, "of")):
        found = [m for c in group for m in actors(parsed, c, lexicon=lexicon, places=c.dep_ == "nmod:poss")]
        if found:
            return found
    above = token.head if token.head.pos_ == "NOUN" and not syntax.obliques(token, "from") else token
    return _from(parsed, above, lexicon=lexicon)


def _from(parsed: ParsedArticle, token: Token, *, lexicon: Lexicon) -> list[Mention]:
    """ "from X" under a noun, under the noun that it is a part of ("a chorus of … from X") or under its verb."""
    return [m for c in syntax.obliques(token, "from") for m in actors(parsed, c, lexicon=lexicon) or seated(parsed, c)]


def _felt(parsed: ParsedArticle, token: Token, *, lexicon: Lexicon) -> list[Mention]:
    """ "There is alarm in Lima", "caused an outcry in Lima": those who sit there feel it."""
    return [m for c in felt_at(token, lexicon) for m in seated(parsed, c)]
