"""Words that tell of an act between actors, found by table; who acts and toward whom is told by `doers`.

A *cue* is a verb, noun or adjective of a word list whose row's frame holds: the particles that it asks for follow, a
word that it needs stands among its complements, and the clause is not denied. Reactions and claims both read cues.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from spacy.tokens import Token

from briefgen.extract import syntax
from briefgen.extract.frames import frame_holds, holds, inflected, is_infinitive
from briefgen.knowledge import Knowledge
from briefgen.knowledge.types import Word
from briefgen.model import ReactionType
from briefgen.parsed import ParsedArticle

_POS = {"PROPN": "NOUN", "AUX": "VERB"}
_OF_WHAT = frozenset({"to", "of", "for", "from", "against", "with", "that", "as"})
_CONTENT = "content:"
_ONLY = frozenset({"only", "sole", "first", "second", "third", "latest", "last"})
_ACTS = frozenset({"mediates", "offers_aid", "sends_forces", "withdraws_forces", "sanctions"})  # done, not said
_NEITHER = frozenset({"neither", "nor"})


@dataclass(frozen=True, slots=True)
class Lexicon:
    """A word list by form and part of speech of the head, with its content sets ("ceasefire": {"truce", "truces", …}).

    Forms are surer than the lemmas of an engine, which are looked up second.
    """

    rows: Mapping[tuple[str, str], tuple[Word, ...]]
    content: Mapping[str, frozenset[str]] = field(default_factory=dict)

    @classmethod
    def of(cls, words: Iterable[Word]) -> Lexicon:
        """Index *words*; rows of class "content:NAME" become content sets, other rows without `pos` are left out."""
        rows: dict[tuple[str, str], dict[int, Word]] = {}
        content: dict[str, set[str]] = {}
        for number, word in enumerate(words):
            if word.pos:
                for form in inflected([entry.split()[0] for entry in word.words], word.pos):
                    rows.setdefault((form, word.pos), {})[number] = word
            else:
                found = content.setdefault(word.cls.removeprefix(_CONTENT), set())
                found |= inflected(word.words, "NOUN") | inflected(word.words, "VERB")
        return cls(
            {key: tuple(found.values()) for key, found in rows.items()},
            {name: frozenset(found) for name, found in content.items()},
        )

    def at(self, token: Token) -> tuple[Word, ...]:
        """The rows for *token*; a participle may also be an adjective of the list ("was alarmed", "was encouraged")."""
        pos = _POS.get(token.pos_, token.pos_)
        found = self.rows.get((token.lower_, pos)) or self.rows.get((token.lemma_.lower(), pos), ())
        described = token.tag_ in ("VBN", "JJ", "IN") and pos != "ADJ"
        return found + (self.rows.get((token.lower_, "ADJ"), ()) if described else ())


@lru_cache(maxsize=4)
def lexicon_of(knowledge: Knowledge, name: str, *, beside: str | None = None) -> Lexicon:
    """The word list *name* of *knowledge* with its forms, once a process; of the list *beside* its content rows too."""
    others = () if beside is None else (row for row in knowledge.words(beside) if not row.pos)
    return Lexicon.of([*knowledge.words(name), *others])


@dataclass(frozen=True, slots=True)
class Cue:
    """A token of the text with the row that it matches."""

    token: Token
    row: Word


def cues(parsed: ParsedArticle, lexicon: Lexicon) -> Iterator[Cue]:
    """Every cue whose frame holds, in order of the text; denied, merely possible and conditional ones are left out."""
    for token in parsed.doc:
        for row in lexicon.at(token):
            in_passing = row.attrs.get("main") and token.dep_ in ("acl", "acl:relcl")
            if in_passing or not frame_holds(token, row, parsed=parsed, lexicon=lexicon):
                continue
            if _happens(token, lexicon, row=row) or (row.attrs.get("tried") and _is_tried(token, lexicon)):
                yield Cue(token, row)


def request_type(tokens: Sequence[Token], lexicon: Lexicon) -> ReactionType:
    """What a request asks for: an end to the fighting, restraint, or some other act."""
    content = lexicon.content
    if holds(tokens, content["ceasefire"]):
        return "calls_for_ceasefire"
    if holds(tokens, content["ending"]) and holds(tokens, content["violence"]):
        return "calls_for_ceasefire"
    temperate = [token for token in tokens if token.pos_ == "ADJ"]
    if holds(tokens, content["restraint"]) or holds(temperate, content["temperate"]):
        return "calls_for_restraint"
    return "calls_for_ceasefire" if any(_is_halt(token) for token in tokens) else "calls_for_action"


def _is_halt(token: Token) -> bool:
    """ "a halt at the river": an end of what goes on, where it is not said of what."""
    halt = token.pos_ == "NOUN" and token.lemma_ in ("halt", "standstill")
    return halt and not any(syntax.case_of(c) in ("to", "of", "in") for c in syntax.obliques(token))


def telling(token: Token) -> tuple[int, int]:
    """The words that tell of a cue: its clause, with what is asked, alleged or promised in an infinitive or gerund.

    "He accused the EU" of "He accused the EU of failing to keep its word" would leave out what for.
    """
    start, end = syntax.clause_span(token)
    above = token
    while above.dep_ == "xcomp" and above.head != above:  # "offered to mediate"
        above = above.head
    start, end = min(start, syntax.clause_span(above)[0]), max(end, syntax.clause_span(above)[1])
    for child in syntax.children(token, "advcl", "xcomp", "ccomp"):
        marked = any(c.dep_ in ("mark", "case") and c.lower_ in _OF_WHAT for c in child.children)
        if child.i > token.i and (marked or child.dep_ != "advcl"):
            end = max(end, child.right_edge.i + 1)
    return syntax.trim(token, start, end)


def _happens(token: Token, lexicon: Lexicon, *, row: Word) -> bool:
    if token.pos_ in ("NOUN", "PROPN"):
        absent = syntax.is_none(token) or syntax.case_of(token) == "without"
        return not absent and syntax.modality(syntax.predicate_of(token)) in ("real", "future")
    doer = syntax.subject(token)
    if doer is not None and any(c.lower_ in _NEITHER for c in syntax.children(doer, "cc:preconj", "det", "cc")):
        return False
    if _is_announced(token, lexicon) or _is_decided_on(token, lexicon):
        return True
    offered = token.dep_ == "xcomp" and token.head.lemma_ in lexicon.content.get("offering", ())
    performed = offered or (row.cls not in _ACTS and is_performed(token, lexicon))
    return not syntax.negated(token) and syntax.modality(token.head if performed else token) in ("real", "future")


def is_performed(token: Token, lexicon: Lexicon) -> bool:
    """ "was quick to condemn", "voted to condemn", "phoned to urge restraint": to say it is what is done."""
    done = token.dep_ in ("xcomp", "advcl", "ccomp") and holds(
        [token.head], lexicon.content.get("performing", frozenset())
    )
    return done and is_infinitive(token)


def _is_tried(token: Token, lexicon: Lexicon) -> bool:
    """ "is trying to reconcile", "in an effort to save the truce": to try it is to do it."""
    words = lexicon.content.get("trying", frozenset())
    tried = is_infinitive(token) and not syntax.negated(token) and holds([token.head], words)
    return tried and syntax.modality(syntax.predicate_of(token.head)) in ("real", "future")


def _is_decided_on(token: Token, lexicon: Lexicon) -> bool:
    """ "its decision to withdraw", "the only state to endorse it", "talks to be hosted by Kenya": an infinitive under a
    noun that is decided, done or due."""
    if token.dep_ != "acl" or not is_infinitive(token) or syntax.negated(token):
        return False
    due = syntax.child(token, "obl:agent") is not None
    alone = any(c.lower_ in _ONLY for c in token.head.children)
    return due or alone or holds([token.head], lexicon.content.get("decided", frozenset()))


def _is_announced(token: Token, lexicon: Lexicon) -> bool:
    """ "said it would send troops": the future of reported speech, no condition."""
    would = any(c.dep_ == "aux" and c.lower_ in ("would", "'d", "’d") for c in token.children)
    clause = token.head if token.dep_ == "conj" else token
    told = (
        clause.dep_ == "ccomp"
        and clause.head.tag_ in ("VBD", "VBN")
        and holds([clause.head], lexicon.content.get("announcing", frozenset()))
    )
    conditional = syntax.child(token, "advcl") is not None
    return would and told and not conditional and not syntax.negated(token)
