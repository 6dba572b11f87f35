"""`python3 dev.py soak [OPTIONS]`: thirty days of a profile in a few minutes, killed two hundred times on the way.

Prints how many kills fell into each phase, every mail that was sent twice and why, and what should not be. Exit code 1
where there is such.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.soak.play import Soak, soaking


def main(arguments: list[str]) -> int:
    options = _parser().parse_args(arguments)
    began = time.monotonic()
    with TemporaryDirectory(prefix="briefgen-soak-", ignore_cleanup_errors=True) as place:
        folder = Path(options.folder or place)
        folder.mkdir(parents=True, exist_ok=True)
        with soaking(folder, seed=options.seed, pdf_every=options.pdf_every, tell=_tell) as soak:
            soak.play(days=options.days, kills=options.kills)
    _report(soak, seconds=time.monotonic() - began)
    return 1 if soak.faults else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="dev.py soak", description=__doc__)
    parser.add_argument("--days", type=int, default=30, help="mornings that are played (30)")
    parser.add_argument("--kills", type=int, default=200, help="runs that are killed (200)")
    parser.add_argument("--seed", type=int, default=1, help="of the news and of where runs are killed (1)")
    parser.add_argument("--pdf-every", type=int, default=10, metavar="N", help="HTML and PDF too each N-th day (10)")
    parser.add_argument("--folder", help="an empty folder that is kept, to look at what is left")
    return parser


def _report(soak: Soak, *, seconds: float) -> None:
    phases = Counter(run.last.partition(" ")[0] for run in soak.kills)
    days = f"{soak.runs[-1].day + 1} days ({len(soak.dead)} left dead), {len(soak.formats)} briefs"
    print(f"{days}, {len(soak.runs)} runs, {len(soak.kills)} killed, seed {soak.seed}, {seconds:.0f} s")
    print("killed in: " + ", ".join(f"{phase} {count}" for phase, count in phases.most_common()))
    print(f"mails: {sum(map(len, soak.mails.values()))} to {len(soak.mails)} readers of a brief")
    for (to, subject, message_id), copies in soak.mails.items():
        for copy in copies[:-1]:
            where = f"run {copy.run.number} died after: {copy.run.last}"
            print(f"  twice: {subject} to {to} ({message_id[:9]}…): {where}")
    for fault in soak.faults:
        print(f"FAULT: {fault}")
    print("every brief there, none sent twice but in the one gap" if not soak.faults else f"{len(soak.faults)} faults")


def _tell(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
