"""What answers a request for help."""

from __future__ import annotations

from briefgen.model import AllianceFact, Aspect, Situation

ANSWERS: tuple[Aspect, ...] = ("help_refused", "help_granted", "decision", "deployment")  # the plainest first


def answers(request: AllianceFact, situation: Situation) -> list[AllianceFact]:
    """The facts that answer *request*, of the same tie and not by the asker, the plainest first.

    Forces that stood there before are no answer: a deployment needs a day within the situation's period.
    """
    told = [
        fact
        for fact in situation.alliances
        if fact.aspect in ANSWERS and fact.alliance == request.alliance and fact.by != request.by
    ]
    fresh = [fact for fact in told if fact.aspect != "deployment" or _is_of_these_days(fact, situation)]
    return sorted(fresh, key=lambda fact: ANSWERS.index(fact.aspect))


def _is_of_these_days(fact: AllianceFact, situation: Situation) -> bool:
    period, when = situation.period, fact.when
    return bool(when and when.start and period and period.start and period.start <= when.start)
