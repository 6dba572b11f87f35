"""The parameters of tolls and stances as messages carry them."""

from __future__ import annotations

from briefgen.model import Interval, Param, ReactionType, Toll

TOWARD: frozenset[ReactionType] = frozenset(("supports", "accuses", "warns", "condemns"))
"""Stances that are told apart by whom they are toward."""


def figure_params(toll: Toll, *, suffix: str = "") -> dict[str, Param]:
    """The bounds of *toll*: low, best, high and the flags, each name with *suffix*."""
    return {
        f"low{suffix}": toll.low,
        f"best{suffix}": toll.best,
        f"high{suffix}": toll.high,
        f"open_above{suffix}": int(toll.open_above),
        f"approx{suffix}": int(toll.approx),
        f"vague{suffix}": int(toll.vague),
    }


def group_params(toll: Toll) -> dict[str, Param]:
    """Whom *toll* counts, and what happened to them."""
    civilian = None if toll.civilian is None else int(toll.civilian)
    return {"effect": toll.effect, "victims": toll.victims, "affiliation": toll.affiliation, "civilian": civilian}


def toll_params(toll: Toll) -> dict[str, Param]:
    """All that a sentence on *toll* needs; the speaker is who gives the best figure, where all who give it are told."""
    return {
        **group_params(toll),
        **figure_params(toll),
        "place": toll.place,
        "when": when_param(toll.when),
        "speaker": speaker_of(toll),
    }


def speaker_of(toll: Toll) -> str | None:
    """Who says so: the speaker of the best figure, None where an article gives it in its own voice."""
    giving = [r for r in toll.reports if toll.best in (r.report.low, r.report.high)] or list(toll.reports)
    if any(r.speaker is None for r in giving):
        return None
    return giving[-1].speaker if giving else None


def when_param(when: Interval | None) -> str | None:
    """An interval as ISO text: one day alone, else first and last, a month or a year where no day is told; else None.

    >>> from datetime import date
    >>> day = date(2022, 9, 13)
    >>> when_param(Interval(text="Tuesday", start=day, end=day, precision="day"))
    '2022-09-13'
    """
    if when is None or when.start is None or when.end is None:
        return None
    text = when.start.isoformat()
    if when.precision in ("month", "year"):
        told = text[: len("2022-09") if when.precision == "month" else len("2022")]
        return told if when.end.isoformat().startswith(told) else None
    if when.precision not in ("time", "day", "week"):
        return None
    return text if when.start == when.end else f"{text}/{when.end.isoformat()}"
