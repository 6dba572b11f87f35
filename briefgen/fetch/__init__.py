"""Fetching news: feeds, pages and mail folders become a folder of articles that `briefgen build` reads.

The only package that uses the network, and only when it is asked to. What a stranger's server may do to it is bounded:
addresses (`addresses.py`), time (`connection.py`), size (`bodies.py`), redirects (`client.py`); what it may do to a
stranger's server too: one connection a host and a delay (`lanes.py`), robots.txt (`robots.py`).
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from briefgen.fetch.lanes import Timer
    from briefgen.fetch.network import Network
    from briefgen.fetch.report import Report
    from briefgen.fetch.sources import Options, Sources

Tell = Callable[[str, int, int], None]  # what is being fetched, how many are done, of how many


def fetch(
    sources: Sources,
    *,
    folder: Path,
    now: datetime,
    options: Options | None = None,
    network: Network | None = None,
    timer: Timer | None = None,
    tell: Tell = lambda stage, done, total: None,
) -> Report:
    """Fetch what is new in *sources* into FOLDER/DAY, DAY being that of *now* (aware; UTC); what came of each source.

    No fault of a source or a page is raised: each is in the report. Raises `StoreError` where the folder's state cannot
    be used (another run holds it), `BriefgenError` where an article cannot be written, `ValueError` for a *now* without
    a zone. *network* and *timer* are for tests: another resolver, another clock between requests.
    """
    from briefgen.fetch.client import Client
    from briefgen.fetch.gather import Gathering
    from briefgen.fetch.keep import Keeper
    from briefgen.fetch.lanes import Lanes, Timer
    from briefgen.fetch.network import Network
    from briefgen.fetch.sources import Options
    from briefgen.fetch.state import opened
    from briefgen.fetch.tally import Tally

    options = options or Options()
    tally = Tally()
    now = _in_utc(now)
    with opened(folder, dry_run=options.dry_run) as state:
        network = network or Network(allowed=sources.allow_hosts)
        lanes = Lanes(network=network, timer=timer or Timer(), parked=state.parked())
        client = Client(lanes=lanes, known_robots=state.robots(), now=now, agent=agent(sources.contact))
        keeper = Keeper(folder, state, tally, now)
        try:
            Gathering(sources, options, state, client, keeper, tally, now, tell).run()
        finally:
            lanes.close()
        return tally.report(sources.all, folder=folder, state=state, dry_run=options.dry_run)


def agent(contact: str | None = None) -> str:
    """What every server is told: who asks, and whom to write to.

    >>> agent("mailto:desk@post.example").partition("/")[0], agent("mailto:desk@post.example").partition(" ")[2]
    ('briefgen', '(+mailto:desk@post.example)')
    """
    from briefgen import __version__

    return f"briefgen/{__version__}" + (f" (+{contact})" if contact else "")


def _in_utc(now: datetime) -> datetime:
    from datetime import UTC

    if now.tzinfo is None:
        raise ValueError("the moment of a run needs a zone")
    return now.astimezone(UTC)
