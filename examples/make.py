"""Make examples/briefs/ anew from seeds/: `python examples/make.py`.

Three mornings in a row are built with one history, so that the last brief tells what changed; of that one each template
is set as PDF, and the full one in every format.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path

from briefgen.cli import run

HERE = Path(__file__).resolve().parent
SEEDS, TARGET = HERE.parent / "seeds", HERE / "briefs"
DAYS = ("2022-09-13", "2022-09-14", "2022-09-15")
LOOK = ("--handling", "TLP:CLEAR", "--next-issue", "2022-09-16", "--quiet")


def main() -> int:
    """Build, render, and put the files into place; 1 when a step fails."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        store = ("--store", str(folder / "briefgen.db"))
        for day in DAYS:
            if run(["build", str(SEEDS), "--as-of", day, "-o", str(folder / day), *store, *LOOK]):
                return 1
        last = folder / DAYS[-1]
        TARGET.mkdir(exist_ok=True)
        for path in sorted(last.glob("brief.*")):
            shutil.copy(path, TARGET / f"situation{path.suffix}")
        for template in ("flash", "digest", "memo"):
            line = [
                "render",
                str(last / "brief.json"),
                "-t",
                template,
                "-f",
                "pdf",
                "-o",
                str(folder / template),
                *LOOK,
            ]
            if run(line):
                return 1
            shutil.copy(folder / template / "brief.pdf", TARGET / f"{template}.pdf")
    return 0


if __name__ == "__main__":
    sys.exit(main())
