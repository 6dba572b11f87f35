"""Frames of cues: what a row of a word list asks for beside its word, looked for in the dependency tree.

A row may ask for particles that follow, for words among what the cue governs (a content row) or for a shape of clause,
and may rule out words that head what it governs ("welcomed the tourists" is no support). The frames are named in
the head of knowledge/words/reactions.toml.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from spacy.tokens import Token

from briefgen.extract import noun_frames, syntax, verb_frames
from briefgen.knowledge.inflection import forms
from briefgen.knowledge.types import Word
from briefgen.parsed import Mention, ParsedArticle

if TYPE_CHECKING:
    from briefgen.extract.cues import Lexicon

_COMPLEMENTS = ("obj", "iobj", "obl", "xcomp", "ccomp", "nmod", "advcl", "acl", "conj", "compound:prt", "advmod")
_SIDE_CLAUSES = frozenset({"acl:relcl", "parataxis", "advcl", "nsubj", "nsubj:pass", "punct", "discourse"})
_INFINITIVE = "+to"  # among particles: "to" before a verb only ("a call to end", not "a call to Paris")
SENT = "object:envoy"
_JUDGED, _OBJECT, _SPOKEN = "judged:", "object:", "spoken:"
_SUBJECT, _GOODS = "subject:", "goods:"
_CARRYING = frozenset({"carry", "bear", "bring", "load", "lade", "transport", "ferry"})
_MADE_OF_NOTHING = frozenset({"show", "display", "use", "threat", "role", "head", "chief", "commander"})  # "of force"
_ASKING = frozenset({"whether", "if", "what", "why", "how", "who", "where", "when", "which"})
_QUOTES = frozenset({'"', "“", "‘", "'"})
_CLAUSAL = frozenset(
    {"deniable", "demandable", "stressed"}
)  # a complement clause serves as well as a word of the content row


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
    found += _relative_head(token)
    return sorted(set(found), key=lambda item: item.i)


def holds(tokens: Sequence[Token], words: frozenset[str]) -> bool:
    """True when one of *tokens* has its lemma or form in *words*."""
    return any(token.lemma_.lower() in words or token.lower_ in words for token in tokens)


def inflected(words: Iterable[str], pos: str) -> set[str]:
    """The words with all their inflected forms; adjectives and adverbs have none."""
    return {form for word in words for form in _word_forms(word, pos)}


@lru_cache(maxsize=8192)
def _word_forms(word: str, pos: str) -> frozenset[str]:
    return frozenset({word, *(forms(word, pos) if pos in ("NOUN", "VERB") else ())})


def entry_holds(token: Token, row: Word) -> bool:
    """True when an entry of *row* stands at *token*; the further words of an entry must stand among its complements."""
    heads = {token.lemma_.lower(), token.lower_}
    entries = [entry for entry in map(str.split, row.words) if heads & inflected(entry[:1], row.pos)]
    return any(len(entry) == 1 or holds(complements(token), frozenset(entry[1:])) for entry in entries)


def frame_holds(token: Token, row: Word, *, parsed: ParsedArticle, lexicon: Lexicon) -> bool:
    """True when all that *row* asks for stands at *token*, and nothing that it rules out."""
    particles = row.attrs.get("particles")
    if isinstance(particles, tuple) and not _has_particle(parsed, token, particles):
        return False
    if not entry_holds(token, row):
        return False
    unless = row.attrs.get("unless")
    if isinstance(unless, str) and holds(_heads(token), lexicon.content[unless]):
        return False
    without = row.attrs.get("without")
    if isinstance(without, str) and holds(complements(token), lexicon.content[without]):
        return False
    needs = row.attrs.get("needs", ())
    wanted = (needs,) if isinstance(needs, str) else needs if isinstance(needs, tuple) else ()
    return all(_has_needed(token, one, parsed=parsed, lexicon=lexicon) for one in wanted)


def sent(parsed: ParsedArticle, token: Token) -> list[Mention]:
    """The persons of office who are sent: they stand for the body that sends them, where it is not named."""
    return [m for item in syntax.patients(token) for m in parsed.mentions_at(item) if m.person and m.actors]


def _is_complement(token: Token) -> bool:
    if token.dep_ == "conj":
        return False
    return token.dep_ in _COMPLEMENTS or token.dep_.startswith(("obl", "nmod"))


def _heads(token: Token) -> list[Token]:
    """The nominals and infinitives that the cue directly governs, with their conjuncts."""
    found = [*syntax.patients(token), *syntax.children(token, "iobj", "xcomp", "nsubj:pass")]
    if token.pos_ == "VERB" and not found:
        found = syntax.obliques(token, "on", "to", "for", "upon")
    return [syntax.nominal_head(item) for item in found]


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
    """True where one of the needs, which "|" sets apart, is met at *token*."""
    return any(_has_one(token, one, parsed=parsed, lexicon=lexicon) for one in needs.split("|"))


def _has_one(token: Token, needs: str, *, parsed: ParsedArticle, lexicon: Lexicon) -> bool:
    if needs.startswith(_JUDGED):
        return holds(_called(token), lexicon.content[f"stand:{needs.removeprefix(_JUDGED)}"])
    if needs.startswith(_SPOKEN):
        return holds(_spoken_of(token), lexicon.content[f"stand:{needs.removeprefix(_SPOKEN)}"])
    if needs.startswith(_OBJECT):
        words = lexicon.content[needs.removeprefix(_OBJECT)]
        return holds(_object_words(token), words) or (needs == SENT and bool(sent(parsed, token)))
    if needs.startswith(_GOODS):
        held = [*_object_words(token), *syntax.obliques(token, "in", "with"), *_goods(token)]
        return holds(held, lexicon.content[needs.removeprefix(_GOODS)])
    if needs.startswith(_SUBJECT):
        return holds(_subject_words(token), lexicon.content[needs.removeprefix(_SUBJECT)])
    shape = _SHAPES.get(needs)
    if shape is not None:
        return shape(token, lexicon)
    governed = complements(token)
    if syntax.is_passive(token):
        governed = [*governed, *(t for p in syntax.patients(token) for t in p.subtree)]
    nominals = [item for item in governed if item.pos_ not in ("VERB", "AUX", "ADP")]
    if holds(nominals, lexicon.content.get(needs, frozenset())):
        return True
    if needs in _CLAUSAL and any(not _is_question(c) for c in syntax.children(token, "ccomp")):
        return True
    if needs == "deniable":
        return syntax.child(token, "xcomp") is not None
    return False


def _is_question(token: Token) -> bool:
    """ "asked whether it would fight", "asked what the world was waiting for": no demand."""
    return any(c.lower_ in _ASKING for c in token.subtree if c.i <= token.i)


def _subject_words(token: Token) -> list[Token]:
    """The words of the subject: head, compounds, what it is made of or carries ("a plane carrying medicine")."""
    found = syntax.subject(token)
    if found is None:
        return []
    inner = syntax.obliques(found, "of")
    loaded = [c for item in (found, *inner) for c in syntax.children(item, "acl")]
    inner += [o for c in loaded if c.lemma_ in _CARRYING for o in _goods(c)]
    return [t for item in (found, *inner) for t in (item, *syntax.children(item, "compound", "amod"))]


def _goods(token: Token) -> list[Token]:
    """What a verb of carrying carries, through its measure: "carrying 20 tonnes of medicine"."""
    held = [*syntax.objects(token), *syntax.obliques(token, "with")]
    return [t for item in held for t in (item, *syntax.obliques(item, "of"))]


def _object_words(token: Token) -> list[Token]:
    """The words of the objects themselves: heads, what they are counted or made of, compounds ("troop contingents")."""
    found = list(syntax.patients(token)) if token.pos_ != "NOUN" else syntax.obliques(token, "of")
    found += _relative_head(token)
    made = [item for item in found if item.pos_ != "PROPN" and item.lemma_.lower() not in _MADE_OF_NOTHING]
    inner = [c for item in made for c in syntax.obliques(item, "of", "in")]
    modifiers = [token] if token.pos_ == "NOUN" else []
    return [
        *found,
        *inner,
        *(c for item in (*found, *inner, *modifiers) for c in syntax.children(item, "compound", "nmod:desc")),
    ]


def _relative_head(token: Token) -> list[Token]:
    """The noun that a relative clause is about, where it is the object in it: "a charge that Chad rejects", which an
    engine may take for what is charged ("acl")."""
    subject = syntax.own_subject(token)
    follows = token.dep_ == "acl:relcl" or (token.dep_ == "acl" and token.tag_ in ("VBD", "VBZ", "VBP"))
    gap = follows and subject is not None and subject.lower_ not in syntax.RELATIVES
    return [token.head] if gap and not any(c.lower_ not in syntax.RELATIVES for c in syntax.objects(token)) else []


def _called(token: Token) -> list[Token]:
    """What an object is called: "called the raid barbaric", "described it as a reckless act"."""
    said = [*syntax.children(token, "xcomp", "advmod"), *syntax.obliques(token, "as")]
    said += [c for item in syntax.objects(token) for c in syntax.obliques(item, "as")]
    said += [c for item in syntax.objects(token) for c in item.children if c.i > item.i and c.dep_ == "amod"]
    said += [c for c in syntax.children(token, "obl:unmarked", "obl:npmod", "iobj") if c.i > token.i]
    said += [c for item in syntax.objects(token) for c in syntax.children(item, "appos") if _opens_quote(c)]
    said += syntax.objects(token)[1:] + [c for c in syntax.children(token, "advcl") if _opens_quote(c) or _is_as(c)]
    return [t for item in said for t in (item, *syntax.children(item, "amod", "conj", "nmod", "compound"))]


def _opens_quote(token: Token) -> bool:
    """ "called the sale 'ill-timed'": a quoted participle right after what is called so."""
    return token.left_edge.text in _QUOTES


def _is_as(token: Token) -> bool:
    """ "dismissed it as false": an adjective that an engine takes for a clause."""
    return token.pos_ == "ADJ" and any(t.lower_ == "as" for t in token.children)


def _spoken_of(token: Token) -> list[Token]:
    """What is spoken of, with its adjectives: "spoke of a cowardly attack"."""
    said = syntax.obliques(token, "of", "about")
    return [t for item in said for t in (item, *syntax.children(item, "amod", "conj", "compound"))]


def _is_called(token: Token, lexicon: Lexicon) -> bool:
    """ "called the plan premature", "regards the vote as void": what a thing is held to be is said."""
    if syntax.negated(token) or not syntax.objects(token):
        return False
    held = [c for c in syntax.children(token, "xcomp") if c.pos_ in ("NOUN", "ADJ") and not is_infinitive(c)]
    held += syntax.obliques(token, "as")
    held += [c for item in syntax.objects(token) for c in syntax.children(item, "appos") if _opens_quote(c)]
    held += [c for c in syntax.children(token, "obl:unmarked") if syntax.child(c, "det") is not None and c.i > token.i]
    return bool(held)


def _has_clause(token: Token, lexicon: Lexicon) -> bool:
    decided = syntax.obliques(token, "on", "against", "upon")
    return bool(decided) or any(_is_decided(c) for c in syntax.children(token, "xcomp", "ccomp", "advcl"))


def _is_decided(token: Token) -> bool:
    """A complement clause, or an infinitive that may be labelled as one of purpose ("voted to halt sales")."""
    return token.dep_ != "advcl" or any(c.dep_ == "mark" and c.lower_ in ("to", "that") for c in token.children)


def _has_that_clause(token: Token, lexicon: Lexicon) -> bool:
    return any(c.tag_ != "VBG" for c in syntax.children(token, "ccomp"))


def _has_infinitive(token: Token, lexicon: Lexicon) -> bool:
    asked = syntax.child(token, "obj", "iobj") is not None or (
        syntax.is_passive(token) and bool(syntax.patients(token))
    )
    return asked and any(
        (is_infinitive(c) and not _is_purpose(c)) or (c.tag_ == "VBN" and c.dep_ == "xcomp")  # "wants it lifted"
        for c in syntax.children(token, "xcomp", "advcl", "ccomp")
    )


def _is_bare(token: Token, lexicon: Lexicon) -> bool:
    """ "took issue": the object stands without an article."""
    return any(syntax.child(c, "det", "nmod:poss", "nummod") is None for c in syntax.objects(token))


def _sets_ultimatum(token: Token, lexicon: Lexicon) -> bool:
    """ "gave the junta a week to step down", "set a deadline": a time that is counted, not one when ("last week")."""
    if syntax.obliques(token, "until", "till") and syntax.child(token, "obj", "iobj", "xcomp") is not None:
        return True
    within = [c for v in syntax.children(token, "advcl", "xcomp") for c in syntax.children(v, "obl:unmarked")]
    for item in (*syntax.children(token, "obj", "iobj", "obl:unmarked"), *(c for c in within if c.i < c.head.i)):
        counted = any(c.dep_ == "nummod" or c.lower_ in ("a", "an", "until") for c in item.children)
        if holds([item], lexicon.content["deadline"]) and counted:
            return True
    return False


def _leaves_land(token: Token, lexicon: Lexicon) -> bool:
    """ "will withdraw from Syria", "the US withdrawal from Mali": out of a land, not out of a pact or a race."""
    lands = [c for c in syntax.obliques(token, "from", "out of", "out") if c.pos_ == "PROPN"]
    words = [t for c in lands for t in c.subtree]
    return bool(lands) and not syntax.objects(token) and not holds(words, lexicon.content["membership"])


def _sets_foes(token: Token, lexicon: Lexicon) -> bool:
    """ "brought the two sides together": the object is those who are at odds, by name or as parties."""
    return any(c.pos_ == "PROPN" or holds([c], lexicon.content["parties"]) for c in syntax.objects(token))


def _has_denied_clause(token: Token, lexicon: Lexicon) -> bool:
    """ "adamant that it had never paid"."""
    return any(syntax.negated(c) and syntax.child(c, "aux") is not None for c in syntax.children(token, "ccomp"))


def _is_purpose(token: Token) -> bool:
    return any(c.dep_ == "mark" and c.lower_ == "in" for c in token.children)


def _has_object(token: Token, lexicon: Lexicon) -> bool:
    return any(not syntax.is_none(item) for item in syntax.patients(token))


def _acts_on(token: Token, lexicon: Lexicon) -> bool:
    return not syntax.is_passive(token) and bool(syntax.objects(token))


def _is_hostile(token: Token, lexicon: Lexicon) -> bool:
    promised = syntax.children(token, "xcomp", "ccomp", "obj")
    return holds([t for item in promised for t in syntax.conjuncts(item)], lexicon.content["hostile_act"])


def is_infinitive(token: Token) -> bool:
    """True for a verb marked by "to"."""
    return any(c.dep_ == "mark" and c.lower_ == "to" for c in token.children)


_SHAPES: Mapping[str, Callable[[Token, Lexicon], bool]] = {
    "clause": _has_clause,
    "that_clause": _has_that_clause,
    "called": _is_called,
    "bare": _is_bare,
    "ultimatum": _sets_ultimatum,
    "foes": _sets_foes,
    "from_land": _leaves_land,
    "denied_clause": _has_denied_clause,
    "infinitive": _has_infinitive,
    "object": _has_object,
    "named": verb_frames.is_named,
    "with_land": verb_frames.parts_with,
    "against_land": verb_frames.is_against_land,
    "of_another": verb_frames.is_of_another,
    "to_terms": verb_frames.brings_to_terms,
    "seated": verb_frames.seats,
    "quarrel_of_others": verb_frames.is_quarrel_of_others,
    "counted_people": verb_frames.counts_people,
    "taken_in": verb_frames.takes_in,
    "sending_off": verb_frames.sends_off,
    "subject": _acts_on,
    "self": noun_frames.is_itself,
    "drawn": noun_frames.is_drawn,
    "given": noun_frames.is_given,
    "announced": noun_frames.is_announced,
    "sourced": noun_frames.is_sourced,
    "comes": noun_frames.comes,
    "manner": noun_frames.is_manner,
    "stance": noun_frames.is_stance,
    "felt": noun_frames.is_felt,
    "owned": noun_frames.is_owned,
    "to_whose": noun_frames.is_to_whose,
    "hostile": _is_hostile,
}
SHAPES = frozenset(_SHAPES)
