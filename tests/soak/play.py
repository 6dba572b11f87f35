"""Days of a profile with a mail server, a news site and a clock, and runs that are killed on the way."""

from __future__ import annotations

import random
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email.utils import parseaddr
from itertools import pairwise
from pathlib import Path

from briefgen.profile import Profile, read_profile
from tests.deliver.servers import Mailbox, mail_server
from tests.fetch.conftest import Site
from tests.soak import checks
from tests.soak.dying import PHASES, Errand, Shot
from tests.soak.news import FIRST, HOST, publish, stories
from tests.soak.nursery import nursery

KILLED = -9
RECIPIENTS = ("desk@example.org", "editor@example.org")
ALWAYS = ("start", "fetch", "read", "heartbeat", "lock")  # phases of a run that finds nothing new
DELAYS = (0.0, 0.0, 0.002, 0.02, 0.2)  # seconds after a step, at most: at it, within it, in the computing behind it
LEFT_DEAD = 0.15  # of the mornings: killed, and nobody runs the profile again before the next
MOST_TRIES = 12  # runs that may end before their shot, for one kill; more means that the plan is wrong
PROFILE = """
[channel.desk]
kind = "mail"
host = "127.0.0.1"
port = {port}
security = "none"
sender = "briefs@example.org"
recipients = {recipients}
subject = "Brief {{number}}, {{slug}}"
formats = ["md"]

[channel.web]
kind = "archive"
folder = "site"
formats = ["html", "json"]

[profile.morning]
sources = ["sources.toml"]
channels = ["desk", "web"]
schedule = {{ at = "06:00", tz = "UTC" }}
"""
SOURCES = """
allow_hosts = ["{host}"]

[[feed]]
url = "{url}"
limits = {{ delay_seconds = 0 }}
"""


@dataclass(frozen=True, slots=True)
class Run:
    """How one run ended: its exit code (negative: the signal), its steps, and where it was killed."""

    number: int
    day: int
    code: int
    steps: tuple[str, ...]

    @property
    def killed(self) -> bool:
        return self.code == KILLED

    @property
    def last(self) -> str:
        """The step that was its last, "PHASE WHAT"."""
        return self.steps[-1] if self.steps else "start"


@dataclass(frozen=True, slots=True)
class Copy:
    """A mail that the server said yes to: in which run, and whether the ledger knew of it when that run had ended."""

    run: Run
    recorded: bool


@dataclass(slots=True)
class Soak:
    """A profile's days. `faults` are what should not be, `mails` the copies by recipient, subject and message id."""

    folder: Path
    seed: int
    site: Site
    mailbox: Mailbox
    profile: Profile
    do: Callable[[Errand], int]
    tell: Callable[[str], None] = lambda line: None
    pdf_every: int = 0
    runs: list[Run] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    mails: dict[tuple[str, str, str], list[Copy]] = field(default_factory=dict)
    measured: Counter[str] = field(default_factory=Counter)
    today: tuple[str, ...] = ()
    formats: dict[int, tuple[str, ...]] = field(default_factory=dict)  # by the number of the brief
    dead: list[int] = field(default_factory=list)
    whole: checks.Whole = field(default_factory=checks.Whole)

    @property
    def kills(self) -> list[Run]:
        return [run for run in self.runs if run.killed]

    def play(self, *, days: int, kills: int) -> None:
        """All days; the first one is not disturbed, since it measures how many steps a run has."""
        chance = random.Random(self.seed)
        for day in range(days):
            publish(self.site, days=day + 1, seed=self.seed)
            pdf = self.pdf_every and day % self.pdf_every == 1
            self.today = ("json", "md", *(("html", "pdf") if pdf else ()))
            left = kills - len(self.kills)
            self._day(day, kills=-(-left // (days - day)) if day else 0, chance=chance, last=day == days - 1)
            self.tell(f"day {day + 1}: {len(self.runs)} runs, {len(self.kills)} of {kills} killed")
        self._end()

    def _day(self, day: int, *, kills: int, chance: random.Random, last: bool) -> None:
        """Runs of one morning: *kills* that die, then one that may end, but for a morning that is left dead."""
        wanted = [chance.choice([phase for phase in PHASES if self.measured[phase]]) for _ in range(kills)]
        if chance.random() < 0.7:  # in the order of a run most phases can still be met; now and then in any
            wanted.sort(key=PHASES.index)
        tries = 0
        while wanted:
            phase = wanted[0]
            delay = chance.choice(DELAYS) * chance.random()
            run = self._run(day, Shot(phase, chance.randint(1, max(self.measured[phase], 1)), delay))
            tries = 0 if run.killed else tries + 1
            if run.killed:
                wanted.pop(0)
            elif tries > MOST_TRIES:
                raise AssertionError(f"day {day + 1}: no run could be killed in {phase}")
            else:  # the day's work is done, or the step did not come again: elsewhere, then
                wanted[0] = chance.choice(ALWAYS)
        if kills and not last and chance.random() < LEFT_DEAD:
            self.dead.append(day)
            return
        run = self._run(day, None)
        if not kills:
            self.measured = Counter(step.partition(" ")[0] for step in run.steps)
        self.faults += checks.newest(self.profile, as_of=stories(day, seed=self.seed)[-1].published)

    def _run(self, day: int, shot: Shot | None) -> Run:
        """One run some minutes after the one before, and what can be said right after it."""
        number = len(self.runs)
        today = sum(run.day == day for run in self.runs)
        now = FIRST + timedelta(days=day + 1, hours=6, minutes=5 * today)
        got = len(self.mailbox.raw)
        code = self.do(self._errand(now, shot))
        steps = (self.folder.parent / "steps").read_text(encoding="utf-8").splitlines()
        run = Run(number, day, code, tuple(steps))
        self.runs.append(run)
        _settle(self.mailbox)
        self._look(run, mails=range(got, len(self.mailbox.raw)))
        if code not in (0, KILLED):
            self.faults.append(f"run {number}, day {day + 1}: exit {code} after {run.last}")
        return run

    def _errand(self, now: datetime, shot: Shot | None) -> Errand:
        return Errand(
            file=str(self.profile.file),
            profile=self.profile.name,
            now=now.isoformat(),
            formats=self.today,
            trace=str(self.folder.parent / "steps"),
            temporary=str(self.folder.parent / "tmp"),
            shot=shot,
        )

    def _look(self, run: Run, *, mails: range) -> None:
        """After *run*: databases and files are whole, and the mails that came are or are not in the ledger."""
        where = f"run {run.number}, day {run.day + 1}, {'killed' if run.killed else 'ended'} after {run.last}"
        faults, ledger, count = checks.databases(self.profile)
        self.formats.update(dict.fromkeys(range(len(self.formats) + 1, count + 1), self.today))
        faults += self.whole.faults(self.folder)
        delivered = {
            entry.message_id for entry in ledger if entry.state == "delivered" and entry.parcel.channel == "desk"
        }
        for number in mails:
            message = self.mailbox.messages[number]
            key = (parseaddr(message["To"])[1], str(message["Subject"]), str(message["Message-ID"]))
            self.mails.setdefault(key, []).append(Copy(run, key[2] in delivered))
        unsent = delivered - {message_id for _, _, message_id in self.mails}
        faults += [f"the ledger has a mail as delivered that no server got: {one}" for one in sorted(unsent)]
        self.faults += [f"{where}: {fault}" for fault in faults]

    def _end(self) -> None:
        self.faults += checks.briefs(self.profile, formats=self.formats)
        self.faults += checks.archive(self.folder / "site", profile=self.profile)
        self.faults += mail_faults(self.mails, subjects=len(self.formats), recipients=RECIPIENTS)
        self.faults += checks.locks(self.profile)
        for place in (self.folder, self.folder.parent / "tmp"):
            self.faults += [f"left behind: {place.name}/{name}" for name in checks.stray(place)]
        self.faults += [f"left behind: {path}" for path in (self.folder.parent / "tmp").iterdir()]


def mail_faults(
    mails: dict[tuple[str, str, str], list[Copy]], *, subjects: int, recipients: tuple[str, ...]
) -> Iterator[str]:
    """Whether each of *recipients* got each of the *subjects*, under one id, and twice only by the one gap.

    That gap: the run that sent the copy before was killed, and when it was dead the ledger did not know of the copy.
    """
    for recipient in recipients:
        ids: dict[str, set[str]] = {}
        for to, subject, message_id in mails:
            if to == recipient:
                ids.setdefault(subject, set()).add(message_id)
        if len(ids) != subjects:
            yield f"{recipient} got {len(ids)} of {subjects} briefs"
        yield from (
            f"{recipient}: {subject!r} under {len(found)} ids" for subject, found in ids.items() if len(found) > 1
        )
    for (to, subject, _), copies in mails.items():
        for before, copy in pairwise(copies):
            if before.recorded or not before.run.killed or before.run is copy.run:
                how = "recorded" if before.recorded else "not killed"
                yield f"{to}: {subject!r} again in run {copy.run.number}, though run {before.run.number} was {how}"


@contextmanager
def soaking(
    folder: Path, *, seed: int, pdf_every: int = 0, tell: Callable[[str], None] = lambda line: None
) -> Iterator[Soak]:
    """A soak in the empty *folder*, with its servers and the process that runs are forked from."""
    desk = folder / "desk"
    desk.mkdir()
    (folder / "tmp").mkdir()
    site, mailbox = Site(), Mailbox()
    with mail_server(mailbox) as port, nursery() as do:
        recipients = "[" + ", ".join(f'"{one}"' for one in RECIPIENTS) + "]"
        (desk / "briefgen.toml").write_text(PROFILE.format(port=port, recipients=recipients), encoding="utf-8")
        sources = SOURCES.format(host=HOST, url=site.url("/rss", HOST))
        (desk / "sources.toml").write_text(sources, encoding="utf-8")
        profile = read_profile("morning", file=desk / "briefgen.toml", environ={})
        try:
            yield Soak(desk, seed, site, mailbox, profile, do, tell=tell, pdf_every=pdf_every)
        finally:
            site.server.shutdown()
            site.server.server_close()


def _settle(mailbox: Mailbox) -> None:
    """Wait until the mail server has seen the end of every line, so that no yes comes after the look at it."""
    until = time.monotonic() + 10
    while not all(transport.is_closing() for _, transport in mailbox.lines):
        assert time.monotonic() < until, "the mail server still has a line open"
        time.sleep(0.005)
    mailbox.lines.clear()
