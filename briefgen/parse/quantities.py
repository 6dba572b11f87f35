"""Counts of things in words and digits, with their bounds: "at least 50", "dozens", "between 20 and 30", "no one".

Counting words take ACLED's safe floor (ACLED codebook, "Fatalities"): several, a few, many 3; tens 10; dozens 12;
scores 20; hundreds 100; thousands 1,000; "tens of thousands" 10,000; "several hundred" is three of its unit. Left out
are numbers that count nothing that could be a person: years, dates, clock times, ages, money, shares, ordinals,
measures, names ("Flight 17", "Su-25"). One pass from left to right; a number takes at most twelve tokens.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from briefgen.parse.dates import spans as date_spans
from briefgen.parse.hedges import BETWEEN, hedged_after, hedged_before
from briefgen.parse.idioms import STARTS, idiom, multiple
from briefgen.parse.numerals import MARKS, WORDS, Number, digits, scale_of, spelled
from briefgen.parse.ranks import summed
from briefgen.parsed import Quantity

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_VAGUE = {"several": 3, "few": 3, "many": 3, "numerous": 3, "countless": 3, "multiple": 2, "handful": 3}
_PLURAL_SCALES = {
    "tens": 10, "dozens": 12, "scores": 20, "hundreds": 100, "thousands": 1000, "millions": 1_000_000,
    "lakhs": 100_000, "billions": 1_000_000_000,
}  # fmt: skip
_UNKNOWN = ("a number of", "an unknown number of", "an unspecified number of", "an undisclosed number of",
            "a large number of", "large numbers of", "a small number of", "an undetermined number of",
            "untold numbers of", "unknown numbers of", "a great number of", "significant numbers of",
            "a significant number of", "great numbers of", "a good number of")  # fmt: skip
_MONEY_BEFORE = _words("$ € £ ¥ ₹ ₽ ₺ ₴ US$ A$ C$ usd eur gbp rs rs. inr pkr rmb worth #")
_MONEY_AFTER = _words(
    "dollar dollars euro euros pound pounds ruble rubles rouble roubles rupee rupees lira liras yen yuan shekel shekels"
    " naira hryvnia hryvnias franc francs peso pesos cent cents dinar dinars riyal riyals won birr"
)
_SHARES = _words("% percent per-cent pct percentage percentile points")
_TIMES = _words(
    "second seconds minute minutes hour hours day days night nights week weeks fortnight month months year years decade"
    " decades century centuries time times am pm a.m. p.m. a.m p.m o'clock gmt utc hrs round rounds yr yrs"
)
_MEASURES = _words(
    "km kms kilometre kilometres kilometer kilometers mile miles metre metres meter meters m mm cm millimetre"
    " millimetres millimeter centimetre centimetres foot feet ft inch inches yard yards ton tons tonne tonnes"
    " kg kgs kilo kilos kilogram kilograms kilogrammes gram grams acre acres hectare hectares sq square"
    " degrees litre litres liter liters barrels gallons megawatts watts mph kph knots kiloton kilotons"
    " megaton megatons caliber calibre magnitude nautical cubic storey story points nm °c °f"
)
_LABELS = _words(
    "resolution flight article chapter section no. no nos number numbers route highway unit room page phase"
    " paragraph bus line level gate area zone block sector boeing airbus district ward protocol annex version"
    " part type class grade item channel radio figure table appendix vol volume issue group camp regiment"
    " order decree law apt suite box camp"
)
_NOT_ONE = _words("no any every some each this that which the another every- only")
_AGE_BEFORE = _words("aged age ages")
_COUNTING = _words("nummod det amod det:predet compound nmod:unmarked advmod obl:unmarked")
_FRACTIONS = _words("third thirds quarter quarters fifth fifths half halves tenth tenths")
_MORE = _words("more other further additional")
_DOUBTS = _words("possibly perhaps maybe probably")
_SIGNS = {"+": "low", ">": "low", "≥": "low", "~": "approx", "≈": "approx"}
_DIGITS = re.compile(r"\d")


def find(doc: Doc) -> list[Quantity]:
    """Every count in *doc*, in order of the text, without overlap.

    "at least 10 civilians" low 10, high None, unit "civilians"; "dozens" 12, None, vague; "no casualties" 0, 0.
    """
    dated = {i for start, end in date_spans(doc) for i in range(start, end)}
    found: list[Quantity] = []
    i = 0
    while i < len(doc):
        number = None if i in dated else _number_at(doc, i) or multiple(doc, i, found)
        if number is None or any(j in dated for j in range(i, number.end)):
            i += 1
            continue
        ratio = _ratio_end(doc, number)
        quantity = None if ratio else _quantity(doc, i, number, floor=found[-1].end if found else 0)
        if quantity is not None:
            found.append(quantity)
        i = ratio or number.end
    return summed(doc, found)


def _number_at(doc: Doc, i: int) -> Number | None:
    """The number that begins at token *i*: range, vague phrase, zero, or plain; None when there is none."""
    first = _unknown(doc, i) or _zero(doc, i) or _plain(doc, i)
    if first is None or first.low is None or first.vague:
        return first
    return _range(doc, i, first) or first


def _unknown(doc: Doc, i: int) -> Number | None:
    """ "a number of": a group of unknown size."""
    if doc[i].lower_ not in _UNKNOWN_STARTS:
        return None
    words = tuple(token.lower_ for token in doc[i : i + 4])
    for phrase in _UNKNOWN:
        parts = tuple(phrase.split())
        if words[: len(parts)] == parts:
            return Number(None, None, i + len(parts) - 1, vague=True)
    return None


_UNKNOWN_STARTS = frozenset(phrase.split()[0] for phrase in _UNKNOWN)


def _zero(doc: Doc, i: int) -> Number | None:
    token = doc[i]
    if token.lower_ in ("none", "nobody", "zero", "nil"):
        return Number(0, 0, i + 1)
    if i + 1 >= len(doc):
        return None
    if token.lower_ == "not":
        return _not_one(doc, i)
    if token.lower_ != "no":
        return None
    following = doc[i + 1]
    if following.lower_ in ("fewer", "less", "more", "longer", "doubt", "matter"):
        return None
    if following.lower_ == "one" or (following.text == "-" and doc[i + 2 : i + 3].text.lower() == "one"):
        return Number(0, 0, i + 2 + (following.text == "-"))
    counted = token.dep_ == "det" and token.head.pos_ in ("NOUN", "PROPN", "PRON", "NUM", "ADJ", "VERB")
    untagged = not token.dep_ and following.is_alpha
    return Number(0, 0, i + 1) if counted or untagged else None


def _not_one(doc: Doc, i: int) -> Number | None:
    """ "Not a man was lost", "not a single soldier": nobody; not "it was not a man"."""
    end = i + 2 + (doc[i + 2 : i + 3].text.lower() in ("single", "solitary"))
    noun = doc[i].head
    told = noun.dep_ in ("nsubj", "nsubj:pass") and noun.i in (end - 1, end) and noun.pos_ in ("NOUN", "NUM")
    return Number(0, 0, end) if told and doc[i + 1].lower_ in ("a", "an", "one") else None


def _plain(doc: Doc, i: int) -> Number | None:
    token = doc[i]
    if token.lower_ in _PLURAL_SCALES:
        return _plural_scale(doc, i, _PLURAL_SCALES[token.lower_])
    if token.lower_ in _VAGUE:
        return _vague(doc, i)
    if token.lower_ in STARTS or token.lower_ in WORDS:
        return idiom(doc, i) or spelled(doc, i)
    return digits(doc, i)


def _plural_scale(doc: Doc, i: int, low: int) -> Number:
    """ "dozens", "hundreds of thousands", "tens of thousands"."""
    end = i + 1
    if doc[end : end + 1].text.lower() == "of":
        inner = doc[end + 1 : end + 2].text.lower()
        if inner in _PLURAL_SCALES:
            return Number(low * _PLURAL_SCALES[inner], None, end + 2, vague=True)
    return Number(low, None, end, vague=True)


def _vague(doc: Doc, i: int) -> Number | None:
    """ "several", "a few", "many"; "several hundred" and "a few dozen" are three of the unit."""
    word, before = doc[i].lower_, doc[i - 1].lower_ if i else ""
    if word == "many" and before in ("how", "as", "so", "too"):
        return None
    if word == "few" and before in ("very", "so", "too", "as", "how", "precious"):
        return None
    scale = scale_of(doc[i + 1].lower_) if i + 1 < len(doc) else None
    if scale:
        return Number(3 * scale, None, i + 2, vague=True)
    following = doc[i + 1].lower_ if i + 1 < len(doc) else ""
    if following in _PLURAL_SCALES:
        return Number(_PLURAL_SCALES[following], None, i + 2, vague=True)
    return Number(_VAGUE[word], None, i + 1, vague=True)


def _range(doc: Doc, i: int, first: Number) -> Number | None:
    """ "20 to 30", "20-30", "two or three", "between 20 and 30"; None where the second is not greater."""
    joint = doc[first.end : first.end + 1].text.lower()
    before = doc[i - 1].lower_ if i else ""
    if joint in ("and", "or", ",") and (more := _perhaps(doc, first.end + 1)) is not None:
        above = more.high is not None and first.low is not None and first.low < more.high
        return Number(first.low, more.high, more.end, scale=more.scale) if above and not more.vague else None
    joints = {"-", "–", "—", "to", "or", "and"} if before == "between" else {"-", "–", "—", "to", "or"}
    if joint not in joints or (joint == "to" and before == "from" and _moves(doc, i)):
        return None
    second = _plain(doc, first.end + 1) if first.end + 1 < len(doc) else None
    if second is None or second.vague or second.high is None or first.low is None:
        return None
    low = first.low
    if second.scale > 1 and first.scale == 1 and low * second.scale < second.high:
        low *= second.scale  # "two to three thousand"
    return Number(low, second.high, second.end, scale=second.scale) if low < second.high else None


def _perhaps(doc: Doc, i: int) -> Number | None:
    """ "(at least two and) possibly four", "(two, )perhaps three": the number after a word of doubt."""
    if i + 1 >= len(doc) or doc[i].lower_ not in _DOUBTS:
        return None
    at = i + 1 + 3 * (doc[i + 1 : i + 4].text.lower() == "as many as")
    return _plain(doc, at) if at < len(doc) else None


def _moves(doc: Doc, i: int) -> bool:
    """ "rose from 20 to 30" is no range."""
    moved = ("rise", "rose", "risen", "increas", "grow", "grew", "climb", "jump", "rais", "revis", "up", "fell", "drop")
    return any(token.lower_.startswith(moved) for token in doc[max(0, i - 8) : i])


def _quantity(doc: Doc, i: int, number: Number, *, floor: int) -> Quantity | None:
    """The number with its hedges and what it counts; None where it is a year, an age, money, a measure or a name."""
    if _is_age(doc, i, number) or _is_label(doc, i, number) or _is_measure(doc, i, number):
        return None
    start, effects = hedged_before(doc, i, floor)
    end, after = hedged_after(doc, number)
    effects |= after | ({_SIGNS[mark]} if (mark := doc[i].text[0]) in MARKS else set())
    low, high = number.low, number.high
    if "low" in effects:
        high = None if low == high else high  # "at least two and possibly four"
    elif "high" in effects and high is not None:
        low = None
    root = _root(doc, i, number.end)
    unit = _unit(doc, root, i, number.end if doc[end - 1].lower_ != "odd" else end)
    if unit is None and number.low == 1 and doc[i].lower_ == "one" and not _stands_alone(doc[i]):
        return None
    approx = "approx" in effects and not number.vague
    return Quantity(start, end, root, low, high, approx, number.vague, unit)


def _root(doc: Doc, start: int, end: int) -> int:
    """The token of the number that hangs on something outside it; the last one where there is no tree."""
    inside = range(start, end)
    roots = [i for i in inside if doc[i].head.i not in inside or doc[i].head.i == i]
    counts = [i for i in roots if doc[i].pos_ in ("NUM", "NOUN", "ADJ", "DET", "PRON")]
    return (counts or roots or [end - 1])[-1]


def _unit(doc: Doc, root: int, start: int, end: int) -> int | None:
    """What is counted: the head of the number, or the "of" phrase under it ("about 50 of their soldiers").

    A number counts no noun before it ("refugees, Kenya 300,000"; "the loss of 20" has the number under "of").
    """
    token = doc[root]
    if not token.dep_:
        return end if end < len(doc) and doc[end].is_alpha else None
    counted = token.dep_ in _COUNTING
    outer = token.head.i >= end and token.head.pos_ in ("NOUN", "PROPN", "PRON", "ADJ", "VERB")
    if counted and outer:
        head = token.head
        if head.lower_ in _MORE and head.dep_ == "amod" and head.head.i > head.i:
            head = head.head  # "eleven more troops", whatever the parser hangs "eleven" on
        while head.dep_ == "compound" and head.head.i > head.i:
            head = head.head  # "five road workers", whatever the parser hangs "five" on
        return int(_through_of(head).i)
    inner = _of_phrase(token)
    while inner is not None and start <= inner.i < end:
        inner = _of_phrase(inner)
    if inner is not None:
        return int(inner.i)
    return _following(doc, end)


def _following(doc: Doc, end: int) -> int | None:
    """The plural noun right after a number that the tree left alone ("between 20 and 30 insurgents")."""
    for token in doc[end : end + 3]:
        if token.tag_ in ("NNS", "NNPS") or token.lower_ in ("people", "police"):
            return int(token.i)
        if token.pos_ not in ("ADJ", "PROPN", "NOUN") or (token.tag_ == "JJ" and token.lower_ in ("dead", "wounded")):
            return None
    return None


def _of_phrase(token: Token) -> Token | None:
    return next(
        (
            c
            for c in token.children
            if c.dep_.split(":")[0] in ("nmod", "obl")
            and any(k.dep_ == "case" and k.lower_ == "of" for k in c.children)
        ),
        None,
    )


def _through_of(token: Token) -> Token:
    """ "a group of 12 …" is not walked; "dozens of people" with the head on "dozens" is."""
    if token.lower_ in _PLURAL_SCALES or scale_of(token.lower_) or token.lower_ in ("dozen", "number", "handful"):
        return _of_phrase(token) or token
    return token


def _stands_alone(token: Token) -> bool:
    """ "one was killed", "one dead": a count; "the one who", "no one", "one of": none."""
    before = token.doc[token.i - 1].lower_ if token.i else ""
    return before not in _NOT_ONE and token.dep_ in ("nsubj", "nsubj:pass", "obj", "ROOT", "nummod", "conj")


def _is_age(doc: Doc, i: int, number: Number) -> bool:
    """ "aged 40", "34-year-old", "Ali Khan, 56, said", "children under five"."""
    before = doc[i - 1] if i else None
    if before is None or number.low is None or number.low > 115 or number.vague:
        return False
    if before.lower_ in _AGE_BEFORE or (i > 1 and doc[i - 2].lower_ in _AGE_BEFORE):
        return True
    after = doc[number.end] if number.end < len(doc) else None
    closed = after is None or after.text in (",", ".", ";", ")", ":", "\u2014", "\u2013") or after.is_space
    if before.text in (",", "(") and closed and i > 1 and doc[i - 2].pos_ == "PROPN" and _DIGITS.search(doc[i].text):
        return True
    bounded = before.lower_ in ("under", "over", "above", "below") and i > 1 and doc[i - 2].pos_ in ("NOUN", "PROPN")
    return bounded and not (after is not None and after.pos_ in ("NOUN", "ADJ"))


def _is_label(doc: Doc, i: int, number: Number) -> bool:
    """ "Resolution 2254", "Su-25", "No. 10", "Brigade 80"; also a list number at the start of a line."""
    token, before = doc[i], doc[i - 1] if i else None
    after = doc[number.end] if number.end < len(doc) else None
    if after is not None and after.text in ("-", "–") and not doc[number.end - 1].whitespace_ and not after.whitespace_:
        rest = doc[number.end + 1].lower_ if number.end + 1 < len(doc) else ""
        if rest[:1].isalnum() and rest not in ("odd", "plus", "strong"):
            return True
    if before is None or not _DIGITS.search(token.text):
        return before is not None and before.lower_ in ("phase", "chapter", "article", "number", "plan")
    if (
        before.text in ("-", "/", "–", "’", "'", ":")
        and not before.whitespace_
        and i > 1
        and not doc[i - 2].whitespace_
    ):
        return True
    if before.text == "." and i > 1 and doc[i - 2].lower_ in ("no", "nos") and not doc[i - 2].whitespace_:
        return True
    counts = token.dep_ == "nummod" and token.head.i >= number.end and before.lower_ not in ("no", "no.", "nos")
    if (
        before.lower_ == "number"
        and i > 1
        and (doc[i - 2].tag_ in ("NNS", "VBN", "VBD", "RB", "WP") or doc[i - 2].pos_ == "ADJ")
    ):
        return False  # "The wounded number 120"
    if before.lower_ in _LABELS and not counts and not (before.lower_ == "no" and before.dep_ == "det"):
        return True
    hangs = token.head.i == i - 1 and token.dep_ in (
        "nummod",
        "flat",
        "nmod:unmarked",
        "compound",
        "appos",
        "nmod:desc",
    )
    return before.pos_ == "PROPN" and hangs and not (after is not None and after.pos_ in ("NOUN", "ADJ"))


def _is_measure(doc: Doc, i: int, number: Number) -> bool:
    """Money, shares, durations, clock times, lengths and weights; fractions ("two thirds")."""
    for token in doc[max(0, i - 2) : i]:
        if token.text in _MONEY_BEFORE and (token.i == i - 1 or doc[i - 1].lower_ in BETWEEN):
            return True
    if any(token.text in _MONEY_BEFORE for token in _inside(doc, i, number.end)) or (
        i and doc[i - 1].text[-1] in "$€£¥"
    ):
        return True
    following = [token.lower_ for token in doc[number.end : number.end + 3]]
    if not following:
        return False
    if following[:2] == ["per", "cent"] or following[0] in _SHARES or following[0] in _FRACTIONS:
        return True
    skipped = 1 if following[0] in ("-", "more", "further", "consecutive", "straight", "other", "U.S.", "us") else 0
    word = following[skipped] if skipped < len(following) else ""
    stop = _MONEY_AFTER | _TIMES | _MEASURES
    if number.vague and following[0] == "of" and len(following) > 1:
        return following[1] in stop
    return word in stop


def _ratio_end(doc: Doc, number: Number) -> int | None:
    """Where "one in ten", "two out of every five" end: a share of a whole that is not said. None for other numbers."""
    joint = [token.lower_ for token in doc[number.end : number.end + 3]]
    if joint[:1] != ["in"] and joint[:2] != ["out", "of"]:
        return None
    at = number.end + (1 if joint[0] == "in" else 2)
    at += doc[at : at + 1].text.lower() == "every"
    whole = _plain(doc, at) if at < len(doc) else None
    if whole is None or whole.low is None or number.low is None or whole.low > 100 or number.low >= whole.low:
        return None
    after = doc[whole.end] if whole.end < len(doc) else None
    loose = after is None or after.lower_ == "of" or after.is_punct or after.pos_ in ("VERB", "AUX")
    return whole.end if loose else None


def _inside(doc: Doc, start: int, end: int) -> Iterator[Token]:
    yield from doc[start:end]
