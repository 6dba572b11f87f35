"""Who counted a toll, where no cue of speech holds it: "doctors counted 12 dead", "the army put its losses at nine",
"by the ministry's own reckoning 21 died", "on the authority of the hospital"."""

from __future__ import annotations

from spacy.tokens import Token

from briefgen.extract import syntax
from briefgen.extract.casualties.counts import Toll
from briefgen.extract.casualties.reading import Reading
from briefgen.extract.casualties.words import frame_of
from briefgen.parsed import Mention, ParsedArticle

_PAPERS = frozenset(
    {
        "statement",
        "release",
        "communique",
        "communiqué",
        "bulletin",
        "message",
        "note",
        "report",
        "dispatch",
        "account",
        "despatch",
    }
)
_ISSUE = frozenset({"issue", "release", "publish", "post", "put", "send", "give", "circulate", "disseminate"})
_EVENTS = frozenset({"attack", "attacks", "bombing", "raid", "raids", "war", "clashes", "fighting", "violence"})
_STEPS = 5  # heads from the word of loss up to the verb that tells of it
_LONGEST = 10  # tokens of a phrase that names who counted


def counter_of(toll: Toll, *, reading: Reading) -> str | None:
    """The canonical actor or person who counted it, else the words of the text; None where nobody is said to."""
    token = toll.trigger
    for _ in range(_STEPS):
        if reading.lexicon.within(token, "telling") and token.pos_ == "VERB":
            doer = syntax.agent(token)
            if (
                doer is not None
                and doer not in toll.victims
                and doer != toll.side
                and not is_event(doer, reading=reading)
            ):
                return _named(doer, reading=reading)
        for c in token.children:
            if reading.lexicon.within(c, "count") and syntax.case_of(c) in ("by", "on", "from", "according to"):
                owner = next(iter([*syntax.children(c, "nmod:poss"), *syntax.obliques(c, "of")]), None)
                if owner is not None:
                    return _named(owner, reading=reading)
        if token.head == token or token.dep_ in ("acl:relcl", "advcl", "parataxis"):
            return None
        token = token.head
    return None


def _named(token: Token, *, reading: Reading) -> str | None:
    for mention in reading.parsed.mentions_at(token):
        if mention.person is not None and mention.form in ("person", "pronoun"):
            return mention.person.name
        if mention.actor is not None and not mention.place and not is_private(mention, reading.parsed):
            return mention.actor.name
    found = issuer(reading.parsed, token.left_edge.i, token.right_edge.i + 1)
    if found is not None or token.pos_ == "PRON":
        return found
    start, end = syntax.noun_phrase(token)
    while end - 1 > start and token.doc[end - 1].lower_ in ("here", "there"):
        end -= 1
    return " ".join(token.doc[start:end].text.split()) if end - start <= _LONGEST else token.text


def is_event(token: Token, *, reading: Reading) -> bool:
    """ "Their deaths raise the toll to 42", "repeated attacks": what happens tells nothing."""
    event = any(row.pos == "NOUN" and frame_of(row) == "event" for row in reading.lexicon.at(token))
    return event or token.lower_ in _EVENTS


def issuer(parsed: ParsedArticle, start: int, end: int) -> str | None:
    """Who issues the paper that speaks: "the police issued a statement saying …", "a release of the Tigers"."""
    root = parsed.doc[start:end].root
    if root.lower_ not in _PAPERS:
        return None
    verb = root.head
    top = syntax.subject(verb) if root.dep_ == "obj" and verb.lemma_ in _ISSUE else None
    named = [top] if top is not None else [t for t in root.subtree if t != root]
    for token in named:
        for mention in parsed.mentions_at(token):
            if mention.actor is not None and not mention.place:
                return mention.actor.name
    if top is None:
        return None
    words = parsed.doc[top.left_edge.i : top.i + 1]
    return " ".join(words.text.split()) if len(words) <= 8 else None


def is_private(mention: Mention, parsed: ParsedArticle) -> bool:
    """ "Peruvian newspapers", "Peruvian doctors", "Peruvian news agencies": of that country, and not its government."""
    agencies = parsed.doc[mention.root].lower_ == "agencies"
    phrase = mention.end - mention.start > 1
    return mention.form == "demonym" and phrase and (mention.head in ("other", "people") or agencies)
