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
from briefgen.knowledge import Knowledge
from briefgen.knowledge.inflection import forms
from briefgen.knowledge.types import Word
from briefgen.model import ReactionType
from briefgen.parsed import Mention, ParsedArticle

_POS = {"PROPN": "NOUN", "AUX": "VERB"}
_COMPLEMENTS = ("obj", "iobj", "obl", "xcomp", "ccomp", "nmod", "advcl", "acl", "conj", "compound:prt", "advmod")
_SIDE_CLAUSES = frozenset({"acl:relcl", "parataxis", "advcl", "nsubj", "nsubj:pass", "punct", "discourse"})
_OF_WHAT = frozenset({"to", "of", "for", "from", "against", "with", "that", "as"})
_CONTENT = "content:"
_INFINITIVE = "+to"  # among particles: "to" before a verb only ("a call to end", not "a call to Paris")
_ANNOUNCING = frozenset({"say", "announce", "add", "declare", "confirm", "pledge", "promise", "vow", "state", "tell"})
_NEITHER = frozenset({"neither", "nor"})


def _forms(words: Iterable[str], pos: str) -> set[str]:
    """The words with all their inflected forms; adjectives and adverbs have none."""
    inflected = pos in ("NOUN", "VERB")
    return {form for word in words for form in ({word} | set(forms(word, pos) if inflected else ()))}


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
                for form in _forms([entry.split()[0] for entry in word.words], word.pos):
                    rows.setdefault((form, word.pos), {})[number] = word
            else:
                found = content.setdefault(word.cls.removeprefix(_CONTENT), set())
                found |= _forms(word.words, "NOUN") | _forms(word.words, "VERB")
        return cls(
            {key: tuple(found.values()) for key, found in rows.items()},
            {name: frozenset(found) for name, found in content.items()},
        )

    def at(self, token: Token) -> tuple[Word, ...]:
        """The rows for *token*; a participle may also be an adjective of the list ("was alarmed")."""
        pos = _POS.get(token.pos_, token.pos_)
        found = self.rows.get((token.lower_, pos)) or self.rows.get((token.lemma_.lower(), pos), ())
        return found or (self.rows.get((token.lower_, "ADJ"), ()) if token.tag_ in ("VBN", "JJ", "IN") else ())


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
            if _frame_holds(token, row, parsed=parsed, lexicon=lexicon) and _happens(token, lexicon):
                yield Cue(token, row)


def complements(token: Token) -> list[Token]:
    """What a cue governs: objects, obliques and complement clauses with all tokens under them, no side clauses."""
    found: list[Token] = []
    queue = [c for c in token.children if _is_complement(c)]
    if token.pos_ == "NOUN" and token.dep_ == "obj":  # "renewed its call for a truce": the truce may hang on the verb
        queue += [c for c in syntax.obliques(token.head) if c.i > token.i]
    if token.dep_ == "conj" and token.pos_ == "VERB" and not any(c.dep_ == "obj" for c in token.children):
        queue += syntax.objects(token)
    while queue:
        item = queue.pop()
        found.append(item)
        queue += [c for c in item.children if c.dep_ not in _SIDE_CLAUSES or c.dep_ == "nsubj"]
    return sorted(set(found), key=lambda item: item.i)


def holds(tokens: Sequence[Token], words: frozenset[str]) -> bool:
    """True when one of *tokens* has its lemma or form in *words*."""
    return any(token.lemma_.lower() in words or token.lower_ in words for token in tokens)


def request_type(tokens: Sequence[Token], lexicon: Lexicon) -> ReactionType:
    """What a request asks for: an end to the fighting, restraint, or some other act."""
    content = lexicon.content
    if holds(tokens, content["ceasefire"]):
        return "calls_for_ceasefire"
    if holds(tokens, content["ending"]) and holds(tokens, content["violence"]):
        return "calls_for_ceasefire"
    return "calls_for_restraint" if holds(tokens, content["restraint"]) else "calls_for_action"


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


def entry_holds(token: Token, row: Word) -> bool:
    """True when an entry of *row* stands at *token*; the further words of an entry must stand among its complements."""
    heads = {token.lemma_.lower(), token.lower_}
    entries = [entry for entry in map(str.split, row.words) if heads & _forms(entry[:1], row.pos)]
    return any(len(entry) == 1 or holds(complements(token), frozenset(entry[1:])) for entry in entries)


def _is_complement(token: Token) -> bool:
    if token.dep_ == "conj":
        return False
    return token.dep_ in _COMPLEMENTS or token.dep_.startswith(("obl", "nmod"))


def _frame_holds(token: Token, row: Word, *, parsed: ParsedArticle, lexicon: Lexicon) -> bool:
    particles = row.attrs.get("particles")
    if isinstance(particles, tuple) and not _has_particle(parsed, token, particles):
        return False
    if not entry_holds(token, row):
        return False
    needs = row.attrs.get("needs", ())
    wanted = (needs,) if isinstance(needs, str) else needs if isinstance(needs, tuple) else ()
    return all(_has_needed(token, one, parsed=parsed, lexicon=lexicon) for one in wanted)


def _has_particle(parsed: ParsedArticle, token: Token, particles: Sequence[object]) -> bool:
    """True where one of *particles* follows; what follows an object noun may hang on its verb ("made a plea for")."""
    timed = {position for date in parsed.dates for position in range(date.start, date.end)}
    verb = token.head if token.pos_ == "NOUN" and token.dep_ == "obj" else token
    after = [c for c in verb.children if c.i > token.i] if verb != token else []
    for child in [*token.children, *after]:
        if child.dep_ == "compound:prt" and child.lower_ in particles:
            return True
        if syntax.case_of(child) in particles and child.i not in timed:
            return True
        if child.dep_ in ("xcomp", "advcl", "ccomp", "acl"):
            marks = {c.lower_ for c in child.children}
            if marks.intersection(particles) or ("to" in marks and _INFINITIVE in particles):
                return True
    return False


def _has_needed(token: Token, needs: str, *, parsed: ParsedArticle, lexicon: Lexicon) -> bool:
    if needs == "judgement":
        said = [*syntax.children(token, "xcomp", "advmod"), *syntax.obliques(token, "as")]
        said += [c for item in syntax.objects(token) for c in item.children if c.i > item.i and c.dep_ == "amod"]
        words = [t for item in said for t in (item, *syntax.children(item, "amod", "conj", "nmod", "compound"))]
        return holds(words, lexicon.content["stand:condemns"])
    if needs == "clause":
        decided = syntax.obliques(token, "on", "against", "upon")
        return bool(decided) or any(_is_decided(c) for c in syntax.children(token, "xcomp", "ccomp", "advcl"))
    if needs == "infinitive":
        asked = syntax.child(token, "obj", "iobj") is not None
        return asked and any(_is_infinitive(c) for c in syntax.children(token, "xcomp", "advcl", "ccomp"))
    if needs == "subject":
        return not syntax.is_passive(token) and bool(syntax.objects(token))
    if needs == "self":
        return token.dep_ in ("ROOT", "obl", "xcomp", "conj", "obj", "nmod") and not syntax.is_none(token)
    governed = complements(token)
    if syntax.is_passive(token):
        governed = [*governed, *(t for p in syntax.patients(token) for t in p.subtree)]
    nominals = [item for item in governed if item.pos_ not in ("VERB", "AUX", "ADP")]
    if holds(nominals, lexicon.content.get(needs, frozenset())):
        return True
    if needs in ("deniable", "demandable") and syntax.child(token, "ccomp") is not None:
        return True
    if needs == "deniable":
        return syntax.child(token, "ccomp", "xcomp") is not None
    return needs == "envoy" and bool(sent(parsed, token))


def _is_decided(token: Token) -> bool:
    """A complement clause, or an infinitive that may be labelled as one of purpose ("voted to halt sales")."""
    return token.dep_ != "advcl" or any(c.dep_ == "mark" and c.lower_ in ("to", "that") for c in token.children)


def _happens(token: Token, lexicon: Lexicon) -> bool:
    if token.pos_ in ("NOUN", "PROPN"):
        absent = syntax.is_none(token) or syntax.case_of(token) == "without"
        return not absent and syntax.modality(syntax.predicate_of(token)) in ("real", "future")
    doer = syntax.subject(token)
    if doer is not None and any(c.lower_ in _NEITHER for c in syntax.children(doer, "cc:preconj", "det", "cc")):
        return False
    if _is_announced(token):
        return True
    offered = token.dep_ == "xcomp" and token.head.lemma_ in lexicon.content.get("offering", ())
    return syntax.modality(token.head if offered else token) in ("real", "future")


def _is_infinitive(token: Token) -> bool:
    return any(c.dep_ == "mark" and c.lower_ == "to" for c in token.children)


def _is_announced(token: Token) -> bool:
    """ "said it would send troops": the future of reported speech, no condition."""
    would = any(c.dep_ == "aux" and c.lower_ in ("would", "'d", "’d") for c in token.children)
    told = token.dep_ == "ccomp" and token.head.tag_ in ("VBD", "VBN") and token.head.lemma_ in _ANNOUNCING
    conditional = syntax.child(token, "advcl") is not None
    return would and told and not conditional and not syntax.negated(token)


def sent(parsed: ParsedArticle, token: Token) -> list[Mention]:
    """The persons of office who are sent: they stand for the body that sends them, where it is not named."""
    return [m for item in syntax.patients(token) for m in parsed.mentions_at(item) if m.person and m.actors]
