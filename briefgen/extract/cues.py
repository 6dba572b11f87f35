"""Words that tell of an act between actors, found by table and tied to who acts and toward whom.

A *cue* is a verb, noun or adjective of a word list whose row's frame holds: the particles that it asks for follow, a
word that it needs stands among its complements, and the clause is not denied. Reactions and claims both read cues.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from spacy.tokens import Token

from briefgen.extract import syntax
from briefgen.knowledge.inflection import forms
from briefgen.knowledge.types import Word
from briefgen.model import ReactionType
from briefgen.parsed import Mention, ParsedArticle

_POS = {"PROPN": "NOUN", "AUX": "VERB"}
_COMPLEMENTS = ("obj", "iobj", "obl", "xcomp", "ccomp", "nmod", "advcl", "acl", "conj", "compound:prt", "advmod")
_SIDE_CLAUSES = frozenset({"acl:relcl", "parataxis", "advcl", "nsubj", "nsubj:pass", "punct", "discourse"})
_OFFICE_CASES = ("for", "of", "at", "from", "with", "in")
_OF_WHAT = frozenset({"to", "of", "for", "from", "against", "with", "that", "as"})
_CONTENT = "content:"
_ACTING = frozenset({"actor", "institution", "person", "forces"})  # voters, doctors, territory do not act for a state
_INFINITIVE = "+to"  # among particles: "to" before a verb only ("a call to end", not "a call to Paris")
_PERSONAL = frozenset({"he", "she", "him", "her", "his", "hers"})
_ORGANS = frozenset({"council", "assembly", "commission", "parliament", "secretariat", "congress", "senate"})
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
        found = _noun_doers(parsed, token, lexicon=lexicon)
    elif cue.row.pos == "ADJ":
        found = actors(parsed, bearer(token), lexicon=lexicon) or _quoted_speaker(parsed, token)
    else:
        found = _subject_doers(parsed, _agent(token), lexicon=lexicon) or _sent(parsed, token)
    return [mention for mention in found if acts(parsed, mention)]


def acts(parsed: ParsedArticle, mention: Mention) -> bool:
    """True for what can act for an actor: "the Americans" can, "American voters" and "American territory" cannot.

    Nor can a "he" who is nobody in particular speak for a group.
    """
    first, root = parsed.doc[mention.start], parsed.doc[mention.root]
    if mention.form == "pronoun" and root.lower_ in _PERSONAL:
        return mention.person is not None or any(actor.kind != "armed_group" for actor in mention.actors)
    nation = mention.head == "people" and first.lower_ == "the" and root.text[:1].isupper()
    return mention.head in _ACTING or nation


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
    seat = mention.form == "metonym" and mention.end - mention.start > 1
    office = mention.form != "pronoun" and mention.head in ("institution", "person")
    return parsed.doc[start : mention.end].text if organ or seat or office else None


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
        return syntax.child(token, "obj") is not None and syntax.child(token, "xcomp", "advcl", "ccomp") is not None
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
    if needs == "deniable":
        return syntax.child(token, "ccomp", "xcomp") is not None
    return needs == "envoy" and bool(_sent(parsed, token))


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
    offered = token.dep_ == "xcomp" and token.head.lemma_ in lexicon.content.get("offering", ())
    return syntax.modality(token.head if offered else token) in ("real", "future")


def _sent(parsed: ParsedArticle, token: Token) -> list[Mention]:
    """The persons of office who are sent: they stand for the body that sends them, where it is not named."""
    return [m for item in syntax.patients(token) for m in parsed.mentions_at(item) if m.person and m.actors]


def _noun_doers(parsed: ParsedArticle, token: Token, *, lexicon: Lexicon) -> list[Mention]:
    own = [m for m in parsed.mentions_at(token) if m.actors and not m.place]
    owners = [*syntax.children(token, "nmod:poss", "compound", "amod"), *syntax.obliques(token, "from", "by", "of")]
    found = own or [m for c in owners for m in actors(parsed, c, lexicon=lexicon, places=c.dep_ == "nmod:poss")]
    verb = token.head
    if not found and verb.pos_ == "VERB" and syntax.case_of(token) == "as":
        return actors(parsed, syntax.agent(verb), lexicon=lexicon)
    if found or verb.pos_ != "VERB" or token.dep_ != "obj":
        return found
    if verb.lemma_ in lexicon.content.get("drawing", ()):
        return [m for c in syntax.obliques(verb, "from") for m in actors(parsed, c, lexicon=lexicon)]
    if verb.lemma_ in lexicon.content.get("light", ()):
        return actors(parsed, syntax.agent(verb), lexicon=lexicon)
    return []


def _office_holder(parsed: ParsedArticle, token: Token, *, lexicon: Lexicon) -> list[Mention]:
    content = lexicon.content
    if token.lemma_.lower() in content.get("medium", ()):
        beside = syntax.obliques(token, "from", "by", "of") + syntax.children(token, "nmod:poss", "compound", "amod")
        return [m for c in beside for item in syntax.conjuncts(c) for m in _acting(parsed, item)]
    if token.pos_ != "PROPN" and token.lemma_.lower() not in content.get("office", ()):
        return []
    beside = syntax.obliques(token, *_OFFICE_CASES) + syntax.children(token, "appos", "nmod:poss", "compound")
    return next((found for item in beside if (found := _acting(parsed, item))), [])


def _acting(parsed: ParsedArticle, token: Token) -> list[Mention]:
    return [m for m in parsed.mentions_at(token) if m.head in ("actor", "institution", "person") and m.actors]
