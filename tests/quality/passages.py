"""Passages with marked actors, and what the rules read in them: `python -m tests.quality.passages`.

A passage is a block of lines in `passages/*.txt`, parted from the next by an empty one:

    < [FIN Finland]'s envoy called at the Foreign Office in [SWE Stockholm] on Monday.
    [FIN He] asked for two divisions and was told that none could be spared.
    = FIN help_requested SWE
    = SWE help_refused FIN

Lines that open with `<` are context; the one line without a sign is the *focus*; a line with `=` is a fact that the
focus tells: who, a type of reaction or an aspect of an alliance, toward whom (`-`: nobody named). `[KEY words]` marks a
phrase of the actor KEY. Acts are labelled whoever does them, fighting sides too, so they are measured before those are
left out. All of it is invented, and nobody real is made to say anything.

    python -m tests.quality.passages                        a table by label, over every twelfth passage
    python -m tests.quality.passages --every 1 acts ties    over all passages of two files
    python -m tests.quality.passages --misses strain        what the rules miss of a label (--extra: what is too much)
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from briefgen.extract.cues import lexicon_of
from briefgen.extract.reactions.extractor import told
from briefgen.knowledge import load_knowledge
from briefgen.model import Article, Evidence, Findings, Source
from briefgen.parsed import ParsedArticle
from briefgen.pipeline import inspect
from briefgen.settings import Settings
from briefgen.terms import ASPECTS, REACTION_TYPES
from tests.tally import Tally

FOLDER: Final = Path(__file__).parent / "passages"
YEARS: Final = {
    "acts": 2005,
    "news_1850_1918": 1895,
    "news_1919_1964": 1940,
    "news_1965_1999": 1982,
    "news_1999_2026": 2012,
    "news_2014_2026": 2022,
    "plain_1900_1990": 1950,
    "plain_1990_2026": 2012,
    "running_text": 1990,
    "ties": 1995,
}  # the year that the passages of a file are read in
EVERY: Final = 12
LABELS: Final = (*REACTION_TYPES, *ASPECTS)
_MARK: Final = re.compile(r"\[([A-Z0-9]+) ([^\[\]]+)\]")
_NEED_PARTNER: Final = frozenset({"membership", "help_requested", "help_granted", "help_refused"})

Fact = tuple[str, str, str]  # key, label, key or "-"


@dataclass(frozen=True, slots=True)
class Passage:
    """A text whose focus starts at the character *focus*, the marked phrases (key, start, end), and its facts."""

    id: str
    text: str
    focus: int
    marks: tuple[tuple[str, int, int], ...]
    facts: tuple[Fact, ...]
    day: date


@dataclass(frozen=True, slots=True)
class Read:
    """Something that the rules read in a focus: who, the label, toward whom where a tie, and the words."""

    by: str | None
    label: str
    others: frozenset[str]
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Judged:
    """Counts by label of one passage; what was missed and what is too much, each by its label with words on it."""

    tallies: dict[str, Tally]
    missed: tuple[tuple[str, str], ...]
    extra: tuple[tuple[str, str], ...]


def passages(names: Sequence[str] = tuple(YEARS), *, every: int = 1) -> Iterator[Passage]:
    """Every so many-th passage of the files; raises `ValueError` naming the place of what is wrong in one."""
    for name in names:
        blocks = re.split(r"\n\s*\n", (FOLDER / f"{name}.txt").read_text(encoding="utf-8").strip())
        for number, block in enumerate(blocks, 1):
            if number % every == 0:
                yield passage(block, id=f"{name}#{number}", day=date(YEARS[name], 6, 15))


def passage(block: str, *, id: str, day: date) -> Passage:
    """The passage in *block*; raises `ValueError` where it is none.

    >>> one = passage("[FRA Paris] condemned [MLI Mali].\\n= FRA condemns MLI", id="x#1", day=date(2022, 1, 1))
    >>> one.text, one.marks, one.facts
    ('Paris condemned Mali.', (('FRA', 0, 5), ('MLI', 16, 20)), (('FRA', 'condemns', 'MLI'),))
    """
    lines = block.split("\n")
    focus = [line for line in lines if line[:1] not in ("<", "=")]
    if len(focus) != 1:
        raise ValueError(f"{id}: {len(focus)} focus lines where there is to be one: {lines[0]!r}")
    text, start, marks = "", 0, list[tuple[str, int, int]]()
    for line in (*(line.removeprefix("<").strip() for line in lines if line.startswith("<")), focus[0]):
        start, at = len(text), 0
        for mark in _MARK.finditer(line):
            text += line[at : mark.start()]
            marks.append((mark[1], len(text), len(text) + len(mark[2])))
            text, at = text + mark[2], mark.end()
        text += line[at:] + " "
    rows = [line.removeprefix("=").split() for line in lines if line.startswith("=")]
    keys = {key for key, _, _ in marks}
    facts = tuple(_fact(row, keys, id=id) for row in rows)
    return Passage(id, text.rstrip(), start, tuple(marks), facts, day)


def _fact(row: Sequence[str], keys: set[str], *, id: str) -> Fact:
    if len(row) != 3 or row[0] not in keys or row[1] not in LABELS or row[2] not in {*keys, "-"} or row[0] == row[2]:
        raise ValueError(f"{id}: {' '.join(row)!r} is not `= KEY label KEY`, of keys marked and a label known")
    if row[2] == "-" and row[1] in _NEED_PARTNER:
        raise ValueError(f"{id}: {' '.join(row)!r} wants the key of a partner")
    return row[0], row[1], row[2]


def judge(one: Passage) -> Judged:
    """What the rules read of *one*, set against its facts; an actor is known by any phrase that parsing links."""
    article = Article(id="passage", text=one.text, source=Source(path="passage.txt", published=one.day))
    parsed, findings = next(iter(inspect([article], settings=Settings())))
    names = _names(parsed, one)
    found = [item for item in _found(parsed, findings) if item.evidence.end > one.focus]
    tallies = {label: Tally() for label in LABELS}
    used: set[int] = set()
    missed = []
    for fact in one.facts:
        hits = [place for place, item in enumerate(found) if _meets(item, fact, names)]
        used.update(hits)
        tallies[fact[1]].add(Tally(right=bool(hits), missed=not hits))
        if not hits:
            missed.append((fact[1], f"{one.id}: {' '.join(fact)} | {one.text[: one.focus]}| {one.text[one.focus :]}"))
    known = frozenset[str]().union(*names.values())
    told_of = {(name, label) for key, label, _ in one.facts for name in names[key]}
    extra = [
        item
        for place, item in enumerate(found)
        if place not in used and item.by in known and (item.by, item.label) not in told_of
    ]
    for item in extra:
        tallies[item.label].add(Tally(extra=1))
    too_much = tuple((i.label, f"{one.id}: {i.by} by {i.evidence.rule} | {one.text[one.focus :]}") for i in extra)
    return Judged(tallies, tuple(missed), too_much)


def measure(read: Iterable[Passage]) -> Judged:
    """All of it over many passages."""
    tallies = {label: Tally() for label in LABELS}
    missed, extra = list[tuple[str, str]](), list[tuple[str, str]]()
    for judged in map(judge, read):
        missed += judged.missed
        extra += judged.extra
        for label, tally in judged.tallies.items():
            tallies[label].add(tally)
    return Judged(tallies, tuple(missed), tuple(extra))


def _names(parsed: ParsedArticle, one: Passage) -> dict[str, frozenset[str]]:
    """The names of the actors that parsing links to the phrases of each key."""
    names: dict[str, set[str]] = {key: set() for key, _, _ in one.marks}
    for mention in parsed.mentions:
        first, last = parsed.doc[mention.start], parsed.doc[mention.end - 1]
        for key, start, end in one.marks:
            if first.idx < end and last.idx + len(last) > start:
                names[key].update(actor.name for actor in mention.actors)
    return {key: frozenset(found) for key, found in names.items()}


def _found(parsed: ParsedArticle, findings: Findings) -> Iterator[Read]:
    for act in told(parsed, lexicon_of(load_knowledge(), "reactions")):
        yield from (Read(actor.name, act.type, frozenset(), act.evidence) for actor in act.mention.actors)
    for claim in findings.claims:
        yield Read(claim.claimant, "denies" if claim.denies else "accuses", frozenset(), claim.evidence[0])
    for tie in findings.alliances:
        yield Read(tie.by, tie.aspect, frozenset({tie.alliance, *tie.alliance.split("–")}), tie.evidence[0])


def _meets(item: Read, fact: Fact, names: dict[str, frozenset[str]]) -> bool:
    key, label, other = fact
    if item.label != label:
        return False
    acts = item.by in names[key] or (item.by is None and not item.others.isdisjoint(names[key]))
    return acts and (other == "-" or not item.others or not item.others.isdisjoint(names[other]))


def main() -> None:
    """Print the table, or what is missed or too much of a label."""
    parser = argparse.ArgumentParser(prog="python -m tests.quality.passages", description="What the rules read.")
    parser.add_argument("files", nargs="*", metavar="FILE", choices=[[], *YEARS], help=", ".join(YEARS))
    parser.add_argument("--every", type=int, default=EVERY, help=f"every so many-th passage (default {EVERY})")
    parser.add_argument("--misses", metavar="LABEL", help="list what is missed of a label")
    parser.add_argument("--extra", metavar="LABEL", help="list what is too much of a label")
    options = parser.parse_args()
    measured = measure(passages(options.files or tuple(YEARS), every=options.every))
    print(f"{'label':22}{'told':>6}{'right':>6}{'extra':>6}{'precision':>11}{'recall':>8}")
    for label, tally in measured.tallies.items():
        counts = f"{tally.right + tally.missed:6}{tally.right:6}{tally.extra:6}"
        print(f"{label:22}{counts}{tally.precision:11.2f}{tally.recall:8.2f}")
    rows = [*((label, line, options.misses) for label, line in measured.missed)]
    rows += [(label, line, options.extra) for label, line in measured.extra]
    print(*(line for label, line, wanted in rows if label == wanted), sep="\n")


if __name__ == "__main__":
    main()
