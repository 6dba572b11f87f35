"""The vocabularies of the facts, word for word those of the annotation guidelines; `model.py` gives them out.

Likelihood words are those of ICD 203, grades of sources those of the Admiralty code, kinds of change those of the
ledger between two briefs.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import Annotated, Any, Literal, get_args, overload

from pydantic import BeforeValidator

Effect = Literal["killed", "injured", "missing", "detained", "displaced"]
Role = Literal["belligerent", "backer", "mediator", "affected", "commentator"]
Kind = Literal["state", "armed_group", "intergovernmental", "organisation", "person"]
ReactionType = Literal[
    "condemns",
    "calls_for_ceasefire",
    "calls_for_restraint",
    "calls_for_action",
    "supports",
    "accuses",
    "denies",
    "warns",
    "mediates",
    "offers_aid",
    "sends_forces",
    "withdraws_forces",
    "sanctions",
    "expresses_concern",
    "statement",
]
Aspect = Literal[
    "membership",
    "help_requested",
    "help_granted",
    "help_refused",
    "commitment",
    "deployment",
    "withdrawal",
    "strain",
    "clash_between_allies",
    "decision",
    "capacity",
]
Precision = Literal["time", "day", "week", "month", "season", "year", "decade", "unresolved"]
Likelihood = Literal[
    "almost_no_chance",
    "very_unlikely",
    "unlikely",
    "roughly_even_chance",
    "likely",
    "very_likely",
    "almost_certain",
]
Reliability = Literal["A", "B", "C", "D", "E", "F"]
Credibility = Literal[1, 2, 3, 4, 5, 6]
Direction = Literal["deteriorated", "improved", "unchanged"]
ChangeKind = Literal["new", "revised_up", "revised_down", "withdrawn", "unchanged"]

EFFECTS: tuple[Effect, ...] = get_args(Effect)
ROLES: tuple[Role, ...] = get_args(Role)
KINDS: tuple[Kind, ...] = get_args(Kind)
REACTION_TYPES: tuple[ReactionType, ...] = get_args(ReactionType)
ASPECTS: tuple[Aspect, ...] = get_args(Aspect)


def parse_moment(value: Any) -> Any:
    """Read "2022-09-14" as a date and "2022-09-14T06:00:00Z" as a datetime; pass everything else on."""
    if isinstance(value, str):
        return datetime.fromisoformat(value) if "T" in value or " " in value else date.fromisoformat(value)
    return value


Moment = Annotated[datetime | date, BeforeValidator(parse_moment)]


def moment_key(moment: date | datetime) -> str:
    """An as-of as it is filed: a day as it is, a time in UTC (one without a zone is taken for UTC).

    >>> moment_key(date(2022, 9, 14)), moment_key(datetime(2022, 9, 14, 6))
    ('2022-09-14', '2022-09-14T06:00:00+00:00')
    """
    if not isinstance(moment, datetime):
        return moment.isoformat()
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC).isoformat()


def last_instant(moment: date) -> datetime:
    """The last instant of *moment* in UTC; a datetime without a zone is taken as UTC."""
    if isinstance(moment, datetime):
        return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    return datetime.combine(moment, time.max, tzinfo=UTC)


def first_instant(moment: date) -> datetime:
    """The first instant of *moment* in UTC; a datetime without a zone is taken as UTC."""
    return last_instant(moment) if isinstance(moment, datetime) else datetime.combine(moment, time.min, tzinfo=UTC)


@overload
def day_of(moment: date) -> date: ...
@overload
def day_of(moment: date | None) -> date | None: ...
def day_of(moment: date | None) -> date | None:
    """The calendar day of *moment* where it was said, its own zone kept."""
    return moment.date() if isinstance(moment, datetime) else moment
