"""What all tests share: the real engine, loaded once, articles parsed once, and the tallies printed at the end."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

import hypothesis
import pytest

from briefgen.model import Article, Findings, Source
from briefgen.parsed import ParsedArticle
from briefgen.settings import Settings
from tests.tally import TALLIES

hypothesis.settings.register_profile("steady", deadline=None)  # a busy machine is no fault
hypothesis.settings.load_profile("steady")

ROOT = Path(__file__).resolve().parent.parent
SEEDS = ROOT / "seeds"

Read = Callable[..., tuple[ParsedArticle, Findings]]


@pytest.fixture(scope="session")
def read() -> Read:
    """A function that parses a text with the embedded engine and extracts its findings; each text once a session.

    The rules read alone unless *relations* is asked for: their tests are to say what they do.
    """
    return _read


@lru_cache(maxsize=512)
def _read(
    text: str, *, day: date | None = None, title: str | None = None, relations: bool = False
) -> tuple[ParsedArticle, Findings]:
    from briefgen.pipeline import inspect

    article = Article(id="case", title=title, text=text, source=Source(path="case.txt", published=day))
    return next(iter(inspect([article], settings=Settings(relations=relations))))


@pytest.fixture(scope="session")
def seeds() -> Path:
    """The folder of sample articles."""
    return SEEDS


@pytest.fixture(scope="session")
def corpus() -> Path:
    """The folder of the development corpus; tests that need it are skipped where it is not."""
    folder = os.environ.get("BRIEFGEN_CORPUS")
    if not folder or not (Path(folder) / "articles").is_dir():
        pytest.skip("BRIEFGEN_CORPUS does not name a corpus")
    return Path(folder)


def pytest_sessionfinish(session: pytest.Session) -> None:
    """A worker of pytest-xdist hands its tallies to the process that prints them."""
    output = getattr(session.config, "workeroutput", None)
    if output is not None:
        output["tallies"] = TALLIES.dump()


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    """Take the tallies of a worker that has ended."""
    TALLIES.load(getattr(node, "workeroutput", {}).get("tallies", {}))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print precision and recall a kind, where any case ran."""
    for line in TALLIES.lines():
        terminalreporter.write_line(line)
