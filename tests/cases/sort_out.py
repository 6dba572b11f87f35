"""Move cases between the files of their folder by how they fare: `python -m tests.cases.sort_out [KIND...]`.

A case that fails goes to `known_failures.toml`; one of those that holds by now goes to `synthetic.toml`. Each move is
printed; what moved into the known failures should be looked at before it is committed.
"""

from __future__ import annotations

import re
import sys
from collections import defaultdict
from pathlib import Path

from briefgen.model import Article, Source
from briefgen.pipeline import inspect
from briefgen.settings import Settings
from tests.cases.matching import KNOWN, Case, cases, judge

START = re.compile(r"^\[\[case\]\]", re.MULTILINE)
HEAD = "# Cases that fail today and should not: each is run and must fail, so that a fix is noticed.\n\n"
FIXED = "synthetic.toml"


def main(kinds: list[str]) -> None:
    """Run every case of *kinds* (all when empty) and move those that are in the wrong file."""
    moves: dict[Path, list[tuple[Case, Path]]] = defaultdict(list)
    for case in cases():
        if (not kinds or case.kind in kinds) and holds(case) == case.known_failure:
            target = case.path.with_name(FIXED if case.known_failure else KNOWN)
            moves[case.path].append((case, target))
            print(f"{case.kind}: {case.id}: {case.path.name} -> {target.name}")
    taken = {path: take(path, [case.id for case, _ in moved]) for path, moved in moves.items()}
    for path, moved in moves.items():
        for case, target in moved:
            put(target, taken[path][case.id])


def holds(case: Case) -> bool:
    """Whether *case* holds with the embedded engine."""
    source = Source(path="case.txt", published=case.day)
    article = Article(id="case", title=case.title, text=case.text, source=source)
    parsed, findings = next(iter(inspect([article], settings=Settings())))
    return judge(case, parsed, findings).holds(case)


def take(path: Path, ids: list[str]) -> dict[str, str]:
    """Cut the cases of *ids* out of *path*; their text by id."""
    text = path.read_text(encoding="utf-8")
    starts = [match.start() for match in START.finditer(text)]
    blocks = [text[start:end] for start, end in zip(starts, [*starts[1:], len(text)], strict=True)]
    named = {re.search(r'^id = "([^"]*)"', block, re.MULTILINE)[1]: block for block in blocks}  # type: ignore[index]
    kept = [block for id, block in named.items() if id not in ids]
    path.write_text(text[: starts[0]] + "".join(kept), encoding="utf-8")
    return {id: named[id] for id in ids}


def put(path: Path, block: str) -> None:
    """Add a case to the end of *path*."""
    text = path.read_text(encoding="utf-8") if path.exists() else HEAD
    path.write_text(text.rstrip() + "\n\n" + block.strip() + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
