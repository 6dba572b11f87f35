"""What is read in annotated texts held out of the training of the relation model: `python -m tests.quality.held_out`.

The texts stand in `training/held_out`, their form in `training/annotated.py`.
Acts are labelled whoever does them, fighting sides too, so they are measured before those are left out.

    python -m tests.quality.held_out                        a table by label, and the roles
    python -m tests.quality.held_out --rules                what the rules read without the model
    python -m tests.quality.held_out --misses strain        what is missed of a label (--extra: what is too much)
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from briefgen.extract.cues import lexicon_of
from briefgen.extract.reactions.extractor import told
from briefgen.knowledge import load_knowledge
from briefgen.model import Article, Evidence, Findings, Source
from briefgen.parsed import ParsedArticle
from briefgen.pipeline import inspect
from briefgen.settings import Settings
from briefgen.terms import ASPECTS, EFFECTS, REACTION_TYPES
from tests.tally import Tally
from training.annotated import HELD_OUT, Annotated, Sentence, blocks, read_block

YEARS: Final = {
    "acts": 2005,
    "articles_1850_1945": 1910,
    "articles_1854_1990": 1940,
    "articles_1945_1991": 1970,
    "articles_1988_2010": 1999,
    "articles_accusations": 1995,
    "articles_agencies": 2012,
    "articles_alliances": 2015,
    "articles_analyses": 2012,
    "articles_answers": 2005,
    "articles_broadsheet": 2015,
    "articles_cables": 1930,
    "articles_claims": 2008,
    "articles_councils": 1985,
    "articles_dailies": 2012,
    "articles_disputes": 2005,
    "articles_events": 2016,
    "articles_long": 2014,
    "articles_losses": 1990,
    "articles_movements": 1995,
    "articles_pages": 2016,
    "articles_patrons": 2014,
    "articles_releases": 2012,
    "articles_rifts": 1995,
    "articles_sparse": 2012,
    "articles_stand_ins": 2000,
    "articles_tolls": 2008,
    "articles_web": 2020,
    "articles_wire": 2018,
    "items_1850_1945": 1905,
    "items_1890_1990": 1945,
    "items_1914_1965": 1942,
    "items_1965_1999": 1982,
    "items_1999_2014": 2007,
    "items_2014_2026": 2021,
    "items_alliances": 1990,
    "items_analyses": 2012,
    "items_claims": 2008,
    "items_pages": 2013,
    "items_reactions": 2005,
    "items_roles": 2000,
    "items_small_wars": 2015,
    "items_sparse": 2005,
    "items_ties": 2012,
    "items_wire": 2016,
    "news_1850_1918": 1895,
    "news_1919_1964": 1940,
    "news_1965_1999": 1982,
    "news_1999_2026": 2012,
    "news_2014_2026": 2022,
    "plain_1900_1990": 1950,
    "plain_1990_2026": 2012,
    "running_text": 1990,
    "ties": 1995,
}  # the year that the texts of a file are read in
LABELS: Final[tuple[str, ...]] = (*REACTION_TYPES, *ASPECTS, *EFFECTS)
NO_PARTY: Final = "none"

Fact = tuple[str, str, str | None]  # key, label, key of whom it is toward


@dataclass(frozen=True, slots=True)
class Read:
    """Something read in a text: who, the label, toward whom where a tie, and the words."""

    by: str | None
    label: str
    others: frozenset[str]
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Judged:
    """Counts by label and of (true, read) roles; what was missed and what is too much, each by its label with words."""

    tallies: dict[str, Tally]
    roles: Counter[tuple[str, str]]
    missed: tuple[tuple[str, str], ...]
    extra: tuple[tuple[str, str], ...]

    def total(self, labels: Iterable[str]) -> Tally:
        """Over some of the labels."""
        total = Tally()
        for label in labels:
            total.add(self.tallies[label])
        return total

    def totals(self) -> dict[str, Tally]:
        """Acts, ties, tolls and roles."""
        kinds = {"acts": REACTION_TYPES, "ties": ASPECTS, "tolls": EFFECTS}
        return {**{kind: self.total(labels) for kind, labels in kinds.items()}, "roles": self.parties()}

    def parties(self) -> Tally:
        """Parties by name and role."""
        right = sum(count for (true, read), count in self.roles.items() if true == read != NO_PARTY)
        told = sum(count for (true, _), count in self.roles.items() if true != NO_PARTY)
        found = sum(count for (_, read), count in self.roles.items() if read != NO_PARTY)
        return Tally(right=right, missed=told - right, extra=found - right)


def texts(names: Sequence[str] = tuple(YEARS)) -> Iterator[tuple[str, Annotated, date]]:
    """Where it stands, the text, and the day it is read on."""
    for name in names:
        for number, block in enumerate(blocks(HELD_OUT / f"{name}.txt"), 1):
            where = f"{name}#{number}"
            yield where, read_block(block, where=where), date(YEARS[name], 6, 15)


def judge(where: str, one: Annotated, *, day: date, relations: bool = True) -> Judged:
    """What is read of *one*, set against its facts; an actor is known by any phrase that parsing links."""
    article = Article(id="text", text=_text(one), source=Source(path="text.txt", published=day))
    parsed, findings = next(iter(inspect([article], settings=Settings(relations=relations))))
    names = _names(parsed, one)
    found = list(_found(parsed, findings))
    tallies, missed, extra = {label: Tally() for label in LABELS}, list[tuple[str, str]](), list[tuple[str, str]]()
    start = 0
    for sentence in one.sentences:
        end = start + len(sentence.text)
        here = [item for item in found if item.evidence.start < end and item.evidence.end > start and sentence.told]
        for label, words, tally in _tolls(sentence, start, findings) if one.counted and sentence.told else ():
            tallies[label].add(tally)
            for faults, count in ((missed, tally.missed), (extra, tally.extra)):
                faults += [(label, f"{where}: {words} | {sentence.text}")] * count
        start = end + 1
        used: set[int] = set()
        for fact in sentence.facts:
            hits = {place for place, item in enumerate(here) if _meets(item, fact, names)}
            used |= hits
            tallies[fact[1]].add(Tally(right=bool(hits), missed=not hits))
            if not hits:
                missed.append((fact[1], f"{where}: {fact[0]} {fact[1]} {fact[2] or '-'} | {sentence.text}"))
        known = frozenset[str]().union(*names.values())
        told_of = {(name, label) for key, label, _ in sentence.facts for name in names[key]}
        for place, item in enumerate(here):
            if place not in used and item.by in known and (item.by, item.label) not in told_of:
                tallies[item.label].add(Tally(extra=1))
                extra.append((item.label, f"{where}: {item.by} by {item.evidence.rule} | {sentence.text}"))
    return Judged(tallies, Counter(_roles(one, names, findings)), tuple(missed), tuple(extra))


def measure(read: Iterable[tuple[str, Annotated, date]], *, relations: bool = True) -> Judged:
    """All of it over many texts."""
    tallies = {label: Tally() for label in LABELS}
    roles, missed, extra = Counter[tuple[str, str]](), list[tuple[str, str]](), list[tuple[str, str]]()
    for where, one, day in read:
        judged = judge(where, one, day=day, relations=relations)
        roles += judged.roles
        missed += judged.missed
        extra += judged.extra
        for label, tally in judged.tallies.items():
            tallies[label].add(tally)
    return Judged(tallies, roles, tuple(missed), tuple(extra))


def _text(one: Annotated) -> str:
    return " ".join(sentence.text for sentence in one.sentences)


def _names(parsed: ParsedArticle, one: Annotated) -> dict[str, frozenset[str]]:
    """The names of the actors that parsing links to the phrases of each key."""
    marks, start = list[tuple[str, int, int]](), 0
    for sentence in one.sentences:
        marks += [(key, start + first, start + last) for key, first, last in sentence.marks]
        start += len(sentence.text) + 1
    names: dict[str, set[str]] = {key: set() for key, _, _ in marks}
    for mention in parsed.mentions:
        first, last = parsed.doc[mention.start], parsed.doc[mention.end - 1]
        for key, start, end in marks:
            if first.idx < end and last.idx + len(last) > start:
                names[key].update(actor.name for actor in mention.actors)
    return {key: frozenset(found) for key, found in names.items()}


def _tolls(sentence: Sentence, start: int, findings: Findings) -> Iterator[tuple[str, str, Tally]]:
    """Each toll of a sentence that opens at *start*: its effect, its words, whether it is right, missed or too much.

    It is right where the evidence of a report of this effect meets its words; breakdowns may be reported or not.
    """
    reports = [
        (str(report.effect), evidence.start - start, evidence.end - start)
        for report in findings.casualties
        for evidence in report.evidence
        if start <= evidence.start < start + len(sentence.text)
    ]
    for signs, first, end in sentence.tolls:
        effect = next(name for name in signs if name in EFFECTS)
        hits = [report for report in reports if report[0] == effect and report[1] < end and report[2] > first]
        if hits or "part" not in signs:
            yield effect, sentence.text[first:end], Tally(right=bool(hits), missed=not hits)
        reports = [report for report in reports if report not in hits[:1]]
    for label, first, end in reports:
        if not any(label in signs and a < end and b > first for signs, a, b in sentence.tolls):
            yield label, sentence.text[first:end], Tally(extra=1)


def _found(parsed: ParsedArticle, findings: Findings) -> Iterator[Read]:
    for act in told(parsed, lexicon_of(load_knowledge(), "reactions")):
        yield from (Read(actor.name, act.type, frozenset(), act.evidence) for actor in act.mention.actors)
    for claim in findings.claims:
        label = "denies" if claim.denies else "accuses"
        yield from (Read(claim.claimant, label, frozenset(), evidence) for evidence in claim.evidence)
    for tie in findings.alliances:
        others = frozenset({tie.alliance, *tie.alliance.split("–")})
        yield from (Read(tie.by, tie.aspect, others, evidence) for evidence in tie.evidence)


def _meets(item: Read, fact: Fact, names: dict[str, frozenset[str]]) -> bool:
    key, label, other = fact
    if item.label != label:
        return False
    acts = item.by in names[key] or (item.by is None and not item.others.isdisjoint(names[key]))
    return acts and (other is None or not item.others or not item.others.isdisjoint(names[other]))


def _roles(one: Annotated, names: dict[str, frozenset[str]], findings: Findings) -> Iterator[tuple[str, str]]:
    """The true role of every key and the one read; parties that no phrase is marked of are none."""
    if not one.roles:
        return
    read = {party.name: party.role for party in findings.parties}
    for key, role in one.roles.items():
        yield role, next((read[name] for name in sorted(names[key]) if name in read), NO_PARTY)
    marked = frozenset[str]().union(*names.values())
    yield from ((NO_PARTY, role) for name, role in read.items() if name not in marked)


def main() -> None:
    """Print the table, or what is missed or too much of a label."""
    parser = argparse.ArgumentParser(prog="python -m tests.quality.held_out", description="What is read.")
    parser.add_argument("files", nargs="*", metavar="FILE", choices=[[], *YEARS], help=", ".join(YEARS))
    parser.add_argument("--rules", action="store_true", help="without the relation model")
    parser.add_argument("--misses", metavar="LABEL", help="list what is missed of a label")
    parser.add_argument("--extra", metavar="LABEL", help="list what is too much of a label")
    options = parser.parse_args()
    measured = measure(texts(options.files or tuple(YEARS)), relations=not options.rules)
    print(f"{'label':22}{'told':>6}{'right':>6}{'extra':>6}{'precision':>11}{'recall':>8}")
    totals = measured.totals()
    for label, tally in (*measured.tallies.items(), *totals.items()):
        counts = f"{tally.right + tally.missed:6}{tally.right:6}{tally.extra:6}"
        print(f"{label:22}{counts}{tally.precision:11.2f}{tally.recall:8.2f}")
    rows = [*((label, line, options.misses) for label, line in measured.missed)]
    rows += [(label, line, options.extra) for label, line in measured.extra]
    print(*(line for label, line, wanted in rows if label == wanted), sep="\n")


if __name__ == "__main__":
    main()
