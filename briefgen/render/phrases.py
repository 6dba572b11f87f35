"""How figures, groups, actors, places and times are written inside sentences, by language."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from briefgen.model import Interval, Param
from briefgen.render.catalogue import Catalogue
from briefgen.render.text import clean

_COUNTING = {100_000: "100000", 10_000: "10000", 1000: "1000", 100: "100", 20: "20", 12: "12", 10: "10", 3: "3"}
_ISO = re.compile(r"^(\d{4})(?:-(\d\d))?(?:-(\d\d))?(?:T[\d:.Z+-]*)?$")
_LINK = re.compile(r" (?:of|for|in|to) ")
LONGEST_NAME = 100
LONGEST_TIME = 40
LONGEST_LABEL = 26


@dataclass(frozen=True)
class Bounds:
    """A figure with its bounds as wording needs it."""

    low: int | None = None
    best: int | None = None
    high: int | None = None
    open_above: bool = False
    approx: bool = False
    vague: bool = False

    @property
    def single(self) -> int | None:
        """The one number meant, where low, best and high do not differ."""
        known = {n for n in (self.low, self.best, self.high) if n is not None}
        return known.pop() if len(known) == 1 else None


def bounds_of(params: Mapping[str, Any], suffix: str = "") -> Bounds:
    """Bounds from a message's parameters, whose names end in *suffix*."""
    return Bounds(
        low=params.get(f"low{suffix}"),
        best=params.get(f"best{suffix}"),
        high=params.get(f"high{suffix}"),
        open_above=bool(params.get(f"open_above{suffix}")),
        approx=bool(params.get(f"approx{suffix}")),
        vague=bool(params.get(f"vague{suffix}")),
    )


def _uncapital(place: str) -> str:
    """A place shouted in a dateline as it is written: "BAKU, Azerbaijan" is Baku.

    >>> _uncapital("BAKU, Azerbaijan")
    'Baku, Azerbaijan'
    """
    return ", ".join(p.title() if p.isupper() and len(p) > 3 else p for p in place.split(", "))


def _without_article(name: str) -> str:
    """A German name alone: "die NATO" is NATO.

    >>> _without_article("die NATO")
    'NATO'
    """
    first, _, rest = name.partition(" ")
    return rest if first in ("der", "die", "das") else name


@dataclass(frozen=True)
class Phrases:
    """Phrases of one language.

    `adjectives`, `peoples` and `codes` map a state's name to "Armenian", "Armenians" and "AM"; `classify` tells the
    class of the words for victims.
    """

    catalogue: Catalogue
    adjectives: Mapping[str, str] = field(default_factory=dict)
    peoples: Mapping[str, str] = field(default_factory=dict)
    codes: Mapping[str, str] = field(default_factory=dict)
    acronyms: Mapping[str, str] = field(default_factory=dict)
    classify: Callable[[str | None], str] = lambda words: "people"

    def actor(self, name: str, *, case: str = "") -> str:
        """A name as it stands in a sentence: "the United States", "Armenia".

        *case* is "acc" or "dat" where a language declines ("der Iran", "dem Iran"); English has no such entries.
        """
        declined = self.catalogue.text(f"actor_{case}.{name}") if case else None
        known = declined or self.catalogue.text(f"actor.{name}")
        if known:
            return known
        name = self.bare(name)
        articles = self.catalogue.tables.get("articles", {})
        if self.catalogue.language != "en" or name.lower().startswith(("the ", "a ", "an ")):
            return name
        words = name.split(" (")[0].split()
        titled = any(word in articles.get("titles", ()) for word in words)
        if "\u2013" in name and not titled:
            return name
        before = _LINK.split(name, maxsplit=1)[0].split()
        heads = {*articles.get("heads", ()), *articles.get("last_words", ())}
        headed = len(before) < len(words) and (words[0] in articles.get("heads", ()) or before[-1] in heads)
        lasting = len(words) > 1 and words[-1] in articles.get("last_words", ())
        takes = name in articles.get("names", ()) or (len(words) > 1 and (titled or headed)) or lasting
        return f"the {name}" if takes else name

    def is_plural(self, name: str) -> bool:
        """Whether a verb beside *name* is plural: "the Syrian Democratic Forces accuse".

        In German where its dative is ("den Vereinigten Staaten"); in English by the last word of it.
        """
        if self.catalogue.language != "en":
            return (self.catalogue.text(f"actor_dat.{name}") or "").startswith("den ")
        words = _LINK.split(name.split(" (")[0], maxsplit=1)[0].split()
        last = words[-1] if words else ""
        common = last[:1].islower() and last.endswith(("s", "men")) and not last.endswith("ss")
        return common or last in self.catalogue.tables.get("articles", {}).get("plural_words", ())

    def bare(self, name: str) -> str:
        """A name as it stands in a table: no article, in the language of the brief where it is known there."""
        if self.catalogue.language == "en":
            return self.shorten(name, LONGEST_NAME)
        if name.count("\u2013") == 1:
            return "\u2013".join(map(self.bare, name.split("\u2013")))
        code = self.codes.get(name)
        local = self.catalogue.text(f"actor_bare.{name}")
        local = local or (self.catalogue.locale.territories.get(code) if code else None)
        return self.shorten(local or _without_article(self.catalogue.text(f"actor.{name}") or name), LONGEST_NAME)

    def short(self, name: str) -> str:
        """A name for a chart: its acronym where it is long and has one."""
        return self.acronyms[name] if len(name) > LONGEST_LABEL and name in self.acronyms else self.bare(name)

    def place(self, name: str) -> str:
        """ "in Nice", "in London, United Kingdom"."""
        first, *states = _uncapital(name).split(", ")
        shown = ", ".join([self.actor(first, case="dat"), *map(self.bare, states)])
        return self.catalogue.texts["phrase.in"].replace("{place}", shown)

    def where(self, name: str | None) -> str:
        """A place alone, "" for none."""
        return self.bare(_uncapital(name)) if name else ""

    def time(self, value: str) -> str:
        """An ISO day, "DAY/DAY", month or year as "on 13 September 2022"; other words stay as they are."""
        first, _, last = value.partition("/")
        parsed = _ISO.match(first)
        if not parsed:
            return clean(value)
        year, month, day = (int(part) if part else None for part in parsed.groups())
        if day and month and year:
            start = date(year, month, day)
            end = date.fromisoformat(last[:10]) if _ISO.match(last) and len(last) >= 10 else start
            return self.span(start, end, preposition=True)
        return (
            self._in(self.catalogue.month(date(year or 1, month, 1)), "month") if month else self._in(str(year), "year")
        )

    def interval(self, when: Interval | None, *, preposition: bool = False) -> str:
        """An interval in the precision it was told in; the source's own words where it stays unresolved."""
        if when is None:
            return ""
        if when.start is None or when.end is None or when.precision == "unresolved":
            known = when.start or when.end
            return self.day(known, preposition=preposition) if known else self.shorten(when.text, LONGEST_TIME)
        if when.precision == "month":
            text = self.catalogue.month(when.start)
        elif when.precision in ("year", "decade", "season"):
            text = str(when.start.year) if when.precision == "year" else self.shorten(when.text, LONGEST_TIME)
        else:
            return self.span(when.start, when.end, preposition=preposition)
        return self._in(text, when.precision) if preposition else text

    def day(self, day: date, *, preposition: bool = False) -> str:
        """ "14 September 2022", or "on 14 September 2022"."""
        text = self.catalogue.day(day)
        return self.catalogue.texts["phrase.on"].replace("{when}", text) if preposition else text

    def span(self, start: date, end: date, *, preposition: bool = False) -> str:
        """ "13 to 15 September 2022"."""
        if start == end:
            return self.day(start, preposition=preposition)
        if (start.year, start.month) == (end.year, end.month):
            first = self.catalogue.texts["format.day_only"].replace("{day}", str(start.day))
        else:
            first = self.catalogue.day(start, year=start.year != end.year)
        key = "phrase.between" if preposition else "phrase.span"
        return self.catalogue.texts[key].replace("{start}", first).replace("{end}", self.catalogue.day(end))

    def figure(self, bounds: Bounds) -> str:
        """A figure in running text: "49", "at least 49", "49 to 105", "about 50", "dozens of"."""
        text, number = self.catalogue.texts, self.catalogue.number
        single = bounds.single
        if bounds.low is None and bounds.best is None and bounds.high is None:
            return text["figure.unknown"]
        if bounds.vague and single is not None:
            return self._counting(single)
        if single is not None:
            if single == 0 and not bounds.open_above:
                return text["figure.none"]
            only_high = bounds.high is not None and bounds.low is None and bounds.best is None
            key = "up_to" if only_high else "at_least" if bounds.open_above else "about" if bounds.approx else "exact"
            if key == "exact" and single == 1:
                return text["figure.one"]
            return text[f"figure.{key}"].replace("{n}", number(single))
        low = bounds.low if bounds.low is not None else bounds.best
        high = bounds.high if bounds.high is not None else bounds.best
        if low is None or high is None or low == high:
            return text["figure.exact"].replace("{n}", number(high if high is not None else low or 0))
        key = "figure.range_open" if bounds.open_above else "figure.range"
        return text[key].replace("{low}", number(low)).replace("{high}", number(high))

    def short_figure(self, bounds: Bounds) -> str:
        """A figure in a panel or a chart: "49", "49+", "~50", "49\u2013105"."""
        number = self.catalogue.number
        low = bounds.low if bounds.low is not None else bounds.best
        high = bounds.high if bounds.high is not None else bounds.best
        if low is None and high is None:
            return "?"
        if low is None:
            return self.figure(bounds)
        text = number(low) if high is None or high == low else f"{number(low)}\u2013{number(high)}"
        mark = "+" if bounds.open_above or bounds.vague or high is None else ""
        about = self.catalogue.texts["figure.short_about"] if bounds.approx and not mark else "{n}"
        return about.replace("{n}", text) + mark

    def put(self, name: str, params: Mapping[str, Param]) -> str | None:
        """What `{name}` puts where it is made from several parameters; "" where they are missing, None for others.

        `{figure}` and `{figure_a}` take the bounds (with the suffix), `{tally}` the best figure alone and `{range}` the
        bounds where they differ from it; `{group}` and `{group_a}` are whom they count,
        `{were}` and `{are}` agree with them; `{ally}`, `{ends}` and `{pact}` are made from `alliance` and `by`.
        """
        stem, mark, suffix = name.partition("_")
        if stem in ("figure", "tally", "range") and (not suffix or f"low{mark}{suffix}" in params):
            return self._figure_of(stem, bounds_of(params, mark + suffix))
        if stem == "group":
            return self._group_of(params, side=params.get(suffix or "affiliation"), suffix=mark + suffix)
        if name in ("were", "are"):
            one = bounds_of(params).single == 1
            return self.catalogue.texts["verb." + {"were": ("were", "was"), "are": ("are", "is")}[name][one]]
        if name in ("ally", "ends", "pact"):
            return self._tie(name, str(params.get("alliance") or ""), params.get("by"))
        return None

    def _figure_of(self, stem: str, bounds: Bounds) -> str:
        if stem == "figure" or (stem == "tally" and bounds.best is None):
            return self.figure(bounds)
        if stem == "tally":
            return self.figure(Bounds(None, bounds.best, None, bounds.open_above, bounds.approx, bounds.vague))
        if bounds.low is None or bounds.high is None or bounds.low == bounds.high:
            return ""
        low, high = self.catalogue.number(bounds.low), self.catalogue.number(bounds.high)
        return self.catalogue.texts["figure.range"].replace("{low}", low).replace("{high}", high)

    def _group_of(self, params: Mapping[str, Param], *, side: Param, suffix: str) -> str:
        words, civilian = params.get(f"victims{suffix}"), params.get("civilian")
        return self.group(
            str(words) if words else None,
            affiliation=side if isinstance(side, str) else None,
            civilian=bool(civilian) if civilian is not None else None,
            one=bounds_of(params, suffix).single == 1,
        )

    def _tie(self, name: str, alliance: str, by: Param) -> str:
        """The parts of an alliance's name: a tie "A\u2013B" has two ends, anything else is a pact."""
        ends = alliance.split("\u2013") if alliance.count("\u2013") == 1 else []
        if name == "pact":
            return "" if ends or not alliance else self.actor(alliance)
        if name == "ends":
            return self.catalogue.listing([self.actor(end) for end in ends])
        others = [end for end in ends if end != by]
        return self.actor(others[0]) if len(others) == 1 else ""

    def group(self, victims: str | None, *, affiliation: str | None, civilian: bool | None, one: bool = False) -> str:
        """The group that a toll counts, in words of ours: the head noun of *victims* by class, with its side."""
        kind, _, state = self._class(victims, civilian).partition(":")
        noun = self.catalogue.texts[f"noun.{kind}.{'one' if one else 'other'}"]
        affiliation = state if kind == "national" else affiliation
        if not affiliation:
            return noun
        if self.catalogue.language == "en":
            if kind in ("people", "person", "national") and not one and affiliation in self.peoples:
                return self.peoples[affiliation]
            if affiliation in self.adjectives:
                plain = self.catalogue.texts["noun.national.one"] if kind in ("people", "person") and one else noun
                return f"{self.adjectives[affiliation]} {plain}"
        text = self.catalogue.texts["phrase.group_of"]
        text = text.replace("{side}", self.actor(affiliation)).replace("{name}", self.bare(affiliation))
        return text.replace("{group}", noun)

    def shorten(self, text: str, limit: int) -> str:
        """*text* cut at a word near *limit* characters, with an ellipsis."""
        text = " ".join(text.split())
        if len(text) > limit:
            text = text[:limit].rsplit(" ", 1)[0].rstrip(",;:") + "\u2026"
        return clean(text)

    def _class(self, victims: str | None, civilian: bool | None) -> str:
        """The class of victims by the knowledge base, of those that have a noun here."""
        found = self.classify(victims)
        if f"noun.{found.partition(':')[0]}.one" not in self.catalogue.texts or found in ("people", "crowd"):
            return "civilians" if civilian else "people"
        return found

    def _counting(self, floor: int) -> str:
        """The counting word of ACLED's floor: 12 is "dozens of"; a floor between them is "at least"."""
        if floor in _COUNTING:
            return self.catalogue.texts[f"counting.{_COUNTING[floor]}"]
        return self.catalogue.texts["figure.at_least"].replace("{n}", self.catalogue.number(floor))

    def _in(self, text: str, precision: str) -> str:
        key = "phrase.in_year" if precision == "year" else "phrase.in_month"
        return self.catalogue.texts[key].replace("{when}", text)
