"""A month of made-up news on a border war: an outlet's feed that brings a few new articles a day, by a seed.

The states and places are real, since only those are known to the knowledge base; every event, figure and sentence is
invented, and nobody is named.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

from tests.fetch.conftest import FEED_TYPE, Reply, Site, article, item, rss

FIRST = datetime(2026, 3, 1, tzinfo=UTC)
HOST = "127.0.0.1"
KEPT_IN_FEED = 12  # items, the newest first, as a feed shows them
_SIDES = (("Armenia", "Armenian", "Yerevan"), ("Azerbaijan", "Azerbaijani", "Baku"))
_PLACES = ("Goris", "Jermuk", "Kalbajar", "Lachin", "Sotk", "Vardenis", "Dashkasan", "Kapan")
_VOICES = (
    "Russia's foreign ministry called on both sides to show restraint.",
    "The European Union urged an immediate end to the fighting and offered to mediate.",
    "Turkey condemned what it called a provocation by Armenia and voiced support for Azerbaijan.",
    "France demanded that the two governments respect the truce.",
    "The United States said that there could be no military solution.",
    "Iran warned that it would accept no change of the borders in the region.",
)
_ACTS = (
    "shelling villages",
    "firing mortars at its posts",
    "mining a supply road",
    "attacking an ambulance with drones",
)


@dataclass(frozen=True, slots=True)
class Story:
    """An article as its outlet publishes it."""

    path: str
    title: str
    text: str
    published: datetime


def stories(day: int, *, seed: int) -> list[Story]:
    """What is published on the *day*-th day (from 0), two or three articles; the same for a seed, whatever came before.

    Tolls rise from day to day, each side's by its own steps.
    """
    chance = random.Random(f"{seed}-{day}")
    hours = sorted(chance.sample(range(7, 22), chance.choice((2, 2, 3))))
    start = FIRST + timedelta(days=day)
    return [_story(day, number, start + timedelta(hours=hour), chance) for number, hour in enumerate(hours)]


def publish(site: Site, *, days: int, seed: int) -> None:
    """Put what the first *days* days brought on *site*: the pages, and the feed with its newest items at /rss."""
    found = [story for day in range(days) for story in stories(day, seed=seed)]
    site.routes |= {story.path: article(story.title, story.text) for story in found}
    newest = sorted(found, key=lambda story: story.published, reverse=True)[:KEPT_IN_FEED]
    items = (item(site.url(one.path, HOST), one.title, day=format_datetime(one.published)) for one in newest)
    feed = Reply(rss(*items, title="Ridge Courier"), type=FEED_TYPE, headers={"ETag": f'"{days}"'})

    def answer(handler: object) -> None:
        known = getattr(handler, "headers", {}).get("If-None-Match") == f'"{days}"'
        (Reply(status=304) if known else feed)(handler)  # type: ignore[arg-type]

    site.routes["/rss"] = answer


def _story(day: int, number: int, published: datetime, chance: random.Random) -> Story:
    (state, people, capital), (other, _, _) = chance.sample(_SIDES, 2)
    place = chance.choice(_PLACES)
    lead = (f"Fighting at {place}", f"{state} counts its dead", f"Guns again near {place}", f"No truce at {place}")
    title = f"{chance.choice(lead)}, day {day + 1}, report {number + 1}"
    text = " ".join(_sentences(day, chance, state=state, people=people, capital=capital, other=other, place=place))
    return Story(f"/{day:02}/{number}", title, text, published)


def _sentences(
    day: int, chance: random.Random, *, state: str, people: str, capital: str, other: str, place: str
) -> Iterator[str]:
    dead = 12 + (4 if state == "Armenia" else 3) * day + chance.randrange(3)
    when = f"{FIRST + timedelta(days=day):%A}"
    yield f"{capital}: At least {dead} {people} soldiers have been killed since the fighting began, {state}'s defence "
    yield f"ministry said on {when}."
    yield f"{chance.randrange(2, 9)} civilians were wounded near {place}, the ministry said."
    yield f"{state} accused {other} of {chance.choice(_ACTS)}."
    yield f"{other} denied the accusation and said that its army had only answered fire."
    yield from chance.sample(_VOICES, 2)
    yield f"About {chance.randrange(2, 40) * 50} people have fled the villages around {place}, local officials said."
