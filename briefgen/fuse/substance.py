"""Whether a story is one of a conflict or a crisis, or merely an article in which somebody died or is at odds.

A story is a situation where its sources tell that states or groups fight or are at odds, that somebody backs a side or
mediates, accuses another or answers violence, or that an alliance acts; where an attack hurt people of a state, or many
at once; or where a disaster is great. A road accident, an inquest, a theft or a match is none of these. The method note
of a brief prints this rule.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from briefgen.fuse.names import Names
from briefgen.model import Effect, ReactionType, Situation, Toll
from briefgen.settings import FuseSettings

_ANSWERS: frozenset[ReactionType] = frozenset(
    (
        "condemns", "calls_for_ceasefire", "calls_for_restraint", "mediates", "sends_forces", "withdraws_forces",
        "sanctions",
    )
)  # fmt: skip  # what is only said of violence or of those who do it


def is_situation(situation: Situation, *, titles: Iterable[str], names: Names, settings: FuseSettings) -> bool:
    """Whether *situation*, told under *titles*, is one at all."""
    violent = any(map(names.tells_of_violence, (*titles, *_words(situation))))
    return (
        _is_of_sides(situation, violent=violent)
        or any(reaction.type in _ANSWERS for reaction in situation.reactions)
        or any(fact.aspect != "membership" for fact in situation.alliances)
        or (violent and _harmed(situation) >= settings.violence_harmed)
        or _is_crisis(situation, settings)
    )


def _is_of_sides(situation: Situation, *, violent: bool) -> bool:
    """Whether somebody fights, was attacked, helps, mediates or accuses by the sources, not by the register of wars.

    One that alone is said to fight is named in passing where nothing else is told of it. A state that alone is said to
    fight, or one alone whose people were hurt, is in a conflict where the words tell of violence: a missile test is of
    one, a match is not.
    """
    told = [party for party in situation.parties if not party.by_register and party.kind != "person"]
    title, roles = situation.title.message, [party.role for party in told]
    if title in ("title.clash", "title.attack") or situation.claims or {"backer", "mediator"} & set(roles):
        return True
    sides, hit = roles.count("belligerent"), "affected" in roles
    facts = hit or _covered(situation) or situation.reactions or situation.timeline
    alone = (sides and facts) or (hit and _harmed(situation))
    return sides > 1 or bool(alone and (violent or title == "title.violence"))


def _words(situation: Situation) -> Iterator[str]:
    """The quotes of what was done and to whom: of losses, events, and those who fight or were hit."""
    parties = [party for party in situation.parties if party.role in ("belligerent", "affected")]
    for fact in (*_covered(situation), *situation.timeline, *parties):
        yield from (evidence.quote for evidence in fact.evidence)


def _harmed(situation: Situation) -> int:
    """How many were killed or wounded. The murder of one is a crime, of four a mass murder (Gun Violence Archive)."""
    return _most(situation, "killed") + _most(situation, "injured")


def _is_crisis(situation: Situation, settings: FuseSettings) -> bool:
    """Whether so many died or were hurt, driven out or lost that it counts as a disaster, told of a place or a day.

    A great figure of no place and no time is of history (EM-DAT: ten dead or missing, or a hundred affected).
    """
    dead = _most(situation, "killed", placed=True) + _most(situation, "missing", placed=True)
    hurt = _most(situation, "injured", placed=True) + _most(situation, "displaced", placed=True)
    return dead >= settings.crisis_dead or hurt >= settings.crisis_affected


def _most(situation: Situation, effect: Effect, *, placed: bool = False) -> int:
    """The greatest figure of *effect* in the events covered; of those told of a place or a time, where *placed*."""
    tolls = [t for t in _covered(situation) if t.effect == effect and (t.place or t.when or not placed)]
    return max((n for t in tolls for n in (t.best, t.high, t.low) if n is not None), default=0)


def _covered(situation: Situation) -> list[Toll]:
    return [toll for toll in situation.tolls if not toll.background]
