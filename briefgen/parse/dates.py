"""Finds stretches of time in a text and resolves them against the day of the article.

One regular expression without nested repetition cuts out the spans (so that "may", "march", "5 of 7" or a score are
never dates); `intervals.resolve` reads each. An expression that counts from the article's day stays "unresolved" when
that day is unknown; one with a year is always resolved.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING

from briefgen.model import Interval
from briefgen.parse.datelines import datelines, day_at
from briefgen.parse.intervals import COUNT, DAY, MONTH, PART, UNIT, WEEKDAY, YEAR, resolve
from briefgen.parsed import DateMention

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

# Names that only look like days: papers, feasts, battles.
_NOT_BEFORE = re.compile(
    r"(?:Bloody|Black|Good|Ash|Palm|Easter|Holy|Mail on|Independent on|Super|Big|Cyber) ?(?:the )?$"
)
_NOT_AFTER = re.compile(
    r"^ (?:Times|Telegraph|Mirror|Mail|Express|People|World|Post|Herald|Agreement|Revolution|Movement)\b"
)
_WINDOW = 40
# "more than 2000", "2000 people": a count, not a year.
_COUNTED = r"(?<!than )(?<!least )(?<!about )(?<!nearly )(?<!some )(?<!almost )(?<!over )(?<!up to )(?<!many as )"
_PEOPLE = (
    "people|persons|men|women|children|soldiers|troops|civilians|fighters|refugees|families|dead|wounded|others|homes"
    "|houses|victims|prisoners|lives|casualties|residents|villagers|police|displaced|injured|were|more|Syrians"
)


def find(doc: Doc, *, day: date | None) -> list[DateMention]:
    """Every stretch of time in *doc*, in order, resolved against *day* (the article's date, None when unknown).

    Below a dateline with a day of its own ("BUCHAREST, Sept. 3.") "yesterday" and "Monday" count from that day.
    """
    has_tree = doc.has_annotation("DEP")
    lines = datelines(doc.text, day=day)
    mentions = []
    for start, end in spans(doc):
        text = doc[start:end].text
        future = _looks_ahead(doc[start:end].root) if has_tree else False
        written = day_at(doc[start].idx, lines=lines, day=day)
        found = resolve(" ".join(text.split()), day=written, future=future)
        interval = Interval(text=text, start=found.start, end=found.end, precision=found.precision)
        mentions.append(DateMention(start, end, interval))
    return mentions


def spans(doc: Doc) -> list[tuple[int, int]]:
    """The token spans of time expressions, in order, without overlap."""
    starts = [token.idx for token in doc]
    ends = [token.idx + len(token) for token in doc]
    found: list[tuple[int, int]] = []
    for first, last in _cut(doc.text):
        start = bisect_right(starts, first) - 1
        end = bisect_left(ends, last) + 1
        if found and start < found[-1][1]:
            continue
        found.append((max(start, 0), min(end, len(doc))))
    return found


def _cut(text: str) -> Iterator[tuple[int, int]]:
    for match in _pattern().finditer(text):
        before, after = text[max(0, match.start() - _WINDOW) : match.start()], text[match.end() : match.end() + _WINDOW]
        if not (_NOT_BEFORE.search(before) or _NOT_AFTER.search(after)):
            yield match.span()


@lru_cache(maxsize=1)
def _pattern() -> re.Pattern[str]:
    """Case counts: "may" and "march" are verbs, "May 9" and "in March" are dates."""
    stage = r"(?:[Ee]arly|[Ll]ate|[Mm]id|[Tt]he (?:end|start|beginning|middle|first half|second half) of)[ -](?:in )?"
    dash = r" ?(?:-|–|—|to|and|through|or) ?"
    year_after = rf"(?:,? {YEAR}\b(?!,\d))?"
    since = r"(?:[Ss]ince (?:the )?)?"
    rel = r"(?:[Ll]ast|[Tt]his|[Nn]ext|[Pp]revious|[Pp]ast|[Tt]his past)"
    season = r"(?:[Ss]pring|[Ss]ummer|[Aa]utumn|[Ff]all|[Ww]inter)"
    hour = rf",? (?:early |late )?(?:in the )?{PART}\b"
    when = "(?:[Ee]arlier|[Ll]ater|[Ll]ate|[Ee]arly)"
    forms = (
        rf"{since}(?:{WEEKDAY},? (?:{PART} )?\(?(?:the )?)?{DAY}(?: of)? {MONTH}(?![a-z]),?(?: {YEAR}\b)?",
        rf"{since}(?:{WEEKDAY},? (?:{PART} )?\(?)?{MONTH} {DAY}{dash}{DAY}\b(?!:){year_after}",
        rf"{DAY}{dash}{DAY}(?: of)? {MONTH}(?![a-z]){year_after}",
        rf"{since}(?:{WEEKDAY},? (?:{PART} )?\(?)?{MONTH} (?:the )?{DAY}\b(?![:,]?\d){year_after}",
        r"\d{4}[-/.]\d{1,2}[-/.]\d{1,2}(?!\d)",
        r"\d{1,2}[-/.]\d{1,2}[-/.](?:19|20)\d\d(?!\d)",
        rf"{since}(?:{stage})?{MONTH}(?![a-z]),? (?:of |in )?(?:{YEAR}\b|last year|this year)",
        rf"{since}(?:(?<=[Ii]n )|(?<=[Ss]ince )|(?<=[Ss]ince)|(?<=[Oo]f )|(?<=[Bb]y )|(?<=[Ff]rom )|(?<=[Uu]ntil )"
        rf"|(?<=[Dd]uring )|(?<=[Bb]efore )|(?<=[Aa]fter )|{stage}|{rel} )(?:{stage})?{MONTH}(?![a-z.]?[a-z])",
        rf"[Bb]etween {YEAR} and {YEAR}\b",
        rf"{since}(?:the )?(?:{stage})?(?:the )?(?:1[89]|20)\d0'?s\b",
        rf"{YEAR}[-–](?:{YEAR}|\d\d)\b(?![-,\d])",
        rf"{since}(?:{rel} )?(?:the )?{season} (?:of )?(?:{YEAR}\b|last year|this year)",
        rf"{since}{rel} {season}\b",
        rf"{since}(?:{stage})?{_COUNTED}{YEAR}\b(?![,.]\d|-\w|%)(?! (?:{_PEOPLE})\b)",
        rf"(?:{since}|(?:{rel} ))(?:early |late )?{WEEKDAY}s?\b(?:{hour}| last\b)?(?:['’]s)?",
        rf"(?:{when} )?(?:[Tt]oday|[Tt]onight|[Tt]his {PART}|[Yy]esterday(?: {PART})?|[Tt]omorrow(?: {PART})?)\b",
        r"\b(?:[Ll]ast night|[Oo]vernight)\b",
        rf"(?:{rel} |[Tt]he )weekend\b",
        rf"\b(?:{COUNT}|{COUNT.title()}) {UNIT} (?:ago|earlier|from now)\b",
        rf"{since}(?:{when} )?(?:{rel}|[Tt]he past) (?:week|month|year|decade)\b(?:['’]s)?",
        rf"(?:[Tt]he )?(?:[Ll]ast|[Pp]ast|[Pp]revious) (?:{COUNT}|24|48|72) (?:hour|{UNIT})s?\b",
    )
    return re.compile(r"(?<![\w$€£#/.-])(?:" + "|".join(forms) + ")")


def _looks_ahead(token: Token) -> bool:
    """True when the clause of *token* is in the future: "will meet on Monday", "to be held on Monday", "next"."""
    for _ in range(12):
        labels = {(c.dep_, c.lower_) for c in token.children}
        if any(word in ("will", "shall", "'ll", "’ll") for label, word in labels if label == "aux"):
            return True
        if ("mark", "to") in labels:
            return not any(c.dep_ == "aux" for c in token.children)
        if token.pos_ in ("VERB", "AUX") or token.head == token:
            return token.lower_ in ("scheduled", "planned", "expected", "due")
        token = token.head
    return False
