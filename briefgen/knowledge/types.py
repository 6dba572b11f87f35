"""What the knowledge tables hold, as frozen rows: actors and their names, leaders, places, pacts, word lists."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Literal

from briefgen.model import Kind

NameForm = Literal[
    "name",  # the actor's own name, official or short
    "acronym",  # matched in the case given
    "adjective",  # "Armenian"
    "people",  # "Armenians", "Frenchman", "Taliban fighters" is not one
    "capital",  # "Yerevan": a place, and a metonym of the government
    "seat",  # "the Kremlin", "the White House", "Downing Street": a metonym of the government
    "institution",  # "Pentagon", "IDF", "Bundeswehr", "Knesset": a named organ of the actor
    "territory",  # "Northern Ireland", "Crimea": a part, as a place only
]
OF_SEVERAL = frozenset(
    {"South Caucasus", "Kashmir", "Kurdistan", "Balkans", "Sahel", "Horn of Africa"}
)  # areas of no one state
MEDIA_SORTS = frozenset({"news_agency", "broadcaster", "media", "company", "newspaper"})  # sorts of actors that report
Obligation = Literal["defence", "consultation", "neutrality", "non_aggression", "assistance"]


@dataclass(frozen=True, slots=True)
class ActorRow:
    """An actor of the knowledge base.

    `parent` is the id of the state or body that it belongs to (None for states), `countries` the ids of the states in
    which it acts, `sort` a finer kind ("alliance", "agency", "court", "ngo", "rebel", "militia", "jihadist", "army").
    `since` and `until` are years, None where open. `source` says where the row was checked.
    """

    id: str
    name: str
    kind: Kind
    sort: str = ""
    parent: str | None = None
    countries: tuple[str, ...] = ()
    since: int | None = None
    until: int | None = None
    source: str = ""


@dataclass(frozen=True, slots=True)
class Name:
    """A surface form of an actor. `exact` asks for the very case ("US", "IS"); else Title Case or CAPS also match.

    `careful` marks a form that is as often something else (a person "Jordan", the American state "Georgia", "the
    Guard", a city that seldom stands for its government): it wants support from the rest of the article. With `years`
    it is a name of that actor in texts of these years only, and then of no other ("Turkey" before 1923).
    """

    text: str
    actor: str
    form: NameForm
    exact: bool = False
    careful: bool = False
    years: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Leader:
    """A person known without a title: whom he or she spoke for, in which office, in which years."""

    name: str
    surname: str
    actor: str
    office: str
    since: int
    until: int | None
    source: str


@dataclass(frozen=True, slots=True)
class Place:
    """A town, province or region: the state it lies in (id), latitude and longitude in degrees, inhabitants."""

    name: str
    state: str
    latitude: float
    longitude: float
    population: int
    sort: str = "city"
    aliases: tuple[str, ...] = ()

    @property
    def of_several(self) -> bool:
        """Whether it is an area of several states, for which `state` is only one of them."""
        return self.sort == "area" and self.name in OF_SEVERAL


@dataclass(frozen=True, slots=True)
class Membership:
    """A state's time in a pact; `until` None where it is still a member."""

    state: str
    since: date
    until: date | None = None


@dataclass(frozen=True, slots=True)
class PactClause:
    """A clause of a pact: its article, the kind of obligation, and a paraphrase in our own words."""

    article: str
    obligation: Obligation
    text: str
    source: str


@dataclass(frozen=True, slots=True)
class Pact:
    """An alliance or treaty of the register; `actor` is the id of its organisation where it has one.

    `close` says that membership makes two states allies in the plain sense; it is False for organisations of a whole
    region, assurances and treaties of non-aggression.
    """

    id: str
    name: str
    actor: str | None
    members: tuple[Membership, ...]
    clauses: tuple[PactClause, ...]
    since: date
    until: date | None
    source: str
    close: bool = False

    def members_at(self, day: date) -> frozenset[str]:
        """The ids of the states that were members on *day*; empty when the pact was not in force."""
        if day < self.since or (self.until and day > self.until):
            return frozenset()
        return frozenset(m.state for m in self.members if m.since <= day and (m.until is None or day <= m.until))


@dataclass(frozen=True, slots=True)
class Conflict:
    """A war, insurgency or standing confrontation: its time, where it plays out, its sides and their backers.

    `since` and `until` are its first and last day, those of the year or the month where the table knows no more;
    `until` is None while it lasts, `told_until` is the last day on which news tells of it. `sides` and `backers` are
    pairs of sets of actor ids in one order: `backers[0]` back `sides[0]`. As in the UCDP/PRIO dataset a side holds the
    warring parties; its backers are the secondary ones and those that arm, fund or shelter it. Where nobody fights,
    `threatened` holds the states that side_a menaces.
    """

    id: str
    name: str
    since: date
    until: date | None
    told_until: date | None
    theatre: frozenset[str]
    sides: tuple[frozenset[str], frozenset[str]]
    backers: tuple[frozenset[str], frozenset[str]]
    threatened: frozenset[str]
    source: str

    @property
    def fighting(self) -> frozenset[str]:
        """The members of both sides."""
        return self.sides[0] | self.sides[1]

    @property
    def camps(self) -> tuple[frozenset[str], frozenset[str]]:
        """Each side with its backers."""
        return (self.sides[0] | self.backers[0], self.sides[1] | self.backers[1])

    def told_in(self, when: date) -> bool:
        """Whether news of the day *when* tells of it.

        The day before the first is one too: where the news is written it may be earlier than where the war began.
        """
        return self.since - timedelta(days=1) <= when and (self.told_until is None or when <= self.told_until)


@dataclass(frozen=True, slots=True)
class Word:
    """A row of a word list: lemmas (several words allowed), part of speech, class, further attributes, and its proof.

    Every example must be read by the row's rule and no counter-example may be: `briefgen knowledge check` runs both.
    """

    words: tuple[str, ...]
    cls: str
    pos: str = ""
    attrs: Mapping[str, str | int | float | bool | tuple[str, ...]] = field(default_factory=dict)
    examples: tuple[str, ...] = ()
    not_examples: tuple[str, ...] = ()
    source: str = ""
