"""How long `briefgen --help` takes, as a multiple of a bare interpreter's start. The bar is 12."""

from __future__ import annotations

import subprocess
import sys
import time

RUNS = 15
BAR = 12


def seconds(line: list[str]) -> float:
    """The best of some runs: the least disturbed one."""
    best = float("inf")
    for _ in range(RUNS):
        start = time.perf_counter()
        subprocess.run(line, check=True, stdout=subprocess.DEVNULL)
        best = min(best, time.perf_counter() - start)
    return best


def main() -> int:
    """Print both times and their ratio; 1 when it is over the bar."""
    bare = seconds([sys.executable, "-c", "pass"])
    shown = seconds([sys.executable, "-m", "briefgen", "--help"])
    ratio = shown / bare
    print(
        f"bare interpreter {bare * 1000:.0f} ms, briefgen --help {shown * 1000:.0f} ms: {ratio:.1f} times (bar {BAR})"
    )
    return 0 if ratio <= BAR else 1


if __name__ == "__main__":
    sys.exit(main())
