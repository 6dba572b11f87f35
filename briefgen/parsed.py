"""What parsing hands to extraction: an article with its spaCy `Doc`, linked mentions, quantities, dates, speeches, and
what the relation model reads.

These types stand beside `model.py` rather than in `parse/`, so that no stage imports another; they are slotted
dataclasses because one article makes thousands of them. Token positions are indices into the `Doc`, ends exclusive;
character offsets are those of `Article.text`, which the `Doc`'s text equals in length, noise blanked out by line feeds.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING, Literal, TypeVar

from briefgen.model import Article, Effect, Evidence, Interval, Kind

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

MentionForm = Literal[
    "name",  # "Armenia", "the Syrian Democratic Forces", "the European Union"
    "acronym",  # "SDF", "CSTO"
    "metonym",  # "Yerevan", "the Kremlin", "the White House" acting for a state
    "demonym",  # "Armenians", "the Russians", "Armenian forces", "the Azerbaijani defence ministry"
    "person",  # "Russian President Vladimir Putin", later "Putin"
    "description",  # "the ministry", "the group", "the country", "both sides", "the two countries"
    "pronoun",  # "it", "they", "he", "its" (possessives too)
]
HeadKind = Literal[
    "actor",  # the head is the actor's own name or a pronoun for it
    "forces",  # soldiers, troops, army, fighters, rebels, police, border guards, jets
    "institution",  # ministry, government, parliament, embassy, spokesman, officials, statement of
    "person",  # a named or titled person
    "people",  # civilians, residents, refugees, villagers: belong to the actor, do not act for it
    "other",  # territory, cities, positions, economy, border: "Armenian positions"
]
ACTING: frozenset[HeadKind] = frozenset(("actor", "forces", "institution", "person"))  # what can act for an actor


@dataclass(frozen=True, slots=True)
class Actor:
    """An actor as linked: canonical name, kind, and its id in the knowledge base (None when named from the text)."""

    name: str
    kind: Kind
    id: str | None = None


@dataclass(frozen=True, slots=True)
class Person:
    """A person met in the text: fullest name seen, office as worded ("prime minister"), and the actor spoken for."""

    name: str
    office: str | None = None
    actor: Actor | None = None


@dataclass(frozen=True, slots=True)
class Mention:
    """A noun phrase that stands for one actor or several ("both sides"), tokens [start, end) with its head at *root*.

    `actors` is whom the phrase belongs to or acts for; `head` says how ("Armenian soldiers" are Armenia's *forces*,
    "Armenian villagers" its *people*); `person` is set where a person is meant. `place` is True where the phrase only
    locates ("in Armenia", "near Kabul"). A phrase of several actors has one mention each when coordinated, one mention
    with several actors when collective.
    """

    start: int
    end: int
    root: int
    form: MentionForm
    head: HeadKind
    actors: tuple[Actor, ...]
    person: Person | None = None
    place: bool = False

    @property
    def acts(self) -> bool:
        """Whether the phrase is of one who can act for its actors, and not of their people or a place."""
        return self.head in ACTING and not self.place

    @property
    def actor(self) -> Actor | None:
        """The one actor meant, or None where there are several."""
        return self.actors[0] if len(self.actors) == 1 else None


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number in words or digits with its bounds: tokens [start, end), head at *root*.

    "at least 50" low 50, high None; "up to 50" None, 50; "about 50" 50, 50, approx; "dozens" 12, None, vague.
    `unit` is the token counted ("soldiers" in "about 50 of their soldiers"), None where none is said.
    """

    start: int
    end: int
    root: int
    low: int | None
    high: int | None
    approx: bool = False
    vague: bool = False
    unit: int | None = None


@dataclass(frozen=True, slots=True)
class DateMention:
    """A stretch of time in the text, tokens [start, end), with its interval."""

    start: int
    end: int
    interval: Interval


@dataclass(frozen=True, slots=True)
class Speech:
    """Something said: who says it, by what cue, and the tokens [start, end) of what is said.

    `cue` is the token that tells of the saying (verb, "according", a noun such as "statement"), `lemma` its lemma,
    `speaker` the mention who says it (None where the speaker is no known actor: "residents", "witnesses"), in which
    case `speaker_tokens` still gives the phrase. `quoted` is True for direct speech. `carried` marks a sentence that
    continues the speech of an earlier one without a cue of its own.
    """

    cue: int
    lemma: str
    start: int
    end: int
    speaker: Mention | None
    speaker_tokens: tuple[int, int] | None
    quoted: bool = False
    carried: bool = False


@dataclass(frozen=True, slots=True)
class Relation:
    """What the relation model reads in a sentence, tokens [start, end): *actor* does *label*, alone or toward *other*.

    `label` is a type of reaction or an aspect of an alliance (`parse/relations/inputs.py`); `mention` and `toward` are
    the phrases that stand for the two, in the sentence or before it; `score` is the model's probability, 0 to 1, and
    *sure* is what it may be taken on alone.
    """

    label: str
    actor: Actor
    other: Actor | None
    mention: Mention
    toward: Mention | None
    start: int
    end: int
    score: float
    sure: bool = False


@dataclass(frozen=True, slots=True)
class Asked:
    """A sentence, tokens [start, end), that the relation model was asked about, and the actors it was asked for."""

    start: int
    end: int
    actors: frozenset[Actor]


@dataclass(frozen=True, slots=True)
class Sign:
    """What the relation model takes a token to tell of a toll, by probability: its effects, whether it is a breakdown
    of another one (*part*), whether it is of another event (*past*); *sure* is the effect it may be believed in alone.
    """

    effects: Mapping[str, float]
    part: float
    past: float
    sure: Effect | None = None


_Span = TypeVar("_Span", Mention, Speech)
_Sentence = TypeVar("_Sentence", Relation, Asked)


@dataclass(slots=True)
class ParsedArticle:
    """An article ready for extraction. Lists are in order of the text and do not change once a question was asked."""

    article: Article
    doc: Doc
    mentions: list[Mention] = field(default_factory=list)
    quantities: list[Quantity] = field(default_factory=list)
    dates: list[DateMention] = field(default_factory=list)
    speeches: list[Speech] = field(default_factory=list)
    relations: list[Relation] = field(default_factory=list)
    asked: list[Asked] = field(default_factory=list)
    parts: dict[Actor, dict[str, float]] = field(default_factory=dict)  # shares of roles and "none", which sum to 1
    signs: dict[int, Sign] = field(default_factory=dict)  # of tolls, by token that may tell of one
    _by_root: dict[int, list[Mention]] | None = field(default=None, repr=False)
    _mention_over: dict[int, Mention] | None = field(default=None, repr=False)
    _speech_over: dict[int, Speech] | None = field(default=None, repr=False)
    _sentence_starts: list[int] | None = field(default=None, repr=False)

    def mentions_at(self, token: Token | int) -> Sequence[Mention]:
        """The mentions whose head is *token*."""
        if self._by_root is None:
            self._by_root = {}
            for mention in self.mentions:
                self._by_root.setdefault(mention.root, []).append(mention)
        return self._by_root.get(_position(token), ())

    def mention_over(self, token: Token | int) -> Mention | None:
        """The smallest mention that covers *token*, or None."""
        if self._mention_over is None:
            self._mention_over = _innermost(self.mentions)
        return self._mention_over.get(_position(token))

    def speech_over(self, token: Token | int) -> Speech | None:
        """The innermost speech whose content holds *token*, or None where the article itself speaks.

        Of two of one length the one that is not carried over from an earlier sentence goes first.
        """
        if self._speech_over is None:
            self._speech_over = _innermost(sorted(self.speeches, key=lambda speech: speech.carried))
        return self._speech_over.get(_position(token))

    def sentence_index(self, token: Token | int) -> int:
        """The number of the sentence that holds *token*, from 0."""
        if self._sentence_starts is None:
            self._sentence_starts = [sentence.start for sentence in self.doc.sents]
        return bisect_right(self._sentence_starts, _position(token)) - 1

    def relations_in(self, start: int, end: int) -> Iterator[Relation]:
        """What the model reads, likely or not, in the sentences that overlap tokens [start, end)."""
        return _overlapping(self.relations, start, end)

    def asked_in(self, start: int, end: int) -> Iterator[Asked]:
        """The sentences that overlap tokens [start, end), as far as the model was asked about them."""
        return _overlapping(self.asked, start, end)

    def evidence(self, start: int, end: int, *, rule: str) -> Evidence:
        """Evidence for tokens [start, end), trimmed of outer white space; its quote is the article's own text."""
        first, last = self.doc[start], self.doc[end - 1]
        return self.evidence_at(first.idx, last.idx + len(last), rule=rule)

    def evidence_at(self, start: int, end: int, *, rule: str) -> Evidence:
        """Evidence for characters [start, end), trimmed of outer white space."""
        text = self.article.text
        while start < end and text[start].isspace():
            start += 1
        while end > start and text[end - 1].isspace():
            end -= 1
        return Evidence(article=self.article.id, start=start, end=end, quote=text[start:end], rule=rule)


class ParsedKey:
    """A parsed article as a cache key: the same object means the same findings."""

    __slots__ = ("parsed",)

    def __init__(self, parsed: ParsedArticle) -> None:
        self.parsed = parsed

    def __hash__(self) -> int:
        return id(self.parsed)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, ParsedKey) and other.parsed is self.parsed


def _overlapping(spans: Sequence[_Sentence], start: int, end: int) -> Iterator[_Sentence]:
    """Those of *spans*, sentences in order of the text, that overlap tokens [start, end)."""
    for span in islice(spans, bisect_right(spans, start, key=lambda one: one.end), None):
        if span.start >= end:
            break
        yield span


def _position(token: Token | int) -> int:
    return token if isinstance(token, int) else token.i


def _innermost(spans: Sequence[_Span]) -> dict[int, _Span]:
    """For each token the shortest span that covers it, the first of equals; long spans are laid down first."""
    over: dict[int, _Span] = {}
    for _, _, span in sorted((one.start - one.end, -number, one) for number, one in enumerate(spans)):
        over.update(dict.fromkeys(range(span.start, span.end), span))
    return over
