"""Hostile acts told of in a side's words, and who is said to do them: the stuff of claims.

An act is a verb or adjective of the claims list ("shelled", "is behind"), any verb of violence of the parties list, a
nominal act that is told ("an ambush by the rebels started it"), or a hostile name as predicate ("is a puppet of").
"""

from __future__ import annotations

from spacy.tokens import Token

from briefgen.extract import syntax
from briefgen.extract.cues import Lexicon
from briefgen.extract.doers import actors, bearer
from briefgen.extract.frames import complements, entry_holds, holds
from briefgen.extract.party_scope import Words
from briefgen.knowledge.types import Word
from briefgen.parsed import Mention, ParsedArticle

_OWN_WAYS = frozenset(
    {
        "withdraw",
        "retreat",
        "surrender",
        "resist",
        "repel",
        "liberate",
        "rescue",
        "intercept",
        "advance",
        "fight",
        "clash",
    }
)  # what a side says of itself, or no grievance
_COMING = frozenset({"will", "wo", "would", "could", "can", "ca", "should", "must", "may", "might"})


def hostile_agents(
    parsed: ParsedArticle, token: Token, *, lexicon: Lexicon, words: Words, speech_cue: int | None = None
) -> list[Mention]:
    """Who is said to do the hostile act told of by *token*; empty where it tells of none, or of none done."""
    rows = [row for row in lexicon.at(token) if row.cls in ("act", "fault", "duty") and _is_meant(token, row, lexicon)]
    if token.dep_ == "acl" and holds([token.head], lexicon.content["weapon"]) and syntax.is_passive(token):
        return _armed_by(parsed, token, lexicon=lexicon)
    if not rows and _is_label(token, lexicon):
        return actors(parsed, syntax.own_subject(token), lexicon=lexicon)
    if not rows:
        return _violent(parsed, token, lexicon=lexicon, words=words)
    row = rows[0]
    if row.cls == "fault":
        told = token.dep_ in ("nsubj", "nsubj:pass", "nsubj:outer") or (
            speech_cue is not None and (token.head.i == speech_cue or holds([token], lexicon.content["loaded"]))
        )
        if not told or syntax.modality(syntax.predicate_of(token)) != "real":
            return []
        return fault_of(parsed, token, lexicon=lexicon)
    coming = row.cls == "duty" and any(c.dep_ == "aux" and c.lower_ in _COMING for c in token.children)
    if coming or syntax.modality(syntax.predicate_of(token)) != ("denied" if row.cls == "duty" else "real"):
        return []
    doer = bearer(token) if row.pos == "ADJ" else syntax.agent(token)
    return doers_of(parsed, doer, lexicon=lexicon) or _in_what(parsed, token, lexicon=lexicon)


def _armed_by(parsed: ParsedArticle, token: Token, *, lexicon: Lexicon) -> list[Mention]:
    """Whose weapon it was that hit: "was killed by a shell fired by Serb gunners", "struck a mine laid by Iran"."""
    above = next((t for t in token.head.ancestors if t.pos_ in ("VERB", "AUX")), None)
    if above is None or syntax.modality(above) != "real":
        return []
    return doers_of(parsed, syntax.agent(token), lexicon=lexicon)


def _in_what(parsed: ParsedArticle, token: Token, *, lexicon: Lexicon) -> list[Mention]:
    """Whose act it happened in: "were killed in Pakistani artillery fire", "died by a Serb shell"."""
    if not syntax.is_passive(token):
        return []
    acts = [t for t in syntax.obliques(token, "in", "by", "during", "under", "from") if _is_fault(t, lexicon)]
    return [m for t in acts for m in fault_of(parsed, t, lexicon=lexicon)]


def _is_fault(token: Token, lexicon: Lexicon) -> bool:
    return any(row.cls == "fault" for row in lexicon.at(token))


def _suppliers(parsed: ParsedArticle, token: Token, words: Words) -> list[Mention]:
    """From whom a side is said to get arms or men: "receives recruits and munitions from Rwanda"."""
    things = [c for t in syntax.objects(token) for c in syntax.conjuncts(t)]
    kinds = {cls for t in things for cls in words.nouns.get(t.lower_, ())}
    if "receive" not in words.classes(token) or not kinds & {"arms", "gear", "soldiers"}:
        return []
    sources = [*syntax.obliques(token, "from"), *(o for t in things for o in syntax.obliques(t, "from"))]
    return [m for o in sources for c in syntax.conjuncts(o) for m in parsed.mentions_at(c) if m.actors]


def _is_meant(token: Token, row: Word, lexicon: Lexicon) -> bool:
    """Whether an entry of *row* stands at *token* with what it needs among its complements."""
    needs = row.attrs.get("needs")
    return entry_holds(token, row) and (not isinstance(needs, str) or holds(complements(token), lexicon.content[needs]))


def _violent(parsed: ParsedArticle, token: Token, *, lexicon: Lexicon, words: Words) -> list[Mention]:
    """Who does a violence that the claims list does not name: "had bayoneted", "blew up", "dropped bombs"."""
    if token.pos_ == "VERB" and syntax.modality(token) == "real" and (found := _suppliers(parsed, token, words)):
        return found
    aside = token.dep_ in ("acl", "amod", "acl:relcl")  # "the journalist captured by the rebels"
    if aside or token.pos_ != "VERB" or token.lemma_ in _OWN_WAYS or syntax.modality(token) != "real":
        return []
    classes = words.classes(token)
    things = [*syntax.objects(token), *syntax.patients(token)]
    launched = "launch" in classes and any("operation" in words.nouns.get(t.lower_, ()) for t in things)
    hits = things or syntax.obliques(token, "on", "at", "against", "into", "upon", "from")
    if not (launched or ("fight" in classes and hits)):
        return []
    return doers_of(parsed, syntax.agent(token), lexicon=lexicon) or _in_what(parsed, token, lexicon=lexicon)


def doers_of(parsed: ParsedArticle, doer: Token | None, *, lexicon: Lexicon) -> list[Mention]:
    """Who the doer of an act is: its mention, or whose it is ("a coast guard ship", "Israeli jets")."""
    if doer is None:
        return []
    doer = antecedent(doer)
    found = actors(parsed, doer, lexicon=lexicon)
    owners = [c for t in syntax.conjuncts(doer) for c in syntax.children(t, "compound", "amod", "nmod:poss")]
    return found or [m for c in owners for m in parsed.mentions_at(c) if not m.place]


def fault_of(parsed: ParsedArticle, token: Token, *, lexicon: Lexicon) -> list[Mention]:
    """Whose deed a noun tells of: "an incursion by Ugandan troops", "Chinese aggression", "crimes committed by …"."""
    owners = [*syntax.children(token, "nmod:poss", "compound", "amod"), *syntax.obliques(token, "by", "from")]
    owners += [doer for c in syntax.children(token, "acl") if (doer := syntax.agent(c)) is not None]
    own = [m for m in parsed.mentions_at(token) if not m.place]
    return own or [m for c in owners for m in actors(parsed, c, lexicon=lexicon)]


def _is_label(token: Token, lexicon: Lexicon) -> bool:
    """ "is a puppet of …", "is a terrorist state": a nominal predicate that names the subject by a hostile word."""
    named = syntax.child(token, "cop") is not None and syntax.modality(token) == "real"
    return named and holds([token, *syntax.children(token, "amod", "compound")], lexicon.content["label"])


def is_slur(token: Token, lexicon: Lexicon) -> bool:
    """A hostile name for the other side as the subject: "the terrorists have fled", "most of the terrorists"."""
    heads = (token, token.head) if token.dep_ == "nmod" and syntax.case_of(token) == "of" else (token,)
    known = any(c.lower_ in ("the", "these", "those") for c in syntax.children(token, "det"))
    subject = heads[-1].dep_ == "nsubj" and syntax.case_of(heads[-1]) == ""
    return known and subject and holds([token], lexicon.content["slur"])


def antecedent(token: Token) -> Token:
    """The noun that a relative pronoun stands for ("whom Turkey accuses"); *token* itself otherwise."""
    if token.lower_ not in syntax.RELATIVES:
        return token
    above = (t for t in token.ancestors if t.dep_ in ("acl:relcl", "acl"))
    return next((clause.head for clause in above), token)
