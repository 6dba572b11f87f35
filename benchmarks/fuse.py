"""How fusion grows with the number of articles, up to MOST (5,000): `python benchmarks/fuse.py [MOST [WARS]]`.

The articles are made up and tell of WARS (40) wars over sixty days, each with tolls of both sides, claims, reactions,
an alliance fact and an event. Time over n log n must not grow; one war is the hardest case, as all reports meet.
"""

from __future__ import annotations

import math
import random
import sys
import time
from datetime import date, timedelta

from briefgen.assess import assess
from briefgen.fuse import fuse
from briefgen.knowledge import Knowledge, load_knowledge
from briefgen.model import (
    AllianceFact,
    Article,
    CasualtyReport,
    Claim,
    DatedEvent,
    Evidence,
    Findings,
    Interval,
    Party,
    Reaction,
    Source,
)
from briefgen.settings import Settings
from briefgen.verify import verify

DAYS, OUTLETS = 60, 30


def main(most: int, wars: int) -> None:
    """Print seconds of computing, situations and seconds over n log n for growing folders; verify each brief."""
    knowledge = load_knowledge()
    states = sorted(row.name for row in knowledge.actors.values() if row.sort == "state")
    fuse([], articles=[], knowledge=knowledge, settings=Settings().fuse)
    number = max(most // 8, 8)
    while number <= most:
        _measure(number, wars, states, knowledge)
        number *= 2


def _measure(number: int, wars: int, states: list[str], knowledge: Knowledge) -> None:
    chance = random.Random(number)  # made-up articles, not secrets
    built = [_article(index, wars, states, chance) for index in range(number)]
    articles, findings = [one for one, _ in built], [one for _, one in built]
    start = time.process_time()
    situations = fuse(findings, articles=articles, knowledge=knowledge, settings=Settings().fuse)
    between = time.process_time()
    brief = assess(situations, articles=articles, skipped=[], knowledge=knowledge, settings=Settings())
    fusing, assessing = between - start, time.process_time() - between
    proof = verify(brief, articles)
    if not proof.holds or proof.sources != number:
        raise SystemExit(f"{number} articles: the brief does not hold: {proof.failures[:3]}")
    share = 1e6 * fusing / (number * math.log2(number))
    tolls = sum(len(situation.tolls) for situation in situations)
    print(
        f"{number:6} articles  fuse {fusing:6.2f} s ({share:5.1f} µs a n log n)  assess {assessing:6.2f} s"
        f"  {len(situations)} situations, {tolls} tolls, {proof.citations} citations hold"
    )


def _article(index: int, wars: int, states: list[str], chance: random.Random) -> tuple[Article, Findings]:
    war = chance.randrange(wars)
    a, b, friend = states[3 * war], states[3 * war + 1], states[3 * war + 2]
    day = date(2031, 1, 1) + timedelta(days=chance.randrange(DAYS))
    when = Interval(text="that day", start=day, end=day, precision="day")
    dead = [chance.randrange(5, 60) for _ in range(2)]
    lines = [
        f"{a} and {b} fought again.",
        f"{a} lost {dead[0]} soldiers.",
        f"{b} lost {dead[1]} soldiers.",
        f"{a} accused {b} of shelling.",
        f"{friend} called for calm.",
        f"{a} asked {friend} for help.",
    ]
    text, spots = "\n".join(lines), []
    for line in lines:
        start = text.index(line)
        spots.append(Evidence(article=f"n{index}", start=start, end=start + len(line), quote=line, rule="made"))
    source = Source(path=f"n{index}.txt", outlet=f"Outlet {chance.randrange(OUTLETS)}", published=day)
    findings = Findings(
        article=f"n{index}",
        parties=(
            Party(name=a, kind="state", role="belligerent", fights=(b,), evidence=(spots[0],)),
            Party(name=b, kind="state", role="belligerent", fights=(a,), evidence=(spots[0],)),
            Party(name=friend, kind="state", role="commentator", evidence=(spots[4],)),
        ),
        casualties=tuple(
            CasualtyReport(
                effect="killed", low=dead[n], high=dead[n], victims="soldiers", affiliation=side, attributed_to=side,
                when=when, evidence=(spots[n + 1],),
            )
            for n, side in enumerate((a, b))
        ),
        claims=(Claim(claimant=a, accused=b, act="shelling", evidence=(spots[3],)),),
        reactions=(Reaction(actor=friend, type="calls_for_restraint", evidence=(spots[4],)),),
        alliances=(AllianceFact(alliance=f"{a}–{friend}", aspect="help_requested", by=a, evidence=(spots[5],)),),
        events=(DatedEvent(when=when, what=lines[0], parties=(a, b), evidence=(spots[0],)),),
    )  # fmt: skip
    return Article(id=f"n{index}", title=lines[0], text=text, source=source), findings


if __name__ == "__main__":
    given = [int(value) for value in sys.argv[1:3]]
    main(*given, *(5000, 40)[len(given) :])
