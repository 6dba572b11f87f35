"""What the frames of human loss read and give: the article with its numbers indexed, and tellings of loss."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from spacy.tokens import Token

from briefgen.extract import syntax
from briefgen.extract.casualties.words import Lexicon
from briefgen.knowledge.types import Word
from briefgen.model import Effect
from briefgen.parsed import DateMention, Mention, ParsedArticle, Quantity


@dataclass(frozen=True, slots=True)
class Loss:
    """One telling of a loss: its effect, the word that tells it, who suffers, and a number that hangs elsewhere.

    *victim* heads the phrase for the victims (None where only a number stands), *quantity* is set where the number does
    not belong to that phrase ("the death toll rose to 61"); *none* marks "unharmed"; *side* is who lost them ("lost 12
    men").
    """

    effect: Effect
    trigger: Token
    victim: Token | None
    rule: str
    quantity: Quantity | None = None
    none: bool = False
    side: Token | None = None


_ALL_TOLD = ("in all", "all told", "in number", "in total")


@dataclass(frozen=True, slots=True)
class Reading:
    """What the frames read: the article, the word list, and its quantities by what they count and where they stand."""

    parsed: ParsedArticle
    lexicon: Lexicon
    by_unit: Mapping[int, Quantity]
    by_token: Mapping[int, Quantity]
    starts: Mapping[str, Sequence[int]]

    @classmethod
    def of(cls, parsed: ParsedArticle, lexicon: Lexicon) -> Reading:
        """Index the quantities of *parsed*; of two with one unit the nearer counts it."""
        by_unit: dict[int, Quantity] = {}
        by_token: dict[int, Quantity] = {}
        for quantity in parsed.quantities:
            if quantity.unit is not None and (quantity.unit not in by_unit or quantity.end <= quantity.unit):
                by_unit[quantity.unit] = quantity
            for i in range(quantity.start, quantity.end):
                by_token[i] = quantity
        starts = {name: [item.start for item in getattr(parsed, name)] for name in ("quantities", "dates", "mentions")}
        return cls(parsed, lexicon, by_unit, by_token, starts)

    def quantities(self, start: int, end: int) -> Sequence[Quantity]:
        """The quantities that begin in tokens [start, end)."""
        return self.parsed.quantities[self._slice("quantities", start, end)]

    def dates(self, start: int, end: int) -> Sequence[DateMention]:
        """The times that begin in tokens [start, end)."""
        return self.parsed.dates[self._slice("dates", start, end)]

    def mentions(self, start: int, end: int) -> Sequence[Mention]:
        """The mentions that begin in tokens [start, end)."""
        return self.parsed.mentions[self._slice("mentions", start, end)]

    def _slice(self, name: str, start: int, end: int) -> slice:
        starts = self.starts[name]
        return slice(bisect_left(starts, start), bisect_left(starts, end))

    def number(self, token: Token | None) -> Quantity | None:
        """The quantity that counts the phrase of *token*: on it, or *token* is the number itself."""
        if token is None:
            return None
        head = syntax.nominal_head(token)
        found = self.by_token.get(token.i) or self.by_unit.get(token.i) or self.by_unit.get(head.i)
        return found or next((q for c in token.children if (q := self._of_them(c)) is not None), None)

    def _of_them(self, token: Token) -> Quantity | None:
        """ "the weavers, some 900 of them", "the garrison, 400 strong", "prisoners to the number of 600"."""
        if token.lower_ == "number" and syntax.case_of(token) == "to":
            return next((q for c in token.children if (q := self.by_token.get(c.i)) is not None), None)
        if token.lower_ in ("numbering", "totalling") and token.dep_ in ("acl", "advcl", "amod"):
            return self.by_token.get(token.i + 1)  # "the whole crew, numbering 31"
        strong = token.lower_ == "strong" and token.dep_ in ("amod", "acl", "appos", "acl:relcl")
        if strong and (size := self.by_token.get(token.i - 1) or self.by_token.get(token.i - 2)) is not None:
            return size
        found = self.by_token.get(token.i) if token.dep_ in ("nummod", "appos") else None
        unit = None if found is None or found.unit is None else self.parsed.doc[found.unit]
        all_told = found is not None and self.parsed.doc[found.end : found.end + 2].text.lower() in _ALL_TOLD
        return found if (unit is not None and unit.lower_ == "them") or all_told else None


Framed = Iterator[tuple[Token | None, Quantity | None]]
Frame = Callable[[Token, Word, Reading], Framed]


def as_state(token: Token, lexicon: Lexicon) -> tuple[Word, ...]:
    """ "wounded", "dead", "missing" are states whether tagged as adjectives, nouns or participles."""
    if token.pos_ not in ("NOUN", "VERB", "PROPN", "ADV", "ADJ", "AUX"):
        return ()
    states = lexicon.rows.get((token.lower_, "ADJ"), ())
    if states:
        return states
    if token.pos_ in ("ADJ", "NOUN", "PROPN") and token.tag_ != "JJR":
        rows = lexicon.rows.get((token.lower_, "VERB"), ())
        return rows if rows and (token.lower_.endswith(("ed", "n", "t")) or _is_headline(token)) else ()
    return lexicon.rows.get((token.lower_, "NOUN"), ()) if token.pos_ == "VERB" and token.tag_ == "VBG" else ()


def _is_headline(token: Token) -> bool:
    """A line of its own without a full stop at its end: tags are less sure there."""
    return token.sent.text.rstrip()[-1:] not in '.?!"”' and len(token.sent) < 25
